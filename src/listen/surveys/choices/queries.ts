import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { newId } from '../../../platform/id.ts'
import { type Choice, type ChoiceBook, type ChoiceVersion, choiceBook } from './model.ts'

/** The usual choices and what the institution decided itself, which comes before them. */
export async function loadChoices(db: Db, scope: Scope): Promise<ChoiceBook> {
  const { rows } = await sql<ChoiceVersion>`
    select field, valid_from, choices, source, verified, note, own from (
      select field, valid_from, choices, source, verified, note, true as own, created_at, id
        from surveys.choice_version where institution_id = ${scope.institution}
      union all
      select field, valid_from, choices, source, verified, '', false, null, null from surveys.choice_standard) v
    order by own desc, valid_from desc, created_at desc, id desc`.execute(db)
  return choiceBook(rows)
}

export async function insertChoices(
  db: Db,
  scope: Scope<'survey.rule'>,
  now: Date,
  version: Omit<ChoiceVersion, 'own' | 'choices'> & { choices: readonly Choice[] },
): Promise<string> {
  const id = newId(now)
  await db
    .insertInto('surveys.choice_version')
    .values({
      ...version,
      choices: JSON.stringify(version.choices),
      institution_id: scope.institution,
      id,
      created_by: scope.account,
      created_at: now,
    })
    .execute()
  return id
}
