import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { newId, timelessId } from '../../../platform/id.ts'
import type { DayInput, GoalState, Question } from './model.ts'

type Own = Scope<'self'>
type Manage = Scope<'reflection.manage'>

/** Opens the second wall for the rest of the transaction: from here on the requester's own notes can be seen. */
async function asWriter(db: Db, scope: Own): Promise<void> {
  await sql`select set_config('app.account', ${scope.account ?? ''}, true)`.execute(db)
}

export type DayRow = {
  id: string
  name: string
  month: number
  day: number
  source: string
  verified: boolean
  valid_from: string
}

export async function listDays(db: Db, scope: Scope): Promise<DayRow[]> {
  const { rows } = await sql<DayRow>`
    select id, name, month, day, source, verified, valid_from from performance.reflection_day
    where institution_id = ${scope.institution} and ended_at is null order by month, day, id limit 60`.execute(db)
  return rows
}

export type Suggestion = Omit<DayRow, 'id' | 'valid_from'> & { code: string }

/** Days nobody has taken up yet. */
export async function listSuggestions(db: Db, scope: Manage): Promise<Suggestion[]> {
  const { rows } = await sql<Suggestion>`
    select d.code, d.name, d.month, d.day, d.source, d.verified from performance.default_day d
    where not exists (select from performance.reflection_day r where r.institution_id = ${scope.institution}
      and r.month = d.month and r.day = d.day and r.ended_at is null)
    order by d.month, d.day`.execute(db)
  return rows
}

export async function insertDay(db: Db, scope: Manage, now: Date, day: DayInput): Promise<string> {
  const id = newId(now)
  await sql`
    insert into performance.reflection_day (institution_id, id, name, month, day, source, verified, valid_from, account_id)
    values (${scope.institution}, ${id}, ${day.name}, ${day.month}, ${day.day}, ${day.source}, ${day.verified},
      ${day.valid_from}, ${scope.account})`.execute(db)
  return id
}

export async function endDay(db: Db, scope: Manage, now: Date, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update performance.reflection_day set ended_at = ${now}
    where institution_id = ${scope.institution} and id = ${id} and ended_at is null`.execute(db)
  return numAffectedRows === 1n
}

export type QuestionRow = Question & { id: string | null }

/** The institution's own questions, otherwise the default ones. */
export async function listQuestions(db: Db, scope: Scope): Promise<QuestionRow[]> {
  const { rows } = await sql<QuestionRow>`
    select id, kind, body from performance.question
    where institution_id = ${scope.institution} and ended_at is null order by position, id limit 30`.execute(db)
  if (rows.length > 0) return rows
  const { rows: standard } = await sql<QuestionRow>`
    select null as id, kind, body from performance.default_question order by position`.execute(db)
  return standard
}

/** The first own question takes the default ones over, so that one may leave out some of them. */
export async function insertQuestion(db: Db, scope: Manage, now: Date, question: Question): Promise<void> {
  const present = await listQuestions(db, scope)
  const rows = [...(present[0]?.id === null ? present : []), question].map(({ kind, body }, index) => ({
    id: newId(now),
    kind,
    body,
    position: (present[0]?.id === null ? 0 : present.length) + index + 1,
  }))
  await sql`
    insert into performance.question (institution_id, id, position, kind, body)
    select ${scope.institution}, r.id, r.position, r.kind, r.body
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, position smallint, kind performance.answer_kind,
      body text)`.execute(db)
}

export async function endQuestion(db: Db, scope: Manage, now: Date, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update performance.question set ended_at = ${now}
    where institution_id = ${scope.institution} and id = ${id} and ended_at is null`.execute(db)
  return numAffectedRows === 1n
}

export type CampaignRow = {
  id: string
  name: string
  year: number
  opens_on: string
  closes_on: string
  questions: Question[]
}

const CAMPAIGN = sql`c.id, c.name, c.year, c.opens_on, c.closes_on, c.questions`

export async function listCampaigns(db: Db, scope: Scope): Promise<CampaignRow[]> {
  const { rows } = await sql<CampaignRow>`
    select ${CAMPAIGN} from performance.campaign c
    where c.institution_id = ${scope.institution} order by c.opens_on desc, c.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function findCampaign(db: Db, scope: Scope, id: string): Promise<CampaignRow | undefined> {
  const { rows } = await sql<CampaignRow>`
    select ${CAMPAIGN} from performance.campaign c
    where c.institution_id = ${scope.institution} and c.id = ${id}`.execute(db)
  return rows[0]
}

/** Undefined when the day's campaign of that year has been opened before. */
export async function insertCampaign(
  db: Db,
  scope: Scope,
  now: Date,
  campaign: Omit<CampaignRow, 'id'> & { day_id: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into performance.campaign (institution_id, id, day_id, name, year, opens_on, closes_on, questions, opened_at)
    values (${scope.institution}, ${newId(now)}, ${campaign.day_id}, ${campaign.name}, ${campaign.year},
      ${campaign.opens_on}, ${campaign.closes_on}, ${JSON.stringify(campaign.questions)}::jsonb, ${now})
    on conflict (institution_id, day_id, year) do nothing returning id`.execute(db)
  return rows[0]?.id
}

