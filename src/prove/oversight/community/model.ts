import { z } from 'zod'
import { bilingual, dateInput, idParam, requiredText } from '../../../platform/http/input.ts'

export type Side = 'citizen' | 'staff'
export const SIDES = ['citizen', 'staff'] as const
export type CardState = 'open' | 'scored' | 'published'
/**
 * Of each side, before scores are shown: with one or two the median is somebody's own score. A bound of the method, not a
 * rule of anybody: no institution may lower it.
 */
export const FEWEST = 3
export const TOKEN = z.string().regex(/^[\w-]{20,40}$/)

export const NewCard = z.object({
  service: z.string().refine((text) => text.length === 36, {
    error: bilingual('Pilih layanannya.', 'Choose the service.'),
  }),
  title: requiredText(200, bilingual('Judul belum diisi.', 'Enter the title.')).pipe(z.string().min(3)),
  held_on: dateInput(),
  place: requiredText(200, bilingual('Tempat belum diisi.', 'Enter the place.')),
})

export const NewAction = z.object({
  id: idParam(),
  action: requiredText(500, bilingual('Tuliskan apa yang akan dilakukan.', 'Say what will be done.')),
  owner: requiredText(120, bilingual('Tuliskan siapa penanggung jawabnya.', 'Say who answers for it.')),
  due_on: dateInput(),
})

export const ActionDone = z.object({
  id: idParam(),
  number: z.coerce.number().int().min(1).max(1000),
  evidence: requiredText(1000, bilingual('Tuliskan buktinya.', 'Give the evidence.')),
})

export type Criterion = { key: string; text: string }
export type Scores = Readonly<Record<string, number>>

/** One field per criterion, `n_<key>`, 1 to 5; what is missing comes back as errors by field. */
export function readScores(
  input: Readonly<Record<string, unknown>>,
  criteria: readonly Criterion[],
  missing: string,
): { scores: Scores; errors: Record<string, string> } {
  const given = criteria.map(({ key }) => [key, Number(input[`n_${key}`])] as const)
  const wrong = given.filter(([, score]) => !Number.isInteger(score) || score < 1 || score > 5)
  return { scores: Object.fromEntries(given), errors: Object.fromEntries(wrong.map(([key]) => [`n_${key}`, missing])) }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export type Result = Criterion & { citizen: number | null; staff: number | null; gap: number | null }

/** The median of each side by criterion, the largest difference first; a side with too few says nothing. */
export function resultsOf(
  criteria: readonly Criterion[],
  ballots: readonly { side: Side; scores: Scores }[],
): { results: Result[]; counts: Record<Side, number> } {
  const of = (side: Side) => ballots.filter((ballot) => ballot.side === side)
  const middle = (side: Side, key: string) =>
    of(side).length >= FEWEST ? median(of(side).flatMap((ballot) => ballot.scores[key] ?? [])) : null
  const results = criteria.map((criterion) => {
    const citizen = middle('citizen', criterion.key)
    const staff = middle('staff', criterion.key)
    return { ...criterion, citizen, staff, gap: citizen === null || staff === null ? null : staff - citizen }
  })
  const size = (result: Result) => Math.abs(result.gap ?? 0)
  return {
    results: results.toSorted((a, b) => size(b) - size(a)),
    counts: { citizen: of('citizen').length, staff: of('staff').length },
  }
}
