import { expect, test } from 'vitest'
import { asSystem, get, newPerson, newUnit, post, testHouse } from '../../platform/test/harness.ts'
import { remindTasks } from './task-reminders.ts'
import { newScene, sendReport, takeStep } from './test-scene.ts'
import { readTiming } from './timing.ts'

const house = await testHouse()
const held = ['complaint.read', 'complaint.verify', 'complaint.handle']

test('two units help with one case: each reads its own task, one coordinator hears both and answers', async () => {
  const at = await newScene(house)
  const { institution, unit, other, officer: coordinator } = at
  const third = await newUnit(house, institution, institution.root, 'department', 'Dinas Ketiga')
  const [left, right] = [
    await newPerson(house, institution, other, held),
    await newPerson(house, institution, third, held),
  ]
  const { id } = await sendReport(at, {
    privacy: 'open',
    subject: 'Loket tutup',
    body: 'Loket sudah tutup pukul 14.00.',
  })
  await takeStep(at, id, 'verifikasi', { class: 'ordinary', theme: 'sarana', unit }, coordinator)
  const give = (to: string, title: string) =>
    post(house, `/pengaduan/${id}/tugas`, { unit: to, title, due_on: '2099-01-05' }, coordinator)
  expect((await give(other, 'Jelaskan jadwal')).statusCode).toBe(303)
  expect((await give(third, 'Perbaiki papan')).statusCode).toBe(303)
  const { rows } = await house.owner.query<{ id: string; unit_id: string }>(
    'select id, unit_id from complaints.task where complaint_id = $1',
    [id],
  )
  const taskOf = (unitId: string) => `/pengaduan/tugas/${rows.find((row) => row.unit_id === unitId)!.id}`
  const lists = await Promise.all([left, right].map(async (one) => (await get(house, '/pengaduan/tugas', one)).body))
  expect(lists.map((body) => [body.includes('Jelaskan jadwal'), body.includes('Perbaiki papan')])).toEqual([
    [true, false],
    [false, true],
  ])
  expect((await post(house, taskOf(third), { answer: 'Bukan saya.' }, left)).statusCode).toBe(404)
  const answer = () => takeStep(at, id, 'jawab', { outcome: 'resolved', body: 'Sudah.' }, coordinator)
  expect((await post(house, taskOf(other), { answer: 'Tutup 14.00.' }, left)).statusCode).toBe(303)
  await expect(answer()).rejects.toThrow('409')
  expect((await post(house, taskOf(third), { answer: 'Papan diganti.' }, right)).statusCode).toBe(303)
  const page = (await get(house, `/pengaduan/${id}`, coordinator)).body
  for (const words of ['Tutup 14.00.', 'Papan diganti.', 'Dinas Ketiga']) expect(page).toContain(words)
  await answer()
})

test('a unit is reminded of its task on the last day at work before it is late, and then told with the coordinator', async () => {
  const at = await newScene(house)
  const helper = await newPerson(house, at.institution, at.other, held)
  const { id } = await sendReport(at, { privacy: 'open', subject: 'Loket tutup', body: 'Sudah tutup.' })
  await takeStep(at, id, 'verifikasi', { class: 'ordinary', theme: 'sarana', unit: at.unit }, at.officer)
  await post(house, `/pengaduan/${id}/petugas`, { account: at.officer.account }, at.officer)
  // A Saturday.
  const task = { unit: at.other, title: 'Jelaskan jadwal', due_on: '2099-01-10' }
  expect((await post(house, `/pengaduan/${id}/tugas`, task, at.officer)).statusCode).toBe(303)
  const titles = async (person: typeof helper) =>
    ((await get(house, '/kotak-masuk', person)).body.match(/Tugas untuk pengaduan [^<]*/g) ?? []).map((line) =>
      line.replace(/[0-9A-Z]{4}-[0-9A-Z]{4} /, ''),
    )
  const at9 = async (date: string, hour = 2) => {
    await asSystem(house, at.institution, 'complaint.read', async (db, scope) =>
      remindTasks(db, scope, new Date(`${date}T0${hour}:00:00Z`), await readTiming(db, scope)),
    )
    return [await titles(helper), await titles(at.officer)]
  }
  expect(await at9('2099-01-08')).toEqual([[], []])
  const due = 'Tugas untuk pengaduan jatuh tempo 10 Januari 2099'
  expect(await at9('2099-01-09')).toEqual([[due], []])
  expect(await at9('2099-01-09', 3)).toEqual([[due], []])
  // Nobody is at work.
  expect(await at9('2099-01-11')).toEqual([[due], []])
  const late = 'Tugas untuk pengaduan terlambat: jatuh tempo 10 Januari 2099'
  const [ofHelper, ofCoordinator] = await at9('2099-01-12')
  expect([ofHelper!.toSorted(), ofCoordinator]).toEqual([[due, late].toSorted(), [late]])
  expect((await at9('2099-01-13'))[1]).toEqual([late])
})
