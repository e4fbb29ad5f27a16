import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import sharp from 'sharp'
import { answerReport, as, expect, fileReport, fill, PHONE, send, test, visitor } from './steps.ts'

// Makes the pictures of docs/guide: GUIDE=1 npx playwright test guide.
const folder = join(import.meta.dirname, '..', 'docs', 'guide', 'gambar')
const MOST_BYTES = 120_000
type Cut = {
  height?: number
  /** Where the picture begins, when not at the top of the page. */
  from?: string
}

async function picture(page: Page, name: string, cut: Cut = {}): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  const { width } = page.viewportSize()!
  const whole = await page.screenshot({ fullPage: true, animations: 'disabled', caret: 'hide' })
  const begin = cut.from ? await page.locator(cut.from).first().boundingBox() : null
  const scrolled = await page.evaluate(() => scrollY)
  const top = begin ? Math.max(Math.round(begin.y + scrolled) - 16, 0) : 0
  // A cut begins beside the menu, which would be cut as well; a phone has none there.
  const main = begin && width >= 500 ? await page.locator('main').boundingBox() : null
  const left = main ? Math.floor(main.x) : 0
  const rest = (await sharp(whole).metadata()).height - top
  const height = Math.min(rest, cut.height ?? (width < 500 ? 1100 : 960))
  mkdirSync(folder, { recursive: true })
  const { size } = await sharp(whole)
    .extract({ left, top, width: main ? Math.min(Math.floor(main.width), width - left) : width, height })
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

