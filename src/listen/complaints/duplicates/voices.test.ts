import { beforeEach, expect, test } from 'vitest'
import { createLog } from '../../../platform/log.ts'
import { get, newPerson, post, type TestHouse, testHouse } from '../../../platform/test/harness.ts'
import { closeJob } from '../jobs.ts'
import { lettersOf, newScene, type Scene, sendReport, takeStep } from '../test-scene.ts'

// Several reporters of one matter: the silence or the consent of one ends nothing for the others.

let house: TestHouse
let at: Scene
beforeEach(async () => {
  house = await testHouse()
  house.clock.now = new Date()
  at = await newScene(house)
})

const DAY = 86_400_000
type Report = Awaited<ReturnType<typeof sendReport>>

const report = (subject: string) =>
  sendReport(at, { privacy: 'anonymous', subject, body: `${subject}, sejak kemarin.` })
const merge = async (from: Report, into: Report) =>
  expect((await post(house, `/pengaduan/${from.id}/gabung`, { into: into.id }, at.officer)).statusCode).toBe(303)
const verify = (one: Report) =>
  takeStep(at, one.id, 'verifikasi', { class: 'ordinary', theme: 'sarana', unit: at.unit }, at.officer)
const answer = (one: Report) => takeStep(at, one.id, 'jawab', { outcome: 'resolved', body: 'Ditambal.' }, at.officer)
const page = async (one: Report) => (await get(house, `${at.base}/lacak/${one.code}`)).body
const say = async (one: Report, verdict: string, reason = '') =>
  (await post(house, `${at.base}/lacak/${one.code}/selesai`, { verdict, reason })).statusCode
const reopen = async (one: Report) =>
  (await post(house, `${at.base}/lacak/${one.code}/buka-kembali`, { reason: 'Masih berlubang.' })).statusCode
async function status({ id }: Report): Promise<string> {
  return (await house.owner.query('select status from complaints.complaint where id = $1', [id])).rows[0].status
}

/** Days pass, the officer signs in anew, and the hourly job runs. */
async function pass(days: number) {
  house.clock.now = new Date(house.clock.now.getTime() + days * DAY)
  at.officer = await newPerson(house, at.institution, at.institution.root, [
    'complaint.read',
    'complaint.verify',
    'complaint.handle',
  ])
  await closeJob.run(
    house.database,
    { institution: at.institution.id, payload: {} },
    house.clock.now,
    createLog('silent'),
  )
}

async function matter(...names: string[]) {
  const [first, ...others] = await Promise.all(names.map(report))
  await verify(first!)
  for (const other of others) await merge(other, first!)
  return [first!, ...others] as [Report, Report, ...Report[]]
}

test('one who is asked and stays silent ends nothing for the others, who read that they need not do anything', async () => {
  const [asked, other] = await matter('Lubang di Jalan Kenari', 'Jalan Kenari berlubang')
  await takeStep(at, asked.id, 'lengkapi', { body: 'Di depan rumah nomor berapa?' }, at.officer)
  expect(await page(asked)).toContain('Di depan rumah nomor berapa?')
  const theirs = await page(other)
  expect(theirs).toContain('menunggu keterangan dari pelapor lain')
  expect(theirs).not.toContain('nomor berapa')
  expect(theirs).not.toContain('Perlu dilengkapi')
  // What they add is welcome, and answers no question that was put to somebody else.
  await post(house, `${at.base}/lacak/${other.code}/tambah`, { message: 'Sudah ada yang jatuh.' })
  expect(await status(asked)).toBe('incomplete')
  await pass(40)
  expect(await status(asked)).toBe('processing')
  const officers = (await get(house, `/pengaduan/${asked.id}`, at.officer)).body
  expect(officers).toContain('Dilanjutkan dengan keterangan yang ada')
  // Alone, the silence ends one's own report, as before.
  const alone = await report('Lampu mati di Jalan Kutilang')
  await takeStep(at, alone.id, 'lengkapi', { body: 'Di tiang yang mana?' }, at.officer)
  await pass(40)
  expect(await status(alone)).toBe('rejected')
})

test('it is closed when all have confirmed, and nobody uses up the right of another to have it opened again', async () => {
  const [first, second, third] = (await matter('Talud longsor', 'Tebing longsor', 'Longsor di talud')) as [
    Report,
    Report,
    Report,
  ]
  await answer(first)
  expect(await page(second)).toContain('setelah semua pelapor menyatakan selesai')
  expect([await say(first, 'solved'), await say(second, 'solved')]).toEqual([303, 303])
  expect(await status(first)).toBe('answered')
  // Nothing is asked any more of who has confirmed.
  expect(await page(first)).toContain('Anda sudah menyatakan selesai')
  expect(await page(first)).not.toContain('Laporan ditutup bila Anda tidak membalas')
  expect(await page(third)).toContain('Laporan ditutup bila Anda tidak membalas')
  expect(await say(third, 'solved')).toBe(303)
  expect(await status(first)).toBe('closed')
  // Each once, by either form.
  expect(await reopen(second)).toBe(303)
  await answer(first)
  expect(await say(second, 'unsolved', 'Lagi.')).toBe(409)
  expect(await reopen(second)).toBe(409)
  expect(await page(second)).not.toContain('Laporan dibuka kembali. Ini hak Anda')
  expect(await page(third)).toContain('Laporan dibuka kembali. Ini hak Anda')
  expect(await reopen(third)).toBe(303)
  expect(await reopen(first)).toBe(409)
  await answer(first)
  expect(await reopen(first)).toBe(303)
})

