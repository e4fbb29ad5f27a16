import type { Language } from '../../../platform/i18n.ts'
import {
  DataTable,
  DateField,
  EmptyState,
  Filters,
  Section,
  StaffPage,
  useFormat,
  useMessages,
  useRequest,
} from '../../../platform/ui/index.ts'
import { organizationMessages } from '../messages.ts'
import { UNIT_KIND_TEXTS } from '../model.ts'
import { type PastText, pastMessages } from './past-messages.ts'
import type { PastUnit, UnitRow } from './queries.ts'
import { treeRows } from './tree.ts'

export const PAST_PATH = '/unit/pada'

export type PastTreeProps = {
  /** What was typed, and what is wrong with it. */
  date: string
  error: string | undefined
  today: string
  then: readonly PastUnit[]
  /** All units in reach as they are now, closed ones too. */
  now: readonly UnitRow[]
  /** The newest days on which something changed, without a date asked for. */
  days: readonly string[]
  /** Whether every unit of the institution is in reach. */
  whole: boolean
}

/** What became of a unit since: each line a sentence, nothing where it is as it was. */
export function sinceThen(unit: PastUnit, now: ReadonlyMap<string, UnitRow>, text: PastText, language: Language) {
  if (unit.active_to) return [text.closedOn(unit.active_to)]
  const above = unit.parent_now ? now.get(unit.parent_now)?.name : undefined
  return [
    ...(unit.name === unit.name_now ? [] : [text.nowCalled(unit.name_now)]),
    ...(unit.parent_id === unit.parent_now ? [] : [above ? text.nowUnder(above) : text.nowElsewhere]),
    ...(unit.kind === unit.kind_now ? [] : [text.nowKind(UNIT_KIND_TEXTS[unit.kind_now][language])]),
  ]
}

export function PastTree(props: PastTreeProps) {
  const { date, error, today, then, now, days, whole } = props
  const text = useMessages(pastMessages)
  const general = useMessages(organizationMessages).units
  const format = useFormat()
  const { language } = useRequest()
  const present = new Map(now.map((unit) => [unit.id, unit]))
  const formed = treeRows(now.filter((unit) => unit.active_from > date)).sort((a, b) =>
    a.active_from === b.active_from ? 0 : a.active_from < b.active_from ? -1 : 1,
  )
  const first = now.map((unit) => unit.active_from).sort()[0] ?? today
  return (
    <StaffPage
      title={error || !date ? text.title : text.titleOn(date)}
      lead={whole ? text.lead : `${text.lead} ${text.reach}`}
      crumbs={[{ href: '/unit', label: general.title }]}
    >
      <Filters values={{ tanggal: date }} submit={text.show} errors={error ? { tanggal: error } : {}}>
        <DateField name="tanggal" label={text.date} max={today} required />
      </Filters>
      {days.length > 0 ? (
        <Section title={text.days} id="hari">
          <ul>
            {days.map((day) => (
              <li key={day}>
                <a href={`${PAST_PATH}?tanggal=${day}`}>{format.date(day)}</a>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {error || !date ? null : then.length === 0 ? (
        <EmptyState title={text.none} body={text.noneBody(first)} />
      ) : (
        <>
          <p>{sumOf(then, formed.length, text, format.number)}</p>
          <DataTable
            caption={text.titleOn(date)}
            captionHidden
            rows={treeRows(then)}
            stack={false}
            rowTone={(row) => (row.active_to ? 'muted' : 'normal')}
            exports={{
              csv: `${PAST_PATH}/ekspor?tanggal=${date}&format=csv`,
              xlsx: `${PAST_PATH}/ekspor?tanggal=${date}&format=xlsx`,
            }}
            columns={[
              {
                key: 'name',
                label: general.name,
                cell: (row) => (
                  <span class={`tree tree-${Math.min(row.depth, 4)}`}>
                    <a href={`/unit/${row.id}`}>{row.name}</a>
                    {sinceThen(row, present, text, language).map((line) => (
                      <div class="tree-since" key={line}>
                        {line}
                      </div>
                    ))}
                  </span>
                ),
              },
              { key: 'code', label: general.code, nowrap: true, phone: false, cell: (row) => row.code },
              { key: 'kind', label: general.kind, phone: false, cell: (row) => UNIT_KIND_TEXTS[row.kind][language] },
            ]}
          />
        </>
      )}
      {!error && date && then.length > 0 && formed.length > 0 ? (
        <Section title={text.formedSince} id="sesudahnya">
          <DataTable
            caption={text.formedSince}
            captionHidden
            rows={formed}
            stack={false}
            columns={[
              { key: 'name', label: general.name, cell: (row) => <a href={`/unit/${row.id}`}>{row.name}</a> },
              { key: 'code', label: general.code, nowrap: true, phone: false, cell: (row) => row.code },
              {
                key: 'parent',
                label: general.parent,
                phone: false,
                cell: (row) => (row.parent_id ? (present.get(row.parent_id)?.name ?? '–') : '–'),
              },
              { key: 'from', label: text.formedOn, cell: (row) => format.date(row.active_from) },
            ]}
          />
        </Section>
      ) : null}
    </StaffPage>
  )
}

/** One sentence for the whole tree. A unit that was renamed and moved counts in both parts; a closed one only there. */
function sumOf(then: readonly PastUnit[], formed: number, text: PastText, number: (count: number) => string): string {
  const open = then.filter((unit) => !unit.active_to)
  const counts: [(count: string) => string, number][] = [
    [text.renamed, open.filter((unit) => unit.name !== unit.name_now).length],
    [text.moved, open.filter((unit) => unit.parent_id !== unit.parent_now).length],
    [text.reclassified, open.filter((unit) => unit.kind !== unit.kind_now).length],
    [text.closed, then.length - open.length],
    [text.formed, formed],
  ]
  const parts = counts.filter(([, count]) => count > 0).map(([say, count]) => say(number(count)))
  if (parts.length === 0) return text.same
  const last = parts.at(-1) ?? ''
  const before = parts.slice(0, -1).join(', ')
  const comma = parts.length > 2 ? ',' : ''
  return text.different(before ? `${before}${comma} ${text.and} ${last}` : last)
}
