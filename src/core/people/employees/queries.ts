import { type SqlBool, sql } from 'kysely'
import type { Access, Scope } from '../../../platform/access.ts'
import { insertMany } from '../../../platform/database/bulk.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { newId } from '../../../platform/id.ts'
import { seal } from '../../../platform/seal.ts'
import type { Employment, NewAssignment, NewEmployee } from './model.ts'
import { FACTS, findComing } from './plan-queries.ts'

export const PAGE_SIZE = 50
export type EmployeeSort = 'name' | '-name' | 'nip' | '-nip'
export type EmployeeFilter = {
  q?: string | undefined
  unitIds?: readonly string[] | undefined
  positionId?: string | undefined
  employment?: Employment | undefined
  inactive?: boolean | undefined
}

/** Employees with their present place; of inactive ones the last place they had. */
function employees(db: Db, scope: Scope<Access>, filter: EmployeeFilter) {
  const units = filter.unitIds ? filter.unitIds.filter((unit) => scope.units.includes(unit)) : scope.units
  let rows = db
    .selectFrom('people.employee as e')
    .innerJoin('people.assignment as a', (join) =>
      join.onRef('a.institution_id', '=', 'e.institution_id').onRef('a.employee_id', '=', 'e.id'),
    )
    .innerJoin('organization.unit as u', (join) =>
      join.onRef('u.institution_id', '=', 'a.institution_id').onRef('u.id', '=', 'a.unit_id'),
    )
    .innerJoin('organization.position as p', (join) =>
      join.onRef('p.institution_id', '=', 'a.institution_id').onRef('p.id', '=', 'a.position_id'),
    )
    .where('e.institution_id', '=', scope.institution)
    .where('a.unit_id', '=', sql<string>`any(${units})`)
    .where('e.active', '=', filter.inactive !== true)
  rows = filter.inactive
    ? rows.where(
        sql<SqlBool>`a.id = (select l.id from people.assignment l where l.institution_id = e.institution_id
          and l.employee_id = e.id order by l.valid_from desc limit 1)`,
      )
    : rows.where('a.valid_to', 'is', null)
  if (filter.positionId) rows = rows.where('a.position_id', '=', filter.positionId)
  if (filter.employment) rows = rows.where('e.employment', '=', filter.employment)
  const q = filter.q?.trim()
  if (q && /^[\d\s.]+$/.test(q)) rows = rows.where('e.nip', 'like', `${q.replaceAll(/\D/g, '')}%`)
  else if (q) rows = rows.where('e.name', 'ilike', `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`)
  return rows
}

/** One page in the order of `sort`; `after` is the sort value and id of the last row seen. One row more than a page. */
export async function listEmployees(
  db: Db,
  scope: Scope<'employee.read'>,
  filter: EmployeeFilter,
  page: { sort: EmployeeSort; after?: { value: string; id: string } | undefined; limit?: number } = { sort: 'name' },
) {
  const column = page.sort.endsWith('nip') ? 'e.nip' : 'e.name'
  const direction = page.sort.startsWith('-') ? 'desc' : 'asc'
  let rows = employees(db, scope, filter)
    .select(['e.id', 'e.nip', 'e.name', 'e.employment', 'e.grade', 'e.email', 'e.phone', 'e.gender', 'e.birth_date'])
    .select([
      'u.id as unit_id',
      'u.code as unit_code',
      'u.name as unit',
      'p.title as position',
      'p.code as position_code',
    ])
    .select(['a.valid_from'])
    .orderBy(column, direction)
    .orderBy('e.id', direction)
    .limit((page.limit ?? PAGE_SIZE) + 1)
  const after = page.after
  if (after) {
    const compare = direction === 'asc' ? sql`>` : sql`<`
    rows = rows.where(sql<SqlBool>`(${sql.ref(column)}, e.id) ${compare} (${after.value}, ${after.id}::uuid)`)
  }
  return rows.execute()
}

