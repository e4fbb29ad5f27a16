import { z } from 'zod'
import {
  bilingual,
  checkbox,
  dateInput,
  idParam,
  optionalText,
  requiredText,
  uploaded,
  wholeNumber,
} from '../../platform/http/input.ts'

export const KINDS = ['inspection', 'audit', 'evaluation'] as const
export type Kind = (typeof KINDS)[number]
export const STATES = ['planned', 'running', 'reported', 'closed'] as const
export type State = (typeof STATES)[number]
export const PARTS = ['lead', 'member', 'expert'] as const
export type Part = (typeof PARTS)[number]
export const BASES = ['plan', 'order', 'theme', 'signal', 'indicator'] as const
export type Basis = (typeof BASES)[number]
export const ANSWERS = ['yes', 'partly', 'no', 'not_applicable'] as const
export type Answer = (typeof ANSWERS)[number]
export const FINDING_STATES = ['open', 'answered', 'submitted', 'done'] as const
export type FindingState = (typeof FINDING_STATES)[number]
export type StepKind = 'reply' | 'evidence' | 'verified' | 'returned'
/** Why somebody must not take part in examining a unit. */
export type Conflict = 'declared' | 'works' | 'heads' | 'superior'
/** What good governance asks of an office; the questions of its yearly self-assessment. */
export const PRINCIPLES = ['transparency', 'accountability', 'participation'] as const
export type Principle = (typeof PRINCIPLES)[number]
export const AREAS = ['inspection', 'audit', 'evaluation', ...PRINCIPLES, 'scorecard', 'period'] as const
export type Area = (typeof AREAS)[number]

export const MAX_FILE_BYTES = 10_000_000
export const MOST_FINDINGS = 100

export const AtId = z.object({ id: idParam() })

/** An address of the web as people paste it; nothing else can be followed by a click. */
export function webAddress() {
  return optionalText(500)
    .refine((text) => text === undefined || (/^https?:\/\/[^\s/]+\.[^\s/]+/.test(text) && URL.canParse(text)), {
      error: bilingual(
        'Alamat ini tidak lengkap. Contoh: https://contoh.go.id/berita',
        'This address is not complete. Example: https://office.example/news',
      ),
    })
    .transform((text) => text ?? '')
}

const name = (missing: string) =>
  requiredText(200, missing).pipe(
    z.string().min(3, { error: bilingual('Paling sedikit 3 huruf.', 'Write at least 3 letters.') }),
  )
const optionalDate = z.union([z.literal('').transform(() => undefined), dateInput()]).optional()

export const NewTeam = z
  .object({
    name: name(bilingual('Nama tim belum diisi.', 'Enter the name of the team.')),
    decree_number: requiredText(100, bilingual('Nomor SK belum diisi.', 'Enter the number of the decree.')),
    decree_on: dateInput(),
    ends_on: optionalDate,
    file: uploaded().optional(),
  })
  .refine((team) => team.ends_on === undefined || team.ends_on >= team.decree_on, {
    path: ['ends_on'],
    error: bilingual('Tanggal berakhir sebelum tanggal SK.', 'It ends before the decree.'),
  })

export const NewMember = AtId.extend({
  account: z.string().refine((text) => text.length === 36, {
    error: bilingual('Pilih orangnya.', 'Choose the person.'),
  }),
  part: z.enum(PARTS),
  from_on: dateInput(),
})

export const NewInterest = z.object({
  unit: idParam(),
  reason: requiredText(
    500,
    bilingual('Tuliskan alasannya. Contoh: saudara kandung bekerja di sana.', 'Give the reason.'),
  ),
})

export const NewActivity = z
  .object({
    kind: z.enum(KINDS, { error: bilingual('Pilih jenis pengawasan.', 'Choose the kind.') }),
    title: name(bilingual('Judul belum diisi.', 'Enter the title.')),
    unit: idParam(),
    team: z.string().refine((text) => text.length === 36, { error: bilingual('Pilih timnya.', 'Choose the team.') }),
    period_from: dateInput(),
    period_until: dateInput(),
    planned_on: dateInput(),
    basis: z.enum(BASES),
    basis_text: requiredText(1000, bilingual('Tuliskan dasar penugasannya.', 'Say why this is examined.')),
    signal: z.string().max(40).default(''),
    theme: z.string().max(40).default(''),
    indicator: z.string().max(40).default(''),
  })
  .refine((plan) => plan.period_from <= plan.period_until, {
    path: ['period_until'],
    error: bilingual('Akhir masa tidak boleh sebelum awalnya.', 'The period ends before it begins.'),
  })
  .refine((plan) => plan.basis !== 'indicator' || plan.indicator !== '', {
    path: ['indicator'],
    error: bilingual('Pilih indikatornya.', 'Choose the indicator.'),
  })

export const CheckInput = AtId.extend({
  key: z.string().max(40),
  answer: z.enum(ANSWERS, { error: bilingual('Pilih jawabannya.', 'Choose the answer.') }),
  note: optionalText(2000).transform((text) => text ?? ''),
  link: webAddress(),
  file: uploaded().optional(),
}).refine((check) => check.answer === 'yes' || check.answer === 'not_applicable' || check.note !== '', {
  path: ['note'],
  error: bilingual('Tuliskan apa yang dilihat.', 'Say what was seen.'),
})

