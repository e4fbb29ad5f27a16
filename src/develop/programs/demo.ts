import { sql } from 'kysely'
import type { DemoWorld } from '../../demo/world.ts'
import { listNeeds, markProgrammed } from '../../diagnose/needs/index.ts'
import { monthlyComplaints } from '../../listen/complaints/index.ts'
import { monthlySkm } from '../../listen/surveys/index.ts'
import { addBudgetLines, addDesigns, addIndicators, createPrograms, setStatus } from './acts.ts'
import { demoCulture } from './demo-culture.ts'
import { STORY_PLANS, type StoryPlan } from './demo-plans.ts'
import type { IndicatorPlan } from './model.ts'
import { targetValue } from './smart.ts'

type Units = ReadonlyMap<string, string>
type Figures = { skm: number | undefined; complaints: number }

/** The story's programs, from plan to report, and two that are still being planned. */
export async function demo(world: DemoWorld): Promise<void> {
  const { db, institution } = world
  const { rows } = await sql<{ id: string; code: string }>`
    select id, code from organization.unit where institution_id = ${institution.id}`.execute(db)
  const units: Units = new Map(rows.map((unit) => [unit.code, unit.id]))
  if (institution.size === 'full') for (const plan of STORY_PLANS) await writeStory(world, units, plan)
  await writeDrafts(world, units)
  const social = units.get('DINSOS')
  if (institution.size === 'full' && social) await demoCulture(world, social)
}

function at(world: DemoWorld, [month, day]: readonly [number, number], hour = 3): Date {
  const instant = new Date(`${dayOf(world, month, day)}T${String(hour).padStart(2, '0')}:00:00Z`)
  return instant < world.anchor ? instant : world.anchor
}

function dayOf(world: DemoWorld, month: number, day: number): string {
  return `${world.months[month]}-${String(day).padStart(2, '0')}`
}

function lastDay(world: DemoWorld, month: number): string {
  const [year = 0, index = 1] = world.months[month]!.split('-').map(Number)
  return new Date(Date.UTC(year, index, 0)).toISOString().slice(0, 10)
}

async function writeStory(world: DemoWorld, units: Units, plan: StoryPlan): Promise<void> {
  const { db } = world
  const unit = units.get(plan.unit)
  if (!unit) return
  const scope = await world.scopeFor('program.manage')
  const planned = at(world, plan.planned)
  const need = (await listNeeds(db, scope)).find((one) => one.unit_id === unit && one.status === 'approved')
  const [id = ''] = await createPrograms(db, scope, planned, [
    {
      needId: need?.id,
      title: plan.title,
      objective: plan.objective,
      method: plan.method,
      units: [unit],
      participants: plan.participants,
      startsOn: dayOf(world, ...plan.starts),
      endsOn: dayOf(world, ...plan.ends),
    },
  ])
  if (need) await markProgrammed(db, scope, planned, need.id, id)
  const indicators = indicatorsOf(world, plan, await figuresOf(world, unit, plan))
  await addIndicators(
    db,
    scope,
    planned,
    indicators.map((indicator) => ({ ...indicator, programId: id })),
  )
  await addBudgetLines(
    db,
    scope,
    planned,
    plan.budget.map((line) => ({ ...line, programId: id })),
  )
  await addDesigns(db, scope, planned, [
    {
      programId: id,
      kind: plan.design,
      outcome: plan.outcome,
      comparison: plan.comparison.flatMap((code) => units.get(code) ?? []),
      baselineFrom: dayOf(world, plan.baselineMonths[0], 1),
      baselineTo: lastDay(world, plan.baselineMonths[1]),
      followFrom: dayOf(world, plan.followMonths[0], 1),
      followTo: lastDay(world, plan.followMonths[1]),
      reason: undefined,
    },
  ])
  const approve = await world.scopeFor('program.approve')
  await setStatus(db, approve, at(world, [plan.planned[0], plan.planned[1] + 4]), [id], 'approved')
  await setStatus(db, scope, at(world, plan.starts, 1), [id], 'running')
  await setStatus(db, scope, at(world, [plan.ends[0], plan.ends[1] + 1]), [id], 'finished')
  if (plan.unit === 'DPMPTSP') await setStatus(db, scope, at(world, [17, 1]), [id], 'reported')
}

