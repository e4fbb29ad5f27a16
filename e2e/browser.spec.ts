import { expect, test } from './steps.ts'

test('the first page is light', async ({ page }) => {
  const client = await page.context().newCDPSession(page)
  await client.send('Network.enable')
  const kinds = new Map<string, string>()
  let all = 0
  let script = 0
  client.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    all += encodedDataLength
    if (kinds.get(requestId) === 'Script') script += encodedDataLength
  })
  await page.goto('/i/contoh')
  await page.waitForLoadState('networkidle')
  expect(all).toBeGreaterThan(5000)
  expect(all).toBeLessThanOrEqual(60_000)
  expect(script).toBeLessThanOrEqual(15_000)
})

test('without a network a page of its own says so, and nothing old is shown as new', async ({ page, context }) => {
  await page.goto('/i/contoh')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  await context.setOffline(true)
  await page.goto('/i/contoh/laporan').catch(() => undefined)
  await expect(page.locator('h1')).toContainText(/sambungan|jaringan|luring|internet/i)
  await context.setOffline(false)
  // Nobody has to press anything: the page that was wanted comes by itself.
  await expect(page.locator('h1')).not.toContainText(/sambungan|luring/i)
  expect(new URL(page.url()).pathname).toBe('/i/contoh/laporan')
})

test('the installable app names itself', async ({ page, request }) => {
  await page.goto('/i/contoh')
  const address = await page.locator('link[rel=manifest]').getAttribute('href')
  const manifest = await (await request.get(address!)).json()
  expect(manifest.name).toContain('Sigap')
  expect(manifest.icons.length).toBeGreaterThan(0)
})

test('English is one click away and stays', async ({ page }) => {
  await page.goto('/i/contoh')
  await page.getByRole('link', { name: 'English' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.goto('/i/contoh/lapor')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})
