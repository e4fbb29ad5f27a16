import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { budget, fillTest, makeCourse, readModules, takeTest } from './course-steps.ts'
import { openOtherMonths, type Place } from './months.ts'
import { answerReport, asAt, expect, fill, openAll, photo, send, test, tick, visitor } from './steps.ts'
import { ELEMENTS, ELSEWHERE, headers, othersComplain, othersSay, SERVICE } from './turn-crowd.ts'
import { assessLaras, colleagues, enter } from './turn-people.ts'
import { darkModules, qrModules } from './turn-qr.ts'

/*
 * One turn of the loop, whole: the words of one citizen, the signal they are part of, the need, the program, its course,
 * its measured effect, and the way back. Between words and effect lie eight months; the machine's clock is moved over
 * them (e2e/months.ts), and what other citizens say meanwhile comes through the doors that they have.
 */
const OFFICE = 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu'
const WORDS = 'Dua petugas memberi syarat yang berbeda'
const NEED = 'Petugas memberi keterangan syarat yang sama dan benar'
const PROGRAM = 'Satu Keterangan di Semua Loket'
let place: Place

test('one turn of the loop, from the words of a citizen to the effect eight months later and back', async ({
  browser,
}) => {
  test.setTimeout(600_000)
  place = { browser, world: await openOtherMonths(await folder()) }
  try {
    await test.step('1. Listen', listen)
    await test.step('2. Diagnose', diagnose)
    const { program, course } = await test.step('3. Develop', develop)
    await test.step('3. Develop: learning', () => learn(course))
    await test.step('4. Prove', () => prove(program))
    await test.step('5. Steer', () => steer(program))
  } finally {
    await place.world.stop()
  }
})

async function folder(): Promise<string> {
  const made = process.env['E2E_FOLDER']
  return made ? join(made, 'months') : mkdtempSync(join(tmpdir(), 'sigap-months-'))
}

