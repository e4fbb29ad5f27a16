import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { permissions, routes } from '../../slices.ts'
import type { Route } from '../http/route.ts'
import { newId } from '../id.ts'
import { newPerson, ownDemoHouse, signInAs, type TestHouse } from './harness.ts'
import { marksIn, type Owner, ownerQuery, plantMarks } from './marks.ts'
import { addressOf, plausibleFields, sampleOf, sampleValues } from './visit.ts'

// What must be answered is decided here from plain facts, without a line of the product's access code: were they shared,
// a mistake would be in both.

const DAY = 86_400_000
const HELD = Object.keys(permissions)
const AT_ONCE = 5
const STRANGE_ID = '01900000-0000-7000-8000-000000000000'

type Grant = {
  readonly permissions: readonly string[]
  readonly when: 'now' | 'over' | 'future' | 'acting' | 'acting-over'
  /** The unit of this number, the whole institution, or the same person's account in another one. */
  readonly where: number | 'root' | 'neighbor'
}
type Person = {
  readonly number: number
  readonly grants: readonly Grant[]
  readonly session: 'alive' | 'none' | 'ended' | 'idle' | 'disabled'
}
type Unit = { readonly id: string; readonly parent: string | null }
type Institution = { readonly id: string; readonly slug: string; readonly root: string }
let house: TestHouse
let home: Institution
let neighbor: Institution
let units: readonly Unit[]
/** Employees that nobody gave a role yet, and who answers to whom. */
let employees: readonly { id: string; unit: string; superior: string | null }[]
let owners: ReadonlyMap<string, Owner>

beforeAll(async () => {
  house = await ownDemoHouse()
  owners = await plantMarks(house)
  const { rows } = await house.owner.query<Institution>(
    `select i.id, i.slug, u.id as root from organization.institution i
     join organization.unit u on u.institution_id = i.id and u.parent_id is null`,
  )
  home = rows.find(({ slug }) => slug === 'contoh')!
  neighbor = rows.find(({ slug }) => slug === 'teladan')!
  const found = await house.owner.query<Unit>(
    'select id, parent_id as parent from organization.unit where institution_id = $1 order by id',
    [home.id],
  )
  units = found.rows
  const staff = await house.owner.query(
    `select w.employee_id as id, w.unit_id as unit, w.superior_id as superior from people.assignment w
     where w.institution_id = $1 and w.valid_to is null order by w.employee_id`,
    [home.id],
  )
  employees = staff.rows
})

const grants = fc.record<Grant>({
  permissions: fc.uniqueArray(fc.constantFrom(...HELD), { minLength: 4, maxLength: HELD.length / 2 }),
  when: fc.constantFrom('now', 'now', 'acting', 'over', 'future', 'acting-over'),
  where: fc.oneof(
    { weight: 6, arbitrary: fc.nat() },
    { weight: 2, arbitrary: fc.constantFrom('root' as const, 'neighbor' as const) },
  ),
})
// Not leaning to small values: the first unit is the whole institution.
const people = fc.noBias(
  fc.record<Person>({
    number: fc.nat(),
    grants: fc.array(grants, { minLength: 1, maxLength: 5, size: 'max' }),
    session: fc.constant('alive' as const),
  }),
)

