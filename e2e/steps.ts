import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import {
  type APIRequestContext,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Locator,
  type Page,
  request,
} from '@playwright/test'
import type axe from 'axe-core'
import sharp from 'sharp'
import { DEMO_PASSWORD } from '../src/demo/accounts.ts'
import { localDate } from '../src/platform/i18n.ts'

export { expect } from '@playwright/test'

// A worker runs one test after the other, so that what is heard belongs to the one that runs.
let heard: string[] = []

const HOME = `http://localhost:${process.env['E2E_PORT']}`

function listen(context: BrowserContext, home: string): void {
  context.on('request', (request) => {
    const url = request.url()
    if (/^https?:/.test(url) && !url.startsWith(`${home}/`)) heard.push(`asked a stranger: ${url}`)
  })
  context.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) heard.push(message.text())
  })
  context.on('weberror', (error) => heard.push(String(error.error())))
  context.on('response', (response) => {
    if (response.status() >= 500) heard.push(`${response.status()} at ${response.url()}`)
  })
}

/**
 * Every test also fails on a request to a stranger, a break of the content security policy, a 5xx, an error in a script.
 * Its windows are closed behind it: an open one is drawn and keeps its timers until the last test has ended.
 */
export const test = base.extend<{ quiet: undefined }>({
  quiet: [
    async ({ browser, context }, use) => {
      heard = []
      listen(context, HOME)
      await use(undefined)
      const found = heard
      const others = browser.contexts().filter((one) => one !== context)
      await Promise.all(others.map((one) => one.close()))
      expect(found).toEqual([])
    },
    { auto: true },
  ],
})

export const PHONE = { width: 360, height: 740 }

/** The date so many days from now, by the clock of the demonstration's institution, whatever zone the machine is in. */
export function daysFromNow(days: number): string {
  return localDate(new Date(Date.now() + days * 86_400_000))
}

/** A day of the month so many months from this one. */
export function day(months: number, ofMonth = 1): string {
  const [year = 0, month = 0] = daysFromNow(0).split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + months, ofMonth)).toISOString().slice(0, 10)
}

/** A browser of its own, of somebody nobody knows. `baseURL` is another server that the test has started. */
export async function visitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options)
  listen(context, options.baseURL ?? HOME)
  return context.newPage()
}

/** A person of the demonstration by the first part of their address: pengaduan, sdm, pimpinan … */
export async function signIn(page: Page, who: string): Promise<void> {
  await page.goto('/i/contoh/masuk')
  const form = page.locator('main form').first()
  await form.locator('[name=login]').fill(`${who}@contoh.example`)
  await form.locator('[name=password]').fill(DEMO_PASSWORD)
  await form.locator('button[type=submit]').click()
  await expect(page.locator('h1')).toHaveText('Hari ini')
}

// Whoever signed in once stays so for the other tests of this worker.
const known = new Map<string, StorageState>()
type StorageState = Awaited<ReturnType<APIRequestContext['storageState']>>

/** What the browser of a person keeps after the sign-in form; the form itself is for the tests that are about it. */
async function keptBy(who: string): Promise<StorageState> {
  const found = known.get(who)
  if (found) return found
  const state = await enter(who, HOME)
  known.set(who, state)
  return state
}

async function enter(who: string, home: string): Promise<StorageState> {
  const door = await request.newContext({ baseURL: home })
  const answer = await door.post('/i/contoh/masuk', {
    form: { login: `${who}@contoh.example`, password: DEMO_PASSWORD },
    headers: { 'sec-fetch-site': 'same-origin' },
    maxRedirects: 0,
  })
  expect(answer.headers()['location']).toBe('/hari-ini')
  const state = await door.storageState()
  await door.dispose()
  return state
}

/** What this person may ask for, without a window. */
export async function requestsOf(who: string): Promise<APIRequestContext> {
  return request.newContext({ baseURL: HOME, storageState: await keptBy(who) })
}

/** A window of their own, signed in, with no page in it yet. */
export async function as(browser: Browser, who: string, options: { script?: boolean } = {}): Promise<Page> {
  return visitor(browser, { javaScriptEnabled: options.script ?? true, storageState: await keptBy(who) })
}

/** The same at another server, where they sign in anew. */
export async function asAt(browser: Browser, baseURL: string, who: string): Promise<Page> {
  return visitor(browser, { baseURL, storageState: await enter(who, baseURL) })
}

type Value = string | true | readonly string[]

/** Fills a form by the names of its fields: text, choices, boxes, lists; the label is checked by the accessibility tests. */
export async function fill(scope: Page | Locator, fields: Readonly<Record<string, Value>>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    const field = ('goto' in scope ? scope.locator('main') : scope).locator(`[name="${name}"]:not([type=hidden])`)
    const kind = await field.first().evaluate((element) => `${element.tagName} ${(element as HTMLInputElement).type}`)
    if (kind.endsWith('radio') || kind.endsWith('checkbox')) {
      const wanted = value === true ? [undefined] : typeof value === 'string' ? [value] : value
      for (const one of wanted) {
        const box = one === undefined ? field.first() : scope.locator(`[name="${name}"][value="${one}"]`)
        // The label lies over the box, as for a finger.
        await box.check({ force: true })
      }
    } else if (kind.startsWith('SELECT')) await field.selectOption(value as string)
    else await field.fill(value as string)
  }
}

