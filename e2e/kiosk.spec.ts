import type { Browser, Page } from '@playwright/test'
import { type Road, road } from './road.ts'
import { as, expect, fill, send, test } from './steps.ts'

// A kiosk of several services begins with a choice; one of a single service begins with its first question.
const SEVERAL = /^Dinas Kependudukan/
const SINGLE = /^Kecamatan/
const DAY = 86_400_000
const [JARI, LURING, PUTUS] = ['jari', 'luring', 'putus'].map((one) => `Kios ${one} ${Date.now()}`) as [
  string,
  string,
  string,
]

let way: Road
test.beforeEach(async () => {
  way = await road()
})
test.afterEach(() => way.close())

/** A tablet behind a road of its own, let in by the link an officer made. */
async function kiosk(browser: Browser, officer: Page, name: string, unit: RegExp): Promise<Page> {
  await officer.goto('/survei/kios')
  await fill(officer, { name })
  const units = officer.locator('main select[name=unit]')
  await units.selectOption(await units.locator('option', { hasText: unit }).first().getAttribute('value'))
  await send(officer, 'Daftarkan kios')
  const link = await officer.locator('main a[href*="/kios/pasang/"]').getAttribute('href')
  const context = await browser.newContext({
    baseURL: way.address,
    viewport: { width: 800, height: 1200 },
    hasTouch: true,
  })
  const page = await context.newPage()
  await page.clock.install()
  await page.goto(new URL(link!).pathname)
  await send(page, 'Pasang di perangkat ini')
  await expect(page.getByText('Siap dipakai walau internet putus')).toBeVisible()
  return page
}

async function choose(page: Page): Promise<void> {
  await page.getByRole('link', { name: /Akta Kelahiran/ }).tap()
  await begins(page)
}

async function begins(page: Page): Promise<void> {
  await expect(page.locator('[data-kiosk-progress]')).toContainText('Pertanyaan 1 dari')
  await expect(page.locator('input:checked')).toHaveCount(0)
}

/** One finger, nine answers; the screen moves on by itself. */
async function answer(page: Page, score: number): Promise<void> {
  for (let question = 1; question <= 9; question++) {
    await expect(page.locator('[data-kiosk-progress]')).toContainText(`Pertanyaan ${question} dari`)
    await page.locator(`[data-kiosk-step]:not([hidden]) input[value="${score}"] + label`).tap()
    await page.clock.runFor(300)
  }
  const next = page.getByRole('button', { name: 'Lanjut' })
  while (await next.isVisible()) {
    await next.tap()
    await page.clock.runFor(500)
  }
}

async function finish(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Kirim penilaian' }).tap()
  await expect(page.getByRole('heading', { name: 'Terima kasih!' })).toBeVisible()
}

async function row(officer: Page, name: string): Promise<readonly string[]> {
  await officer.goto('/survei/kios')
  const cells = officer.locator('main tbody tr', { hasText: name }).locator('td.cell-number')
  return (await cells.allTextContents()).map((text) => text.trim())
}

test('a kiosk is let in once, has large buttons, and leaves nothing of the previous person', async ({ browser }) => {
  const officer = await as(browser, 'pengaduan')
  const page = await kiosk(browser, officer, JARI, SEVERAL)
  await choose(page)
  for (const label of await page.locator('[data-kiosk-step]:not([hidden]) .choice').all())
    expect((await label.boundingBox())!.height).toBeGreaterThanOrEqual(60)
  await answer(page, 3)
  await page.locator('[name=comment]').fill('Rahasia orang pertama')

  // Half a minute of thought is no absence; a minute is asked about, and twenty seconds more end it.
  await page.clock.runFor(30_000)
  await expect(page.locator('[data-kiosk-idle]')).toBeHidden()
  await page.clock.runFor(31_000)
  await expect(page.getByText('Masih di sana?')).toBeVisible()
  await page.getByRole('button', { name: 'Ya, lanjutkan' }).tap()
  await expect(page.getByText('Masih di sana?')).toBeHidden()
  await expect(page.locator('[name=comment]')).toHaveValue('Rahasia orang pertama')
  await page.clock.runFor(61_000)
  await page.clock.runFor(21_000)
  await expect(page.locator('h1')).toHaveText('Layanan mana yang baru Anda terima?')
  await page.goBack()
  await begins(page)
  await expect(page.locator('[name=comment]')).toHaveValue('')
  expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0)

  await answer(page, 4)
  await finish(page)
  await page.clock.runFor(7_000)
  await expect(page.locator('h1')).toHaveText('Layanan mana yang baru Anda terima?')
  await expect.poll(() => row(officer, JARI)).toEqual(['1', '0', '0'])

  // Who only leafed through is followed by the beginning, too.
  await choose(page)
  await page.getByRole('button', { name: 'Lanjut' }).tap()
  await expect(page.locator('[data-kiosk-progress]')).toContainText('Pertanyaan 2 dari')
  await page.clock.runFor(61_000)
  await page.clock.runFor(21_000)
  await expect(page.locator('h1')).toHaveText('Layanan mana yang baru Anda terima?')
})

