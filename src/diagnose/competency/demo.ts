import { sql } from 'kysely'
import type { Random } from '../../demo/random.ts'
import type { DemoWorld } from '../../demo/world.ts'
import { localDate } from '../../platform/i18n.ts'
import { applyGradeStandards, installFrameworks, saveAndRecord, setStandards } from './acts.ts'
import { insertCycle, type NewAssessment, setCycleState } from './assessment-queries.ts'
import { INTERNAL_SOURCE } from './dictionary.ts'
import type { NewStandard } from './framework-queries.ts'
import { rebuildUnits } from './ledger.ts'
import { addMonths } from './model.ts'
import { listCompetencies } from './queries.ts'

const ASSESSED_MONTH = 8
const PEOPLE_A_STEP = 500

/** What single positions require besides their grade: [competency, level, importance]. */
const COUNTER: readonly (readonly [string, number, number])[] = [
  ['M5', 2, 5],
  ['M3', 2, 5],
  ['T3', 2, 5],
  ['T1', 2, 4],
]
const HEALTH: readonly (readonly [string, number, number])[] = [
  ['M5', 2, 5],
  ['T4', 2, 5],
  ['T1', 2, 4],
]
const OFFICE: readonly (readonly [string, number, number])[] = [['T1', 2, 4]]
const POSITIONS: Readonly<Record<string, readonly (readonly [string, number, number])[]>> = {
  'PLK-LOKET': COUNTER,
  'PLK-LAYANAN': COUNTER,
  'PLK-ADM': OFFICE,
  'PLK-DATA': [
    ['T1', 2, 4],
    ['T2', 2, 5],
  ],
  'JF-DOKTER-1': HEALTH,
  'JF-PERAWAT-T': HEALTH,
  'JF-PERAWAT-M': HEALTH,
  'JF-BIDAN-T': HEALTH,
  'JF-DUKCAPIL-1': [
    ['T5', 3, 5],
    ['T1', 3, 5],
    ['T2', 2, 4],
  ],
  'JF-KOMPUTER-1': [['T2', 3, 5]],
  'JF-RENCANA-1': [['T2', 3, 5]],
  'JF-KEBIJAKAN-1': [['T2', 2, 4]],
  'JF-KEBIJAKAN-2': [['T2', 3, 4]],
}

/** How far the people of a unit (and beneath) lie under what is usual, in levels. */
const WEAK: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  DPMPTSP: { M5: -1.1, M3: -0.6 },
  DINKES: { T1: -0.7, T4: -0.4, M4: -0.3 },
  'KEC-01': { M4: -0.5 },
  DUKCAPIL: { D1: -0.5 },
  DISDIK: { T2: -0.4, D1: -0.4 },
  BAPENDA: { T1: -0.4 },
}

type Worker = { id: string; position: string; office: string; superior: string | null; account: string | null }

/** Frameworks, standards and a finished cycle of assessments; a second cycle is open and partly filled in. */
export async function demoCompetency(world: DemoWorld): Promise<void> {
  const { db, institution, random, anchor } = world
  const scope = await world.scopeFor('competency.manage')
  const founded = new Date(`${world.months[0]}-01T02:00:00Z`)
  await installFrameworks(db, scope, founded)
  await applyGradeStandards(db, scope, founded, null)
  const competencies = await listCompetencies(db, scope)
  const idOf = new Map(competencies.map((one) => [one.code, one.id]))
  const codeOf = new Map(competencies.map((one) => [one.id, one.code]))
  const { rows: positions } = await sql<{ id: string; code: string }>`
    select id, code from organization.position where institution_id = ${institution.id} order by code`.execute(db)
  await setStandards(
    db,
    scope,
    founded,
    positions.flatMap(({ id, code }) =>
      (POSITIONS[code] ?? []).map(
        ([competency, required_level, importance]): NewStandard => ({
          position_id: id,
          competency_id: idOf.get(competency) ?? missing(competency),
          required_level,
          importance,
          source: INTERNAL_SOURCE,
          verified: false,
        }),
      ),
    ),
  )
  const required = await requirements(world)
  const workers = await listWorkers(world)
  const day = (at: Date) => localDate(at, institution.timeZone)

  const assessedAt = new Date(`${world.months[ASSESSED_MONTH]}-20T03:00:00Z`)
  const first = await insertCycle(db, scope, founded, {
    name: `Penilaian kompetensi ${day(assessedAt).slice(0, 4)}`,
    opens_on: `${world.months[ASSESSED_MONTH]}-01`,
    closes_on: `${world.months[ASSESSED_MONTH]}-28`,
    state: 'open',
  })
  const skills = random.fork('skills')
  for (let at = 0; at < workers.length; at += PEOPLE_A_STEP) {
    const items = workers
      .slice(at, at + PEOPLE_A_STEP)
      .flatMap((worker) => assess(worker, first, required.get(worker.position) ?? [], codeOf, skills))
    await saveAndRecord(db, scope, assessedAt, items, 'later')
    world.progress('Penilaian kompetensi', Math.min(at + PEOPLE_A_STEP, workers.length), workers.length)
  }
  await setCycleState(db, scope, first, 'closed')

  const second = await insertCycle(db, scope, anchor, {
    name: `Penilaian kompetensi akhir ${day(anchor).slice(0, 4)}`,
    opens_on: `${world.months.at(-1)}-01`,
    closes_on: addMonths(day(anchor), 1),
    state: 'open',
  })
  const early = workers.filter((worker) => worker.account === null && random.chance(0.05))
  const items = early.flatMap((worker) =>
    assess(worker, second, required.get(worker.position) ?? [], codeOf, skills).filter((one) => one.kind === 'self'),
  )
  await saveAndRecord(db, scope, anchor, items, 'later')
  await rebuildUnits(db, scope, anchor)
}