export async function countEmployees(db: Db, scope: Scope<'employee.read'>, filter: EmployeeFilter): Promise<number> {
  const row = await employees(db, scope, filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export async function findEmployee(db: Db, scope: Scope<Access>, id: string) {
  const found = await db
    .selectFrom('people.employee as e')
    .select(FACTS)
    .where('e.institution_id', '=', scope.institution)
    .where('e.id', '=', id)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('people.assignment as a')
          .select('a.id')
          .whereRef('a.institution_id', '=', 'e.institution_id')
          .whereRef('a.employee_id', '=', 'e.id')
          .where('a.unit_id', '=', sql<string>`any(${scope.units})`)
          // Someone who has left is seen by the last unit, someone who moved only by the present one.
          .where(sql<SqlBool>`(a.valid_to is null or not e.active)`),
      ),
    )
    .executeTakeFirst()
  return found ?? findComing(db, scope, id)
}

/** Where the employee was, newest first. */
export async function listAssignments(db: Db, scope: Scope<Access>, employeeId: string) {
  return db
    .selectFrom('people.assignment as a')
    .innerJoin('organization.unit as u', (join) =>
      join.onRef('u.institution_id', '=', 'a.institution_id').onRef('u.id', '=', 'a.unit_id'),
    )
    .innerJoin('organization.position as p', (join) =>
      join.onRef('p.institution_id', '=', 'a.institution_id').onRef('p.id', '=', 'a.position_id'),
    )
    .leftJoin('people.employee as s', (join) =>
      join.onRef('s.institution_id', '=', 'a.institution_id').onRef('s.id', '=', 'a.superior_id'),
    )
    .select(['a.id', 'a.unit_id', 'a.position_id', 'a.superior_id', 'a.valid_from', 'a.valid_to', 'u.name as unit'])
    .select(['p.title as position', 'p.level', 'p.kind', 'p.class', 's.name as superior', 's.nip as superior_nip'])
    .where('a.institution_id', '=', scope.institution)
    .where('a.employee_id', '=', employeeId)
    .orderBy('a.valid_from', 'desc')
    .limit(MOST_LISTED)
    .execute()
}

/** Who answers to this employee now. */
export async function listSubordinates(db: Db, scope: Scope<Access>, employeeId: string) {
  return db
    .selectFrom('people.assignment as a')
    .innerJoin('people.employee as e', (join) =>
      join.onRef('e.institution_id', '=', 'a.institution_id').onRef('e.id', '=', 'a.employee_id'),
    )
    .innerJoin('organization.position as p', (join) =>
      join.onRef('p.institution_id', '=', 'a.institution_id').onRef('p.id', '=', 'a.position_id'),
    )
    .select(['e.id', 'e.name', 'p.title as position'])
    .where('a.institution_id', '=', scope.institution)
    .where('a.superior_id', '=', employeeId)
    .where('a.valid_to', 'is', null)
    .orderBy('e.name')
    .limit(MOST_LISTED)
    .execute()
}

export async function findByNip(db: Db, scope: Scope<Access>, nip: string) {
  return db
    .selectFrom('people.employee')
    .select(['id', 'name', 'active'])
    .where('institution_id', '=', scope.institution)
    .where('nip', '=', nip)
    .executeTakeFirst()
}

/** Everyone's present superior. Taken with a lock, so that two changes cannot close a circle together. */
export async function lockSuperiors(db: Db, scope: Scope<'employee.manage'>): Promise<Map<string, string | null>> {
  await db
    .selectFrom('organization.institution')
    .select('id')
    .where('id', '=', scope.institution)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const rows = await db
    .selectFrom('people.assignment')
    .select(['employee_id', 'superior_id'])
    .where('institution_id', '=', scope.institution)
    .where('valid_to', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.employee_id, row.superior_id]))
}

/** The present assignments of these employees by employee. */
export async function listCurrent(db: Db, scope: Scope<'employee.manage'>, employeeIds: readonly string[]) {
  const rows = await db
    .selectFrom('people.assignment')
    .select(['id', 'employee_id', 'unit_id', 'position_id', 'superior_id', 'valid_from'])
    .where('institution_id', '=', scope.institution)
    .where('employee_id', '=', sql<string>`any(${employeeIds})`)
    .where('valid_to', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.employee_id, row]))
}

