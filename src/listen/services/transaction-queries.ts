import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Intake, TransactionOutcome } from './transaction-model.ts'

export type TransactionValues = {
  id: string
  service_id: string
  unit_id: string
  state: number
  channel: Intake
  digital: boolean
  arrived_at: Date
  called_at: Date | null
  started_at: Date | null
  ended_at: Date | null
  outcome: TransactionOutcome | null
  queue_on: string | null
  queue_number: number | null
  queue_label?: string | null
  desk: string | null
  source_key: string | null
  standard_id: string | null
  due_at: Date | null
  on_time: boolean | null
  officer_id: string | null
}

/** Adds records; one whose key is known already is left as it is. Returns how many were new. */
export async function insertTransactions(db: Db, scope: Scope, rows: readonly TransactionValues[]): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into services.transaction (institution_id, id, service_id, unit_id, state, channel, digital, arrived_at,
      called_at, started_at, ended_at, outcome, queue_on, queue_number, queue_label, desk, source_key, standard_id, due_at, on_time,
      officer_id)
    select ${scope.institution}::uuid, i.* from json_to_recordset(${JSON.stringify(rows)}::json) as i (id uuid,
      service_id uuid, unit_id uuid, state smallint, channel services.intake, digital boolean, arrived_at timestamptz,
      called_at timestamptz, started_at timestamptz, ended_at timestamptz, outcome services.outcome, queue_on date,
      queue_number smallint, queue_label text, desk text, source_key text, standard_id uuid, due_at timestamptz, on_time boolean,
      officer_id uuid)
    on conflict (institution_id, source_key) where source_key is not null do nothing`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

type KeyedRow = Pick<TransactionValues, 'service_id' | 'arrived_at' | 'ended_at' | 'outcome'> & { source_key: string }

/** What was kept under these keys of senders. */
export async function listKeyed(db: Db, scope: Scope, keys: readonly string[]) {
  const { rows } = await sql<KeyedRow>`
    select source_key, service_id, arrived_at, ended_at, outcome from services.transaction
    where institution_id = ${scope.institution} and source_key = any(${keys}::text[])`.execute(db)
  return rows
}

/** An instant at which the local day `date` begins, for the statements below. */
function dayStart(scope: Scope, date: string, after = 0) {
  return sql`(((${date}::date + ${after}::int)::timestamp) at time zone
    (select time_zone from organization.institution where id = ${scope.institution}))`
}

export type Period = { from: string; to: string }

/** How many services were completed in a period of local dates (both included), per service and unit. */
export async function servicePopulation(
  db: Db,
  scope: Scope,
  { from, to }: Period,
): Promise<{ service_id: string; unit_id: string; count: number }[]> {
  const { rows } = await sql<{ service_id: string; unit_id: string; count: number }>`
    select service_id, unit_id, count(*)::int as count from services.transaction
    where institution_id = ${scope.institution} and outcome = 'completed'
      and ended_at >= ${dayStart(scope, from)} and ended_at < ${dayStart(scope, to, 1)}
    group by service_id, unit_id order by service_id, unit_id`.execute(db)
  return rows
}

export type CompletedTransaction = { id: string; service_id: string; unit_id: string; ended_at: Date }

/**
 * Completed services, oldest first, a page at a time: `after` is the last row of the page before. Nothing in them leads
 * to a person.
 */
export async function completedTransactions(
  db: Db,
  scope: Scope,
  wanted: Period & {
    service_id?: string | undefined
    unit_id?: string | undefined
    after?: { ended_at: Date; id: string } | undefined
    limit: number
  },
): Promise<CompletedTransaction[]> {
  const { service_id, unit_id, after } = wanted
  const { rows } = await sql<CompletedTransaction>`
    select id, service_id, unit_id, ended_at from services.transaction
    where institution_id = ${scope.institution} and outcome = 'completed'
      and ended_at >= ${dayStart(scope, wanted.from)} and ended_at < ${dayStart(scope, wanted.to, 1)}
      ${service_id ? sql`and service_id = ${service_id}` : sql``}
      ${unit_id ? sql`and unit_id = ${unit_id}` : sql``}
      ${after ? sql`and (ended_at, id) > (${after.ended_at}, ${after.id}::uuid)` : sql``}
    order by ended_at, id limit ${wanted.limit}`.execute(db)
  return rows
}

export type EndedRow = {
  arrived_at: Date
  started_at: Date | null
  ended_at: Date
  on_time: boolean | null
  digital: boolean
  outcome: TransactionOutcome
}

/** The newest ended transactions of one service: what a page says about it is computed from these. */
export async function listEnded(
  db: Db,
  scope: Scope,
  service: string,
  since: Date,
  limit: number,
): Promise<EndedRow[]> {
  const { rows } = await sql<EndedRow>`
    select arrived_at, started_at, ended_at, on_time, digital, outcome from services.transaction
    where institution_id = ${scope.institution} and service_id = ${service} and ended_at >= ${since}
    order by ended_at desc limit ${limit}`.execute(db)
  return rows
}

/** Transactions that are still open although their time is over: they count as late, or waiting would hide them. */
export async function countOverdue(db: Db, scope: Scope, service: string, unit: string, now: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from services.transaction
    where institution_id = ${scope.institution} and unit_id = ${unit} and state < 3 and service_id = ${service}
      and due_at < ${now}`.execute(db)
  return rows[0]?.count ?? 0
}

