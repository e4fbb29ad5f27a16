import { type SqlBool, sql } from 'kysely'
import type { Access, Scope } from '../../../platform/access.ts'
import { insertMany } from '../../../platform/database/bulk.ts'
import type { Db } from '../../../platform/database/db.ts'
import { newId } from '../../../platform/id.ts'
import { listPlannedUnits } from '../../organization/index.ts'
import type { NewAssignment } from './model.ts'

export const FACTS = [
  'e.id',
  'e.nip',
  'e.name',
  'e.employment',
  'e.grade',
  'e.email',
  'e.phone',
  'e.gender',
  'e.birth_date',
  'e.nik_encrypted',
  'e.active',
] as const

/** People without any assignment, whose first one is still to come; they belong to the unit they come to. */
async function coming(db: Db, scope: Scope<Access>) {
  const units = [...scope.units, ...(await listPlannedUnits(db, scope)).map((unit) => unit.id)]
  return {
    rows: db
      .selectFrom('people.employee as e')
      .innerJoin('people.assignment_plan as l', (join) =>
        join.onRef('l.institution_id', '=', 'e.institution_id').onRef('l.employee_id', '=', 'e.id'),
      )
      .where('e.institution_id', '=', scope.institution)
      .where('l.unit_id', '=', sql<string>`any(${units})`)
      .where(
        sql<SqlBool>`not exists (select from people.assignment a where a.institution_id = e.institution_id
          and a.employee_id = e.id)`,
      ),
  }
}

export async function findComing(db: Db, scope: Scope<Access>, id: string) {
  const { rows } = await coming(db, scope)
  return rows.select(FACTS).where('e.id', '=', id).limit(1).executeTakeFirst()
}

const MOST_COMING = 500

export async function listComing(db: Db, scope: Scope<Access>) {
  const { rows } = await coming(db, scope)
  return rows
    .leftJoin('organization.unit as u', (join) =>
      join.onRef('u.institution_id', '=', 'l.institution_id').onRef('u.id', '=', 'l.unit_id'),
    )
    .leftJoin('organization.unit_plan as o', (join) =>
      join
        .onRef('o.institution_id', '=', 'l.institution_id')
        .onRef('o.unit_id', '=', 'l.unit_id')
        .on('o.act', '=', 'open'),
    )
    .innerJoin('organization.position as p', (join) =>
      join.onRef('p.institution_id', '=', 'l.institution_id').onRef('p.id', '=', 'l.position_id'),
    )
    .select(['e.id', 'e.nip', 'e.name', 'e.employment', 'p.title as position', 'l.valid_from'])
    .select((eb) => eb.fn.coalesce('u.name', 'o.name').as('unit'))
    .orderBy('l.valid_from')
    .orderBy('e.name')
    .orderBy('e.id')
    .limit(MOST_COMING)
    .execute()
}

/** What is planned for one employee, the earliest first. */
export async function listAssignmentPlans(db: Db, scope: Scope<Access>, employeeId: string) {
  return db
    .selectFrom('people.assignment_plan as l')
    .leftJoin('organization.unit as u', (join) =>
      join.onRef('u.institution_id', '=', 'l.institution_id').onRef('u.id', '=', 'l.unit_id'),
    )
    .leftJoin('organization.unit_plan as o', (join) =>
      join
        .onRef('o.institution_id', '=', 'l.institution_id')
        .onRef('o.unit_id', '=', 'l.unit_id')
        .on('o.act', '=', 'open'),
    )
    .leftJoin('organization.position as p', (join) =>
      join.onRef('p.institution_id', '=', 'l.institution_id').onRef('p.id', '=', 'l.position_id'),
    )
    .leftJoin('people.employee as s', (join) =>
      join.onRef('s.institution_id', '=', 'l.institution_id').onRef('s.id', '=', 'l.superior_id'),
    )
    .leftJoin('people.account as a', (join) =>
      join.onRef('a.institution_id', '=', 'l.institution_id').onRef('a.id', '=', 'l.account_id'),
    )
    .select(['l.id', 'l.act', 'l.unit_id', 'l.valid_from', 'p.title as position', 's.name as superior'])
    .select('a.name as who')
    .select((eb) => eb.fn.coalesce('u.name', 'o.name').as('unit'))
    .where('l.institution_id', '=', scope.institution)
    .where('l.employee_id', '=', employeeId)
    .orderBy('l.valid_from')
    .execute()
}
export type AssignmentPlanRow = Awaited<ReturnType<typeof listAssignmentPlans>>[number]

export async function findAssignmentPlan(db: Db, scope: Scope<Access>, id: string) {
  return db
    .selectFrom('people.assignment_plan')
    .select(['id', 'employee_id', 'act', 'unit_id', 'position_id', 'valid_from'])
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The plans of all employees, or of these. */
export async function listPlans(db: Db, scope: Scope<Access>, employees?: readonly string[]) {
  let plans = db
    .selectFrom('people.assignment_plan')
    .select(['id', 'employee_id', 'act', 'unit_id', 'position_id', 'superior_id', 'valid_from', 'account_id'])
    .where('institution_id', '=', scope.institution)
  if (employees) plans = plans.where('employee_id', '=', sql<string>`any(${employees})`)
  return plans.orderBy('valid_from').orderBy('id').execute()
}

export async function insertAssignmentPlans(
  db: Db,
  scope: Scope<'employee.manage'>,
  now: Date,
  plans: readonly NewAssignment[],
): Promise<void> {
  await insertMany(
    db,
    'people.assignment_plan',
    plans.map(({ from, ...place }) => ({
      institution_id: scope.institution,
      id: newId(),
      act: 'assign' as const,
      ...place,
      valid_from: from,
      account_id: scope.account,
      made_at: now,
    })),
  )
}

export async function insertLeavingPlan(
  db: Db,
  scope: Scope<'employee.manage'>,
  now: Date,
  leaving: { id: string; on: string },
): Promise<void> {
  await db
    .insertInto('people.assignment_plan')
    .values({
      institution_id: scope.institution,
      id: newId(),
      employee_id: leaving.id,
      act: 'leave',
      valid_from: leaving.on,
      account_id: scope.account,
      made_at: now,
    })
    .execute()
}

export async function deleteAssignmentPlans(
  db: Db,
  scope: Scope<'employee.manage'>,
  ids: readonly string[],
): Promise<void> {
  await db
    .deleteFrom('people.assignment_plan')
    .where('institution_id', '=', scope.institution)
    .where('id', '=', sql<string>`any(${ids})`)
    .execute()
}

/** Who was to come and does not is forgotten, unless something else already names them: then they are only inactive. */
export async function forgetWhoNeverCame(db: Db, scope: Scope<'employee.manage'>, id: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`select e.id from people.employee e
    where e.institution_id = ${scope.institution} and e.id = ${id}
      and not exists (select from people.assignment a where a.institution_id = e.institution_id and a.employee_id = e.id)
      and not exists (select from people.assignment_plan l where l.institution_id = e.institution_id
        and l.employee_id = e.id)`.execute(db)
  if (rows.length === 0) return
  const { rows: known } = await sql<{ id: string }>`select id from people.account
    where institution_id = ${scope.institution} and employee_id = ${id}`.execute(db)
  if (known.length === 0)
    await db
      .deleteFrom('people.employee')
      .where('institution_id', '=', scope.institution)
      .where('id', '=', id)
      .execute()
  else
    await db
      .updateTable('people.employee')
      .set({ active: false })
      .where('institution_id', '=', scope.institution)
      .where('id', '=', id)
      .execute()
}
