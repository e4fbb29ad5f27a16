import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { lockTallies } from './mixing.ts'
import { PROFILE_FIELDS, SMALL_GROUPS } from './model.ts'
import { getFigures } from './rules.ts'

/*
 * Figures of fewer people than the minimum could be worked out by subtracting two larger ones: a year less its other
 * months, a unit less its other services, today's figure less yesterday's. Hiding what could be subtracted does not last,
 * because nobody knows which answers still come. So answers are counted in packets: of one service, as soon as enough of
 * them are together; at the end of a quarter, what is left of all services of a unit as one, if that is enough; else
 * they wait on. A packet is never opened again, and every figure is a sum of whole packets. Whatever is added to or
 * taken from what: between two figures lies a packet, or nothing.
 */

type Cell = { unit_id: string; service_id: string; rule_code: string; month: string }
export type Waiting = Cell & { n: number }
/** Where a waiting cell is counted. */
export type Counted = Cell & { to_service: string; to_month: string }

/** Instead of a service: of several, none of which had enough. */
export const NO_SERVICE = '00000000-0000-0000-0000-000000000000'

/** Months are 'YYYY-MM'; the quarter of one is called by its last month. */
export function quarterOf(month: string): string {
  const last = Math.ceil(Number(month.slice(5, 7)) / 3) * 3
  return `${month.slice(0, 4)}-${String(last).padStart(2, '0')}`
}

/** What is counted now, and where. A packet stands in its last month. */
export function packetsOf(cells: readonly Waiting[], least: number, today: string): Counted[] {
  const places = Map.groupBy(cells, (cell) => `${cell.unit_id} ${cell.rule_code}`)
  return [...places.values()].flatMap((own) => packetsOfPlace(own, least, today))
}

function packetsOfPlace(cells: readonly Waiting[], least: number, today: string): Counted[] {
  const counted: Counted[] = []
  const enough = (some: readonly Waiting[]) => some.reduce((sum, { n }) => sum + n, 0) >= least
  const count = (some: readonly Waiting[], to_service: string, to_month: string) => {
    for (const { n: _, ...cell } of some) counted.push({ ...cell, to_service, to_month })
  }
  const left = new Map<string, Waiting[]>()
  const byMonth = cells.toSorted((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : 0))
  for (const [quarter, own] of Map.groupBy(byMonth, ({ month }) => quarterOf(month))) {
    for (const cell of own) {
      const together = [...(left.get(cell.service_id) ?? []), cell]
      if (enough(together)) count(together, cell.service_id, cell.month)
      left.set(cell.service_id, enough(together) ? [] : together)
    }
    const others = [...left.values()].flat()
    if (quarter >= quarterOf(today) || !enough(others)) continue
    count(others, NO_SERVICE, own.at(-1)!.month)
    left.clear()
  }
  return counted
}

type ProfileCell = Omit<Cell, 'service_id'> & { field: string; value: string; n: number }
type ProfileCounted = Omit<ProfileCell, 'n'> & { to_value: string; to_month: string }

/**
 * Groups of the profile, each quarter's apart: those of enough people stand alone, the others are together, with the
 * smallest of the former where they would not be enough by themselves.
 */
export function profileOf(cells: readonly ProfileCell[], least: number): ProfileCounted[] {
  const key = (cell: ProfileCell) => [cell.unit_id, cell.rule_code, quarterOf(cell.month), cell.field].join(' ')
  return [...Map.groupBy(cells, key).values()].flatMap((own) => {
    const sizes = [...Map.groupBy(own, ({ value }) => value)]
      .map(([value, some]) => ({ value, n: some.reduce((sum, { n }) => sum + n, 0) }))
      .toSorted((a, b) => a.n - b.n || (a.value < b.value ? -1 : 1))
    const together = new Set<string>()
    let people = 0
    for (const { value, n } of sizes) {
      if (n >= least && (people === 0 || people >= least)) break
      together.add(value)
      people += n
    }
    return own.map(({ n: _, ...cell }) => ({
      ...cell,
      to_value: together.has(cell.value) ? SMALL_GROUPS : cell.value,
      to_month: quarterOf(cell.month),
    }))
  })
}

