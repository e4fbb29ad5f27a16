import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { bin, dimensions, hoursWaited, sums, told, waitingSums } from './fold-queries.ts'
import { countCopies, DAY_HOURS, type Dimension, LAST_BIN } from './model.ts'

/** Whole months 'YYYY-MM', both included. */
export type Window = { from: string; to: string }
/** The whole institution reads the kept sums; some units are added up from their rows. */
export type Reach = 'institution' | readonly string[]

export type Sums = {
  received: number
  rejected: number
  answered: number
  within_day: number
  within_day_lasting: number
  reopened: number
  days1: number
  days3: number
  days5: number
  days14: number
  days60: number
  open: number
  /** Of those, the ones that have waited 24 hours or more. */
  open_day: number
  overdue: number
}
export type SumRow = Sums & { dimension: Dimension | 'all' | 'area'; key: string }

const COUNTED = sql.raw(
  [
    'received',
    'rejected',
    'answered',
    'within_day',
    'within_day_lasting',
    'reopened',
    'days1',
    'days3',
    'days5',
    'days14',
    'days60',
  ]
    .map((name) => `coalesce(sum(c.${name}), 0)::bigint as ${name}`)
    .join(', '),
)
const WAITED = sql`coalesce(sum(w.open), 0)::bigint as open, coalesce(sum(w.open_day), 0)::bigint as open_day,
  coalesce(sum(w.overdue), 0)::bigint as overdue`

export function within(window: Window): RawBuilder<unknown> {
  return sql`month between ${`${window.from}-01`}::date and ${`${window.to}-01`}::date`
}

function facts(scope: Scope, window: Window, units: readonly string[]): RawBuilder<unknown> {
  return sql`f.institution_id = ${scope.institution} and f.${within(window)} and not f.hidden
    and f.unit_id = any(${units}::uuid[])`
}

/** Up to when the statistics know what happened; undefined before the first time. */
export async function findFoldedAt(db: Db, scope: Scope): Promise<Date | undefined> {
  const { rows } = await sql<{ folded_at: Date }>`
    select folded_at from statistics.state where institution_id = ${scope.institution}`.execute(db)
  return rows[0]?.folded_at
}

/** One row for everything, and one for each value of each property. */
export async function listSums(db: Db, scope: Scope, asOf: Date, window: Window, reach: Reach): Promise<SumRow[]> {
  const kept = reach === 'institution'
  const cells = kept
    ? sql`select * from statistics.cell where institution_id = ${scope.institution} and ${within(window)}`
    : sql`select d.dimension, d.key, ${sums} from statistics.fact f ${dimensions}
        where ${facts(scope, window, reach)} group by 1, 2`
  const waiting = kept
    ? sql`select * from statistics.waiting where institution_id = ${scope.institution} and ${within(window)}`
    : sql`select d.dimension, d.key, ${waitingSums(asOf)} from statistics.fact f ${dimensions}
        where ${facts(scope, window, reach)} and f.state = 1 group by 1, 2`
  const { rows } = await sql<SumRow>`
    select c.*, coalesce(w.open, 0) as open, coalesce(w.open_day, 0) as open_day, coalesce(w.overdue, 0) as overdue
    from (select c.dimension, c.key, ${COUNTED} from (${cells}) c group by 1, 2) c
    left join (select w.dimension, w.key, ${WAITED} from (${waiting}) w group by 1, 2) w
      on w.dimension = c.dimension and w.key = c.key
    order by c.dimension, c.received desc, c.key`.execute(db)
  return rows
}

/** The kept sums month by month: what each publication added. */
export async function listMonthSums(db: Db, scope: Scope, window: Window): Promise<(SumRow & { month: string })[]> {
  const { rows } = await sql<SumRow & { month: string }>`
    select to_char(c.month, 'YYYY-MM') as month, c.dimension, c.key, ${COUNTED}, ${WAITED}
    from statistics.cell c
    left join statistics.waiting w on w.institution_id = c.institution_id and w.month = c.month
      and w.dimension = c.dimension and w.key = c.key
    where c.institution_id = ${scope.institution} and c.${within(window)}
    group by c.month, c.dimension, c.key order by c.dimension, c.key, c.month`.execute(db)
  return rows
}