/** The first service of the catalog that can be asked for online. */
async function onlineService(page: Page): Promise<string | null> {
  await page.goto('/i/contoh/layanan')
  const pages = await page
    .locator('main a[href*="/layanan/"]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('href')!))
  for (const address of new Set(pages)) {
    await page.goto(address)
    const link = page.locator('main a[href$="/ajukan"]')
    if ((await link.count()) > 0) return link.first().getAttribute('href')
  }
  throw new Error('No service can be asked for online.')
}

/** The standard of the first service whose page says this of a version. */
const standardOf = (state: RegExp) => async (page: Page) => {
  await page.goto('/layanan')
  const pages = await page.locator('main tbody a').evaluateAll((all) => all.map((one) => one.getAttribute('href')!))
  for (const address of pages) {
    await page.goto(`${address}/standar`)
    if (state.test((await page.locator('main').textContent())!)) return
  }
  throw new Error(`No standard is ${state}`)
}

async function toSubmitted(page: Page): Promise<void> {
  await standardOf(/Menunggu penetapan/)(page)
  await page.locator('main tr', { hasText: 'Menunggu penetapan' }).getByRole('link').first().click()
  await page.waitForLoadState()
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

test('warga: layanan, jawaban, bertanya', async ({ browser }) => {
  const page = await visitor(browser, { viewport: PHONE })
  await page.goto('/i/contoh/layanan/akta-kelahiran')
  await picture(page, 'warga-layanan')
  await page.goto('/i/contoh/maklumat')
  await picture(page, 'warga-maklumat', { height: 900 })

  await page.goto((await onlineService(page))!)
  await picture(page, 'warga-ajukan', { height: 1000 })

  const { code, key } = await fileReport(page)
  const officer = await as(browser, 'pengaduan')
  await answerReport(officer, code, 'Loket kini dijaga bergantian sampai pukul 15.30. Jamnya dipasang di pintu.')
  const report = `/i/contoh/lacak/${code}${key}`.replaceAll('-', '')
  await page.goto(report)
  await picture(page, 'warga-jawaban')
  await picture(page, 'warga-tanggapan', { from: '#selesai', height: 900 })
  await fill(page.locator('form[action$="/selesai"]'), {
    verdict: 'unsolved',
    reason: 'Kemarin loket tutup pukul 14.00 lagi.',
  })
  await send(page, 'Kirim jawaban saya')
  await page.goto(report)
  await picture(page, 'warga-dibuka-kembali', { height: 900 })

  await page.goto('/i/contoh/tanya')
  await fill(page, { body: 'Apakah akta boleh diambil oleh saudara kandung?' })
  await page.locator('select[name=about]').selectOption({ index: 2 })
  await send(page, 'Mulai bertanya')
  const talk = page.url()
  await officer.goto('/percakapan')
  await officer
    .locator('main tbody a', { hasText: /saudara kandung/ })
    .first()
    .click()
  await fill(officer, { body: 'Boleh. Bawa surat kuasa bermeterai dan KTP keduanya.' })
  await send(officer, /^(Kirim|Jawab)/)
  await page.goto(talk)
  await picture(page, 'warga-tanya')
})

test('permohonan informasi publik', async ({ browser }) => {
  const citizen = await visitor(browser, { viewport: PHONE })
  const { code, key } = await fileReport(citizen, {
    kind: 'question',
    subject: 'Jumlah akta yang terbit setiap bulan',
    body: 'Mohon daftar jumlah akta kelahiran yang terbit setiap bulan tahun lalu.',
  })
  const officer = await as(browser, 'pengaduan')
  await officer.goto(`/pengaduan?q=${code}`)
  await fill(officer, { class: 'disclosure', theme: 'keakuratan' })
  await send(officer, 'Terima dan teruskan')
  await officer.getByRole('link', { name: 'Mulai menangani' }).click()
  await send(officer, 'Mulai menangani')
  await officer.getByText('Langkah lain', { exact: true }).click()
  await officer.getByRole('link', { name: 'Perpanjang waktu menjawab' }).click()
  await picture(officer, 'petugas-informasi', { from: 'main', height: 860 })
  await answerReport(officer, code, 'Daftarnya kami lampirkan per kecamatan, belum per bulan.', false)
  await citizen.goto(`/i/contoh/lacak/${code}${key}`.replaceAll('-', ''))
  await citizen.getByText('Ajukan keberatan', { exact: true }).first().click()
  await picture(citizen, 'warga-keberatan', { from: '#keberatan-informasi', height: 1000 })
  await fill(citizen, { ground: 'incomplete', objection: 'Yang diminta per bulan; yang diberikan per kecamatan.' })
  await send(citizen, 'Kirim keberatan')
  const above = await as(browser, 'pimpinan')
  await above.goto(`/pengaduan?q=${code}`)
  await above.getByRole('link', { name: 'Putuskan keberatan' }).click()
  await picture(above, 'atasan-keberatan', { from: 'main', height: 1100 })
})

test('warga: angka yang dapat diperiksa', async ({ browser }) => {
  const page = await visitor(browser)
  await page.goto('/i/contoh/statistik-pengaduan')
  await picture(page, 'data-statistik')
  await page
    .getByRole('link', { name: /hitung ulang|Hitung ulang/ })
    .first()
    .click()
  await page.waitForLoadState()
  await picture(page, 'data-hitung-ulang')
})

test('petugas loket', async ({ browser }) => {
  const clerk = await as(browser, 'loket')
  await clerk.goto('/hari-ini')
  await picture(clerk, 'loket-hari-ini', { height: 620 })
  await clerk.goto('/layanan/loket')
  await clerk.getByRole('link', { name: 'Buka loket' }).click()
  const desk = clerk.url()
  const screen = await clerk.getByRole('link', { name: 'Layar antrean' }).getAttribute('href')
  await clerk.goto(`${desk}?loket=3`)
  await send(clerk, 'Panggil berikutnya')
  await send(clerk, 'Mulai layani')
  await picture(clerk, 'loket-antrean')
  await send(clerk, 'Selesai')
  await picture(clerk, 'loket-selesai')
  await send(clerk, 'Panggil berikutnya')
  await clerk.goto(screen!)
  await picture(clerk, 'loket-layar', { height: 720 })
  await follow('/layanan/proses', 'main tbody a')(clerk)
  await picture(clerk, 'loket-permohonan')
  await clerk.goto('/pengaduan/baru')
  await fill(clerk, {
    about: 'akta kelahiran',
    subject: 'Akta salah nama',
    body: 'Nama anak di akta yang diterima kemarin salah satu huruf.',
  })
  await send(clerk, /^Catat|^Simpan/)
  await picture(clerk, 'loket-tanda-terima')
})

test('pengelola layanan', async ({ browser }) => {
  await pictures(browser, 'dpmptsp', {
    'layanan-daftar': '/layanan',
    'layanan-standar': async (page) => {
      await standardOf(/Berlaku/)(page)
      await page.locator('main tr', { hasText: 'Berlaku' }).getByRole('link').first().click()
      await page.waitForLoadState()
    },
    'layanan-kenyataan': '/layanan/kenyataan',
    'layanan-maklumat': follow('/i/contoh/maklumat', 'main li a'),
  })
  const head = await as(browser, 'dpmptsp')
  await follow('/layanan', 'main tbody a')(head)
  await picture(head, 'layanan-qr', { from: '#qr', height: 520 })
  const leader = await as(browser, 'pimpinan')
  await toSubmitted(leader)
  await picture(leader, 'layanan-perubahan', { height: 800 })
  await picture(leader, 'layanan-menetapkan', { from: 'form[action$="/tetapkan"]', height: 760 })
})

test('inspektorat', async ({ browser }) => {
  const page = await as(browser, 'inspektorat')
  await page.goto('/audit?periksa=ya')
  await picture(page, 'inspektorat-audit', { height: 760 })
  await follow('/pengaduan?antrean=overdue', 'main tbody a')(page)
  await picture(page, 'inspektorat-batas-waktu')
  await page.goto('/statistik-pengaduan/periksa')
  await picture(page, 'inspektorat-hitung-ulang', { height: 760 })
  await page.goto('/kalender')
  await picture(page, 'inspektorat-kalender', { height: 760 })
})

test('petugas pengaduan: sebelum tampil, laporan yang sama, surat, LAPOR', async ({ browser }) => {
  const words = {
    subject: 'Pendingin ruang tunggu akta mati',
    body: 'Pendingin ruang tunggu loket akta kelahiran mati sejak Senin, ruangannya panas sekali.',
  }
  const citizen = await visitor(browser)
  await fileReport(citizen, words)
  const { code } = await fileReport(citizen, { ...words, body: `${words.body} Banyak anak kecil menunggu.` })
  const page = await as(browser, 'pengaduan')
  await page.goto(`/pengaduan?q=${code}`)
  await expect(page.locator('#kembar')).toContainText(words.subject)
  await picture(page, 'petugas-mirip', { from: '#kembar', height: 520 })
  await page
    .locator('#kembar')
    .getByRole('button', { name: /^Gabungkan/ })
    .first()
    .click()
  await page.waitForLoadState()
  await picture(page, 'petugas-gabung', { from: '#kembar', height: 420 })
  await pictures(browser, 'pengaduan', {
    'petugas-tayangan': follow('/pengaduan/tayangan', 'main tbody tr:not(:has-text("Keberatan")) a'),
    'petugas-surat': follow('/kanal/surat', 'main tbody a'),
    'petugas-lapor': follow('/kanal/lapor', 'main tbody a'),
  })
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
  pictures(browser, 'survei', {
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

const STEPS: Readonly<Record<string, Parameters<typeof pictures>[2]>> = {
  inspektorat: {
    'inspektorat-pengawasan': '/pengawasan',
    'inspektorat-pemeriksaan': toRow('/pengawasan', 'Audit penerimaan retribusi pendaftaran'),
    'inspektorat-temuan': toRow('/pengawasan/temuan', 'Tetapkan petugas pengganti'),
    'inspektorat-nilai': '/kinerja/verifikasi',
  },
  pimpinan: {
    'pimpinan-kinerja': '/pantauan',
    'pimpinan-praktik': '/praktik/tabel',
    'pimpinan-kebijakan': follow('/kebijakan', 'main tbody tr:has-text("Diterapkan") a'),
  },
  dpmptsp: {
    'atasan-kinerja': '/kinerja/unit-saya',
    'atasan-temuan': toRow('/pengawasan/temuan', 'Perbarui papan alur'),
    'atasan-praktik': follow('/praktik', 'main tbody tr:has-text("Uji coba") a'),
  },
  pegawai: {
    'pegawai-refleksi': '/refleksi',
    'pegawai-inovasi': '/inovasi-saya/baru',
    'pegawai-pensiun': '/pensiun/saya',
  },
  sdm: { 'sdm-pensiun': '/pensiun', 'sdm-penghargaan': '/penghargaan' },
}

for (const [who, pages] of Object.entries(STEPS))
  test(`bukti dan arah: ${who}`, ({ browser }) => pictures(browser, who, pages))

function toRow(list: string, words: string) {
  return async (page: Page) => {
    await page.goto(list)
    await page.locator('main tbody a', { hasText: words }).click()
    await page.waitForLoadState()
  }
}
