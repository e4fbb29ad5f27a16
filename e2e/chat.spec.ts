import type { Browser, Page } from '@playwright/test'
import { type Road, road } from './road.ts'
import { as, expect, fill, send, test, visitor } from './steps.ts'

let way: Road
test.beforeEach(async () => {
  way = await road()
})
test.afterEach(() => way.close())

const WEEKEND = ['Sat', 'Sun'].includes(
  new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'Asia/Jakarta' }).format(Date.now()),
)

async function ask(page: Page, words: string): Promise<void> {
  await page.goto('/i/contoh/tanya')
  const about = page.locator('select[name=about]')
  await about.selectOption(await about.locator('option', { hasText: 'Akta Kelahiran' }).first().getAttribute('value'))
  await fill(page, { body: words, name: 'Sari' })
  await send(page, 'Mulai')
  await expect(said(page, words)).toHaveCount(1)
}

function said(page: Page, words: string) {
  return page.locator('[data-chat-log] .chat-words', { hasText: words })
}

async function say(page: Page, words: string): Promise<void> {
  const form = page.locator('[data-chat-form] form').first()
  await form.locator('[name=body]').fill(words)
  await form
    .getByRole('button', { name: /^Kirim/ })
    .first()
    .click()
}

/** The officer finds who waits in the queue. */
async function open(browser: Browser, words: string, script = true): Promise<Page> {
  const officer = await as(browser, 'pengaduan', { script })
  await officer.goto('/percakapan')
  await officer.locator('main tbody tr', { hasText: words }).getByRole('link').first().click()
  await expect(said(officer, words)).toHaveCount(1)
  await officer.waitForLoadState()
  return officer
}

test('words appear on both sides by themselves; a broken line loses and doubles nothing', async ({ browser }) => {
  const id = Date.now()
  const far = await browser.newContext({ baseURL: way.address, viewport: { width: 360, height: 740 } })
  const citizen = await far.newPage()
  await ask(citizen, `Apa syarat akta? ${id}`)
  const promise = citizen.locator('[data-chat-status]')
  await expect(promise).toContainText(
    WEEKEND ? /Kantor sedang tutup\. Kami membalas .+ pukul \d/ : /Kami membalas .+ pukul \d|sedang tutup/,
  )

  const officer = await open(browser, String(id))
  const loads = [0, 0]
  citizen.on('load', () => loads[0]!++)
  officer.on('load', () => loads[1]!++)
  await say(officer, 'KTP kedua orang tua dan surat lahir.')
  await expect(said(citizen, 'KTP kedua orang tua')).toHaveCount(1)
  await expect(promise).toContainText('Dijawab oleh')
  await say(citizen, 'Apakah harus asli?')
  await expect(said(officer, 'Apakah harus asli?')).toHaveCount(1)
  await expect(said(citizen, 'Apakah harus asli?')).toHaveCount(1)

  // The line breaks: what the citizen typed stays, what the officer wrote waits.
  way.state = 'closed'
  way.cut()
  await expect(citizen.getByText('Sambungan terputus. Kami mencoba lagi.')).toBeVisible()
  await say(officer, 'Cukup salinannya.')
  await say(citizen, 'Halo, masih di sana?')
  await expect(citizen.getByText('Belum terkirim. Tulisan Anda masih ada')).toBeVisible()
  await expect(citizen.locator('[data-chat-form] [name=body]')).toHaveValue('Halo, masih di sana?')
  expect(await said(officer, 'Halo, masih').count()).toBe(0)

  // It is back; first it takes words and loses the receipt.
  way.state = 'deaf'
  await citizen.getByRole('button', { name: 'Kirim' }).click()
  await expect(said(officer, 'Halo, masih di sana?')).toHaveCount(1)
  way.state = 'open'
  await expect(said(citizen, 'Cukup salinannya.')).toHaveCount(1)
  await expect(citizen.locator('[data-chat-form] [name=body]')).toHaveValue('Halo, masih di sana?')
  await citizen.getByRole('button', { name: 'Kirim' }).click()
  await expect(citizen.locator('[data-chat-form] [name=body]')).toHaveValue('')
  await say(citizen, 'Terima kasih.')
  for (const page of [citizen, officer]) {
    await expect(said(page, 'Terima kasih.')).toHaveCount(1)
    const words = (
      await page.locator('[data-chat-log] .chat-line:not(.chat-event) .chat-words').allTextContents()
    ).slice(1)
    expect(words).toEqual([
      'KTP kedua orang tua dan surat lahir.',
      'Apakah harus asli?',
      'Cukup salinannya.',
      'Halo, masih di sana?',
      'Terima kasih.',
    ])
  }
  expect(loads).toEqual([0, 0])
})

test('without script the same talk goes by reloading, and nobody loses what they type', async ({ browser }) => {
  const id = Date.now()
  const citizen = await visitor(browser, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
  await ask(citizen, `Jam berapa loket buka? ${id}`)
  // The page that reloads by itself has nothing to type into.
  await expect(citizen.locator('main textarea')).toHaveCount(0)
  const officer = await open(browser, String(id), false)
  await say(officer, 'Pukul 08.00 sampai 15.30.')
  await expect(said(officer, 'Pukul 08.00 sampai 15.30.')).toHaveCount(1)
  await citizen.reload()
  await expect(said(citizen, 'Pukul 08.00 sampai 15.30.')).toHaveCount(1)
  await say(citizen, 'Sampai jumpa.')
  await expect(said(citizen, 'Sampai jumpa.')).toHaveCount(1)
  await citizen.reload()
  await citizen.getByRole('link', { name: 'Tulis' }).click()
  await expect(citizen.locator('main textarea')).toBeVisible()
  await officer.reload()
  await expect(said(officer, 'Sampai jumpa.')).toHaveCount(1)
})
