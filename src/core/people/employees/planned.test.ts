import { beforeAll, describe, expect, test } from 'vitest'
import type { Job } from '../../../platform/jobs.ts'
import { createLog } from '../../../platform/log.ts'
import {
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  postMultipart,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../../platform/test/harness.ts'
import { applyImport, checkImport, readImport } from './import/jobs.ts'

const BEFORE = new Date('2026-12-31T16:59:58Z')
const MIDNIGHT = new Date('2026-12-31T17:00:00Z')
const NOON = new Date('2026-12-01T05:00:00Z')
const FIRST = '2027-01-01'

let house: TestHouse

type World = { here: TestInstitution; admin: TestPerson; a: string; b: string }

/** Each test has its own days, so each has its own institution; sessions are made anew where the clock jumps. */
async function world(): Promise<World> {
  house.clock.now = NOON
  const here = await newInstitution(house)
  const a = await newUnit(house, here, here.root, 'department', 'Dinas Alfa')
  const b = await newUnit(house, here, here.root, 'department', 'Dinas Beta')
  return { here, a, b, admin: await administrator(here) }
}

async function administrator(here: TestInstitution): Promise<TestPerson> {
  return newPerson(house, here, here.root, [
    'unit.read',
    'unit.manage',
    'employee.read',
    'employee.manage',
    'employee.import',
  ])
}

async function placeOf(employee: string) {
  const { rows } = await house.owner.query(
    `select a.unit_id, a.position_id, e.nip from people.assignment a join people.employee e on e.id = a.employee_id
      where a.employee_id = $1 and a.valid_to is null`,
    [employee],
  )
  return rows[0]
}

async function move(who: TestPerson, unit: string, from: string, by: TestPerson, superior = '') {
  const { position_id } = await placeOf(who.employee)
  const fields = { unit_id: unit, position_id, superior_nip: superior, from }
  return post(house, `/pegawai/${who.employee}/penempatan`, fields, by)
}

function planIn(page: string): string {
  return /\/(?:unit|pegawai)\/rencana\/([0-9a-f-]{36})\/batal/.exec(page)?.[1] ?? ''
}

beforeAll(async () => {
  house = await testHouse()
})

describe('units', () => {
  test('a rename and a move are shown as planned and hold from midnight, for scopes too', async () => {
    const { here, a, b, admin } = await world()
    await newPerson(house, here, a, ['unit.read', 'employee.read'])
    const inB = await newPerson(house, here, b, [])
    const change = { name: 'Dinas Beta Baru', kind: 'division', parent_id: a, from: FIRST, reason: 'Perda 9/2026' }
    const sent = await post(house, `/unit/${b}/ubah`, change, admin)
    expect(sent.statusCode).toBe(303)
    const page = (await get(house, `/unit/${b}`, admin)).body
    expect(page).toContain('<h1>Dinas Beta</h1>')
    for (const text of ['Akan berlaku', '1 Januari 2027', 'nama menjadi Dinas Beta Baru', 'di bawah Dinas Alfa'])
      expect(page).toContain(text)
    expect((await get(house, '/unit', admin)).body).toContain('Dinas Beta: nama menjadi Dinas Beta Baru')
    for (const now of [BEFORE, MIDNIGHT]) {
      house.clock.now = now
      const later = await administrator(here)
      const eyes = await newPerson(house, here, a, ['unit.read', 'employee.read'])
      const begun = now === MIDNIGHT
      const title = (await get(house, `/unit/${b}`, later)).body
      expect(title.includes('<h1>Dinas Beta Baru</h1>')).toBe(begun)
      expect(title.includes('Akan berlaku')).toBe(!begun)
      expect((await get(house, `/unit/${b}`, eyes)).statusCode).toBe(begun ? 200 : 404)
      expect((await get(house, `/pegawai/${inB.employee}`, eyes)).statusCode).toBe(begun ? 200 : 404)
    }
    const { rows } = await house.owner.query(
      'select name, valid_from::text, valid_to::text, reason, account_id from organization.unit_history where unit_id = $1 order by valid_from',
      [b],
    )
    expect(rows.at(-1)).toEqual({
      name: 'Dinas Beta Baru',
      valid_from: FIRST,
      valid_to: null,
      reason: 'Perda 9/2026',
      account_id: admin.account,
    })
    const { rows: audited } = await house.owner.query(
      `select action, account_id from audit.event where institution_id = $1 and action like 'unit.%' order by at`,
      [here.id],
    )
    expect(audited).toEqual([
      { action: 'unit.changed', account_id: admin.account },
      { action: 'unit.took_effect', account_id: admin.account },
    ])
  })

  test('a plan says only what becomes different', async () => {
    const { here, b, admin } = await world()
    const change = { kind: 'department', parent_id: here.root, reason: 'SK' }
    await post(house, `/unit/${b}/ubah`, { ...change, name: 'Dinas Beta', kind: 'agency', from: FIRST }, admin)
    await post(house, `/unit/${b}/ubah`, { ...change, name: 'Dinas Sejak Kini', from: '2026-12-01' }, admin)
    const nothing = await post(house, `/unit/${b}/ubah`, { ...change, name: 'Dinas Sejak Kini', from: FIRST }, admin)
    expect(nothing.statusCode).toBe(422)
    expect(nothing.body).toContain('Tidak ada yang berbeda dari sekarang')
    house.clock.now = MIDNIGHT
    const page = (await get(house, `/unit/${b}`, await administrator(here))).body
    expect(page).toContain('<h1>Dinas Sejak Kini</h1>')
    expect(page).toContain('<dd>Badan')
  })

  test('what collides is refused with the day and the reason', async () => {
    const { here, a, b, admin } = await world()
    const person = await newPerson(house, here, b, [], { name: 'Budi Uji' })
    const close = (id: string, from: string) => post(house, `/unit/${id}/tutup`, { from, reason: 'Perda' }, admin)
    const still = await close(b, FIRST)
    expect(still.statusCode).toBe(409)
    expect(still.body).toContain('mulai 1 Januari 2027 Dinas Beta ditutup, padahal masih ada 1 pegawai')
    expect((await move(person, a, FIRST, admin)).statusCode).toBe(303)
    expect((await close(b, FIRST)).statusCode).toBe(303)
    const twice = await post(
      house,
      `/unit/${b}/ubah`,
      { name: 'Lain', kind: 'agency', parent_id: here.root, from: FIRST, reason: 'SK' },
      admin,
    )
    expect(twice.statusCode).toBe(409)
    expect(twice.body).toContain('Sudah ada rencana lain untuk Dinas Beta mulai 1 Januari 2027')
    const other = await newPerson(house, here, a, [], { name: 'Citra Uji' })
    const into = await move(other, b, '2026-12-01', admin)
    expect(into.statusCode).toBe(409)
    expect(into.body).toContain('Dinas Beta ditutup, padahal masih ada 1 pegawai')
    const page = (await get(house, `/pegawai/${person.employee}`, admin)).body
    const stay = await post(house, `/pegawai/rencana/${planIn(page)}/batal`, {}, admin)
    expect(stay.statusCode).toBe(409)
    expect(stay.body).toContain('Dinas Beta ditutup, padahal masih ada 1 pegawai')
    const plan = planIn((await get(house, `/unit/${b}`, admin)).body)
    expect((await post(house, `/unit/rencana/${plan}/batal`, {}, admin)).statusCode).toBe(303)
    expect((await post(house, `/unit/rencana/${plan}/batal`, {}, admin)).statusCode).toBe(404)
    expect((await post(house, `/pegawai/rencana/${planIn(page)}/batal`, {}, admin)).statusCode).toBe(303)
    house.clock.now = MIDNIGHT
    const later = await administrator(here)
    expect((await get(house, '/unit', later)).body).toContain('Dinas Beta')
    expect((await placeOf(person.employee)).unit_id).toBe(b)
  })

  test('a unit is formed, filled and another closed on the same day', async () => {
    const { here, b, admin } = await world()
    const person = await newPerson(house, here, b, [])
    const made = { name: 'Dinas Gabungan', code: 'GAB', kind: 'department', parent_id: here.root, active_from: FIRST }
    expect((await post(house, '/unit/baru', made, admin)).statusCode).toBe(303)
    expect((await post(house, '/unit/baru', made, admin)).statusCode).toBe(409)
    const choices = (await get(house, `/pegawai/${person.employee}`, admin)).body
    const unit = /value="([0-9a-f-]{36})"[^>]*>Dinas Gabungan/.exec(choices)?.[1] ?? ''
    const early = await move(person, unit, '2026-12-01', admin)
    expect(early.statusCode).toBe(422)
    expect(early.body).toContain('Dinas Gabungan belum ada')
    expect((await move(person, unit, FIRST, admin)).statusCode).toBe(303)
    expect((await post(house, `/unit/${b}/tutup`, { from: FIRST, reason: 'Perda' }, admin)).statusCode).toBe(303)
    expect((await get(house, '/unit', admin)).body).toContain('Dinas Gabungan (GAB) dibentuk')
    const open = planIn((await get(house, '/unit', admin)).body)
    const withdrawn = await post(house, `/unit/rencana/${open}/batal`, {}, admin)
    expect(withdrawn.statusCode).toBe(409)
    expect(withdrawn.body).toContain('belum ada')
    house.clock.now = MIDNIGHT
    const later = await administrator(here)
    const tree = (await get(house, '/unit', later)).body
    expect(tree).toContain(`/unit/${unit}`)
    expect(tree).not.toContain('Dinas Beta')
    expect((await placeOf(person.employee)).unit_id).toBe(unit)
  })
})

describe('employees', () => {
  test('a move and a leaving wait for their day; the lists follow it', async () => {
    const { here, a, b, admin } = await world()
    const mover = await newPerson(house, here, a, [], { name: 'Dewi Pindah' })
    const leaver = await newPerson(house, here, a, [], { name: 'Eko Pensiun' })
    expect((await move(mover, b, FIRST, admin)).statusCode).toBe(303)
    const again = await move(mover, b, FIRST, admin)
    expect(again.statusCode).toBe(409)
    expect(again.body).toContain('Sudah ada rencana lain untuk pegawai ini mulai 1 Januari 2027')
    expect((await post(house, `/pegawai/${leaver.employee}/nonaktif`, { on: FIRST }, admin)).statusCode).toBe(303)
    const page = (await get(house, `/pegawai/${mover.employee}`, admin)).body
    expect(page).toContain('Berlaku mulai')
    expect(page).toContain('Pelaksana uji, Dinas Beta')
    const led = await newPerson(house, here, a, [])
    const under = await move(led, a, '2026-12-01', admin, (await placeOf(leaver.employee)).nip)
    expect(under.statusCode).toBe(409)
    expect(under.body).toContain('Eko Pensiun tidak bekerja lagi, padahal masih menjadi atasan langsung 1 pegawai')
    for (const now of [BEFORE, MIDNIGHT]) {
      house.clock.now = now
      const later = await administrator(here)
      const begun = now === MIDNIGHT
      expect((await get(house, `/pegawai?unit=${b}`, later)).body.includes('Dewi Pindah')).toBe(begun)
      expect((await get(house, `/pegawai?unit=${a}`, later)).body.includes('Dewi Pindah')).toBe(!begun)
      expect((await get(house, '/pegawai', later)).body.includes('Eko Pensiun')).toBe(!begun)
    }
    const { rows } = await house.owner.query('select disabled_at from people.account where id = $1', [leaver.account])
    expect(rows[0].disabled_at).toEqual(MIDNIGHT)
  })

  test('several days of standstill are caught up in their order', async () => {
    const { here, a, b, admin } = await world()
    const person = await newPerson(house, here, a, [])
    await move(person, b, '2026-12-10', admin)
    await move(person, a, '2026-12-20', admin)
    expect((await post(house, `/unit/${b}/tutup`, { from: '2026-12-20', reason: 'Perda' }, admin)).statusCode).toBe(303)
    house.clock.now = MIDNIGHT
    await get(house, '/unit', await administrator(here))
    const { rows } = await house.owner.query(
      'select unit_id, valid_from::text, valid_to::text from people.assignment where employee_id = $1 order by valid_from',
      [person.employee],
    )
    expect(rows).toEqual([
      { unit_id: a, valid_from: '2020-01-01', valid_to: '2026-12-10' },
      { unit_id: b, valid_from: '2026-12-10', valid_to: '2026-12-20' },
      { unit_id: a, valid_from: '2026-12-20', valid_to: null },
    ])
  })

  test('who manages only another unit neither sees nor withdraws a plan', async () => {
    const { here, a, b, admin } = await world()
    const person = await newPerson(house, here, a, [])
    await move(person, a, FIRST, admin, (await placeOf(admin.employee)).nip)
    const stranger = await newPerson(house, here, b, ['employee.read', 'employee.manage', 'unit.read', 'unit.manage'])
    const plan = planIn((await get(house, `/pegawai/${person.employee}`, admin)).body)
    expect((await post(house, `/pegawai/rencana/${plan}/batal`, {}, stranger)).statusCode).toBe(404)
    await post(
      house,
      `/unit/${a}/ubah`,
      { name: 'X Baru', kind: 'agency', parent_id: here.root, from: FIRST, reason: 'S' },
      admin,
    )
    const unitPlan = planIn((await get(house, `/unit/${a}`, admin)).body)
    expect(unitPlan).not.toBe('')
    expect((await get(house, '/unit', stranger)).body).not.toContain('X Baru')
    expect((await post(house, `/unit/rencana/${unitPlan}/batal`, {}, stranger)).statusCode).toBe(404)
  })

  test('a job sees the new day even when no request came before it', async () => {
    const { here, a, b, admin } = await world()
    const person = await newPerson(house, here, a, [])
    await move(person, b, FIRST, admin)
    await run(checkImport, '019a0000-0000-7000-8000-000000000000', here, MIDNIGHT)
    expect((await placeOf(person.employee)).unit_id).toBe(b)
  })
})

async function run(job: Job, id: string, here: TestInstitution, now = house.clock.now): Promise<void> {
  await job.run(house.database, { institution: here.id, payload: { id } }, now, createLog('silent'))
}

async function upload(kind: string, lines: readonly string[], { here, admin }: World) {
  const file = { name: 'data.csv', type: 'text/csv', body: Buffer.from(lines.join('\n')) }
  const sent = await postMultipart(house, '/impor', { kind, file }, admin)
  const id = sent.headers.location?.split('/').at(-1) ?? ''
  await run(readImport, id, here)
  await run(checkImport, id, here)
  const { rows } = await house.owner.query(
    'select created_rows as new, changed_rows as changed, unchanged_rows as same, refused_rows as refused from people.import where id = $1',
    [id],
  )
  return { id, counts: rows[0], page: (await get(house, `/impor/${id}`, admin)).body }
}

async function apply(id: string, { here, admin }: World): Promise<void> {
  expect((await post(house, `/impor/${id}/terapkan`, {}, admin)).statusCode).toBe(303)
  await run(applyImport, id, here)
  const { rows } = await house.owner.query('select state from people.import where id = $1', [id])
  expect(rows[0].state).toBe('applied')
}

describe('import', () => {
  test('rows with a date to come are plans; the same file twice changes nothing, before and after the day', async () => {
    const all = await world()
    const { here, a, admin } = all
    const person = await newPerson(house, here, a, [], { name: 'Fajar Uji' })
    const { nip } = await placeOf(person.employee)
    const { rows } = await house.owner.query(
      `select p.code from people.assignment x join organization.position p on p.id = x.position_id where x.employee_id = $1`,
      [person.employee],
    )
    const position = rows[0].code
    const units = [
      'KODE UNIT;NAMA UNIT;JENIS UNIT;KODE UNIT ATASAN;BERLAKU SEJAK',
      `BARU;Dinas Baru;Dinas;;${FIRST}`,
      `BARU-1;Bidang Baru;Bidang;BARU;2026-12-15`,
      `BARU-2;Bidang Dua;Bidang;BARU;${FIRST}`,
    ]
    const first = await upload('unit', units, all)
    expect(first.counts).toEqual({ new: 2, changed: 0, same: 0, refused: 1 })
    expect(first.page).toContain(`Unit atasan BARU baru ada mulai ${FIRST}.`)
    await apply(first.id, all)
    expect((await upload('unit', units, all)).counts).toEqual({ new: 0, changed: 0, same: 2, refused: 1 })
    const staff = [
      'NIP;NAMA;STATUS KEPEGAWAIAN;KODE UNIT;KODE JABATAN;NIP ATASAN;TMT JABATAN',
      `${nip};Fajar Uji;PNS;BARU;${position};;${FIRST}`,
      `198801012014031001;Gita Calon;PNS;BARU-2;${position};${nip};${FIRST}`,
      `198801012014031002;Hadi Dini;PNS;BARU-2;${position};;2026-12-01`,
      `198801012014031003;Indah Dini;PNS;${'BARU'};${position};198801012014031001;2027-02-01`,
    ]
    const people = await upload('employee', staff, all)
    expect(people.page).toContain('Unit ini baru ada mulai')
    expect(people.counts).toEqual({ new: 2, changed: 1, same: 0, refused: 1 })
    await apply(people.id, all)
    expect((await upload('employee', staff, all)).counts).toEqual({ new: 0, changed: 0, same: 3, refused: 1 })
    const other = staff.map((line) => line.replace(`;BARU;${position};;${FIRST}`, `;BARU-2;${position};;${FIRST}`))
    const clash = await upload('employee', other, all)
    expect(clash.counts).toEqual({ new: 0, changed: 0, same: 2, refused: 2 })
    expect(clash.page).toContain(`Sudah ada rencana lain yang berlaku mulai ${FIRST}`)
    expect((await get(house, '/pegawai?q=Gita', admin)).body).not.toContain('Gita Calon')
    expect((await get(house, '/pegawai?aktif=belum', admin)).body).toContain('Gita Calon')
    house.clock.now = MIDNIGHT
    const later = { ...all, admin: await administrator(here) }
    expect((await get(house, '/pegawai?q=Gita', later.admin)).body).toContain('Gita Calon')
    expect((await get(house, '/unit', later.admin)).body).toContain('Bidang Dua')
    expect(
      (
        await upload(
          'unit',
          units.filter((line) => !line.startsWith('BARU-1')),
          later,
        )
      ).counts.same,
    ).toBe(2)
    expect((await upload('employee', staff, later)).counts).toEqual({ new: 1, changed: 0, same: 3, refused: 0 })
  })

  test('a new employee who does not come after all is forgotten', async () => {
    const all = await world()
    const { here, a, admin } = all
    const boss = await newPerson(house, here, a, [])
    const { rows } = await house.owner.query(
      'select p.code from people.assignment x join organization.position p on p.id = x.position_id where x.employee_id = $1',
      [boss.employee],
    )
    const { rows: unit } = await house.owner.query('select code from organization.unit where id = $1', [a])
    const staff = [
      'NIP;NAMA;STATUS KEPEGAWAIAN;KODE UNIT;KODE JABATAN;NIP ATASAN;TMT JABATAN',
      `198801012014031001;Joko Calon;PNS;${unit[0].code};${rows[0].code};;${FIRST}`,
    ]
    await apply((await upload('employee', staff, all)).id, all)
    const id = /\/pegawai\/([0-9a-f-]{36})/.exec((await get(house, '/pegawai?aktif=belum', admin)).body)?.[1] ?? ''
    const page = await get(house, `/pegawai/${id}`, admin)
    expect(page.body).toContain('Belum mulai')
    expect((await post(house, `/pegawai/rencana/${planIn(page.body)}/batal`, {}, admin)).statusCode).toBe(303)
    expect((await get(house, `/pegawai/${id}`, admin)).statusCode).toBe(404)
    expect((await upload('employee', staff, all)).counts.new).toBe(1)
  })
})
