import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import type { Sampling } from '../../platform/statistics/index.ts'
import type { Element } from './model.ts'

export type RuleSetting = {
  id: string
  valid_from: string
  weights: Record<Element, string>
  /** Lowest index of each letter. */
  bands: Record<string, string>
  min_respondents: number
  min_answered: number
  source: string
  verified: boolean
  note: string
  /** Empty where the law's own row holds. */
  layout_source: string
  layout_verified: boolean
  sampling: Sampling | null
  /** Null where the law's own holds. */
  factor: string | null
  surveys_a_year: number | null
  created_at: Date
}

/** What the institution decided for this day, if anything. */
export async function findRuleSetting(
  db: Db,
  scope: Scope,
  ruleCode: string,
  date: string,
): Promise<RuleSetting | undefined> {
  return settings(db, scope, ruleCode).where('valid_from', '<=', date).limit(1).executeTakeFirst()
}

/** Newest first; the first one of a day is the one that counts. */
export async function listRuleSettings(db: Db, scope: Scope, ruleCode: string): Promise<RuleSetting[]> {
  return settings(db, scope, ruleCode).limit(100).execute()
}

function settings(db: Db, scope: Scope, ruleCode: string) {
  return db
    .selectFrom('surveys.rule_setting')
    .select([
      'id',
      'valid_from',
      'min_respondents',
      'min_answered',
      'source',
      'verified',
      'note',
      'created_at',
      'layout_source',
      'layout_verified',
      'factor',
      'surveys_a_year',
    ])
    .select((eb) => [
      eb.ref('weights').$castTo<Record<Element, string>>().as('weights'),
      eb.ref('bands').$castTo<Record<string, string>>().as('bands'),
      eb.ref('sampling').$castTo<Sampling | null>().as('sampling'),
    ])
    .where('institution_id', '=', scope.institution)
    .where('rule_code', '=', ruleCode)
    .orderBy('valid_from', 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
}

export async function insertRuleSetting(
  db: Db,
  scope: Scope<'survey.rule'>,
  now: Date,
  ruleCode: string,
  row: Omit<RuleSetting, 'id' | 'created_at'>,
): Promise<string> {
  const id = newId(now)
  await db
    .insertInto('surveys.rule_setting')
    .values({
      ...row,
      weights: JSON.stringify(row.weights),
      bands: JSON.stringify(row.bands),
      sampling: row.sampling && JSON.stringify(row.sampling),
      institution_id: scope.institution,
      id,
      rule_code: ruleCode,
      created_by: scope.account,
      created_at: now,
    })
    .execute()
  return id
}
