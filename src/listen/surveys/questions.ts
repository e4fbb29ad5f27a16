import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Text } from '../../platform/i18n.ts'
import type { Choice, ChoiceBook } from './choices/model.ts'
import { loadChoices } from './choices/queries.ts'
import { CHANGEABLE, type Changeable, PROFILE_FIELDS, type ProfileField } from './model.ts'

/** A question beside the nine, as this institution asks it; no wording means the usual one. */
export type Question = {
  code: Changeable
  asked: boolean
  wording: Text | undefined
  /** Of a question about the respondent, in force on the day; the others are scored 1 to 4. */
  choices: readonly Choice[]
  book: ChoiceBook
}

/** As they are asked on a day, 'YYYY-MM-DD'. */
export async function listQuestions(db: Db, scope: Scope, date: string): Promise<Question[]> {
  // Both are under way at once.
  const [rows, book] = await Promise.all([listWordings(db, scope), loadChoices(db, scope)])
  return CHANGEABLE.map((code) => {
    const own = rows.find((row) => row.code === code)
    const { wording_id: id, wording_en: en } = own ?? {}
    const choices = isProfile(code) ? book.on(code, date).choices : []
    return { code, asked: own?.asked ?? true, wording: id ? { id, en: en ?? id } : undefined, choices, book }
  })
}

function isProfile(code: Changeable): code is ProfileField {
  return (PROFILE_FIELDS as readonly string[]).includes(code)
}

async function listWordings(db: Db, scope: Scope) {
  return db
    .selectFrom('surveys.question')
    .select(['code', 'asked', 'wording_id', 'wording_en'])
    .where('institution_id', '=', scope.institution)
    .execute()
}

export async function putQuestions(
  db: Db,
  scope: Scope<'survey.rule'>,
  now: Date,
  questions: readonly Pick<Question, 'code' | 'asked' | 'wording'>[],
): Promise<void> {
  await db
    .insertInto('surveys.question')
    .values(
      questions.map(({ code, asked, wording }) => ({
        institution_id: scope.institution,
        code,
        asked,
        wording_id: wording?.id ?? null,
        wording_en: wording?.en ?? null,
        changed_by: scope.account,
        changed_at: now,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['institution_id', 'code']).doUpdateSet((eb) => ({
        asked: eb.ref('excluded.asked'),
        wording_id: eb.ref('excluded.wording_id'),
        wording_en: eb.ref('excluded.wording_en'),
        changed_by: eb.ref('excluded.changed_by'),
        changed_at: eb.ref('excluded.changed_at'),
      })),
    )
    .execute()
}
