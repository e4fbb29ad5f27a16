import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'

const SETTLE_AT_ONCE = 20_000

/**
 * Counts the answers of days that are over and writes them again in random order, all in one transaction: afterwards
 * neither the place of a row nor the transaction that wrote it tells when, or beside which invitation, it was given.
 * Returns how many.
 */
export async function settleResponses(db: Db, scope: Scope, today: string): Promise<number> {
  let settled = 0
  for (;;) {
    const some = await settleSome(db, scope, today)
    settled += some
    if (some < SETTLE_AT_ONCE) return settled
  }
}

// What people wrote, and dates, are no counts: only these kinds go into the tallies.
const COUNTED = sql`('single', 'multiple', 'likert', 'rating', 'scale', 'number')`
const PLACE = sql`m.institution_id, m.questionnaire_id, m.version, m.unit_id,
  coalesce(m.service_id, '00000000-0000-0000-0000-000000000000'::uuid), date_trunc('month', m.answered_on)::date`

async function settleSome(db: Db, scope: Scope, today: string): Promise<number> {
  const { numAffectedRows } = await sql`
    with due as (
      select id from questionnaires.response
      where institution_id = ${scope.institution} and not settled and answered_on < ${today}::date
      limit ${SETTLE_AT_ONCE} for update
    ), moved as (
      -- An array, not a join: the planner would otherwise compare all due rows of a small institution pairwise.
      delete from questionnaires.response r
      where r.institution_id = ${scope.institution} and r.id = any(array(select id from due)) returning r.*
    ), counted as (
      select v.questionnaire_id, v.number as version, q ->> 'code' as question from questionnaires.version v
      cross join lateral jsonb_array_elements(v.definition -> 'sections') s
      cross join lateral jsonb_array_elements(s -> 'questions') q
      where v.institution_id = ${scope.institution} and q ->> 'kind' in ${COUNTED}
        and exists (select from moved m where m.questionnaire_id = v.questionnaire_id and m.version = v.number)
    ), answered_tally as (
      insert into questionnaires.tally_answered as t
      select ${PLACE}, k.question, count(*) from moved m
      cross join lateral (select '' as question union all select jsonb_object_keys(m.answers)) k
      group by 1, 2, 3, 4, 5, 6, 7
      on conflict (institution_id, questionnaire_id, version, unit_id, service_id, month, question)
        do update set n = t.n + excluded.n
    ), value_tally as (
      insert into questionnaires.tally_value as t
      select ${PLACE}, a.key, x.item, x.value, count(*) from moved m
      cross join lateral jsonb_each(m.answers) a
      join counted c on c.questionnaire_id = m.questionnaire_id and c.version = m.version and c.question = a.key
      cross join lateral (
        select '' as item, a.value #>> '{}' as value where jsonb_typeof(a.value) in ('string', 'number')
        union all
        select '', jsonb_array_elements_text(case jsonb_typeof(a.value) when 'array' then a.value else '[]' end)
        union all
        select o.key, o.value from jsonb_each_text(case jsonb_typeof(a.value) when 'object' then a.value else '{}' end) o
      ) x
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9
      on conflict (institution_id, questionnaire_id, version, unit_id, service_id, month, question, item, value)
        do update set n = t.n + excluded.n
    )
    insert into questionnaires.response (institution_id, id, questionnaire_id, version, unit_id, service_id, channel,
      answered_on, respondent_id, entered_by, answers, settled)
    select institution_id, id, questionnaire_id, version, unit_id, service_id, channel, answered_on,
      respondent_id, entered_by, answers, true
    from moved order by gen_random_uuid()`.execute(db)
  return Number(numAffectedRows ?? 0)
}
