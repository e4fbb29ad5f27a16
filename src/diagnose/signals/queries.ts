import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { newId } from '../../platform/id.ts'
import { type Answer, type Cause, Evidence, type Source, type Status, statusOf } from './model.ts'

type Reading = Scope<'signal.read'>
type Rule = 'beyond' | 'shift' | 'trend' | 'low'

export type SignalRow = {
  id: string
  unit_id: string
  unit: string
  theme: string
  source: Source
  element: string | null
  service_id: string | null
  /** Its name. */
  service: string | null
  rule: Rule
  /** 'YYYY-MM' */
  first_month: string
  month: string
  last_month: string
  opened_at: Date
  evidence: Evidence
  cause: Cause | null
  status: Status
  recommendation: string | null
  decided_at: Date | null
}

const head = sql`
  s.id, s.unit_id, u.name as unit, s.theme, s.source, s.element, s.service_id, v.name as service, s.rule,
  to_char(s.first_month, 'YYYY-MM') as first_month, to_char(s.detected_month, 'YYYY-MM') as month,
  to_char(s.last_month, 'YYYY-MM') as last_month, s.opened_at, d.cause, d.recommendation, d.decided_at`
const columns = sql`${head}, s.evidence`

const tables = sql`
  signals.signal s
  join organization.unit u on u.institution_id = s.institution_id and u.id = s.unit_id
  left join services.v_service v on v.institution_id = s.institution_id and v.id = s.service_id
  left join lateral (
    select cause, recommendation, decided_at from signals.diagnosis d
    where d.institution_id = s.institution_id and d.signal_id = s.id
    order by d.decided_at desc, d.id desc limit 1) d on true`

export type SignalHead = Omit<SignalRow, 'evidence'>

function toSignal(row: Omit<SignalRow, 'status' | 'evidence'> & { evidence: unknown }): SignalRow {
  return { ...row, evidence: Evidence.parse(row.evidence), status: statusOf(row.cause) }
}

const condition: Record<Status | 'all', ReturnType<typeof sql>> = {
  all: sql`true`,
  open: sql`d.cause is null`,
  competency: sql`d.cause = 'kompetensi'`,
  other: sql`d.cause <> 'kompetensi'`,
}

export const PAGE_SIZE = 50

/** Newest first, within reach of the scope, whatever it was granted for; `after` is the id of the last row of the page before. One row more than the page tells that it goes on. */
export async function listSignals(db: Db, scope: Scope, filter: Filter): Promise<SignalRow[]> {
  return (await newest<Parameters<typeof toSignal>[0]>(db, scope, filter, columns)).map(toSignal)
}

/** The same without the chart that a signal opened with, which takes longer to read than all the rest. */
export async function listSignalHeads(db: Db, scope: Scope, filter: Filter): Promise<SignalHead[]> {
  const rows = await newest<Omit<SignalHead, 'status'>>(db, scope, filter, head)
  return rows.map((row) => ({ ...row, status: statusOf(row.cause) }))
}

type Filter = {
  status: Status | 'all'
  unit?: string | undefined
  theme?: string | undefined
  after?: string | undefined
}

async function newest<Row>(db: Db, scope: Scope, filter: Filter, shown: typeof head): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select ${shown} from ${tables}
    where s.institution_id = ${scope.institution} and s.unit_id = any(${scope.units as string[]})
      and ${condition[filter.status]}
      ${filter.unit ? sql`and s.unit_id = ${filter.unit}` : sql``}
      ${filter.theme ? sql`and s.theme = ${filter.theme}` : sql``}
      ${
        filter.after
          ? sql`and (s.opened_at, s.id) < (select x.opened_at, x.id from signals.signal x
              where x.institution_id = ${scope.institution} and x.id = ${filter.after})`
          : sql``
      }
    order by s.opened_at desc, s.id desc limit ${PAGE_SIZE + 1}`.execute(db)
  return rows
}

/** How many wait for a diagnosis. */
export async function countOpen(db: Db, scope: Scope): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from signals.signal s
    where s.institution_id = ${scope.institution} and s.unit_id = any(${scope.units as string[]})
      and not exists (select from signals.diagnosis d
        where d.institution_id = s.institution_id and d.signal_id = s.id)`.execute(db)
  return rows[0]!.count
}

export async function countByStatus(db: Db, scope: Scope): Promise<Record<Status, number>> {
  const { rows } = await sql<{ cause: Cause | null; count: number }>`
    select d.cause, count(*)::int as count from ${tables}
    where s.institution_id = ${scope.institution} and s.unit_id = any(${scope.units as string[]})
    group by d.cause`.execute(db)
  const counts: Record<Status, number> = { open: 0, competency: 0, other: 0 }
  for (const row of rows) counts[statusOf(row.cause)] += row.count
  return counts
}

/** Signals that wait for a diagnosis, newest first; for the other stages of the loop. */
export async function listOpenSignals(db: Db, scope: Scope): Promise<SignalRow[]> {
  const { rows } = await sql<Parameters<typeof toSignal>[0]>`
    select ${columns} from ${tables}
    where s.institution_id = ${scope.institution} and s.unit_id = any(${scope.units as string[]}) and d.cause is null
    order by s.opened_at desc, s.id desc limit ${MOST_LISTED}`.execute(db)
  return rows.map(toSignal)
}

