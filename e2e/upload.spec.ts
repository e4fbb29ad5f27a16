import type { Page, Route } from '@playwright/test'
import sharp from 'sharp'
import { expect, fill, send, shown, test } from './steps.ts'

// The tests stand in the road of single requests, which a service worker would take by another one.
test.use({ serviceWorkers: 'block' })

/** Noise does not compress: after it was made smaller on the device it still takes several pieces. */
function largePhoto(): Promise<Buffer> {
  return sharp({
    create: {
      width: 2600,
      height: 1950,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 20 },
    },
  })
    .jpeg({ quality: 90 })
    .toBuffer()
}

async function toPhotoPage(page: Page, subject: string): Promise<void> {
  await page.goto('/i/contoh/lapor')
  await fill(page, { kind: 'praise' })
  await send(page, 'Lanjut')
  const about = page.locator('select[name=about]')
  await about.selectOption(await about.locator('option', { hasText: 'Akta Kelahiran' }).first().getAttribute('value'))
  await send(page, 'Lanjut')
  await fill(page, { subject, body: 'Kursi di ruang tunggu patah, seorang ibu hampir jatuh kemarin pagi.' })
  await send(page, 'Lanjut')
  await expect(page.locator('input[name=photo]')).toBeVisible()
}

async function choose(page: Page, buffer: Buffer): Promise<number> {
  const input = page.locator('input[name=photo]')
  await input.setInputFiles({ name: 'kursi.jpg', mimeType: 'image/jpeg', buffer })
  await expect.poll(() => chosenSize(page)).toBeLessThan(buffer.length)
  return chosenSize(page)
}

function chosenSize(page: Page): Promise<number> {
  return page.locator('input[name=photo]').evaluate((input: HTMLInputElement) => input.files?.[0]?.size ?? 0)
}

/** Every request to the upload address as 'PATCH 0'; `answer` decides what becomes of it. */
async function watch(
  page: Page,
  answer: (line: string, seen: readonly string[]) => 'drop' | 'pass',
): Promise<string[]> {
  const seen: string[] = []
  await page.route('**/unggah**', async (route: Route) => {
    const request = route.request()
    const line = `${request.method()} ${request.headers()['upload-offset'] ?? ''}`.trim()
    const verdict = answer(line, seen)
    seen.push(line)
    await (verdict === 'drop' ? route.abort('connectionreset') : route.continue())
  })
  return seen
}

const PIECE = 256 * 1024

test('a line that drops in the middle of a photo: the upload goes on by itself and the report has the photo', async ({
  page,
}) => {
  await toPhotoPage(page, 'Kursi tunggu patah di loket akta')
  const second = `PATCH ${PIECE}`
  const seen = await watch(page, (line, before) => (line === second && !before.includes(second) ? 'drop' : 'pass'))
  const buffer = await largePhoto()
  const size = await choose(page, buffer)
  expect(size).toBeGreaterThan(2 * PIECE)
  const formed = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/foto'))
  await send(page, /Lanjut/)
  expect((await formed).postDataBuffer()?.length ?? 0).toBeLessThan(5000)
  expect(seen.slice(0, 5)).toEqual(['POST', 'PATCH 0', second, 'HEAD', second])
  expect(seen.filter((line) => line === 'PATCH 0')).toHaveLength(1)
  await fill(page, { privacy: 'anonymous' })
  await send(page, /Lanjut/)
  const photo = page.locator('main img')
  await shown(photo)
  expect(await photo.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual([
    2000, 1500,
  ])
  await send(page, 'Kirim laporan')
  await expect(page.locator('h1')).toHaveText('Laporan terkirim')
})

test('after a reload the same photo goes on where it stopped', async ({ page }) => {
  await toPhotoPage(page, 'Kursi tunggu masih patah')
  let online = false
  const seen = await watch(page, (line) => (line === 'PATCH 0' || online || line === 'POST' ? 'pass' : 'drop'))
  const buffer = await largePhoto()
  await choose(page, buffer)
  await page
    .locator('main')
    .getByRole('button', { name: /Lanjut/ })
    .click()
  await expect(page.locator('main [role=status]')).toContainText('Sambungan terputus')
  online = true
  seen.length = 0
  await page.reload()
  await choose(page, buffer)
  await send(page, /Lanjut/)
  expect(seen[0]).toBe('HEAD')
  expect(seen).not.toContain('POST')
  expect(seen).not.toContain('PATCH 0')
  await expect(page.locator('h1')).not.toHaveText(/[Ff]oto/)
})

test('where uploads in pieces are refused the photo goes along with the form', async ({ page }) => {
  await toPhotoPage(page, 'Kursi tunggu sudah dibuang')
  await page.route('**/unggah**', (route) => route.fulfill({ status: 413 }))
  await choose(page, await largePhoto())
  const formed = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/foto'))
  await send(page, /Lanjut/)
  expect((await formed).headers()['content-type']).toContain('multipart/form-data')
  await fill(page, { privacy: 'anonymous' })
  await send(page, /Lanjut/)
  await shown(page.locator('main img'))
})