export type ServiceFigure = {
  service_id: string
  all: number
  /** Queue numbers of days that are over, never called or never ended; not in `all`. */
  lapsed: number
  completed: number
  promised: number
  on_time: number
  overdue: number
  digital: number
  waiting_median: number | null
  waiting_90: number | null
}

/** One row per service that had anything in the period, for the services of the units in reach. */
export async function listFigures(db: Db, scope: Scope<'service.read'>, period: Period, now: Date) {
  const { rows } = await sql<ServiceFigure>`
    with ended as (
      select service_id, count(*) filter (where outcome <> 'lapsed')::int as all,
        count(*) filter (where outcome = 'lapsed')::int as lapsed,
        count(*) filter (where outcome = 'completed')::int as completed,
        count(on_time)::int as promised, count(*) filter (where on_time)::int as on_time,
        count(*) filter (where digital)::int as digital,
        percentile_disc(0.5) within group (order by extract(epoch from started_at - arrived_at) / 60)
          filter (where not digital) as waiting_median,
        percentile_disc(0.9) within group (order by extract(epoch from started_at - arrived_at) / 60)
          filter (where not digital) as waiting_90
      from services.transaction
      where institution_id = ${scope.institution} and ended_at >= ${dayStart(scope, period.from)}
        and ended_at < ${dayStart(scope, period.to, 1)} and unit_id = any(${scope.units}::uuid[])
      group by service_id),
    open as (
      select service_id, count(*)::int as overdue from services.transaction
      where institution_id = ${scope.institution} and state < 3 and due_at < ${now}
        and due_at < ${dayStart(scope, period.to, 1)} and unit_id = any(${scope.units}::uuid[])
      group by service_id)
    select service_id, coalesce(e.all, 0) as all, coalesce(lapsed, 0) as lapsed, coalesce(completed, 0) as completed, coalesce(promised, 0) as promised,
      coalesce(on_time, 0) as on_time, coalesce(overdue, 0) as overdue, coalesce(digital, 0) as digital,
      waiting_median::float8, waiting_90::float8
    from ended e full join open o using (service_id)`.execute(db)
  return rows
}

export type MonthFigure = { month: string; all: number; promised: number; on_time: number; digital: number }

export async function listMonths(
  db: Db,
  scope: Scope<'service.read'>,
  period: Period,
  service?: string,
): Promise<MonthFigure[]> {
  const { rows } = await sql<MonthFigure>`
    select to_char(date_trunc('month', ended_at at time zone i.time_zone), 'YYYY-MM') as month, count(*)::int as all,
      count(on_time)::int as promised, count(*) filter (where on_time)::int as on_time,
      count(*) filter (where digital)::int as digital
    from services.transaction t join organization.institution i on i.id = t.institution_id
    where t.institution_id = ${scope.institution} and ended_at >= ${dayStart(scope, period.from)}
      and ended_at < ${dayStart(scope, period.to, 1)} and unit_id = any(${scope.units}::uuid[]) and outcome <> 'lapsed'
      ${service ? sql`and service_id = ${service}` : sql``}
    group by 1 order by 1`.execute(db)
  return rows
}

export type ListedTransaction = EndedRow & {
  id: string
  channel: Intake
  due_at: Date | null
  version: number | null
}

/** Ended transactions of one service, newest first, a page at a time. */
export async function listTransactions(
  db: Db,
  scope: Scope<'service.read'>,
  service: string,
  after: { ended_at: Date; id: string } | undefined,
  limit: number,
): Promise<ListedTransaction[]> {
  const { rows } = await sql<ListedTransaction>`
    select t.id, t.channel, t.arrived_at, t.started_at, t.ended_at, t.due_at, t.on_time, t.digital,
      t.outcome, s.version
    from services.transaction t
    left join services.standard s on s.institution_id = t.institution_id and s.id = t.standard_id
    where t.institution_id = ${scope.institution} and t.service_id = ${service} and t.ended_at is not null
      and t.unit_id = any(${scope.units}::uuid[])
      ${after ? sql`and t.ended_at <= ${after.ended_at} and (t.ended_at, t.id) < (${after.ended_at}, ${after.id}::uuid)` : sql``}
    order by t.ended_at desc, t.id desc limit ${limit}`.execute(db)
  return rows
}