/** Rows as the administration writes them; a grant in the neighbor institution goes to the same person's account there. */
async function settle(person: Person): Promise<string | undefined> {
  const account = await accountOf(employees[person.number % employees.length]!.id)
  const elsewhere = await newPerson(house, neighbor, neighbor.root)
  const { now } = house.clock
  const at = (days: number) => new Date(now.getTime() + days * DAY)
  for (const grant of person.grants) {
    const place = grant.where === 'neighbor' ? neighbor : home
    const unit = typeof grant.where === 'number' ? unitOf(grant.where).id : place.root
    const role = newId()
    await house.owner.query(`insert into roles.role (institution_id, id, code, name) values ($1, $2, $3, 'Acak')`, [
      place.id,
      role,
      role,
    ])
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
    await house.owner.query(
      `insert into roles.grant (institution_id, id, account_id, role_id, unit_id, kind, valid_from, valid_to) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        place.id,
        newId(),
        grant.where === 'neighbor' ? elsewhere.account : account,
        role,
        unit,
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
async function accountOf(employee: string): Promise<string> {
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

/** Every other one an office, where the most rows lie. */
function unitOf(number: number): Unit {
  const among = number % 2 ? units : units.filter(({ parent }) => parent === home.root)
  return among[(number >> 1) % among.length]!
}

/** The units beneath this one, itself included. */
function beneath(unit: string): readonly string[] {
  return [unit, ...units.filter(({ parent }) => parent === unit).flatMap(({ id }) => beneath(id))]
}

/** In which units this person may do what, from the grants alone. */
function reachOf(person: Person): ReadonlyMap<string, ReadonlySet<string>> {
  const reach = new Map<string, Set<string>>()
  for (const { when, where, permissions: given } of person.grants) {
    if ((when !== 'now' && when !== 'acting') || where === 'neighbor') continue
    const root = where === 'root' ? home.root : unitOf(where).id
    for (const permission of given)
      for (const unit of beneath(root)) reach.set(permission, (reach.get(permission) ?? new Set()).add(unit))
  }
  // What has no unit counts only where it is held for the whole institution.
  for (const [permission, held] of reach)
    if (permissions[permission]?.whole && held.size < units.length) reach.delete(permission)
  return reach
}

/** A refused form of these is shown on a page that needs a second permission. */
const FORM_WITH: Readonly<Record<string, string>> = { '/survei/hasil/:unit/umumkan': 'survey.read' }

type Verdict = 'open' | 'sign-in' | 'forbidden'

function oracle(route: Route, person: Person): Verdict {
  if (route.access === 'public') return 'open'
  // API routes take keys, never the cookie of a browser.
  if (route.kind === 'api' || person.session !== 'alive') return 'sign-in'
  if (route.access === 'self') return 'open'
  const held = reachOf(person)
  const needed = [route.access, ...(route.kind === 'command' ? [FORM_WITH[route.path] ?? route.access] : [])]
  return needed.every((permission) => held.has(permission)) ? 'open' : 'forbidden'
}

function ask(route: Route, address: string, cookie: string | undefined, fields: Readonly<Record<string, string>> = {}) {
  const form = { payload: new URLSearchParams(fields).toString() }
  return house.app.inject({
    method: route.method,
    url: address,
    headers: {
      'sec-fetch-site': 'same-origin',
      ...(route.method === 'GET' ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(cookie ? { cookie } : {}),
    },
    ...(route.method === 'GET' ? {} : form),
  })
}

function verdictOf(route: Route, answer: Awaited<ReturnType<typeof ask>>): Verdict {
  const location = String(answer.headers.location ?? '')
  if (answer.statusCode === 303 && location.startsWith('/masuk?kembali=') && route.method === 'GET') return 'sign-in'
  if (answer.statusCode === 401) return 'sign-in'
  return answer.statusCode === 403 ? 'forbidden' : 'open'
}

/** What is published for everybody, and where. */
const PUBLISHED: Readonly<Record<string, RegExp>> = {
  'services.service': /./,
  'portal.story': /^\/i\/:institution(\/perubahan.*)?$/,
  'portal.article_version': /^\/i\/:institution\/pengetahuan/,
  'complaints.publication': /^\/i\/:institution\/(hasil-)?laporan/,
  // The name of whoever wished to stand by their report.
  'complaints.complaint': /^\/i\/:institution\/(hasil-)?laporan/,
  'oversight.card': /^\/i\/:institution\/kartu-nilai/,
  'policy.policy': /^\/i\/:institution\/kebijakan/,
  'performance.reward': /^\/i\/:institution\/penghargaan/,
  'practices.entry': /^\/i\/:institution\/praktik/,
  'practices.result': /^\/i\/:institution\/praktik/,
}
/** What everybody who works there may see, and where. */
const FOR_STAFF: Readonly<Record<string, RegExp>> = {
  // A part of the case was given to this person's unit.
  'complaints.complaint': /^\/pengaduan\/tugas\/:id$/,
  // Who was honoured.
  'people.employee': /^\/penghargaan$/,
  // What may be taken over from others.
  'practices.entry': /^\/praktik\/baru$/,
  // The four-question survey, which speaks about every unit.
  'questionnaires.version': /^\/kuesioner\/:id/,
}
/** Rows of these are within everybody's reach. */
const OF_EVERY_UNIT: Readonly<Record<string, string>> = {
  'questionnaires.questionnaire': `instrument = 'short_survey'`,
}
/** Permissions that open these rows on pages of another permission. */
const SEEN_WITH: Readonly<Record<string, readonly string[]>> = { 'needs.need': ['need.read'] }

function mayCome(route: Route, person: Person, { institution, table, unit, employee }: Owner): boolean {
  if (institution !== home.id) return false
  if (PUBLISHED[table]?.test(route.path)) return true
  if (person.session !== 'alive') return false
  if (unit === null || FOR_STAFF[table]?.test(route.path)) return true
  const me = employees[person.number % employees.length]!
  const owner = employees.find(({ id }) => id === employee)
  if (owner && (owner.id === me.id || owner.superior === me.id)) return true
  // On one's own pages: the names of those one works with, and what one's unit set out to do.
  const near = table === 'people.employee' || table === 'surveys.follow_up'
  if (route.access === 'self' && near && (beneath(me.unit).includes(unit) || employee === me.superior)) return true
  const reach = reachOf(person)
  return [route.access, ...(SEEN_WITH[table] ?? [])].some((permission) => reach.get(permission)?.has(unit))
}

type Sampled = { readonly name: string; readonly rows: readonly { value: string; unit: string }[] }
const sampledFrom = new Map<string, Sampled | undefined>()

/** Rows of the table that the sample of the route's last parameter is taken from, and the unit of each. */
async function rowsOf(route: Route): Promise<Sampled | undefined> {
  const sample = Object.entries(sampleOf(route) ?? {}).findLast(([name]) => route.path.includes(`:${name}`))
  if (!sample) return undefined
  const [name, statement] = sample
  if (sampledFrom.has(`${name} ${statement}`)) return sampledFrom.get(`${name} ${statement}`)
  const [, column, table] = /^select (\w+)(?: as \w+)? from ([a-z_0-9]+\.\w+)/.exec(statement) ?? []
  const owner = table && (await ownerQuery(house, table))
  const found =
    owner &&
    (await house.owner.query<{ value: string; unit: string }>(
      `select distinct on (unit) ${column} as value, ${owner} as unit from ${table} t
       where institution_id = $1 and not (${OF_EVERY_UNIT[table!] ?? 'false'}) order by unit`,
      [home.id],
    ))
  const rows = found ? found.rows.filter(({ unit }) => unit) : []
  sampledFrom.set(`${name} ${statement}`, rows.length === 0 ? undefined : { name, rows })
  return sampledFrom.get(`${name} ${statement}`)
}

const inside = routes.filter((route) => route.kind !== 'outside')
// Signing out is asked last: afterwards there is nobody to ask for.
const leaving = inside.filter((route) => route.audit === 'session.ended')
const staying = inside.filter((route) => !leaving.includes(route))
const seen = { marks: 0, within: 0, beyond: 0 }

/** Asks all of these as this person; what should not have been answered so. */
async function visit(person: Person, asked: readonly Route[]): Promise<string[]> {
  const cookie = await settle(person)
  const reach = person.session === 'alive' ? reachOf(person) : new Map<string, ReadonlySet<string>>()
  const wrong = new Set<string>()
  const read = (route: Route, { body, statusCode }: { body: string; statusCode: number }) => {
    if (statusCode >= 500) wrong.add(`${route.method} ${route.path}: ${statusCode}`)
    for (const mark of marksIn(body)) {
      const owner = owners.get(mark)!
      seen.marks++
      if (!mayCome(route, person, owner)) wrong.add(`${route.method} ${route.path}: a row of ${owner.table}`)
    }
  }
  const check = async (route: Route) => {
    const sampled = await rowsOf(route)
    const held = reach.get(route.access)
    const [beyond, within] = [false, true].map((wanted) => sampled?.rows.find(({ unit }) => held?.has(unit) === wanted))
    const addressWith = (row: { value: string } | undefined) =>
      addressOf(route, { institution: home.slug, ...(row ? { [sampled!.name]: row.value } : {}) }, STRANGE_ID)
    const answer = await ask(route, addressWith(beyond), cookie)
    const expected = oracle(route, person)
    const got = verdictOf(route, answer)
    if (got !== expected) wrong.add(`${route.method} ${route.path}: ${answer.statusCode} ${got}, not ${expected}`)
    read(route, answer)
    if (beyond) seen.beyond++
    if (beyond && answer.statusCode < 400) wrong.add(`${route.method} ${route.path}: ${answer.statusCode} out of reach`)
    if (!within || route.method !== 'GET') return
    seen.within++
    read(route, await ask(route, addressWith(within), cookie))
  }
  // Several at once: server and database work at the same time.
  for (let at = 0; at < asked.length; at += AT_ONCE) await Promise.all(asked.slice(at, at + AT_ONCE).map(check))
  return [...wrong]
}

test('random people with random roles are answered by every route as the grants alone say, with rows of their reach', async () => {
  await fc.assert(
    fc.asyncProperty(people, async (person) => {
      expect([...(await visit(person, staying)), ...(await visit(person, leaving))]).toEqual([])
    }),
    { numRuns: 6, endOnFailure: true },
  )
  expect(seen.marks).toBeGreaterThan(500)
  expect(seen.within).toBeGreaterThan(10)
  expect(seen.beyond).toBeGreaterThan(50)
})

test('a session that is missing, over, idle or of a disabled account opens what is public and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(people, async (person) => {
      const ends = ['none', 'ended', 'idle', 'disabled'] as const
      for (const [turn, session] of ends.entries()) {
        const share = inside.filter((_, index) => index % ends.length === turn)
        expect(await visit({ ...person, session }, share)).toEqual([])
      }
    }),
    { numRuns: 2, endOnFailure: true },
  )
})

test("an API key opens its scopes and its institution's routes, nothing else", async () => {
  const calls = routes.filter((route) => route.kind === 'api')
  expect(calls.length).toBeGreaterThan(0)
  for (const route of calls) {
    const answer = await ask(route, addressOf(route, {}, STRANGE_ID), undefined)
    expect(answer.statusCode, route.path).toBe(401)
    const forged = `sgp_${home.id.replaceAll('-', '')}_0123456789abcdef`
    const withKey = await house.app.inject({
      method: route.method,
      url: addressOf(route, {}, STRANGE_ID),
      headers: { authorization: `Bearer ${forged}.${'x'.repeat(43)}` },
    })
    expect(withKey.statusCode, route.path).toBe(401)
  }
})

test('a row of another institution is never found, not even with every permission', async () => {
  const { rows } = await house.owner.query<{ id: string; slug: string; root: string }>(
    `select i.id, i.slug, u.id as root from organization.institution i
     join organization.unit u on u.institution_id = i.id and u.parent_id is null
     where i.slug in ('contoh', 'teladan', 'sejahtera')`,
  )
  const at = (slug: string) => rows.find((row) => row.slug === slug)!
  const stranger = await newPerson(house, at('teladan'), at('teladan').root, HELD)
  const leaks: string[] = []
  let asked = 0
  for (const route of routes.filter((one) => sampleOf(one) && one.kind !== 'outside')) {
    const values = await sampleValues(house, at('contoh').id, route)
    if (!values || !Object.values(values).some((value) => /^[0-9a-f-]{36}$/.test(value))) continue
    asked++
    // The public pages of one institution asked for another one's row.
    const address = addressOf(route, { ...values, institution: 'teladan' })
    const answer = await ask(route, address, stranger.cookie, plausibleFields(route))
    const location = String(answer.headers.location ?? '')
    const refused = answer.statusCode >= 400 && answer.statusCode < 500
    if (!refused) leaks.push(`${route.method} ${route.path}: ${answer.statusCode} ${location}`)
  }
  expect(asked).toBeGreaterThan(20)
  expect(leaks).toEqual([])
})

test('a role that is taken away is gone at the next request', async () => {
  const { account } = await newPerson(house, home, home.root, ['unit.read'])
  const cookie = await signInAs(house, home, account)
  expect((await house.app.inject({ url: '/unit', headers: { cookie } })).statusCode).toBe(200)
  await house.owner.query('update roles.grant set valid_to = $3 where institution_id = $1 and account_id = $2', [
    home.id,
    account,
    house.clock.now,
  ])
  expect((await house.app.inject({ url: '/unit', headers: { cookie } })).statusCode).toBe(403)
})