/** Counts what has come together; `today` is the institution's day. */
export async function releaseAnswers(db: Db, scope: Scope, today: string): Promise<void> {
  await lockTallies(db, scope)
  const { minRespondents: least } = await getFigures(db, scope, today)
  const waiting = await sql<Waiting>`
    select unit_id, service_id, rule_code, to_char(month, 'YYYY-MM') as month, respondents as n
    from surveys.tally_respondent where institution_id = ${scope.institution} and waiting
    order by unit_id, service_id, rule_code, surveys.tally_respondent.month`.execute(db)
  const packets = packetsOf(waiting.rows, least, today)
  if (packets.length > 0) await countPackets(db, scope, packets)
  const profile = await sql<ProfileCell>`
    select unit_id, rule_code, to_char(month, 'YYYY-MM') as month, field, value, n from surveys.tally_group
    where institution_id = ${scope.institution} and waiting and service_id = ${NO_SERVICE}
      and month < date_trunc('quarter', ${today}::date)`.execute(db)
  if (profile.rows.length > 0) await countProfile(db, scope, profileOf(profile.rows, least))
}

async function countPackets(db: Db, scope: Scope, packets: readonly Counted[]): Promise<void> {
  const cell = sql`packet as (
      select * from json_to_recordset(${JSON.stringify(packets.map(withDays))}::json)
        as p (unit_id uuid, service_id uuid, rule_code text, month date, to_service uuid, to_month date)
    )`
  const here = sql`t.institution_id = ${scope.institution} and t.unit_id = p.unit_id and t.service_id = p.service_id
      and t.month = p.month and t.rule_code = p.rule_code and t.waiting`
  await sql`
    with ${cell}, taken as (
      delete from surveys.tally_respondent t using packet p where ${here} returning t.*, p.to_service, p.to_month
    )
    insert into surveys.tally_respondent as t
    select institution_id, unit_id, to_service, to_month, rule_code, sum(respondents), sum(mean_sum), sum(mean_squares), false
    from taken group by 1, 2, 3, 4, 5
    on conflict (institution_id, unit_id, service_id, month, rule_code, waiting) do update set
      respondents = t.respondents + excluded.respondents, mean_sum = t.mean_sum + excluded.mean_sum,
      mean_squares = t.mean_squares + excluded.mean_squares`.execute(db)
  await sql`
    with ${cell}, taken as (
      delete from surveys.tally_element t using packet p where ${here} returning t.*, p.to_service, p.to_month
    )
    insert into surveys.tally_element as t
    select institution_id, unit_id, to_service, to_month, rule_code, element, sum(score1), sum(score2), sum(score3),
      sum(score4), false
    from taken group by 1, 2, 3, 4, 5, 6
    on conflict (institution_id, unit_id, service_id, month, rule_code, element, waiting) do update set
      score1 = t.score1 + excluded.score1, score2 = t.score2 + excluded.score2,
      score3 = t.score3 + excluded.score3, score4 = t.score4 + excluded.score4`.execute(db)
  // The profile is of nobody's service, and waits until its quarter is over.
  await sql`
    with ${cell}, taken as (
      delete from surveys.tally_group t using packet p where ${here}
      returning t.*, p.to_month, t.field = any(${PROFILE_FIELDS}::text[]) as profile,
        case when t.field = any(${PROFILE_FIELDS}::text[]) then ${NO_SERVICE}::uuid else p.to_service end as to_service
    )
    insert into surveys.tally_group as t
    select institution_id, unit_id, to_service, to_month, rule_code, field, value, sum(n), sum(mean_sum), profile
    from taken group by 1, 2, 3, 4, 5, 6, 7, profile
    on conflict (institution_id, unit_id, service_id, month, rule_code, field, value, waiting) do update set
      n = t.n + excluded.n, mean_sum = t.mean_sum + excluded.mean_sum`.execute(db)
}

async function countProfile(db: Db, scope: Scope, groups: readonly ProfileCounted[]): Promise<void> {
  await sql`
    with part as (
      select * from json_to_recordset(${JSON.stringify(groups.map(withDays))}::json)
        as p (unit_id uuid, rule_code text, month date, field text, value text, to_value text, to_month date)
    ), taken as (
      delete from surveys.tally_group t using part p
      where t.institution_id = ${scope.institution} and t.unit_id = p.unit_id and t.service_id = ${NO_SERVICE}
        and t.month = p.month and t.rule_code = p.rule_code and t.field = p.field and t.value = p.value and t.waiting
      returning t.*, p.to_value, p.to_month
    )
    insert into surveys.tally_group as t
    select institution_id, unit_id, service_id, to_month, rule_code, field, to_value, sum(n), sum(mean_sum), false
    from taken group by 1, 2, 3, 4, 5, 6, 7
    on conflict (institution_id, unit_id, service_id, month, rule_code, field, value, waiting) do update set
      n = t.n + excluded.n, mean_sum = t.mean_sum + excluded.mean_sum`.execute(db)
}

function withDays<T extends { month: string; to_month: string }>(row: T): T {
  return { ...row, month: `${row.month}-01`, to_month: `${row.to_month}-01` }
}
