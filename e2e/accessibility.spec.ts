import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { answerReport, as, expect, fileReport, fill, fitsWindow, send, test, visitor } from './steps.ts'

const PUBLIC = [
  '/i/contoh',
  '/i/contoh/lapor',
  '/i/contoh/lapor/singkat',
  '/i/contoh/lacak',
  '/i/contoh/survei/akta-kelahiran',
  '/i/contoh/survei-singkat/akta-kelahiran',
  '/i/contoh/tanya',
  '/i/contoh/layanan/akta-kelahiran',
  '/i/contoh/layanan/akta-kelahiran/standar',
  '/i/contoh/maklumat',
  '/i/contoh/statistik-pengaduan',
  '/i/contoh/statistik-pengaduan/hitung-ulang',
  '/i/contoh/perubahan',
  '/i/contoh/masuk',
]
const STAFF = ['/hari-ini', '/pengaduan', '/lingkaran', '/sinyal', '/kebutuhan', '/hasil', '/kompetensi']
// 320 CSS pixels are a window of 1280 at 400 %: nothing may scroll sideways there.
const WINDOWS = [
  { width: 320, scheme: 'light' },
  { width: 1280, scheme: 'dark' },
] as const

async function check(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const told = violations.map(
    ({ id, nodes }) => `${name} ${id}: ${nodes.map((node) => node.html.slice(0, 150)).join(' | ')}`,
  )
  expect.soft(told).toEqual([])
  await fitsWindow(page)
}

type Window = (typeof WINDOWS)[number]

async function lookAt(page: Page, { width, scheme }: Window, addresses: Readonly<Record<string, string>>) {
  await page.setViewportSize({ width, height: 900 })
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  for (const [name, address] of Object.entries(addresses)) {
    await page.goto(address)
    await check(page, `${name} at ${width} in ${scheme}`)
  }
}

const byName = (paths: readonly string[]) => Object.fromEntries(paths.map((path) => [path, path]))

for (const window of WINDOWS) {
  const where = `at ${window.width} in ${window.scheme}`
  test(`pages of citizens ${where}`, async ({ browser }) => {
    test.setTimeout(240_000)
    await lookAt(await visitor(browser), window, byName(PUBLIC))
  })

  test(`pages of a leader ${where}`, async ({ browser }) => {
    test.setTimeout(240_000)
    await lookAt(await as(browser, 'pimpinan'), window, byName(STAFF))
  })
}

test('a report with its answer, a conversation, the hall and the kiosk, in any width and in the dark', async ({
  browser,
}) => {
  test.setTimeout(300_000)
  const page = await visitor(browser)
  const { code, key } = await fileReport(page)
  const report = `/i/contoh/lacak/${code}${key}`.replaceAll('-', '')
  await answerReport(await as(browser, 'pengaduan'), code, 'Loket kini dijaga sampai pukul 15.30.')

  await page.goto('/i/contoh/tanya')
  await fill(page, { about: 'unknown', body: 'Apakah akta dapat diambil oleh saudara?' })
  await send(page, 'Mulai bertanya')
  const talk = page.url()

  const clerk = await as(browser, 'loket')
  await clerk.goto('/layanan/loket')
  await clerk.getByRole('link', { name: 'Buka loket' }).first().click()
  const screen = await clerk.getByRole('link', { name: 'Layar antrean' }).getAttribute('href')
  const numbers = await clerk.getByRole('link', { name: 'Mesin nomor' }).getAttribute('href')
  const desk = clerk.url()
  for (const window of WINDOWS) await lookAt(clerk, window, { desk })

  const surveyor = await as(browser, 'survei')
  await surveyor.goto('/survei/kios')
  await fill(surveyor, { name: `Kios ${code}` })
  const units = surveyor.locator('main select[name=unit]')
  await units.selectOption({ label: 'Dinas Kependudukan dan Pencatatan Sipil' })
  await send(surveyor, 'Daftarkan kios')
  await page.goto((await surveyor.locator('main a[href*="/kios/pasang/"]').getAttribute('href'))!)
  await send(page, 'Pasang di perangkat ini')
  const kiosk = { kiosk: '/i/contoh/kios', 'kiosk questions': '/i/contoh/kios/layanan/akta-kelahiran' }
  for (const window of WINDOWS)
    await lookAt(page, window, { report, talk, screen: screen!, numbers: numbers!, ...kiosk })
  // What is wrong with a form has to be read as well.
  for (const [name, address, button] of [
    ['complaint', '/i/contoh/lapor/singkat', 'Kirim laporan'],
    ['survey', '/i/contoh/survei/akta-kelahiran', 'Kirim penilaian'],
    ['tracking', '/i/contoh/lacak', 'Lihat laporan'],
    ['answer', report, 'Kirim jawaban saya'],
  ] as const) {
    await page.goto(address)
    await page.getByRole('button', { name: button }).click()
    await expect(page.locator('[data-error-summary]')).toBeVisible()
    await check(page, `${name} with mistakes`)
  }
})
