import type { Page } from '@playwright/test'
import { enter, tabTo, walk } from './keys.ts'
import { answerReport, as, expect, fileReport, PHONE, signIn, test, visitor } from './steps.ts'

/** The summary takes the focus, and its first link leads to the field of this name. */
async function toFirstMistake(page: Page, name: string): Promise<void> {
  await expect(page.locator('[data-error-summary]')).toBeFocused()
  await expect(page).toHaveTitle(/^Kesalahan: /)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.locator(`[name=${name}]`).first()).toBeFocused()
}

test('a complaint with the keyboard alone', async ({ page }) => {
  await page.goto('/i/contoh/lapor')
  await page.keyboard.press('Tab')
  await expect(page.locator(':focus')).toHaveText('Langsung ke isi')
  await tabTo(page, 'input[name=kind]')
  await page.keyboard.press('Space')
  await tabTo(page, 'main button[type=submit]')
  await enter(page)
  await tabTo(page, 'select[name=about]')
  await page.keyboard.type('Saya tidak')
  await tabTo(page, 'main button[type=submit]')
  await enter(page)
  await expect(page.locator('[name=subject]')).toBeVisible()

  await tabTo(page, 'main button[type=submit]')
  await enter(page)
  await toFirstMistake(page, 'subject')
  await page.keyboard.type('Jalan masuk kantor gelap')
  await tabTo(page, '[name=body]')
  await page.keyboard.type('Lampu di jalan masuk kantor mati sejak bulan lalu.')
  await tabTo(page, 'main button[type=submit]')
  await enter(page)
  await expect(page.locator('[name=place]')).toBeVisible()
  await tabTo(page, 'main form button[type=submit]')
  await enter(page)
  await expect(page.locator('input[name=photo]')).toBeVisible()
  await tabTo(page, 'main button[type=submit]')
  await enter(page)
  await tabTo(page, '[name=privacy]')
  await page.keyboard.press('Space')
  await tabTo(page, 'main button[type=submit]')
  await enter(page)
  await expect(page.locator('h1')).toHaveText('Periksa jawaban Anda')
  await tabTo(page, 'main form button[type=submit]')
  await enter(page)
  await expect(page.locator('h1')).toHaveText('Laporan terkirim')
})

const ELEMENTS = [
  'persyaratan',
  'prosedur',
  'waktu',
  'biaya',
  'produk',
  'kompetensi',
  'perilaku',
  'sarana',
  'pengaduan',
] as const

test('following a report with the keyboard alone: the code, the key, the answer, belum selesai, the rating', async ({
  browser,
}) => {
  const page = await visitor(browser, { viewport: PHONE })
  const { code, key } = await fileReport(page)
  await answerReport(await as(browser, 'pengaduan'), code, 'Loket kini dijaga sampai pukul 15.30.')
  await page.goto('/i/contoh/lacak')
  await tabTo(page, '[name=kode]')
  await page.keyboard.type(code.slice(0, 5))
  await enter(page)
  await toFirstMistake(page, 'kode')
  await page.keyboard.press('Control+A')
  await page.keyboard.type(code.toLowerCase())
  await enter(page)
  await tabTo(page, '[name=kunci]')
  await page.keyboard.type(key.toLowerCase())
  await enter(page)
  await expect(page.locator('main')).toContainText('Loket kini dijaga sampai pukul 15.30.')

  // No choice yet: the form says so and keeps its place.
  await tabTo(page, 'form[action$="/selesai"] button[type=submit]')
  await enter(page)
  await toFirstMistake(page, 'verdict')
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('[name=verdict][value=unsolved]')).toBeChecked()
  await tabTo(page, '#selesai button[type=submit]')
  await enter(page)
  await toFirstMistake(page, 'reason')
  await page.keyboard.type('Kemarin masih tutup pukul 14.00.')
  await tabTo(page, '#selesai button[type=submit]')
  await enter(page)
  await expect(page.locator('main')).toContainText('Anda meminta dibuka kembali')

  await answerReport(await as(browser, 'pengaduan'), code, 'Mulai hari ini dua orang bergantian menjaga loket.', false)
  await page.reload()
  await tabTo(page, '#nilai button[type=submit]')
  await enter(page)
  await toFirstMistake(page, 'score')
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('[name=score][value="4"]')).toBeChecked()
  await tabTo(page, '#nilai button[type=submit]')
  await enter(page)
  await expect(page.locator('main')).toContainText('Terima kasih atas penilaian Anda.')
  await tabTo(page, '[name=verdict]')
  await page.keyboard.press('Space')
  await tabTo(page, '#selesai button[type=submit]')
  await enter(page)
  await expect(page.locator('main')).toContainText('Ya, sudah selesai')
})