/**
 * The superior's view of everyone who has one, and of many also their own, usually kinder, view. People with an account
 * are typical of their unit, so that its story shows in the profile that a visitor opens first.
 */
function assess(
  worker: Worker,
  cycle: string,
  required: readonly { competency: string; level: number }[],
  codeOf: ReadonlyMap<string, string>,
  random: Random,
): NewAssessment[] {
  const weak = WEAK[worker.office] ?? {}
  const talent = random.normal(0.1, 0.35)
  const levels = required.map(({ competency, level }) => ({
    competency,
    true:
      level +
      (worker.account ? 0 : talent) +
      (weak[codeOf.get(competency) ?? ''] ?? 0) +
      random.normal(0, worker.account ? 0.1 : 0.45),
  }))
  const answers = (shift: number) =>
    levels.map((one) => ({
      competency_id: one.competency,
      level: Math.min(5, Math.max(0, Math.round(one.true + shift + random.normal(0, 0.2)))),
    }))
  const common = { cycle_id: cycle, employee_id: worker.id, submitted: true }
  const result: NewAssessment[] = []
  if (worker.superior) result.push({ ...common, assessor_id: worker.superior, kind: 'superior', answers: answers(0) })
  if (random.chance(0.25) || worker.account)
    result.push({ ...common, assessor_id: worker.id, kind: 'self', answers: answers(0.4) })
  return result.filter((one) => one.answers.length > 0)
}

async function requirements(world: DemoWorld): Promise<Map<string, { competency: string; level: number }[]>> {
  const { rows } = await sql<{ position_id: string; competency_id: string; required_level: number }>`
    select s.position_id, s.competency_id, s.required_level from competency.standard s
    join competency.competency c on c.institution_id = s.institution_id and c.id = s.competency_id
    where s.institution_id = ${world.institution.id} and s.valid_to is null order by s.position_id, c.code`.execute(
    world.db,
  )
  const all = Map.groupBy(rows, (row) => row.position_id)
  return new Map(
    [...all].map(([position, list]) => [
      position,
      list.map((row) => ({ competency: row.competency_id, level: row.required_level })),
    ]),
  )
}

/** Everyone with the code of the office they belong to, office by office, so that few units change at a time. */
async function listWorkers(world: DemoWorld): Promise<Worker[]> {
  const { rows } = await sql<Worker>`
    with recursive office (id, code) as (
      select u.id, u.code from organization.unit u join organization.unit root
        on root.institution_id = u.institution_id and root.id = u.parent_id and root.parent_id is null
      where u.institution_id = ${world.institution.id}
      union all
      select u.id, office.code from office join organization.unit u
        on u.institution_id = ${world.institution.id} and u.parent_id = office.id
    )
    select a.employee_id as id, a.position_id as position, coalesce(o.code, '') as office, a.superior_id as superior,
      c.id as account
    from people.assignment a join people.employee e on e.institution_id = a.institution_id and e.id = a.employee_id
    left join office o on o.id = a.unit_id
    left join people.account c on c.institution_id = a.institution_id and c.employee_id = a.employee_id
    where a.institution_id = ${world.institution.id} and a.valid_to is null
    order by o.code, e.nip`.execute(world.db)
  return rows
}

function missing(code: string): never {
  throw new Error(`the dictionary has no competency ${code}`)
}
