import { z } from 'zod'
import { bilingual, checkbox, idParam, requiredText } from '../../platform/http/input.ts'

export const FAMILIES = ['teknis', 'manajerial', 'sosio_kultural', 'digital'] as const
export type Family = (typeof FAMILIES)[number]

export const METHODS = ['superior', 'test', 'observation', 'course', 'self'] as const
export type Method = (typeof METHODS)[number]

export const LEVELS = [1, 2, 3, 4, 5] as const

/** Grades (jenjang) in the order of a career; the standard of a position starts from its grade. */
export const GRADES = [
  'jpt_utama',
  'jpt_madya',
  'jpt_pratama',
  'administrator',
  'pengawas',
  'pelaksana',
  'pemula',
  'terampil',
  'mahir',
  'penyelia',
  'ahli_pertama',
  'ahli_muda',
  'ahli_madya',
  'ahli_utama',
] as const
export type Grade = (typeof GRADES)[number]

const PERCENT = { min: 1, max: 100 }
const WEIGHT = { min: 0, max: 100 }
const LEVEL = { min: 1, max: 5 }

/** Rules that an administrator may change from a date on, and between which numbers each makes sense. */
export const RULES = {
  'weight.superior': WEIGHT,
  'weight.test': WEIGHT,
  'weight.observation': WEIGHT,
  'weight.course': WEIGHT,
  'weight.self': WEIGHT,
  'confidence.superior': PERCENT,
  'confidence.test': PERCENT,
  'confidence.observation': PERCENT,
  'confidence.course': PERCENT,
  'confidence.self': PERCENT,
  valid_months: { min: 1, max: 120 },
  min_group: { min: 2, max: 50 },
  'jpm.meets': PERCENT,
  'jpm.nearly': PERCENT,
  most_digital: LEVEL,
  'grade.jpt_utama': LEVEL,
  'grade.jpt_madya': LEVEL,
  'grade.jpt_pratama': LEVEL,
  'grade.administrator': LEVEL,
  'grade.pengawas': LEVEL,
  'grade.pelaksana': LEVEL,
  'grade.pemula': LEVEL,
  'grade.terampil': LEVEL,
  'grade.mahir': LEVEL,
  'grade.penyelia': LEVEL,
  'grade.ahli_pertama': LEVEL,
  'grade.ahli_muda': LEVEL,
  'grade.ahli_madya': LEVEL,
  'grade.ahli_utama': LEVEL,
} as const satisfies Record<string, { min: number; max: number }> &
  Record<`grade.${Grade}`, unknown> &
  Record<`weight.${Method}` | `confidence.${Method}`, unknown>
export type RuleKey = keyof typeof RULES
export const RULE_KEYS = Object.keys(RULES) as [RuleKey, ...RuleKey[]]
export type RuleValues = Readonly<Record<RuleKey, number>>

export type Evidence = {
  readonly id: string
  readonly method: Method
  readonly level: number
  readonly confidence: number
  readonly observed_on: string
  readonly expires_on: string | null
}

export type Component<E extends Evidence = Evidence> = { evidence: E; weight: number; share: number }
export type Level<E extends Evidence = Evidence> = { level: number; certain: boolean; components: Component<E>[] }

/**
 * The level that the ledger supports on a day, or undefined when nothing valid is there. Of each method only the
 * newest evidence that has not expired counts; the levels are weighted by the method's weight times the evidence's
 * confidence. Exact to two decimals, halves upward, as PostgreSQL's round() on numeric.
 */
export function levelOn<E extends Evidence>(
  evidence: readonly E[],
  day: string,
  weights: Readonly<Record<Method, number>>,
): Level<E> | undefined {
  const components = METHODS.flatMap((method) => {
    const valid = evidence.filter(
      (item) =>
        item.method === method && item.observed_on <= day && (item.expires_on === null || item.expires_on > day),
    )
    const newest = valid.sort((a, b) => compare(b.observed_on, a.observed_on) || compare(b.id, a.id))[0]
    const weight = newest ? weights[method] * newest.confidence : 0
    return newest && weight > 0 ? [{ evidence: newest, weight }] : []
  })
  const total = components.reduce((sum, { weight }) => sum + weight, 0)
  if (total === 0) return undefined
  const weighted = components.reduce((sum, { evidence: item, weight }) => sum + weight * item.level, 0)
  return {
    level: Math.floor((200 * weighted + total) / (2 * total)) / 100,
    certain: components.some(({ evidence: item }) => item.method !== 'self'),
    components: components.map((component) => ({ ...component, share: component.weight / total })),
  }
}

export function weightsOf(rules: RuleValues): Record<Method, number> {
  return {
    superior: rules['weight.superior'],
    test: rules['weight.test'],
    observation: rules['weight.observation'],
    course: rules['weight.course'],
    self: rules['weight.self'],
  }
}

/** Actual minus required, sign kept: −1 is one level short. */
export function gapOf(actual: number, required: number): number {
  return hundredths(actual - required)
}

/** What is missing, never negative. */
export function shortfallOf(actual: number, required: number): number {
  return Math.max(0, hundredths(required - actual))
}

/**
 * Job-person match in percent, two decimals; undefined without requirements. Each level counts at most as much as is
 * required: a strength must not hide a gap.
 */
