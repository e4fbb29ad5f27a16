import { z } from 'zod'
import {
  bilingual,
  checkbox,
  dateInput,
  idParam,
  optionalText,
  readDecimal,
  requiredText,
  uploaded,
} from '../../platform/http/input.ts'

export const KINDS = ['innovation', 'reference'] as const
export type Kind = (typeof KINDS)[number]
export const STATES = ['proposed', 'trial', 'implemented', 'stopped'] as const
export type State = (typeof STATES)[number]
export const FORMS = ['public_service', 'governance', 'other'] as const
export type InnovationForm = (typeof FORMS)[number]
export const INITIATORS = ['unit', 'employee', 'citizen', 'head', 'council'] as const
export type Initiator = (typeof INITIATORS)[number]
/** What the innovation is to solve: a theme of the institution, or none of them. */
export const OTHER_PROBLEM = 'lain'
const PROBLEM_MISSING = bilingual('Pilih masalah warga yang dijawab.', 'Choose the problem it solves.')
export const problemInput = z.string({ error: PROBLEM_MISSING }).regex(/^[a-z0-9_]{1,40}$/, { error: PROBLEM_MISSING })

export const MAX_EVIDENCE_BYTES = 10_000_000
export const MOST_RESULTS = 40
export const MOST_PEOPLE = 30

/** First tried, then in use; what was stopped may be tried again. */
const NEXT: Readonly<Record<State, readonly State[]>> = {
  proposed: ['trial', 'stopped'],
  trial: ['implemented', 'stopped'],
  implemented: ['stopped'],
  stopped: ['trial'],
}

export function nextStates(state: State): readonly State[] {
  return NEXT[state]
}

export const AtId = z.object({ id: idParam() })

/** Words typed on paper do not have 4,000 letters for nothing; empty is allowed until the entry is published. */
const part = () => optionalText(4000).transform((text) => text ?? '')

const title = requiredText(200, bilingual('Judul belum diisi.', 'Enter the title.')).pipe(
  z.string().min(3, { error: bilingual('Judul paling sedikit 3 huruf.', 'Write at least 3 letters.') }),
)
const problem = {
  theme: problemInput,
  problem: requiredText(
    2000,
    bilingual('Tuliskan masalah warga yang dijawab.', 'Say which problem of citizens it solves.'),
  ),
}
const practice = requiredText(4000, bilingual('Tuliskan apa yang dilakukan.', 'Say what is done.'))

export const EntryInput = z.object({
  kind: z.enum(KINDS),
  unit: idParam(),
  service: z.string().max(40).default(''),
  holder: optionalText(200).transform((text) => text ?? ''),
  title,
  ...problem,
  situation: part(),
  practice,
  success_factors: part(),
  constraints: part(),
  recommendations: part(),
  outcome: optionalText(1000).transform((text) => text ?? ''),
  form: z.enum(FORMS).default('public_service'),
  digital: checkbox(),
  initiator: z.enum(INITIATORS).default('unit'),
  adopted_from: z.union([z.literal(''), idParam()]).default(''),
  adopted_change: optionalText(1000).transform((text) => text ?? ''),
})
export type EntryInput = z.output<typeof EntryInput>
export const NewEntry = EntryInput.refine((entry) => entry.kind === 'innovation' || entry.holder !== '', {
  path: ['holder'],
  error: bilingual('Tuliskan nama instansi yang menjalankannya.', 'Name the institution that runs it.'),
})
/** What kind of entry it is stays as it was written first. */
export const EntryChange = EntryInput.omit({ kind: true }).extend({ id: idParam() })

/** What anybody may say: an idea for the own unit. */
export const NewIdea = z.object({ title, ...problem, practice })

const decimal = (missing: string) =>
  z
    .string({ error: missing })
    .trim()
    .min(1, { error: missing })
    .refine((text) => readDecimal(text) !== undefined, {
      error: bilingual('Tulis angka, misalnya 12,5.', 'Write a number, such as 12,5.'),
    })
    .transform((text) => readDecimal(text) ?? 0)

/** An address of the web as people paste it; nothing else can be followed by a click. */
function webAddress() {
  return optionalText(500)
    .refine((text) => text === undefined || (/^https?:\/\/[^\s/]+\.[^\s/]+/.test(text) && URL.canParse(text)), {
      error: bilingual(
        'Alamat ini tidak lengkap. Contoh: https://contoh.go.id/berita',
        'This address is not complete. Example: https://office.example/news',
      ),
    })
    .transform((text) => text ?? '')
}

export const NewResult = AtId.extend({
  indicator: requiredText(
    200,
    bilingual('Tuliskan apa yang diukur. Contoh: waktu tunggu.', 'Say what was measured, such as waiting time.'),
  ),
  measure: requiredText(40, bilingual('Satuan belum diisi. Contoh: menit.', 'Enter the unit, such as minutes.')),
  before: decimal(bilingual('Nilai sebelum belum diisi.', 'Enter the value before.')),
  after: decimal(bilingual('Nilai sesudah belum diisi.', 'Enter the value after.')),
  measured_on: dateInput(),
  basis: requiredText(
    500,
    bilingual('Tuliskan cara mengukur dan sumbernya.', 'Say how it was measured and where it is from.'),
  ),
  result_link: webAddress(),
})