test('the nine questions with the keyboard alone: one stop each, and arrows choose', async ({ browser }) => {
  const page = await visitor(browser, { viewport: PHONE })
  await page.goto('/i/contoh/survei/akta-kelahiran')
  await tabTo(page, 'main button[type=submit]')
  await enter(page)
  await toFirstMistake(page, 'persyaratan')
  for (const element of ELEMENTS) {
    await expect(page.locator(':focus')).toHaveAttribute('name', element)
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await expect(page.locator(`[name=${element}][value="3"]`)).toBeChecked()
    await page.keyboard.press('Tab')
  }
  await tabTo(page, 'main button[type=submit]')
  await enter(page)
  await expect(page.locator('h1')).toHaveText('Terima kasih')
})

const WALKS = [
  '/i/contoh',
  '/i/contoh/lapor',
  '/i/contoh/lapor/singkat',
  '/i/contoh/lacak',
  '/i/contoh/survei/akta-kelahiran',
  '/i/contoh/survei-singkat/akta-kelahiran',
  '/i/contoh/tanya',
  '/i/contoh/layanan/akta-kelahiran',
  '/i/contoh/layanan/akta-kelahiran/standar',
]

test('each stop of the keyboard can be seen, and the way leads down the page', async ({ browser }) => {
  const page = await visitor(browser, { viewport: PHONE })
  for (const path of WALKS) {
    await page.goto(path)
    const stops = await walk(page)
    expect.soft(stops[0], path).toMatch(/Langsung ke isi/)
    expect.soft(stops.length, path).toBeGreaterThan(5)
  }
  const { code, key } = await fileReport(page)
  await page.goto(`/i/contoh/lacak/${code}${key}`.replaceAll('-', ''))
  await walk(page)
})

test('the queue with the keyboard alone: search, down, up, tick, open', async ({ page }) => {
  await signIn(page, 'pengaduan')
  await page.goto('/pengaduan?antrean=work')
  await page.keyboard.press('/')
  await expect(page.locator(':focus')).toHaveAttribute('type', 'search')
  await page.keyboard.press('Escape')
  await page.locator('h1').click()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  // x ticks the row one stands on, and only that; once more takes the tick away.
  const ticked = page.locator('tbody input[type=checkbox]:checked')
  await page.keyboard.press('x')
  await expect(ticked).toHaveCount(1)
  await expect(page.locator('tbody tr').first().locator('input[type=checkbox]')).toBeChecked()
  await page.keyboard.press('x')
  await expect(ticked).toHaveCount(0)
  const subject = (await page.locator('tbody tr').first().locator('a').first().textContent())!.trim()
  await page.keyboard.press('Enter')
  await expect(page.locator('h1')).toContainText(subject)
})

test('a phone call with the keyboard alone: four things typed, and few keys beside the words', async ({ page }) => {
  await signIn(page, 'pengaduan')
  await page.goto('/pengaduan/baru')
  let keys = 0
  const press = async (key: string) => {
    keys++
    await page.keyboard.press(key)
  }
  /** What is typed, and the field it went into. */
  const type = async (name: string, words: string) => {
    await expect(page.locator(':focus')).toHaveAttribute('name', name)
    await page.keyboard.type(words)
  }
  await press('Tab')
  await press('Enter')
  await press('Tab')
  for (let stop = 0; stop < 3 && (await page.locator(':focus').getAttribute('name')) !== 'about'; stop++)
    await press('Tab')
  await type('about', 'akta lah')
  await press('Tab')
  await type('subject', 'Akta salah nama')
  await press('Tab')
  await type('body', 'Nama anak di akta yang diterima kemarin salah satu huruf.')
  await press('Tab')
  await type('reporter_name', 'Ibu Contoh')
  await press('Tab')
  await type('reporter_phone', '081200000000')
  const next = page.waitForEvent('load')
  await press('Enter')
  await next
  // Nothing is called so: what was typed stays, and the summary leads back to the field.
  await expect(page.locator('[data-error-summary]')).toBeFocused()
  await expect(page.locator('[name=about]')).toHaveValue('akta lah')
  await expect(page.locator('[name=body]')).toHaveValue(/salah satu huruf/)
  await press('Tab')
  await press('Enter')
  await expect(page.locator('[name=about]')).toBeFocused()
  await press('Control+A')
  await page.keyboard.type('akta kelahiran')
  const sent = page.waitForEvent('load')
  await press('Enter')
  await sent
  await expect(page.locator('main')).toContainText('Cara membacakan')
  await expect(page.locator('main')).toContainText('Dinas Kependudukan dan Pencatatan Sipil')
  expect(keys).toBeLessThanOrEqual(16)
})