test('who is joined after the answer has as long as the others had', async () => {
  const early = await report('Pipa bocor di pasar')
  await verify(early)
  await answer(early)
  await pass(9)
  const late = await report('Air pasar terbuang')
  await verify(late)
  await merge(late, early)
  // The silence of the first would be over; that of the second has just begun.
  await pass(8)
  expect(await status(early)).toBe('answered')
  expect(await page(late)).toContain('Laporan dibuka kembali. Ini hak Anda')
  await pass(30)
  expect(await status(early)).toBe('closed')
  // Joined to a closed matter, one may still object; the first had their time.
  const last = await report('Pasar kebanjiran pipa')
  await verify(last)
  await merge(last, early)
  expect(await page(last)).toContain('id="buka-kembali"')
  expect(await page(early)).not.toContain('id="buka-kembali"')
  expect(await reopen(early)).toBe(409)
  expect(await reopen(last)).toBe(303)
  expect(await status(early)).toBe('processing')
})

test('who comes along with a merged report, and who leaves again, takes the own right along', async () => {
  const [top, middle, under] = await Promise.all(['Bau sampah', 'Sampah bau', 'Bau dari sampah'].map(report))
  await verify(middle!)
  await merge(under!, middle!)
  await verify(top!)
  await merge(middle!, top!)
  await answer(top!)
  expect([await say(top!, 'solved'), await say(middle!, 'solved')]).toEqual([303, 303])
  expect(await status(top!)).toBe('answered')
  expect(await say(under!, 'unsolved', 'Masih bau.')).toBe(303)
  await answer(top!)
  expect((await post(house, `/pengaduan/${under!.id}/pisah`, {}, at.officer)).statusCode).toBe(303)
  // Two are left, with one right each.
  expect(await reopen(middle!)).toBe(303)
  await answer(top!)
  expect(await reopen(top!)).toBe(303)
  await answer(top!)
  expect([await say(top!, 'solved'), await say(middle!, 'solved')]).toEqual([303, 303])
  expect(await status(top!)).toBe('closed')
})

test('the silence of each is their own: who wrote later may say so later, who did not has had their time', async () => {
  const [quiet, writes] = await matter('Trotoar rusak', 'Rusak trotoarnya')
  await answer(quiet)
  await pass(9)
  await post(house, `${at.base}/lacak/${writes.code}/tambah`, { message: 'Masih kami amati.' })
  await pass(8)
  // The first has been silent for the whole time: nothing is late, and nothing is asked of them.
  expect(await status(quiet)).toBe('answered')
  const first = await page(quiet)
  expect(first).toContain('Waktu Anda untuk menjawab sudah lewat')
  expect(first).not.toContain('Laporan dibuka kembali. Ini hak Anda')
  expect(await reopen(quiet)).toBe(409)
  const second = await page(writes)
  expect(second).not.toContain('Waktu Anda untuk menjawab sudah lewat')
  expect(second).toContain('Laporan dibuka kembali. Ini hak Anda')
  expect(await say(writes, 'unsolved', 'Rusak lagi.')).toBe(303)
  expect(await status(quiet)).toBe('processing')
  await answer(quiet)
  await pass(20)
  expect(await status(quiet)).toBe('closed')
})

test('who takes back their own part of a shared matter reads so before and after, and is waited for no more', async () => {
  const [first, second, third] = (await matter('Got mampet', 'Mampet gotnya', 'Got meluap')) as [Report, Report, Report]
  for (const one of [first, second]) {
    const before = await page(one)
    expect(before).toContain('Tarik bagian saya')
    expect(before).not.toContain('Penanganan berhenti')
  }
  for (const one of [first, second]) {
    const back = await post(house, `${at.base}/lacak/${one.code}/tarik`, { what: 'report' })
    expect(back.statusCode).toBe(303)
    const after = await page(one)
    expect(after).toContain('Laporan orang lain tentang hal ini tetap ditangani')
    expect(after).not.toContain('Tarik bagian saya')
    expect(after).not.toContain('Ganti kontak')
  }
  expect(await status(first)).toBe('forwarded')
  await answer(first)
  expect(await say(second, 'unsolved', 'Masih.')).toBe(409)
  expect(await page(second)).not.toContain('Apakah masalah Anda sudah selesai')
  // The last one who is left closes it alone.
  expect(await say(third, 'solved')).toBe(303)
  expect(await status(first)).toBe('closed')
})

test('who is put to another report, and who is taken out again, hears of it by letter', async () => {
  const first = await report('Got mampet di Kenanga')
  const second = await sendReport(at, {
    privacy: 'secret',
    subject: 'Got tersumbat',
    body: 'Bau.',
    reporter_email: 'budi@contoh.id',
  })
  await verify(first)
  await merge(second, first)
  expect((await post(house, `/pengaduan/${second.id}/pisah`, {}, at.officer)).statusCode).toBe(303)
  const titles = (await lettersOf(house, at.institution)).map(({ title }) =>
    title.replace(/[0-9A-Z]{4}-[0-9A-Z]{4} /, ''),
  )
  expect(titles).toEqual(['Laporan kini ditangani bersama laporan serupa', 'Laporan kembali ditangani sendiri'])
})
