import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { ELEMENTS, SCORED } from './model.ts'

const MIXED_AT_ONCE = 20_000
/** Requests of up to 500 answers each. */
const COUNTED_AT_ONCE = 100
/** Columns that an answer keeps when it is written again. */
const KEPT = sql.raw(
  `institution_id, id, rule_code, wording_from, service_id, unit_id, answered_on, channel, ${SCORED.join(', ')}, arrival, mean_units, age_band, gender, education, occupation, disability, comment`,
)
const POSSIBLE = [1, 2, 3, 4]
const SCORES_COUNTED = sql.raw(
  ELEMENTS.flatMap((element) =>
    POSSIBLE.map((score) => `count(*) filter (where ${element} = ${score}) as ${element}${score}`),
  ).join(', '),
)
const SCORE_ROWS = sql.raw(
  ELEMENTS.map(
    (element) => `('${element}'::surveys.element, ${POSSIBLE.map((score) => `s.${element}${score}`).join(', ')})`,
  ).join(', '),
)
const SCORES_SUMMED = sql.raw(POSSIBLE.map((score) => `sum(e.score${score})`).join(', '))
const PROFILE = sql.raw('gender, age_band, education, occupation, disability')

/**
 * Adds the answers of `fresh` to the tallies, where they wait to be counted (`release.ts`). They are
 * summed up per day and place before a sum becomes rows: turning each answer into rows costs ten times as much.
 */
const TALLIED = sql`sums as (
      select institution_id, unit_id, service_id, answered_on, rule_code, count(*) as n, sum(mean_units) as mean_sum,
        sum(mean_units::bigint * mean_units) as mean_squares, ${SCORES_COUNTED}
      from fresh group by 1, 2, 3, 4, 5
    ), alike as (
      select institution_id, unit_id, service_id, answered_on, rule_code, ${PROFILE}, channel, arrival, informasi,
        kepercayaan, wording_from, count(*) as n, sum(mean_units) as mean_sum
      from fresh
      group by 1, 2, 3, 4, 5, ${PROFILE}, channel, arrival, informasi, kepercayaan, wording_from
    ), element_tally as (
      insert into surveys.tally_element as t
      select s.institution_id, s.unit_id, s.service_id, date_trunc('month', s.answered_on)::date, s.rule_code, e.element,
        ${SCORES_SUMMED}, true
      from sums s cross join lateral (values ${SCORE_ROWS}) e (element, score1, score2, score3, score4)
      where e.score1 + e.score2 + e.score3 + e.score4 > 0 group by 1, 2, 3, 4, 5, 6
      on conflict (institution_id, unit_id, service_id, month, rule_code, element, waiting) do update set
        score1 = t.score1 + excluded.score1, score2 = t.score2 + excluded.score2,
        score3 = t.score3 + excluded.score3, score4 = t.score4 + excluded.score4
    ), respondent_tally as (
      insert into surveys.tally_respondent as t
      select s.institution_id, s.unit_id, s.service_id, date_trunc('month', s.answered_on)::date, s.rule_code, sum(s.n),
        sum(s.mean_sum), sum(s.mean_squares), true
      from sums s group by 1, 2, 3, 4, 5
      on conflict (institution_id, unit_id, service_id, month, rule_code, waiting) do update set
        respondents = t.respondents + excluded.respondents, mean_sum = t.mean_sum + excluded.mean_sum,
        mean_squares = t.mean_squares + excluded.mean_squares
    ), answered_tally as (
      insert into surveys.tally_answered as t
      select s.institution_id, s.unit_id, s.service_id, date_trunc('month', s.answered_on)::date, sum(s.n)
      from sums s group by 1, 2, 3, 4
      on conflict (institution_id, unit_id, service_id, month) do update set n = t.n + excluded.n
    ), group_tally as (
      insert into surveys.tally_group as t
      select f.institution_id, f.unit_id, f.service_id, date_trunc('month', f.answered_on)::date, f.rule_code, g.field,
        g.value, sum(f.n), sum(f.mean_sum), true
      from alike f cross join lateral (values
        ('gender', coalesce(f.gender, '')), ('age_band', coalesce(f.age_band, '')),
        ('education', coalesce(f.education, '')), ('occupation', coalesce(f.occupation, '')),
        ('disability', coalesce(f.disability, '')), ('channel', f.channel::text), ('arrival', f.arrival::text),
        ('informasi', f.informasi::text), ('kepercayaan', f.kepercayaan::text),
        ('wording', coalesce(to_char(f.wording_from, 'YYYY-MM-DD'), ''))) g (field, value)
      where g.value is not null group by 1, 2, 3, 4, 5, 6, 7
      on conflict (institution_id, unit_id, service_id, month, rule_code, field, value, waiting) do update set
        n = t.n + excluded.n, mean_sum = t.mean_sum + excluded.mean_sum
    )`