export const NewChange = z.looseObject({
  id: idParam(),
  to: z.enum(STATES, { error: bilingual('Pilih keadaan barunya.', 'Choose the new state.') }),
  happened_on: dateInput(),
  evidence: requiredText(
    2000,
    bilingual(
      'Tuliskan buktinya. Contoh: SK Kepala Dinas nomor 12, dipakai di tiga loket sejak 3 Oktober.',
      'Give the evidence: what can be seen now that could not be seen before.',
    ),
  ),
  link: webAddress(),
  file: uploaded().optional(),
})

export const Review = AtId.extend({
  number: z.coerce.number().int().min(1).max(32_000),
  decision: z.enum(['accepted', 'returned'], { error: bilingual('Pilih keputusannya.', 'Choose the decision.') }),
  note: requiredText(2000, bilingual('Tuliskan alasannya.', 'Give the reason.')),
})

export const NewPerson = AtId.extend({
  employee: z.string().refine((text) => text.length === 36, {
    error: bilingual('Pilih pegawainya.', 'Choose the employee.'),
  }),
  part: requiredText(100, bilingual('Peran belum diisi. Contoh: penggagas.', 'Enter the part, such as initiator.')),
})

export const NEW_CRITERION = 'baru'
export const NewCriterion = z
  .object({
    /** Of the criterion whose words change; `baru` stands for a further one. */
    key: z.string().regex(/^[a-z][a-z0-9_]{1,30}$/, {
      error: bilingual(
        'Pilih kriteria yang diubah, atau kriteria baru.',
        'Choose the criterion to change, or a new one.',
      ),
    }),
    text: optionalText(300).transform((text) => text ?? ''),
    source: requiredText(300, bilingual('Sumber belum diisi.', 'Enter the source.')),
    verified: checkbox(),
    valid_from: dateInput(),
  })
  .refine(({ key, text }) => key !== NEW_CRITERION || text !== '', {
    path: ['text'],
    error: bilingual('Tulis bunyi kriteria yang baru.', 'Write the words of the new criterion.'),
  })
export type NewCriterion = z.output<typeof NewCriterion>

export type Criterion = {
  key: string
  position: number
  text: string
  source: string
  verified: boolean
  valid_from: string
  own: boolean
  /** Set again for the same day: kept, and in force no more. */
  replaced: boolean
}

/** Of every criterion the wording in force on a day; one whose newest wording is empty has ended. */
export function criteriaOn(rows: readonly Criterion[], day: string): Criterion[] {
  const newest = new Map<string, Criterion>()
  for (const row of rows) {
    const known = newest.get(row.key)
    if (row.replaced || row.valid_from > day) continue
    if (!known || row.valid_from > known.valid_from || (row.valid_from === known.valid_from && row.own))
      newest.set(row.key, row)
  }
  return [...newest.values()]
    .filter((row) => row.text !== '')
    .sort((a, b) => a.position - b.position || a.key.localeCompare(b.key))
}

export type Answered = { key: string; text: string; answer: string }

/** One field per criterion, `k_<key>`; what is missing comes back as errors by field. */
export function readCriteria(
  input: Readonly<Record<string, unknown>>,
  criteria: readonly Criterion[],
  missing: string,
): { answered: Answered[]; errors: Record<string, string> } {
  const given = criteria.map(({ key, text }) => {
    const answer = input[`k_${key}`]
    return { key, text, answer: typeof answer === 'string' ? answer.trim().slice(0, 1000) : '' }
  })
  const errors = Object.fromEntries(given.filter((one) => one.answer === '').map((one) => [`k_${one.key}`, missing]))
  return { answered: given, errors }
}

export const PARTS = ['situation', 'practice', 'success_factors', 'constraints', 'recommendations'] as const
export type Part = (typeof PARTS)[number]

/** The parts of the library's scheme that are still empty; nothing is published before all are written. */
export function missingParts(entry: Readonly<Record<Part, string>>): Part[] {
  return PARTS.filter((one) => entry[one].trim() === '')
}

export type Step = { entry: string; to: State; on: string; number: number }

/**
 * The innovations that came into use within the period and still were in use on its last day, from accepted changes
 * only. Each counts once, however often it was stopped and begun again.
 */
export function implementedIn(steps: readonly Step[], from: string, until: string): { entry: string; since: string }[] {
  const byEntry = Map.groupBy(
    steps.filter((step) => step.on <= until),
    (step) => step.entry,
  )
  return [...byEntry].flatMap(([entry, own]) => {
    const last = own.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.number - b.number)).at(-1)
    return last?.to === 'implemented' && last.on >= from ? [{ entry, since: last.on }] : []
  })
}
