import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import sharp from 'sharp'
import { as, axeViolations, expect, fill, fitsWindow, send, signIn, test, visitor } from './steps.ts'

// One institution has one map: what one test sets, the next one reads.
test.describe.configure({ mode: 'serial' })

const home = `http://localhost:${process.env['E2E_PORT']}`
let tiles: Server
let asked: IncomingMessage[] = []
let origin = ''

test.beforeAll(async () => {
  const picture = await sharp({ create: { width: 256, height: 256, channels: 3, background: '#dde5d3' } })
    .png()
    .toBuffer()
  tiles = createServer((request, response) => {
    asked.push(request)
    response.setHeader('content-type', 'image/png').end(picture)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => tiles.once('listening', resolve))
  origin = `http://localhost:${(tiles.address() as AddressInfo).port}`
})

test.afterAll(() => {
  tiles.close()
})

/** A browser that may ask one stranger: everything it asks elsewhere, and what the policy or a script complains about. */
async function watched(browser: Browser, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options)
  const strangers: string[] = []
  const complaints: string[] = []
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (/^https?:$/.test(url.protocol) && url.origin !== home) strangers.push(`${request.resourceType()} ${url.origin}`)
  })
  context.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text())
  })
  context.on('weberror', (error) => complaints.push(String(error.error())))
  return { page: await context.newPage(), strangers, complaints }
}

async function toPlace(page: Page, subject: string): Promise<void> {
  await page.goto('/i/contoh/lapor')
  await fill(page, { kind: 'complaint' })
  await send(page, 'Lanjut')
  const about = page.locator('select[name=about]')
  await about.selectOption(await about.locator('option', { hasText: 'Akta Kelahiran' }).first().getAttribute('value'))
  await send(page, 'Lanjut')
  await fill(page, { asked: 'no' })
  await send(page, 'Lanjut')
  await fill(page, { subject, body: 'Lubang di jalan menuju loket akta makin besar sejak hujan hari Senin.' })
  await send(page, 'Lanjut')
  await expect(page.locator('h1')).toHaveText('Di mana kejadiannya?')
}

async function looksWell(page: Page): Promise<void> {
  expect(await axeViolations(page)).toEqual([])
  await fitsWindow(page)
}

function point(page: Page): Promise<[string, string]> {
  return page.evaluate(() => {
    const value = (name: string) => document.querySelector<HTMLInputElement>(`[name=${name}]`)!.value
    return [value('latitude'), value('longitude')] as [string, string]
  })
}

