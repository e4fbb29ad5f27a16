import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../platform/id.ts'
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
import { COLUMNS, type ImportKind } from './import/model.ts'

let house: TestHouse
let here: TestInstitution
let admin: TestPerson
let office: string

beforeAll(async () => {
  house = await testHouse()
  here = await newInstitution(house)
  office = await newUnit(house, here, here.root, 'department', 'Dinas Uji')
  admin = await newPerson(house, here, here.root, [
    'employee.read',
    'employee.manage',
    'employee.import',
    'unit.read',
    'unit.manage',
  ])
})

async function run(job: Job, id: string, institution: TestInstitution = here): Promise<void> {
  await job.run(house.database, { institution: institution.id, payload: { id } }, house.clock.now, createLog('silent'))
}

async function upload(kind: ImportKind, text: string, as = admin): Promise<{ id: string; page: string }> {
  const sent = await postMultipart(
    house,
    '/impor',
    { kind, file: { name: 'data.csv', type: 'text/csv', body: Buffer.from(text) } },
    as,
  )
  expect(sent.statusCode).toBe(303)
  const id = sent.headers.location?.split('/').at(-1) ?? ''
  await run(readImport, id)
  await run(checkImport, id)
  return { id, page: (await get(house, `/impor/${id}`, as)).body }
}

async function apply(id: string): Promise<void> {
  expect((await post(house, `/impor/${id}/terapkan`, {}, admin)).statusCode).toBe(303)
  await run(applyImport, id)
}

async function counts(id: string): Promise<number[]> {
  const { rows } = await house.owner.query(
    'select created_rows, changed_rows, unchanged_rows, refused_rows, state from people.import where id = $1',
    [id],
  )
  return [rows[0].created_rows, rows[0].changed_rows, rows[0].unchanged_rows, rows[0].refused_rows]
}

/** Looks at the page's bar whenever the job says how far it is, while the job's own transaction is still open. */
async function watchProgress(at: TestHouse, look: (id: string) => Promise<void>) {
  const { aside } = at.database
  at.database.aside = async (institution, work) => {
    const told = await aside(institution, work)
    const { rows } = await at.owner.query(
      `select id from people.import where institution_id = $1 and state in ('reading', 'checking', 'applying')`,
      [institution],
    )
    await look(rows[0].id)
    return told
  }
  return {
    stop: () => {
      at.database.aside = aside
    },
  }
}

const line = (kind: ImportKind, cells: Record<string, string>): string =>
  COLUMNS[kind].map((column) => cells[column.key] ?? '').join(',')
const head = (kind: ImportKind): string => COLUMNS[kind].map((column) => column.heading).join(',')

