import { beforeAll, describe, expect, test } from 'vitest'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import {
  asSystem,
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
import { applyGradeStandards, installFrameworks } from '../competency/acts.ts'
import { listCompetencies, recordEvidence } from '../competency/index.ts'
import { findNeed, markProgrammed, proposeNeeds } from './index.ts'

let house: TestHouse
let place: TestInstitution
let desk: string
let office: string
let m5: string
let m3: string
let committee: TestPerson
let head: TestPerson
let leader: TestPerson
let outsider: TestPerson

beforeAll(async () => {
  house = await testHouse()
  place = await newInstitution(house)
  office = await newUnit(house, place, place.root, 'department', 'Dinas Perizinan')
  desk = await newUnit(house, place, office, 'desk', 'Loket')
  committee = await newPerson(house, place, place.root, [
    'need.read',
    'need.propose',
    'need.rank',
    'need.approve',
    'signal.read',
    'competency.read',
  ])
  leader = await newPerson(house, place, place.root, ['need.read'])
  const other = await newUnit(house, place, place.root, 'department', 'Dinas Lain')
  outsider = await newPerson(house, place, other, ['need.read', 'need.propose', 'need.rank', 'need.approve'])
  head = await newPerson(house, place, office, ['need.read', 'need.propose'])
  const people: TestPerson[] = []
  for (let index = 0; index < 6; index++) people.push(await newPerson(house, place, desk))
  await asSystem(house, place, 'competency.manage', async (db, scope) => {
    await installFrameworks(db, scope, house.clock.now)
    await applyGradeStandards(db, scope, house.clock.now, null)
    const all = await listCompetencies(db, scope)
    m5 = all.find((one) => one.code === 'M5')!.id
    m3 = all.find((one) => one.code === 'M3')!.id
    await recordEvidence(
      db,
      scope,
      house.clock.now,
      people.map((person, index) => ({
        employee_id: person.employee,
        competency_id: m5,
        level: index < 4 ? 0 : 1,
        method: 'superior' as const,
        observed_on: '2026-01-05',
        source: 'uji',
        reference: newId(),
      })),
    )
  })
})

const form = (more: Record<string, string> = {}) => ({
  unit: office,
  competency: m5,
  title: 'Petugas loket melayani dengan ramah',
  importance: '5',
  ...more,
})

async function newNeed(title = 'Petugas loket melayani dengan ramah', competency = m5): Promise<string> {
  const [id] = await asSystem(house, place, 'need.propose', (db, scope) =>
    proposeNeeds(db, scope, house.clock.now, [
      { unit_id: office, competency_id: competency, origin: 'gap', title, importance: 5 },
    ]),
  )
  return id!
}

// One a month: each is found in a year of its own.
let signals = 0

async function newSignal(cause: string | null): Promise<string> {
  const id = newId()
  const evidence = {
    kind: 'rating',
    month: '2026-05',
    value: 2.6,
    n: 40,
    center: 3.2,
    lower: 2.9,
    upper: 3.5,
    sigmaZ: 1,
    baseline: [],
    months: [],
  }
  await house.owner.query(
    `insert into signals.signal (institution_id, id, unit_id, theme, source, element, rule, first_month, detected_month, last_month, opened_at, evidence)
     select $1, $2, $3, 'keramahan', 'surveys', 'perilaku', 'beyond', $5, $5, $5, now(),
       $4::jsonb || jsonb_build_object('rule', (select jsonb_object_agg(key, value) from signals.chart_standard))`,
    [place.id, id, office, JSON.stringify(evidence), `${2000 + ++signals}-01-01`],
  )
  if (cause)
    await house.owner.query(
      `insert into signals.diagnosis (institution_id, id, signal_id, cause, answers, reason, recommendation, decided_at)
       values ($1, $2, $3, $4, '{}', 'Sudah diperiksa bersama', 'Perbaiki alurnya dahulu', now())`,
      [place.id, newId(), id, cause],
    )
  return id
}

describe('a need', () => {
  test('takes its figures from the unit’s gaps and shows every component', async () => {
    const response = await post(house, '/kebutuhan', form(), head)
    expect(response.statusCode).toBe(303)
    const page = (await get(house, String(response.headers.location), leader)).body
    for (const part of [
      'kekurangan rata-rata 0,67 level ÷ standar 1',
      'pentingnya 5 ÷ 5',
      '4 orang di bawah standar',
      'tidak ada sinyal warga',
    ])
      expect(page).toContain(part)
    const list = (await get(house, '/kebutuhan', leader)).body
    expect(list).toContain('Petugas loket melayani dengan ramah')
    expect(list).toContain('P = (kekurangan ÷ standar)')
  })

  test('without enough assessed people has no figure and stands last', async () => {
    const id = await newNeed('Komunikasi yang jelas', m3)
    expect((await get(house, `/kebutuhan/${id}`, leader)).body).toContain('Belum dapat dihitung')
  })

  test('flagged as a top priority stands first, says why and where it would stand, and keeps its figure', async () => {
    const high = await newNeed('Pelayanan yang ramah', m5)
    const low = await newNeed('Komunikasi yang jelas', m3)
    const order = async () => {
      const list = (await get(house, '/kebutuhan', leader)).body
      return list.indexOf(low) < list.indexOf(high) ? 'low' : 'high'
    }
    expect(await order()).toBe('high')
    const short = await post(house, `/kebutuhan/${low}/utama`, { top: 'ya', reason: 'pendek' }, committee)
    expect(short.statusCode).toBe(422)
    expect(short.body).toContain('paling sedikit 10 huruf')
    const reason = 'Arahan pimpinan: pengembangan SDM didahulukan'
    expect((await post(house, `/kebutuhan/${low}/utama`, { top: 'ya', reason }, head)).statusCode).toBe(403)
    expect((await post(house, `/kebutuhan/${low}/utama`, { top: 'ya', reason }, committee)).statusCode).toBe(303)
    expect(await order()).toBe('low')
    const list = (await get(house, '/kebutuhan', leader)).body
    expect(list).toContain(`Prioritas utama: ${reason}`)
    expect(list).toContain('Tanpa tanda prioritas utama: urutan 2')
    expect((await get(house, `/kebutuhan/${low}`, leader)).body).toContain('Ditandai prioritas utama')
    await post(house, `/kebutuhan/${low}/utama`, { top: 'tidak', reason: 'Sudah tidak mendesak' }, committee)
    expect(await order()).toBe('high')
  })

  test('from a signal carries the demand; only when the cause is competency', async () => {
    const signal = await newSignal('kompetensi')
    const page = (await get(house, `/kebutuhan/baru?signal=${signal}`, committee)).body
    expect(page).toContain('Dari sinyal: Keramahan di Dinas Perizinan')
    expect(page).toContain('Pelayanan Publik, bobot 1')
    const made = await post(house, '/kebutuhan', form({ signal }), committee)
    expect(made.statusCode).toBe(303)
    const need = (await get(house, String(made.headers.location), committee)).body
    expect(need).toContain('jarak sinyal 6,00 sigma × bobot tema 1,00')
    expect(need).toContain(`/sinyal/${signal}`)
    const again = await post(house, '/kebutuhan', form({ signal, title: 'Judul lain yang diketik' }), committee)
    expect(again.statusCode).toBe(409)
    expect(again.body).toContain('sudah ada')
    expect(again.body).toContain('Judul lain yang diketik')
    for (const cause of ['proses', null]) {
      const wrong = await newSignal(cause)
      expect((await get(house, `/kebutuhan/baru?signal=${wrong}`, committee)).statusCode).toBe(409)
      expect((await post(house, '/kebutuhan', form({ signal: wrong }), committee)).statusCode).toBe(409)
    }
  })

  test('says what is missing at each field and keeps what was typed', async () => {
    const response = await post(
      house,
      '/kebutuhan',
      { unit: '', competency: '', title: 'ab', note: 'Catatan saya' },
      head,
    )
    expect(response.statusCode).toBe(422)
    for (const message of ['Pilih unit dari daftar.', 'Pilih kompetensi.', 'Terlalu pendek', 'Pilih seberapa penting'])
      expect(response.body).toContain(message)
    expect(response.body).toContain('Catatan saya')
    expect((await post(house, '/kebutuhan', form({ unit: place.root }), head)).statusCode).toBe(422)
    expect((await post(house, '/kebutuhan', form({ competency: newId() }), head)).statusCode).toBe(422)
  })
})

describe('the committee', () => {
  test('moves a need with a reason that everyone can read', async () => {
    const id = await newNeed('Kebutuhan yang dipindah')
    const refused = await post(house, `/kebutuhan/${id}/urutan`, { rank: '1', reason: 'pendek' }, committee)
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('paling sedikit 10 huruf')
    const reason = 'Ombudsman meminta perbaikan <loket> tahun ini'
    expect((await post(house, `/kebutuhan/${id}/urutan`, { rank: '1', reason }, committee)).statusCode).toBe(303)
    const list = (await get(house, '/kebutuhan', leader)).body
    expect(list.indexOf('Kebutuhan yang dipindah')).toBeLessThan(list.indexOf('Petugas loket melayani'))
    expect(list).toContain('Ombudsman meminta perbaikan &lt;loket> tahun ini')
    expect((await get(house, `/kebutuhan/${id}`, leader)).body).toContain('Dari urutan hitungan ke 1')
    expect((await post(house, `/kebutuhan/${id}/urutan`, { rank: '2', reason }, head)).statusCode).toBe(403)
  })

  test('approves once; then the figures stay and a program may take it', async () => {
    const id = await newNeed()
    expect(
      await asSystem(house, place, 'need.read', (db, scope) => markProgrammed(db, scope, house.clock.now, id, newId())),
    ).toBe(false)
    expect((await post(house, `/kebutuhan/${id}/setujui`, {}, leader)).statusCode).toBe(403)
    expect((await post(house, `/kebutuhan/${id}/setujui`, {}, committee)).statusCode).toBe(303)
    expect((await post(house, `/kebutuhan/${id}/setujui`, {}, committee)).statusCode).toBe(409)
    expect((await post(house, `/kebutuhan/${id}/ukur`, {}, committee)).statusCode).toBe(409)
    expect(
      await asSystem(house, place, 'need.read', (db, scope) => markProgrammed(db, scope, house.clock.now, id, newId())),
    ).toBe(true)
    expect(await asSystem(house, place, 'need.read', (db, scope) => findNeed(db, scope, id))).toMatchObject({
      status: 'programmed',
      unit_id: office,
    })
    expect((await get(house, '/kebutuhan?keadaan=programmed', leader)).body).toContain(`/kebutuhan/${id}`)
  })

  test('closes with a reason; after that nothing changes', async () => {
    const id = await newNeed()
    expect((await post(house, `/kebutuhan/${id}/tutup`, { reason: ' ' }, committee)).statusCode).toBe(422)
    expect(
      (await post(house, `/kebutuhan/${id}/tutup`, { reason: 'Sudah dijawab mutasi' }, committee)).statusCode,
    ).toBe(303)
    for (const [path, fields] of [
      ['rencana', { provider: 'x' }],
      ['urutan', { rank: '1', reason: 'Alasan yang panjang' }],
      ['utama', { top: 'ya', reason: 'Alasan yang panjang' }],
      ['tutup', { reason: 'lagi' }],
    ] as const)
      expect((await post(house, `/kebutuhan/${id}/${path}`, fields, committee)).statusCode, path).toBe(409)
  })
})

describe('the plan', () => {
  test('comes out as the seven elements, inert in a spreadsheet', async () => {
    const id = await newNeed()
    const plan = {
      route: 'N03',
      provider: '=HYPERLINK("http://contoh")',
      schedule: 'Triwulan I 2027',
      curriculum: 'Modul "Melayani"',
      budget: '25.000.000',
    }
    expect((await post(house, `/kebutuhan/${id}/rencana`, { ...plan, budget: 'banyak' }, head)).statusCode).toBe(422)
    expect((await post(house, `/kebutuhan/${id}/rencana`, plan, head)).statusCode).toBe(303)
    const csv = (await get(house, '/kebutuhan/unduh?bentuk=csv', leader)).body
    expect(csv).toContain(
      'Jenis kompetensi,Target PNS,Jenis dan jalur,Penyelenggara,Jadwal,Kesesuaian kurikulum,Anggaran',
    )
    expect(csv).toContain(
      `Manajerial: Pelayanan Publik,4,Nonklasikal: E-learning,"'=HYPERLINK(""http://contoh"")",Triwulan I 2027,"Modul ""Melayani""",25000000`,
    )
    expect((await get(house, '/kebutuhan/unduh?bentuk=xlsx', leader)).rawPayload.subarray(0, 2).toString()).toBe('PK')
  })
})

describe('who sees what', () => {
  test('needs of other units are not there', async () => {
    const id = await newNeed('Hanya untuk dinas ini')
    expect((await get(house, '/kebutuhan', outsider)).body).not.toContain('Hanya untuk dinas ini')
    expect((await get(house, `/kebutuhan/${id}`, outsider)).statusCode).toBe(404)
    for (const path of ['setujui', 'ukur'])
      expect((await post(house, `/kebutuhan/${id}/${path}`, {}, outsider)).statusCode).toBe(404)
    const rank = await post(house, `/kebutuhan/${id}/urutan`, { rank: '1', reason: 'Alasan yang panjang' }, outsider)
    expect(rank.statusCode).toBe(404)
    expect((await get(house, '/kebutuhan/unduh?bentuk=csv', outsider)).body).not.toContain('Hanya untuk dinas ini')
    expect((await get(house, '/kebutuhan/baru', leader)).statusCode).toBe(403)
    expect((await get(house, '/kebutuhan/parameter', head)).statusCode).toBe(403)
    const valid_from = localDate(house.clock.now, 'Asia/Jakarta')
    const everywhere = { key: 'lambda', value: '0,9', source: 'Dinas lain', valid_from }
    expect((await post(house, '/kebutuhan/parameter', everywhere, outsider)).statusCode).toBe(409)
  })
})

test('λ is a dated row: from its day a change lifts what citizens ask for', async () => {
  const { now } = house.clock
  const [today, tomorrow] = [0, 1].map((days) => localDate(new Date(now.getTime() + days * 86_400_000), 'Asia/Jakarta'))
  const rule = { key: 'lambda', source: 'Keputusan panitia', valid_from: tomorrow! }
  const set = (fields: object) => post(house, '/kebutuhan/parameter', { ...rule, ...fields }, committee)
  for (const value of ['-1', 'banyak', '9']) expect((await set({ value })).statusCode, value).toBe(422)
  expect((await set({ value: '0,5', valid_from: '2020-01-01' })).body).toContain('Aturan tidak berlaku surut')
  expect((await set({ value: '0,25', valid_from: today! })).statusCode).toBe(303)
  expect((await set({ value: '0,5' })).statusCode).toBe(303)
  const id = await newNeed()
  const lambda = () => asSystem(house, place, 'need.read', async (db, scope) => (await findNeed(db, scope, id))!.lambda)
  expect((await get(house, `/kebutuhan/${id}`, leader)).body).toContain('λ: Keputusan panitia')
  expect(await lambda()).toBe(0.25)
  house.clock.now = new Date(now.getTime() + 86_400_000)
  const again = await newPerson(house, place, place.root, ['need.rank'])
  const page = (await get(house, '/kebutuhan/parameter', again)).body.replaceAll(/<[^>]+>/g, ' ')
  house.clock.now = now
  expect(page).toMatch(/λ\)\s+0,5\s/)
  expect(await lambda()).toBe(0.5)
})
