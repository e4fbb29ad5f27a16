import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'

export type UnitMonth = {
  unit_id: string
  /** 'YYYY-MM', where the institution is. */
  month: string
  ended: number
  completed: number
  digital: number
  /** Completed ones that had a promise, and those of them within it. */
  promised: number
  on_time: number
  /** Open although their time was over in this month. */
  overdue: number
}

/** Whole months, 'YYYY-MM', both included. */
type Months = { from: string; to: string }

/** When the month that is so many months after this one begins where the institution is. */
function monthStart(scope: Scope, month: string, after = 0) {
  return sql`((${`${month}-01`}::date::timestamp + make_interval(months => ${after}::int)) at time zone
    (select time_zone from organization.institution where id = ${scope.institution}))`
}

// Each row's month as a number: its name is made once a group, not once for each of many thousand rows.
function placed(scope: Scope, { from, to }: Months) {
  const months = sql`months as (
    select array_agg(m at time zone i.time_zone order by m) as starts from organization.institution i,
      generate_series(${`${from}-01`}::date::timestamp, ${`${to}-01`}::date::timestamp, interval '1 month') m
    where i.id = ${scope.institution})`
  const place = (at: 'ended_at' | 'due_at') => sql`width_bucket(${sql.ref(at)}, (select starts from months))`
  const month = sql`(${`${from}-01`}::date + make_interval(months => place - 1))::date`
  return { months, place, month }
}

const COUNTS = sql`count(*)::int as ended, count(*) filter (where outcome = 'completed')::int as completed,
  count(*) filter (where digital)::int as digital, count(on_time)::int as promised,
  count(*) filter (where on_time)::int as on_time`

/** The month before the one that runs, and the first in which anything ended. */
async function monthsOver(db: Db, scope: Scope, now: Date): Promise<Months | undefined> {
  const { rows } = await sql<{ from: string | null; to: string }>`
    select to_char((select min(ended_at) from services.transaction where institution_id = i.id) at time zone i.time_zone,
      'YYYY-MM') as from, to_char((${now}::timestamptz at time zone i.time_zone) - interval '1 month', 'YYYY-MM') as to
    from organization.institution i where i.id = ${scope.institution} for no key update`.execute(db)
  const { from, to } = rows[0]!
  return from === null || from > to ? undefined : { from, to }
}

/** Counts every month that is over again, so that what was sent or corrected later is in it too. */
export async function recountGiven(db: Db, scope: Scope, now: Date): Promise<void> {
  const over = await monthsOver(db, scope, now)
  await sql`delete from services.given_month where institution_id = ${scope.institution}`.execute(db)
  if (!over) return
  const { months, place, month } = placed(scope, over)
  await sql`
    with ${months}, given as (
      select unit_id, ${place('ended_at')} as place, ${COUNTS} from services.transaction
      where institution_id = ${scope.institution} and outcome <> 'lapsed'
        and ended_at < ${monthStart(scope, over.to, 1)} group by 1, 2)
    insert into services.given_month (institution_id, month, unit_id, ended, completed, digital, promised, on_time)
    select ${scope.institution}, ${month}, unit_id, ended, completed, digital, promised, on_time from given`.execute(db)
}

/**
 * What units gave in each month; the caller answers for the units: nothing in the rows leads to a person. Months that were
 * over at the last count come from it, the others from the transactions themselves.
 */
export async function transactionMonths(
  db: Db,
  scope: Scope,
  wanted: Months & { units: readonly string[]; now: Date },
): Promise<UnitMonth[]> {
  const { rows: known } = await sql<{ next: string | null }>`
    select to_char(max(month) + interval '1 month', 'YYYY-MM') as next from services.given_month
    where institution_id = ${scope.institution}`.execute(db)
  const counted = known[0]?.next ?? wanted.from
  const fresh = [counted, wanted.from].sort()[1]!
  const { months, place, month } = placed(scope, wanted)
  const [from, to] = [monthStart(scope, wanted.from), monthStart(scope, wanted.to, 1)]
  const here = sql`institution_id = ${scope.institution} and unit_id = any(${wanted.units}::uuid[])`
  const { rows } = await sql<UnitMonth>`
    with ${months},
    given as (
      select unit_id, ${place('ended_at')} as place, ${COUNTS} from services.transaction
      where ${here} and ended_at >= ${monthStart(scope, fresh)} and ended_at < ${to} and outcome <> 'lapsed' group by 1, 2),
    ended as (
      select unit_id, ${month} as month, ended, completed, digital, promised, on_time from given
      union all
      select unit_id, month, ended, completed, digital, promised, on_time from services.given_month
      where ${here} and month >= ${`${wanted.from}-01`}::date and month <= ${`${wanted.to}-01`}::date),
    late as (
      select unit_id, ${place('due_at')} as place, count(*)::int as overdue from services.transaction
      where ${here} and state < 3 and due_at < ${wanted.now} and due_at >= ${from} and due_at < ${to} group by 1, 2)
    select unit_id, to_char(month, 'YYYY-MM') as month, coalesce(ended, 0) as ended, coalesce(completed, 0) as completed,
      coalesce(digital, 0) as digital, coalesce(promised, 0) as promised, coalesce(on_time, 0) as on_time,
      coalesce(overdue, 0) as overdue
    from ended full join (select unit_id, ${month} as month, overdue from late) l using (unit_id, month)`.execute(db)
  return rows
}