describe('import', () => {
  test('units, positions and 2,000 employees; the same files again change nothing', async () => {
    const units = [
      head('unit'),
      line('unit', { code: 'IMP-A', name: 'Dinas Impor', kind: 'Dinas' }),
      line('unit', { code: 'IMP-B', name: 'Bidang Impor', kind: 'Bidang', parent: 'IMP-A' }),
    ].join('\n')
    const first = await upload('unit', units)
    expect(await counts(first.id)).toEqual([2, 0, 0, 0])
    await apply(first.id)
    const position = [
      head('position'),
      line('position', {
        code: 'IMP-1',
        title: 'Analis Impor',
        kind: 'Fungsional keahlian',
        level: 'Ahli Muda',
        class: '9',
      }),
    ].join('\n')
    await apply((await upload('position', position)).id)
    const nip = (index: number) =>
      `1988${String((index % 12) + 1).padStart(2, '0')}${String((index % 28) + 1).padStart(2, '0')}2014031${String(100 + Math.floor(index / 84)).padStart(3, '0')}`
    const people = Array.from({ length: 2000 }, (_, index) =>
      line('employee', {
        nip: nip(index),
        name: `Pegawai Impor ${index}`,
        employment: 'PNS',
        nik: `170709${String((index % 28) + 1).padStart(2, '0')}0188${String(index + 1).padStart(4, '0')}`,
        unit: index % 2 === 0 ? 'IMP-A' : 'IMP-B',
        position: 'IMP-1',
        superior: index === 0 ? '' : nip(Math.floor((index - 1) / 5)),
        since: '2020-01-01',
      }),
    )
    const file = [
      head('employee'),
      ...people,
      line('employee', { nip: '123', name: 'Salah', employment: 'PNS', unit: 'IMP-A', position: 'IMP-1' }),
    ].join('\n')
    const seen: string[] = []
    const watched = await watchProgress(house, async (id) => {
      const page = await get(house, `/impor/${id}`, admin)
      seen.push(/progress-value">([^<]*)</.exec(page.body)?.[1] ?? 'selesai')
    })
    const third = await upload('employee', file)
    expect(await counts(third.id)).toEqual([2000, 0, 0, 1])
    expect(third.page).toContain('Terapkan 2.000 baris')
    const refused = await get(house, `/impor/${third.id}?hasil=refused`, admin)
    expect(refused.body).toContain('NIP harus 18 angka, yang diisi 3 angka.')
    await apply(third.id)
    watched.stop()
    // Reading, then checking and applying, each from the first rows to the last; both pages in between see it.
    expect(seen.length).toBeGreaterThan(15)
    expect(seen).toContain('500 dari 2.001 baris')
    expect(seen.filter((text) => text === '2.001 dari 2.001 baris').length).toBeGreaterThanOrEqual(3)
    const { rows } = await house.owner.query(
      `select count(*)::int as people, count(nik_encrypted)::int as sealed, bool_or(position('170709'::bytea in nik_encrypted) > 0) as clear
       from people.employee where institution_id = $1 and name like 'Pegawai Impor%'`,
      [here.id],
    )
    expect(rows[0]).toEqual({ people: 2000, sealed: 2000, clear: false })
    const left = await house.owner.query(
      'select count(*)::int as n from people.import_row where import_id = $1 and data is not null',
      [third.id],
    )
    expect(left.rows[0].n).toBe(0)
    expect(await counts((await upload('unit', units)).id)).toEqual([0, 0, 2, 0])
    expect(await counts((await upload('position', position)).id)).toEqual([0, 0, 1, 0])
    const again = await upload('employee', file)
    expect(await counts(again.id)).toEqual([0, 0, 2000, 1])
    expect(again.page).toContain('Tidak ada yang perlu diterapkan')
  })

  test('what was looked at is what is applied: a change in between asks again', async () => {
    const mine = await newInstitution(house)
    const boss = await newPerson(house, mine, mine.root, ['employee.import', 'unit.manage', 'unit.read'])
    const file = [head('unit'), line('unit', { code: 'LAMA', name: 'Nama Impor', kind: 'Dinas' })].join('\n')
    const sent = await postMultipart(
      house,
      '/impor',
      { kind: 'unit', file: { name: 'u.csv', type: 'text/csv', body: Buffer.from(file) } },
      boss,
    )
    const id = sent.headers.location?.split('/').at(-1) ?? ''
    await run(readImport, id, mine)
    await run(checkImport, id, mine)
    await house.owner.query(
      `insert into organization.unit values ($1, $2, $3, 'LAMA', 'Nama Lain', 'department', '2020-01-01', null)`,
      [mine.id, id, mine.root],
    )
    const firstTab = await get(house, `/impor/${id}`, boss)
    const [, _seen = ''] = /name="_seen" value="([^"]+)"/.exec(firstTab.body) ?? []
    expect((await post(house, `/impor/${id}/terapkan`, { _key: newId(), _seen }, boss)).statusCode).toBe(303)
    const meanwhile = await post(house, `/impor/${id}/terapkan`, { _key: newId(), _seen }, boss)
    expect(meanwhile.statusCode).toBe(409)
    expect(meanwhile.body).toContain('sedang diterapkan, mungkin lewat tab lain. Tidak ada baris yang masuk dua kali.')
    house.clock.now = new Date(house.clock.now.getTime() + 1000)
    await run(applyImport, id, mine)
    const late = await post(house, `/impor/${id}/terapkan`, { _key: newId(), _seen }, boss)
    expect(late.statusCode).toBe(409)
    expect(late.body).toContain('diperiksa ulang sejak halaman itu dibuka')
    const page = await get(house, `/impor/${id}`, boss)
    expect(page.body).toContain('Data di Sigap berubah sejak diperiksa')
    expect(page.body).toContain('Nama Lain')
    // What only all rows together break is said as it is, not as a change in between.
    const problem = { id: 'Unit LAMA masih punya pegawai.', en: 'The unit LAMA still has employees.' }
    await house.owner.query('update people.import set problem = $2 where id = $1', [id, problem])
    const refused = await get(house, `/impor/${id}`, boss)
    expect(refused.body).toContain(problem.id)
    expect(refused.body).not.toContain('Data di Sigap berubah')
    const { rows } = await house.owner.query(
      `select name from organization.unit where institution_id = $1 and code = 'LAMA'`,
      [mine.id],
    )
    expect(rows).toEqual([{ name: 'Nama Lain' }])
  })

  test('a file that cannot be read is refused with the reason, in place', async () => {
    const sent = await postMultipart(
      house,
      '/impor',
      { kind: 'unit', file: { name: 'x.csv', type: 'text/csv', body: Buffer.from('a^b\n1^2\n') } },
      admin,
    )
    const id = sent.headers.location?.split('/').at(-1) ?? ''
    const waiting = await get(house, `/impor/${id}`, admin)
    expect(waiting.headers['refresh']).toBe('2')
    await run(readImport, id)
    const page = await get(house, `/impor/${id}`, admin)
    expect(page.body).toContain('tidak dapat dibagi menjadi kolom')
    expect(page.headers['refresh']).toBeUndefined()
    const none = await post(house, '/impor', { kind: 'unit' }, admin)
    expect(none.statusCode).toBe(422)
    expect(none.body).toContain('Pilih berkasnya dahulu.')
  })

  test('only who may import for the whole institution', async () => {
    const local = await newPerson(house, here, office, ['employee.import', 'unit.read'])
    const sent = await postMultipart(
      house,
      '/impor',
      { kind: 'unit', file: { name: 'x.csv', type: 'text/csv', body: Buffer.from('x') } },
      local,
    )
    expect(sent.statusCode).toBe(409)
    expect(sent.body).toContain('perlu izin untuk unit paling atas')
    const other = await newInstitution(house)
    const stranger = await newPerson(house, other, other.root, ['employee.import'])
    const { id } = await upload('unit', 'x')
    expect((await get(house, `/impor/${id}`, admin)).statusCode).toBe(200)
    expect((await get(house, `/impor/${id}`, stranger)).statusCode).toBe(404)
  })

  test('templates have the headings that the reader wants', async () => {
    for (const kind of ['unit', 'position', 'employee'] as const) {
      const sheet = await get(house, `/impor/contoh/${kind}?format=csv`, admin)
      expect(sheet.body.replace('\ufeff', '').trim()).toBe(head(kind))
      expect((await get(house, `/impor/contoh/${kind}`, admin)).rawPayload.subarray(0, 2).toString()).toBe('PK')
    }
  })
})