/** Ticks the box of this name whose label says so. */
export async function tick(page: Page, name: string, label: string): Promise<void> {
  await page
    .locator(`xpath=//input[@name="${name}" and @id=//label[normalize-space()="${label}"]/@for]`)
    .check({ force: true })
}

/** Sends the form that has this button and waits for the next page; shows what the form complains about. */
export async function send(page: Page, button: string | RegExp): Promise<void> {
  const before = page.url()
  // A file may go ahead of its form.
  const answer = page.waitForResponse((response) => response.request().method() === 'POST' && !isAhead(response.url()))
  await page.locator('main').getByRole('button', { name: button }).first().click()
  const status = (await answer).status()
  await page.waitForLoadState()
  if (status >= 400) throw new Error(`${button} at ${before}: ${status} ${await complaint(page)}`)
}

function isAhead(url: string): boolean {
  return new URL(url).pathname.endsWith('/unggah')
}

async function complaint(page: Page): Promise<string> {
  const summary = page.locator('[data-error-summary]')
  const told = (await summary.count()) > 0 ? summary : page.locator('main')
  return (await told.textContent()) ?? ''
}

/** Unfolds all that a page keeps folded. */
export function openAll(page: Page): Promise<void> {
  return page.locator('main details').evaluateAll((all) => {
    for (const one of all as HTMLDetailsElement[]) one.open = true
  })
}

/** Waits until a photo is shown: on a busy machine it is cleaned only after the page that shows it. */
export async function shown(image: Locator): Promise<void> {
  const width = () => image.evaluate((found: HTMLImageElement) => (found.complete ? found.naturalWidth : -1))
  await expect(async () => {
    if ((await width()) === 0) await image.page().reload()
    expect(await width()).toBeGreaterThan(0)
  }).toPass({ timeout: 60_000 })
}

export function photo(): Promise<Buffer> {
  return sharp({ create: { width: 640, height: 480, channels: 3, background: '#8a6d3b' } })
    .jpeg()
    .toBuffer()
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds on the page as it looks now. */
export async function axeViolations(page: Page): Promise<string[]> {
  // It stays until the page is left: for the second look it is neither sent nor compiled again.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  return page.evaluate(async () => {
    const run: typeof axe.run = Reflect.get(window, 'axe').run
    const { violations } = await run(document, { resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 150)).join(' | ')}`)
  })
}

/** The whole page is as wide as the window: nothing makes it scroll sideways. */
export async function fitsWindow(page: Page): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(wide, `${page.url()} scrolls sideways`).toBeLessThanOrEqual(0)
}

/** A report of a citizen on one page; what its receipt says. */
export async function fileReport(page: Page, words: Readonly<Record<string, Value>> = {}) {
  await page.goto('/i/contoh/lapor/singkat')
  const about = page.locator('select[name=about]')
  await about.selectOption(await about.locator('option', { hasText: 'Akta Kelahiran' }).first().getAttribute('value'))
  await fill(page, {
    kind: 'complaint',
    subject: 'Loket akta tutup sebelum jamnya',
    body: 'Saya datang pukul 14.00 dan loket sudah ditutup.',
    privacy: 'anonymous',
    ...words,
  })
  await send(page, 'Kirim laporan')
  await expect(page.locator('h1')).toHaveText('Laporan terkirim')
  const said = (await page.locator('main').textContent())!
  const [, code, key] = /([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})-([0-9A-HJKMNP-TV-Z]{6})/.exec(said)!
  return { code: code!, key: key! }
}

/** An officer accepts the report, when it is new, and answers it. */
export async function answerReport(
  officer: Page,
  code: string,
  words: string,
  fresh: false | { theme: string } = { theme: 'kecepatan' },
): Promise<void> {
  await officer.goto(`/pengaduan?q=${code}`)
  if (fresh) {
    await fill(officer, { class: 'ordinary', ...fresh })
    const unit = officer.locator('form[action$="/verifikasi"] select[name=unit]')
    if ((await unit.inputValue()) === '') await unit.selectOption({ label: 'Dinas Kependudukan dan Pencatatan Sipil' })
    await send(officer, 'Terima dan teruskan')
    await officer.getByRole('link', { name: 'Mulai menangani' }).click()
    await send(officer, 'Mulai menangani')
  }
  await officer.getByRole('link', { name: 'Jawab', exact: true }).click()
  await fill(officer, { outcome: 'resolved' })
  await officer.locator('form[action$="/jawab"] textarea').first().fill(words)
  await send(officer, 'Kirim jawaban kepada pelapor')
}