/**
 * Writes the answers of days that are over again in random order, all in one transaction: afterwards neither the place
 * of a row nor the transaction that wrote it tells when in the day it was given. Returns how many.
 */
export async function settleAnswers(db: Db, scope: Scope, today: string): Promise<number> {
  await lockTallies(db, scope)
  let settled = 0
  for (;;) {
    const some = await settleSome(db, scope, today)
    settled += some
    if (some < MIXED_AT_ONCE) return settled
  }
}

/** Two that add to the same sums take turns, or each could wait for the other. */
export async function lockTallies(db: Db, scope: Scope): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`surveys.tally:${scope.institution}`}, 0))`.execute(db)
}

async function settleSome(db: Db, scope: Scope, today: string): Promise<number> {
  const result = await sql`
    with due as (
      select id from surveys.answer
      where institution_id = ${scope.institution} and not settled and answered_on < ${today}::date
      limit ${MIXED_AT_ONCE} for update
    ), moved as (
      -- An array, not a join: the planner would otherwise compare all due rows of a small institution pairwise.
      delete from surveys.answer a
      where a.institution_id = ${scope.institution} and a.id = any(array(select id from due)) returning a.*
    ), fresh as (
      select * from moved where not mixed
    ), ${TALLIED}
    insert into surveys.answer (${KEPT}, settled, mixed)
    select ${KEPT}, true, true from moved order by gen_random_uuid()`.execute(db)
  return Number(result.numAffectedRows ?? 0)
}

/** Fewer than these would only hide among themselves: they wait for more, or for the end of the day. */
export const FEWEST_MIXED = 5

/**
 * Counts answers that came since the last time. Those that came with few others are written again, in random order and
 * in a transaction that used no invitation: from then on neither transaction number nor place of a row leads from one to
 * the other. Fewer than `least` wait for more. Returns whether there may be more to do.
 */
export async function mixAnswers(db: Db, scope: Scope, least: number): Promise<boolean> {
  await lockTallies(db, scope)
  const counted = await countWaiting(db, scope)
  return (await mixFew(db, scope, least)) === MIXED_AT_ONCE || counted >= COUNTED_AT_ONCE
}

/** Those that came many at once: they stay where they are. Returns how many requests brought them. */
async function countWaiting(db: Db, scope: Scope): Promise<number> {
  const { rows } = await sql<{ requests: number }>`
    with request as (
      delete from surveys.uncounted
      where institution_id = ${scope.institution} and id = any(array(
        select id from surveys.uncounted where institution_id = ${scope.institution} limit ${COUNTED_AT_ONCE}))
      returning answers
    ), fresh as (
      select a.* from surveys.answer a
      where a.institution_id = ${scope.institution}
        and a.id = any(array(select one.id from request cross join lateral unnest(request.answers) one (id)))
    ), ${TALLIED}
    select count(*)::int as requests from request`.execute(db)
  return rows[0]!.requests
}

async function mixFew(db: Db, scope: Scope, least: number): Promise<number> {
  const { rows } = await sql<{ enough: boolean }>`
    select count(*) >= ${least} as enough from (
      select from surveys.answer where institution_id = ${scope.institution} and not mixed limit ${least}) waiting`.execute(
    db,
  )
  if (!rows[0]!.enough) return 0
  const result = await sql`
    with unmixed as (
      select id from surveys.answer where institution_id = ${scope.institution} and not mixed
      limit ${MIXED_AT_ONCE} for update
    ), fresh as (
      delete from surveys.answer a
      where a.institution_id = ${scope.institution} and a.id = any(array(select id from unmixed)) returning a.*
    ), ${TALLIED}
    insert into surveys.answer (${KEPT}, settled, mixed)
    select ${KEPT}, settled, true from fresh order by gen_random_uuid()`.execute(db)
  return Number(result.numAffectedRows ?? 0)
}
