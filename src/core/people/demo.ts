import { DEMO_PASSWORD, demoAccounts } from '../../demo/accounts.ts'
import type { DemoWorld } from '../../demo/world.ts'
import { allPermissions } from '../../platform/registry.ts'
import { grantRoles, writeBuiltInRoles } from '../roles/index.ts'
import { openAccounts } from './acts.ts'
import { hashPassword } from './sign-in/passwords.ts'

/** The built-in roles in every institution; one account per role in the story's regency. */
export async function writePeople(world: DemoWorld): Promise<void> {
  const { db, institution } = world
  const roles = await writeBuiltInRoles(db, await world.scopeFor('role.manage'), Object.keys(allPermissions()))
  const units = await db
    .selectFrom('organization.unit')
    .select(['id', 'code', 'parent_id'])
    .where('institution_id', '=', institution.id)
    .execute()
  const root = units.find((unit) => unit.parent_id === null)!
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  const taken = new Set<string>()
  const wanted = institution.size === 'full' ? demoAccounts : demoAccounts.slice(0, 1)
  const accounts = []
  for (const account of wanted) {
    const unit = units.find((one) => one.code === account.unitCode) ?? root
    const employee = await employeeFor(world, unit.id, account.roleCode === 'unit_head', taken)
    if (employee) taken.add(employee.id)
    accounts.push({ ...account, unit: unit.id, employee })
  }
  const from = new Date(`${world.months[0]}-01T00:00:00Z`)
  const ids = await openAccounts(
    db,
    await world.scopeFor('account.manage'),
    from,
    accounts.map((account) => ({
      employee: account.employee?.id ?? null,
      nip: account.employee?.nip ?? null,
      name: account.employee?.name ?? account.name,
      email: account.login.replace('@contoh.', `@${institution.slug}.`),
      passwordHash,
    })),
  )
  await grantRoles(
    db,
    await world.scopeFor('role.manage'),
    accounts.map((account, at) => ({
      account: ids[at]!,
      role: roles.get(account.roleCode)!,
      unit: account.unit,
      from,
    })),
  )
}

/** A head is whom the others of the unit name as superior; anybody else is staff of the unit or beneath it. */
async function employeeFor(world: DemoWorld, unit: string, head: boolean, taken: ReadonlySet<string>) {
  const { db, institution } = world
  let found = db
    .selectFrom('people.assignment as a')
    .innerJoin('people.employee as e', (on) =>
      on.onRef('e.institution_id', '=', 'a.institution_id').onRef('e.id', '=', 'a.employee_id'),
    )
    .select(['e.id', 'e.nip', 'e.name'])
    .where('a.institution_id', '=', institution.id)
    .where('a.unit_id', '=', unit)
    .where('a.valid_to', 'is', null)
  found = found.where(({ exists, not, selectFrom }) => {
    const led = exists(
      selectFrom('people.assignment as s')
        .select('s.id')
        .whereRef('s.institution_id', '=', 'a.institution_id')
        .whereRef('s.superior_id', '=', 'a.employee_id')
        .where('s.valid_to', 'is', null),
    )
    return head ? led : not(led)
  })
  if (taken.size > 0) found = found.where('e.id', 'not in', [...taken])
  return found.orderBy('e.nip').limit(1).executeTakeFirst()
}
