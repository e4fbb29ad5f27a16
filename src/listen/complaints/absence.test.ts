import { beforeAll, expect, test } from 'vitest'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  testHouse,
} from '../../platform/test/harness.ts'
import { submitComplaints } from './acts.ts'
import { forgetTiming } from './timing.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

const officer = ['complaint.read', 'complaint.verify', 'complaint.handle']
const page = '/pengaduan/ketidakhadiran'
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)

async function scene() {
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  const head = await newPerson(house, institution, unit, officer, { name: 'Kepala Uji' })
  const away = await newPerson(house, institution, unit, officer, { name: 'Petugas Cuti' })
  const substitute = await newPerson(house, institution, unit, officer, { name: 'Petugas Siaga' })
  const [sent] = await asSystem(house, institution, 'complaint.create', (db, scope) =>
    submitComplaints(db, scope, new Date(Date.now() - 60_000), [
      {
        subject: 'Loket tutup lebih awal',
        body: 'Loket sudah tutup pukul dua.',
        privacy: 'open',
        unit_id: unit,
        channel: 'web',
        actor: 'citizen',
      },
    ]),
  )
  return { institution, unit, head, away, substitute, id: sent!.id }
}

test('an absence sends cases to the substitute, and says so on the case', async () => {
  const { away, substitute, head, id } = await scene()
  const give = (account: string) => post(house, `/pengaduan/${id}/petugas`, { account }, head)
  await give(away.account)
  const absence = { account: away.account, substitute: substitute.account, from_on: day(-1), to_on: day(5) }
  const typed = await post(house, page, { ...absence, to_on: day(-3), reason: 'Cuti alasan uji' }, away)
  expect(typed.statusCode).toBe(422)
  expect(typed.body).toContain('Cuti alasan uji')
  expect((await post(house, page, { ...absence, substitute: away.account }, away)).body).toContain('orang yang sama')
  expect((await post(house, page, absence, away)).statusCode).toBe(303)
  expect((await post(house, page, absence, away)).statusCode).toBe(409)
  const back = { account: substitute.account, substitute: away.account, from_on: day(0), to_on: day(2) }
  expect((await post(house, page, back, substitute)).body).toContain('sendiri tidak bertugas')
  expect((await get(house, page, head)).body).toContain('Petugas Siaga')
  expect((await get(house, `/pengaduan/${id}`, head)).body).toContain('Pengganti: Petugas Siaga')
  await give('')
  await give(away.account)
  const { rows } = await house.owner.query('select account_id from complaints.assignment where complaint_id = $1', [id])
  expect(rows[0].account_id).toBe(substitute.account)
})

test('for others only the head of their unit enters and ends it, and may hand over what they hold', async () => {
  const { institution, unit, head, away, substitute, id } = await scene()
  await post(house, `/pengaduan/${id}/petugas`, { account: away.account }, head)
  const absence = { account: away.account, substitute: substitute.account, from_on: day(0), to_on: day(5) }
  expect((await post(house, page, absence, substitute)).statusCode).toBe(404)
  await house.owner.query(
    `update roles.role set code = 'unit_head' where institution_id = $1 and id =
       (select role_id from roles.grant where institution_id = $1 and account_id = $2)`,
    [institution.id, head.account],
  )
  expect((await post(house, page, { ...absence, hand_over: 'on' }, head)).statusCode).toBe(303)
  const { rows } = await house.owner.query('select account_id from complaints.assignment where complaint_id = $1', [id])
  expect(rows[0].account_id).toBe(substitute.account)
  const other = await newUnit(house, institution, institution.root, 'department', 'Dinas Lain')
  const stranger = await newPerson(house, institution, other, officer)
  expect((await get(house, page, stranger)).body).not.toContain('Petugas Cuti')
  const found = await house.owner.query('select id from complaints.absence where account_id = $1', [away.account])
  const end = `${page}/${found.rows[0].id}/akhiri`
  expect((await post(house, end, {}, stranger)).statusCode).toBe(404)
  expect((await post(house, end, {}, substitute)).statusCode).toBe(404)
  expect((await post(house, end, {}, head)).statusCode).toBe(303)
  expect((await get(house, page, head)).body).not.toContain('Petugas Cuti</')
  expect(unit).toBeTruthy()
})

test('a day off of one unit moves the deadlines of that unit only, and the page names the calendar', async () => {
  const { institution, unit, head } = await scene()
  const clerk = await newPerson(house, institution, institution.root, ['calendar.read', 'calendar.manage', ...officer])
  const other = await newUnit(house, institution, institution.root, 'department', 'Dinas Lain')
  const at = new Date('2026-03-02T03:00:00Z')
  for (const date of ['2026-03-03', '2026-03-04']) {
    const closed = {
      unit_id: unit,
      date,
      kind: 'local_holiday',
      name: 'Pindah kantor',
      source: 'Surat uji',
      verified: 'on',
    }
    expect((await post(house, '/kalender/hari', closed, clerk)).statusCode).toBe(303)
  }
  forgetTiming(institution.id)
  const report = { subject: 'Uji', body: 'Uji.', privacy: 'open', channel: 'web', actor: 'citizen', at } as const
  const [own, elsewhere] = await asSystem(house, institution, 'complaint.create', (db, scope) =>
    submitComplaints(db, scope, new Date(), [
      { ...report, unit_id: unit },
      { ...report, unit_id: other },
    ]),
  )
  const due = async (id: string) =>
    (await house.owner.query('select queue_at from complaints.complaint where id = $1', [id])).rows[0].queue_at as Date
  expect(((await due(own!.id)).getTime() - (await due(elsewhere!.id)).getTime()) / 86_400_000).toBeGreaterThan(1.9)
  const shown = (await get(house, `/pengaduan/${own!.id}`, head)).body
  expect(shown).toContain('kalender kerja Dinas Uji')
  expect(shown).toContain('Pindah kantor')
  expect((await get(house, `/pengaduan/${elsewhere!.id}`, clerk)).body).toContain('kalender kerja instansi')
})
