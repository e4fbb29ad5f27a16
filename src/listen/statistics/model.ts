import { type Interval, tCritical, wilson } from '../../platform/statistics/index.ts'
import { SMALLEST_CELL } from '../services/index.ts'

/** Which definitions a figure was computed with; changes with every change of meaning in this file. */
export const RULE_VERSION = 'pengaduan-2026.4'
export const DAY_HOURS = 24
/** Fewer than this many are not shown by themselves, unless an institution has decided for more. */
export const SMALLEST = SMALLEST_CELL
/** How many hidden ones there must be before their number is told at all. */
export const SMALLEST_HIDDEN = 10

export const DIMENSIONS = ['unit', 'service', 'kind', 'channel', 'place'] as const
export type Dimension = (typeof DIMENSIONS)[number]

const HOUR_BINS = 72
const MOST_DAYS = 180
export const LAST_BIN = HOUR_BINS + MOST_DAYS

/** Hours one by one up to three days, then days: enough to draw with, few enough to add up quickly. */
export function binOf(hours: number): number {
  return hours <= HOUR_BINS ? hours : Math.min(LAST_BIN, HOUR_BINS + Math.ceil((hours - HOUR_BINS) / DAY_HOURS))
}

/** The last bin that a case which has waited this many whole hours has waited through to its end. */
export function waitedBin(hours: number): number {
  return hours <= HOUR_BINS ? hours : Math.min(LAST_BIN, HOUR_BINS + Math.floor((hours - HOUR_BINS) / DAY_HOURS))
}

/** The hours at which a bin ends. */
export function hoursOfBin(bin: number): number {
  return bin <= HOUR_BINS ? bin : HOUR_BINS + (bin - HOUR_BINS) * DAY_HOURS
}

export type Waiting = { at: number; answered: number; censored: number }
export type Step = { at: number; atRisk: number; answered: number; censored: number; share: number } & Interval

/**
 * Kaplan–Meier: the share answered by each time, when those still open are known to have waited at least as long as
 * they have. At equal times answers come before those lost from sight. The interval is Greenwood's on the scale of
 * log(−log), so that it stays within 0–1.
 */
export function kaplanMeier(points: readonly Waiting[], confidence = 0.95): Step[] {
  const ordered = [...points].sort((a, b) => a.at - b.at)
  let atRisk = ordered.reduce((sum, point) => sum + point.answered + point.censored, 0)
  let waiting = 1
  let greenwood = 0
  const z = tCritical(Number.POSITIVE_INFINITY, confidence)
  return ordered.map((point) => {
    const here = atRisk
    if (point.answered > 0) {
      waiting *= 1 - point.answered / atRisk
      greenwood += point.answered / (atRisk * (atRisk - point.answered))
    }
    atRisk -= point.answered + point.censored
    return { ...point, atRisk: here, share: 1 - waiting, ...bounds(waiting, greenwood, z) }
  })
}

function bounds(waiting: number, greenwood: number, z: number): Interval {
  if (waiting >= 1 || waiting <= 0 || !Number.isFinite(greenwood)) return { low: 1 - waiting, high: 1 - waiting }
  const spread = (z * Math.sqrt(greenwood)) / Math.log(waiting)
  const [a, b] = [waiting ** Math.exp(spread), waiting ** Math.exp(-spread)]
  return { low: 1 - Math.max(a, b), high: 1 - Math.min(a, b) }
}

/** The share answered by then, with its interval; undefined when nobody was watched that long. */
export function answeredBy(steps: readonly Step[], at: number): (Interval & { share: number }) | undefined {
  const last = steps.at(-1)
  if (!last || last.at < at) return last && last.share >= 1 ? { share: 1, low: 1, high: 1 } : undefined
  const step = steps.findLast((one) => one.at <= at)
  return step ? { share: step.share, low: step.low, high: step.high } : { share: 0, low: 0, high: 0 }
}

/** The time by which half were answered; undefined when fewer than half have been. */
export function medianWait(steps: readonly Step[]): number | undefined {
  // Exactly half is half, also where its product of fractions ends a hair below.
  return steps.find((step) => step.share >= 0.5 - 1e-9)?.at
}

export type Share = Interval & { share: number; hits: number; n: number }

export function shareOf(hits: number, n: number): Share | undefined {
  const interval = wilson(hits, n)
  return interval && { ...interval, share: hits / n, hits, n }
}

export type Suppressed<Row> = { shown: Row[]; merged: Row[] }

/**
 * Hides what is too small, and then as much more as is needed that nobody can take the shown ones from the total: never
 * one alone, and together no fewer than `least`. The smallest of the others go first.
 */
export function suppress<Row extends { received: number }>(rows: readonly Row[], least = SMALLEST): Suppressed<Row> {
  const ordered = rows.filter((row) => row.received > 0).sort((a, b) => a.received - b.received)
  let hidden = ordered.filter((row) => row.received < least).length
  const together = () => ordered.slice(0, hidden).reduce((sum, row) => sum + row.received, 0)
  while (hidden > 0 && hidden < ordered.length && (hidden < 2 || together() < least)) hidden++
  const merged = new Set(ordered.slice(0, hidden))
  return { shown: rows.filter((row) => row.received > 0 && !merged.has(row)), merged: [...merged] }
}

