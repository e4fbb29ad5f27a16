import type { Page } from '@playwright/test'
import { as, day, daysFromNow, expect, fill, send, test, visitor } from './steps.ts'

const OFFICE = 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu'

/** A form waits behind its button. */
function unfold(page: Page, label: string): Promise<void> {
  return page.locator('main details.fold:not([open]) > summary', { hasText: label }).first().click()
}

/** The last option that says so. */
async function choose(page: Page, form: string, name: string, words: string): Promise<void> {
  const list = page.locator(`main form[action$="${form}"] select[name=${name}]`)
  await list.selectOption(await list.locator('option', { hasText: words }).last().getAttribute('value'))
}

/** Sends what has to be refused and reads what the page says about it. */
async function refused(page: Page, button: string): Promise<string> {
  const told = await send(page, button).then(
    () => '',
    (error: unknown) => String(error),
  )
  expect(told, `${button} is refused`).toContain('422')
  return (await page.locator('[data-error-summary]').textContent()) ?? ''
}

test('an inspection from its team to a finding followed to the end', async ({ browser }) => {
  test.setTimeout(240_000)
  const inspector = await as(browser, 'inspektorat')
  await inspector.goto('/pengawasan/tim')
  await unfold(inspector, 'Bentuk tim')
  await fill(inspector, { decree_number: '700/201' })
  expect(await refused(inspector, 'Simpan tim')).toContain('Nama tim belum diisi.')
  // What was typed is still there, in the form that stands open.
  await expect(inspector.locator('main [name=decree_number]')).toHaveValue('700/201')
  await fill(inspector, { name: 'Tim Papan Alur', decree_on: day(-10, 5) })
  await send(inspector, 'Simpan tim')
  await expect(inspector.locator('h1')).toHaveText('Tim Papan Alur')
  await unfold(inspector, 'Tambah anggota')
  const own = (await inspector.locator('a[href="/akun"]').first().textContent())!.trim()
  await choose(inspector, '/anggota', 'account', own)
  await fill(inspector, { from_on: day(-10, 5) })
  await send(inspector, 'Tambah anggota')
  await expect(inspector.locator('#anggota tbody')).toContainText(own)

  await inspector.goto('/pengawasan/baru')
  await fill(inspector, {
    kind: 'inspection',
    title: 'Inspeksi papan alur',
    period_from: day(-10),
    period_until: day(-1, 28),
    planned_on: daysFromNow(-2),
    basis_text: 'PKPT nomor 31.',
  })
  await choose(inspector, '/pengawasan/baru', 'unit', OFFICE)
  await choose(inspector, '/pengawasan/baru', 'team', 'Tim Papan Alur')
  await choose(inspector, '/pengawasan/baru', 'basis', 'Rencana')
  await send(inspector, 'Simpan rencana')
  const inspection = inspector.url().replace(/[?#].*/, '')

  const head = await as(browser, 'dpmptsp')
  expect((await head.request.get(inspection)).status(), 'a plan is no news for the unit').toBe(404)

  await send(inspector, 'Mulai pemeriksaan')
  await unfold(inspector, 'Catat temuan')
  await fill(inspector, {
    condition: 'Papan alur memuat langkah yang sudah dihapus.',
    criterion: 'Papan sama dengan standar yang berlaku.',
    cause: 'Tidak ada penanggung jawab.',
    effect: 'Warga membawa berkas yang tidak diperlukan.',
    recommendation: 'Ganti papan alur di kedua pintu.',
  })
  await send(inspector, 'Catat temuan')
  const items = await inspector.locator('#daftar-periksa details.dialog').evaluateAll((all) => all.map((one) => one.id))
  expect(items.length).toBeGreaterThan(2)
  for (const item of items) {
    await inspector.goto(inspection)
    await inspector.locator(`[id="${item}"] > summary`).click()
    const form = inspector.locator(`[id="${item}"] form`)
    await form.locator('[name=answer][value=yes]').check({ force: true })
    await Promise.all([
      inspector.waitForURL(/pengawasan/),
      form.getByRole('button', { name: 'Simpan jawaban' }).click(),
    ])
    await inspector.waitForLoadState()
  }
  await inspector.goto(inspection)
  expect(await refused(inspector, 'Laporkan kepada unit')).toContain('simpulan')
  await fill(inspector, { conclusion: 'Pelayanan baik, papan alur perlu diganti.' })
  await send(inspector, 'Laporkan kepada unit')

  await head.goto('/pengawasan/temuan')
  await head.getByRole('link', { name: 'Ganti papan alur di kedua pintu.' }).click()
  await head.waitForLoadState()
  const finding = head.url()
  expect(await refused(head, 'Tanggapi')).toContain('anggapan')
  await fill(head, { text: 'Setuju. Papan baru dicetak pekan ini.' })
  await send(head, 'Tanggapi')
  await fill(head, { text: 'Papan baru terpasang di kedua pintu.', link: 'https://contoh.go.id/papan' })
  await send(head, 'Sampaikan bukti tindak lanjut')
  await inspector.goto(finding)
  await fill(inspector, { decision: 'verified', text: 'Dilihat di tempat.' })
  await send(inspector, 'Verifikasi tindak lanjut')
  await expect(inspector.locator('h1').locator('..')).toContainText('Tuntas')
  await head.goto(inspection)
  await expect(head.locator('main')).toContainText('Tuntas pada')
})

test('a practice from its proposal to its replication', async ({ browser }) => {
  test.setTimeout(240_000)
  const head = await as(browser, 'dpmptsp')
  await head.goto('/praktik/baru')
  expect(await refused(head, 'Simpan catatan')).toContain('Judul belum diisi.')
  await fill(head, {
    kind: 'innovation',
    title: 'Berkas diperiksa sebelum antre',
    theme: 'kecepatan',
    problem: 'Warga antre dua kali karena berkasnya kurang.',
    situation: 'Tiga dari sepuluh pemohon pulang tanpa dilayani.',
    practice: 'Petugas di pintu memeriksa berkas memakai daftar satu halaman.',
    success_factors: 'Daftar ditempel di pintu.',
    constraints: 'Perlu satu petugas tetap.',
    recommendations: 'Jadikan langkah pertama dalam standar pelayanan.',
  })
  await choose(head, '/praktik/baru', 'unit', OFFICE)
  await send(head, 'Simpan catatan')
  const practice = head.url().replace(/[?#].*/, '')

  const leader = await as(browser, 'inspektorat')
  for (const [to, on] of [
    ['trial', day(-3)],
    ['implemented', day(-1)],
  ] as const) {
    await head.goto(practice)
    await unfold(head, 'Ajukan perubahan keadaan')
    await fill(head, { to, happened_on: on, evidence: 'Keputusan kepala dinas nomor 12.' })
    for (const one of await head.locator('main form[action$="/keadaan"] textarea[name^=k_]').all())
      await one.fill('Terpenuhi, lihat keputusan.')
    await send(head, 'Ajukan perubahan keadaan')
    await leader.goto(practice)
    await fill(leader.locator('main form[action$="/tinjau"]'), { decision: 'accepted', note: 'Dilihat di tempat.' })
    await send(leader, 'Tinjau bukti')
  }
  await head.goto(practice)
  await unfold(head, 'Catat hasil')
  await fill(head, {
    indicator: 'Warga yang antre dua kali',
    before: '30',
    after: '8',
    measure: 'orang',
    measured_on: day(-1, 27),
    basis: 'Hitungan pintu sebulan terakhir.',
  })
  await send(head, 'Catat hasil')
  await leader.goto(practice)
  await send(leader, 'Tayangkan kepada umum')
  const citizen = await visitor(browser)
  await citizen.goto('/i/contoh/praktik')
  await expect(citizen.locator('main')).toContainText('Berkas diperiksa sebelum antre')

  await head.goto(practice)
  await head.getByRole('link', { name: 'Tiru di unit kami' }).click()
  await head.waitForLoadState()
  await fill(head, { title: 'Berkas izin usaha diperiksa sebelum antre' })
  await choose(head, '/praktik/baru', 'unit', OFFICE)
  await send(head, 'Simpan catatan')
  await expect(head.locator('#peniruan')).toContainText('Berkas diperiksa sebelum antre')
  await head.goto(practice)
  await expect(head.locator('#peniruan')).toContainText('Berkas izin usaha diperiksa sebelum antre')
})

test('a performance board leads to what one figure is made of', async ({ browser }) => {
  const leader = await as(browser, 'pimpinan')
  await leader.goto('/pantauan')
  await leader.locator('#unit tbody').getByRole('link', { name: OFFICE }).click()
  await expect(leader.locator('h1')).toContainText(OFFICE)
  await leader.getByRole('link', { name: 'Pelayanan tepat waktu' }).first().click()
  await expect(leader.locator('h1')).toHaveText('Pelayanan tepat waktu')
  await expect(leader.locator('#asal')).toContainText('Sumber')
  // On a phone a long table shows its first rows until somebody asks for all.
  await leader.setViewportSize({ width: 360, height: 740 })
  await leader.goto('/pantauan')
  const last = leader.locator('#unit .table-stack tbody tr').last()
  await expect(last).toBeHidden()
  await leader.getByText(/^Tampilkan semua \(/).click()
  await expect(last).toBeVisible()
})