export const FINDING_PARTS = ['condition', 'criterion', 'cause', 'effect', 'recommendation'] as const
export type FindingPart = (typeof FINDING_PARTS)[number]
const part = (max: number) => requiredText(max)
export const NewFinding = AtId.extend({
  condition: part(4000),
  criterion: part(2000),
  cause: part(2000),
  effect: part(2000),
  recommendation: part(2000),
})

export const Report = AtId.extend({
  conclusion: requiredText(4000, bilingual('Tuliskan simpulannya.', 'Write the conclusion.')),
})

export const UnitStep = AtId.extend({
  text: requiredText(4000, bilingual('Tuliskan tanggapan Anda.', 'Write your reply.')),
  link: webAddress(),
  file: uploaded().optional(),
})

export const Verification = AtId.extend({
  decision: z.enum(['verified', 'returned'], { error: bilingual('Pilih keputusannya.', 'Choose the decision.') }),
  text: requiredText(4000, bilingual('Tuliskan alasannya.', 'Give the reason.')),
})

export const NewItem = z
  .object({
    /** Area and key of the item whose words change; without a key it is a new one. */
    item: z.string().regex(new RegExp(`^(${AREAS.join('|')})/(?:[a-z][a-z0-9_]{1,30})?$`), {
      error: bilingual('Pilih butir yang diubah, atau butir baru.', 'Choose the item to change, or a new one.'),
    }),
    text: optionalText(400).transform((text) => text ?? ''),
    amount: z.union([z.literal('').transform(() => undefined), wholeNumber(1, 365)]).optional(),
    source: requiredText(300, bilingual('Sumber belum diisi.', 'Enter the source.')),
    verified: checkbox(),
    valid_from: dateInput(),
  })
  .refine(({ item, amount }) => !item.startsWith('period/') || amount !== undefined, {
    path: ['amount'],
    error: bilingual('Tulis jumlah hari kerja, misalnya 10.', 'Enter the number of working days.'),
  })
  .refine(({ item, text }) => !item.endsWith('/') || text !== '', {
    path: ['text'],
    error: bilingual('Tulis bunyi butir yang baru.', 'Write the words of the new item.'),
  })
  .transform(({ item, ...rest }) => {
    const [area, key] = item.split('/') as [Area, string]
    return { area, key, ...rest }
  })
export type NewItem = z.output<typeof NewItem>

export type Item = {
  area: Area
  key: string
  position: number
  text: string
  amount: number | null
  source: string
  verified: boolean
  valid_from: string
  own: boolean
  /** Set again for the same day: kept, and in force no more. */
  replaced: boolean
}

/** Of every item of an area the wording in force on a day; one whose newest wording is empty has ended. */
export function itemsOn(rows: readonly Item[], area: Area, day: string): Item[] {
  const newest = new Map<string, Item>()
  for (const row of rows) {
    if (row.area !== area || row.replaced || row.valid_from > day) continue
    const known = newest.get(row.key)
    if (!known || row.valid_from > known.valid_from || (row.valid_from === known.valid_from && row.own))
      newest.set(row.key, row)
  }
  return [...newest.values()]
    .filter((row) => row.text !== '' || area === 'period')
    .sort((a, b) => a.position - b.position || a.key.localeCompare(b.key))
}

export type PeriodKey = 'reply_days' | 'follow_up_days' | 'leader_days'

export function periodOn(rows: readonly Item[], key: PeriodKey, day: string): number {
  const amount = itemsOn(rows, 'period', day).find((row) => row.key === key)?.amount
  if (!amount) throw new Error(`no period ${key} on ${day}`)
  return amount
}

/** Where a step leads: the unit replies, then hands in evidence; the team accepts it or gives it back. */
export function afterStep(state: FindingState, step: StepKind): FindingState | undefined {
  if (step === 'reply') return state === 'open' ? 'answered' : undefined
  if (step === 'evidence') return state === 'open' || state === 'answered' ? 'submitted' : undefined
  if (state !== 'submitted') return undefined
  return step === 'verified' ? 'done' : 'answered'
}

/** What is due next for the unit, and whether it is late. */
export function dueOf(
  finding: { state: FindingState; reply_due_at: Date | null; due_at: Date | null },
  now: Date,
): { at: Date; late: boolean; what: 'reply' | 'follow_up' } | undefined {
  if (finding.state === 'done' || finding.state === 'submitted' || !finding.due_at) return undefined
  const what = finding.state === 'open' && finding.reply_due_at ? 'reply' : 'follow_up'
  const at = what === 'reply' ? finding.reply_due_at! : finding.due_at
  return { at, late: at < now, what }
}

export type Summary = { unit: string; total: number; done: number; late: number }

/** What everybody sees of each unit: those with few findings stand together, and not at all while they are few. */
export function suppress(rows: readonly Summary[], smallest: number): { shown: Summary[]; hidden: number } {
  const large = rows.filter((row) => row.total >= smallest)
  const small = rows.filter((row) => row.total < smallest && row.total > 0)
  // One small unit alone would follow from the total.
  const borrowed = small.length === 1 ? large.toSorted((a, b) => a.total - b.total).slice(0, 1) : []
  return { shown: large.filter((row) => !borrowed.includes(row)), hidden: small.length + borrowed.length }
}
