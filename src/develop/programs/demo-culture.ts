import type { DemoWorld } from '../../demo/world.ts'
import { addBudgetLines, addDesigns, addIndicators, createPrograms, setStatus } from './acts.ts'
import { approvalProblems, designProblems, type IndicatorPlan, kindProblems } from './model.ts'

const DAY = 86_400_000

/** A program on work culture, approved only if it has what its kind asks for, as everybody's has to. */
export async function demoCulture(world: DemoWorld, unit: string): Promise<void> {
  const { db, anchor } = world
  const manage = await world.scopeFor('program.manage')
  const day = (days: number) => new Date(anchor.getTime() + days * DAY).toISOString().slice(0, 10)
  const planned = new Date(anchor.getTime() - 20 * DAY)
  const plan = {
    title: 'Melayani sebagai kebiasaan',
    objective: 'Petugas berpindah dari kebiasaan menunggu ke kebiasaan menyapa, dan atasan memberi contoh setiap hari.',
    method: 'N03',
    kind: 'change',
    questionnaire: 'Survei budaya kerja, sebelum mulai dan tiga bulan sesudahnya',
    champion: 'Sekretaris dinas',
    units: [unit],
    participants: 60,
    startsOn: day(20),
    endsOn: day(110),
  }
  const indicators: IndicatorPlan[] = [
    {
      name: 'Petugas menyapa lebih dahulu saat diamati',
      level: 'behavior',
      measure: 'persen',
      direction: 'up',
      scaleMin: 0,
      scaleMax: 100,
      baseline: 40,
      baselineOn: day(-25),
      targetKind: 'points',
      target: 30,
      source: 'Observasi langsung di loket, dua pengamat',
      dueOn: day(200),
    },
  ]
  const design = {
    kind: 'pre_post' as const,
    outcome: 'skm:perilaku' as const,
    comparison: [],
    baselineFrom: day(-180),
    baselineTo: day(-20),
    followFrom: day(111),
    followTo: day(260),
    reason: undefined,
  }
  const needs = { kind: { traits: ['behavior', 'questionnaire', 'champion'] } }
  const problems = [
    ...approvalProblems({ indicators: indicators.length, budgetLines: 1, hasDesign: true }),
    ...kindProblems(
      { ...needs, questionnaire: plan.questionnaire, champion: plan.champion },
      indicators.map((indicator) => indicator.level),
    ),
    ...designProblems({ ...design, treated: plan.units }, plan),
  ]
  if (problems.length > 0) throw new Error(`the program on work culture lacks ${JSON.stringify(problems)}`)
  const [id = ''] = await createPrograms(db, manage, planned, [plan])
  await addIndicators(
    db,
    manage,
    planned,
    indicators.map((indicator) => ({ ...indicator, programId: id })),
  )
  await addBudgetLines(db, manage, planned, [
    {
      programId: id,
      kind: 'other',
      account: '5.1.02.02.12.0001 Belanja kursus singkat/pelatihan',
      description: 'Lokakarya tim penggerak dan pengamatan',
      quantity: 3,
      unit: 'kali',
      unitCost: 4_000_000,
    },
  ])
  await addDesigns(db, manage, planned, [{ ...design, programId: id }])
  const approve = await world.scopeFor('program.approve')
  await setStatus(db, approve, new Date(planned.getTime() + 5 * DAY), [id], 'approved')
}