export type MonthRow = Sums & { month: string }

export async function listMonths(db: Db, scope: Scope, asOf: Date, window: Window, reach: Reach): Promise<MonthRow[]> {
  const kept = reach === 'institution'
  const cells = kept
    ? sql`select * from statistics.cell where institution_id = ${scope.institution} and ${within(window)} and dimension = 'all'`
    : sql`select f.month, ${sums} from statistics.fact f where ${facts(scope, window, reach)} group by 1`
  const waiting = kept
    ? sql`select * from statistics.waiting where institution_id = ${scope.institution} and ${within(window)} and dimension = 'all'`
    : sql`select f.month, ${waitingSums(asOf)} from statistics.fact f
        where ${facts(scope, window, reach)} and f.state = 1 group by 1`
  const { rows } = await sql<MonthRow>`
    select to_char(c.month, 'YYYY-MM') as month, ${COUNTED}, ${WAITED}
    from (${cells}) c left join (${waiting}) w on w.month = c.month
    group by c.month order by c.month`.execute(db)
  return rows
}

/** How many were answered in each bin of time. */
export async function listCurve(
  db: Db,
  scope: Scope,
  window: Window,
  reach: Reach,
): Promise<{ bin: number; answered: number }[]> {
  const { rows } = await (reach === 'institution'
    ? sql<{ bin: number; answered: number }>`
        select bin, sum(answered)::bigint as answered from statistics.curve
        where institution_id = ${scope.institution} and ${within(window)} and dimension = 'all' group by 1 order by 1`
    : sql<{ bin: number; answered: number }>`
        select ${bin} as bin, count(*) as answered from statistics.fact f
        where ${facts(scope, window, reach)} and f.state = 2 group by 1 order by 1`
  ).execute(db)
  return rows
}

export type AgeRow = { hours: number; open: number; overdue: number }

export async function listAges(db: Db, scope: Scope, asOf: Date, window: Window, reach: Reach): Promise<AgeRow[]> {
  const { rows } = await (reach === 'institution'
    ? sql<AgeRow>`
        select hours, sum(open)::bigint as open, sum(overdue)::bigint as overdue from statistics.waiting_age
        where institution_id = ${scope.institution} and ${within(window)} group by 1 order by 1`
    : sql<AgeRow>`
        select ${hoursWaited(asOf)} as hours, count(*) as open, count(*) filter (where f.due_at < ${asOf}) as overdue
        from statistics.fact f where ${facts(scope, window, reach)} and f.state = 1 group by 1 order by 1`
  ).execute(db)
  return rows
}

