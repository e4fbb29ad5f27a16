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

/** Letter triples of a text; case, accents and marks do not count. */
export function triples(text: string): Set<string> {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
  const found = new Set<string>()
  for (const word of words.filter(Boolean)) {
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
