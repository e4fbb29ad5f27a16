import { z } from 'zod'
import { formatNumber } from '../i18n.ts'
import { isId } from '../id.ts'

/** The language a text is said in. */
export type Language = 'id' | 'en'

const SEPARATOR = '\u241e'

/** An error message in both languages for zod's `error`; `inputErrors` picks the one to show. */
export function bilingual(id: string, en: string): string {
  return id + SEPARATOR + en
}

export type Upload = {
  readonly path: string
  readonly name: string
  readonly type: string
  readonly bytes: number
  /** Tells one content from another; absent where the file came in pieces. */
  readonly sum?: string | undefined
}

/** What a form shows again after a mistake: the typed values and a message per field. */
export type FormState = {
  readonly values: Readonly<Record<string, string | readonly string[]>>
  readonly errors: Readonly<Record<string, string>>
  readonly key?: string | undefined
}

export const emptyForm: FormState = { values: {}, errors: {} }

/** A UUID out of a path or a list; anything else is a page that does not exist, nothing a choice not made yet. */
export function idParam() {
  return z.string().refine(isId, {
    error: ({ input }) =>
      input === ''
        ? bilingual('Pilih salah satu.', 'Choose one.')
        : bilingual('Alamat ini tidak dikenali.', 'This address is not known.'),
  })
}

/** Text of at most `max` characters that has to be there. */
export function requiredText(max: number, missing?: string) {
  return z
    .string(missing ? { error: missing } : undefined)
    .transform(clean)
    .pipe(
      z
        .string()
        .min(1, missing ? { error: missing } : { error: bilingual('Bagian ini belum diisi.', 'This is still empty.') })
        .max(max),
    )
}

/** Text that may be left empty; empty is undefined. */
export function optionalText(max: number) {
  return z
    .string()
    .optional()
    .transform((text) => (text === undefined ? undefined : clean(text) || undefined))
    .pipe(z.string().max(max).optional())
}

/** An unticked box sends nothing. */
export function checkbox() {
  return z
    .string()
    .optional()
    .transform((value) => value !== undefined && value !== '' && value !== 'false')
}

/** Several boxes of one name: none, one or many values. */
export function choices<T extends string>(values: readonly [T, ...T[]]) {
  return z.preprocess(
    (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
    z.array(z.enum(values)),
  )
}

/** A calendar date 'YYYY-MM-DD' that exists. */
export function dateInput(missing?: string) {
  return z
    .string(missing ? { error: missing } : undefined)
    .trim()
    .min(1, {
      error:
        missing ??
        bilingual('Tanggal belum diisi. Contoh: 21 November 2026.', 'Enter a date, such as 21 November 2026.'),
    })
    .refine(isDate, {
      error: bilingual(
        'Tanggal ini tidak ada di kalender. Contoh: 21 November 2026.',
        'This date does not exist. Example: 21 November 2026.',
      ),
    })
}

/** A whole number as people type it: 1.250.000 or 1250000. */
export function wholeNumber(min: number, max: number) {
  return z
    .string()
    .trim()
    .regex(/^-?\d{1,3}(\.\d{3})+$|^-?\d+$/, {
      error: bilingual('Tulis angka bulat, misalnya 25.', 'Enter a whole number, such as 25.'),
    })
    .transform((text) => Number(text.replaceAll('.', '')))
    .pipe(z.number().int().min(min).max(max))
}

const received = new WeakSet<object>()

/** Says that this process wrote the file itself; nothing a sender writes into a body can pass for one. */
export function asReceived(upload: Upload): Upload {
  received.add(upload)
  return upload
}

export function isReceived(value: unknown): boolean {
  return typeof value === 'object' && value !== null && received.has(value)
}

/** In the place of a file whose upload is not there any more; `uploaded` says so at the field. */
export const LOST_UPLOAD = Object.freeze({ lost: true })

/** In the place of a file that was chosen and has nothing in it. */
export const EMPTY_UPLOAD = Object.freeze({ empty: true })

/** In the place of a file that is more than its form takes; the field says so, and the words beside it are kept. */
export const TOO_LARGE = Object.freeze({ tooLarge: true })
/** One so large that nothing after it was read on. */
export const FAR_TOO_LARGE = Object.freeze({ tooLarge: true, cut: true })

/** In the place of a field that came as parts of something else, `a[b]`. */
export const NESTED = Object.freeze({ nested: true })

/** A file field; empty is undefined. Bytes are already on disk, within the route's limit. */
export function uploaded() {
  return z.custom<Upload | undefined>((value) => value === undefined || isReceived(value), {
    error: (issue) =>
      issue.input === LOST_UPLOAD
        ? bilingual(
            'Unggahan ini sudah dipakai atau sudah kedaluwarsa. Pilih berkasnya sekali lagi.',
            'This upload has been used or has expired. Choose the file once more.',
          )
        : issue.input === EMPTY_UPLOAD
          ? bilingual('Berkas ini kosong (0 bita). Pilih berkas lain.', 'This file is empty (0 bytes). Choose another.')
          : undefined,
  })
}

export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text && Number(match[1]) >= 1900
}

