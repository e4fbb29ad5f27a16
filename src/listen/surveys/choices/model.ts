import { z } from 'zod'
import {
  bilingual,
  checkbox,
  dateInput,
  type Language,
  optionalText,
  requiredText,
} from '../../../platform/http/input.ts'
import { PROFILE_FIELDS, type ProfileField, SMALL_GROUPS } from '../model.ts'

/** Keyed from paper as one digit, so that there are at most nine. */
export const MAX_CHOICES = 9
const MIN_CHOICES = 2
const MAX_WORDS = 80

/** One answer a question offers; what it means stays with its code for good. */
export type Choice = { code: string; id: string; en: string }

export type ChoiceVersion = {
  field: ProfileField
  valid_from: string
  choices: Choice[]
  source: string
  verified: boolean
  note: string
  /** False for the usual one, which every institution begins with. */
  own: boolean
}

/** All choices of all versions, to offer those of a day and to name those of old answers. */
export type ChoiceBook = {
  /** Newest first. */
  versions(field: ProfileField): readonly ChoiceVersion[]
  on(field: ProfileField, date: string): ChoiceVersion
  /** A page that was opened before a change may still be sent. */
  knows(field: ProfileField, code: string): boolean
  label(field: ProfileField, code: string, language: Language): string
  /** Groups in the order in which the question offers them, old choices after, then those who did not say, small ones last. */
  inOrder<T extends { value: string }>(field: ProfileField, groups: readonly T[]): T[]
}

/** @param versions of every field, the one that counts first where two hold from the same day */
export function choiceBook(versions: readonly ChoiceVersion[]): ChoiceBook {
  const byField = new Map(PROFILE_FIELDS.map((field) => [field, versions.filter((one) => one.field === field)]))
  const of = (field: ProfileField) => byField.get(field)!
  const find = (field: ProfileField, code: string) =>
    of(field)
      .flatMap((version) => version.choices)
      .find((choice) => choice.code === code)
  return {
    versions: of,
    on: (field, date) => of(field).find((version) => version.valid_from <= date) ?? of(field).at(-1)!,
    knows: (field, code) => find(field, code) !== undefined,
    label: (field, code, language) => find(field, code)?.[language] ?? code,
    inOrder(field, groups) {
      const codes = [...new Set(of(field).flatMap((version) => version.choices.map((choice) => choice.code)))]
      const place = ({ value }: { value: string }) =>
        value === SMALL_GROUPS
          ? codes.length + 2
          : value === ''
            ? codes.length + 1
            : codes.includes(value)
              ? codes.indexOf(value)
              : codes.length
      return groups.toSorted((a, b) => place(a) - place(b) || (a.value < b.value ? -1 : 1))
    },
  }
}

const numbers = Array.from({ length: MAX_CHOICES }, (_, index) => index + 1)
const words = optionalText(MAX_WORDS)

export const ChoicesInput = z
  .object({
    field: z.enum(PROFILE_FIELDS),
    ...(Object.fromEntries(
      numbers.flatMap((n) => [[`id_${n}`, words] as const, [`en_${n}`, words] as const]),
    ) as Record<`${'id' | 'en'}_${number}`, typeof words>),
    spelling: checkbox(),
    valid_from: dateInput(),
    source: requiredText(500, bilingual('Tuliskan sumbernya: peraturan atau keputusan.', 'Give the source.')).pipe(
      z.string().min(3),
    ),
    note: optionalText(500),
    verified: checkbox(),
  })
  .superRefine((input, context) => {
    const rows = rowsOf(input)
    const wrong = (n: number, id: string, en: string) =>
      context.addIssue({ code: 'custom', path: [`id_${n}`], message: bilingual(id, en) })
    if (rows.length < MIN_CHOICES)
      wrong(rows.length + 1, 'Tulis paling sedikit dua pilihan.', 'Enter two choices or more.')
    for (const [index, row] of rows.entries())
      if (rows.slice(0, index).some((other) => plain(other.id) === plain(row.id)))
        wrong(row.n, 'Pilihan ini sudah ada di atas.', 'This choice is above already.')
  })
export type ChoicesInput = z.output<typeof ChoicesInput>

/** The filled-in rows, in order. */
export function rowsOf(input: Readonly<Record<string, unknown>>): { n: number; id: string; en: string }[] {
  return numbers.flatMap((n) => {
    const id = input[`id_${n}`]
    const en = input[`en_${n}`]
    return typeof id === 'string' ? [{ n, id, en: typeof en === 'string' ? en : id }] : []
  })
}

/**
 * Codes for a new list. The same words are the same choice, whenever they were used; other words are another choice,
 * so that an old answer never changes its meaning, unless only the spelling is mended.
 */
export function withCodes(
  versions: readonly ChoiceVersion[],
  current: readonly Choice[],
  rows: readonly { n: number; id: string; en: string }[],
  spellingOnly: boolean,
): Choice[] {
  const known = versions.flatMap((version) => version.choices)
  const taken = new Set(rows.flatMap((row) => known.find((one) => plain(one.id) === plain(row.id))?.code ?? []))
  const used = new Set(known.map((one) => one.code))
  return rows.map(({ n, id, en }) => {
    const same = known.find((one) => plain(one.id) === plain(id))
    if (same) return { code: same.code, id, en }
    const mended = spellingOnly ? current[n - 1] : undefined
    if (mended && !taken.has(mended.code)) return { code: mended.code, id, en }
    const code = newCode(id, used)
    used.add(code)
    return { code, id, en }
  })
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/g, ' ').trim()
}

function newCode(words: string, used: ReadonlySet<string>): string {
  const base = plain(words.normalize('NFKD'))
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
    .slice(0, 34)
  const name = base || 'pilihan'
  for (let n = 1; ; n++) {
    const code = n === 1 ? name : `${name}_${n}`
    if (!used.has(code)) return code
  }
}
