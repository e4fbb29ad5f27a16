import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { asSystem, newClient, newUnit } from '../../platform/test/harness.ts'
import { ELEMENTS, monthlySkm, type Submission, skmOfUnits } from './index.ts'
import { newService, newSurvey, type Survey, useSurvey } from './test-survey.ts'

/*
 * The attacker reads everything that is ever shown, at any time, adds and subtracts. Here they are given more than any
 * page has: each counted sum by itself, after every count. Which answers a sum is made of is found by book-keeping of our
 * own and held to the figures themselves, so nothing rests on how `release.ts` does it.
 */

const LEAST = 10
const MONTHS = ['2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11', '2026-12', '2027-01']
const FIELDS = ['gender', 'age_band'] as const

type Given = { unit: string; service: string; month: string; answers: Record<string, number> } & Record<
  (typeof FIELDS)[number],
  string
>
/** Answers by the place where they are counted. */
type Book = Map<string, Given[]>

const world = useSurvey(beforeEach)

const person = fc.record({
  scores: fc.array(fc.constantFrom(0, 1, 2, 3, 4), { minLength: 8, maxLength: 8 }),
  gender: fc.constantFrom('female', 'male'),
  age_band: fc.constantFrom('', '18_29', '18_29', '18_29', '30_44', '30_44', '60_plus'),
})
const step = fc.record({
  service: fc.constantFrom(0, 0, 0, 1, 1, 2, 3, 3, 4),
  late: fc.constantFrom(0, 0, 0, 1, 2),
  people: fc.oneof(
    { weight: 3, arbitrary: fc.array(person, { minLength: 1, maxLength: 6 }) },
    fc.array(person, { minLength: 7, maxLength: 24 }),
  ),
})
const story = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), {
  minLength: MONTHS.length,
  maxLength: MONTHS.length,
})

async function inRegency() {
  const own = await newSurvey(world.house)
  const { house, institution } = own
  const section = await newUnit(house, institution, own.unit, 'section')
  const other = await newUnit(house, institution, institution.root)
  const more = [own.unit, own.unit, section, other]
  const services = [{ ...own.service, unit: own.unit }]
  for (const unit of more) services.push({ ...(await newService(house, institution, unit)), unit })
  return { own, services, units: [own.unit, section, other], section, other }
}
type Regency = Awaited<ReturnType<typeof inRegency>>

/** Sends what a step says in this month, and tells what was sent. */
async function send(regency: Regency, month: string, one: { service: number; late: number; people: Person[] }) {
  const { id, unit } = regency.services[one.service]!
  const at = MONTHS[Math.max(0, MONTHS.indexOf(month) - one.late)]!
  const given = one.people.map(({ scores, gender, age_band }): Given => {
    const answers = Object.fromEntries(
      ELEMENTS.flatMap((element, index) => {
        const score = index === 0 ? 3 : scores[index - 1]!
        return score === 0 ? [] : [[element, score]]
      }),
    )
    return { unit, service: id, month: at, answers, gender, age_band }
  })
  await regency.own.submit(
    given.map((answer) => ({
      serviceId: id,
      unitId: unit,
      answeredOn: `${at}-05`,
      answers: answer.answers as Submission['answers'],
      profile: { gender: answer.gender, ...(answer.age_band ? { ageBand: answer.age_band } : {}) },
    })),
  )
  return given
}
type Person = { scores: number[]; gender: string; age_band: string }

const quarter = (month: string) => `${month.slice(0, 4)} ${Math.floor((Number(month.slice(5)) - 1) / 3)}`
const add = (book: Book, key: string, some: readonly Given[]) => book.set(key, [...(book.get(key) ?? []), ...some])

