import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRandom, type Random } from '../../demo/random.ts'
import { COMPARISON_UNITS, story } from '../../demo/story.ts'
import { addBudgetLines, addDesigns, addIndicators, createPrograms, setStatus } from '../../develop/programs/index.ts'
import { proposeNeeds } from '../../diagnose/needs/index.ts'
import { addMonths, detect, diagnose, monthRange } from '../../diagnose/signals/index.ts'
import { nameElement } from '../../listen/surveys/test-survey.ts'
import { localDate } from '../../platform/i18n.ts'
import { createLog } from '../../platform/log.ts'
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
import { evaluate } from './compute.ts'
import { jobs } from './jobs.ts'

const NOW = new Date('2026-11-21T03:00:00Z')
const MONTHS = monthRange(addMonths('2026-11', -17), '2026-11')
const day = (month: number, at: string) => `${MONTHS[month]}-${at}`

let house: TestHouse
let world: World
let present: Date

type World = {
  institution: TestInstitution
  units: Map<string, string>
  programs: { courtesy: string; waiting: string; oneMonth: string }
  reader: TestPerson
}

beforeAll(async () => {
  house = await testHouse()
  present = house.clock.now
  house.clock.now = NOW
  world = await tellStory()
})

// The house is shared with the other tests of this worker.
afterAll(() => {
  house.clock.now = present
})

/** Three coin tosses give 1 to 4 with exactly the story's mean, as in the demonstration. */
function tally(random: Random, n: number, mean: number): number[] {
  const counts = [0, 0, 0, 0]
  for (let i = 0; i < n; i++) {
    let score = 0
    for (let toss = 0; toss < 3; toss++) if (random.chance((mean - 1) / 3)) score++
    counts[score]! += 1
  }
  return counts
}

async function writeAnswers(institution: TestInstitution, units: ReadonlyMap<string, string>): Promise<void> {
  const random = createRandom(7)
  const rows: string[] = []
  for (const [code, unit] of units) {
    for (const [month, name] of MONTHS.slice(0, -1).entries()) {
      for (const element of ['perilaku', 'waktu']) {
        const [a, b, c, d] = tally(random, 24 * story.traffic(code), story.skmMean(code, element, month))
        rows.push(
          `('${institution.id}', '${unit}', '${unit}', '${name}-01', 'permenpanrb-14-2017', '${element}', ${a}, ${b}, ${c}, ${d})`,
        )
      }
    }
  }
  await house.owner.query(`insert into surveys.tally_element values ${rows.join(',')}`)
}

/** The three planted stories, walked through the same acts as by hand: signal, cause, need, program, design. */
async function tellStory(): Promise<World> {
  const institution = await newInstitution(house)
  const units = new Map<string, string>()
  for (const code of ['DPMPTSP', 'DINKES', 'KEC-01', ...COMPARISON_UNITS])
    units.set(code, await newUnit(house, institution, institution.root, 'department', code))
  await writeAnswers(institution, units)
  await house.owner.query(
    `insert into competency.framework values ($1, $2, 'uji', 'manajerial', 'Kamus uji', 'uji', false, '2020-01-01', null)`,
    [institution.id, institution.root],
  )
  await house.owner.query(`insert into competency.competency values ($1, $2, $2, 'M5', 'Pelayanan Publik', 'uji')`, [
    institution.id,
    institution.root,
  ])
  for (const [at, month] of MONTHS.slice(0, -1).entries()) {
    const checked = new Date(`${MONTHS[at + 1]}-02T02:00:00Z`)
    const when = { now: checked, today: localDate(checked, 'Asia/Jakarta') }
    await asSystem(house, institution, 'signal.detect', (db, scope) => detect(db, scope, when, month))
  }
  const courtesy = await walk(institution, units, 'DPMPTSP', 'keramahan', 'skm:perilaku', 11, 12)
  const waiting = await walk(institution, units, 'DINKES', 'kecepatan', 'skm:waktu', 10, 11)
  const oneMonth = await walk(institution, units, 'KEC-01', 'kecepatan', 'skm:waktu', 10, 10)
  const reader = await newPerson(house, institution, institution.root, [
    'evaluation.read',
    'evaluation.compute',
    'evaluation.measure',
  ])
  return { institution, units, programs: { courtesy, waiting, oneMonth }, reader }
}