export function jobPersonMatch(
  items: readonly { actual: number; required: number; weight?: number | undefined }[],
): number | undefined {
  const required = items.reduce((sum, item) => sum + item.required * (item.weight ?? 1), 0)
  if (required <= 0) return undefined
  const reached = items.reduce((sum, item) => sum + Math.min(item.actual, item.required) * (item.weight ?? 1), 0)
  return hundredths((reached / required) * 100)
}

export type Match = 'meets' | 'nearly' | 'not'
export function matchOf(percent: number, rules: Pick<RuleValues, 'jpm.meets' | 'jpm.nearly'>): Match {
  if (percent >= rules['jpm.meets']) return 'meets'
  return percent >= rules['jpm.nearly'] ? 'nearly' : 'not'
}

/** The grade that a position's kind and level text name; undefined when they name none. */
export function gradeOf(kind: string, level: string): Grade | undefined {
  const text = level
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '_')
    .replace(/^_|_$/g, '')
  const candidates = kind === 'jpt' ? [`jpt_${text.replace(/^jpt_/, '')}`] : [text, `ahli_${text}`, kind]
  if (kind === 'administrator' || kind === 'pengawas' || kind === 'pelaksana') return kind
  return candidates.find((candidate): candidate is Grade => GRADES.includes(candidate as Grade))
}

export type UnitSums = {
  assessed_count: number
  below_count: number
  uncertain_count: number
  required_sum: number
  level_sum: number
  capped_sum: number
}

export type GapFigures = {
  assessed: number
  below: number
  uncertain: number
  ideal: number
  actual: number
  gap: number
  shortfall: number
  jpm: number
}

/** Means of a group from its sums; undefined when fewer than `minGroup` people were assessed. */
export function figuresOf(sums: UnitSums, minGroup: number): GapFigures | undefined {
  const n = sums.assessed_count
  if (n < minGroup || n === 0) return undefined
  return {
    assessed: n,
    below: sums.below_count,
    uncertain: sums.uncertain_count,
    ideal: hundredths(sums.required_sum / n),
    actual: hundredths(sums.level_sum / n),
    gap: hundredths((sums.level_sum - sums.required_sum) / n),
    shortfall: hundredths((sums.required_sum - sums.capped_sum) / n),
    jpm: hundredths((sums.capped_sum / sums.required_sum) * 100),
  }
}

export function addSums(rows: readonly UnitSums[]): UnitSums {
  const total = { assessed_count: 0, below_count: 0, uncertain_count: 0, required_sum: 0, level_sum: 0, capped_sum: 0 }
  for (const row of rows) for (const key of Object.keys(total) as (keyof UnitSums)[]) total[key] += row[key]
  return total
}

export type CycleState = 'draft' | 'open' | 'closed'

/** An assessment may be written while its cycle is open and the day is within its dates. */
export function acceptsAnswers(
  cycle: { state: CycleState; opens_on: string; closes_on: string },
  day: string,
): boolean {
  return cycle.state === 'open' && cycle.opens_on <= day && day <= cycle.closes_on
}

/** 'YYYY-MM-DD' plus whole months; the last day of the month where the day does not exist. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0))
  last.setUTCDate(Math.min(date, last.getUTCDate()))
  return last.toISOString().slice(0, 10)
}

export const Id = z.object({ id: z.uuid() })

export function hundredths(value: number): number {
  const rounded = Math.round((value + Math.sign(value) * 1e-9) * 100) / 100
  return rounded === 0 ? 0 : rounded
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What the dictionary says of a competency: of each level the line that describes it, then single behaviours. */
export type Entry = {
  name: string
  definition: string
  levels: readonly (readonly string[])[]
  source: string
  verified: boolean
}

const MOST_LINES = 12
const levelText = requiredText(
  3000,
  bilingual('Tulis apa yang terlihat pada level ini.', 'Write what is seen at this level.'),
)
  .transform((text) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  )
  .pipe(
    z.array(z.string().max(500)).max(MOST_LINES, {
      error: bilingual(
        `Paling banyak ${MOST_LINES} baris untuk satu level.`,
        `At most ${MOST_LINES} lines for a level.`,
      ),
    }),
  )

const entryShape = {
  name: requiredText(120, bilingual('Nama kompetensi belum diisi.', 'Enter the name of the competency.')).pipe(
    z.string().min(3),
  ),
  definition: requiredText(1000, bilingual('Pengertian belum diisi.', 'Enter the definition.')),
  level1: levelText,
  level2: levelText,
  level3: levelText,
  level4: levelText,
  level5: levelText,
  source: requiredText(500, bilingual('Sebutkan sumber uraian ini.', 'Name the source of this text.')),
  verified: checkbox(),
}
export const EntryForm = z.object({ id: idParam(), ...entryShape })
export const NewEntryForm = z.object({
  framework: z.uuid({ error: bilingual('Pilih kerangkanya.', 'Choose its framework.') }),
  code: requiredText(20, bilingual('Kode belum diisi.', 'Enter a code.')).pipe(
    z.string().regex(/^[\w.-]+$/, {
      error: bilingual('Pakai huruf, angka, titik, atau tanda hubung.', 'Use letters, digits, dots or hyphens.'),
    }),
  ),
  ...entryShape,
})

export function entryFrom(input: Omit<z.infer<typeof EntryForm>, 'id'>): Entry {
  const { name, definition, source, verified, level1, level2, level3, level4, level5 } = input
  return { name, definition, levels: [level1, level2, level3, level4, level5], source, verified }
}
