import { beforeAll, beforeEach, expect, test } from 'vitest'
import {
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'

const AIM = { aim: 'Memandu warga mengisi permohonan daring', due_on: '2027-03-01', competency: '' }
let house: TestHouse
let place: TestInstitution
let leader: TestPerson
let member: TestPerson
let colleague: TestPerson

beforeAll(async () => {
  house = await testHouse()
  house.clock.now = new Date('2026-11-21T03:00:00Z')
  place = await newInstitution(house)
  return () => {
    house.clock.now = new Date()
  }
})

beforeEach(async () => {
  const unit = await newUnit(house, place, place.root)
  leader = await newPerson(house, place, unit)
  member = await newPerson(house, place, unit, [], { superior: leader.employee })
  colleague = await newPerson(house, place, unit, ['competency.profile', 'employee.read'])
})

const itemsOf = async (person: TestPerson) =>
  (
    await house.owner.query(
      'select id, aim, state, note from plans.item where employee_id = $1 order by created_at, id',
      [person.employee],
    )
  ).rows
const told = async (person: TestPerson) =>
  (
    await house.owner.query(`select title from notifications.message where account_id = $1 and kind = 'plans.item'`, [
      person.account,
    ])
  ).rows.map((row) => row.title)

test('an aim is proposed, answered by the direct superior, and reached by its owner', async () => {
  expect((await post(house, '/rencana-diri', { ...AIM, aim: 'a' }, member)).statusCode).toBe(422)
  expect((await post(house, '/rencana-diri', { ...AIM, due_on: '2026-11-20' }, member)).body).toContain('sudah lewat')
  expect((await post(house, '/rencana-diri', { ...AIM, competency: place.id }, member)).statusCode).toBe(422)
  expect((await post(house, '/rencana-diri', AIM, member)).statusCode).toBe(303)
  const [{ id }] = await itemsOf(member)
  expect(await told(leader)).toEqual(['Rencana pengembangan baru menunggu jawaban Anda'])
  const at = `/rencana-diri/bawahan/${id}`
  expect((await get(house, '/rencana-diri/bawahan', leader)).body).toContain(`href="${at}"`)
  // Whoever leads nobody has no door to those whom they lead.
  for (const door of ['/rencana-diri/bawahan', '/kompetensi/bawahan']) {
    expect((await get(house, '/rencana-diri', leader)).body).toContain(`href="${door}" class="rail-link"`)
    expect((await get(house, '/rencana-diri', member)).body).not.toContain(`href="${door}"`)
  }
  const silent = await post(house, at, { agreed: 'no' }, leader)
  expect(silent.statusCode).toBe(422)
  expect(silent.body).toContain('Tulis apa yang perlu diubah.')
  expect((await post(house, at, { agreed: 'yes', note: 'Didampingi Bu Rini' }, leader)).statusCode).toBe(303)
  expect(await itemsOf(member)).toMatchObject([{ state: 'agreed', note: 'Didampingi Bu Rini' }])
  expect(await told(member)).toEqual(['Atasan menyetujui tujuan Anda'])
  expect((await get(house, '/rencana-diri', member)).body).toContain('Didampingi Bu Rini')
  expect((await post(house, `/rencana-diri/${id}`, { state: 'agreed' }, member)).statusCode).toBe(422)
  expect((await post(house, `/rencana-diri/${id}`, { state: 'reached' }, member)).statusCode).toBe(303)
  expect(await itemsOf(member)).toMatchObject([{ state: 'reached' }])
})

test('nobody else sees or changes it: colleagues, the superior of others, another institution', async () => {
  expect((await post(house, '/rencana-diri', AIM, member)).statusCode).toBe(303)
  const [{ id }] = await itemsOf(member)
  const other = await newInstitution(house)
  const stranger = await newPerson(house, other, other.root)
  for (const one of [colleague, stranger, member]) {
    expect((await get(house, '/rencana-diri/bawahan', one)).body).not.toContain(AIM.aim)
    expect((await get(house, `/rencana-diri/bawahan/${id}`, one)).statusCode).toBe(404)
    expect((await post(house, `/rencana-diri/bawahan/${id}`, { agreed: 'yes' }, one)).statusCode).toBe(404)
  }
  for (const one of [colleague, stranger, leader])
    expect((await post(house, `/rencana-diri/${id}`, { state: 'dropped' }, one)).statusCode).toBe(404)
})

test('a goal of the self-reflection comes over by one button, once; the others stay private', async () => {
  const goal = (body: string) => post(house, '/refleksi/tujuan', { body, due_on: '2027-01-31' }, member)
  await goal('Membalas setiap pertanyaan sebelum pulang')
  await goal('Tidak lagi menunda surat yang sulit')
  const { rows } = await house.owner.query(
    'select id, body from performance.goal where account_id = $1 order by body',
    [member.account],
  )
  const at = `/refleksi/tujuan/${rows[0].id}/rencana`
  expect((await get(house, '/refleksi', member)).body).toContain(`action="${at}"`)
  expect((await post(house, at, {}, colleague)).statusCode).toBe(404)
  expect((await post(house, at, {}, member)).headers.location).toBe('/rencana-diri')
  expect((await post(house, at, {}, member)).statusCode).toBe(409)
  const home = (await get(house, '/refleksi', member)).body
  expect(home).toContain('Ada di rencana pengembangan')
  expect(home).not.toContain(`action="${at}"`)
  const below = (await get(house, '/rencana-diri/bawahan', leader)).body
  expect(below).toContain('Membalas setiap pertanyaan sebelum pulang')
  expect(below).not.toContain('menunda surat yang sulit')
})