/** A citizen without an account and without script; the officer; the citizen again; the survey, by its QR code. */
async function listen(): Promise<void> {
  for (const month of [0, 1, 2]) {
    await place.world.moveTo(month, 10)
    await othersSay(place, ['1', '2', '2', '1'])
    await othersComplain(place, 12)
  }
  await place.world.moveTo(2, 11)
  const citizen = await visitor(place.browser, { baseURL: place.world.home, javaScriptEnabled: false })
  await citizen.goto('/i/contoh')
  await citizen.getByRole('link', { name: 'Sampaikan', exact: true }).click()
  await fill(citizen, { kind: 'complaint' })
  await send(citizen, 'Lanjut')
  const about = citizen.locator('select[name=about]')
  await about.selectOption(await about.locator('option', { hasText: SERVICE.name }).first().getAttribute('value'))
  await send(citizen, 'Lanjut')
  await fill(citizen, { asked: 'no' })
  await send(citizen, 'Lanjut')
  await fill(citizen, { subject: WORDS, body: 'Pagi diminta tiga berkas, siang oleh petugas lain lima berkas.' })
  await send(citizen, 'Lanjut')
  await send(citizen, 'Lanjut')
  await citizen
    .locator('input[name=photo]')
    .setInputFiles({ name: 'papan.jpg', mimeType: 'image/jpeg', buffer: await photo() })
  await send(citizen, /Lanjut/)
  await fill(citizen, { privacy: 'anonymous' })
  await send(citizen, /Lanjut/)
  await send(citizen, 'Kirim laporan')
  await expect(citizen.locator('h1')).toHaveText('Laporan terkirim')
  const said = (await citizen.locator('main').textContent())!
  const [, code, key] = /([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})-([0-9A-HJKMNP-TV-Z]{6})/.exec(said)!

  // Six days later nobody has looked at it: three working days have passed, by the calendar and the log of events.
  await place.world.moveTo(2, 21)
  const officer = await asAt(place.browser, place.world.home, 'pengaduan')
  await officer.goto(`/pengaduan?q=${code}`)
  await expect(officer.locator('main')).toContainText(/Terlambat \d+ hari kerja/)
  await expect(officer.getByRole('img', { name: 'Foto 1 dari pelapor' })).toBeVisible()
  await answerReport(officer, code!, 'Syarat kini satu daftar, dipasang di semua loket.', { theme: 'keakuratan' })

  await citizen.goto(`/i/contoh/lacak/${code}${key}`.replaceAll('-', ''))
  const tracking = citizen.url()
  await expect(citizen.locator('main')).toContainText('Syarat kini satu daftar')
  await citizen.locator('[name=score][value="3"]').check({ force: true })
  await send(citizen, /nilai/i)
  await citizen.goto(tracking)
  await fill(citizen.locator('form[action$="/selesai"]'), { verdict: 'unsolved', reason: 'Kemarin berbeda lagi.' })
  await citizen.locator('form[action$="/selesai"] button[type=submit]').click()
  await expect(citizen.locator('main')).toContainText('Anda meminta dibuka kembali')
  await officer.goto(`/pengaduan?q=${code}`)
  await expect(officer.locator('main')).toContainText('Kemarin berbeda lagi.')
  await answerReport(officer, code!, 'Semua loket memakai daftar yang sama sejak hari ini.', false)

  const head = await asAt(place.browser, place.world.home, 'dpmptsp')
  await head.goto('/layanan')
  await head.getByRole('link', { name: SERVICE.name }).first().click()
  const drawn = head.locator('#qr svg').nth(1)
  const [address] = /http\S+/.exec((await drawn.getAttribute('aria-label'))!)!
  expect(darkModules((await drawn.locator('path').getAttribute('d'))!)).toEqual(qrModules(address!))
  await citizen.goto(address!)
  for (const element of ELEMENTS)
    await citizen.locator(`[name=${element}][value="${element === 'kompetensi' ? 1 : 4}"]`).check({ force: true })
  await send(citizen, 'Kirim penilaian')
  await expect(citizen).toHaveURL(/survei-selesai/)
}

/** The signal, its cause, what the position requires, what people show, and the need that follows. */
async function diagnose(): Promise<void> {
  await place.world.moveTo(3, 2)
  await place.world.night()
  const hr = await asAt(place.browser, place.world.home, 'sdm')
  await hr.goto('/sinyal')
  await send(hr, 'Periksa bulan lalu sekarang')
  const found = hr.locator('main tbody tr', { hasText: OFFICE }).filter({ hasText: 'Keakuratan' })
  await expect(found.filter({ hasText: 'Survei' })).toHaveCount(1)
  await found.filter({ hasText: 'Pengaduan' }).getByRole('link').first().click()
  await expect(hr.locator('main svg').first()).toBeVisible()
  await expect(hr.locator('#kata-warga')).toContainText(WORDS)
  const signal = hr.url()

  await hr.getByRole('link', { name: 'Tetapkan penyebab' }).click()
  const names = await hr
    .locator('main input[type=radio][name^="q-"]')
    .evaluateAll((boxes) => [...new Set(boxes.map((box) => (box as HTMLInputElement).name))])
  await fill(hr, Object.fromEntries(names.map((name) => [name, name.startsWith('q-kompetensi') ? 'yes' : 'no'])))
  await fill(hr, { cause: 'kompetensi', reason: 'Petugas membaca syarat dari catatan sendiri yang sudah lama.' })
  await send(hr, 'Simpan keputusan')

  await assessLaras(place, hr)
  await hr.goto('/kompetensi')
  await hr.locator('main select[name=unit]').selectOption({ label: OFFICE })
  await hr.locator('main form').first().locator('button[type=submit]').click()
  const table = hr.locator('main table').first()
  for (const head of ['Jenis Kompetensi', 'Kompetensi Ideal', 'Realita di Lapangan', 'Gap'])
    await expect(table.getByRole('columnheader', { name: head, exact: true })).toBeVisible()
  await expect(table.locator('tbody')).toContainText(/[−-]\d/)

  await hr.goto(signal)
  await hr
    .getByRole('link', { name: /kebutuhan/i })
    .last()
    .click()
  await hr.waitForLoadState()
  const lacking = hr.locator('main select[name=competency]')
  const competency = lacking.locator('option', { hasText: 'Pelayanan Publik' })
  await lacking.selectOption(await competency.first().getAttribute('value'))
  await fill(hr, { title: NEED })
  await send(hr, /usul|simpan/i)
  const need = hr.url()
  await expect(hr.locator('main')).toContainText(/prioritas/i)
  await send(hr, 'Setujui kebutuhan')
  await hr.goto('/kebutuhan')
  await hr.locator('main tbody').getByRole('link', { name: NEED }).click()
  // Every component of its priority can be opened, and the signal is one of them.
  await hr.goto(need)
  await openAll(hr)
  await expect(hr.locator('main')).toContainText('λ')
  await expect(hr.locator(`main a[href="${new URL(signal).pathname}"]`).first()).toBeVisible()
}

