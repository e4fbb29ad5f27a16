import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Place } from './months.ts'
import { asAt, expect, fill, send, visitor } from './steps.ts'

const OFFICE = 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu'

/** A round of assessments: the employee, then the superior; the profile shows both and the gap. */
export async function assessLaras(place: Place, hr: Page): Promise<void> {
  await hr.goto('/kompetensi/siklus')
  for (const fold of await hr.locator('main details.fold:not([open]) > summary').all()) await fold.click()
  await fill(hr, { name: 'Penilaian loket', opens_on: place.world.day(3, 1), closes_on: place.world.day(4, 28) })
  await send(hr, /Buat siklus/i)
  const row = hr.locator('main tbody tr', { hasText: 'Penilaian loket' })
  if ((await row.getByRole('button', { name: 'Buka' }).count()) > 0) await send(hr, 'Buka')

  const laras = await asAt(place.browser, place.world.home, 'pegawai')
  await laras.goto('/kompetensi/saya')
  await laras
    .getByRole('link', { name: /Penilaian loket/ })
    .or(laras.locator('main a[href*="/menilai/"]'))
    .first()
    .click()
  await laras.waitForURL(/menilai/)
  const asked = new URL(laras.url()).pathname
  await assess(laras, '2')
  const head = await asAt(place.browser, place.world.home, 'dpmptsp')
  await head.goto('/kompetensi/bawahan')
  await head.locator(`main a[href="${asked}"]`).click()
  await assess(head, '1')
  await laras.goto('/kompetensi/saya')
  await expect(laras.locator('main')).toContainText('Penilaian loket')
  await expect(laras.locator('main')).toContainText('Penilaian atasan')
}

async function assess(page: Page, level: string): Promise<void> {
  while ((await page.locator('main .part:not([open]) > summary').count()) > 0)
    await page.locator('main .part:not([open]) > summary').first().click()
  for (const one of await page.locator(`main input[type=radio][value="${level}"][name^=level-]`).all())
    await one.check({ force: true })
  await send(page, /^Kirim/)
}

type Colleague = { readonly login: string; readonly password: string }

export async function enter(place: Place, { login, password }: Colleague): Promise<Page> {
  const page = await visitor(place.browser, { baseURL: place.world.home })
  await page.goto('/i/contoh/masuk')
  const form = page.locator('main form').first()
  await form.locator('[name=login]').fill(login)
  await form.locator('[name=password]').fill(password)
  await form.locator('button[type=submit]').click()
  await expect(page.locator('h1')).toHaveText('Hari ini')
  return page
}

/** People of the office who had no account: an administrator opens one, a letter brings the link, they choose a password. */
export async function colleagues(place: Place, count: number): Promise<Colleague[]> {
  const admin = await asAt(place.browser, place.world.home, 'admin')
  await admin.goto('/pegawai')
  const unit = admin.locator('main select[name=unit] option', { hasText: OFFICE }).first()
  await admin.goto(`/pegawai?unit=${await unit.getAttribute('value')}`)
  const nips = (await admin.locator('main tbody').textContent())!.match(/\d{18}|\d{8} \d{6} \d \d{3}/g) ?? []
  const opened: Colleague[] = []
  for (const nip of nips) {
    if (opened.length === count) break
    await admin.goto('/akun-pegawai')
    for (const fold of await admin.locator('main details.fold:not([open]) > summary').all()) await fold.click()
    await fill(admin, { nip })
    const refused = await send(admin, /Buka akun/).catch((error: Error) => error)
    if (refused) continue
    const password = `tujuh-loket-${opened.length}-Satu`
    const page = await visitor(place.browser, { baseURL: place.world.home })
    await page.goto(await linkIn(place.world.dataDir, opened.length))
    await fill(page, { password, repeat: password })
    await send(page, /sandi/i)
    opened.push({ login: nip, password })
  }
  expect(opened.length).toBe(count)
  return opened
}

/** The way to a new password in the newest letter, once so many have come. */
async function linkIn(dataDir: string, before: number): Promise<string> {
  const links = () => {
    const folders = readdirSync(join(dataDir, 'mail')).map((name) => join(dataDir, 'mail', name))
    const letters = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => readFileSync(join(folder, name), 'utf8')),
    )
    return letters.flatMap((letter) => /\/i\/contoh\/kata-sandi\/[\w-]+/.exec(letter)?.[0] ?? [])
  }
  await expect.poll(() => new Set(links()).size).toBeGreaterThan(before)
  return links().at(-1)!
}
