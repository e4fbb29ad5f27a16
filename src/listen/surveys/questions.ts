import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Text } from '../../platform/i18n.ts'
import { CHANGEABLE, type Changeable } from './model.ts'

/** A question beside the nine, as this institution asks it; no wording means the usual one. */
export type Question = { code: Changeable; asked: boolean; wording: Text | undefined }

export async function listQuestions(db: Db, scope: Scope): Promise<Question[]> {
  const rows = await db
    .selectFrom('surveys.question')
    .select(['code', 'asked', 'wording_id', 'wording_en'])
    .where('institution_id', '=', scope.institution)
    .execute()
  return CHANGEABLE.map((code) => {
    const own = rows.find((row) => row.code === code)
    const { wording_id: id, wording_en: en } = own ?? {}
    return { code, asked: own?.asked ?? true, wording: id ? { id, en: en ?? id } : undefined }
  })
}

export async function putQuestions(
  db: Db,
  scope: Scope<'survey.rule'>,
  now: Date,
  questions: readonly Question[],
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
