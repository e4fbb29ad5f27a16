import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { newId } from '../../platform/id.ts'
import type { State } from './model.ts'

type Own = Scope<'self'>
export type ItemRow = {
  id: string
  employee_id: string
  person: string
  aim: string
  competency_id: string | null
  due_on: string
  state: State
  note: string | null
}

const columns = sql`i.id, i.employee_id, e.name as person, i.aim, i.competency_id, i.due_on, i.state, i.note`

export async function listOwnItems(db: Db, scope: Own): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    select ${columns} from plans.item i
    join people.employee e on e.institution_id = i.institution_id and e.id = i.employee_id
    where i.institution_id = ${scope.institution} and i.employee_id = ${scope.employee}
    order by i.state, i.due_on, i.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** Of those whom this person leads directly today; what waits for an answer first. */
export async function listItemsBelow(db: Db, scope: Own, id: string | null = null): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    select ${columns} from plans.item i
    join people.employee e on e.institution_id = i.institution_id and e.id = i.employee_id
    join people.assignment w on w.institution_id = i.institution_id and w.employee_id = i.employee_id
      and w.valid_to is null and w.superior_id = ${scope.employee}
    where i.institution_id = ${scope.institution} and (${id}::uuid is null or i.id = ${id})
    order by i.state, e.name, i.due_on, i.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** Goals of those whom this person leads directly that wait for an answer. */
export async function countProposedBelow(db: Db, scope: Own): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from plans.item i
    join people.assignment w on w.institution_id = i.institution_id and w.employee_id = i.employee_id
      and w.valid_to is null and w.superior_id = ${scope.employee}
    where i.institution_id = ${scope.institution} and i.state = 'proposed'`.execute(db)
  return rows[0]!.count
}

/** Undefined when this goal was taken over before. */
export async function insertItem(
  db: Db,
  scope: Own,
  now: Date,
  item: { aim: string; competency: string | null; due_on: string; reference: string | null },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into plans.item (institution_id, id, employee_id, aim, competency_id, due_on, reference, created_at, changed_at)
    values (${scope.institution}, ${newId(now)}, ${scope.employee}, ${item.aim}, ${item.competency}, ${item.due_on},
      ${item.reference}, ${now}, ${now})
    on conflict do nothing returning id`.execute(db)
  return rows[0]?.id
}

export async function setOwnState(db: Db, scope: Own, now: Date, id: string, state: State): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update plans.item set state = ${state}::plans.state, changed_at = ${now}
    where institution_id = ${scope.institution} and id = ${id} and employee_id = ${scope.employee}`.execute(db)
  return numAffectedRows === 1n
}

export async function setAnswer(
  db: Db,
  scope: Own,
  now: Date,
  answer: { id: string; agreed: boolean; note: string | null },
): Promise<void> {
  await sql`
    update plans.item set state = ${answer.agreed ? 'agreed' : 'proposed'}::plans.state, note = ${answer.note},
      noted_by = ${scope.account}, changed_at = ${now}
    where institution_id = ${scope.institution} and id = ${answer.id}`.execute(db)
}

/** Which of these goals are part of this person's plan. */
export async function listTaken(db: Db, scope: Own, references: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ reference: string }>`
    select reference from plans.item where institution_id = ${scope.institution} and employee_id = ${scope.employee}
      and reference = any(${references as string[]}::uuid[])`.execute(db)
  return new Set(rows.map((row) => row.reference))
}

/** The accounts of the person (`own`) or of their direct superior, to be told. */
export async function listAccounts(db: Db, scope: Own, employee: string, whose: 'own' | 'superior'): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select a.id from people.assignment w
    join people.account a on a.institution_id = w.institution_id and a.disabled_at is null
      and a.employee_id = ${whose === 'own' ? sql`w.employee_id` : sql`w.superior_id`}
    where w.institution_id = ${scope.institution} and w.employee_id = ${employee} and w.valid_to is null`.execute(db)
  return rows.map((row) => row.id)
}
