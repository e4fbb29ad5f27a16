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

/** The checklist, earliest first: defaults in the institution's wording where it has one, and its own items. */
export async function listItems(db: Db, scope: Scope): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    with own as (
      select distinct on (code) code, months_before, title, hint, source, verified, hidden from talent.item
      where institution_id = ${scope.institution} order by code, at desc, id desc)
    select code, months_before, title, hint, source, verified, hidden, true as own from own
    union all
    select d.code, d.months_before, d.title, d.hint, d.source, d.verified, false, false from talent.default_item d
    where not exists (select from own where own.code = d.code)
    order by months_before desc, title limit 200`.execute(db)
  return rows
}

export type NewItemRow = Omit<ItemRow, 'own'>

export async function putItem(db: Db, scope: Scope<'talent.rules'>, now: Date, item: NewItemRow): Promise<void> {
  await sql`
    insert into talent.item (institution_id, id, code, months_before, title, hint, source, verified, hidden, account_id, at)
    values (${scope.institution}, ${newId(now)}, ${item.code}, ${item.months_before}, ${item.title}, ${item.hint},
      ${item.source}, ${item.verified}, ${item.hidden}, ${scope.account}, ${now})`.execute(db)
}

export type ReplacedItem = Pick<ItemRow, 'code' | 'title' | 'months_before' | 'source' | 'verified'> & {
  valid_from: string
  replaced: true
}

/** Wordings of items that a later one has replaced, the latest first. */
export async function listReplacedItems(db: Db, scope: Scope<'talent.rules'>): Promise<ReplacedItem[]> {
  const { rows } = await sql<ReplacedItem>`
    select code, title, months_before, source, verified, true as replaced, valid_from from (
      select i.*, (i.at at time zone n.time_zone)::date as valid_from,
        row_number() over (partition by i.code order by i.at desc, i.id desc) as place
      from talent.item i join organization.institution n on n.id = i.institution_id
      where i.institution_id = ${scope.institution}) as told
    where place > 1 order by at desc, id desc limit 200`.execute(db)
  return rows
}
