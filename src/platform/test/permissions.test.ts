import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { permissions, routes } from '../../slices.ts'
import type { Route } from '../http/route.ts'
import { newId } from '../id.ts'
import {
  demoHouse,
  newInstitution,
  newPerson,
  newUnit,
  signInAs,
  type TestHouse,
  type TestInstitution,
} from './harness.ts'
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
  readonly where: 'root' | 'branch' | 'neighbor'
}
type Person = { readonly grants: readonly Grant[]; readonly session: 'alive' | 'none' | 'ended' | 'idle' | 'disabled' }

let house: TestHouse
let institutions: readonly (TestInstitution & { branch: string })[]

beforeAll(async () => {
  house = await demoHouse()
  institutions = await Promise.all(
    [0, 1].map(async () => {
      const institution = await newInstitution(house)
      return { ...institution, branch: await newUnit(house, institution, institution.root) }
    }),
  )
})

const grants = fc.record<Grant>({
  permissions: fc.uniqueArray(fc.constantFrom(...HELD), { minLength: 4, maxLength: HELD.length / 2 }),
  when: fc.constantFrom('now', 'now', 'acting', 'over', 'future', 'acting-over'),
  where: fc.constantFrom('root', 'branch', 'branch', 'neighbor'),
})
const people = fc.record<Person>({
  grants: fc.array(grants, { minLength: 1, maxLength: 5, size: 'max' }),
  session: fc.oneof(
    { weight: 8, arbitrary: fc.constant('alive' as const) },
    { weight: 2, arbitrary: fc.constantFrom('none' as const, 'ended' as const, 'idle' as const, 'disabled' as const) },
  ),
})

/** Rows as the administration writes them; a grant in the neighbor institution goes to the same person's account there. */
async function settle(person: Person): Promise<string | undefined> {
  const home = institutions[0]!
  const neighbor = institutions[1]!
  const { account, cookie } = await newPerson(house, home, home.branch)
  const elsewhere = await newPerson(house, neighbor, neighbor.root)
  const { now } = house.clock
  const at = (days: number) => new Date(now.getTime() + days * DAY)
  for (const grant of person.grants) {
    const place = grant.where === 'neighbor' ? neighbor : home
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
        grant.where === 'branch' ? home.branch : place.root,
        grant.when.startsWith('acting') ? 'plt' : 'definitive',
        from,
        to,
      ],
    )
  }
  if (person.session === 'none') return undefined
  const session = (change: string) =>
    house.owner.query(`update people.session set ${change} where institution_id = $1 and account_id = $2`, [
      home.id,
      account,
    ])
  if (person.session === 'ended') await session(`expires_at = now() - interval '1 minute'`)
  if (person.session === 'idle') await session(`seen_at = now() - interval '3 hours'`)
  if (person.session === 'disabled')
    await house.owner.query('update people.account set disabled_at = now() where institution_id = $1 and id = $2', [
      home.id,
      account,
    ])
  return cookie
}

/** What this person may do, from the grants alone. */
function heldBy(person: Person): ReadonlySet<string> {
  return new Set(
    person.grants
      .filter(({ when, where }) => (when === 'now' || when === 'acting') && where !== 'neighbor')
      .flatMap(({ where, permissions: given }) =>
        given.filter((permission) => where === 'root' || permissions[permission]?.whole !== true),
      ),
  )
}

/** A refused form of these is shown on a page that needs a second permission. */
const SHOWN_WITH: Readonly<Record<string, string>> = { '/survei/hasil/:unit/umumkan': 'survey.read' }

type Verdict = 'open' | 'sign-in' | 'forbidden'

function oracle(route: Route, person: Person): Verdict {
  if (route.access === 'public') return 'open'
  // API routes take keys, never the cookie of a browser.
  if (route.kind === 'api' || person.session !== 'alive') return 'sign-in'
  if (route.access === 'self') return 'open'
  const held = heldBy(person)
  const needed = [route.access, ...(route.kind === 'command' ? [SHOWN_WITH[route.path] ?? route.access] : [])]
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

test('random people with random roles are answered by every route as the grants alone say', async () => {
  const inside = routes.filter((route) => route.kind !== 'outside')
  // Signing out is asked last: afterwards there is nobody to ask for.
  const leaving = inside.filter((route) => route.audit === 'session.ended')
  const staying = inside.filter((route) => !leaving.includes(route))
  await fc.assert(
    fc.asyncProperty(people, async (person) => {
      const cookie = await settle(person)
      const wrong: string[] = []
      const check = async (route: Route) => {
        const values = { institution: institutions[0]!.slug }
        const answer = await ask(route, addressOf(route, values, STRANGE_ID), cookie)
        const expected = oracle(route, person)
        const got = verdictOf(route, answer)
        if (got !== expected) wrong.push(`${route.method} ${route.path}: ${answer.statusCode} ${got}, not ${expected}`)
        if (answer.statusCode >= 500) wrong.push(`${route.method} ${route.path}: ${answer.statusCode}`)
      }
      // Several at once, so that the server and its database work at the same time.
      for (let at = 0; at < staying.length; at += AT_ONCE) await Promise.all(staying.slice(at, at + AT_ONCE).map(check))
      for (const route of leaving) await check(route)
      expect(wrong).toEqual([])
    }),
    { numRuns: 10, endOnFailure: true },
  )
})

test("an API key opens its scopes and its institution's routes, nothing else", async () => {
  const calls = routes.filter((route) => route.kind === 'api')
  expect(calls.length).toBeGreaterThan(0)
  for (const route of calls) {
    const answer = await ask(route, addressOf(route, {}, STRANGE_ID), undefined)
    expect(answer.statusCode, route.path).toBe(401)
    const forged = `sgp_${institutions[0]!.id.replaceAll('-', '')}_0123456789abcdef`
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
  const home = institutions[0]!
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