/** Our own book-keeping: what is counted now, and where. */
function keepBook(book: Book, waiting: Given[], now: string): Given[] {
  let left = waiting
  const take = (some: readonly Given[], unit: string, service: string, month: string) => {
    if (some.length < LEAST) return
    add(book, `${unit} ${service} ${month}`, some)
    left = left.filter((one) => !some.includes(one))
  }
  for (const [index, month] of MONTHS.entries()) {
    const due = () => left.filter((one) => one.month <= month)
    for (const service of new Set(due().flatMap((one) => (one.month === month ? [one.service] : [])))) {
      const some = due().filter((one) => one.service === service)
      take(some, some[0]!.unit, service, month)
    }
    const next = MONTHS[index + 1]
    if (quarter(month) >= quarter(now) || (next && quarter(next) === quarter(month))) continue
    for (const unit of new Set(due().map((one) => one.unit))) {
      const some = due().filter((one) => one.unit === unit)
      // Nothing new of this quarter: what was not enough before is not enough now.
      const last = some
        .map((one) => one.month)
        .sort()
        .at(-1)!
      if (quarter(last) === quarter(month)) take(some, unit, 'several', last)
    }
  }
  return left
}

const NONE = '00000000-0000-0000-0000-000000000000'
const spell = (given: readonly Given[]) => {
  const counts = ELEMENTS.map((element) =>
    [1, 2, 3, 4].map((score) => given.filter((one) => one.answers[element] === score).length).join(','),
  )
  return `${given.length}: ${counts.join(' ')}`
}

/** What can be read by the finest question there is, as the sums themselves have it. */
async function shown({ house, institution }: Survey): Promise<Map<string, string>> {
  const { rows } = await house.owner.query<{ key: string; n: number; element: string; counts: string }>(
    `select r.unit_id || ' ' || r.service_id || ' ' || to_char(r.month, 'YYYY-MM') as key, r.respondents as n, e.element,
       concat_ws(',', e.score1, e.score2, e.score3, e.score4) as counts
     from surveys.v_respondent r left join surveys.v_element e using (institution_id, unit_id, service_id, month, rule_code)
     where r.institution_id = $1`,
    [institution.id],
  )
  return new Map(
    [...Map.groupBy(rows, ({ key }) => key)].map(([key, own]) => {
      const of = new Map(own.map((row) => [row.element, row.counts]))
      const counts = ELEMENTS.map((element) => of.get(element) ?? '0,0,0,0')
      return [key.replace(NONE, 'several'), `${own[0]!.n}: ${counts.join(' ')}`]
    }),
  )
}

/** Rows of a matrix over a prime field, and whether another row follows from them. */
function equations() {
  const P = 2_147_483_629n
  const basis = new Map<number, bigint[]>()
  const inverse = (value: bigint) => {
    let [result, base, power] = [1n, value, P - 2n]
    for (; power > 0n; power >>= 1n) {
      if (power & 1n) result = (result * base) % P
      base = (base * base) % P
    }
    return result
  }
  const reduce = (row: readonly number[]) => {
    const left = row.map((value) => BigInt(value))
    for (const [pivot, known] of [...basis].toSorted(([a], [b]) => a - b)) {
      const factor = left[pivot]!
      if (factor !== 0n)
        for (let at = pivot; at < left.length; at++) left[at] = (((left[at]! - factor * known[at]!) % P) + P) % P
    }
    return left
  }
  return {
    add(row: readonly number[]) {
      const left = reduce(row)
      const pivot = left.findIndex((value) => value !== 0n)
      if (pivot < 0) return
      const one = inverse(left[pivot]!)
      basis.set(
        pivot,
        left.map((value) => (value * one) % P),
      )
    },
    determine: (row: readonly number[]) => reduce(row).every((value) => value === 0n),
  }
}

/** Small groups that somebody could ask for: one answer, a service's month, a service, a unit's month, in any period. */
function smallGroups(all: readonly Given[]): Given[][] {
  const groups = all.map((one) => [one])
  const places = [
    ...Map.groupBy(all, (one) => one.service).values(),
    ...Map.groupBy(all, (one) => one.unit).values(),
    [...all],
  ]
  for (const place of places)
    for (const [first, from] of MONTHS.entries())
      for (const to of MONTHS.slice(first)) groups.push(place.filter((one) => one.month >= from && one.month <= to))
  return groups.filter((group) => group.length > 0 && group.length < LEAST)
}

