import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { permissions, routes } from '../../slices.ts'
import type { Route } from '../http/route.ts'
import { newClient, newPerson, ownDemoHouse, post, signInAs } from './harness.ts'
import { employeeOf, type Grant, halves, type Person, reachOf, readWorld, settle, type World } from './holders.ts'
import { marksIn, type Owner, plantMarks, wordsOf } from './marks.ts'
import { type OwnedRow, rowsOf } from './owned-rows.ts'
import { decidingOn, mayCome, reaches } from './sight.ts'
import { addressOf, fieldsOf, parametersOf, plausibleFields, sampleOf, sampleValues } from './visit.ts'

const HELD = Object.keys(permissions)
const AT_ONCE = 5
const STRANGE_ID = '01900000-0000-7000-8000-000000000000'

let world: World
let owners: ReadonlyMap<string, Owner>

beforeAll(async () => {
  const house = await ownDemoHouse()
  owners = await plantMarks(house)
  world = await readWorld(house)
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

const TOO: Readonly<Record<string, string>> = {
  // A refused form of it is shown on a page that needs a second permission.
  'POST /survei/hasil/:unit/umumkan': 'survey.read',
  // Each list names who changes it; this is the sample's.
  'GET /istilah/:set/tambah': 'vocabulary.manage',
  'POST /istilah/:set/tambah': 'vocabulary.manage',
  'POST /istilah/:set/kata/:slug': 'vocabulary.manage',
}

type Answer = Awaited<ReturnType<typeof ask>>
type Verdict = 'open' | 'sign-in' | 'forbidden'

function oracle(route: Route, person: Person): Verdict {
  if (route.access === 'public') return 'open'
  // API routes take keys, never the cookie of a browser.
  if (route.kind === 'api' || person.session !== 'alive') return 'sign-in'
  if (route.access === 'self') return 'open'
  const held = reachOf(world, person)
  const needed = [route.access, TOO[`${route.method} ${route.path}`] ?? route.access]
  return needed.every((permission) => held.has(permission)) ? 'open' : 'forbidden'
}

function ask(route: Route, address: string, cookie: string | undefined, fields: Readonly<Record<string, string>> = {}) {
  const form = { payload: new URLSearchParams(fields).toString() }
  return world.house.app.inject({
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

function verdictOf(route: Route, answer: Answer): Verdict {
  const location = String(answer.headers.location ?? '')
  if (answer.statusCode === 303 && location.startsWith('/masuk?kembali=') && route.method === 'GET') return 'sign-in'
  if (answer.statusCode === 401) return 'sign-in'
  return answer.statusCode === 403 ? 'forbidden' : 'open'
}

const inside = routes.filter((route) => route.kind !== 'outside')
// Signing out is asked last: afterwards there is nobody to ask for.
const leaving = inside.filter((route) => route.audit === 'session.ended')
const staying = inside.filter((route) => !leaving.includes(route))
const seen = { marks: 0, within: new Set<string>(), beyond: new Set<string>(), files: new Set<string>() }

/**
 * Asks all of these as this person, each for at most one row on either side; what should not have been answered so.
 * Sharing: lists by everybody, rows and files where nobody asked for them before; forms about no row are left to others.
 */
async function visit(person: Person, asked: readonly Route[], sharing = false): Promise<string[]> {
  const cookie = await settle(world, person)
  const reach = person.session === 'alive' ? reachOf(world, person) : new Map<string, ReadonlySet<string>>()
  const wrong = new Set<string>()
  const read = (route: Route, address: string, answer: Answer) => {
    if (answer.statusCode >= 500) wrong.add(`${route.method} ${route.path}: ${answer.statusCode}`)
    for (const mark of marksIn(wordsOf(answer))) {
      const owner = owners.get(mark)
      // A page names its own address, so what was asked for proves nothing.
      if (!owner || address.includes(mark)) continue
      seen.marks++
      if (!mayCome(world, route, person, owner)) wrong.add(`${route.method} ${route.path}: a row of ${owner.table}`)
    }
  }
  const check = async (route: Route) => {
    const owned = await rowsOf(world, route)
    const mayAsk = reach.has(decidingOn(route))
    const [beyond, within] = [false, true].map((wanted) =>
      owned.filter(({ units }) => mayAsk && (units.length === 0 || reaches(world, person, route, units)) === wanted),
    ) as [OwnedRow[], OwnedRow[]]
    const addressWith = (row: OwnedRow | undefined, more = {}) =>
      addressOf(route, { ...row?.values, institution: world.home.slug, ...more }, STRANGE_ID)
    const name = `${route.method} ${route.path}`
    const expected = oracle(route, person)
    const aboutRow = owned.length > 0
    if (!sharing || (aboutRow ? beyond[0] && !seen.beyond.has(name) : route.method === 'GET')) {
      const address = addressWith(beyond[0])
      const answer = await ask(route, address, cookie, beyond[0] && plausibleFields(route))
      const got = verdictOf(route, answer)
      if (got !== expected) wrong.add(`${name}: ${answer.statusCode} ${got}, not ${expected}`)
      read(route, address, answer)
      if (beyond[0]) seen.beyond.add(name)
      if (beyond[0] && answer.statusCode < 400)
        wrong.add(`${name}: ${answer.statusCode} out of reach (${Object.values(beyond[0].values)})`)
    }
    if (route.method !== 'GET') return
    if (within[0] && !(sharing && seen.within.has(name))) {
      seen.within.add(name)
      const address = addressWith(within[0])
      const answer = await ask(route, address, cookie)
      read(route, address, answer)
      if (within[0].sample && answer.statusCode >= 400)
        wrong.add(`${name}: ${answer.statusCode} within reach (${Object.values(within[0].values)})`)
    }
    if (!sharing || seen.files.has(name) || expected !== 'open' || (aboutRow && !within[0])) return
    seen.files.add(name)
    for (const form of formatsOf(route)) {
      const file = addressWith(within[0], form)
      read(route, file, await ask(route, file, cookie))
    }
  }
  // Several at once: server and database work at the same time.
  for (let at = 0; at < asked.length; at += AT_ONCE) await Promise.all(asked.slice(at, at + AT_ONCE).map(check))
  return [...wrong]
}

/** Each kind of file that a route offers, as its query. */
function formatsOf(route: Route): Record<string, string>[] {
  return fieldsOf(route)
    .filter(({ name }) => name === 'format' || name === 'bentuk')
    .flatMap(({ name, options }) => options.map((option) => ({ [name]: option })))
}

/**
 * What these speak about belongs to the institution, or to whoever made it (a file to import, an absence); of a course,
 * learners are shown by unit, which the marks tell.
 */
const OF_NO_UNIT =
  /^\/(jabatan|kalender|impor|kursus|layanan\/impor|pengawasan\/tim|pengaduan\/(templat|ketidakhadiran)|percakapan\/jawaban|peran\/pemberian)\//

test('of what two people share every row is refused to the one who does not reach it and shown to the other', async () => {
  const wrong: string[] = []
  const notPublic = staying.filter(({ access }) => access !== 'public')
  for (const person of halves(world)) wrong.push(...(await visit(person, notPublic, true)))
  expect(wrong.sort()).toEqual([])
  const notAsked = notPublic
    .filter(({ access, kind }) => kind !== 'api' && access !== 'self' && !permissions[access]?.whole)
    .filter((route) => parametersOf(route).length > 0 && !OF_NO_UNIT.test(route.path))
    .map((route) => `${route.method} ${route.path}`)
    .filter((address) => !seen.beyond.has(address))
  expect(notAsked).toEqual([])
})

/** Courses, the dictionary and days of reflection are the same for everybody who works there. */
const OF_EVERYBODY = /^\/(kompetensi\/kamus|refleksi)\/:id$|^\/belajar\/:id(\/(daftar|modul|tes).*)?$/
/** Rows of somebody else where the demonstration has none, or none that says whose it is. */
const OF_ANOTHER: Readonly<Record<string, string>> = {
  '/keamanan/sesi/:id/akhiri': 'select id from people.session where account_id = $1',
  '/keamanan/kunci-sandi/:id/hapus': `insert into people.passkey (institution_id, id, account_id, credential_id, public_key, counter, transports, name, created_at)
     select institution_id, gen_random_uuid(), id, 'another', '', 0, '{}', 'Kunci', now() from people.account where id = $1 returning id`,
  '/kotak-masuk/:id/buka':
    'select id from notifications.message where account_id is not null and $1::uuid is not null limit 1',
  '/refleksi/tujuan/:id': 'select id from performance.goal where $1::uuid is not null order by id desc limit 1',
}

test("what is one's own is refused to everybody else who asks for it by its id", async () => {
  const { house, home } = world
  const another = await newPerson(house, home, home.root)
  const goal = { body: 'Membaca berkas dengan teliti', due_on: '2050-01-31' }
  expect((await post(house, '/refleksi/tujuan', goal, another)).statusCode).toBe(303)
  // Without a role, leading nobody.
  const person: Person = { number: 202, grants: [], session: 'alive' }
  const me = employeeOf(world, person)
  const cookie = await settle(world, person)
  const wrong = new Set<string>()
  const own = staying.filter((route) => route.access === 'self' && parametersOf(route).length > 0)
  for (const route of own) {
    const name = `${route.method} ${route.path}`
    const statement = Object.entries(OF_ANOTHER).find(([path]) => `${route.path}/`.startsWith(`${path}/`))?.[1]
    const made = statement && (await house.owner.query<{ id: string }>(statement, [another.account])).rows
    const page = sampleOf(route) ? route : staying.find((one) => one.path === route.path && sampleOf(one))!
    const found = (await rowsOf(world, page)).filter(({ employee }) => employee !== me.id)
    const rows = made || found.slice(0, 3).map(({ values }) => values)
    if (rows.length === 0 && !OF_EVERYBODY.test(route.path)) wrong.add(`${name}: asked for nothing`)
    for (const values of rows) {
      const address = addressOf(route, values, STRANGE_ID)
      const answer = await ask(route, address, cookie, plausibleFields(route))
      if (answer.statusCode !== 404 && !OF_EVERYBODY.test(route.path)) wrong.add(`${name}: ${answer.statusCode}`)
      for (const mark of marksIn(wordsOf(answer))) {
        const owner = owners.get(mark)
        if (owner && !address.includes(mark) && !mayCome(world, route, person, owner))
          wrong.add(`${name}: a row of ${owner.table}`)
      }
    }
  }
  expect([...wrong]).toEqual([])
})

test('random people with random roles are answered by every route as the grants alone say, with rows of their reach', async () => {
  await fc.assert(
    fc.asyncProperty(people, async (person) => {
      expect([...(await visit(person, staying)), ...(await visit(person, leaving))]).toEqual([])
    }),
    { numRuns: 2, endOnFailure: true },
  )
  expect(seen.marks).toBeGreaterThan(500)
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
  const { house, home } = world
  const calls = routes.filter((route) => route.kind === 'api')
  const scopes = [...new Set(calls.map(({ access }) => access))]
  expect(scopes.length).toBeGreaterThan(5)
  const call = async (route: Route, headers: Record<string, string>) => {
    const values = await sampleValues(house, home.id, route)
    return house.app.inject({ method: route.method, url: addressOf(route, values ?? {}, STRANGE_ID), headers })
  }
  const forged = `sgp_${home.id.replaceAll('-', '')}_0123456789abcdef`
  for (const route of calls) {
    expect((await call(route, {})).statusCode, route.path).toBe(401)
    const answer = await call(route, { authorization: `Bearer ${forged}.${'x'.repeat(43)}` })
    expect(answer.statusCode, route.path).toBe(401)
  }
  const wrong: string[] = []
  let rows = 0
  for (const scope of scopes) {
    const key = await newClient(house, home, [scope])
    for (const route of calls) {
      const answer = await call(route, key)
      const opened = route.access === scope || route.or === scope
      if ((answer.statusCode === 403) === opened || answer.statusCode === 401 || answer.statusCode >= 500)
        wrong.push(`${scope}: ${route.method} ${route.path}: ${answer.statusCode}`)
      const found = [...marksIn(wordsOf(answer))].flatMap((mark) => owners.get(mark) ?? [])
      rows += found.length
      if (found.some(({ institution }) => institution !== home.id)) wrong.push(`${route.path}: a neighbor's row`)
    }
  }
  expect(wrong).toEqual([])
  expect(rows).toBeGreaterThan(20)
})

test('a row of another institution is never found, not even with every permission', async () => {
  const { rows } = await world.house.owner.query<{ id: string; slug: string; root: string }>(
    `select i.id, i.slug, u.id as root from organization.institution i
     join organization.unit u on u.institution_id = i.id and u.parent_id is null
     where i.slug in ('contoh', 'teladan', 'sejahtera')`,
  )
  const at = (slug: string) => rows.find((row) => row.slug === slug)!
  const stranger = await newPerson(world.house, at('teladan'), at('teladan').root, HELD)
  const leaks: string[] = []
  let asked = 0
  for (const route of routes.filter((one) => sampleOf(one) && one.kind !== 'outside')) {
    const values = await sampleValues(world.house, at('contoh').id, route)
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
  const { account } = await newPerson(world.house, world.home, world.home.root, ['unit.read'])
  const cookie = await signInAs(world.house, world.home, account)
  expect((await world.house.app.inject({ url: '/unit', headers: { cookie } })).statusCode).toBe(200)
  await world.house.owner.query('update roles.grant set valid_to = $3 where institution_id = $1 and account_id = $2', [
    world.home.id,
    account,
    world.house.clock.now,
  ])
  expect((await world.house.app.inject({ url: '/unit', headers: { cookie } })).statusCode).toBe(403)
})
