import { as, expect, fill, photo, send, shown, test, visitor } from './steps.ts'

test('a letter: its scan is uploaded, lies beside the form, and the case keeps it', async ({ browser }) => {
  const id = Date.now()
  const officer = await as(browser, 'pengaduan')
  await officer.goto('/kanal/surat')
  await officer
    .locator('input[name=scans]')
    .setInputFiles({ name: `surat-${id}.jpg`, mimeType: 'image/jpeg', buffer: await photo() })
  await send(officer, 'Simpan pindaian')
  await officer.getByRole('link', { name: `surat-${id}` }).click()
  const scan = officer.getByRole('img', { name: new RegExp(`Pindaian surat-${id}`) })
  await shown(scan)
  await fill(officer, {
    sender: 'Ketua RT 04',
    number: `${id}/RT`,
    subject: `Jalan berlubang ${id}`,
    body: 'Jalan di depan balai warga berlubang sejak Oktober.',
  })
  await send(officer, 'Catat sebagai laporan')
  await expect(officer.locator('h1')).toHaveText('Tanda terima')
  const link = await officer.locator('main a[href*="/lacak/"]').getAttribute('href')
  await officer.getByRole('link', { name: /Buka/ }).first().click()
  await expect(officer.locator('h1')).toContainText(`Jalan berlubang ${id}`)
  await expect(officer.locator(`main a[href*="/berkas/"]`).first()).toBeVisible()

  // The sender has no account, only the paper with the code on it.
  const sender = await visitor(browser)
  await sender.goto(new URL(link!).pathname)
  await expect(sender.locator('main')).toContainText('Jalan di depan balai warga')

  await officer.goto('/kanal/surat')
  await expect(officer.locator('main tbody tr', { hasText: `surat-${id}` })).toContainText('Ketua RT 04')
})

test('a post from social media is one case, however its address is shared; so is a row of an export of SP4N-LAPOR!', async ({
  browser,
}) => {
  const id = Date.now()
  const officer = await as(browser, 'pengaduan')
  await officer.goto('/kanal/medsos')
  const story = { subject: `Sampah ${id}`, body: 'Sampah di pasar tidak diangkut tiga hari.' }
  await fill(officer, { url: 'bukan tautan', author: '@warga', ...story })
  await send(officer, /Catat/).catch((error: Error) => expect(error.message).toContain('422'))
  await expect(officer.locator('[name=subject]')).toHaveValue(story.subject)
  await fill(officer, { url: `https://www.instagram.com/p/${id}/?igsh=abc&utm_source=x` })
  await officer
    .locator('input[name=shot]')
    .setInputFiles({ name: 'tangkapan.jpg', mimeType: 'image/jpeg', buffer: await photo() })
  await send(officer, /Catat/)
  // The form comes back empty, at the same address.
  await expect(officer.locator('[name=url]')).toHaveValue('')
  await fill(officer, { url: `https://instagram.com/p/${id}`, ...story })
  await send(officer, /Catat/).catch((error: Error) => expect(error.message).toContain('409'))
  await officer.getByRole('link', { name: new RegExp(`Sampah ${id}`) }).click()
  await expect(officer.locator('h1')).toContainText(`Sampah ${id}`)

  // The national application's export: a heading of its own kind is told once, a broken row stops no other.
  await officer.goto('/kanal/lapor')
  const rows = [`${id};Lampu jalan mati ${id};Proses;2026-01-05`, ';Tanpa nomor;Proses;2026-01-05']
  const buffer = Buffer.from(['Nomor Aduan;Isi Laporan;Status;Tanggal Laporan', ...rows].join('\n'))
  await officer.locator('input[name=file]').setInputFiles({ name: `lapor-${id}.csv`, mimeType: 'text/csv', buffer })
  await send(officer, 'Periksa berkas')
  await fill(officer, { tracking_id: 'Nomor Aduan' })
  await send(officer, 'Simpan judul kolom')
  await expect(officer.locator('#periksa')).toContainText('1 baru, 0 berubah, 0 tetap, 1 dilewati')
  await send(officer, 'Ambil alih 1 laporan')
  await officer.goto('/kanal/lapor')
  await officer.getByRole('link', { name: String(id), exact: true }).click()
  await expect(officer.locator('main')).toContainText(`Lampu jalan mati ${id}`)
  await expect(officer.locator('main')).toContainText(String(id))
})

test('a number is taken at the machine, called at a desk, shown on the screen, and timed', async ({ browser }) => {
  const officer = await as(browser, 'dpmptsp', { script: false })
  await officer.goto('/layanan/loket')
  await officer.locator('main a[href^="/layanan/loket/"]').first().click()
  const desk = `${officer.url().split('?')[0]}?loket=7`
  await officer.goto(desk)
  const [screen, machine] = await Promise.all(
    ['Layar antrean', 'Mesin nomor'].map((name) =>
      officer.getByRole('link', { name: new RegExp(name) }).getAttribute('href'),
    ),
  )
  const served = async () =>
    Number(
      await officer
        .locator('.stat', { hasText: 'Selesai dilayani' })
        .textContent()
        .then((text) => /\d+/.exec(text!)![0]),
    )

  const hall = await visitor(browser)
  await hall.goto(machine!)
  await hall.locator('.kiosk button').first().click()
  const number = (await hall.locator('.ticket-number').textContent())!.trim()
  const phone = await visitor(browser, { viewport: { width: 360, height: 740 } })
  await phone.goto(new URL(hall.url()).pathname)
  await expect(phone.locator('.ticket-number')).toHaveText(number)
  // The next person takes the next number, not the same one.
  await hall.getByRole('link', { name: 'Ambil nomor lain' }).click()
  await hall.locator('.kiosk button').first().click()
  await expect(hall.locator('.ticket-number')).toHaveText(String(Number(number) + 1))

  const display = await visitor(browser)
  const shown = await display.goto(screen!)
  expect(shown!.headers()['refresh']).toBe('10')
  await officer.goto(desk)
  const before = await served()
  // Whoever waited before is called before.
  while (true) {
    await send(officer, 'Panggil berikutnya')
    const called = officer.locator('.desk-now').first()
    if ((await called.locator('.desk-number').textContent())?.trim() === number) break
    const absent = await called.locator('form[action$="/no_show"]').getAttribute('action')
    await officer.request.post(absent!, { form: { loket: '7' }, headers: { 'sec-fetch-site': 'same-origin' } })
    await officer.goto(desk)
  }
  await display.reload()
  await expect(display.locator('.hall-now li', { hasText: number })).toContainText('Loket 7')
  await phone.reload()
  await expect(phone.locator('.ticket')).toContainText('Silakan ke loket 7')
  await send(officer, 'Mulai layani')
  await send(officer, 'Selesai')
  await expect(officer.locator('main')).toContainText(`Nomor ${number} selesai`)
  expect(await served()).toBe(before + 1)
  await display.reload()
  await expect(display.locator('.hall-now li', { hasText: new RegExp(`^${number}Loket 7`) })).toHaveCount(0)
  await phone.reload()
  await expect(phone.locator('.ticket')).toContainText('Pelayanan Anda sudah selesai')
})