async function walk(
  institution: TestInstitution,
  units: ReadonlyMap<string, string>,
  code: string,
  theme: string,
  outcome: string,
  starts: number,
  ends: number,
): Promise<string> {
  const unit = units.get(code)!
  const { rows } = await house.owner.query<{ id: string }>(
    'select id from signals.signal where institution_id = $1 and unit_id = $2 and theme = $3 order by opened_at limit 1',
    [institution.id, unit, theme],
  )
  const signal = rows[0]!.id
  const at = new Date(`${day(starts, '01')}T03:00:00Z`)
  await asSystem(house, institution, 'signal.diagnose', (db, scope) =>
    diagnose(db, scope, at, [
      { signalId: signal, cause: 'kompetensi', answers: {}, reason: 'Petugas dianggap belum terampil.' },
    ]),
  )
  const [need] = await asSystem(house, institution, 'need.propose', (db, scope) =>
    proposeNeeds(db, scope, at, [
      {
        unit_id: unit,
        competency_id: institution.root,
        signal_id: signal,
        origin: 'signal',
        title: `Kebutuhan ${code}`,
        importance: 4,
      },
    ]),
  )
  return asSystem(house, institution, 'program.manage', async (db, scope) => {
    const [id] = await createPrograms(db, scope, at, [
      {
        needId: need,
        title: `Program ${code}`,
        objective: 'Layanan menjadi lebih baik bagi warga.',
        method: 'N03',
        units: [unit],
        participants: 40,
        startsOn: day(starts, '04'),
        endsOn: day(ends, '24'),
      },
    ])
    await addIndicators(db, scope, at, [
      {
        programId: id!,
        name: 'Nilai SKM unsur utama',
        level: 'result',
        measure: 'poin',
        direction: 'up',
        scaleMin: 25,
        scaleMax: 100,
        baseline: 65,
        baselineOn: day(starts - 1, '01'),
        targetKind: 'points',
        target: 10,
        source: 'SKM bulanan',
        dueOn: '2026-12-31',
      },
    ])
    await addBudgetLines(db, scope, at, [
      {
        programId: id!,
        kind: 'instructor',
        account: '5.1.02 Jasa narasumber',
        description: 'Narasumber',
        quantity: 10,
        unit: 'jam',
        unitCost: 1_000_000,
      },
    ])
    await addDesigns(db, scope, at, [
      {
        programId: id!,
        kind: 'difference_in_differences',
        outcome,
        comparison: COMPARISON_UNITS.map((one) => units.get(one)!),
        baselineFrom: day(0, '01'),
        baselineTo: day(starts - 1, '28'),
        followFrom: day(ends + 1, '01'),
        followTo: '2026-12-31',
        reason: undefined,
      },
    ])
    for (const status of ['approved', 'running', 'finished'] as const) await setStatus(db, scope, at, [id!], status)
    return id!
  })
}

function compute(program: string, at = NOW) {
  return asSystem(house, world.institution, 'evaluation.compute', (db, scope) => evaluate(db, scope, at, program))
}

