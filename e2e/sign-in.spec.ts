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

test('a session that another browser ended is gone, and what was typed is shown', async ({ browser }) => {
  const [first, second] = [await visitor(browser), await visitor(browser)]
  await signIn(first, 'program')
  await signIn(second, 'program')
  await first.goto('/program/baru')
  await first.locator('[name=title]').fill('Yang sudah diketik')
  await second.goto('/keamanan')
  await send(second, 'Akhiri semua sesi lain')
  await first.locator('main form button[type=submit]').last().click()
  await expect(first.locator('h1')).toHaveText('Sesi Anda telah berakhir')
  await expect(first.locator('main form [name=title]')).toHaveValue('Yang sudah diketik')
})
