import { z } from 'zod'
import { bilingual, idParam, optionalText, readDecimal, requiredText } from '../../platform/http/input.ts'
import { ruleFields, ruleKey } from '../../platform/http/rule-input.ts'

export const STATUSES = ['draft', 'approved', 'programmed', 'closed'] as const
export type Status = (typeof STATUSES)[number]
export type Origin = 'signal' | 'gap' | 'manual'

/** Parameters of the priority; `default` is what an institution starts with. */
export const PARAMETER_KEYS = ['lambda', 'demand_max'] as const
export type ParameterKey = (typeof PARAMETER_KEYS)[number]
/** Least and most. */
export const PARAMETER_BOUNDS: Readonly<Record<ParameterKey, readonly [number, number]>> = {
  lambda: [0, 5],
  demand_max: [0, 100],
}

export type Inputs = {
  /** Mean required level of those assessed. */
  required: number
  /** Mean of max(0, required − actual). */
  shortfall: number
  /** 1 to 5. */
  importance: number
  /** People below their standard. */
  reach: number
  demand: number
}
export type Components = {
  /** shortfall ÷ required */
  depth: number
  /** importance ÷ 5 */
  importance: number
  /** reach ÷ the largest reach in the list */
  reach: number
  /** 1 + λ · demand */
  demand: number
  priority: number
}

/** P = (n/req) · (importance/5) · (reach/maxReach) · (1 + λ·demand); methods C.2. Nothing to reach gives 0. */
export function priorityOf(inputs: Inputs, maxReach: number, lambda: number): Components {
  const depth = inputs.required > 0 ? inputs.shortfall / inputs.required : 0
  const importance = inputs.importance / 5
  const reach = maxReach > 0 ? inputs.reach / maxReach : 0
  const demand = 1 + lambda * inputs.demand
  return { depth, importance, reach, demand, priority: depth * importance * reach * demand }
}

/** What citizens ask for, from a signal's distance in sigmas and how far its theme rests on the competency. */
export function demandOf(z: number, themeWeight: number, cap: number): number {
  return Math.min(cap, themeWeight * Math.max(0, z))
}

/** How many sigmas a month lies on the bad side of its center; 0 on the good side or without spread. */
export function badSigmas(evidence: {
  kind: 'count' | 'rating'
  value: number
  center: number
  lower: number
  upper: number
}): number {
  const sigma =
    evidence.kind === 'count' ? (evidence.upper - evidence.center) / 3 : (evidence.center - evidence.lower) / 3
  if (!(sigma > 0)) return 0
  const worse = evidence.kind === 'count' ? evidence.value - evidence.center : evidence.center - evidence.value
  return Math.max(0, worse / sigma)
}

/**
 * Top priorities (prioritas utama) first, then computed priority, highest first, unknown last, then the committee's places: whoever was given place k stands at k
 * (or at the end when the list is shorter). Two with the same place stand in the order of their priority.
 */
export function orderNeeds<
  T extends { id: string; rank: number | null; priority: number | undefined; top?: boolean | undefined },
>(needs: readonly T[]): T[] {
  const computed = needs.toSorted(
    (a, b) =>
      Number(b.top ?? false) - Number(a.top ?? false) ||
      (b.priority ?? -1) - (a.priority ?? -1) ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  )
  const free = computed.filter((need) => need.rank === null)
  const placed = computed.filter((need) => need.rank !== null).sort((a, b) => a.rank! - b.rank!)
  const result: T[] = []
  while (free.length > 0 || placed.length > 0) {
    const next = placed[0]
    if (next && (next.rank! <= result.length + 1 || free.length === 0)) result.push(placed.shift()!)
    else result.push(free.shift()!)
  }
  return result
}

/** What may follow: nothing is decided twice, and a closed need stays closed. */
export function mayBecome(from: Status, to: Status): boolean {
  if (to === 'approved') return from === 'draft'
  if (to === 'programmed') return from === 'approved' || from === 'programmed'
  return to === 'closed' && from !== 'closed'
}

/** The figures an approval rests on stay as they were. */
export function mayMeasure(status: Status): boolean {
  return status === 'draft'
}

export const NeedId = z.object({ id: idParam() })
const MISSING_TITLE = bilingual('Tulis kebutuhan ini dalam satu kalimat.', 'Say the need in one sentence.')

const CHOOSE_UNIT = bilingual('Pilih unit dari daftar.', 'Choose a unit from the list.')

export const NewNeed = z.object({
  unit: z.string({ error: CHOOSE_UNIT }).refine((value) => value !== '', { error: CHOOSE_UNIT }),
  competency: z.string({ error: bilingual('Pilih kompetensi.', 'Choose a competency.') }).min(1, {
    error: bilingual('Pilih kompetensi.', 'Choose a competency.'),
  }),
  signal: optionalText(36),
  title: requiredText(200, MISSING_TITLE).pipe(
    z
      .string()
      .min(5, { error: bilingual('Terlalu pendek: paling sedikit 5 huruf.', 'Too short: at least 5 characters.') }),
  ),
  note: optionalText(2000),
  importance: z.enum(['1', '2', '3', '4', '5'], {
    error: bilingual('Pilih seberapa penting, 1 sampai 5.', 'Choose how important, 1 to 5.'),
  }),
})

export const Flag = NeedId.extend({
  top: z.enum(['ya', 'tidak']),
  reason: requiredText(1000, bilingual('Tulis alasannya.', 'Write the reason.')).pipe(
    z.string().min(10, {
      error: bilingual(
        'Jelaskan paling sedikit 10 huruf, supaya keputusan ini dapat dipahami nanti.',
        'Write at least 10 characters, so that this can be understood later.',
      ),
    }),
  ),
})

export const Reorder = NeedId.extend({
  rank: z
    .string()
    .trim()
    .refine((text) => text === '' || /^[1-9]\d{0,3}$/.test(text), {
      error: bilingual(
        'Isi urutan sebagai angka, misalnya 1, atau kosongkan.',
        'Enter the place as a number, such as 1, or leave it empty.',
      ),
    })
    .transform((text) => (text === '' ? null : Number(text))),
  reason: requiredText(1000, bilingual('Tulis alasan perubahan urutan.', 'Write the reason for the new place.')).pipe(
    z.string().min(10, {
      error: bilingual(
        'Jelaskan paling sedikit 10 huruf, supaya keputusan ini dapat dipahami nanti.',
        'Write at least 10 characters, so that this can be understood later.',
      ),
    }),
  ),
})

export const NewParameter = z.object({
  key: ruleKey(PARAMETER_KEYS),
  value: z
    .string({ error: bilingual('Nilai belum diisi.', 'Enter a value.') })
    .trim()
    .transform((text) => readDecimal(text, 4) ?? Number.NaN)
    .pipe(z.number(bilingual('Tulis angka, misalnya 0,25.', 'Enter a number, such as 0.25.'))),
  ...ruleFields,
})