/** The program with its objective, indicators, budget and a design, locked before it starts. */
async function develop(): Promise<{ program: string; course: string }> {
  const hr = await asAt(place.browser, place.world.home, 'sdm')
  await hr.goto('/program/baru')
  const needs = hr.locator('select[name=needId]')
  await needs.selectOption(await needs.locator('option', { hasText: NEED }).first().getAttribute('value'))
  await fill(hr, {
    title: PROGRAM,
    objective: 'Setiap petugas memberi keterangan syarat yang sama, dari satu daftar yang berlaku.',
    participants: '5',
    startsOn: place.world.day(3, 2),
    endsOn: place.world.day(3, 28),
  })
  await hr.locator('select[name=method]').selectOption({ index: 9 })
  await tick(hr, 'units', OFFICE)
  await send(hr, 'Simpan')
  const program = hr.url().replace(/[?#].*/, '')
  const indicator = {
    name: 'SKM unsur kompetensi pelaksana',
    level: 'result',
    measure: 'poin',
    direction: 'up',
    scaleMin: '25',
    scaleMax: '100',
    baseline: '90',
    baselineOn: place.world.day(2, 28),
    targetKind: 'relative',
    target: '15',
    source: 'SKM bulanan',
    dueOn: place.world.day(7, 1),
  }
  await hr.goto(`${program}/indikator/baru`)
  await fill(hr, indicator)
  // Fifteen percent above 90 is more than the scale has.
  await expect(send(hr, 'Simpan')).rejects.toThrow(/422.*103,5/)
  await fill(hr, { baseline: '50' })
  await send(hr, 'Simpan')
  await expect(hr.locator('main')).toContainText('57,5')
  await hr.goto(`${program}/indikator/baru`)
  await fill(hr, {
    ...indicator,
    name: 'Nilai tes peserta',
    level: 'learning',
    measure: 'persen',
    scaleMin: '0',
    baseline: '40',
    target: '20',
    source: 'Tes awal dan tes akhir',
  })
  await send(hr, 'Simpan')
  await budget(hr, program)
  await hr.goto(`${program}/rancangan`)
  await fill(hr, {
    kind: 'difference_in_differences',
    outcome: 'skm:kompetensi',
    baselineFrom: place.world.day(-6, 1),
    baselineTo: place.world.day(2, 28),
    followFrom: place.world.day(4, 1),
    followTo: place.world.day(6, 28),
  })
  for (const unit of Object.keys(ELSEWHERE)) await tick(hr, 'comparison', unit)
  await send(hr, 'Simpan')
  await send(hr, /^Setujui/)
  await send(hr, /^Mulai/)
  await expect(hr.locator('main')).toContainText('Berjalan')
  // Once it runs, how its effect will be judged can no longer be chosen.
  await expect(hr.locator('main')).toContainText('Terkunci sejak program dimulai')
  return { program: new URL(program).pathname, course: await makeCourse(hr, PROGRAM) }
}

/** Five people of the counter: answers that save themselves, the server's clock, JP and evidence once. */
async function learn(course: string): Promise<void> {
  const others = await colleagues(place, 4)
  const page = course.replace('/kursus/', '/belajar/')
  const laras = await asAt(place.browser, place.world.home, 'pegawai')
  const [first, second, third, late] = await Promise.all(others.map((one) => enter(place, one)))
  for (const learner of [laras, first!, second!, third!, late!]) {
    await learner.goto('/belajar')
    await learner.locator('.card', { hasText: PROGRAM }).getByRole('button').click()
    await learner.waitForLoadState()
  }

  await laras.goto(page)
  await send(laras, /^Mulai/)
  await expect(laras.locator('main')).toContainText('Sisa waktu')
  await fillTest(laras, { wrong: true })
  await expect(laras.locator('.draft-state')).toContainText(/Tersimpan/)
  // The window is lost; what was answered is not.
  const attempt = laras.url()
  await laras.close()
  const back = await asAt(place.browser, place.world.home, 'pegawai')
  await back.goto(attempt)
  await expect(back.getByLabel('Bila ditanya')).toBeChecked()
  await expect(back.getByLabel('Mendengarkan')).toBeChecked()
  await send(back, /^Kumpulkan/)
  for (const learner of [first!, second!, third!]) await takeTest(learner, course, { wrong: true })

  // Twenty minutes by the server's clock: a day later time is up, and what had been saved is graded.
  await late!.goto(page)
  await send(late!, /^Mulai/)
  await late!.getByLabel('Lebih dulu').check({ force: true })
  await expect(late!.locator('.draft-state')).toContainText(/Tersimpan/)
  const open = late!.url()
  await place.world.moveTo(3, 3)
  const again = await enter(place, others[3]!)
  await again.goto(open)
  // The job that hands in what was left open may have been here before.
  if ((await again.locator('h1').textContent()) === 'Waktu habis') await send(again, 'Lihat hasil')
  await expect(again.locator('main')).toContainText('Dikumpulkan otomatis karena waktu habis')
  await expect(again.locator('main')).toContainText('25,0')

  const learners = [
    await asAt(place.browser, place.world.home, 'pegawai'),
    ...(await Promise.all(others.slice(0, 3).map((one) => enter(place, one)))),
    again,
  ]
  for (const learner of learners) {
    await readModules(learner, course)
    await learner.goto(page)
    await expect(learner.locator('main')).not.toContainText('JP sudah dicatat')
    await takeTest(learner, course, { wrong: false })
    await expect(learner.locator('main')).toContainText('100,0')
  }
  const [done] = learners
  const result = done!.url()
  for (let time = 0; time < 3; time++) {
    await done!.request.post(`${result}/kumpulkan`, { form: { _key: crypto.randomUUID() }, headers })
    await done!.goto(page)
    await expect(done!.locator('main')).toContainText('JP sudah dicatat')
  }
  await expect(done!.locator('main').getByRole('button', { name: /^Mulai/ })).toHaveCount(0)
  await done!.goto('/kompetensi/saya')
  await openAll(done!)
  await expect(done!.locator('main').getByText(PROGRAM)).toHaveCount(1)
}

/** Three months after the program, measured against offices where nothing was done. */
async function prove(program: string): Promise<void> {
  await place.world.moveTo(4, 1)
  const manager = await asAt(place.browser, place.world.home, 'sdm')
  await manager.goto(program)
  await send(manager, 'Nyatakan selesai')
  for (const month of [4, 5, 6]) {
    await place.world.moveTo(month, 10)
    await othersSay(place, ['4', '3', '4', '4'])
  }
  await place.world.moveTo(7, 3)
  await place.world.night()
  const hr = await asAt(place.browser, place.world.home, 'sdm')
  const result = program.replace('/program/', '/hasil/')
  await hr.goto(result)
  await send(hr, 'Hitung ulang')
  const main = hr.locator('main')
  await expect(main).toContainText('Membaik')
  await expect(main).toContainText('Cukup kuat')
  await expect(main).toContainText(/Selang kepercayaan 95,0\s%:\s\+[\d,]+\ssampai\s\+[\d,]+/)
  await expect(main.locator('svg').first()).toBeVisible()
  // Complaints speak of the same, beside it; whatever they allow to say is said.
  await expect(main).toContainText('Suara lain tentang hal yang sama')
  // Four people rose from 12.5 to 100 and one from 25: by 85 ± 6.94 points, t = 85 / 2.5.
  await expect(main).toContainText('5 peserta dengan kedua tes')
  for (const part of [
    /Tes awal\s*15,0/,
    /Tes akhir\s*100,0/,
    /85,0\spoin\s*antara\s78,1\sdan\s91,9/,
    /Relatif\s*566,7\s%/,
    /Gain ternormalisasi ⟨g⟩\s*1,00/,
    /Mencapai target\s*100,0\s%\sdari\s5/,
    /t\s=\s34,00,\sdf\s=\s4/,
  ])
    await expect(main).toContainText(part)
  await expect(main).toContainText('Rp15.000.000')
}

/** The leader, in at most two clicks per stage, to the effect and back to the words; then everybody reads it. */
async function steer(program: string): Promise<void> {
  const leader = await asAt(place.browser, place.world.home, 'pimpinan')
  await leader.goto('/lingkaran')
  for (const stage of ['Dengar', 'Diagnosa', 'Kembangkan', 'Buktikan', 'Arahkan'])
    await expect(leader.locator('main').getByText(stage, { exact: true }).first()).toBeVisible()
  const turn = leader.locator('main tbody tr', { hasText: OFFICE }).filter({ hasText: 'Keakuratan' })
  const stages: Readonly<Record<string, string>> = {
    [`#kata-warga a:text-is("${WORDS}")`]: WORDS,
    'a[href^="/sinyal/"]': 'keakuratan',
    'a[href^="/kebutuhan/"]': NEED,
    'a[href^="/program/"]': PROGRAM,
    'a[href^="/hasil/"]': 'Membaik',
  }
  for (const [door, words] of Object.entries(stages)) {
    await leader.goto('/lingkaran')
    await turn.filter({ hasText: 'Membaik' }).getByRole('link').first().click()
    await leader.locator(`main ${door}`).first().click()
    await expect(leader.locator('main')).toContainText(words)
    await expect(leader).not.toHaveURL(/lingkaran/)
  }
  // And back: from the effect to the signal, from the signal to the citizen's words.
  await leader.goto(program.replace('/program/', '/hasil/'))
  await leader.locator('main a[href^="/sinyal/"]').first().click()
  await leader.locator('#kata-warga').getByRole('link', { name: WORDS }).click()
  await expect(leader.locator('h1')).toContainText(WORDS)

  await leader.goto('/lingkaran')
  await turn.filter({ hasText: 'Membaik' }).getByRole('link').first().click()
  await leader.getByRole('link', { name: 'Terbitkan kepada warga' }).click()
  await leader.waitForLoadState()
  await fill(leader, { title: 'Satu keterangan di semua loket perizinan' })
  await send(leader, /^Terbitkan/)
  const citizen = await visitor(place.browser, { baseURL: place.world.home, javaScriptEnabled: false })
  await citizen.goto('/i/contoh')
  await citizen.getByRole('link', { name: 'Satu keterangan di semua loket perizinan' }).first().click()
  const chapters = citizen.locator('main h2')
  await expect(chapters.nth(0)).toContainText('Anda sampaikan')
  await expect(chapters.nth(1)).toContainText('Kami pelajari')
  await expect(chapters.nth(2)).toContainText('Ini yang berubah')
  await expect(citizen.locator('main')).toContainText('Membaik')
}
