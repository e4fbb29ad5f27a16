import type { Page } from '@playwright/test'
import { answerReport, as, axeViolations, expect, fileReport, fill, fitsWindow, send, test, visitor } from './steps.ts'

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
  expect.soft((await axeViolations(page)).map((told) => `${name} ${told}`)).toEqual([])
  await fitsWindow(page)
}

/** Each page is opened once and looked at in every window: what fits and reads well does so after a turn of the device too. */
async function lookAt(page: Page, addresses: Readonly<Record<string, string>>) {
  for (const [name, address] of Object.entries(addresses)) {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto(address)
    for (const { width, scheme } of WINDOWS) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme: scheme })
      await check(page, `${name} at ${width} in ${scheme}`)
    }
  }
}

const byName = (paths: readonly string[]) => Object.fromEntries(paths.map((path) => [path, path]))

test('pages of citizens, in any width and in the dark', async ({ browser }) => {
  await lookAt(await visitor(browser), byName(PUBLIC))
})

test('pages of a leader, in any width and in the dark', async ({ browser }) => {
  await lookAt(await as(browser, 'pimpinan'), byName(STAFF))
})

test('a report with its answer, a conversation, the hall and the kiosk, in any width and in the dark', async ({
  browser,
}) => {
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
  await lookAt(clerk, { desk })

  const surveyor = await as(browser, 'survei')
  await surveyor.goto('/survei/kios')
  await fill(surveyor, { name: `Kios ${code}` })
  const units = surveyor.locator('main select[name=unit]')
  await units.selectOption({ label: 'Dinas Kependudukan dan Pencatatan Sipil' })
  await send(surveyor, 'Daftarkan kios')
  await page.goto((await surveyor.locator('main a[href*="/kios/pasang/"]').getAttribute('href'))!)
  await send(page, 'Pasang di perangkat ini')
  const kiosk = { kiosk: '/i/contoh/kios', 'kiosk questions': '/i/contoh/kios/layanan/akta-kelahiran' }
  await lookAt(page, { report, talk, screen: screen!, numbers: numbers!, ...kiosk })
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
