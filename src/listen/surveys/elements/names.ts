import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import type { Text } from '../../../platform/i18n.ts'
import { ruleDate } from '../results.ts'
import { listWordings } from './queries.ts'

/** What an element is called in the figures of a month ('YYYY-MM'). */
type ElementNames = (element: string, month: string) => Text

type Named = { element: string; valid_from: string; name: Text }

// The law's own names change only with a migration, and a process starts after it.
let shipped: readonly Named[] | undefined

/** The institution's words as they held in a month, where it has none the rule's; the same as on the results. */
export async function elementNames(db: Db, scope: Scope): Promise<ElementNames> {
  const own = await listWordings(db, scope)
  shipped ??= await listRuleNames(db)
  const rules = shipped
  return (element, month) => {
    const day = ruleDate(month)
    const holds = (row: Pick<Named, 'element' | 'valid_from'>) => row.element === element && row.valid_from <= day
    const found = own.find(holds) ?? rules.find(holds) ?? rules.find((row) => row.element === element)
    return found?.name ?? { id: element, en: element }
  }
}

/** Newest rule first. */
async function listRuleNames(db: Db): Promise<Named[]> {
  const { rows } = await sql<Named>`
    select e.element, r.valid_from, json_build_object('id', e.name_id, 'en', e.name_en) as name
    from surveys.rule_element e join surveys.rule r on r.code = e.rule_code
    order by r.valid_from desc, e.position`.execute(db)
  return rows
}
