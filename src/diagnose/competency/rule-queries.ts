import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { type DatedNumber, listDatedNumbers } from '../../platform/dated-rules.ts'
import { localDate } from '../../platform/i18n.ts'
import type { RuleKey, RuleValues } from './model.ts'

export const RULE_TABLES = {
  standard: 'competency.rule_standard',
  own: 'competency.rule',
  may: 'competency.manage',
} as const

export function listRules(db: Db, scope: Scope, on: string | Date): Promise<DatedNumber<RuleKey>[]> {
  return listDatedNumbers<RuleKey>(db, scope, RULE_TABLES, on)
}

/**
 * The rules in force today, with today's date at the institution. `changedToday`: some weight begins today, so every
 * level has to be computed again.
 */
export async function currentRules(
  db: Db,
  scope: Scope,
  now: Date,
): Promise<{ day: string; rules: RuleValues; changedToday: boolean }> {
  const { rows } = await sql<{ key: RuleKey; value: number; time_zone: string; valid_from: string | null }>`
    select d.key, coalesce(r.value, d.value) as value, r.valid_from, i.time_zone
    from organization.institution i cross join competency.rule_standard d
    left join lateral (select value, valid_from from competency.rule r
      where r.institution_id = i.id and r.key = d.key and r.valid_from <= (${now}::timestamptz at time zone i.time_zone)::date
      order by valid_from desc, at desc, id desc limit 1) r on true
    where i.id = ${scope.institution}`.execute(db)
  const day = localDate(now, rows[0]?.time_zone)
  return {
    day,
    rules: Object.fromEntries(rows.map(({ key, value }) => [key, value])) as RuleValues,
    changedToday: rows.some((row) => row.key.startsWith('weight.') && row.valid_from === day),
  }
}

/** How many people a figure must rest on to be shown. */
export async function getMinGroup(db: Db, scope: Scope, on: string | Date): Promise<number> {
  return (await listRules(db, scope, on)).find((rule) => rule.key === 'min_group')!.value
}

/** The days up to `until` on which a weight begins to hold and that have not begun yet. */
export async function listNewWeights(db: Db, scope: Scope, until: string): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`
    select distinct r.valid_from as day from competency.rule r
    join organization.institution i on i.id = r.institution_id
    where r.institution_id = ${scope.institution} and r.key like 'weight.%' and r.valid_from <= ${until}
      and (i.day is null or r.valid_from > i.day)`.execute(db)
  return rows.map((row) => row.day)
}
