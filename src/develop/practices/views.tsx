import {
  Badge,
  EmptyState,
  Filters,
  LinkButton,
  ListTable,
  SelectField,
  StaffPage,
  Tabs,
  TextField,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import { STATES, type State } from './model.ts'
import { useProblem, useProblems } from './problem-words.ts'
import type { EntryFilter, EntryRow } from './queries.ts'
import type { ChangeRow, ResultRow } from './story-queries.ts'

const TONES = { proposed: 'info', trial: 'warning', implemented: 'success', stopped: 'neutral' } as const

export function StateBadge({ state, plain }: { state: State; plain?: boolean | undefined }) {
  const text = useMessages(messages)
  return <Badge tone={TONES[state]}>{plain ? text.publicState[state] : text.states[state]}</Badge>
}

/** What stands where a state stands: the practice of another institution has none. */
export function EntryBadge({ row }: { row: Pick<EntryRow, 'kind' | 'state' | 'waiting'> }) {
  const text = useMessages(messages)
  return (
    <>
      {row.kind === 'reference' ? <Badge tone="accent">{text.reference}</Badge> : <StateBadge state={row.state} />}{' '}
      {row.waiting ? <Badge tone="warning">{text.waiting}</Badge> : null}
    </>
  )
}

/** "45 → 20 menit (−55,6 %)". */
export function useResultText(): (result: Pick<ResultRow, 'before' | 'after' | 'measure'>) => string {
  const format = useFormat()
  return ({ before, after, measure }) => {
    const share = before === 0 ? undefined : (after - before) / Math.abs(before)
    const change = share === undefined ? '' : ` (${share > 0 ? '+' : ''}${format.percent(share)})`
    return `${format.number(before)} → ${format.number(after)} ${measure}${change}`
  }
}

export function Evidence({ row, change }: { row: EntryRow; change: ChangeRow }) {
  const text = useMessages(messages)
  if (!change.file_id && !change.link) return null
  return (
    <p>
      {change.file_id ? <a href={`/praktik/${row.id}/bukti/${change.number}`}>{change.file_name}</a> : null}
      {change.file_id && change.link ? ' · ' : null}
      {change.link ? <a href={change.link}>{text.openLink}</a> : null}
    </p>
  )
}

export type TabCounts = Readonly<Record<State | 'reference' | 'waiting', number>>

export function countTabs(rows: readonly EntryRow[]): TabCounts {
  const of = (state: State) => rows.filter((row) => row.kind === 'innovation' && row.state === state).length
  return {
    proposed: of('proposed'),
    trial: of('trial'),
    implemented: of('implemented'),
    stopped: of('stopped'),
    reference: rows.filter((row) => row.kind === 'reference').length,
    waiting: rows.filter((row) => row.waiting).length,
  }
}

interface ListProps {
  rows: readonly EntryRow[]
  counts: TabCounts
  units: readonly { id: string; name: string }[]
  filter: EntryFilter
  may: { manage: boolean; rules: boolean }
}

export function ListPage({ rows, counts, units, filter, may }: ListProps) {
  const text = useMessages(messages)
  const problems = useProblems('all')
  const problemOf = useProblem()
  const { state, unit, theme, q } = filter
  const chosen = new URLSearchParams()
  for (const [name, value] of Object.entries({ unit, tema: theme, q })) if (value) chosen.set(name, value)
  const tab = (value: string) => {
    const address = new URLSearchParams(chosen)
    if (value) address.set('keadaan', value)
    return address.size > 0 ? `/praktik?${address}` : '/praktik'
  }
  const files = (format: string) => `/praktik/unduh?${new URLSearchParams({ bentuk: format })}`
  return (
    <StaffPage
      title={text.list}
      lead={text.listLead}
      actions={
        <>
          <LinkButton href="/praktik/tabel" tone="quiet">
            {text.table}
          </LinkButton>
          <LinkButton href="/praktik/catatan" tone="quiet">
            {text.log}
          </LinkButton>
          {may.rules ? (
            <LinkButton href="/praktik/ketentuan" tone="quiet">
              {text.rules}
            </LinkButton>
          ) : null}
          {may.manage ? <LinkButton href="/praktik/baru">{text.create}</LinkButton> : null}
        </>
      }
    >
      <Tabs
        label={text.tabs}
        items={[
          { href: tab(''), label: text.all, current: state === undefined },
          ...(counts.waiting > 0 || state === 'waiting'
            ? [{ href: tab('waiting'), label: text.waiting, count: counts.waiting, current: state === 'waiting' }]
            : []),
          ...STATES.map((one) => ({
            href: tab(one),
            label: text.states[one],
            count: counts[one],
            current: state === one,
          })),
          { href: tab('reference'), label: text.reference, count: counts.reference, current: state === 'reference' },
        ]}
      />
      <Filters values={{ unit, tema: theme, q }} keep={['keadaan', 'sort']}>
        <SelectField
          name="unit"
          label={text.unit}
          placeholder={text.allUnits}
          options={units.map((one) => ({ value: one.id, label: one.name }))}
        />
        <SelectField name="tema" label={text.theme} placeholder={text.publicAll} options={problems} />
        <TextField name="q" label={text.search} type="search" />
      </Filters>
      <ListTable
        caption={text.list}
        captionHidden
        rows={rows}
        rowHref={(row) => `/praktik/${row.id}`}
        exports={{ csv: files('csv'), xlsx: files('xlsx') }}
        empty={<EmptyState title={text.empty} body={text.emptyBody} />}
        columns={[
          {
            key: 'title',
            by: (row) => row.title,
            label: text.title,
            cell: (row) => <a href={`/praktik/${row.id}`}>{row.title}</a>,
          },
          {
            key: 'unit',
            by: (row) => row.holder || row.unit_name,
            label: text.facts.institution,
            cell: (row) => row.holder || row.unit_name,
          },
          {
            key: 'theme',
            by: (row) => problemOf(row.theme),
            label: text.facts.theme,
            cell: (row) => problemOf(row.theme),
          },
          { key: 'state', label: text.state, cell: (row) => <EntryBadge row={row} /> },
          {
            key: 'public',
            label: text.published,
            cell: (row) => (row.published_at ? <Badge tone="info">{text.published}</Badge> : '–'),
          },
        ]}
      />
    </StaffPage>
  )
}
