import { z } from 'zod'
import { bilingual, dateInput, idParam, optionalText, readDecimal, requiredText } from '../../platform/http/input.ts'
import { formatNumber } from '../../platform/i18n.ts'
import { DIRECTIONS, TARGET_KINDS } from './smart.ts'

export const STATUSES = ['draft', 'approved', 'running', 'finished', 'reported'] as const
export type Status = (typeof STATUSES)[number]
export const LEVELS = ['reaction', 'learning', 'behavior', 'result'] as const
export type Level = (typeof LEVELS)[number]
export const COST_KINDS = ['instructor', 'materials', 'platform', 'travel', 'other'] as const
export type CostKind = (typeof COST_KINDS)[number]
export const DESIGN_KINDS = ['stepped_wedge', 'difference_in_differences', 'interrupted_series', 'pre_post'] as const
export type DesignKind = (typeof DESIGN_KINDS)[number]
export const OUTCOME_KINDS = ['skm', 'complaints'] as const
export type OutcomeKind = (typeof OUTCOME_KINDS)[number]
/** How much a design can carry: the words stand in messages.ts. */
export const STRENGTH: Record<DesignKind, 'strong' | 'good' | 'moderate' | 'weak'> = {
  stepped_wedge: 'strong',
  difference_in_differences: 'good',
  interrupted_series: 'moderate',
  pre_post: 'weak',
}

/** Months on each side: below the first the design is refused, below the second it is warned about (methods C.8). */
export const SERIES_MONTHS = { least: 6, advised: 12 } as const
export const COMPARISON_UNITS = { least: 2, advised: 5 } as const
const MOST_UNITS = 60

const NEXT: Record<Status, Status | null> = {
  draft: 'approved',
  approved: 'running',
  running: 'finished',
  finished: 'reported',
  reported: null,
}

export function nextStatus(status: Status): Status | null {
  return NEXT[status]
}

/** Plans can be changed until they are approved; the evaluation design until the start. */
export function canEdit(status: Status): boolean {
  return status === 'draft'
}

export function canChangeDesign(status: Status): boolean {
  return status === 'draft' || status === 'approved'
}

export type ApprovalProblem =
  | 'no_indicator'
  | 'no_budget'
  | 'no_design'
  | 'no_behavior'
  | 'no_questionnaire'
  | 'no_champion'

/** What the kind of a program needs, and what there is of it. */
export type KindNeeds = {
  readonly kind: { readonly traits: readonly string[] } | undefined
  readonly questionnaire: string | null
  readonly champion: string | null
}

export function kindProblems(needs: KindNeeds, levels: readonly string[]): ApprovalProblem[] {
  const asks = (trait: string) => needs.kind?.traits.includes(trait) ?? false
  const problems: ApprovalProblem[] = []
  if (asks('behavior') && !levels.includes('behavior')) problems.push('no_behavior')
  if (asks('questionnaire') && !needs.questionnaire) problems.push('no_questionnaire')
  if (asks('champion') && !needs.champion) problems.push('no_champion')
  return problems
}

export function approvalProblems(plan: {
  indicators: number
  budgetLines: number
  hasDesign: boolean
}): ApprovalProblem[] {
  const problems: ApprovalProblem[] = []
  if (plan.indicators === 0) problems.push('no_indicator')
  if (plan.budgetLines === 0) problems.push('no_budget')
  if (!plan.hasDesign) problems.push('no_design')
  return problems
}

/** Index of the step that is being worked on: plan, budget, deliver, monitor and evaluate, report (A1-61 … A1-66). */
export function lifecycleStep(status: Status, hasBudget: boolean): number {
  if (status === 'draft') return hasBudget ? 1 : 0
  if (status === 'approved' || status === 'running') return 2
  return status === 'finished' ? 3 : 4
}

export type DesignPlan = {
  kind: DesignKind
  baselineFrom: string
  baselineTo: string
  followFrom: string
  followTo: string
  treated: readonly string[]
  comparison: readonly string[]
}
export type DesignProblem =
  | { field: 'comparison'; code: 'too_few'; least: number }
  | { field: 'comparison'; code: 'treated' }
  | { field: 'kind'; code: 'one_treated_unit' }
  | { field: 'baselineFrom'; code: 'short_series' }
  | { field: 'followTo'; code: 'short_series' }
  | { field: 'baselineTo'; code: 'order' }
  | { field: 'baselineTo'; code: 'after_start' }
  | { field: 'followFrom'; code: 'before_start' }
  | { field: 'followTo'; code: 'order' }

/** Whole months that a span of dates touches. */
export function monthsBetween(from: string, to: string): number {
  const index = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))
  return index(to) - index(from) + 1
}

