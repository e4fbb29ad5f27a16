import { permissions } from '../../slices.ts'
import { newId } from '../id.ts'
import { newPerson, signInAs, type TestHouse } from './harness.ts'

// People and what they hold, with what follows from it, from plain facts and without a line of the product's access code:
// were they shared, a mistake would be in both.

export const DAY = 86_400_000

export type Grant = {
  readonly permissions: readonly string[]
  readonly when: 'now' | 'over' | 'future' | 'acting' | 'acting-over'
  /** These units, the unit of this number, the whole institution, or the same person's account in another one. */
  readonly where: readonly string[] | number | 'root' | 'neighbor'
}
export type Person = {
  readonly number: number
  readonly grants: readonly Grant[]
  readonly session: 'alive' | 'none' | 'ended' | 'idle' | 'disabled'
}
type Unit = { readonly id: string; readonly parent: string | null }
type Institution = { readonly id: string; readonly slug: string; readonly root: string }

/** The demonstration's institution, in which everybody works, and one beside it. */
export type World = {
  readonly house: TestHouse
  readonly home: Institution
  readonly neighbor: Institution
  readonly units: readonly Unit[]
  /** Employees that nobody gave a role yet, and who answers to whom. */
  readonly employees: readonly { id: string; unit: string; superior: string | null }[]
}

export async function readWorld(house: TestHouse): Promise<World> {
  const { rows } = await house.owner.query<Institution>(
    `select i.id, i.slug, u.id as root from organization.institution i
     join organization.unit u on u.institution_id = i.id and u.parent_id is null`,
  )
  const home = rows.find(({ slug }) => slug === 'contoh')!
  const units = await house.owner.query<Unit>(
    'select id, parent_id as parent from organization.unit where institution_id = $1 order by id',
    [home.id],
  )
  const staff = await house.owner.query(
    `select w.employee_id as id, w.unit_id as unit, w.superior_id as superior from people.assignment w
     where w.institution_id = $1 and w.valid_to is null order by w.employee_id`,
    [home.id],
  )
  const neighbor = rows.find(({ slug }) => slug === 'teladan')!
  return { house, home, neighbor, units: units.rows, employees: staff.rows }
}

/**
 * Two people between whom every permission reaches every office: what one holds in this half of them, the other holds in
 * that half, and of two permissions side by side each lies in another half.
 */
export function halves({ home, units }: World): readonly [Person, Person] {
  const offices = units.filter(({ parent }) => parent === home.root).map(({ id }) => id)
  const held = Object.keys(permissions)
  const whole = held.filter((permission) => permissions[permission]?.whole)
  const ofUnits = held.filter((permission) => !whole.includes(permission))
  const share = (permission: string) => ofUnits.indexOf(permission) % 2
  const person = (half: number): Person => ({
    // Neither leads anything: reports about somebody are hidden from them.
    number: 200 + half,
    session: 'alive',
    grants: [
      { permissions: whole, when: 'now', where: 'root' },
      ...[0, 1].map((one) => ({
        permissions: ofUnits.filter((permission) => share(permission) === one),
        when: 'now' as const,
        where: offices.filter((_, index) => index % 2 === (half + one) % 2),
      })),
    ],
  })
  return [person(0), person(1)]
}

/** Who is asking, among the employees. */
export function employeeOf({ employees }: World, { number }: Person) {
  return employees[number % employees.length]!
}

