import { z } from 'zod'
import {
  bilingual,
  checkbox,
  choices,
  dateInput,
  idParam,
  isDate,
  optionalText,
  requiredText,
  wholeNumber,
} from '../../platform/http/input.ts'
import { ruleFields } from '../../platform/http/rule-input.ts'

export const WAYS = ['written', 'shown', 'mentoring', 'introduction'] as const
export const READY = ['now', 'year', 'later'] as const
export const OFFERS = ['expert', 'mentor'] as const
/** How far ahead the list for those who manage people looks. */
export const HORIZON_YEARS = 5

export type Place = { readonly kind: string; readonly level: string }
export type Rules = Readonly<
  Record<string, { readonly value: number; readonly source: string; readonly verified: boolean }>
>

export function ageKey({ kind, level }: Place): string {
  return `age:${kind}:${level}`
}

/** The date of birth on record, otherwise the first eight digits of NIP or NI PPPK; undefined where neither is a date. */
export function birthOf(person: { birth_date: string | null; nip: string }): string | undefined {
  if (person.birth_date) return person.birth_date
  const read = `${person.nip.slice(0, 4)}-${person.nip.slice(4, 6)}-${person.nip.slice(6, 8)}`
  return isDate(read) ? read : undefined
}

export type Retirement = {
  readonly age: number
  /** The birthday on which the age is reached; 29 February counts as the 28th in other years. */
  readonly reached: string
  /** First day of retirement. */
  readonly starts: string
  /** First day on which preparation (MPP) may begin. */
  readonly mppFrom: string
  /** From this day on a successor should be named. */
  readonly planFrom: string
  readonly source: string
  readonly verified: boolean
}

export function retirementOf(birth: string, place: Place, rules: Rules): Retirement | undefined {
  const age = rules[ageKey(place)]
  const start = rules['start_months']
  if (!age || !start) return undefined
  const reached = addYears(birth, age.value)
  const starts = addMonths(`${reached.slice(0, 8)}01`, start.value)
  return {
    age: age.value,
    reached,
    starts,
    mppFrom: addMonths(starts, -(rules['mpp_months']?.value ?? 0)),
    planFrom: addMonths(starts, -(rules['plan_months']?.value ?? 0)),
    source: age.source,
    verified: age.verified,
  }
}

function addYears(date: string, years: number): string {
  const moved = `${Number(date.slice(0, 4)) + years}${date.slice(4)}`
  return isDate(moved) ? moved : `${moved.slice(0, 8)}28`
}

/** The same day of another month; only for days that every month has. */
export function addMonths(date: string, months: number): string {
  const all = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months
  return `${String(Math.floor(all / 12)).padStart(4, '0')}-${String((all % 12) + 1).padStart(2, '0')}${date.slice(7)}`
}

/** Whole years and months from `today` to `date`; zero for a day that has come. */
export function timeUntil(today: string, date: string): { years: number; months: number } {
  if (date <= today) return { years: 0, months: 0 }
  const between =
    (Number(date.slice(0, 4)) - Number(today.slice(0, 4))) * 12 + Number(date.slice(5, 7)) - Number(today.slice(5, 7))
  const whole = date.slice(8) < today.slice(8) ? between - 1 : between
  return { years: Math.floor(whole / 12), months: whole % 12 }
}

/** What of a contact may be seen without asking for it: enough to recognize one's own, too little to use. */
export function maskContact(contact: string): string {
  const at = contact.indexOf('@')
  if (at > 0) return `${contact.slice(0, 1)}•••@${contact.slice(at + 1)}`
  return contact.length > 6 ? `${contact.slice(0, 4)}••••${contact.slice(-2)}` : '••••'
}

export const AtId = z.object({ id: idParam() })
export const ItemCode = z.object({ code: z.string().min(1).max(40), done: z.enum(['ya', 'tidak']) })

export const NewTransfer = AtId.extend({
  knowledge: requiredText(400, bilingual('Tulis apa yang perlu dialihkan.', 'Write what is to be handed over.')).pipe(
    z.string().min(5),
  ),
  way: z.enum(WAYS, { error: bilingual('Pilih caranya.', 'Choose how.') }),
  to: z.preprocess((value) => (value === '' ? undefined : value), idParam().optional()),
  due_on: dateInput(),
})

export const NewSuccessor = AtId.extend({
  candidate: z
    .string()
    .pipe(idParam())
    .catch('')
    .refine((id) => id !== '', {
      error: bilingual('Pilih calon pengganti.', 'Choose a successor.'),
    }),
  ready: z.enum(READY, { error: bilingual('Pilih kapan siap.', 'Choose when they are ready.') }),
  note: optionalText(300),
})

const expertFields = {
  fields: requiredText(300, bilingual('Tulis bidang yang dikuasai.', 'Write the fields.')).pipe(z.string().min(5)),
  offers: choices(OFFERS).refine((list) => list.length > 0, {
    error: bilingual('Pilih paling sedikit satu.', 'Choose at least one.'),
  }),
  contact: requiredText(
    120,
    bilingual('Tulis nomor telepon atau surel.', 'Enter a telephone number or e-mail address.'),
  ).refine((text) => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) || /^\+?[\d\s.-]{8,20}$/.test(text), {
    error: bilingual(
      'Tulis nomor telepon (misalnya 0812 3456 7890) atau alamat surel.',
      'Enter a telephone number (such as 0812 3456 7890) or an e-mail address.',
    ),
  }),
}

export const OwnExpert = z.object({
  ...expertFields,
  consent: z.literal('ya', {
    error: bilingual(
      'Beri tanda bila Anda setuju. Tanpa itu Anda tidak didaftarkan.',
      'Tick if you agree; otherwise you are not listed.',
    ),
  }),
})

export const OtherExpert = z.object({
  name: requiredText(200, bilingual('Nama belum diisi.', 'Enter the name.')).pipe(z.string().min(2)),
  background: requiredText(200, bilingual('Tulis jabatan terakhirnya.', 'Enter the last position.')),
  ...expertFields,
  consent: requiredText(
    200,
    bilingual('Tulis bagaimana dan kapan orang ini setuju.', 'Write how and when this person agreed.'),
  ).pipe(z.string().min(10)),
})

export const NewRule = z.object({
  key: z.string().max(80),
  value: wholeNumber(0, 120),
  ...ruleFields,
})

export const NewItem = z.object({
  code: z
    .string()
    .max(40)
    .regex(/^[a-z0-9-]*$/)
    .default(''),
  title: requiredText(160, bilingual('Judul belum diisi.', 'Enter the title.')).pipe(z.string().min(3)),
  hint: optionalText(500),
  months_before: wholeNumber(0, 120),
  ...ruleFields,
  hidden: checkbox(),
})