export function designProblems(plan: DesignPlan, program: { startsOn: string }): DesignProblem[] {
  const problems: DesignProblem[] = []
  if (plan.baselineTo <= plan.baselineFrom) problems.push({ field: 'baselineTo', code: 'order' })
  else if (plan.baselineTo >= program.startsOn) problems.push({ field: 'baselineTo', code: 'after_start' })
  if (plan.followFrom < program.startsOn || plan.followFrom <= plan.baselineTo)
    problems.push({ field: 'followFrom', code: 'before_start' })
  if (plan.followTo <= plan.followFrom) problems.push({ field: 'followTo', code: 'order' })
  if (plan.comparison.some((unit) => plan.treated.includes(unit)))
    problems.push({ field: 'comparison', code: 'treated' })
  if (plan.kind === 'difference_in_differences' && plan.comparison.length < COMPARISON_UNITS.least)
    problems.push({ field: 'comparison', code: 'too_few', least: COMPARISON_UNITS.least })
  if (plan.kind === 'stepped_wedge' && plan.treated.length < 2)
    problems.push({ field: 'kind', code: 'one_treated_unit' })
  if (plan.kind === 'interrupted_series') {
    if (monthsBetween(plan.baselineFrom, plan.baselineTo) < SERIES_MONTHS.least)
      problems.push({ field: 'baselineFrom', code: 'short_series' })
    if (monthsBetween(plan.followFrom, plan.followTo) < SERIES_MONTHS.least)
      problems.push({ field: 'followTo', code: 'short_series' })
  }
  return problems
}

const notNumber = bilingual(
  'Tulis angka saja, paling banyak dua angka di belakang koma. Contoh: 87,5.',
  'Enter a number only, with at most two decimals, for example 87.5.',
)
const LIMIT = 1_000_000_000

function decimal(empty: string) {
  return z
    .string({ error: empty })
    .trim()
    .min(1, empty)
    .transform((text, ctx) => {
      const value = readDecimal(text)
      if (value !== undefined && Math.abs(value) <= LIMIT) return value
      ctx.addIssue({ code: 'custom', message: notNumber })
      return z.NEVER
    })
}

const optionalDecimal = z
  .string()
  .trim()
  .optional()
  .transform((text, ctx) => {
    if (!text) return null
    const value = readDecimal(text)
    if (value === undefined || Math.abs(value) > LIMIT) {
      ctx.addIssue({ code: 'custom', message: notNumber })
      return z.NEVER
    }
    return value
  })

function whole(empty: string, least: number, most: number) {
  const outside = bilingual(
    `Tulis angka bulat ${formatNumber(least)} sampai ${formatNumber(most)}.`,
    `Enter a whole number from ${formatNumber(least, 'en')} to ${formatNumber(most, 'en')}.`,
  )
  return z
    .string({ error: empty })
    .trim()
    .min(1, empty)
    .transform((text, ctx) => {
      const value = readDecimal(text)
      if (value !== undefined && Number.isInteger(value) && value >= least && value <= most) return value
      ctx.addIssue({ code: 'custom', message: outside })
      return z.NEVER
    })
}

/** A checkbox group arrives as nothing, one text or several. */
const units = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => [...new Set(value === undefined ? [] : [value].flat())])
  .pipe(z.array(z.uuid()).max(MOST_UNITS))

function text(empty: string, least: number, most: number) {
  const short = bilingual(`Tulis paling sedikit ${least} huruf.`, `Write at least ${least} characters.`)
  return requiredText(most, empty).pipe(z.string().min(least, short))
}

export const ProgramId = z.object({ id: idParam() })
/** What the list of programs can be ordered by, either way. */
export const PROGRAM_SORTS = ['title', '-title', 'status', '-status', 'starts', '-starts', 'budget', '-budget'] as const
export type ProgramSort = (typeof PROGRAM_SORTS)[number]

export const ProgramFilter = z.object({
  status: z.enum(STATUSES).optional().catch(undefined),
  before: optionalText(80),
  sort: z.enum(PROGRAM_SORTS).default('-starts').catch('-starts'),
})

