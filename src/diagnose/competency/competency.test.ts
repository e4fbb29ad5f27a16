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
  signInAs,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { applyGradeStandards, installFrameworks } from './acts.ts'
import { recordEvidence } from './ledger.ts'
import { listCompetencies } from './queries.ts'

let house: TestHouse
let place: TestInstitution
let office: string
let desk: string
let competencies: { id: string; code: string; name: string; family: string }[]
let head: TestPerson
let chief: TestPerson
let clerk: TestPerson
let stranger: TestPerson
let resources: TestPerson
let leader: TestPerson

beforeAll(async () => {
  house = await testHouse()
  place = await newInstitution(house)
  office = await newUnit(house, place, place.root)
  desk = await newUnit(house, place, office)
  head = await newPerson(house, place, office)
  chief = await newPerson(house, place, office, [], { superior: head.employee })
  clerk = await newPerson(house, place, desk, [], { superior: chief.employee, name: 'Ani Lestari' })
  stranger = await newPerson(house, place, await newUnit(house, place, place.root), [
    'competency.profile',
    'competency.read',
  ])
  resources = await newPerson(house, place, place.root, ['competency.profile', 'competency.read', 'competency.manage'])
  leader = await newPerson(house, place, place.root, ['competency.read'])
  await asSystem(house, place, 'competency.manage', async (db, scope) => {
    await installFrameworks(db, scope, house.clock.now)
    await applyGradeStandards(db, scope, house.clock.now, null)
    competencies = (await listCompetencies(db, scope)).filter((one) => one.family !== 'teknis')
  })
})

const inDays = (days: number) => localDate(new Date(house.clock.now.getTime() + days * 86_400_000))

/** Fills the empty positions from their grades; with which level and whether compared, by what is asked for. */
async function started(at: TestInstitution, manager: TestPerson) {
  const cookie = await signInAs(house, at, manager.account)
  expect((await post(house, '/kompetensi/standar/isi-jenjang', {}, { cookie })).statusCode).toBe(303)
  const { rows } = await house.owner.query(
    `select distinct case when f.family = 'digital' then 'digital' else c.code end as name, s.required_level, s.verified
     from competency.standard s join competency.competency c on c.id = s.competency_id
     join competency.framework f on f.id = c.framework_id
     where s.institution_id = $1 and s.valid_from = $2 and (c.code = 'M5' or f.family = 'digital')`,
    [at.id, today()],
  )
  return Object.fromEntries(rows.map((row) => [row.name, [row.required_level, row.verified]]))
}

/** The institution's day, which is not always the database's. */
const today = () => localDate(house.clock.now)

async function openCycle(): Promise<string> {
  const id = newId()
  await house.owner.query(
    `insert into competency.cycle (institution_id, id, name, opens_on, closes_on, state, created_at)
     values ($1, $2, 'Siklus uji', $3::date - 10, $3::date + 10, 'open', now())`,
    [place.id, id, today()],
  )
  return id
}

function answers(level: string, more: Record<string, string> = {}) {
  return { ...Object.fromEntries(competencies.map((one) => [`level-${one.id}`, level])), ...more }
}

describe('who sees a profile', () => {
  test('the person, everyone above, and who holds the permission over the unit', async () => {
    const url = `/kompetensi/pegawai/${clerk.employee}`
    for (const reader of [clerk, chief, head, resources])
      expect((await get(house, url, reader)).statusCode, reader.name).toBe(200)
    for (const outsider of [stranger, leader]) expect((await get(house, url, outsider)).statusCode).toBe(404)
    expect((await get(house, `/kompetensi/pegawai/${chief.employee}`, clerk)).statusCode).toBe(404)
    expect((await get(house, url)).statusCode).not.toBe(200)
  })

  test('another institution is not found', async () => {
    const other = await newInstitution(house)
    const foreign = await newPerson(house, other, other.root, ['competency.profile', 'competency.read'])
    expect((await get(house, `/kompetensi/pegawai/${clerk.employee}`, foreign)).statusCode).toBe(404)
    expect((await get(house, `/kompetensi?unit=${desk}`, foreign)).statusCode).toBe(404)
  })

  test('a former superior sees nothing from the day the assignment changed', async () => {
    const moved = await newPerson(house, place, desk, [], { superior: chief.employee })
    const url = `/kompetensi/pegawai/${moved.employee}`
    expect((await get(house, url, chief)).statusCode).toBe(200)
    await changeSuperior(moved, head)
    expect((await get(house, url, chief)).statusCode).toBe(404)
    expect((await get(house, url, head)).statusCode).toBe(200)
  })
})