/** Secret and whistleblowing ones of a year: one number, told only when it is large. */
export async function countHidden(db: Db, scope: Scope, window: Window): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(received), 0)::integer as n from statistics.hidden
    where institution_id = ${scope.institution} and ${within(window)}`.execute(db)
  return rows[0]!.n
}

export type Gaming = {
  solved: number
  without_evidence: number
  /** Answers that were compared with the others of their unit, and those that are copies. */
  compared: number
  alike: number
  verified: number
  verified_in_time: number
}

/** From which day on a report is to be verified within how many working days; the latest first. */
export type VerifyLimit = { since: string; days: number }

/** So many answers of each unit are compared with one another, chosen by the hash of their numbers. */
const COMPARED = 300

/** How many answers say "solved" without a file, and how many are copies of at least `least` others of the same unit. */
export async function findGaming(
  db: Db,
  scope: Scope,
  window: Window,
  units: readonly string[],
  least: number,
  limits: readonly VerifyLimit[],
): Promise<Gaming> {
  const days = limits.map((limit) => sql`when f.received_at >= ${limit.since}::date then ${limit.days}::integer`)
  const limit = sql`case ${sql.join([...days, sql`else ${limits.at(-1)?.days ?? null}::integer`], sql` `)} end`
  const { rows } = await sql<Omit<Gaming, 'compared' | 'alike'>>`
    select count(*) filter (where solved) as solved, count(*) filter (where solved and not evidence) as without_evidence,
      count(verify_days) as verified, count(*) filter (where verify_days <= verify_limit) as verified_in_time
    from (select f.solved, f.evidence, f.verify_days, ${limit} as verify_limit
      from statistics.fact f where ${facts(scope, window, units)}) f`.execute(db)
  const { rows: answers } = await sql<{ unit_id: string; sketch: number[] }>`
    select unit_id, sketch from (
      select f.unit_id, f.sketch, row_number() over (partition by f.unit_id order by f.shuffle, f.complaint_id) as place
      from statistics.fact f where ${facts(scope, window, units)} and f.state = 2 and f.sketch is not null) f
    where place <= ${COMPARED}`.execute(db)
  const ofUnits = [...Map.groupBy(answers, (answer) => answer.unit_id).values()]
  const alike = ofUnits.reduce(
    (sum, one) =>
      sum +
      countCopies(
        one.map((answer) => answer.sketch),
        least,
      ),
    0,
  )
  return { ...rows[0]!, compared: answers.length, alike }
}

export type WaitRow = {
  unit_id: string
  month: string
  question: boolean
  /** See hoursOfBin; of what is no question, all beyond a day are together in the first bin after it. */
  bin: number
  answered: number
  /** Those that wait still, in the last bin they have waited through. */
  open: number
}

/**
 * How long the cases of these units waited, questions apart from the rest; refused and hidden ones are left out. The
 * caller answers for the units: nothing in the rows leads to a case.
 */
export async function listWaits(
  db: Db,
  scope: Scope,
  asOf: Date,
  /** Each unit with the one under which its cases are counted, and how long the periods are. */
  wanted: Window & { places: ReadonlyMap<string, string>; by: 'month' | 'quarter' | 'year' },
): Promise<WaitRow[]> {
  const units = [...wanted.places.keys()]
  const month = sql`to_char(date_trunc(${wanted.by}, month), 'YYYY-MM')`
  const hours = hoursWaited(asOf)
  const waited = sql`case when ${hours} <= 72 then ${hours}
    else least(${sql.lit(LAST_BIN)}, 72 + (${hours} - 72) / 24) end::smallint`
  const { rows } = await sql<WaitRow>`
    with shown (unit_id, shown_at) as (select * from unnest(${units}::uuid[], ${[...wanted.places.values()]}::uuid[]))
    select shown.shown_at as unit_id, ${month} as month, question, ${apart(sql`question`, sql`bin`)} as bin, sum(answered)::int as answered, 0 as open
    from statistics.unit_curve join shown using (unit_id)
    where institution_id = ${scope.institution} and ${within(wanted)} and unit_id = any(${units}::uuid[])
    group by 1, 2, 3, 4
    union all
    select shown.shown_at, ${month}, f.kind = 'question', ${apart(sql`f.kind = 'question'`, waited)}, 0, count(*)::int
    from statistics.fact f join shown on shown.unit_id = f.unit_id where ${facts(scope, wanted, units)} and f.state = 1
    group by 1, 2, 3, 4`.execute(db)
  return rows
}

/** Only of questions it matters when half of them had been answered. */
function apart(question: RawBuilder<unknown>, bin: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when ${question} then ${bin} else least(${bin}, ${sql.lit(DAY_HOURS + 1)}) end::smallint`
}

export type Indicator = { received: number; rejected: number; within_day: number; decided: number }

export type Recount = {
  /** Cases the kept sums are behind with, and how those stand in the sums now. */
  behind: Indicator & { cases: number }
  /** Of all others, straight from the stories, without anything the statistics keep. */
  fresh: Indicator
}