function attack(all: readonly Given[], figures: readonly (readonly Given[])[]): number {
  const index = new Map(all.map((one, at) => [one, at]))
  // Answers that no figure tells apart are one unknown: so the matrix stays small.
  const seen = all.map(() => [] as number[])
  for (const [number, figure] of figures.entries()) for (const one of figure) seen[index.get(one)!]!.push(number)
  const classes = [...Map.groupBy(all.keys(), (at) => seen[at]!.join()).entries()]
  const row = (group: readonly Given[]) => {
    const ats = new Set(group.map((one) => index.get(one)!))
    const parts = classes.map(([, members]) => members.filter((at) => ats.has(at)).length / members.length)
    return parts.every((part) => part === 0 || part === 1) ? parts : undefined
  }
  const system = equations()
  for (const figure of figures) system.add(row(figure)!)
  return smallGroups(all).filter((group) => {
    const wanted = row(group)
    return wanted !== undefined && system.determine(wanted)
  }).length
}

test('whatever comes in whatever order and is looked at whenever: no sums of figures tell of fewer than ten', async () => {
  let caught = 0
  await fc.assert(
    fc.asyncProperty(story, async (months) => {
      const regency = await inRegency()
      const { own } = regency
      const all: Given[] = []
      let waiting: Given[] = []
      const book: Book = new Map()
      const figures: Given[][] = []
      const careless: Given[][] = []
      for (const [at, month] of MONTHS.entries())
        for (const one of months[at]!) {
          const given = await send(regency, month, one)
          all.push(...given)
          waiting = keepBook(book, [...waiting, ...given], month)
          await own.count(new Date(`${month}-20T03:00:00Z`))
          expect(await shown(own)).toEqual(new Map([...book].map(([key, some]) => [key, spell(some)])))
          figures.push(...book.values())
          careless.push(...periodsOf(all))
        }
      expect(attack(all, figures)).toBe(0)
      // Proof without rank: whatever is computed is the same of all answers that no figure tells apart.
      const apart = Map.groupBy(all, (one) => figures.map((figure) => figure.includes(one)).join())
      for (const [key, alike] of apart) if (key.includes('true')) expect(alike.length).toBeGreaterThanOrEqual(LEAST)
      // Had only the figures of small groups been left out, the same attacker would have found some.
      if (attack(all, careless.slice(-120)) > 0) caught++
      await pagesAreSumsOf(book, regency)
    }),
    { numRuns: 4 },
  )
  expect(caught).toBeGreaterThan(0)
})

/** Every service and unit in every period, small ones left out: what was shown before answers were counted together. */
function periodsOf(all: readonly Given[]): Given[][] {
  const places = [...Map.groupBy(all, (one) => one.service).values(), ...Map.groupBy(all, (one) => one.unit).values()]
  const months = [...new Set(all.map((one) => one.month))].sort()
  return places
    .flatMap((place) =>
      months.flatMap((from, first) =>
        months.slice(first).map((to) => place.filter((one) => one.month >= from && one.month <= to)),
      ),
    )
    .filter((group) => group.length >= LEAST)
}

