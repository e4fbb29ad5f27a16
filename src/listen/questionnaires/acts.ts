import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId, timelessId } from '../../platform/id.ts'
import type { Definition, Instrument } from './definition.ts'
import { insertResponses, type NewResponse } from './intake-queries.ts'
import { listTakenSlugs } from './queries.ts'
import { SHORT_SLUG } from './short-survey.ts'

type Manage = Scope<'questionnaire.manage'>

/** A readable address out of a title; never empty. */
function slugOf(title: string): string {
  const slug = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '')
  return slug === '' || slug === SHORT_SLUG ? 'kuesioner' : slug
}

/** A new questionnaire with its first draft; undefined when the institution has its four-question survey already. */
export async function createQuestionnaire(
  db: Db,
  scope: Manage,
  now: Date,
  wanted: { unit: string; definition: Definition; instrument: Instrument },
): Promise<string | undefined> {
  const short = wanted.instrument === 'short_survey'
  const plain = short ? SHORT_SLUG : slugOf(wanted.definition.title.id)
  const taken = new Set(await listTakenSlugs(db, scope, plain))
  if (short && taken.has(plain)) return undefined
  let slug = plain
  for (let number = 2; taken.has(slug); number++) slug = `${plain}-${number}`
  const id = newId(now)
  await sql`
    insert into questionnaires.questionnaire (institution_id, id, unit_id, slug, instrument, created_by, created_at)
    values (${scope.institution}, ${id}, ${wanted.unit}, ${slug}, ${wanted.instrument}, ${scope.account}, ${now})`.execute(
    db,
  )
  await insertDraftVersion(db, scope, now, id, 1, wanted.definition)
  return id
}

async function insertDraftVersion(
  db: Db,
  scope: Manage,
  now: Date,
  questionnaire: string,
  number: number,
  definition: Definition,
): Promise<void> {
  await sql`
    insert into questionnaires.version (institution_id, questionnaire_id, number, definition, changed_at)
    values (${scope.institution}, ${questionnaire}, ${number}, ${JSON.stringify(definition)}::jsonb, ${now})`.execute(
    db,
  )
}

/** False when the draft is gone or somebody else changed it since this person looked. A published one never changes. */
export async function changeDraft(
  db: Db,
  scope: Manage,
  now: Date,
  questionnaire: string,
  revision: number,
  definition: Definition,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update questionnaires.version set definition = ${JSON.stringify(definition)}::jsonb, revision = revision + 1, changed_at = ${now}
    where institution_id = ${scope.institution} and questionnaire_id = ${questionnaire} and state = 'draft'
      and begins_on is null and revision = ${revision}`.execute(db)
  return Number(numAffectedRows ?? 0) > 0
}

type Words = { source: string; verified: boolean }

/** The draft becomes what people answer; the version before it is closed. False when there is no draft. */
export async function publishDraft(
  db: Db,
  scope: Manage,
  now: Date,
  questionnaire: string,
  { source, verified }: Words = { source: '', verified: false },
): Promise<boolean> {
  await closeVersion(db, scope, now, questionnaire)
  const { numAffectedRows } = await sql`
    update questionnaires.version set state = 'published', published_at = ${now}, source = ${source},
      verified = ${verified}
    where institution_id = ${scope.institution} and questionnaire_id = ${questionnaire} and state = 'draft'`.execute(db)
  return Number(numAffectedRows ?? 0) > 0
}

/** The draft is published by itself when this day begins. */
export async function planDraft(
  db: Db,
  scope: Manage,
  questionnaire: string,
  { source, verified, begins_on }: Words & { begins_on: string },
): Promise<void> {
  await sql`
    update questionnaires.version set begins_on = ${begins_on}, planned_by = ${scope.account}, source = ${source},
      verified = ${verified}
    where institution_id = ${scope.institution} and questionnaire_id = ${questionnaire} and state = 'draft'`.execute(db)
}

/** False when nothing was planned, or its day has begun. */
export async function unplanDraft(db: Db, scope: Manage, questionnaire: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update questionnaires.version set begins_on = null, planned_by = null
    where institution_id = ${scope.institution} and questionnaire_id = ${questionnaire} and state = 'draft'
      and begins_on is not null`.execute(db)
  return Number(numAffectedRows ?? 0) > 0
}

export async function closeVersion(db: Db, scope: Manage, now: Date, questionnaire: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update questionnaires.version set state = 'closed', closed_at = ${now}
    where institution_id = ${scope.institution} and questionnaire_id = ${questionnaire} and state = 'published'`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0) > 0
}

/** A draft of the next version, as a copy of the newest; false when there is one already. */
export async function beginVersion(db: Db, scope: Manage, now: Date, questionnaire: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into questionnaires.version (institution_id, questionnaire_id, number, definition, changed_at)
    select v.institution_id, v.questionnaire_id, v.number + 1, v.definition, ${now}
    from questionnaires.version v
    where v.institution_id = ${scope.institution} and v.questionnaire_id = ${questionnaire}
      and v.number = (select max(number) from questionnaires.version m where m.institution_id = v.institution_id
        and m.questionnaire_id = v.questionnaire_id) and v.state <> 'draft'
    on conflict do nothing`.execute(db)
  return Number(numAffectedRows ?? 0) > 0
}

export async function setOpening(
  db: Db,
  scope: Manage,
  questionnaire: string,
  row: { opens_on?: string | undefined; closes_on?: string | undefined; results_public: boolean },
): Promise<void> {
  await sql`
    update questionnaires.questionnaire set opens_on = ${row.opens_on ?? null}, closes_on = ${row.closes_on ?? null},
      results_public = ${row.results_public}
    where institution_id = ${scope.institution} and id = ${questionnaire}`.execute(db)
}

export async function setRule(
  db: Db,
  scope: Scope<'questionnaire.rules'>,
  now: Date,
  row: { code: string; value: number; valid_from: string; source: string; verified: boolean },
): Promise<void> {
  await sql`
    insert into questionnaires.rule (institution_id, id, code, valid_from, value, source, verified, set_by, set_at)
    values (${scope.institution}, ${newId(now)}, ${row.code}, ${row.valid_from}, ${row.value}, ${row.source},
      ${row.verified}, ${scope.account}, ${now})`.execute(db)
}

/** Keeps filled-in questionnaires, each under an id that tells nothing about who answered when. */
export function submitResponses(db: Db, scope: Scope, items: readonly (Omit<NewResponse, 'id'> & { id?: string })[]) {
  return insertResponses(
    db,
    scope,
    items.map((item) => ({ ...item, id: item.id ?? timelessId() })),
  )
}