describe('the planted stories come out as they are', () => {
  test('the courtesy training works: improved, with an interval around the true 0.7', async () => {
    const { result } = (await compute(world.programs.courtesy))!
    expect(result.primary!.judgment).toMatchObject({ verdict: 'improved', grade: 'good', credible: true })
    expect(result.primary!).toMatchObject({ narrowed: true, selection: { state: 'lasting' } })
    const { effect } = result.primary!
    if (effect.state !== 'estimated') throw new Error(effect.why)
    expect(effect.value.low).toBeLessThan(0.7)
    expect(effect.value.high).toBeGreaterThan(0.7)
    expect(effect.value.comparisonUnits).toBe(8)
    expect(result.cost.perPoint).toBeGreaterThan(0)
    expect(result.indicators[0]).toMatchObject({ origin: 'outcome', target_value: 75 })
  })
  test('the queue training does not: no change that matters', async () => {
    const { result } = (await compute(world.programs.waiting))!
    expect(result.primary!.judgment).toMatchObject({ verdict: 'no_effect', credible: false })
    expect(result.cost.perPoint).toBeNull()
  })
  test('the district that had one bad month: cannot be concluded, and it says why', async () => {
    const { result } = (await compute(world.programs.oneMonth))!
    expect(result.primary!.judgment.verdict).toBe('inconclusive')
    expect(result.primary!.judgment.reasons).toContain('one_bad_month')
  })
  test('the monthly job computes every program that has started', async () => {
    const { institution, programs } = world
    await jobs[0]!.run(house.database, { institution: institution.id, payload: {} }, NOW, createLog('silent'))
    const { rows } = await house.owner.query(
      'select distinct program_id from evaluation.result where institution_id = $1',
      [institution.id],
    )
    expect(rows.map((row) => row.program_id).sort()).toEqual(Object.values(programs).sort())
  })
  test('the same data twice keep one snapshot', async () => {
    await compute(world.programs.courtesy)
    expect((await compute(world.programs.courtesy))!.isNew).toBe(false)
    const { rows } = await house.owner.query('select count(*)::int as n from evaluation.result where program_id = $1', [
      world.programs.courtesy,
    ])
    expect(rows[0].n).toBe(1)
  })
})

describe('pages', () => {
  test('the card opens with a sentence, its interval and its reasons', async () => {
    for (const program of Object.values(world.programs)) await post(house, `/hasil/${program}/hitung`, {}, world.reader)
    const good = await get(house, `/hasil/${world.programs.courtesy}`, world.reader)
    expect(good.statusCode).toBe(200)
    expect(good.body).toContain('lebih banyak daripada unit pembanding')
    expect(good.body).toContain('Selang kepercayaan')
    expect(good.body).toContain('aturan Sigap 2026, edisi 1')
    const unknown = await get(house, `/hasil/${world.programs.oneMonth}`, world.reader)
    expect(unknown.body).toContain('Belum dapat disimpulkan')
    expect(unknown.body).toContain('regresi ke rata-rata')
    const list = await get(house, '/hasil', world.reader)
    for (const program of Object.values(world.programs)) expect(list.body).toContain(`/hasil/${program}`)
  })

  test('an element is called what the survey called it in the last month of the figures; other words are no other result', async () => {
    const { institution, programs, reader } = world
    await compute(programs.waiting)
    const page = () => get(house, `/hasil/${programs.waiting}`, reader).then(({ body }) => body)
    expect(await page()).toContain('nilai SKM “Waktu penyelesaian”')
    await nameElement(house, institution, 'waktu', { '2026-09': 'Lama dilayani', '2026-11': 'Kecepatan' })
    expect(await page()).toContain('nilai SKM “Lama dilayani”')
    expect(await page()).not.toMatch(/SKM “(Waktu penyelesaian|Kecepatan)”/)
    expect((await compute(programs.waiting))!.isNew).toBe(false)
  })

  test('a recorded indicator value is checked, kept and shown', async () => {
    const path = `/hasil/${world.programs.waiting}/ukur`
    expect((await get(house, path, world.reader)).statusCode).toBe(200)
    const { rows } = await house.owner.query('select id from programs.indicator where program_id = $1', [
      world.programs.waiting,
    ])
    const fields = { indicator: rows[0].id, value: '71,25', measured_on: '2026-10-31', source: 'Register loket' }
    const wrong = await post(house, path, { ...fields, value: 'tujuh' }, world.reader)
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('Tulis angka, misalnya 87,5.')
    expect((await post(house, path, { ...fields, measured_on: '2027-01-01' }, world.reader)).statusCode).toBe(422)
    expect((await post(house, path, { ...fields, indicator: world.institution.id }, world.reader)).statusCode).toBe(422)
    expect((await post(house, path, fields, world.reader)).statusCode).toBe(303)
    const page = await get(house, `/hasil/${world.programs.waiting}`, world.reader)
    expect(page.body.includes('71,25 (dicatat)')).toBe(true)
  })
})

