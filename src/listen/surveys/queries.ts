import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { ELEMENTS, type Element, EXTRAS, type Extra } from './model.ts'
import { type Counts, emptyTally, type Tally } from './skm.ts'

/** Months are 'YYYY-MM', both ends included. */
export type Period = { from: string; to: string }
/** Which answers: of these units (null: all) and of one service, or all. */
export type Selection = Period & { units: readonly string[] | null; service?: string | undefined; rule: string }

type ElementRow = { element: Element; score1: number; score2: number; score3: number; score4: number }
type RespondentRow = { respondents: number; mean_sum: string; mean_squares: string }

function firstDay(month: string): string {
  return `${month.slice(0, 7)}-01`
}

function where(scope: Scope, wanted: Selection): RawBuilder<unknown> {
  const parts = [
    sql`institution_id = ${scope.institution}`,
    sql`month between ${firstDay(wanted.from)}::date and ${firstDay(wanted.to)}::date`,
    sql`rule_code = ${wanted.rule}`,
  ]
  if (wanted.units) parts.push(sql`unit_id = any(${wanted.units}::uuid[])`)
  if (wanted.service) parts.push(sql`service_id = ${wanted.service}`)
  return sql.join(parts, sql` and `)
}

const scores = sql`sum(score1)::int as score1, sum(score2)::int as score2, sum(score3)::int as score3, sum(score4)::int as score4`
const respondents = sql`sum(respondents)::int as respondents, sum(mean_sum)::text as mean_sum, sum(mean_squares)::text as mean_squares`

/** Everything the index of a selection is made of. */
export async function getTally(db: Db, scope: Scope, wanted: Selection): Promise<Tally> {
  const elements = await sql<ElementRow>`
    select element, ${scores} from surveys.v_element where ${where(scope, wanted)} group by element`.execute(db)
  const people = await sql<RespondentRow>`
    select ${respondents} from surveys.v_respondent where ${where(scope, wanted)}`.execute(db)
  return tallyOf(elements.rows, people.rows)
}

/** The same per month, for trends; only months with answers. */
export async function listMonthlyTallies(db: Db, scope: Scope, wanted: Selection): Promise<Map<string, Tally>> {
  const elements = await sql<ElementRow & { key: string }>`
    select to_char(month, 'YYYY-MM') as key, element, ${scores} from surveys.v_element
    where ${where(scope, wanted)} group by month, element`.execute(db)
  const people = await sql<RespondentRow & { key: string }>`
    select to_char(month, 'YYYY-MM') as key, ${respondents} from surveys.v_respondent
    where ${where(scope, wanted)} group by month`.execute(db)
  return groupTallies(elements.rows, people.rows)
}

/** The same per unit and month; the key is 'unit month'. */
export async function listUnitTallies(db: Db, scope: Scope, wanted: Selection): Promise<Map<string, Tally>> {
  const key = sql`unit_id || ' ' || to_char(month, 'YYYY-MM') as key`
  const elements = await sql<ElementRow & { key: string }>`
    select ${key}, element, ${scores} from surveys.v_element
    where ${where(scope, wanted)} group by unit_id, month, element`.execute(db)
  const people = await sql<RespondentRow & { key: string }>`
    select ${key}, ${respondents} from surveys.v_respondent
    where ${where(scope, wanted)} group by unit_id, month`.execute(db)
  return groupTallies(elements.rows, people.rows)
}

/** The same with each unit under its place, and by months, quarters or years; the key is 'place first-month'. */
export async function listPlaceTallies(
  db: Db,
  scope: Scope,
  wanted: Period & { rule: string; places: ReadonlyMap<string, string>; by: 'month' | 'quarter' | 'year' },
): Promise<Map<string, Tally>> {
  const units = [...wanted.places.keys()]
  const place = sql`(select * from unnest(${units}::uuid[], ${[...wanted.places.values()]}::uuid[])) p (unit_id, place)`
  const key = sql`p.place || ' ' || to_char(date_trunc(${wanted.by}, month), 'YYYY-MM') as key`
  const elements = await sql<ElementRow & { key: string }>`
    select ${key}, element, ${scores} from surveys.v_element join ${place} using (unit_id)
    where ${where(scope, { ...wanted, units })} group by 1, 2`.execute(db)
  const people = await sql<RespondentRow & { key: string }>`
    select ${key}, ${respondents} from surveys.v_respondent join ${place} using (unit_id)
    where ${where(scope, { ...wanted, units })} group by 1`.execute(db)
  return groupTallies(elements.rows, people.rows)
}

