import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { listDatedNumbers } from '../../platform/dated-rules.ts'
import { newId } from '../../platform/id.ts'
import type { Rules } from './model.ts'

export const RULES = { standard: 'talent.default_rule', own: 'talent.rule', may: 'talent.rules' } as const

export async function rulesOn(db: Db, scope: Scope, on: string): Promise<Rules> {
  return Object.fromEntries((await listDatedNumbers(db, scope, RULES, on)).map((row) => [row.key, row]))
}

export type ItemRow = {
  code: string
  months_before: number
  title: string
  hint: string
  source: string
  verified: boolean
  hidden: boolean
  own: boolean
}

/** The checklist of a day, earliest first: defaults in the institution's wording where it has one, and its own items. */
export async function listItems(db: Db, scope: Scope, on: string): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    with own as (
      select distinct on (code) code, months_before, title, hint, source, verified, hidden from talent.item
      where institution_id = ${scope.institution} and valid_from <= ${on}
      order by code, valid_from desc, at desc, id desc)
    select code, months_before, title, hint, source, verified, hidden, true as own from own
    union all
    select d.code, d.months_before, d.title, d.hint, d.source, d.verified, false, false from talent.default_item d
    where not exists (select from own where own.code = d.code)
    order by months_before desc, title limit 200`.execute(db)
  return rows
}

export type NewItemRow = Omit<ItemRow, 'own'> & { valid_from: string }

export async function putItem(db: Db, scope: Scope<'talent.rules'>, now: Date, item: NewItemRow): Promise<void> {
  await sql`
    insert into talent.item (institution_id, id, code, months_before, title, hint, valid_from, source, verified, hidden,
      account_id, at)
    values (${scope.institution}, ${newId(now)}, ${item.code}, ${item.months_before}, ${item.title}, ${item.hint},
      ${item.valid_from}, ${item.source}, ${item.verified}, ${item.hidden}, ${scope.account}, ${now})`.execute(db)
}

export type OtherItem = Pick<ItemRow, 'code' | 'title' | 'months_before' | 'source' | 'verified'> & {
  valid_from: string
  replaced: boolean
}

/** What was set of the checklist and does not hold today: planned for a day to come, or replaced; the latest first. */
export async function listOtherItems(db: Db, scope: Scope<'talent.rules'>, today: string): Promise<OtherItem[]> {
  const { rows } = await sql<OtherItem>`
    select code, title, months_before, source, verified, valid_from, valid_from <= ${today} or of_day > 1 as replaced from (
      select i.*, row_number() over (partition by code, valid_from order by at desc, id desc) as of_day,
        row_number() over (partition by code, valid_from <= ${today}::date
          order by valid_from desc, at desc, id desc) as place
      from talent.item i where institution_id = ${scope.institution}) as told
    where valid_from > ${today} or place > 1 order by at desc, id desc limit 200`.execute(db)
  return rows
}
