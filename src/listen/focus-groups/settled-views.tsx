import { Badge, DataTable, DateTime, Section, useFormat, useMessages } from '../../platform/ui/index.ts'
import type { Codebook } from './codebook/model.ts'
import { useGivenName, useThemeName } from './codebook/views.tsx'
import { messages } from './messages.ts'
import { settledOf } from './model.ts'
import type { FindingRow, PairRow } from './queries.ts'

/** What the two had seen differently, what it became, by whom and why. */
export function SettledDifferences({ pairs, book }: { pairs: readonly PairRow[]; book: Codebook }) {
  const nameOf = useGivenName(book)
  const text = useMessages(messages)
  const format = useFormat()
  const sums = settledOf(pairs)
  if (sums.differences === 0) return null
  const number = (value: number) => format.number(value)
  return (
    <Section
      title={text.settledTitle}
      id="diselesaikan"
      lead={text.settledLead(number(sums.same), number(sums.notes), number(sums.settled), number(sums.differences))}
    >
      {sums.settled > 0 ? (
        <p>{text.settledSides(number(sums.first), number(sums.second), number(sums.neither))}</p>
      ) : null}
      <DataTable
        caption={text.settledTitle}
        captionHidden
        stack
        rows={pairs.filter((pair) => pair.theme !== null && pair.one !== pair.two)}
        empty={<p class="hint">{text.noneSettled}</p>}
        columns={[
          { key: 'segment', label: text.segment, cell: (pair) => `${pair.segment}. ${pair.text}` },
          { key: 'from', label: text.before, cell: (pair) => `${nameOf(pair.one)} / ${nameOf(pair.two)}` },
          { key: 'theme', label: text.settled, cell: (pair) => (pair.theme ? nameOf(pair.theme) : '–') },
          { key: 'reason', label: text.reason, cell: (pair) => pair.reason ?? '–' },
          {
            key: 'by',
            label: text.settledBy,
            cell: (pair) => (
              <div class="cell-lines">
                <span>{pair.settled_by ?? '–'}</span>
                {pair.settled_at ? <DateTime value={pair.settled_at} /> : null}
              </div>
            ),
          },
        ]}
      />
    </Section>
  )
}

export function Findings({ rows, plain }: { rows: readonly FindingRow[]; plain?: boolean }) {
  const nameOf = useThemeName()
  return (
    <ul class="fgd-findings">
      {rows.map((row) => (
        <li key={row.id}>
          {plain ? null : <Badge tone="info">{nameOf({ key: row.theme, name: row.theme_name })}</Badge>} {row.text}
          {row.service_name ? <span class="fact-note">{row.service_name}</span> : null}
        </li>
      ))}
    </ul>
  )
}
