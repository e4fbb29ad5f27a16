import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { newId } from '../../../platform/id.ts'
import type { OldBand, OldResultInput } from './model.ts'

/** The rule of 14 elements: to read old reports with, never to count by. */
const OLD_RULE = 'kepmenpan-25-2004'

export type OldRule = {
  code: string
  title: string
  source: string
  verified: boolean
  valid_from: string
  valid_to: string
  bands: OldBand[]
}

export async function getOldRule(db: Db, _scope: Scope): Promise<OldRule> {
  const { rows } = await sql<OldRule>`
    select r.code, r.title, r.source, r.verified, r.valid_from, r.valid_to,
      (select json_agg(json_build_object('letter', b.letter, 'lower', b.lower::float8, 'label_id', b.label_id,
        'label_en', b.label_en) order by b.lower desc) from surveys.rule_band b where b.rule_code = r.code) as bands
    from surveys.rule r where r.code = ${OLD_RULE}`.execute(db)
  return rows[0]!
}

export type OldResultRow = {
  id: string
  unit_id: string
  unit_name: string
  year: number
  part: 0 | 1 | 2
  index: number
  respondents: number | null
  source: string
  who: string | null
  entered_at: Date
}
export const PAGE = 50

export async function listOldResults(
  db: Db,
  scope: Scope<'survey.read'>,
  filter: { unit?: string | undefined; page: number },
): Promise<{ rows: OldResultRow[]; total: number }> {
  const where = sql`o.institution_id = ${scope.institution} and o.unit_id = any(${scope.units}::uuid[])
    and o.withdrawn_at is null and (${filter.unit ?? null}::text is null or o.unit_id::text = ${filter.unit ?? null})`
  const { rows } = await sql<OldResultRow>`
    select o.id, o.unit_id, u.name as unit_name, o.year, o.part, o.index::float8 as index, o.respondents, o.source,
      a.name as who, o.entered_at
    from surveys.old_result o
    join organization.unit u on u.institution_id = o.institution_id and u.id = o.unit_id
    left join people.account a on a.institution_id = o.institution_id and a.id = o.entered_by
    where ${where} order by u.name, o.year desc, o.part desc, o.id
    limit ${PAGE} offset ${(filter.page - 1) * PAGE}`.execute(db)
  const { rows: counted } = await sql<{ n: number }>`
    select count(*)::int as n from surveys.old_result o where ${where}`.execute(db)
  return { rows, total: counted[0]!.n }
}

/** Undefined when the unit has a result for that time already. */
export async function insertOldResult(
  db: Db,
  scope: Scope<'survey.publish'>,
  now: Date,
  row: OldResultInput,
): Promise<string | undefined> {
  const id = newId(now)
  const { numAffectedRows } = await sql`
    insert into surveys.old_result (institution_id, id, unit_id, year, part, index, respondents, rule_code, source,
      entered_by, entered_at)
    values (${scope.institution}, ${id}, ${row.unit}, ${row.year}, ${row.part}, ${row.index}::numeric,
      ${row.respondents ?? null}, ${OLD_RULE}, ${row.source}, ${scope.account}, ${now})
    on conflict (institution_id, unit_id, year, part) where withdrawn_at is null do nothing`.execute(db)
  return Number(numAffectedRows ?? 0) > 0 ? id : undefined
}

export async function withdrawOldResult(
  db: Db,
  scope: Scope<'survey.publish'>,
  now: Date,
  id: string,
  reason: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update surveys.old_result set withdrawn_at = ${now}, withdrawn_reason = ${reason}
    where institution_id = ${scope.institution} and id = ${id} and unit_id = any(${scope.units}::uuid[])
      and withdrawn_at is null`.execute(db)
  return Number(numAffectedRows ?? 0) > 0
}
