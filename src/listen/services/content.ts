import { z } from 'zod'
import { bilingual } from '../../platform/http/input.ts'
import type { Language } from '../../platform/i18n.ts'
import { messages } from './messages.ts'
import type { ServiceRow } from './queries.ts'

/** The fourteen components of a service standard, in the order of the regulation. */
export const DELIVERY = ['requirements', 'procedure', 'time', 'tariff', 'product', 'complaints'] as const
export const MANUFACTURING = [
  'legal_basis',
  'facilities',
  'competence',
  'supervision',
  'staffing',
  'guarantee',
  'safety',
  'evaluation',
] as const
export const COMPONENTS = [...DELIVERY, ...MANUFACTURING] as const
export type Component = (typeof COMPONENTS)[number]

export const REQUIREMENT_PROOFS = ['file', 'tick'] as const
export const MAX_REQUIREMENTS = 15
const MAX_TARIFFS = 10

const Requirement = z.object({
  name: z.string().min(1).max(200),
  mandatory: z.boolean(),
  proof: z.enum(REQUIREMENT_PROOFS),
})
export type Requirement = z.output<typeof Requirement>

const Tariff = z.object({ label: z.string().max(200), amount: z.number().int().min(0).max(1_000_000_000) })
export type Tariff = z.output<typeof Tariff>

const words = z.string().max(4000)

/** What a version says. A tariff without lines, or with zeros only, is free of charge. */
export const StandardContent = z
  .object({
    requirements: z.array(Requirement).max(MAX_REQUIREMENTS),
    procedure: words,
    days: z.number().int().min(1).max(365).nullable(),
    minutes: z.number().int().min(1).max(1440).nullable(),
    tariff: z.array(Tariff).max(MAX_TARIFFS),
    tariff_note: z.string().max(300),
    product: z.string().min(1).max(300),
    complaints: words,
    compensation: z.string().max(1000),
    legal_basis: words,
    facilities: words,
    competence: words,
    supervision: words,
    staffing: words,
    guarantee: words,
    safety: words,
    evaluation: words,
  })
  .refine((content) => (content.days === null) !== (content.minutes === null), {
    path: ['promise'],
    error: bilingual('Isi janji waktu.', 'Enter the promised time.'),
  })
export type StandardContent = z.output<typeof StandardContent>

export function isFree(tariff: readonly Tariff[]): boolean {
  return tariff.every(({ amount }) => amount === 0)
}

/** One requirement a line. A line that ends in `(boleh tidak)` is optional, one that begins with `[ ]` needs no file. */
export function parseRequirements(text: string): Requirement[] {
  return textLines(text).map((line) => {
    const bare = line.replace(/^[-•*]\s*/, '')
    const tick = /^\[\s?\]\s*/
    const optional = /\s*\((boleh tidak|opsional|optional|bila ada)\)$/i
    return {
      name: bare.replace(tick, '').replace(optional, '').trim() || line,
      mandatory: !optional.test(bare),
      proof: tick.test(bare) ? 'tick' : 'file',
    }
  })
}

export function requirementsText(requirements: readonly Requirement[]): string {
  return requirements
    .map(({ name, mandatory, proof }) => `${proof === 'tick' ? '[ ] ' : ''}${name}${mandatory ? '' : ' (boleh tidak)'}`)
    .join('\n')
}

/** One tariff a line, `label: amount`; undefined where a line has no amount. */
export function parseTariff(text: string): Tariff[] | undefined {
  const lines = textLines(text).map((line) => {
    const found = /^(?:(.*?)\s*[:=]\s*)?(?:Rp\.?\s*)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,-|,00)?$/i.exec(line)
    return found ? { label: found[1] ?? '', amount: Number(found[2]!.replaceAll('.', '')) } : undefined
  })
  return lines.includes(undefined) ? undefined : (lines as Tariff[])
}

export function tariffText(tariff: readonly Tariff[]): string {
  return tariff.map(({ label, amount }) => (label ? `${label}: ${amount}` : String(amount))).join('\n')
}

/** What the catalog says of a service, as the first draft of its standard. */
export function contentOf(
  service: Pick<
    ServiceRow,
    'requirements' | 'procedure' | 'promise_days' | 'promise_minutes' | 'cost' | 'cost_note' | 'product'
  >,
): StandardContent {
  return {
    requirements: parseRequirements(service.requirements).slice(0, MAX_REQUIREMENTS),
    procedure: service.procedure,
    days: service.promise_days,
    minutes: service.promise_minutes,
    tariff: service.cost === 0 ? [] : [{ label: '', amount: service.cost }],
    tariff_note: service.cost_note,
    product: service.product,
    complaints: '',
    compensation: '',
    legal_basis: '',
    facilities: '',
    competence: '',
    supervision: '',
    staffing: '',
    guarantee: '',
    safety: '',
    evaluation: '',
  }
}

export type Difference = {
  component: Component
  before: string
  after: string
  lines: readonly { sign: '+' | '-' | ' '; text: string }[]
}

/** What a component says, as lines of text: what the difference is taken of. */
export function componentText(content: StandardContent, component: Component, language: Language = 'id'): string {
  const text = messages[language]
  if (component === 'requirements')
    return content.requirements
      .map(({ name, mandatory, proof }) =>
        [name, proof === 'tick' && `(${text.tickOnly})`, !mandatory && `(${text.optional})`].filter(Boolean).join(' '),
      )
      .join('\n')
  if (component === 'time') return content.days === null ? text.minutes(content.minutes ?? 0) : text.days(content.days)
  if (component === 'tariff')
    return [isFree(content.tariff) ? text.free : tariffText(content.tariff), content.tariff_note]
      .filter(Boolean)
      .join('\n')
  if (component === 'guarantee')
    return [content.guarantee, content.compensation && text.unkept(content.compensation)].filter(Boolean).join('\n')
  return content[component]
}

/** The components in which two versions differ, line by line. */
export function differences(before: StandardContent, after: StandardContent, language: Language = 'id'): Difference[] {
  return COMPONENTS.flatMap((component) => {
    const [a, b] = [componentText(before, component, language), componentText(after, component, language)]
    return a === b ? [] : [{ component, before: a, after: b, lines: lineDifference(textLines(a), textLines(b)) }]
  })
}

/** Longest common subsequence of lines; texts here have a few dozen. */
export function lineDifference(a: readonly string[], b: readonly string[]): Difference['lines'] {
  const length = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      length[i]![j] = a[i] === b[j] ? length[i + 1]![j + 1]! + 1 : Math.max(length[i + 1]![j]!, length[i]![j + 1]!)
  const lines: { sign: '+' | '-' | ' '; text: string }[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ sign: ' ', text: a[i++]! })
      j++
    } else if (j >= b.length || (i < a.length && length[i + 1]![j]! >= length[i]![j + 1]!))
      lines.push({ sign: '-', text: a[i++]! })
    else lines.push({ sign: '+', text: b[j++]! })
  }
  return lines
}

function textLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}
