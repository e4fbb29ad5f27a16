import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import type { Definition, Instrument } from './definition.ts'
import type { RuleCode, State } from './model.ts'

export type QuestionnaireRow = {
  id: string
  unit_id: string
  unit_name: string
  slug: string
  instrument: Instrument
  opens_on: string | null
  closes_on: string | null
  results_public: boolean
}
export type VersionRow = {
  number: number
  state: State
  definition: Definition
  revision: number
  changed_at: Date
  published_at: Date | null
  closed_at: Date | null
  /** After what it is worded; empty where nobody had to say. */
  source: string
  verified: boolean
  /** The day to come on which a draft is published. */
  begins_on: string | null
}

const columns = sql`q.id, q.unit_id, u.name as unit_name, q.slug, q.instrument, q.opens_on, q.closes_on, q.results_public`
const source = sql`questionnaires.questionnaire q
  join organization.unit u on u.institution_id = q.institution_id and u.id = q.unit_id`
const versionColumns = sql`v.number, v.state, v.definition, v.revision, v.changed_at, v.published_at, v.closed_at, v.source,
  v.verified, v.begins_on`

export type ListedQuestionnaire = QuestionnaireRow & {
  title: string
  state: State
  number: number
  drafted: boolean
  responses: number
}

/** Those of the units in reach, and the four-question survey, which speaks about every unit; newest first. */
export async function listQuestionnaires(db: Db, scope: Scope<'questionnaire.read'>): Promise<ListedQuestionnaire[]> {
  const { rows } = await sql<ListedQuestionnaire>`
    select ${columns}, v.definition -> 'title' ->> 'id' as title, v.state, v.number,
      exists (select from questionnaires.version d where d.institution_id = q.institution_id
        and d.questionnaire_id = q.id and d.state = 'draft') as drafted,
      (select coalesce(sum(r.n), 0) from questionnaires.v_answered r where r.institution_id = q.institution_id
        and r.questionnaire_id = q.id and r.unit_id = any(${scope.units}::uuid[]) and r.question = '')::int as responses
    from ${source}
    join lateral (select number, state, definition from questionnaires.version v
      where v.institution_id = q.institution_id and v.questionnaire_id = q.id
      order by case v.state when 'published' then 1 when 'draft' then 2 else 3 end, number desc limit 1) v on true
    where q.institution_id = ${scope.institution}
      and (q.unit_id = any(${scope.units}::uuid[]) or q.instrument = 'short_survey')
    order by q.created_at desc, q.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** For readers: of a unit in reach, or the survey that speaks about every unit. */
export async function findQuestionnaire(db: Db, scope: Scope, id: string): Promise<QuestionnaireRow | undefined> {
  const { rows } = await sql<QuestionnaireRow>`
    select ${columns} from ${source} where q.institution_id = ${scope.institution} and q.id = ${id}
      and (q.unit_id = any(${scope.units}::uuid[]) or q.instrument = 'short_survey')`.execute(db)
  return rows[0]
}

/** For editors: only of a unit in reach. */
export async function findOwned(
  db: Db,
  scope: Scope<'questionnaire.manage'>,
  id: string,
): Promise<QuestionnaireRow | undefined> {
  const found = await findQuestionnaire(db, scope, id)
  return found && scope.units.includes(found.unit_id) ? found : undefined
}

/** Addresses are public; whether it may be answered is for the caller to say. */
export async function findBySlug(db: Db, scope: Scope, slug: string): Promise<QuestionnaireRow | undefined> {
  const { rows } = await sql<QuestionnaireRow>`
    select ${columns} from ${source} where q.institution_id = ${scope.institution} and q.slug = ${slug}`.execute(db)
  return rows[0]
}

/** For whoever holds the code of a draft. */
export async function findAnswered(db: Db, scope: Scope, id: string): Promise<QuestionnaireRow | undefined> {
  const { rows } = await sql<QuestionnaireRow>`
    select ${columns} from ${source} where q.institution_id = ${scope.institution} and q.id = ${id}`.execute(db)
  return rows[0]
}

export async function listVersions(db: Db, scope: Scope, questionnaire: string): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select ${versionColumns} from questionnaires.version v
    where v.institution_id = ${scope.institution} and v.questionnaire_id = ${questionnaire} order by v.number desc limit 200`.execute(
    db,
  )
  return rows
}

/** The version that is answered now, otherwise the last one that was. */
export async function findShownVersion(db: Db, scope: Scope, questionnaire: string): Promise<VersionRow | undefined> {
  const { rows } = await sql<VersionRow>`
    select ${versionColumns} from questionnaires.version v
    where v.institution_id = ${scope.institution} and v.questionnaire_id = ${questionnaire} and v.state <> 'draft'
    order by v.state = 'published' desc, v.number desc limit 1`.execute(db)
  return rows[0]
}

