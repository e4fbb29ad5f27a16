import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Answers } from './definition.ts'
import type { ValueCount } from './results.ts'
import type { ShortQuestion } from './short-survey.ts'

/** Which answers: of one version, in these units, of one service, between two months (both included). */
export type Selection = {
  questionnaire: string
  version: number
  /** null: all units, for what is announced to everyone. */
  units: readonly string[] | null
  service?: string | undefined
  from?: string | undefined
  to?: string | undefined
  /** Answers of these places are in no figure yet. */
  without?: readonly Place[] | undefined
}

/** `service_id` is all zeros where an answer names none; `month` is 'YYYY-MM'. */
export type Place = { unit_id: string; service_id: string; month: string }

const NO_SERVICE = '00000000-0000-0000-0000-000000000000'

/** For rows with a day. */
function where(scope: Scope, wanted: Selection): RawBuilder<unknown> {
  const parts = [chosen(scope, wanted)]
  if (wanted.from) parts.push(sql`answered_on >= ${`${wanted.from}-01`}::date`)
  if (wanted.to) parts.push(sql`answered_on < ${`${wanted.to}-01`}::date + interval '1 month'`)
  if (wanted.without?.length) parts.push(outside(wanted.without, sql`date_trunc('month', answered_on)::date`))
  return sql.join(parts, sql` and `)
}

/** For counts per month. */
function inMonths(scope: Scope, wanted: Selection): RawBuilder<unknown> {
  const parts = [chosen(scope, wanted)]
  if (wanted.from) parts.push(sql`month >= ${`${wanted.from}-01`}::date`)
  if (wanted.to) parts.push(sql`month <= ${`${wanted.to}-01`}::date`)
  if (wanted.without?.length) parts.push(outside(wanted.without, sql`month`))
  return sql.join(parts, sql` and `)
}

function outside(places: readonly Place[], month: RawBuilder<unknown>): RawBuilder<unknown> {
  const columns = [places.map((one) => one.unit_id), places.map((one) => one.service_id)]
  return sql`(unit_id, coalesce(service_id, ${NO_SERVICE}::uuid), ${month}) not in (
    select * from unnest(${columns[0]}::uuid[], ${columns[1]}::uuid[], ${places.map((one) => `${one.month}-01`)}::date[]))`
}

/** How many answered a version, of all units, by place: only to know which figures may be shown. */
export async function countPlaces(
  db: Db,
  scope: Scope,
  wanted: Pick<Selection, 'questionnaire' | 'version'>,
): Promise<(Place & { n: number })[]> {
  const { rows } = await sql<Place & { n: number }>`
    select unit_id, coalesce(service_id, ${NO_SERVICE}::uuid) as service_id, to_char(month, 'YYYY-MM') as month,
      sum(n)::int as n
    from questionnaires.v_answered where ${chosen(scope, { ...wanted, units: null })} and question = ''
    group by 1, 2, 3 order by 1, 2, 3`.execute(db)
  return rows
}

function chosen(scope: Scope, wanted: Selection): RawBuilder<unknown> {
  const parts = [
    sql`institution_id = ${scope.institution}`,
    sql`questionnaire_id = ${wanted.questionnaire}`,
    sql`version = ${wanted.version}`,
  ]
  if (wanted.units) parts.push(sql`unit_id = any(${wanted.units}::uuid[])`)
  if (wanted.service) parts.push(sql`service_id = ${wanted.service}`)
  return sql.join(parts, sql` and `)
}

/** How often each value was given to these questions; what people wrote is not among them. */
export async function countValues(
  db: Db,
  scope: Scope,
  wanted: Selection,
  questions: readonly string[],
): Promise<ValueCount[]> {
  const { rows } = await sql<ValueCount>`
    select question, nullif(item, '') as item, value, sum(n)::int as n from questionnaires.v_value
    where ${inMonths(scope, wanted)} and question = any(${questions}::text[]) group by 1, 2, 3`.execute(db)
  return rows
}

/** How many answered at all, and each question. */
export async function countAnswered(
  db: Db,
  scope: Scope,
  wanted: Selection,
): Promise<{ respondents: number; questions: ReadonlyMap<string, number> }> {
  const { rows } = await sql<{ question: string; n: number }>`
    select question, sum(n)::int as n from questionnaires.v_answered where ${inMonths(scope, wanted)}
    group by question`.execute(db)
  const counts = new Map(rows.map((row) => [row.question, row.n]))
  return { respondents: counts.get('') ?? 0, questions: counts }
}

/** Texts of one question that a page shows at most. */
export const MOST_TEXTS = 200

/** What was written, in an order that tells no time. */
export async function listTexts(
  db: Db,
  scope: Scope<'questionnaire.texts'>,
  wanted: Selection,
  question: string,
  most: number,
): Promise<string[]> {
  const { rows } = await sql<{ said: string }>`
    select answers ->> ${question} as said from questionnaires.response
    where ${where(scope, wanted)} and answers ? ${question} order by id limit ${most}`.execute(db)
  return rows.map((row) => row.said)
}

export type RawRow = Place & { unit: string; service: string | null; channel: string; answers: Answers }

/** Rows of one file at most. */
export const MOST_RAW = 100_000

/** Every answer as one row, with its month instead of its day, in an order that tells no time. */
export async function listRaw(db: Db, scope: Scope<'questionnaire.read'>, wanted: Selection): Promise<RawRow[]> {
  const { rows } = await sql<RawRow>`
    select r.unit_id, coalesce(r.service_id, ${NO_SERVICE}::uuid) as service_id, to_char(r.answered_on, 'YYYY-MM') as month,
      u.name as unit, s.name as service, r.channel, r.answers
    from (select * from questionnaires.response where ${where(scope, wanted)} order by id limit ${MOST_RAW}) r
    join organization.unit u on u.institution_id = r.institution_id and u.id = r.unit_id
    left join services.v_service s on s.institution_id = r.institution_id and s.id = r.service_id
    order by r.id`.execute(db)
  return rows
}

export type MonthlyLikertRow = {
  unit_id: string
  /** Null where an answer names none. */
  service_id: string | null
  /** Also the theme it speaks for. */
  question: ShortQuestion
  month: string
  n: number
  /** Satisfied or very satisfied. */
  top_two: number
  sum: number
  sum_squares: number
}

/**
 * The four-question survey per unit within reach, service, question and month ('YYYY-MM', both ends included): what signals
 * are looked for in. Its own instrument of five points: never add it to the SKM's.
 */
export async function monthlyLikert(
  db: Db,
  scope: Scope,
  period: { from: string; to: string },
): Promise<MonthlyLikertRow[]> {
  const { rows } = await sql<MonthlyLikertRow>`
    select unit_id, service_id, question, to_char(v.month, 'YYYY-MM') as month, sum(n)::int as n, sum(top_two)::int as top_two,
      sum(sum)::int as sum, sum(sum_squares)::int as sum_squares
    from questionnaires.v_short_month v
    where institution_id = ${scope.institution} and unit_id = any(${scope.units}::uuid[])
      and v.month between ${`${period.from.slice(0, 7)}-01`}::date and ${`${period.to.slice(0, 7)}-01`}::date
    group by unit_id, service_id, question, v.month order by unit_id, service_id, question, v.month`.execute(db)
  return rows
}
