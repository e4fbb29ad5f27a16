import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import sharp from 'sharp'
import { as, expect, fill, test, visitor } from './steps.ts'

// Makes the pictures of docs/guide: GUIDE=1 npx playwright test guide.
const folder = join(import.meta.dirname, '..', 'docs', 'guide', 'gambar')
const MOST_BYTES = 120_000
const PHONE = { width: 360, height: 740 }

async function picture(page: Page, name: string, options: { height?: number } = {}): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  const { width } = page.viewportSize()!
  const whole = await page.screenshot({ fullPage: true, animations: 'disabled', caret: 'hide' })
  const height = Math.min((await sharp(whole).metadata()).height, options.height ?? (width < 500 ? 1100 : 960))
  mkdirSync(folder, { recursive: true })
  const { size } = await sharp(whole)
    .extract({ left: 0, top: 0, width, height })
    .png({ palette: true, colors: 64, compressionLevel: 9 })
    .toFile(join(folder, `${name}.png`))
  expect(size, name).toBeLessThanOrEqual(MOST_BYTES)
}

async function pictures(
  browser: Browser,
  who: string,
  pages: Readonly<Record<string, string | ((page: Page) => Promise<void>)>>,
) {
  const page = await as(browser, who)
  for (const [name, way] of Object.entries(pages)) {
    if (typeof way === 'string') await page.goto(way)
    else await way(page)
    await picture(page, name)
  }
}

const follow = (from: string, link: string) => async (page: Page) => {
  await page.goto(from)
  await page.locator(link).first().click()
  await page.waitForLoadState()
}

test('warga', async ({ browser }) => {
  const page = await visitor(browser, { viewport: PHONE })
  await page.goto('/i/contoh')
  await picture(page, 'warga-beranda')
  await page.goto('/i/contoh/lapor')
  const next = () => page.locator('main form button[type=submit]:not([name])').first().click()
  await fill(page, { kind: 'complaint' })
  await picture(page, 'warga-jenis')
  await next()
  await page.locator('select[name=about]').selectOption({ index: 2 })
  await next()
  await picture(page, 'warga-biaya')
  await fill(page, { asked: 'no' })
  await next()
  await picture(page, 'warga-cerita')
  await fill(page, { subject: 'Loket tutup sebelum jamnya', body: 'Saya datang pukul 14.00 dan loket sudah tutup.' })
  await next()
  await picture(page, 'warga-tempat')
  await next()
  await next()
  await fill(page, { privacy: 'anonymous' })
  await picture(page, 'warga-kerahasiaan')
  await next()
  await page.getByRole('button', { name: 'Kirim laporan' }).click()
  await expect(page.locator('h1')).toHaveText('Laporan terkirim')
  await picture(page, 'warga-kode')
  await page.goto('/i/contoh/survei/akta-kelahiran')
  await picture(page, 'warga-survei')
  await follow('/i/contoh/perubahan', 'main .card a')(page)
  await picture(page, 'warga-perubahan')
})

test('petugas pengaduan', ({ browser }) =>
  pictures(browser, 'pengaduan', {
    'petugas-antrean': '/pengaduan?antrean=work',
    'petugas-kasus': follow('/pengaduan?antrean=verify', 'main tbody a'),
    'petugas-catat': '/pengaduan/baru',
    'petugas-kanal': '/kanal',
    'petugas-karantina': follow('/kanal/surel?keadaan=quarantine', 'main tbody a'),
    'petugas-percakapan': follow('/percakapan', 'main tbody a'),
    'petugas-ketidakhadiran': '/pengaduan/ketidakhadiran',
    'petugas-telaah': follow('/pengaduan/mutu', 'main tbody a'),
  }))

test('petugas survei', ({ browser }) =>
  pictures(browser, 'admin', {
    'survei-hasil': follow('/survei', 'main tbody a'),
    'survei-rencana': follow('/survei/rencana', 'main tbody a'),
    'survei-beda': async (page) => {
      await page.goto('/survei/kertas')
      await page.getByRole('link', { name: 'Loket 1, lembar kotak saran' }).click()
      await page.waitForLoadState()
    },
    'survei-tindak-lanjut': '/survei/tindak-lanjut',
  }))

test('pegawai', ({ browser }) =>
  pictures(browser, 'pegawai', {
    'pegawai-profil': '/kompetensi/saya',
    'pegawai-belajar': '/belajar',
  }))

test('atasan', ({ browser }) =>
  pictures(browser, 'dpmptsp', {
    'atasan-hari-ini': '/hari-ini',
    'atasan-bawahan': '/kompetensi/bawahan',
    'atasan-sinyal': follow('/sinyal?status=all', 'main tbody a'),
  }))

test('pengelola SDM', ({ browser }) =>
  pictures(browser, 'sdm', {
    'sdm-kesenjangan': '/kompetensi',
    'sdm-sinyal': follow('/sinyal?status=competency', 'main tbody a'),
    'sdm-penyebab': async (page) => {
      await follow('/sinyal?status=open', 'main tbody a')(page)
      await page.getByRole('link', { name: 'Tetapkan penyebab' }).click()
    },
    'sdm-kebutuhan': '/kebutuhan',
    'sdm-impor': '/impor',
  }))

test('pengelola program', ({ browser }) =>
  pictures(browser, 'program', {
    'program-rencana': follow('/program?status=reported', 'main tbody a'),
    'program-kursus': follow('/kursus', 'main tbody a'),
    'program-hasil': async (page) => {
      await page.goto('/hasil')
      await page.locator('main tbody a', { hasText: 'Melayani dengan Ramah' }).click()
      await page.waitForLoadState()
    },
  }))

test('pimpinan', ({ browser }) =>
  pictures(browser, 'pimpinan', {
    'pimpinan-lingkaran': '/lingkaran',
    'pimpinan-putaran': async (page) => {
      await page.goto('/lingkaran')
      await page.locator('main tbody tr', { hasText: 'Membaik' }).first().getByRole('link').first().click()
      await page.waitForLoadState()
    },
    'pimpinan-hasil': '/hasil',
    'pimpinan-pemantauan': '/pengaduan/pemantauan',
  }))

test('administrator', ({ browser }) =>
  pictures(browser, 'admin', {
    'administrator-unit': '/unit',
    'administrator-peran': '/peran',
    'administrator-kalender': '/kalender',
    'administrator-audit': '/audit',
  }))