export async function insertEmployees(
  db: Db,
  scope: Scope<'employee.manage'>,
  people: readonly NewEmployee[],
): Promise<void> {
  await insertMany(
    db,
    'people.employee',
    people.map(({ nik, ...person }) => ({
      institution_id: scope.institution,
      ...person,
      nik_encrypted: nik === null ? null : seal('nik', nik),
      active: true,
    })),
  )
}

/** Puts the personal data of known employees; `nik: undefined` leaves the sealed number as it is. */
export async function setEmployees(
  db: Db,
  scope: Scope<'employee.manage'>,
  people: readonly (Omit<NewEmployee, 'nik'> & { nik?: string | null | undefined })[],
): Promise<void> {
  const list = people.map(({ nik, ...person }) => ({
    ...person,
    nik_known: nik !== undefined,
    nik: nik ? `\\x${seal('nik', nik).toString('hex')}` : null,
  }))
  await sql`update people.employee e set nip = c.nip, name = c.name, employment = c.employment, gender = c.gender,
      birth_date = c.birth_date, email = c.email, phone = c.phone, grade = c.grade,
      nik_encrypted = case when c.nik_known then c.nik else e.nik_encrypted end
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as c(id uuid, nip text, name text, employment people.employment,
      gender people.gender, birth_date date, email text, phone text, grade text, nik_known boolean, nik bytea)
    where e.institution_id = ${scope.institution} and e.id = c.id`.execute(db)
}

/** Ends the present assignment on the day the new one begins; one that began the same day is replaced. */
export async function setAssignments(
  db: Db,
  scope: Scope<'employee.manage'>,
  assignments: readonly NewAssignment[],
): Promise<void> {
  const list = JSON.stringify(assignments.map((one) => ({ employee_id: one.employee_id, from: one.from })))
  const changed = sql`jsonb_to_recordset(${list}::jsonb) as c(employee_id uuid, "from" date)`
  await sql`delete from people.assignment a using ${changed}
    where a.institution_id = ${scope.institution} and a.employee_id = c.employee_id and a.valid_to is null
      and a.valid_from = c."from"`.execute(db)
  await sql`update people.assignment a set valid_to = c."from" from ${changed}
    where a.institution_id = ${scope.institution} and a.employee_id = c.employee_id and a.valid_to is null`.execute(db)
  await insertMany(
    db,
    'people.assignment',
    assignments.map(({ from, ...assignment }) => ({
      institution_id: scope.institution,
      id: newId(),
      ...assignment,
      valid_from: from,
      valid_to: null,
    })),
  )
}

export async function endAssignment(
  db: Db,
  scope: Scope<'employee.manage'>,
  employeeId: string,
  on: string,
): Promise<void> {
  await db
    .updateTable('people.assignment')
    .set({ valid_to: on })
    .where('institution_id', '=', scope.institution)
    .where('employee_id', '=', employeeId)
    .where('valid_to', 'is', null)
    .execute()
  await db
    .updateTable('people.employee')
    .set({ active: false })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', employeeId)
    .execute()
}

/** Who has left signs in no more, and what is open ends at once. */
export async function closeAccount(db: Db, scope: Scope<'employee.manage'>, employeeId: string, now: Date) {
  const account = await db
    .updateTable('people.account')
    .set({ disabled_at: now })
    .where('institution_id', '=', scope.institution)
    .where('employee_id', '=', employeeId)
    .where('disabled_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!account) return
  await db
    .deleteFrom('people.session')
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', account.id)
    .execute()
}

/** The unit a person works in now, by their own session; undefined for an account without an employee. */
export async function findOwnUnit(db: Db, scope: Scope<'self'>): Promise<{ id: string; name: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`
    select u.id, u.name from people.assignment a
    join organization.unit u on u.institution_id = a.institution_id and u.id = a.unit_id
    where a.institution_id = ${scope.institution} and a.employee_id = ${scope.employee} and a.valid_to is null`.execute(
    db,
  )
  return rows[0]
}
