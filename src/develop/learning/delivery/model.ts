import { z } from 'zod'
import { bilingual, checkbox, idParam } from '../../../platform/http/input.ts'

export const SOURCES = ['unit', 'gap', 'individual', 'self'] as const
export type Source = (typeof SOURCES)[number]
export const WAYS = ['read', 'watched', 'transcript'] as const
export type Way = (typeof WAYS)[number]

/** No browser plays faster than twice the speed with captions still readable; the slack covers the first report. */
export const FASTEST = 2
export const SLACK_SECONDS = 30

export type Range = readonly [from: number, to: number]

/** "0-12,30-41": whole seconds, at most 200 ranges; undefined when it is anything else. */
export function parseRanges(text: string, seconds: number): Range[] | undefined {
  if (!/^\d{1,5}-\d{1,5}(,\d{1,5}-\d{1,5}){0,199}$/.test(text)) return undefined
  const ranges = text.split(',').map((part) => part.split('-').map(Number) as [number, number])
  if (ranges.some(([from, to]) => from >= to)) return undefined
  return ranges.map(([from, to]): Range => [from, Math.min(to, seconds)]).filter(([from, to]) => from < to)
}

/** How many different seconds the ranges cover. */
export function covered(ranges: readonly Range[]): number {
  let [sum, reached] = [0, -1]
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    sum += Math.max(0, to - Math.max(from, reached))
    reached = Math.max(reached, to)
  }
  return sum
}

/** Nobody can have seen more of a video than the clock on the wall allows since it was opened. */
export function plausible(watchedSeconds: number, elapsedSeconds: number): boolean {
  return watchedSeconds <= FASTEST * elapsedSeconds + SLACK_SECONDS
}

/** `percent`: how much of the video's seconds the rule wants; in whole numbers, so that no fraction is lost. */
export function isWatched(watchedSeconds: number, videoSeconds: number, percent: number): boolean {
  return watchedSeconds * 100 >= percent * videoSeconds
}

export const PARTICIPANT_SORTS = [
  'name',
  '-name',
  'nip',
  '-nip',
  'unit',
  '-unit',
  'source',
  '-source',
  'completed',
  '-completed',
] as const
export type ParticipantSort = (typeof PARTICIPANT_SORTS)[number]
export const ParticipantPage = z.object({
  sort: z.enum(PARTICIPANT_SORTS).default('name').catch('name'),
  after: z.uuid().optional().catch(undefined),
})

export const EnrollInput = z.object({
  id: idParam(),
  who: z.enum(['unit', 'gap', 'individual'], {
    error: bilingual('Pilih siapa yang didaftarkan.', 'Choose whom to enroll.'),
  }),
  nips: z.string().max(20_000).optional(),
})

/** NIPs one per line or separated by commas; spaces inside a NIP are how people write them. */
export function parseNips(text: string | undefined): string[] {
  const parts = (text ?? '').split(/[\n,;]+/).map((part) => part.replaceAll(/\D/g, ''))
  return [...new Set(parts.filter((part) => part !== ''))].slice(0, 1000)
}

export const CompleteInput = z.object({ id: idParam(), module: idParam(), confirm: checkbox() })
export const WatchInput = z.object({ id: idParam(), module: idParam(), ranges: z.string().max(3000) })