/** What pages, files, charts and other slices show is made of those sums and nothing else. */
async function pagesAreSumsOf(book: Book, { own, services, section, other }: Regency): Promise<void> {
  const { house, institution } = own
  house.clock.now = new Date('2027-01-20T03:00:00Z')
  const headers = await newClient(house, institution, ['survey.read'])
  const sum = (wanted: { units?: string[]; service?: string; from: string; to: string }) =>
    [...book].flatMap(([key, some]) => {
      const [unit, service, month] = key.split(' ') as [string, string, string]
      const fits = (wanted.units?.includes(unit) ?? true) && (!wanted.service || wanted.service === service)
      return fits && month >= wanted.from && month <= wanted.to ? some : []
    })
  const periods = [
    { from: '2026-05', to: '2027-01' },
    { from: '2026-07', to: '2026-09' },
    { from: '2026-08', to: '2026-12' },
    { from: '2026-10', to: '2026-10' },
  ]
  for (const period of periods) {
    const asked = [
      { query: '', wanted: period },
      { query: `&unit=${own.unit}`, wanted: { ...period, units: [own.unit, section] } },
      { query: `&unit=${other}`, wanted: { ...period, units: [other] } },
      ...services.map(({ id, slug }) => ({ query: `&service=${slug}`, wanted: { ...period, service: id } })),
    ]
    for (const { query, wanted } of asked) {
      const url = `/api/v1/survey-results?from=${period.from}&to=${period.to}${query}`
      const found = (await house.app.inject({ url, headers })).json()
      const given = sum(wanted)
      const counts = found.elements.map(({ counts: some }: { counts: number[] }) => some.join(','))
      if (given.length >= LEAST) expect(`${found.respondents}: ${counts.join(' ')}`).toBe(spell(given))
      else expect(found).toMatchObject({ respondents: 0, index: null })
    }
    await asSystem(house, institution, 'survey.read', async (db, scope) => {
      const series = await monthlySkm(db, scope, period)
      for (const row of series) {
        const scores = sum({ units: [row.unit_id], from: row.month, to: row.month }).map(
          (one) => one.answers[row.element] ?? 0,
        )
        expect([row.n, row.sum]).toEqual([scores.filter(Boolean).length, scores.reduce((a, b) => a + b, 0)])
      }
      const places = new Map([own.unit, section, other].map((unit) => [unit, unit]))
      const card = await skmOfUnits(db, scope, { ...period, places, by: 'month' })
      expect(card([own.unit], period).n).toBe(sum({ ...period, units: [own.unit] }).length)
    })
  }
}

test('groups of who answered are counted a quarter at a time, and neither they nor what is left of all are few', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (months) => {
      const regency = await inRegency()
      const { house, institution } = regency.own
      const read = async (view: string, value: string) => {
        const { rows } = await house.owner.query<{ key: string; field: string; value: string; n: number }>(
          `select unit_id || ' ' || to_char(date_trunc('quarter', month), 'YYYY-MM') as key, field, ${value} as value,
             sum(n)::int as n
           from surveys.${view} where institution_id = $1 and field = any($2) group by 1, 2, 3 order by 1, 2, 3`,
          [institution.id, FIELDS],
        )
        return rows
      }
      let before = new Map<string, number>()
      for (const [at, month] of MONTHS.entries())
        for (const one of months[at]!) {
          await send(regency, month, one)
          await regency.own.count(new Date(`${month}-20T03:00:00Z`))
          const groups = new Map(
            (await read('v_group', 'value')).map((row) => [Object.values(row).slice(0, 3).join(), row.n]),
          )
          // Each only grows, by nothing or by as many as a group needs; the running quarter tells nothing.
          for (const [key, n] of groups) {
            const grown = n - (before.get(key) ?? 0)
            expect(grown === 0 || grown >= LEAST, `${key} ${grown}`).toBe(true)
            expect(quarter(key.split(' ')[1]!.slice(0, 7)) < quarter(month)).toBe(true)
          }
          for (const key of before.keys()) expect(groups.has(key)).toBe(true)
          before = groups
        }
      // Together they are everybody who was counted in the quarter, so nothing but what is shown is left of all.
      const counted = await house.owner.query<{ key: string; n: number }>(
        `select unit_id || ' ' || to_char(date_trunc('quarter', month), 'YYYY-MM') as key, sum(respondents)::int as n
         from surveys.v_respondent where institution_id = $1 and month < '2027-01-01' group by 1 order by 1`,
        [institution.id],
      )
      for (const field of FIELDS) {
        const totals = Map.groupBy(
          (await read('v_group', 'value')).filter((row) => row.field === field),
          ({ key }) => key,
        )
        for (const { key, n } of counted.rows)
          expect(
            (totals.get(key) ?? []).reduce((sum, row) => sum + row.n, 0),
            `${field} ${key}`,
          ).toBe(n)
      }
    }),
    { numRuns: 3 },
  )
})
