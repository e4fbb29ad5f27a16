import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { RULE_KEYS, RULES, type RuleKey, type RuleValues } from './model.ts'

export type RuleRow = {
  key: RuleKey
  value: number
  valid_from: string
  valid_to: string | null
  source: string
  verified: boolean
}

/**
 * The rules in force today, with today's date at the institution. A key without a row has its built-in start.
 * `changedToday`: some rule begins today, so every level has to be computed again.
 */
export async function currentRules(
  db: Db,
  scope: Scope,
  now: Date,
): Promise<{ day: string; rules: RuleValues; changedToday: boolean }> {
  const { rows } = await sql<{
    key: RuleKey | null
    value: number
    time_zone: string
    valid_from: string
    valid_to: string | null
  }>`
    select r.key, r.value, r.valid_from, r.valid_to, i.time_zone
    from organization.institution i left join competency.rule r on r.institution_id = i.id
    where i.id = ${scope.institution}`.execute(db)
  const day = localDate(now, rows[0]?.time_zone)
  const rules = Object.fromEntries(RULE_KEYS.map((key) => [key, RULES[key].default])) as Record<RuleKey, number>
  let changedToday = false
  for (const row of rows) {
    if (!row.key || !(row.key in RULES)) continue
    if (row.valid_from > day || (row.valid_to !== null && row.valid_to <= day)) continue
    rules[row.key] = row.value
    changedToday ||= row.valid_from === day
  }
  return { day, rules, changedToday }
}

/** How many people a figure must rest on to be shown. */
export async function findMinGroup(db: Db, scope: Scope): Promise<number> {
  const { rows } = await sql<{ value: number }>`
    select value from competency.rule
    where institution_id = ${scope.institution} and key = 'min_group' and valid_to is null`.execute(db)
  return rows[0]?.value ?? RULES.min_group.default
}

/** All rows of all rules, newest first within a key. */
export async function listRules(db: Db, scope: Scope<'competency.manage'>): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    select key, value, valid_from, valid_to, source, verified from competency.rule
    where institution_id = ${scope.institution} order by key, valid_from desc, id desc limit 500`.execute(db)
  return rows
}

/** Ends what holds for the key and starts a new value on the same day. */
export async function setRule(
  db: Db,
  scope: Scope<'competency.manage'>,
  rule: { key: RuleKey; value: number; from: string; source: string; verified: boolean },
): Promise<void> {
  await sql`
    update competency.rule set valid_to = greatest(valid_from, ${rule.from}::date)
    where institution_id = ${scope.institution} and key = ${rule.key} and valid_to is null`.execute(db)
  await sql`
    insert into competency.rule (institution_id, id, key, value, valid_from, source, verified)
    values (${scope.institution}, ${newId()}, ${rule.key}, ${rule.value}, ${rule.from}, ${rule.source}, ${rule.verified})`.execute(
    db,
  )
}