describe('rules', () => {
  const RULE = { key: 'worthwhile_skm', value: '2,5', source: 'Keputusan 7/2026', verified: 'on' }

  test('a change judges what is computed from its day on, in a new version; results of before stay', async () => {
    const { institution, programs } = world
    const keeper = await newPerson(house, institution, institution.root, ['evaluation.read', 'evaluation.rules'])
    const set = (fields: object) => post(house, '/hasil/aturan', { ...RULE, ...fields }, keeper)
    const tomorrow = new Date(NOW.getTime() + 86_400_000)
    const [today, next] = [NOW, tomorrow].map((at) => localDate(at, 'Asia/Jakarta')) as [string, string]
    for (const [wrong, field, said] of [
      [{ valid_from: '2020-01-01' }, 'valid_from', 'Aturan tidak berlaku surut'],
      [{ value: '4' }, 'value', 'Tulis angka antara 0,01 dan 3.'],
      [{ key: 'least_months', value: '2,5' }, 'value', 'Tulis angka bulat'],
      [{ key: 'least_comparison', value: '6' }, 'value', 'yang dianjurkan tidak dapat kurang'],
    ] as const) {
      const answer = await set({ valid_from: today, ...wrong })
      expect([answer.statusCode, answer.body.includes('Keputusan 7/2026')]).toEqual([422, true])
      expect(answer.body).toMatch(new RegExp(`id="f-${field}-error"[^>]*>[^<]*(<[^>]+>[^<]*)*${said}`))
    }
    await compute(programs.courtesy)
    expect((await set({ valid_from: next })).statusCode).toBe(303)
    expect((await compute(programs.courtesy))!.isNew).toBe(false)
    const later = await compute(programs.courtesy, tomorrow)
    expect(later).toMatchObject({ isNew: true, result: { rule: { version: 'dampak-2026.1+1', worthwhileSkm: 2.5 } } })
    const { rows } = await house.owner.query(
      `select rule_version, (card #>> '{rule,worthwhileSkm}')::float8 as worth from evaluation.result
       where institution_id = $1 and program_id = $2 order by number`,
      [institution.id, programs.courtesy],
    )
    expect(rows.slice(-2)).toEqual([
      { rule_version: 'dampak-2026.1', worth: 0.25 },
      { rule_version: 'dampak-2026.1+1', worth: 2.5 },
    ])
    // Who only reads sees the rules without the form.
    const page = (await get(house, '/hasil/aturan', world.reader)).body
    expect(page).toContain('Perlu verifikasi')
    expect(page).not.toContain('id="ubah"')
    expect((await post(house, '/hasil/aturan', { ...RULE, valid_from: today }, world.reader)).statusCode).toBe(403)
  })
})

describe('who sees what', () => {
  test('another unit, another institution and a reader who wants to compute are kept out', async () => {
    const { institution, units, programs } = world
    const elsewhere = await newPerson(house, institution, units.get('DISHUB')!, ['evaluation.read'])
    const own = await newPerson(house, institution, units.get('DPMPTSP')!, ['evaluation.read'])
    const other = await newInstitution(house)
    const stranger = await newPerson(house, other, other.root, ['evaluation.read', 'evaluation.compute'])
    expect((await get(house, `/hasil/${programs.courtesy}`, own)).statusCode).toBe(200)
    expect((await get(house, `/hasil/${programs.courtesy}`, elsewhere)).statusCode).toBe(404)
    expect((await get(house, `/hasil/${programs.courtesy}`, stranger)).statusCode).toBe(404)
    expect((await post(house, `/hasil/${programs.courtesy}/hitung`, {}, stranger)).statusCode).toBe(404)
    expect((await post(house, `/hasil/${programs.courtesy}/hitung`, {}, own)).statusCode).toBe(403)
    expect((await get(house, '/hasil', elsewhere)).body).not.toContain(programs.courtesy)
  })
})