test('without a connection every service of a kiosk can be chosen, also one nobody has opened yet', async ({
  browser,
}) => {
  const officer = await as(browser, 'pengaduan')
  const page = await kiosk(browser, officer, PUTUS, SEVERAL)
  await page.context().setOffline(true)
  for (const service of [/Akta Kelahiran/, /Kartu Keluarga/]) {
    await page.getByRole('link', { name: service }).tap()
    await begins(page)
    await expect(page.locator('h1')).toHaveText(service)
    await answer(page, 4)
    await finish(page)
    await page.clock.runFor(7_000)
    await expect(page.locator('h1')).toHaveText('Layanan mana yang baru Anda terima?')
  }
  expect(await row(officer, PUTUS)).toEqual(['0', '0', '0'])
  await expect(page.getByText('2 jawaban tersimpan di perangkat ini')).toBeVisible()
  // Nobody touches it: it stands where services are chosen, believes it was connected all the time, and sends by itself.
  await page.context().setOffline(false)
  const sent = async () => {
    await page.clock.runFor(31_000)
    return row(officer, PUTUS)
  }
  await expect.poll(sent).toEqual(['2', '0', '0'])
  await expect(page.getByText('tersimpan di perangkat ini')).toHaveCount(0)
})

test('answers of a week without a connection arrive each exactly once, on their own days', async ({ browser }) => {
  const officer = await as(browser, 'pengaduan')
  const page = await kiosk(browser, officer, LURING, SINGLE)
  await page.clock.setSystemTime(Date.now() - 7 * DAY)
  await begins(page)
  await page.context().setOffline(true)
  for (const score of [4, 3]) {
    await answer(page, score)
    await finish(page)
    await page.clock.runFor(7_000)
    await begins(page)
  }
  await expect(page.getByText('2 jawaban tersimpan di perangkat ini')).toBeVisible()
  // The tablet is switched off and on, and its browser begins on its first page.
  await page.goto('/i/contoh/kios')
  await begins(page)
  // A clock that was never set.
  await page.clock.setSystemTime(new Date('2001-01-01T08:00:00'))
  await answer(page, 2)
  await finish(page)
  expect(await row(officer, LURING)).toEqual(['0', '0', '0'])

  // A line that takes everything and never answers is given up after two minutes; what is stored stays.
  way.state = 'silent'
  await page.context().setOffline(false)
  await expect
    .poll(async () => {
      await page.clock.runFor(31_000)
      return way.lost
    })
    .toBeGreaterThan(0)
  await expect(page.getByText('3 jawaban tersimpan di perangkat ini')).toBeVisible()

  // The first batch is taken, and its receipt is lost.
  way.lost = 0
  way.state = 'deaf'
  const sentAgain = async () => {
    await page.clock.runFor(31_000)
    return row(officer, LURING)
  }
  await expect.poll(sentAgain).toEqual(['3', '3', '0'])
  expect(way.lost).toBeGreaterThan(0)
  way.state = 'open'
  await page.clock.runFor(31_000)
  await expect(page.getByText('jawaban tersimpan di perangkat ini')).toHaveCount(0)
  expect(await row(officer, LURING)).toEqual(['3', '3', '0'])
  await expect(officer.locator('main')).toContainText('31 hari')

  // Once revoked it says what it holds, and that this comes when it is set up again.
  await officer.locator('main tbody tr', { hasText: LURING }).getByRole('button', { name: 'Cabut' }).click()
  await expect(officer.getByText('Kios dicabut.')).toBeVisible()
  await begins(page)
  await answer(page, 4)
  await finish(page)
  await expect(page.getByText('Kios ini sudah dicabut. Panggil petugas.')).toBeVisible()
  await expect(page.getByText('1 jawaban tersimpan di perangkat ini, dikirim begitu dipasang lagi.')).toBeVisible()
})