/** The indicator of the cases of a year counted again. What went on since the sums were made they count next time. */
export async function recount(db: Db, scope: Scope, asOf: Date, year: number): Promise<Recount> {
  // Written into the statement, so that the planner knows how much of everything a year is.
  const { rows: bounds } = await sql<{ since: Date; until: Date }>`
    select ${`${year}-01-01`}::date::timestamp at time zone time_zone as since,
      ${`${year + 1}-01-01`}::date::timestamp at time zone time_zone as until
    from organization.institution where id = ${scope.institution}`.execute(db)
  const [since, until] = [bounds[0]!.since, bounds[0]!.until].map((at) => sql.lit(at.toISOString()))
  const { rows } = await sql<Record<`${'behind' | 'fresh'}_${keyof Indicator}` | 'cases', number>>`
    with c as materialized (
      select c.id, c.received_at, c.hidden, coalesce(m.status, c.status) as status, m.survivor_id, m.since,
        f.events is distinct from ${told} or f.hidden is distinct from c.hidden as late,
        f.hidden as kept_hidden, f.state, f.answer_hours
      from complaints.v_case c
      left join complaints.v_merge m on m.institution_id = c.institution_id and m.complaint_id = c.id
      left join statistics.fact f on f.institution_id = c.institution_id and f.complaint_id = c.id
      where c.institution_id = ${scope.institution} and c.received_at >= ${since} and c.received_at < ${until}
    ), a as materialized (
      select complaint_id, min(at) as first_at from complaints.v_event
      where institution_id = ${scope.institution} and kind = 'answered' group by complaint_id
    ), o as (
      select c.*, f.first_at - c.received_at as took, f.first_at is null and c.status in ('rejected', 'archived') as rejected,
        c.received_at <= ${asOf}::timestamptz - interval '24 hours' as waited
      from c left join a on a.complaint_id = c.id left join a b on b.complaint_id = c.survivor_id
      -- What the other one was told before reaches this reporter with the merge.
      cross join lateral (select least(a.first_at, case when b.first_at is not null then greatest(b.first_at, c.since) end)
        as first_at) f
    )
    select count(*) filter (where late) as cases,
      count(*) filter (where late and not kept_hidden) as behind_received,
      count(*) filter (where late and not kept_hidden and state = 3) as behind_rejected,
      count(*) filter (where late and not kept_hidden and answer_hours <= ${sql.lit(DAY_HOURS)}) as behind_within_day,
      count(*) filter (where late and not kept_hidden and (state = 2 or (state = 1 and waited))) as behind_decided,
      count(*) filter (where not late and not hidden) as fresh_received,
      count(*) filter (where not late and not hidden and rejected) as fresh_rejected,
      count(*) filter (where not late and not hidden and took <= interval '24 hours') as fresh_within_day,
      count(*) filter (where not late and not hidden and not rejected and (took is not null or waited)) as fresh_decided
    from o`.execute(db)
  const row = rows[0]!
  const of = (which: 'behind' | 'fresh'): Indicator => ({
    received: row[`${which}_received`],
    rejected: row[`${which}_rejected`],
    within_day: row[`${which}_within_day`],
    decided: row[`${which}_decided`],
  })
  return { behind: { ...of('behind'), cases: row.cases }, fresh: of('fresh') }
}

export async function listYears(db: Db, scope: Scope): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`
    select distinct extract(year from month)::integer as year from statistics.cell
    where institution_id = ${scope.institution} order by 1 desc limit 30`.execute(db)
  return rows.map((row) => row.year)
}

export type Names = {
  unit: ReadonlyMap<string, string>
  service: ReadonlyMap<string, string>
  place: ReadonlyMap<string, string>
}

export async function findNames(db: Db, scope: Scope): Promise<Names> {
  const { rows } = await sql<{ what: 'unit' | 'service' | 'place'; id: string; name: string }>`
    select 'unit' as what, id::text, name from organization.unit where institution_id = ${scope.institution}
    union all select 'service', id::text, name from services.v_service where institution_id = ${scope.institution}
    union all select 'place', r.code, r.name from organization.region r
      where r.code in (select distinct key from statistics.cell where institution_id = ${scope.institution} and dimension = 'place')`.execute(
    db,
  )
  const of = (what: string) => new Map(rows.filter((row) => row.what === what).map((row) => [row.id, row.name]))
  return { unit: of('unit'), service: of('service'), place: of('place') }
}
