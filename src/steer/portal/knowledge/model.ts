import { z } from 'zod'
import { bilingual, checkbox, dateInput, idParam, optionalText, requiredText } from '../../../platform/http/input.ts'

/** The five things to understand about public service, in the order in which the pages lay them out. */
export const TOPICS = ['characteristics', 'measurement', 'technology', 'challenges', 'citizens'] as const
export type Topic = (typeof TOPICS)[number]
export type Source = { readonly text: string; readonly address: string | null; readonly verified: boolean }
export const MOST_SOURCES = 8

const places = Array.from({ length: MOST_SOURCES }, (_, index) => index + 1)
const address = optionalText(300).refine((text) => text === undefined || /^https:\/\/[^\s]+$/.test(text), {
  error: bilingual(
    'Tulis alamat lengkap yang dimulai dengan https://',
    'Write the whole address, beginning with https://',
  ),
})

export const ArticleInput = z.object({
  topic: z.enum(TOPICS, { error: bilingual('Pilih satu bidang.', 'Choose an area.') }),
  language: z.enum(['id', 'en']),
  title: requiredText(120, bilingual('Judul belum diisi.', 'Enter a title.')).pipe(z.string().min(5)),
  summary: requiredText(400, bilingual('Ringkasan belum diisi.', 'Enter a summary.')).pipe(z.string().min(20)),
  body: requiredText(20_000, bilingual('Isi artikel belum ditulis.', 'Write the article.')).pipe(z.string().min(40)),
  review_by: dateInput(),
  note: optionalText(300),
  related: z.preprocess(
    (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
    z.array(idParam()).max(10),
  ),
  ...(Object.fromEntries(
    places.flatMap((place) => [
      [`source_${place}`, optionalText(300)],
      [`address_${place}`, address],
      [`verified_${place}`, checkbox()],
    ]),
  ) as Record<`source_${number}` | `address_${number}`, ReturnType<typeof optionalText>> &
    Record<`verified_${number}`, ReturnType<typeof checkbox>>),
})

export type ArticleText = {
  topic: Topic
  language: 'id' | 'en'
  title: string
  summary: string
  body: string
  review_by: string
  note?: string | undefined
  related: readonly string[]
  sources: readonly Source[]
}

/** The form's numbered rows as a list; the numbers that `[n]` in the body names stay, because only the end may be empty. */
export function articleOf(input: z.output<typeof ArticleInput>): ArticleText {
  const row = input as Readonly<Record<string, unknown>>
  const sources = places.flatMap((place) => {
    const text = row[`source_${place}`] as string | undefined
    const target = row[`address_${place}`] as string | undefined
    if (!text) return []
    return [{ text, address: target ?? null, verified: row[`verified_${place}`] === true }]
  })
  const { topic, language, title, summary, body, review_by, note, related } = input
  return { topic, language, title, summary, body, review_by, note, related, sources }
}

/** A row with an address or a tick but no name, or one left empty before a filled one: its field and what is wrong. */
export function sourceGap(input: z.output<typeof ArticleInput>): string | undefined {
  const row = input as Readonly<Record<string, unknown>>
  const filled = places.filter((place) => row[`source_${place}`])
  const last = Math.max(0, ...filled)
  const gap = places.find(
    (place) => !row[`source_${place}`] && (place < last || row[`address_${place}`] || row[`verified_${place}`]),
  )
  return gap === undefined ? undefined : `source_${gap}`
}

export const Reason = z.object({
  id: idParam(),
  reason: requiredText(500, bilingual('Tulis alasannya.', 'Write the reason.')),
})

/** The words a reader looks for, at most eight, each at least two letters. */
export function wordsOf(query: string): string[] {
  return query
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1)
    .slice(0, 8)
}

/** An address from a title: letters and digits without accents, joined by hyphens. */
export function slugOf(title: string): string {
  const slug = title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 70)
    .replace(/-+$/, '')
  return slug || 'artikel'
}

export function isStale(reviewBy: string | null, today: string): boolean {
  return reviewBy !== null && reviewBy < today
}
