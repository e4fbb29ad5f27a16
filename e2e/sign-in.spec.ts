import type { Page } from '@playwright/test'
import { DEMO_PASSWORD } from '../src/demo/accounts.ts'
import { expect, send, signIn, test, visitor } from './steps.ts'

test('a passkey is added and used, without typing anything', async ({ page }) => {
  const client = await page.context().newCDPSession(page)
  await client.send('WebAuthn.enable')
  await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await signIn(page, 'inspektorat')
  await page.goto('/keamanan')
  await page
    .getByRole('button', { name: /Tambah kunci sandi|Buat kunci sandi|kunci sandi/i })
    .first()
    .click()
  await expect(page.locator('form[action*="/keamanan/kunci-sandi/"]').first()).toBeVisible()
  await page.context().clearCookies()
  await page.goto('/i/contoh/masuk')
  await page.getByRole('button', { name: /kunci sandi/i }).click()
  await expect(page.locator('h1')).toHaveText('Hari ini')
})

test('a wrong password says so, keeps the name, and the page wanted comes after the right one', async ({ page }) => {
  await page.goto('/pengaduan')
  await expect(page).toHaveURL(/masuk/)
  if (await page.getByRole('link', { name: 'Kabupaten Contoh' }).first().isVisible())
    await page.locator('main').getByRole('link', { name: 'Kabupaten Contoh' }).click()
  const form = page.locator('main form').first()
  await form.locator('[name=login]').fill('pengaduan@contoh.example')
  await form.locator('[name=password]').fill('bukan-ini-kata-sandinya')
  await form.locator('button[type=submit]').click()
  await expect(page.locator('[data-error-summary]')).toBeVisible()
  await expect(page.locator('[name=login]')).toHaveValue('pengaduan@contoh.example')
  await page.locator('[name=password]').fill('sigap-contoh-2026')
  await page.locator('main form button[type=submit]').first().click()
  await expect(page.locator('h1')).toHaveText('Pengaduan')
})

/** Signs in again in a tab of its own, as the page of a session that ended offers it, and sends what stood there. */
async function sendAfterSigningInAgain(page: Page, who: string): Promise<void> {
  await expect(page.locator('h1')).toHaveText('Sesi Anda telah berakhir')
  const opened = page.context().waitForEvent('page')
  await page.getByRole('link', { name: 'Masuk di tab baru' }).click()
  const tab = await opened
  const login = tab.locator('main form [name=login]')
  const institution = tab.locator('main').getByRole('link', { name: 'Kabupaten Contoh' })
  await expect(login.or(institution).first()).toBeVisible()
  if (await institution.isVisible()) await institution.click()
  await login.fill(`${who}@contoh.example`)
  await tab.locator('main form [name=password]').fill(DEMO_PASSWORD)
  await tab.locator('main form button[type=submit]').first().click()
  await expect(tab.locator('h1')).toHaveText('Hari ini')
  await tab.close()
  await page.getByRole('button', { name: 'Kirim lagi' }).click()
}

test('a session that another browser ended is gone; what was typed is shown, and sent after signing in again', async ({
  browser,
}) => {
  const [first, second] = [await visitor(browser), await visitor(browser)]
  await signIn(first, 'program')
  await signIn(second, 'program')
  await first.goto('/program/baru')
  const title = `Yang sudah diketik ${Date.now()}`
  await first.locator('[name=title]').fill(title)
  await second.goto('/keamanan')
  await send(second, 'Akhiri semua sesi lain')
  await first.locator('main form button[type=submit]').last().click()
  await expect(first.locator('main form [name=title]')).toHaveValue(title)
  await sendAfterSigningInAgain(first, 'program')
  // It was not complete: it stands again with its mistakes, and with what was typed.
  await expect(first.locator('[data-error-summary]')).toBeVisible()
  await expect(first.locator('main form [name=title]')).toHaveValue(title)
})

test('a long text typed until the session had run out is taken once, letter by letter', async ({ browser }) => {
  const page = await visitor(browser)
  await signIn(page, 'pengaduan')
  await page.goto('/pengaduan?antrean=work')
  await page.locator('main a[href^="/pengaduan/0"]').first().click()
  const address = page.url().replace(/[?#].*/, '')
  await page.goto(`${address}?langkah=catatan`)
  const paragraph = `Catatan ${Date.now()}: "lampu" & <kabel> — 50%\nsudah dilihat di lapangan. `
  const text = paragraph.repeat(12).trim()
  const form = page.locator('form[action$="/catatan"]')
  await form.locator('textarea').fill(text)
  // As a browser forgets the cookie of a session whose time is over.
  await page.context().clearCookies({ name: 'sigap' })
  await form.locator('button[type=submit]').click()
  await sendAfterSigningInAgain(page, 'pengaduan')
  await expect(page).toHaveURL((url) => url.href.startsWith(address))
  await expect(page.locator('main')).toContainText(text.slice(0, 40))
  expect((await page.locator('main').textContent())?.split(text)).toHaveLength(2)
})