/** The same per unit, with all months of the period together. */
export async function listUnitTotals(db: Db, scope: Scope, wanted: Selection): Promise<Map<string, Tally>> {
  const elements = await sql<ElementRow & { key: string }>`
    select unit_id as key, element, ${scores} from surveys.v_element
    where ${where(scope, wanted)} group by unit_id, element`.execute(db)
  const people = await sql<RespondentRow & { key: string }>`
    select unit_id as key, ${respondents} from surveys.v_respondent
    where ${where(scope, wanted)} group by unit_id`.execute(db)
  return groupTallies(elements.rows, people.rows)
}

export type MonthlySkmRow = {
  unit_id: string
  element: Element
  month: string
  n: number
  sum: number
  sum_squares: number
}

/** Answers per unit, element and month in the units within reach: what signals are looked for in. */
export async function monthlySkm(db: Db, scope: Scope, period: Period): Promise<MonthlySkmRow[]> {
  const { rows } = await sql<MonthlySkmRow>`
    select unit_id, element, to_char(month, 'YYYY-MM') as month,
      sum(score1 + score2 + score3 + score4)::int as n,
      sum(score1 + 2 * score2 + 3 * score3 + 4 * score4)::int as sum,
      sum(score1 + 4 * score2 + 9 * score3 + 16 * score4)::int as sum_squares
    from surveys.v_element
    where institution_id = ${scope.institution} and unit_id = any(${scope.units}::uuid[])
      and month between ${firstDay(period.from)}::date and ${firstDay(period.to)}::date
    group by unit_id, element, v_element.month order by unit_id, element, v_element.month`.execute(db)
  return rows
}

export type UnitRow = { id: string; name: string; code: string; parent_id: string | null }

/** Units that have services, or answers, or such units beneath them are for the caller to sort out: this is the tree. */
export async function listUnits(db: Db, scope: Scope): Promise<UnitRow[]> {
  return db
    .selectFrom('organization.unit')
    .select(['id', 'name', 'code', 'parent_id'])
    .where('institution_id', '=', scope.institution)
    .orderBy('name')
    .orderBy('id')
    .limit(5000)
    .execute()
}

/** The unit and all beneath it, as the tree is read: each unit before those beneath it, siblings in the order given. */
export function beneath(units: readonly UnitRow[], root: string): string[] {
  const children = Map.groupBy(units, (unit) => unit.parent_id)
  const found = new Set<string>()
  const waiting = [root]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue
    found.add(id)
    for (const child of (children.get(id) ?? []).toReversed()) waiting.push(child.id)
  }
  return [...found]
}

/** `value` is empty for those who did not say. */
export type GroupRow<F extends string = string> = { field: F; value: string; n: number; mean_units: string }

/** Respondents and the sum of their means per group of each of these questions. */
export async function listGroups<F extends string>(
  db: Db,
  scope: Scope,
  wanted: Selection,
  fields: readonly F[],
): Promise<GroupRow<F>[]> {
  const { rows } = await sql<GroupRow<F>>`
    select field, value, sum(n)::int as n, sum(mean_sum)::text as mean_units from surveys.v_group
    where ${where(scope, wanted)} and field = any(${fields}::text[])
    group by field, value order by field, value`.execute(db)
  return rows
}

/** How often each score was given to the questions beside the index, per month. */
export async function listExtraMonths(
  db: Db,
  scope: Scope,
  wanted: Selection,
): Promise<{ field: Extra; month: string; value: string; n: number }[]> {
  const { rows } = await sql<{ field: Extra; month: string; value: string; n: number }>`
    select field, to_char(month, 'YYYY-MM') as month, value, sum(n)::int as n from surveys.v_group
    where ${where(scope, wanted)} and field = any(${EXTRAS}::text[]) group by field, v_group.month, value`.execute(db)
  return rows
}

export const MOST_COMMENTS = 20

/**
 * What people wrote, in an order that tells no time: of days that are over, and of units and months, or services and
 * months, of which a figure is shown.
 */