// Control characters cannot be typed; they break CSV, XML and terminals.
function clean(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(/[\p{Cc}--[\n\t]]/gv, '')
    .trim()
}

/** One message per field, in the person's language. */
export function inputErrors(error: z.ZodError, language: Language): Record<string, string> {
  const messages: Record<string, string> = {}
  for (const issue of error.issues) {
    const field = issue.path.map(String).join('.') || '_form'
    messages[field] ??= say(issue, language)
  }
  return messages
}

/** A field that no page sends in this way, whatever its own message is: a file, two of it, or parts of it. */
function unlikeAnyForm({ code, input }: z.core.$ZodIssue): readonly [string, string] | undefined {
  const asText = code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union'
  if (!asText || typeof input !== 'object' || input === null) return undefined
  if (Array.isArray(input))
    return [
      'Bagian ini terkirim lebih dari satu kali. Periksa isinya, lalu kirim sekali saja.',
      'This came more than once. Check what it says and send it once.',
    ]
  if (input === NESTED)
    return [
      'Bagian ini terkirim dalam bentuk yang tidak dikenal. Periksa isinya, lalu kirim lagi dari halaman ini.',
      'This came in a form that is not known. Check what it says and send it again from this page.',
    ]
  return [
    'Bagian ini diisi dengan tulisan, bukan berkas. Ketik isinya di sini.',
    'This takes words, not a file. Type them here.',
  ]
}

function say(issue: z.core.$ZodIssue, language: Language): string {
  const unlike = unlikeAnyForm(issue)
  if (unlike) return unlike[language === 'id' ? 0 : 1]
  // What may also be left empty was not, so it is the other reading that tells what is wrong.
  const other = issue.code === 'invalid_union' ? issue.errors.at(-1)?.[0] : undefined
  if (other) return say(other, language)
  if (issue.message.includes(SEPARATOR)) return issue.message.split(SEPARATOR)[language === 'id' ? 0 : 1]!
  const [id, en] = generic(issue)
  return language === 'id' ? id : en
}

function generic(issue: z.core.$ZodIssue): readonly [string, string] {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? ['Bagian ini belum diisi.', 'This is still empty.']
        : issue.expected === 'number'
          ? ['Tulis angka, misalnya 25.', 'Enter a number, such as 25.']
          : ['Isian ini bentuknya tidak sesuai.', 'This has the wrong form.']
    case 'too_small':
      if (issue.origin === 'string')
        return Number(issue.minimum) <= 1
          ? ['Bagian ini belum diisi.', 'This is still empty.']
          : [
              `Terlalu pendek: paling sedikit ${issue.minimum} huruf.`,
              `Too short: at least ${issue.minimum} characters.`,
            ]
      if (issue.origin === 'array') return ['Pilih paling sedikit satu.', 'Choose at least one.']
      return [`Paling kecil ${issue.minimum}.`, `Must be at least ${issue.minimum}.`]
    case 'too_big':
      if (issue.origin === 'string')
        return [
          `Terlalu panjang: paling banyak ${formatNumber(issue.maximum, 'id')} huruf.`,
          `Too long: at most ${formatNumber(issue.maximum, 'en')} characters.`,
        ]
      if (issue.origin === 'array') return [`Paling banyak ${issue.maximum}.`, `At most ${issue.maximum}.`]
      return [`Paling besar ${issue.maximum}.`, `Must be at most ${issue.maximum}.`]
    case 'invalid_value':
      return ['Pilih salah satu dari pilihan yang ada.', 'Choose one of the options.']
    case 'invalid_format':
      if (issue.format === 'email')
        return [
          'Alamat surel ini tidak lengkap. Contoh: nama@contoh.id.',
          'This e-mail address is incomplete. Example: name@example.com.',
        ]
      return issue.format === 'date'
        ? [
            'Tanggal ini tidak ada di kalender. Contoh: 21 November 2026.',
            'This date does not exist. Example: 21 November 2026.',
          ]
        : ['Isian ini bentuknya tidak sesuai.', 'This has the wrong form.']
    default:
      return ['Isian ini tidak dapat diterima.', 'This cannot be accepted.']
  }
}

/** 1.250,5 and Rp1.250 and 1250,5 and 1250.5, as people type them; undefined when it is none of these or too large. */
export function readDecimal(typed: string, decimals = 2): number | undefined {
  const text = typed.trim().replace(/^Rp/i, '').replaceAll(/\s/g, '').replace('−', '-')
  const part = `\\d{1,${decimals}}`
  const plain = new RegExp(`^-?[1-9]\\d{0,2}(\\.\\d{3})+(,${part})?$`).test(text)
    ? text.replaceAll('.', '').replace(',', '.')
    : new RegExp(`^-?\\d+([.,]${part})?$`).test(text)
      ? text.replace(',', '.')
      : undefined
  const value = plain === undefined ? undefined : Number(plain)
  return value === undefined || Math.abs(value) >= 1e11 ? undefined : value
}
