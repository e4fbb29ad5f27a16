import type { Page } from '@playwright/test'
import { expect, signIn, test } from './steps.ts'

async function enter(page: Page): Promise<void> {
  const next = page.waitForEvent('load')
  await page.keyboard.press('Enter')
  await next
}

/** Tab until this has the focus; fails when the way is longer than `most` stops or the focus cannot be seen. */
async function tabTo(page: Page, selector: string, most = 60): Promise<void> {
  for (let stop = 0; stop < most; stop++) {
    await page.keyboard.press('Tab')
    const here = await page.evaluate((wanted) => {
      const focused = document.activeElement
      if (!focused || focused === document.body) return 'nothing'
      const box = focused.getBoundingClientRect()
      if (box.width === 0 || box.height === 0) return `invisible: ${focused.outerHTML.slice(0, 120)}`
      return focused.matches(wanted) ? 'found' : 'elsewhere'
    }, selector)
    expect(here).not.toMatch(/^invisible/)
    if (here === 'found') return
  }
  throw new Error(`${selector} was not reached with the keyboard at ${page.url()}`)
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
  // The summary takes the focus; its first link leads to the field.
  await expect(page.locator('[data-error-summary]')).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.locator('[name=subject]')).toBeFocused()
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

test('the queue with the keyboard alone: search, down, up, open', async ({ page }) => {
  await signIn(page, 'pengaduan')
  await page.goto('/pengaduan?antrean=work')
  await page.keyboard.press('/')
  await expect(page.locator(':focus')).toHaveAttribute('type', 'search')
  await page.keyboard.press('Escape')
  await page.locator('h1').click()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
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
