import { beforeAll, expect, test } from 'vitest'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { createLog } from '../../platform/log.ts'
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
import { escalate } from './escalation-acts.ts'
import { addCitizenMessage } from './intake.ts'
import { absencesJob } from './jobs.ts'
import { tellJob } from './notices.ts'
import { forgetTiming, readTiming } from './timing.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

const officer = ['complaint.read', 'complaint.verify', 'complaint.handle']
const page = '/pengaduan/ketidakhadiran'
/** A day of the institution, whose clock is ahead of UTC. */
const day = (offset: number) => localDate(new Date(house.clock.now.getTime() + offset * 86_400_000))

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
  const { institution, head, away, substitute, id } = await scene()
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
})

test('an absence to come hands over on its first day and gives back what is unfinished after its last, each once', async () => {
  const { institution, unit, head, away, substitute, id } = await scene()
  const stranger = await newUnit(house, institution, institution.root, 'department', 'Dinas Jauh')
  const now = house.clock.now
  const [second, third, beyond] = await asSystem(house, institution, 'complaint.create', (db, scope) =>
    submitComplaints(
      db,
      scope,
      new Date(now.getTime() - 60_000),
      [unit, unit, stranger].map((unit_id, index) => ({
        subject: `Laporan ${index}`,
        body: 'Isi laporan.',
        privacy: 'open',
        unit_id,
        channel: 'web',
        actor: 'citizen',
      })),
    ),
  )
  for (const one of [id, second!.id]) await post(house, `/pengaduan/${one}/petugas`, { account: away.account }, head)
  await post(house, `/pengaduan/${third!.id}/petugas`, { account: substitute.account }, head)
  // A case in a unit the substitute does not reach would be out of everybody's sight.
  await house.owner.query(
    `insert into complaints.assignment (institution_id, complaint_id, account_id, at) values ($1, $2, $3, now())`,
    [institution.id, beyond!.id, away.account],
  )
  const holders = async () => {
    const { rows } = await house.owner.query<{ complaint_id: string; account_id: string }>(
      'select complaint_id, account_id from complaints.assignment where institution_id = $1',
      [institution.id],
    )
    const names = new Map([
      [away.account, 'away'],
      [substitute.account, 'substitute'],
    ])
    return Object.fromEntries(
      [id, second!.id, third!.id, beyond!.id].map((one, index) => [
        index,
        names.get(rows.find((row) => row.complaint_id === one)?.account_id ?? ''),
      ]),
    )
  }
  const run = (days: number) =>
    absencesJob.run(
      house.database,
      { institution: institution.id, payload: {} },
      new Date(now.getTime() + days * 86_400_000),
      createLog('silent'),
    )
  const entered = {
    account: away.account,
    substitute: substitute.account,
    from_on: day(3),
    to_on: day(5),
    hand_over: 'on',
  }
  const saved = await post(house, page, entered, away)
  expect(saved.statusCode).toBe(303)
  expect((await get(house, page, away)).body).toContain('diserahkan pada hari mulai')
  await run(2)
  expect(await holders()).toEqual({ 0: 'away', 1: 'away', 2: 'substitute', 3: 'away' })
  await run(3)
  expect(await holders()).toEqual({ 0: 'substitute', 1: 'substitute', 2: 'substitute', 3: 'away' })
  // Given back by hand meanwhile: another run does not take it again.
  await house.owner.query('update complaints.assignment set account_id = $2 where complaint_id = $1', [
    second!.id,
    away.account,
  ])
  await run(4)
  expect(await holders()).toEqual({ 0: 'substitute', 1: 'away', 2: 'substitute', 3: 'away' })
  await run(6)
  await run(7)
  expect(await holders()).toEqual({ 0: 'away', 1: 'away', 2: 'substitute', 3: 'away' })
  const { rows } = await house.owner.query<{ action: string; detail: { moved: number } }>(
    `select action, detail from audit.event where institution_id = $1 and action like 'complaint.cases%' order by at`,
    [institution.id],
  )
  expect(rows.map((row) => [row.action, row.detail.moved])).toEqual([
    ['complaint.cases_handed_over', 2],
    ['complaint.cases_returned', 1],
  ])
})