async function changeSuperior(person: TestPerson, superior: TestPerson) {
  const { rows } = await house.owner.query(
    `update people.assignment set valid_to = $2 where employee_id = $1 and valid_to is null returning unit_id, position_id`,
    [person.employee, today()],
  )
  await house.owner.query(
    `insert into people.assignment (institution_id, id, employee_id, unit_id, position_id, superior_id, valid_from)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [place.id, newId(), person.employee, rows[0].unit_id, rows[0].position_id, superior.employee, today()],
  )
}

describe('assessment', () => {
  test('a draft is kept and is no evidence; sent, it is, once', async () => {
    const url = `/kompetensi/siklus/${await openCycle()}/menilai/${clerk.employee}`
    expect((await get(house, url, clerk)).body).toContain('Belum tampak')
    const draft = {
      intent: 'save',
      [`level-${competencies[0]!.id}`]: '3',
      [`note-${competencies[0]!.id}`]: 'Menyapa 😀 "warga"',
    }
    expect((await post(house, url, draft, clerk)).headers.location).toBe(url)
    const kept = (await get(house, url, clerk)).body
    expect(kept).toContain('Menyapa 😀 &quot;warga&quot;')
    expect(kept).toContain(`1 dari ${competencies.length} kompetensi sudah dinilai`)
    // One goes on at the first that is not assessed; the others wait behind their names.
    expect(kept.split('<details class="part"').filter((part) => /^ open/.test(part))).toHaveLength(1)
    expect(await evidenceOf(clerk)).toBe(0)
    const key = newId()
    for (const _ of [1, 2]) expect((await post(house, url, answers('2', { _key: key }), clerk)).statusCode).toBe(303)
    expect(await evidenceOf(clerk)).toBe(competencies.length)
    const again = await post(house, url, answers('5'), clerk)
    expect(again.statusCode).toBe(409)
    expect(again.body).toContain('sudah dikirim')
    expect(await evidenceOf(clerk)).toBe(competencies.length)
    const profile = (await get(house, '/kompetensi/saya', clerk)).body
    expect(profile).toContain('Belum pasti')
    expect(profile).toContain('Penilaian diri sudah dikirim.')
  })

  test('names every competency without a level and keeps what was chosen', async () => {
    const url = `/kompetensi/siklus/${await openCycle()}/menilai/${clerk.employee}`
    const [first, second] = competencies
    const response = await post(house, url, { [`level-${first!.id}`]: '4', [`level-${second!.id}`]: '9' }, clerk)
    expect(response.statusCode).toBe(422)
    expect(response.body).toContain(`Pilih level untuk ${competencies[2]!.name}.`)
    expect(response.body).toContain(`Pilihan untuk ${second!.name} tidak dikenali`)
    expect(response.body).toMatch(new RegExp(`name="level-${first!.id}"[^>]*value="4"[^>]*checked`))
  })

  test('only today’s direct superior may assess', async () => {
    const cycle = await openCycle()
    const person = await newPerson(house, place, desk, [], { superior: chief.employee })
    await asSystem(house, place, 'competency.manage', (db, scope) =>
      applyGradeStandards(db, scope, house.clock.now, null),
    )
    const url = `/kompetensi/siklus/${cycle}/menilai/${person.employee}`
    for (const other of [head, stranger, resources])
      expect((await post(house, url, answers('3'), other)).statusCode).toBe(404)
    expect((await get(house, '/kompetensi/bawahan', chief)).body).toContain(url)
    await changeSuperior(person, head)
    expect((await post(house, url, answers('3'), chief)).statusCode).toBe(404)
    expect((await get(house, '/kompetensi/bawahan', chief)).body).not.toContain(url)
    expect((await post(house, url, answers('3'), head)).statusCode).toBe(303)
    expect(await evidenceOf(person)).toBe(competencies.length)
  })

  test('a closed cycle takes nothing', async () => {
    const cycle = await openCycle()
    expect((await post(house, `/kompetensi/siklus/${cycle}/keadaan`, { state: 'closed' }, resources)).statusCode).toBe(
      303,
    )
    const url = `/kompetensi/siklus/${cycle}/menilai/${clerk.employee}`
    expect((await get(house, url, clerk)).statusCode).toBe(409)
    expect((await post(house, url, answers('3'), clerk)).statusCode).toBe(409)
  })
})

async function evidenceOf(person: TestPerson): Promise<number> {
  const { rows } = await house.owner.query(
    'select count(*)::int as n from competency.evidence where employee_id = $1',
    [person.employee],
  )
  return rows[0].n
}

describe('the table of a unit', () => {
  test('hides what rests on fewer than five people, then shows it with its sign', async () => {
    const unit = await newUnit(house, place, place.root, 'department', 'Dinas Contoh')
    const people: TestPerson[] = []
    for (let index = 0; index < 5; index++) people.push(await newPerson(house, place, unit))
    const m5 = competencies.find((one) => one.code === 'M5')!
    const record = (list: TestPerson[], level: number) =>
      asSystem(house, place, 'competency.manage', async (db, scope) => {
        await applyGradeStandards(db, scope, house.clock.now, null)
        await recordEvidence(
          db,
          scope,
          house.clock.now,
          list.map((person) => ({
            employee_id: person.employee,
            competency_id: m5.id,
            level,
            method: 'superior' as const,
            observed_on: '2026-01-02',
            source: 'uji',
            reference: newId(),
          })),
        )
      })
    await record(people.slice(0, 4), 0)
    const url = `/kompetensi?unit=${unit}`
    expect((await get(house, url, leader)).body).not.toContain('di bawah standar (')
    await record(people.slice(4), 2)
    const shown = (await get(house, url, leader)).body
    for (const heading of ['Jenis Kompetensi', 'Kompetensi Ideal', 'Realita di Lapangan', 'Gap'])
      expect(shown).toContain(heading)
    expect(shown).toContain('−0,60')
    expect(shown).toContain('4 di bawah standar (80,0\u00a0%)')
    expect(shown).not.toContain('Lihat orangnya')
    expect((await get(house, url, resources)).body).toContain('Lihat orangnya')
    expect((await get(house, `/kompetensi/unit/${unit}/${m5.id}`, resources)).body).toContain(people[0]!.name)
    expect((await get(house, `/kompetensi/unit/${unit}/${m5.id}`, leader)).statusCode).toBe(403)
    const csv = await get(house, `/kompetensi/unduh?unit=${unit}&bentuk=csv`, leader)
    expect(csv.body).toContain('Pelayanan Publik,1,0.4,-0.6,20,4,5')
  })
})

describe('managing', () => {
  test('a new institution has four families, each with five levels, and indicators for every level', async () => {
    const { rows } = await house.owner.query(
      `select f.family::text, f.source <> '' as sourced,
        (select count(*)::int from competency.level l where l.framework_id = f.id) as levels,
        (select bool_and(exists (select from competency.indicator i where i.competency_id = c.id and i.level = n))
         from competency.competency c, generate_series(1, 5) n where c.framework_id = f.id) as told
       from competency.framework f where f.institution_id = $1 order by f.family`,
      [place.id],
    )
    expect(rows).toEqual(
      ['teknis', 'manajerial', 'sosio_kultural', 'digital'].map((family) => ({
        family,
        sourced: true,
        levels: 5,
        told: true,
      })),
    )
  })

  test('a standard is replaced by a dated row and needs a source', async () => {
    const { rows } = await house.owner.query('select position_id from people.assignment where employee_id = $1', [
      clerk.employee,
    ])
    const url = `/kompetensi/standar/${rows[0].position_id}`
    const m5 = competencies.find((one) => one.code === 'M5')!
    const wrong = await post(house, url, { competency: m5.id, level: '7', importance: '3', source: ' ' }, resources)
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('Sebutkan sumber standar ini.')
    for (const level of ['2', '3'])
      expect(
        (await post(house, url, { competency: m5.id, level, importance: '5', source: 'SK Bupati <b>1</b>' }, resources))
          .statusCode,
      ).toBe(303)
    const { rows: kept } = await house.owner.query(
      'select required_level, valid_to is null as current from competency.standard where position_id = $1 and competency_id = $2 order by required_level',
      [rows[0].position_id, m5.id],
    )
    expect(kept).toEqual([
      { required_level: 1, current: false },
      { required_level: 2, current: false },
      { required_level: 3, current: true },
    ])
    const page = (await get(house, url, resources)).body
    expect(page).toContain('SK Bupati &lt;b>1&lt;/b>')
    expect(
      (await post(house, url, { competency: m5.id, level: '1', importance: '3', source: 'x' }, leader)).statusCode,
    ).toBe(403)
  })

  test('a rule outside its range is refused at its field; a good one is a new dated row', async () => {
    const rule = { key: 'weight.self', value: '5', source: 'Keputusan 12', valid_from: today() }
    const bad = await post(house, '/kompetensi/aturan', { ...rule, value: '101' }, resources)
    expect(bad.statusCode).toBe(422)
    expect(bad.body).toContain('Isi angka bulat 0 sampai 100.')
    const past = await post(house, '/kompetensi/aturan', { ...rule, valid_from: inDays(-1) }, resources)
    expect([past.statusCode, past.body.includes('Aturan tidak berlaku surut')]).toEqual([422, true])
    expect((await post(house, '/kompetensi/aturan', rule, resources)).statusCode).toBe(303)
    const page = (await get(house, '/kompetensi/aturan', resources)).body
    expect(page.slice(page.indexOf('id="riwayat"'))).toContain('Keputusan 12')
  })

  test('a weight planned for tomorrow changes levels when its day begins, a first level of a grade new standards', async () => {
    const at = await newInstitution(house)
    const manager = await newPerson(house, at, at.root, ['competency.manage'])
    const worker = await newPerson(house, at, at.root)
    await asSystem(house, at, 'competency.manage', async (db, scope) => {
      await installFrameworks(db, scope, house.clock.now)
      const { id } = (await listCompetencies(db, scope)).find((one) => one.code === 'M5')!
      const seen = { employee_id: worker.employee, competency_id: id, observed_on: today(), source: 'uji' }
      await recordEvidence(db, scope, house.clock.now, [
        { ...seen, level: 4, method: 'superior', reference: newId() },
        { ...seen, level: 2, method: 'self', reference: newId() },
      ])
    })
    const levels = async () => {
      const sql = 'select level::float8 from competency.current_level where employee_id = $1'
      return (await house.owner.query(sql, [worker.employee])).rows.map((row) => row.level)
    }
    // (50 × 80 × 4 + 10 × 50 × 2) ÷ (50 × 80 + 10 × 50)
    expect(await levels()).toEqual([3.78])
    const source = 'Keputusan 13'
    for (const [key, value] of [
      ['weight.self', '0'],
      ['grade.pelaksana', '5'],
      ['most_digital', '2'],
    ] as const) {
      const rule = { key, value, source, valid_from: inDays(1), verified: 'on' }
      expect([key, (await post(house, '/kompetensi/aturan', rule, manager)).statusCode]).toEqual([key, 303])
    }
    expect(await started(at, manager)).toEqual({ M5: [1, false], digital: [1, false] })
    expect((await get(house, '/kompetensi/saya', worker)).body).toMatch(/3,78/)
    const before = house.clock.now
    try {
      house.clock.now = new Date(before.getTime() + 86_400_000)
      const cookie = await signInAs(house, at, worker.account)
      expect((await get(house, '/kompetensi/saya', { cookie })).body).not.toMatch(/3,78/)
      expect(await levels()).toEqual([4])
      await newPerson(house, at, at.root)
      expect(await started(at, manager)).toEqual({ M5: [5, true], digital: [2, true] })
    } finally {
      // Whoever signed in before this test is still signed in after it.
      house.clock.now = before
    }
  })

  test.each([
    '/kompetensi/kamus',
    '/kompetensi/standar',
    '/kompetensi/siklus',
    '/kompetensi/aturan',
    '/kompetensi/saya',
    '/kompetensi/bawahan',
  ])('%s opens', async (url) => {
    expect((await get(house, url, resources)).statusCode).toBe(200)
  })

  test('a cycle that ends before it starts is refused, with what was typed kept', async () => {
    const cycle = { name: 'Penilaian 2027', opens_on: '2027-02-01', closes_on: '2027-01-01' }
    const response = await post(house, '/kompetensi/siklus', cycle, resources)
    expect(response.statusCode).toBe(422)
    expect(response.body).toContain('Tanggal berakhir tidak boleh sebelum tanggal mulai.')
    expect(response.body).toContain('value="Penilaian 2027"')
    expect((await post(house, '/kompetensi/siklus', { ...cycle, closes_on: '2027-03-01' }, resources)).statusCode).toBe(
      303,
    )
  })

  test('needs the permission', async () => {
    const plain = await newPerson(house, place, place.root, ['competency.profile'])
    for (const url of ['/kompetensi/standar', '/kompetensi/siklus', '/kompetensi/aturan', '/kompetensi'])
      expect((await get(house, url, plain)).statusCode, url).toBe(403)
  })
})
