import type { Browser, Page } from '@playwright/test'
import { type Road, road } from './road.ts'
import { as, expect, fill, send, test } from './steps.ts'

let way: Road
test.beforeEach(async () => {
  way = await road()
})
test.afterEach(() => way.close())

async function traveller(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: way.address, viewport: { width: 360, height: 740 } })
  const page = await context.newPage()
  await page.goto('/i/contoh')
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  return page
}

async function toStory(page: Page): Promise<void> {
  await page.goto('/i/contoh/lapor')
  await fill(page, { kind: 'complaint' })
  await send(page, 'Lanjut')
  const about = page.locator('select[name=about]')
  await about.selectOption(await about.locator('option', { hasText: 'Akta Kelahiran' }).first().getAttribute('value'))
  await send(page, 'Lanjut')
  await fill(page, { asked: 'no' })
  await send(page, 'Lanjut')
}

function press(page: Page, name: string | RegExp): Promise<void> {
  return page.locator('main').getByRole('button', { name }).first().click()
}

const BODY = 'Petugas loket sabar sekali.\nIbu saya yang sudah tua dibantu sampai "selesai" & tersenyum.'

test('a story that does not get through waits on its page and goes by itself when the line is back', async ({
  browser,
}) => {
  const page = await traveller(browser)
  await toStory(page)
  await fill(page, { subject: 'Terima kasih untuk loket akta', body: BODY })
  way.state = 'closed'
  await press(page, 'Lanjut')
  await expect(page.locator('h1')).toHaveText('Belum terkirim')
  way.state = 'open'
  await expect(page.locator('h1')).toHaveText('Di mana kejadiannya?', { timeout: 15_000 })
  await page.getByRole('link', { name: 'Kembali' }).click()
  await expect(page.locator('[name=subject]')).toHaveValue('Terima kasih untuk loket akta')
  await expect(page.locator('[name=body]')).toHaveValue(BODY)
})

test('whoever goes back instead finds what was typed, on every page of the form', async ({ browser }) => {
  const page = await traveller(browser)
  await toStory(page)
  await fill(page, { subject: 'Terima kasih lagi', body: BODY })
  await send(page, 'Lanjut')
  const place = { place: 'Depan loket 3', rt: '4' }
  await fill(page, place)
  await failAndComeBack(page, place)
  await send(page, 'Lanjut')
  await send(page, 'Lanjut')
  const contact = { reporter_name: 'Sari', reporter_email: 'sari@contoh.example' }
  await fill(page, { privacy: 'anonymous', ...contact })
  await failAndComeBack(page, contact)
  await expect(page.locator('[name=privacy][value=anonymous]')).toBeChecked()
  await send(page, 'Lanjut')
  await expect(page.locator('main')).toContainText('sari@contoh.example')
})

async function failAndComeBack(page: Page, typed: Readonly<Record<string, string>>): Promise<void> {
  way.state = 'closed'
  await press(page, 'Lanjut')
  await expect(page.locator('h1')).toHaveText('Belum terkirim')
  await page.goBack().catch(() => undefined)
  way.state = 'open'
  await page.reload()
  for (const [name, value] of Object.entries(typed)) await expect(page.locator(`[name=${name}]`)).toHaveValue(value)
}

test('when the answer to the last button is lost, sending again gives one report', async ({ browser }) => {
  const page = await traveller(browser)
  const subject = `Satu saja ${Date.now()}`
  await toStory(page)
  await fill(page, { subject, body: BODY })
  await send(page, 'Lanjut')
  await send(page, 'Lanjut')
  await send(page, 'Lanjut')
  await fill(page, { privacy: 'anonymous' })
  await send(page, 'Lanjut')
  await expect(page.locator('input[data-riddle]')).not.toHaveValue('', { timeout: 20_000 })
  way.state = 'deaf'
  await press(page, 'Kirim laporan')
  await expect(page.locator('h1')).toHaveText('Belum terkirim')
  expect(way.lost).toBeGreaterThan(0)
  way.state = 'open'
  await press(page, 'Kirim lagi')
  await expect(page.locator('h1')).toHaveText('Laporan terkirim')

  const officer = await as(browser, 'pengaduan')
  await officer.goto(`/pengaduan?antrean=verify&q=${encodeURIComponent(subject)}`)
  await expect(officer.locator('main').getByRole('link', { name: subject })).toHaveCount(1)
})

/** What a page costs on slow 3G, and when the first of it is seen. */
async function onSlowLine(browser: Browser, path: string) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, serviceWorkers: 'block' })
  const page = await context.newPage()
  const client = await context.newCDPSession(page)
  await client.send('Network.enable')
  const line = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 }
  await client.send('Network.emulateNetworkConditions', line)
  const kinds = new Map<string, string>()
  const found = { seen: 0, all: 0, script: 0 }
  client.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    found.all += encodedDataLength
    if (kinds.get(requestId) === 'Script') found.script += encodedDataLength
  })
  await page.goto(`/i/contoh${path}`)
  await page.waitForLoadState('networkidle')
  found.seen = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 1e9)
  await context.close()
  return found
}

test('on slow 3G the pages of a citizen show something within three seconds and stay small', async ({ browser }) => {
  const paths = ['', '/lapor', '/lapor/singkat', '/layanan', '/layanan/akta-kelahiran', '/statistik-pengaduan']
  const loaded = await Promise.all(
    paths.map(async (path) => {
      const { seen, all, script } = await onSlowLine(browser, path)
      expect(all, path).toBeLessThanOrEqual(60_000)
      expect(script, path).toBeLessThanOrEqual(15_000)
      return { path, seen }
    }),
  )
  // The time of the line is what counts: where the machine was late the page is opened again, alone.
  for (const { path } of loaded.filter(({ seen }) => seen >= 3000))
    await expect
      .poll(async () => (await onSlowLine(browser, path)).seen, { message: path, timeout: 120_000 })
      .toBeLessThan(3000)
})
