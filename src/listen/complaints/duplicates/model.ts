import { distance } from '../place/model.ts'

export type DuplicateRule = {
  radius_m: number
  days: number
  similarity: number
  valid_from: string
  source: string
  verified: boolean
}

export type Point = { latitude: number; longitude: number }
export type Told = { text: string; region?: string | null | undefined; point?: Point | undefined }

/** So much of a story is compared. */
export const COMPARED_LETTERS = 400
const WORDS = 12
/** Say nothing about what a report is about, however long they are. */
const EMPTY = new Set(
  'yang untuk dengan dari pada dalam tidak sudah belum akan juga karena oleh saat atau tetapi namun kami saya kita anda mereka bapak ibu mohon tolong agar supaya bisa dapat harus masih sangat lebih hanya seperti setelah sebelum ketika sampai hingga sejak serta bahwa adalah ialah yaitu tersebut terima kasih selamat pagi siang sore malam hari sekali lagi mana kenapa mengapa bagaimana apakah'.split(
    ' ',
  ),
)

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/\p{M}+/gu, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

/** The words by which a report is found again: the longest ones, which are the rarest, and always the same of one text. */
export function tellingWords(text: string, most = WORDS): string[] {
  const words = new Set(
    wordsOf(text).flatMap((word) => (word.length < 4 || EMPTY.has(word) ? [] : [word.slice(0, 30)])),
  )
  return [...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).slice(0, most)
}

/** Letter triples of a text; case, accents and marks do not count. */
export function triples(text: string): Set<string> {
  const found = new Set<string>()
  for (const word of wordsOf(text)) {
    const padded = `  ${word} `
    for (let at = 0; at + 3 <= padded.length; at++) found.add(padded.slice(at, at + 3))
  }
  return found
}

/** Share of common triples, 0 to 1; a short text is measured against what it could share. */
export function alike(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  let common = 0
  for (const triple of small) if (large.has(triple)) common++
  return (2 * common) / (a.size + b.size)
}

export type Likeness = { percent: number; metres: number | undefined; near: boolean }

/** How much another report looks like this one; undefined when it does not enough for this rule. */
export function likeness(
  mine: { triples: ReadonlySet<string>; region?: string | null | undefined; point?: Point | undefined },
  other: Told,
  rule: DuplicateRule,
): Likeness | undefined {
  const percent = Math.round(100 * alike(mine.triples, triples(other.text)))
  const metres = mine.point && other.point ? Math.round(distance(mine.point, other.point)) : undefined
  const village = mine.region?.length === 13 && mine.region === other.region
  const near = metres === undefined ? village : metres <= rule.radius_m
  // Both say where, and it is somewhere else.
  if (metres !== undefined && !near) return undefined
  // A place that agrees weighs as much as a quarter of the words.
  return percent >= rule.similarity * (near ? 0.75 : 1) ? { percent, metres, near } : undefined
}