/** What was measured in the three months before the plan was made. */
async function figuresOf(world: DemoWorld, unit: string, plan: StoryPlan): Promise<Figures> {
  const scope = await world.scopeFor('program.read')
  const window = { from: world.months[plan.planned[0] - 3]!, to: world.months[plan.planned[0] - 1]! }
  const answers = (await monthlySkm(world.db, scope, window)).filter(
    (row) => row.unit_id === unit && row.element === plan.element,
  )
  const [sum, n] = answers.reduce(([a, b], row) => [a + row.sum, b + row.n], [0, 0])
  const complaints = (await monthlyComplaints(world.db, scope, window)).filter(
    (row) => row.unit_id === unit && row.theme === plan.theme,
  )
  return {
    skm: n > 0 ? Math.round((2500 * sum) / n) / 100 : undefined,
    complaints: Math.round((100 * complaints.reduce((total, row) => total + row.count, 0)) / 3) / 100,
  }
}

function indicatorsOf(world: DemoWorld, plan: StoryPlan, figures: Figures): IndicatorPlan[] {
  const baselineOn = lastDay(world, plan.planned[0] - 1)
  const due = lastDay(world, plan.followMonths[1])
  const list: IndicatorPlan[] = [
    {
      name: 'Nilai rata-rata tes peserta',
      level: 'learning',
      measure: 'poin',
      direction: 'up',
      scaleMin: 0,
      scaleMax: 100,
      baseline: 55,
      baselineOn,
      targetKind: 'relative',
      target: 20,
      source: 'Tes awal dan tes akhir kursus; nilai awal dari uji coba soal',
      dueOn: dayOf(world, plan.ends[0], plan.ends[1]),
    },
  ]
  if (figures.skm !== undefined)
    list.push({
      name: `SKM unsur ${plan.element}`,
      level: 'result',
      measure: 'poin',
      direction: 'up',
      scaleMin: 25,
      scaleMax: 100,
      baseline: figures.skm,
      baselineOn,
      targetKind: 'points',
      target: plan.skmTarget,
      source: 'Survei kepuasan masyarakat bulanan',
      dueOn: due,
    })
  if (figures.complaints > 0)
    list.push({
      name: `Laporan warga tentang ${plan.theme}`,
      level: 'result',
      measure: 'laporan per bulan',
      direction: 'down',
      scaleMin: 0,
      scaleMax: null,
      baseline: figures.complaints,
      baselineOn,
      targetKind: 'relative',
      target: 30,
      source: 'Pengaduan yang diterima unit',
      dueOn: due,
    })
  return list.filter((indicator) => targetValue({ ...indicator, kind: indicator.targetKind }).ok)
}

/** Programs on paper: an approved need that waits for its budget, and a neighbour's first plan. */
async function writeDrafts(world: DemoWorld, units: Units): Promise<void> {
  const { db } = world
  const scope = await world.scopeFor('program.manage')
  const need = (await listNeeds(db, scope)).find((one) => one.status === 'approved')
  const unit = need?.unit_id ?? units.get('DUKCAPIL') ?? units.get('DINKES')
  if (!unit) return
  const now = at(world, [16, 9])
  const [id = ''] = await createPrograms(db, scope, now, [
    {
      needId: need?.id,
      title: 'Cakap Layanan Daring',
      objective: 'Petugas membantu warga memakai layanan daring sampai selesai, tanpa harus datang lagi.',
      method: 'N03',
      units: [unit],
      participants: 40,
      startsOn: new Date(world.anchor.getTime() + 40 * 86_400_000).toISOString().slice(0, 10),
      endsOn: new Date(world.anchor.getTime() + 90 * 86_400_000).toISOString().slice(0, 10),
    },
  ])
  if (need) await markProgrammed(db, scope, now, need.id, id)
  await addBudgetLines(db, scope, now, [
    {
      programId: id,
      kind: 'platform',
      account: '5.1.02.02.12.0001 Belanja kursus singkat/pelatihan',
      description: 'Penyiapan kursus daring',
      quantity: 1,
      unit: 'paket',
      unitCost: 7_500_000,
    },
  ])
}