export const ProgramPlan = z
  .object({
    needId: z
      .uuid()
      .optional()
      .or(z.literal('').transform(() => undefined)),
    title: text(bilingual('Nama program belum diisi.', 'Enter the name of the program.'), 5, 200),
    objective: text(bilingual('Tujuan program belum diisi.', 'Enter the objective.'), 10, 2000),
    method: z
      .string({ error: bilingual('Pilih bentuk kegiatan.', 'Choose the method.') })
      .regex(/^\w{1,40}$/, bilingual('Pilih bentuk kegiatan.', 'Choose the method.')),
    kind: z.string().max(40).optional(),
    questionnaire: optionalText(200).refine((text) => text === undefined || text.length >= 5, {
      error: bilingual('Tulis paling sedikit 5 huruf.', 'Write at least 5 characters.'),
    }),
    champion: optionalText(120).refine((text) => text === undefined || text.length >= 3, {
      error: bilingual('Tulis paling sedikit 3 huruf.', 'Write at least 3 characters.'),
    }),
    units: units.refine(
      (list) => list.length > 0,
      bilingual('Pilih paling sedikit satu unit sasaran.', 'Choose at least one unit.'),
    ),
    participants: whole(bilingual('Jumlah peserta belum diisi.', 'Enter the number of participants.'), 1, 100_000),
    startsOn: dateInput(bilingual('Tanggal mulai belum diisi. Contoh: 21 November 2026.', 'Enter the start date.')),
    endsOn: dateInput(bilingual('Tanggal selesai belum diisi. Contoh: 21 November 2026.', 'Enter the end date.')),
  })
  .refine((plan) => plan.endsOn >= plan.startsOn, {
    path: ['endsOn'],
    error: bilingual('Tanggal selesai mendahului tanggal mulai.', 'The end lies before the start.'),
  })
export type ProgramPlan = z.output<typeof ProgramPlan>

export const IndicatorPlan = z
  .object({
    name: text(bilingual('Nama indikator belum diisi.', 'Enter the name of the indicator.'), 5, 200),
    level: z.enum(LEVELS, { error: bilingual('Pilih tingkat evaluasi.', 'Choose the level.') }),
    measure: text(bilingual('Satuan ukur belum diisi. Contoh: poin.', 'Enter the unit of measure.'), 1, 40),
    direction: z.enum(DIRECTIONS, { error: bilingual('Pilih arah perbaikan.', 'Choose the direction.') }),
    scaleMin: optionalDecimal,
    scaleMax: optionalDecimal,
    baseline: decimal(bilingual('Nilai awal belum diisi.', 'Enter the baseline.')),
    baselineOn: dateInput(bilingual('Tanggal nilai awal belum diisi.', 'Enter the date of the baseline.')),
    targetKind: z.enum(TARGET_KINDS, { error: bilingual('Pilih jenis target.', 'Choose the kind of target.') }),
    target: decimal(bilingual('Target belum diisi.', 'Enter the target.')),
    source: text(bilingual('Sumber data belum diisi. Contoh: SKM bulanan.', 'Enter the data source.'), 3, 200),
    dueOn: dateInput(bilingual('Batas waktu belum diisi.', 'Enter the due date.')),
  })
  .refine((plan) => plan.dueOn > plan.baselineOn, {
    path: ['dueOn'],
    error: bilingual('Batas waktu harus sesudah tanggal nilai awal.', 'The due date must lie after the baseline.'),
  })
export type IndicatorPlan = z.output<typeof IndicatorPlan>

export const BudgetPlan = z.object({
  kind: z.enum(COST_KINDS, { error: bilingual('Pilih komponen biaya.', 'Choose the kind of cost.') }),
  account: text(bilingual('Kode dan nama rekening belum diisi.', 'Enter the account code and name.'), 3, 120),
  description: text(bilingual('Uraian belum diisi.', 'Enter a description.'), 3, 200),
  quantity: whole(bilingual('Volume belum diisi.', 'Enter the quantity.'), 1, 10_000),
  unit: text(bilingual('Satuan belum diisi. Contoh: orang.', 'Enter the unit.'), 1, 40),
  unitCost: whole(bilingual('Harga satuan belum diisi.', 'Enter the unit cost.'), 0, 99_999_999_999),
})
export type BudgetPlan = z.output<typeof BudgetPlan>

export const DesignInput = z.object({
  kind: z.enum(DESIGN_KINDS, { error: bilingual('Pilih rancangan.', 'Choose the design.') }),
  outcome: z
    .string({ error: bilingual('Pilih ukuran utama.', 'Choose the primary outcome.') })
    .regex(/^(skm|complaints):[a-z0-9_]{1,40}$/, bilingual('Pilih ukuran utama.', 'Choose the primary outcome.')),
  comparison: units,
  baselineFrom: dateInput(bilingual('Awal masa sebelum belum diisi.', 'Enter the start of the baseline period.')),
  baselineTo: dateInput(bilingual('Akhir masa sebelum belum diisi.', 'Enter the end of the baseline period.')),
  followFrom: dateInput(bilingual('Awal masa sesudah belum diisi.', 'Enter the start of the follow-up period.')),
  followTo: dateInput(bilingual('Akhir masa sesudah belum diisi.', 'Enter the end of the follow-up period.')),
  reason: optionalText(1000),
})
export type DesignInput = z.output<typeof DesignInput>

export function budgetTotal(lines: readonly { quantity: number; unit_cost: number }[]): number {
  return lines.reduce((sum, line) => sum + line.quantity * line.unit_cost, 0)
}