/** The accounts of all who work here now. */
export async function listStaff(db: Db, scope: Scope): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select a.id from people.account a
    join people.assignment p on p.institution_id = a.institution_id and p.employee_id = a.employee_id
    where a.institution_id = ${scope.institution} and a.disabled_at is null and p.valid_to is null
    order by a.id limit 50000`.execute(db)
  return rows.map((row) => row.id)
}

export async function findAnswers(db: Db, scope: Own, campaign: string): Promise<string[] | undefined> {
  await asWriter(db, scope)
  const { rows } = await sql<{ answers: string[] }>`
    select answers from performance.reflection
    where institution_id = ${scope.institution} and campaign_id = ${campaign} and account_id = ${scope.account}`.execute(
    db,
  )
  return rows[0]?.answers
}

export async function listAnswered(db: Db, scope: Own): Promise<ReadonlySet<string>> {
  await asWriter(db, scope)
  const { rows } = await sql<{ campaign_id: string }>`
    select campaign_id from performance.reflection
    where institution_id = ${scope.institution} and account_id = ${scope.account}`.execute(db)
  return new Set(rows.map((row) => row.campaign_id))
}

/** Keeps what was written; the first time, one more of the unit has taken part. */
export async function saveAnswers(
  db: Db,
  scope: Own,
  now: Date,
  wanted: { campaign: string; unit: string | undefined; answers: readonly string[] },
): Promise<void> {
  await asWriter(db, scope)
  const { rows } = await sql<{ first: boolean }>`
    insert into performance.reflection (institution_id, campaign_id, account_id, answers, saved_at)
    values (${scope.institution}, ${wanted.campaign}, ${scope.account}, ${JSON.stringify(wanted.answers)}::jsonb, ${now})
    on conflict (institution_id, campaign_id, account_id)
      do update set answers = excluded.answers, saved_at = excluded.saved_at
    returning xmax = 0 as first`.execute(db)
  if (rows[0]?.first && wanted.unit)
    await sql`
      insert into performance.participation (institution_id, campaign_id, id, unit_id)
      values (${scope.institution}, ${wanted.campaign}, ${timelessId()}, ${wanted.unit})`.execute(db)
}

export type GoalRow = { id: string; body: string; due_on: string; state: GoalState }

export async function listGoals(db: Db, scope: Own): Promise<GoalRow[]> {
  await asWriter(db, scope)
  const { rows } = await sql<GoalRow>`
    select id, body, due_on, state from performance.goal
    where institution_id = ${scope.institution} and account_id = ${scope.account}
    order by state, due_on, id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function insertGoal(
  db: Db,
  scope: Own,
  now: Date,
  goal: { body: string; due_on: string },
): Promise<string> {
  await asWriter(db, scope)
  const id = newId(now)
  await sql`
    insert into performance.goal (institution_id, id, account_id, body, due_on, created_at, changed_at)
    values (${scope.institution}, ${id}, ${scope.account}, ${goal.body}, ${goal.due_on}, ${now}, ${now})`.execute(db)
  return id
}

export async function setGoal(db: Db, scope: Own, now: Date, id: string, state: GoalState): Promise<boolean> {
  await asWriter(db, scope)
  const { numAffectedRows } = await sql`
    update performance.goal set state = ${state}::performance.goal_state, changed_at = ${now}
    where institution_id = ${scope.institution} and id = ${id} and account_id = ${scope.account}`.execute(db)
  return numAffectedRows === 1n
}

/** How many of each unit took part; the caller hides what is too small. */
export async function countParticipation(
  db: Db,
  scope: Manage,
  campaign: string,
): Promise<{ unit: string; received: number }[]> {
  const { rows } = await sql<{ unit: string; received: number }>`
    select u.name as unit, count(*)::int as received from performance.participation p
    join organization.unit u on u.institution_id = p.institution_id and u.id = p.unit_id
    where p.institution_id = ${scope.institution} and p.campaign_id = ${campaign}
    group by u.id, u.name order by u.name limit 5000`.execute(db)
  return rows
}