export async function findVersion(
  db: Db,
  scope: Scope,
  questionnaire: string,
  number: number,
): Promise<VersionRow | undefined> {
  const { rows } = await sql<VersionRow>`
    select ${versionColumns} from questionnaires.version v
    where v.institution_id = ${scope.institution} and v.questionnaire_id = ${questionnaire} and v.number = ${number}`.execute(
    db,
  )
  return rows[0]
}

export type OpenRow = QuestionnaireRow & { definition: Definition; number: number; answered: boolean }

/** What this audience can answer today; `account` says which of them this person has answered. */
export async function listOpen(
  db: Db,
  scope: Scope,
  wanted: { audience: string; today: string; units?: readonly string[] | undefined },
): Promise<OpenRow[]> {
  const { rows } = await sql<OpenRow>`
    select ${columns}, v.definition, v.number, exists (select from questionnaires.participation p
      where p.institution_id = q.institution_id and p.questionnaire_id = q.id and p.version = v.number
        and p.account_id = ${scope.account}::uuid) as answered
    from ${source}
    join questionnaires.version v on v.institution_id = q.institution_id and v.questionnaire_id = q.id and v.state = 'published'
    where q.institution_id = ${scope.institution} and v.definition ->> 'audience' = ${wanted.audience}
      and coalesce(q.opens_on, ${wanted.today}::date) <= ${wanted.today}::date
      and coalesce(q.closes_on, ${wanted.today}::date) >= ${wanted.today}::date
      and (${wanted.units === undefined} or q.unit_id = any(${wanted.units ?? []}::uuid[]))
    order by v.published_at desc, q.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** Questionnaires open today for this member of staff that they have not answered. */
export async function countUnanswered(db: Db, scope: Scope<'self'>, today: string): Promise<number> {
  const units = await listOwnUnits(db, scope, scope.employee)
  return (await listOpen(db, scope, { audience: 'staff', today, units })).filter((one) => !one.answered).length
}

/** The unit of a signed-in member of staff and all above it; empty when the account is nobody's of the staff. */
export async function listOwnUnits(db: Db, scope: Scope, employee: string | null): Promise<string[]> {
  if (employee === null) return []
  const { rows } = await sql<{ id: string }>`
    with recursive up as (
      select u.id, u.parent_id, 0 as depth from people.assignment a
      join organization.unit u on u.institution_id = a.institution_id and u.id = a.unit_id
      where a.institution_id = ${scope.institution} and a.employee_id = ${employee} and a.valid_to is null
      union all
      select p.id, p.parent_id, up.depth + 1 from organization.unit p join up on p.id = up.parent_id
      where p.institution_id = ${scope.institution} and up.depth < 30
    ) select id from up order by depth`.execute(db)
  return rows.map((row) => row.id)
}

export type UnitRow = { id: string; name: string }

export async function listUnits(db: Db, scope: Scope): Promise<UnitRow[]> {
  const { rows } = await sql<UnitRow>`
    select id, name from organization.unit
    where institution_id = ${scope.institution} and id = any(${scope.units}::uuid[]) and active_to is null
    order by parent_id nulls first, name, id limit 5000`.execute(db)
  return rows
}

export async function listTakenSlugs(db: Db, scope: Scope, like: string): Promise<string[]> {
  const { rows } = await sql<{ slug: string }>`
    select slug from questionnaires.questionnaire
    where institution_id = ${scope.institution} and starts_with(slug, ${like})`.execute(db)
  return rows.map((row) => row.slug)
}

export type RuleRow = {
  code: RuleCode
  valid_from: string
  value: number
  source: string
  verified: boolean
  own: boolean
  /** Set again for the same day. */
  replaced: boolean
}

/** The institution's own rows before the standard ones of the same day, newest first. */
export async function listRules(db: Db, scope: Scope): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    select code, valid_from, value, source, verified, true as own,
      row_number() over (partition by code, valid_from order by set_at desc, id desc) > 1 as replaced, set_at, id
      from questionnaires.rule where institution_id = ${scope.institution}
    union all
    select code, valid_from, value, source, verified, false, false, null, null from questionnaires.rule_standard
    order by code, own desc, valid_from desc, set_at desc, id desc`.execute(db)
  return rows
}

/** The rule of that day: what the institution has set, otherwise the standard. */
export async function getRule(db: Db, scope: Scope, code: RuleCode, today: string): Promise<RuleRow> {
  const found = (await listRules(db, scope)).find((row) => row.code === code && row.valid_from <= today)
  if (!found) throw new Error(`no rule ${code} on ${today}`)
  return found
}

/** Fewer answers than this give no figure on this day. */
export async function smallestGroup(db: Db, scope: Scope, today: string): Promise<number> {
  return Number((await getRule(db, scope, 'min_group', today)).value)
}

export async function countResponses(
  db: Db,
  scope: Scope<'questionnaire.read'>,
  questionnaire: string,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(n), 0)::int as n from questionnaires.v_answered where institution_id = ${scope.institution}
      and questionnaire_id = ${questionnaire} and unit_id = any(${scope.units}::uuid[]) and question = ''`.execute(db)
  return rows[0]?.n ?? 0
}