test('ending an absence early gives the cases back at once', async () => {
  const { head, away, substitute, id } = await scene()
  await post(house, `/pengaduan/${id}/petugas`, { account: away.account }, head)
  const entered = {
    account: away.account,
    substitute: substitute.account,
    from_on: day(0),
    to_on: day(5),
    hand_over: 'on',
  }
  await post(house, page, entered, away)
  const holder = async () =>
    (await house.owner.query('select account_id from complaints.assignment where complaint_id = $1', [id])).rows[0]
      .account_id
  expect(await holder()).toBe(substitute.account)
  const { rows } = await house.owner.query('select id from complaints.absence where account_id = $1', [away.account])
  expect((await post(house, `${page}/${rows[0].id}/akhiri`, {}, away)).statusCode).toBe(303)
  expect(await holder()).toBe(away.account)
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

test('an absence begins with the day where the office is: in the east news of its first morning goes to the substitute', async () => {
  const institution = await newInstitution(house, 'Asia/Jayapura')
  const held = await Promise.all([1, 2].map(() => newPerson(house, institution, institution.root, officer)))
  const [away, substitute] = held.map((one) => one.account) as [string, string]
  // Half past eight in Jayapura is still yesterday in Greenwich.
  const morning = new Date('2026-06-10T23:30:00Z')
  const id = await asSystem(house, institution, 'complaint.handle', async (db, scope) => {
    const item = { subject: 'Loket', body: 'Tutup.', privacy: 'open', channel: 'web', actor: 'citizen' } as const
    const [sent] = await submitComplaints(db, scope, new Date(morning.getTime() - 60_000), [
      { ...item, unit_id: institution.root },
    ])
    await addCitizenMessage(db, scope, morning, { complaintId: sent!.id, body: 'Masih tutup.', channel: 'web' })
    return sent!.id
  })
  await house.owner.query(
    `with away as (insert into complaints.absence (institution_id, id, account_id, substitute_id, from_on, to_on, created_at)
       values ($1, $2, $3, $4, '2026-06-11', '2026-06-12', now()))
     insert into complaints.assignment (institution_id, complaint_id, account_id, at) values ($1, $5, $3, now())`,
    [institution.id, newId(), away, substitute, id],
  )
  await tellJob.run(
    house.database,
    { institution: institution.id, payload: { complaint: id, seq: 2 } },
    morning,
    createLog('silent'),
  )
  const { rows } = await house.owner.query(
    'select account_id from notifications.message where institution_id = $1 and account_id is not null',
    [institution.id],
  )
  expect(rows).toEqual([{ account_id: substitute }])
})

test('a substitute with a conflict of interest hears neither news nor reminders of that case; others of the unit do', async () => {
  const { institution, head, away, substitute, id } = await scene()
  await post(house, `/pengaduan/${id}/petugas`, { account: away.account }, head)
  const absence = { account: away.account, substitute: substitute.account, from_on: day(0), to_on: day(5) }
  expect((await post(house, page, absence, away)).statusCode).toBe(303)
  expect((await post(house, `/pengaduan/${id}/benturan`, { reason: 'Saudara kandung' }, substitute)).statusCode).toBe(
    303,
  )
  const now = house.clock.now
  const seq = await asSystem(house, institution, 'complaint.handle', (db, scope) =>
    addCitizenMessage(db, scope, now, { complaintId: id, body: 'Masih tutup.', channel: 'web' }),
  )
  const envelope = { institution: institution.id, payload: { complaint: id, seq } }
  await tellJob.run(house.database, envelope, now, createLog('silent'))
  await asSystem(house, institution, 'complaint.read', async (db, scope) => {
    const timing = await readTiming(db, scope)
    for (let hour = 0; hour < 24 * 12; hour += 3)
      await escalate(db, scope, new Date(now.getTime() + hour * 3_600_000), timing)
  })
  const { rows } = await house.owner.query<{ account_id: string; kind: string }>(
    'select distinct account_id, kind from notifications.message where institution_id = $1 and account_id is not null',
    [institution.id],
  )
  expect(rows.filter((row) => row.account_id === substitute.account)).toEqual([])
  const heard = rows.filter((row) => row.account_id === head.account).map((row) => row.kind)
  expect(heard).toEqual(expect.arrayContaining(['complaints.officer', 'complaints.escalation']))
})