test('as long as nobody chose a map there is none, and nothing is asked of others', async ({ browser }) => {
  // A visitor's test fails on any request to another origin.
  const page = await visitor(browser)
  await toPlace(page, 'Jalan menuju loket berlubang')
  await expect(page.getByRole('button', { name: 'Gunakan posisi saya' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Tunjukkan di peta' })).toHaveCount(0)
  await page.goto('/i/contoh/statistik-pengaduan')
  await expect(page.getByRole('button', { name: 'Lihat di peta' })).toHaveCount(0)
})

test('an administrator names the server of the pictures; a wrong address is explained', async ({ browser }) => {
  const page = await as(browser, 'admin')
  await page.goto('/pengaduan/peta')
  await fill(page, { tiles: 'https://{s}.peta.example/{z}/{x}/{y}.png', attribution: '© Peta uji' })
  await page.getByRole('button', { name: 'Simpan peta' }).click()
  await expect(page.locator('[data-error-summary]')).toContainText('Tulis satu nama server')
  await expect(page.locator('[name=attribution]')).toHaveValue('© Peta uji')
  await fill(page, { tiles: `${origin}/{z}/{x}/{y}.png`, centre: '-5.00, 110.52', zoom: '12' })
  await send(page, 'Simpan peta')
  await expect(page.locator('main')).toContainText('Peta disimpan.')
})

for (const [width, colorScheme] of [
  [360, 'light'],
  [1280, 'dark'],
] as const)
  test(`the keyboard marks a point at ${width} in ${colorScheme}, pictures come from the chosen server only, the officer sees the point`, async ({
    browser,
  }) => {
    const { page, strangers, complaints } = await watched(browser, {
      viewport: { width, height: 800 },
      colorScheme,
      reducedMotion: 'reduce',
    })
    const subject = `Jalan menuju loket berlubang (${width})`
    const loaded: string[] = []
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname))
    asked = []
    await toPlace(page, subject)
    expect(loaded.filter((path) => /\/(map|leaflet)\.[^/]*$/.test(path))).toEqual([])
    expect(asked).toEqual([])
    await page.getByRole('button', { name: 'Tunjukkan di peta' }).focus()
    await page.keyboard.press('Enter')
    const map = page.getByRole('application', { name: 'Peta untuk menandai tempat kejadian' })
    await expect(map).toBeFocused()
    await expect.poll(() => asked.length).toBeGreaterThan(1)
    expect(await point(page)).toEqual(['', ''])
    // The centre of the map, then eight pixels up.
    await page.keyboard.press('Enter')
    const pin = page.getByRole('button', { name: /^Tanda tempat kejadian/ })
    await expect(pin).toBeFocused()
    const [south, west] = (await point(page)).map(Number)
    expect(Math.abs(south! + 5)).toBeLessThan(0.002)
    expect(Math.abs(west! - 110.52)).toBeLessThan(0.002)
    await page.keyboard.press('ArrowUp')
    const marked = await point(page)
    expect(Number(marked[0]) - south!).toBeGreaterThan(0.001)
    expect(Number(marked[1])).toBeCloseTo(west!, 3)
    await expect(page.locator('.map-box [role=status]')).toContainText('Tempat ditandai: ')
    await looksWell(page)
    // Taken back and marked again.
    await page.keyboard.press('Delete')
    expect(await point(page)).toEqual(['', ''])
    await page.keyboard.press('Enter')
    await page.keyboard.press('ArrowUp')
    expect(await point(page)).toEqual(marked)

    await send(page, 'Lanjut')
    await send(page, 'Lanjut')
    await fill(page, { privacy: 'anonymous' })
    await send(page, 'Lanjut')
    await expect(page.locator('main')).toContainText('titiknya ditandai')
    await expect(page.locator('input[data-riddle]')).not.toHaveValue('', { timeout: 20_000 })
    await send(page, 'Kirim laporan')
    await expect(page.locator('h1')).toHaveText('Laporan terkirim')
    expect([...new Set(strangers)]).toEqual([`image ${origin}`])
    // The server of the pictures learns which site asks, and nothing of the page, whose address is a secret.
    expect([...new Set(asked.map(({ headers }) => headers.referer))]).toEqual([`${home}/`])
    expect(complaints).toEqual([])

    const officer = await watched(browser, { viewport: { width, height: 800 }, colorScheme })
    await signIn(officer.page, 'pengaduan')
    await officer.page.goto(`/pengaduan?antrean=verify&q=${encodeURIComponent(subject)}`)
    await officer.page.getByRole('link', { name: subject }).first().click()
    const place = officer.page.locator('section', { has: officer.page.getByRole('heading', { name: 'Tempat' }) })
    await expect(place).toContainText(`Titik: ${Number(marked[0]).toFixed(4)}`)
    asked = []
    await place.getByRole('button', { name: 'Lihat di peta' }).click()
    await expect(officer.page.locator('.map-pin')).toBeVisible()
    await expect.poll(() => asked.length).toBeGreaterThan(1)
    await looksWell(officer.page)
    expect([...new Set(officer.strangers)]).toEqual([`image ${origin}`])
    expect(officer.complaints).toEqual([])
  })

test('the public map shows where many reports are, as the table beneath it says', async ({ browser }) => {
  const { page, strangers, complaints } = await watched(browser, { viewport: { width: 360, height: 800 } })
  await page.goto('/i/contoh/statistik-pengaduan')
  expect(strangers).toEqual([])
  await page.getByRole('button', { name: 'Lihat di peta' }).click()
  const circles = page.locator('.map-cell')
  await expect(circles.first()).toBeVisible()
  const table = page.locator('#peta table')
  for (const count of await circles.allTextContents()) {
    expect(Number(count)).toBeGreaterThanOrEqual(5)
    await expect(table).toContainText(count)
  }
  await looksWell(page)
  expect([...new Set(strangers)]).toEqual([`image ${origin}`])
  expect(complaints).toEqual([])
})

test('the map goes as it came', async ({ browser }) => {
  const page = await as(browser, 'admin')
  await page.goto('/pengaduan/peta')
  await send(page, 'Hapus peta')
  await expect(page.locator('main')).toContainText('Belum ada peta.')
})