export async function listComments(
  db: Db,
  scope: Scope<'survey.read'>,
  wanted: Selection,
  most: number,
): Promise<string[]> {
  const service = wanted.service ? sql`and service_id = ${wanted.service}` : sql``
  const same = wanted.service ? sql`and f.service_id = a.service_id` : sql``
  const { rows } = await sql<{ comment: string }>`
    select comment from surveys.answer a
    where institution_id = ${scope.institution} and unit_id = any(${wanted.units ?? scope.units}::uuid[])
      and answered_on >= ${firstDay(wanted.from)}::date and answered_on < ${firstDay(wanted.to)}::date + interval '1 month'
      and comment is not null and settled ${service}
      and exists (select from surveys.v_respondent f where f.institution_id = a.institution_id and f.unit_id = a.unit_id
        ${same} and f.month = date_trunc('month', a.answered_on)::date)
    order by id limit ${most}`.execute(db)
  return rows.map((row) => row.comment)
}

export type PublicationRow = Awaited<ReturnType<typeof listPublications>>[number]

/** Units with an answer of their own in the period, be it counted or not. */
export async function listAnsweredUnits(db: Db, scope: Scope, period: Period): Promise<Set<string>> {
  const { rows } = await sql<{ unit_id: string }>`
    select distinct unit_id from surveys.v_answered where institution_id = ${scope.institution}
      and month between ${firstDay(period.from)}::date and ${firstDay(period.to)}::date`.execute(db)
  return new Set(rows.map((row) => row.unit_id))
}

/** Announced results are public: every scope sees them. */
export async function listPublications(db: Db, scope: Scope, unit: string) {
  return db
    .selectFrom('surveys.publication as p')
    .innerJoin('surveys.rule as r', 'r.code', 'p.rule_code')
    .select([
      'p.id',
      'first_month',
      'last_month',
      'rule_code',
      'r.title',
      'setting_from',
      'wording_from',
      'weight',
      'respondents',
      'average',
      'index',
      'letter',
      'interval_low',
      'interval_high',
      'follow_up',
      'published_at',
    ])
    .where('institution_id', '=', scope.institution)
    .where('unit_id', '=', unit)
    .orderBy('last_month', 'desc')
    .orderBy('published_at', 'desc')
    .limit(MOST_LISTED)
    .execute()
}

export async function insertPublication(
  db: Db,
  scope: Scope<'survey.publish'>,
  row: {
    id: string
    unit_id: string
    first_month: string
    last_month: string
    rule_code: string
    setting_from: string | null
    wording_from: string | null
    weight: string
    respondents: number
    average: string
    index: string
    letter: string
    interval_low: number
    interval_high: number
    inputs: string
    follow_up: string
    published_at: Date
  },
): Promise<void> {
  await db
    .insertInto('surveys.publication')
    .values({ ...row, institution_id: scope.institution, published_by: scope.account })
    .execute()
}

function tallyOf(elements: readonly ElementRow[], people: readonly RespondentRow[]): Tally {
  const tally = emptyTally()
  const counts = { ...tally.counts }
  for (const row of elements) counts[row.element] = [row.score1, row.score2, row.score3, row.score4]
  const person = people[0]
  return {
    respondents: person?.respondents ?? 0,
    meanSum: BigInt(person?.mean_sum ?? 0),
    meanSquares: BigInt(person?.mean_squares ?? 0),
    counts,
  }
}

function groupTallies(
  elements: readonly (ElementRow & { key: string })[],
  people: readonly (RespondentRow & { key: string })[],
): Map<string, Tally> {
  const byKey = Map.groupBy(elements, (row) => row.key)
  return new Map(people.map((row) => [row.key, tallyOf(byKey.get(row.key) ?? [], [row])]))
}

/** Tallies add up: two halves of a year make the year. */
export function sumTallies(tallies: readonly Tally[]): Tally {
  const total = emptyTally()
  const counts = Object.fromEntries(
    ELEMENTS.map((element) => [
      element,
      [0, 1, 2, 3].map((score) => tallies.reduce((sum, tally) => sum + (tally.counts[element][score] ?? 0), 0)),
    ]),
  ) as unknown as Record<Element, Counts>
  return {
    ...total,
    respondents: tallies.reduce((sum, tally) => sum + tally.respondents, 0),
    meanSum: tallies.reduce((sum, tally) => sum + tally.meanSum, 0n),
    meanSquares: tallies.reduce((sum, tally) => sum + tally.meanSquares, 0n),
    counts,
  }
}
