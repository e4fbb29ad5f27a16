import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Text } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import type { Choice, ChoiceBook } from './choices/model.ts'
import { loadChoices } from './choices/queries.ts'
import { CHANGEABLE, type Changeable, PROFILE_FIELDS, type ProfileField } from './model.ts'
import type { RuleInForce } from './rules.ts'

/** A question beside the nine, as this institution asks it; no wording means the usual one. */
export type Question = {
  code: Changeable
  asked: boolean
  wording: Text | undefined
  /** Of a question about the respondent, in force on the day; the others are scored 1 to 4. */
  choices: readonly Choice[]
  book: ChoiceBook
}

/** What the institution decided about a question, from a day on. */
export type QuestionSetting = {
  code: Changeable
  valid_from: string
  asked: boolean
  wording: Text | undefined
  source: string
  verified: boolean
  note: string
  /** Set again for the same day. */
  replaced: boolean
}

/** As they are asked on a day, 'YYYY-MM-DD'. */
export async function listQuestions(db: Db, scope: Scope, date: string): Promise<Question[]> {
  // Both are under way at once.
  const [settings, book] = await Promise.all([inForce(db, scope, date), loadChoices(db, scope)])
  return CHANGEABLE.map((code) => {
    const own = settings.find((row) => row.code === code)
    const choices = isProfile(code) ? book.on(code, date).choices : []
    return { code, asked: own?.asked ?? true, wording: own && wordingOf(own), choices, book }
  })
}

export function isProfile(code: Changeable): code is ProfileField {
  return (PROFILE_FIELDS as readonly string[]).includes(code)
}

type Words = { wording_id: string | null; wording_en: string | null }

function wordingOf({ wording_id: id, wording_en: en }: Words): Text | undefined {
  return id === null ? undefined : { id, en: en ?? id }
}

async function inForce(db: Db, scope: Scope, date: string) {
  const { rows } = await sql<Words & { code: Changeable; asked: boolean }>`
    select distinct on (code) code, asked, wording_id, wording_en from surveys.question
    where institution_id = ${scope.institution} and valid_from <= ${date}
    order by code, valid_from desc, created_at desc, id desc`.execute(db)
  return rows
}

/** Everything that was ever set, the one that counts first. */
export async function listQuestionSettings(db: Db, scope: Scope<'survey.rule'>): Promise<QuestionSetting[]> {
  const { rows } = await sql<Words & Omit<QuestionSetting, 'wording'>>`
    select code, valid_from, asked, wording_id, wording_en, source, verified, note,
      row_number() over (partition by code, valid_from order by created_at desc, id desc) > 1 as replaced
    from surveys.question where institution_id = ${scope.institution}
    order by valid_from desc, created_at desc, id desc limit 1000`.execute(db)
  return rows.map(({ wording_id, wording_en, ...row }) => ({ ...row, wording: wordingOf({ wording_id, wording_en }) }))
}

/** What holds where the institution has set nothing. */
export function usualSetting(
  code: Changeable,
  rule: Pick<RuleInForce, 'extraTexts'>,
  book: ChoiceBook,
): QuestionSetting {
  const usual = { code, asked: true, wording: undefined, note: '', replaced: false }
  if (isProfile(code)) {
    const { valid_from, source, verified } = book.versions(code).findLast((one) => !one.own)!
    return { ...usual, valid_from, source, verified }
  }
  const { validFrom, source, verified } = rule.extraTexts.find((one) => one.code === code)!
  return { ...usual, valid_from: validFrom, source, verified }
}

export async function insertQuestionSetting(
  db: Db,
  scope: Scope<'survey.rule'>,
  now: Date,
  { wording, ...row }: Omit<QuestionSetting, 'replaced'>,
): Promise<string> {
  const id = newId(now)
  await db
    .insertInto('surveys.question')
    .values({
      ...row,
      wording_id: wording?.id ?? null,
      wording_en: wording?.en ?? null,
      institution_id: scope.institution,
      id,
      created_by: scope.account,
      created_at: now,
    })
    .execute()
  return id
}