/** Rows as the administration writes them; a grant in the neighbor institution goes to the same person's account there. */
export async function settle(world: World, person: Person): Promise<string | undefined> {
  const { house, home, neighbor } = world
  const account = await accountOf(world, employeeOf(world, person).id)
  const elsewhere = await newPerson(house, neighbor, neighbor.root)
  const { now } = house.clock
  const at = (days: number) => new Date(now.getTime() + days * DAY)
  for (const grant of person.grants) {
    const place = grant.where === 'neighbor' ? neighbor : home
    const role = newId()
    await house.owner.query(
      `insert into roles.role (institution_id, id, code, name) values ($1, $2, $3, 'Acak ' || $3)`,
      [place.id, role, role],
    )
    await house.owner.query(
      'insert into roles.role_permission (institution_id, role_id, permission) select $1, $2, unnest($3::text[])',
      [place.id, role, grant.permissions],
    )
    const [from, to] = {
      now: [at(-9), null],
      over: [at(-9), at(-1)],
      future: [at(1), null],
      acting: [at(-1), at(1)],
      'acting-over': [at(-9), new Date(now.getTime() - 1)],
    }[grant.when]
    const roots = grant.where === 'neighbor' ? [neighbor.root] : rootsOf(world, grant.where)
    await house.owner.query(
      `insert into roles.grant (institution_id, id, account_id, role_id, unit_id, kind, valid_from, valid_to)
       select $1, gen_random_uuid(), $2, $3, unnest($4::uuid[]), $5::roles.grant_kind, $6, $7`,
      [
        place.id,
        grant.where === 'neighbor' ? elsewhere.account : account,
        role,
        roots,
        grant.when.startsWith('acting') ? 'plt' : 'definitive',
        from,
        to,
      ],
    )
  }
  if (person.session === 'none') return undefined
  const cookie = await signInAs(house, home, account)
  // By the clock that the application reads: this run may have taken minutes already.
  const session = (column: string, instant: Date) =>
    house.owner.query(`update people.session set ${column} = $3 where institution_id = $1 and account_id = $2`, [
      home.id,
      account,
      instant,
    ])
  if (person.session === 'ended') await session('expires_at', new Date(now.getTime() - 60_000))
  if (person.session === 'idle') await session('seen_at', at(-1 / 8))
  if (person.session === 'disabled')
    await house.owner.query('update people.account set disabled_at = now() where institution_id = $1 and id = $2', [
      home.id,
      account,
    ])
  return cookie
}

/** The account of an employee as if it were new. */
async function accountOf({ house, home }: World, employee: string): Promise<string> {
  const { rows } = await house.owner.query<{ id: string }>(
    `insert into people.account (institution_id, id, employee_id, name, created_at) values ($1, $2, $3, 'Pegawai acak', now())
     on conflict (institution_id, employee_id) do update set disabled_at = null returning id`,
    [home.id, newId(), employee],
  )
  await house.owner.query('delete from roles.grant where institution_id = $1 and account_id = $2', [
    home.id,
    rows[0]!.id,
  ])
  return rows[0]!.id
}

/** For a number every other time an office, where the most rows lie. */
function rootsOf({ home, units }: World, where: readonly string[] | number | 'root'): readonly string[] {
  if (where === 'root') return [home.root]
  if (typeof where !== 'number') return where
  const among = where % 2 ? units : units.filter(({ parent }) => parent === home.root)
  return [among[(where >> 1) % among.length]!.id]
}

/** The units beneath this one, itself included. */
export function beneath(world: World, unit: string): readonly string[] {
  return [unit, ...world.units.filter(({ parent }) => parent === unit).flatMap(({ id }) => beneath(world, id))]
}

const reaches = new WeakMap<Person, ReadonlyMap<string, ReadonlySet<string>>>()

/** In which units this person may do what, from the grants alone. */
export function reachOf(world: World, person: Person): ReadonlyMap<string, ReadonlySet<string>> {
  const known = reaches.get(person) ?? readReach(world, person)
  reaches.set(person, known)
  return known
}

function readReach(world: World, person: Person): ReadonlyMap<string, ReadonlySet<string>> {
  const reach = new Map<string, Set<string>>()
  for (const { when, where, permissions: given } of person.grants) {
    if ((when !== 'now' && when !== 'acting') || where === 'neighbor') continue
    const units = rootsOf(world, where).flatMap((root) => beneath(world, root))
    for (const permission of given)
      for (const unit of units) reach.set(permission, (reach.get(permission) ?? new Set()).add(unit))
  }
  // What has no unit counts only where it is held for the whole institution.
  for (const [permission, held] of reach)
    if (permissions[permission]?.whole && held.size < world.units.length) reach.delete(permission)
  return reach
}
