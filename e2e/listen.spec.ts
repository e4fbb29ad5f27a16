import { as, expect, fill, photo, send, test, visitor } from './steps.ts'

test('a complaint with a photo, without script: filed, verified, answered, rated, reopened', async ({ browser }) => {
  const citizen = await visitor(browser, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
  await citizen.goto('/i/contoh')
  await citizen.getByRole('link', { name: 'Sampaikan', exact: true }).click()
  await fill(citizen, { kind: 'complaint' })
  await send(citizen, 'Lanjut')
  const about = citizen.locator('select[name=about]')
  const service = await about.locator('option', { hasText: 'Akta Kelahiran' }).first().getAttribute('value')
  await about.selectOption(service)
  await send(citizen, 'Lanjut')
  await fill(citizen, { asked: 'no' })
  await send(citizen, 'Lanjut')

  await send(citizen, 'Lanjut').catch((error: Error) => expect(error.message).toContain('422'))
  await expect(citizen.locator('[data-error-summary]')).toBeVisible()
  await expect(citizen).toHaveTitle(/^Kesalahan: /)
  await fill(citizen, {
    subject: 'Loket akta tutup sebelum jamnya',
    body: 'Saya datang pukul 14.00, loket sudah ditutup. Hubungi saya di 0812 3456 7890.',
  })
  await send(citizen, 'Lanjut')
  await fill(citizen, { place: 'Loket 3' })
  await send(citizen, 'Lanjut')
  await citizen
    .locator('input[name=photo]')
    .setInputFiles({ name: 'loket.jpg', mimeType: 'image/jpeg', buffer: await photo() })
  await send(citizen, /Lanjut/)
  await fill(citizen, { privacy: 'anonymous' })
  await send(citizen, /Lanjut/)
  await expect(citizen.locator('main')).toContainText('Loket akta tutup sebelum jamnya')
  await send(citizen, 'Kirim laporan')
  await expect(citizen.locator('h1')).toHaveText('Laporan terkirim')
  const [, code, key] = /([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})-([0-9A-HJKMNP-TV-Z]{6})/.exec(
    (await citizen.locator('main').textContent())!,
  )!

  await citizen.getByRole('link', { name: 'Lacak', exact: true }).click()
  await fill(citizen, { kode: code!.toLowerCase().replace('-', ' ') })
  await send(citizen, 'Lihat laporan')
  await expect(citizen.locator('main')).toContainText('Diterima, menunggu verifikasi')
  // The code alone tells how far it is; the key opens it.
  await expect(citizen.locator('main')).not.toContainText('loket sudah ditutup')
  await fill(citizen, { kunci: key!.toLowerCase() })
  await send(citizen, 'Buka laporan saya')
  await expect(citizen.locator('main')).toContainText('loket sudah ditutup')
  const tracking = citizen.url()

  const officer = await as(browser, 'pengaduan', { script: false })
  await officer.goto('/pengaduan')
  await fill(officer, { q: code! })
  await officer.getByRole('button', { name: 'Terapkan' }).click()
  // A whole code leads straight to its case.
  await expect(officer.locator('h1')).toContainText('Loket akta tutup sebelum jamnya')
  await expect(officer.getByRole('img', { name: 'Foto 1 dari pelapor' })).toBeVisible()
  await fill(officer, { class: 'ordinary', theme: 'kecepatan' })
  const unit = officer.locator('form[action$="/verifikasi"] select[name=unit]')
  if ((await unit.inputValue()) === '') await unit.selectOption({ label: 'Dinas Kependudukan dan Pencatatan Sipil' })
  await send(officer, 'Terima dan teruskan')
  await expect(officer.locator('main')).toContainText('Diteruskan')
  await officer.getByRole('link', { name: 'Mulai menangani' }).click()
  await send(officer, 'Mulai menangani')
  await officer.getByRole('link', { name: 'Jawab', exact: true }).click()
  await fill(officer, { outcome: 'resolved' })
  await officer
    .locator('main textarea')
    .first()
    .fill('Jam loket sudah dikembalikan sampai pukul 15.30 dan dipasang di pintu.')
  await send(officer, 'Kirim jawaban kepada pelapor')

  await citizen.goto(tracking)
  await expect(citizen.locator('main')).toContainText('Jam loket sudah dikembalikan')
  await expect(citizen.locator('main')).toContainText('Masalah diselesaikan')
  await citizen.locator('[name=score][value="2"]').check({ force: true })
  await send(citizen, /nilai/i)
  await citizen.goto(tracking)
  await fill(citizen.locator('form[action$="/selesai"]'), {
    verdict: 'unsolved',
    reason: 'Kemarin loket tutup pukul 14.00 lagi.',
  })
  await citizen.locator('form[action$="/selesai"] button[type=submit]').click()
  await expect(citizen.locator('main')).toContainText('Anda meminta dibuka kembali')
  await officer.goto(`/pengaduan?q=${code}`)
  await expect(officer.locator('main')).toContainText('Kemarin loket tutup pukul 14.00 lagi.')
})

test('the nine-element survey by link, without script', async ({ browser }) => {
  const page = await visitor(browser, { javaScriptEnabled: false })
  await page.goto('/i/contoh/survei/akta-kelahiran')
  for (const element of [
    'persyaratan',
    'prosedur',
    'waktu',
    'biaya',
    'produk',
    'kompetensi',
    'perilaku',
    'sarana',
    'pengaduan',
  ])
    await page.locator(`[name=${element}][value="${element === 'waktu' ? 2 : 4}"]`).check({ force: true })
  await fill(page, { comment: 'Petugas ramah, antreannya lama.' })
  await send(page, 'Kirim penilaian')
  await expect(page).toHaveURL(/survei-selesai/)
  await page.goto('/i/contoh/hasil-survei')
  await expect(page.locator('main')).toContainText('Dinas Kependudukan dan Pencatatan Sipil')
})

test('a wrong code says which symbol to look at', async ({ page }) => {
  await page.goto('/i/contoh/lacak')
  await fill(page, { kode: '7K3P-Q9XN' })
  await page.getByRole('button', { name: 'Lihat laporan' }).click()
  await expect(page.locator('[data-error-summary]')).toBeVisible()
  await expect(page.locator('[name=kode]')).toHaveValue('7K3P-Q9XN')
})