/** One signal within reach of the scope, whatever it was granted for; for pages that lead back from a need or a result. */
export async function findSignal(db: Db, scope: Scope, id: string): Promise<SignalRow | undefined> {
  const { rows } = await sql<Parameters<typeof toSignal>[0]>`
    select ${columns} from ${tables}
    where s.institution_id = ${scope.institution} and s.unit_id = any(${scope.units as string[]}) and s.id = ${id}`.execute(
    db,
  )
  return rows[0] && toSignal(rows[0])
}

export type DiagnosisRow = {
  id: string
  cause: Cause
  answers: Record<string, Answer>
  reason: string
  recommendation: string | null
  decided_at: Date
  decided_by: string | null
}

/** Newest first. */
export async function listDiagnoses(db: Db, scope: Reading, signalId: string): Promise<DiagnosisRow[]> {
  const { rows } = await sql<DiagnosisRow>`
    select d.id, d.cause, d.answers, d.reason, d.recommendation, d.decided_at, a.name as decided_by
    from signals.diagnosis d
    join signals.signal s on s.institution_id = d.institution_id and s.id = d.signal_id
    left join people.account a on a.institution_id = d.institution_id and a.id = d.decided_by
    where d.institution_id = ${scope.institution} and d.signal_id = ${signalId} and s.unit_id = any(${scope.units as string[]})
    order by d.decided_at desc, d.id desc limit 20`.execute(db)
  return rows
}

export type NewDiagnosis = {
  signalId: string
  cause: Cause
  answers: Readonly<Record<string, Answer>>
  reason: string
  recommendation?: string | undefined
  decidedBy?: string | null | undefined
}

export async function insertDiagnoses(
  db: Db,
  scope: Scope<'signal.diagnose'>,
  now: Date,
  items: readonly NewDiagnosis[],
): Promise<void> {
  if (items.length === 0) return
  const rows = items.map(
    (
      item,
    ) => sql`(${scope.institution}::uuid, ${newId(now)}::uuid, ${item.signalId}::uuid, ${item.cause}::signals.cause,
      ${JSON.stringify(item.answers)}::jsonb, ${item.reason}, ${item.recommendation ?? null}, ${
        item.decidedBy ?? scope.account
      }::uuid, ${now}::timestamptz)`,
  )
  await sql`
    insert into signals.diagnosis
      (institution_id, id, signal_id, cause, answers, reason, recommendation, decided_by, decided_at)
    values ${sql.join(rows)}`.execute(db)
}

export type Episode = {
  id: string
  unit_id: string
  theme: string
  source: Source
  service_id: string | null
  first_month: string
  last_month: string
}

/** All episodes of these units that touch the months from `since` on, locked: two checks at once open nothing twice. */
export async function lockEpisodes(db: Db, scope: Scope<'signal.detect'>, since: string): Promise<Episode[]> {
  const { rows } = await sql<Episode>`
    select id, unit_id, theme, source, service_id, to_char(first_month, 'YYYY-MM') as first_month, to_char(last_month, 'YYYY-MM') as last_month
    from signals.signal
    where institution_id = ${scope.institution} and unit_id = any(${scope.units as string[]})
      and last_month >= ${`${since}-01`}::date
    for update`.execute(db)
  return rows
}

export async function setLastMonth(
  db: Db,
  scope: Scope<'signal.detect'>,
  ids: readonly string[],
  month: string,
): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update signals.signal set last_month = greatest(last_month, ${`${month}-01`}::date)
    where institution_id = ${scope.institution} and unit_id = any(${scope.units as string[]})
      and id = any(${ids as string[]})`.execute(db)
}

export type NewSignal = {
  id: string
  unitId: string
  theme: string
  source: Source
  element: string | null
  serviceId: string | null
  rule: Rule
  firstMonth: string
  month: string
  evidence: Evidence
}

/** Inserts what is new; returns the ids that were. */
export async function insertSignals(
  db: Db,
  scope: Scope<'signal.detect'>,
  now: Date,
  items: readonly NewSignal[],
): Promise<string[]> {
  if (items.length === 0) return []
  const rows = items.map(
    (item) => sql`(${scope.institution}::uuid, ${item.id}::uuid, ${item.unitId}::uuid, ${item.theme},
      ${item.source}::signals.source, ${item.element}, ${item.serviceId}::uuid, ${item.rule}::signals.rule, ${`${item.firstMonth}-01`}::date,
      ${`${item.month}-01`}::date, ${`${item.month}-01`}::date, ${now}::timestamptz,
      ${JSON.stringify(item.evidence)}::jsonb)`,
  )
  const result = await sql<{ id: string }>`
    insert into signals.signal (institution_id, id, unit_id, theme, source, element, service_id, rule, first_month, detected_month,
      last_month, opened_at, evidence)
    values ${sql.join(rows)}
    on conflict (institution_id, unit_id, theme, source, service_id, detected_month) do nothing returning id`.execute(
    db,
  )
  return result.rows.map(({ id }) => id)
}