describe('who sees which employee', () => {
  test('by unit, and nobody from elsewhere', async () => {
    const inOffice = await newPerson(house, here, office, [], { name: 'Rina Terlihat' })
    const atRoot = await newPerson(house, here, here.root, [], { name: 'Rina Tersembunyi' })
    const reader = await newPerson(house, here, office, ['employee.read'])
    const list = await get(house, '/pegawai?q=Rina', reader)
    expect(list.body).toContain('Rina Terlihat')
    expect(list.body).not.toContain('Rina Tersembunyi')
    expect((await get(house, `/pegawai/${inOffice.employee}`, reader)).statusCode).toBe(200)
    expect((await get(house, `/pegawai/${atRoot.employee}`, reader)).statusCode).toBe(404)
    const csv = await get(house, '/pegawai/ekspor?format=csv&q=Rina', reader)
    expect(csv.body).toContain('Rina Terlihat')
    expect(csv.body).not.toContain('Rina Tersembunyi')
    const without = await newPerson(house, here, office, [])
    expect((await get(house, '/pegawai', without)).statusCode).toBe(403)
    const other = await newInstitution(house)
    const stranger = await newPerson(house, other, other.root, ['employee.read'])
    expect((await get(house, `/pegawai/${inOffice.employee}`, stranger)).statusCode).toBe(404)
  })

  test('pages follow each other without gap or repetition', async () => {
    const mine = await newInstitution(house)
    const reader = await newPerson(house, mine, mine.root, ['employee.read'], { name: 'Zaki' })
    for (let index = 0; index < 60; index++) await newPerson(house, mine, mine.root, [], { name: `Nama ${index % 7}` })
    const first = await get(house, '/pegawai', reader)
    const next = /href="(\/pegawai\?[^"]*after=[^"]*)"/.exec(first.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = await get(house, next, reader)
    const ids = [first, second].map((page) =>
      [...page.body.matchAll(/<a href="\/pegawai\/([0-9a-f-]{36})"/g)].map((match) => match[1]),
    )
    expect(ids.map((list) => list.length)).toEqual([50, 11])
    expect(new Set(ids.flat()).size).toBe(61)
    expect((await get(house, '/pegawai?after=zzz|nonsense&unit=x&sort=evil', reader)).statusCode).toBe(200)
    expect((await get(house, `/pegawai?q=%00&after=%00|${mine.id}`, reader)).statusCode).toBe(200)
  })
})

describe('assignments', () => {
  test('a move keeps what was, a circle is refused, what was typed stays', async () => {
    const boss = await newPerson(house, here, office, [], { name: 'Atasan Uji' })
    const clerk = await newPerson(house, here, office, [], { name: 'Staf Uji', superior: boss.employee })
    const { rows } = await house.owner.query(
      'select unit_id, position_id from people.assignment where employee_id = $1',
      [clerk.employee],
    )
    const clerkNip = (await house.owner.query('select nip from people.employee where id = $1', [clerk.employee]))
      .rows[0].nip
    const moved = await post(
      house,
      `/pegawai/${clerk.employee}/penempatan`,
      { unit_id: here.root, position_id: rows[0].position_id, superior_nip: '', from: '2024-03-01' },
      admin,
    )
    expect(moved.statusCode).toBe(303)
    const timeline = await house.owner.query(
      `select unit_id, valid_from::text, valid_to::text from people.assignment where employee_id = $1 order by valid_from`,
      [clerk.employee],
    )
    expect(timeline.rows).toEqual([
      { unit_id: office, valid_from: '2020-01-01', valid_to: '2024-03-01' },
      { unit_id: here.root, valid_from: '2024-03-01', valid_to: null },
    ])
    const bossPosition = (
      await house.owner.query('select position_id from people.assignment where employee_id = $1', [boss.employee])
    ).rows[0].position_id
    await post(
      house,
      `/pegawai/${boss.employee}/penempatan`,
      { unit_id: office, position_id: bossPosition, superior_nip: clerkNip, from: '2024-03-01' },
      admin,
    )
    const bossNip = (await house.owner.query('select nip from people.employee where id = $1', [boss.employee])).rows[0]
      .nip
    const circle = await post(
      house,
      `/pegawai/${clerk.employee}/penempatan`,
      { unit_id: office, position_id: rows[0].position_id, superior_nip: bossNip, from: '2024-05-01' },
      admin,
    )
    expect(circle.statusCode).toBe(422)
    expect(circle.body).toContain('membentuk lingkaran')
    expect(circle.body).toContain('value="2024-05-01"')
    expect((await post(house, '/pegawai/bukan-id/penempatan', { from: '' }, admin)).statusCode).toBe(404)
    const leads = await post(house, `/pegawai/${clerk.employee}/nonaktif`, { on: '2025-01-01' }, admin)
    expect(leads.body).toContain('Masih menjadi atasan langsung 1 pegawai')
    expect((await get(house, '/keamanan', boss)).statusCode).toBe(200)
    expect((await post(house, `/pegawai/${boss.employee}/nonaktif`, { on: '2025-01-01' }, admin)).statusCode).toBe(303)
    expect((await get(house, '/keamanan', boss)).statusCode).toBe(303)
    const { rows: closed } = await house.owner.query(
      'select 1 from people.account where id = $1 and disabled_at is not null',
      [boss.account],
    )
    expect(closed).toHaveLength(1)
    expect((await get(house, '/pegawai?q=Atasan Uji', admin)).body).not.toContain(boss.employee)
    expect((await get(house, '/pegawai?q=Atasan Uji&aktif=tidak', admin)).body).toContain(boss.employee)
  })
})
