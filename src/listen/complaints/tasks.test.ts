import { expect, test } from 'vitest'
import { get, newPerson, newUnit, post, testHouse } from '../../platform/test/harness.ts'
import { newScene, sendReport, takeStep } from './test-scene.ts'

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
