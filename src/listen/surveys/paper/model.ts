import { z } from 'zod'
import { bilingual, dateInput, idParam, optionalText, requiredText, wholeNumber } from '../../../platform/http/input.ts'
import { isId } from '../../../platform/id.ts'
import { type ChoiceBook, MAX_CHOICES } from '../choices/model.ts'
import {
  ELEMENTS,
  EXTRAS,
  MAX_COMMENT,
  PROFILE_FIELDS,
  type ProfileField,
  type Score,
  type Submission,
} from '../model.ts'

export const MAX_SHEETS = 200

export const NewPaperBatch = z.object({
  label: requiredText(120, bilingual('Tumpukan belum diberi nama. Contoh: Loket KK, Oktober.', 'Enter a name.')),
  service: idParam(),
  answered_on: dateInput(),
  sheets: wholeNumber(1, MAX_SHEETS),
})

/** What is keyed as one digit: the scores, and the place of the ticked box of each profile question (at most). */
export const DIGIT_FIELDS = [
  ...ELEMENTS.map((name) => ({ name, most: 4 })),
  ...EXTRAS.map((name) => ({ name, most: 4 })),
  ...PROFILE_FIELDS.map((name) => ({ name, most: MAX_CHOICES })),
] as const
/** How many boxes the sheets of a day had. */
export function mostOf(book: ChoiceBook, date: string, { name, most }: (typeof DIGIT_FIELDS)[number]): number {
  const field = PROFILE_FIELDS.find((one) => one === name)
  return field ? book.on(field, date).choices.length : most
}

export const FIELDS = [...DIGIT_FIELDS.map((field) => field.name), 'comment'] as const
export type PaperField = (typeof FIELDS)[number]
/** One sheet as one person read it; empty is "left blank". */
export type Sheet = Readonly<Record<PaperField, string>>

function digit(most: number) {
  return z
    .string()
    .default('')
    .transform((text) => text.trim().replace(/^0$/, ''))
    .refine((text) => text === '' || (/^\d$/.test(text) && Number(text) <= most), {
      error: bilingual(`Tulis angka 1 sampai ${most}, atau kosongkan.`, `Enter 1 to ${most}, or leave it empty.`),
    })
}

const SheetFields = z.object({
  ...(Object.fromEntries(DIGIT_FIELDS.map(({ name, most }) => [name, digit(most)])) as Record<
    (typeof DIGIT_FIELDS)[number]['name'],
    ReturnType<typeof digit>
  >),
  comment: optionalText(MAX_COMMENT),
})

export const PaperAddress = z.object({ id: idParam() })
export const KeyAddress = PaperAddress.extend({ lembar: wholeNumber(1, MAX_SHEETS).optional().catch(undefined) })
export const KeyInput = PaperAddress.extend({ sheet: wholeNumber(1, MAX_SHEETS) }).and(SheetFields)

export function sheetOf(input: z.output<typeof SheetFields>): Sheet {
  return Object.fromEntries(FIELDS.map((field) => [field, input[field] ?? ''])) as Sheet
}

export type Difference = { sheet: number; field: PaperField; first: string; second: string }

/** Where the two readings of a sheet part; spacing and capitals of the free words do not count. */
export function differencesOf(sheet: number, first: Sheet, second: Sheet): Difference[] {
  return FIELDS.filter((field) => plain(field, first[field]) !== plain(field, second[field])).map((field) => ({
    sheet,
    field,
    first: first[field],
    second: second[field],
  }))
}

function plain(field: PaperField, text: string): string {
  return field === 'comment' ? text.toLowerCase().replaceAll(/\s+/g, ' ').trim() : text
}

/** Whoever keyed may not go on: the next person takes the batch over where it stands. */
export const HandOverInput = PaperAddress.extend({
  to: z.string().refine(isId, { error: bilingual('Pilih siapa yang melanjutkan.', 'Choose who goes on.') }),
  reason: requiredText(
    300,
    bilingual('Tuliskan alasannya. Contoh: petugas cuti.', 'Say why. For example: the officer is on leave.'),
  ),
})

/** Choices between two readings, by the names of the form: d_3_waktu = a, b, or c with what stands on the paper in v_3_waktu. */
export const ResolveInput = PaperAddress.and(z.record(z.string(), z.unknown()).transform((choices) => ({ choices })))

export function choiceName({ sheet, field }: Pick<Difference, 'sheet' | 'field'>): string {
  return `d_${sheet}_${field}`
}

export function valueName({ sheet, field }: Pick<Difference, 'sheet' | 'field'>): string {
  return `v_${sheet}_${field}`
}

export type Choice = 'a' | 'b' | 'c'
/** What was decided about one difference, or which field of the form is wrong, and how. */
export type Settled = { choice: Choice; value: string } | { field: string; problem: 'choose' | 'digit'; most: number }

/** The one reading, the other, or what both misread. */
export function settle(one: Difference, choices: Readonly<Record<string, unknown>>, most: number): Settled {
  const choice = choices[choiceName(one)]
  if (choice === 'a') return { choice, value: one.first }
  if (choice === 'b') return { choice, value: one.second }
  if (choice !== 'c') return { field: choiceName(one), problem: 'choose', most }
  const typed = String(choices[valueName(one)] ?? '').trim()
  if (one.field === 'comment') return { choice, value: typed.slice(0, MAX_COMMENT) }
  const value = typed.replace(/^0$/, '')
  return value === '' || (/^\d$/.test(value) && Number(value) <= most)
    ? { choice, value }
    : { field: valueName(one), problem: 'digit', most }
}

export function contentOfSheet(
  sheet: Sheet,
  book: ChoiceBook,
  date: string,
): Pick<Submission, 'answers' | 'extras' | 'profile' | 'comment'> {
  const score = (field: PaperField) => (sheet[field] === '' ? undefined : (Number(sheet[field]) as Score))
  const pick = (field: ProfileField) =>
    sheet[field] === '' ? undefined : book.on(field, date).choices[Number(sheet[field]) - 1]?.code
  return {
    answers: Object.fromEntries(ELEMENTS.map((element) => [element, score(element)])),
    extras: { informasi: score('informasi'), kepercayaan: score('kepercayaan') },
    profile: {
      gender: pick('gender'),
      ageBand: pick('age_band'),
      education: pick('education'),
      occupation: pick('occupation'),
      disability: pick('disability'),
    },
    comment: sheet.comment || undefined,
  }
}