/** What could say whose case a row is, the most telling last. */
export const QUASI = ['month', 'unit', 'service', 'kind', 'channel', 'place'] as const
export type Tuple = readonly (string | null)[]
export type Group = { tuple: Tuple; n: number }

export function tupleKey(tuple: Tuple): string {
  return JSON.stringify(tuple)
}

/**
 * How many of the properties each combination may show, counted from the front, so that every combination shown is that
 * of at least `least` rows; what is left over at the end shows nothing and is joined by others until it is as many.
 * The keys are those of the whole tuples.
 */
export function generalize(groups: readonly Group[], least = SMALLEST): ReadonlyMap<string, number> {
  const depth = new Map<string, number>()
  let left = [...groups]
  for (let shown = QUASI.length; shown > 0 && left.length > 0; shown--) {
    const sizes = new Map<string, number>()
    const key = (tuple: Tuple) => tupleKey(tuple.slice(0, shown))
    for (const group of left) sizes.set(key(group.tuple), (sizes.get(key(group.tuple)) ?? 0) + group.n)
    const large = (group: Group) => sizes.get(key(group.tuple))! >= least
    for (const group of left.filter(large)) depth.set(tupleKey(group.tuple), shown)
    left = left.filter((group) => !large(group))
  }
  let bare = sizeOf(left)
  for (const group of left) depth.set(tupleKey(group.tuple), 0)
  while (bare > 0 && bare < least) {
    const joined = smallestShown(groups, depth)
    if (joined.length === 0) break
    for (const group of joined) depth.set(tupleKey(group.tuple), 0)
    bare += sizeOf(joined)
  }
  return depth
}

function sizeOf(groups: readonly Group[]): number {
  return groups.reduce((sum, group) => sum + group.n, 0)
}

/** The smallest combination that is shown, with everything it stands for. */
function smallestShown(groups: readonly Group[], depth: ReadonlyMap<string, number>): readonly Group[] {
  const shownOf = (group: Group) => depth.get(tupleKey(group.tuple))!
  const combinations = Map.groupBy(
    groups.filter((group) => shownOf(group) > 0),
    (group) => tupleKey([String(shownOf(group)), ...group.tuple.slice(0, shownOf(group))]),
  )
  return [...combinations.values()].sort((a, b) => sizeOf(a) - sizeOf(b))[0] ?? []
}

/** So many fingerprints of one answer are kept. */
export const SKETCH = 32
/** Answers that share at least so much are called copies of one another. */
const COPIED = 0.5

/** The share of word pairs two answers have in common, from the smallest fingerprints of each, both in order. */
export function alikeness(a: readonly number[], b: readonly number[]): number {
  let common = 0
  let seen = 0
  for (let i = 0, j = 0; seen < SKETCH && (i < a.length || j < b.length); seen++) {
    const left = a[i] ?? Number.POSITIVE_INFINITY
    const right = b[j] ?? Number.POSITIVE_INFINITY
    if (left === right) common++
    if (left <= right) i++
    if (right <= left) j++
  }
  return seen === 0 ? 0 : common / seen
}

/** How many of these answers are copies of at least so many of the others. */
export function countCopies(sketches: readonly (readonly number[])[], least: number): number {
  const copies = new Array<number>(sketches.length).fill(0)
  for (const [index, one] of sketches.entries())
    for (let other = index + 1; other < sketches.length; other++) {
      // Both are known to be copies already.
      if (copies[index]! >= least && copies[other]! >= least) continue
      if (alikeness(one, sketches[other]!) < COPIED) continue
      copies[index]!++
      copies[other]!++
    }
  return copies.filter((count) => count >= least).length
}

/**
 * The last month the public sees, 'YYYY-MM': complete, and over for 24 hours, so that all of it is decided. Whoever
 * compares what is published at two times then finds no single report added, but a whole month of them.
 */
export function lastPublished(asOf: Date, offset: string): string {
  const [hours = '0', minutes = '0'] = offset.slice(1).split(':')
  const ahead = (Number(hours) * 60 + Number(minutes)) * (offset.startsWith('-') ? -60_000 : 60_000)
  const local = new Date(asOf.getTime() + ahead - DAY_HOURS * 3_600_000)
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - 1)).toISOString().slice(0, 7)
}

const OFFSETS: Readonly<Record<string, string>> = { 'Asia/Makassar': '+08:00', 'Asia/Jayapura': '+09:00' }
export const offsetOf = (timeZone: string): string => OFFSETS[timeZone] ?? '+07:00'

/**
 * Of one group, month by month in order: how many of its months are told. Those after wait until together they hold as
 * many reports as a group needs to be shown, so that the difference between two publications is never a few.
 */
export function released(months: readonly { received: number }[], least = SMALLEST): number {
  let told = 0
  let waiting = 0
  for (const [index, { received }] of months.entries()) {
    waiting += received
    if (waiting > 0 && waiting < least) continue
    told = index + 1
    waiting = 0
  }
  return told
}

/** From this moment on the public reads that month, 'YYYY-MM'. */
export function publishedSince(month: string, offset: string): Date {
  const [year, number] = month.split('-').map(Number)
  return new Date(`${new Date(Date.UTC(year!, number!, 2)).toISOString().slice(0, 10)}T00:00:00${offset}`)
}
