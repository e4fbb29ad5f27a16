import { mean } from './describe.ts'
import type { Pair } from './paired.ts'

/** The three ways a "+20 %" can be meant. They are never mixed: 60 → 72 of 100 is 20 % relative, 12 points, 0.30 normalized. */
export type Gains = {
  /** (post̄ − prē) / prē; undefined when the pre mean is 0. */
  readonly relative: number | undefined
  /** post̄ − prē on the test's own scale. */
  readonly points: number
  /** Class <g> = (post̄ − prē)/(max − prē), Hake 1998; undefined when everybody already had the maximum. */
  readonly normalized: number | undefined
  /** Mean of each person's g, over those below the maximum before; not the same figure as the class <g> (Bao 2006). */
  readonly normalizedIndividual: number | undefined
  /** Mean of each person's normalized change, which treats losses symmetrically (Marx and Cummings 2007). */
  readonly normalizedChange: number | undefined
}

function normalizedGain(pre: number, post: number, max: number): number | undefined {
  return pre >= max ? undefined : (post - pre) / (max - pre)
}

/** Gain of one person: of what could be won, or of what could be lost; undefined when nothing could change at either end. */
export function normalizedChange(pre: number, post: number, max: number): number | undefined {
  if (post > pre) return (post - pre) / (max - pre)
  if (post < pre) return (post - pre) / pre
  return pre === max || pre === 0 ? undefined : 0
}

function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : mean(known)
}

/** Gains of a group on a test from 0 to `max`; undefined for an empty group. */
export function gains(pairs: readonly Pair[], max: number): Gains | undefined {
  if (pairs.length === 0) return undefined
  const pre = mean(pairs.map((pair) => pair.pre))
  const post = mean(pairs.map((pair) => pair.post))
  return {
    relative: pre === 0 ? undefined : (post - pre) / pre,
    points: post - pre,
    normalized: normalizedGain(pre, post, max),
    normalizedIndividual: meanOf(pairs.map((pair) => normalizedGain(pair.pre, pair.post, max))),
    normalizedChange: meanOf(pairs.map((pair) => normalizedChange(pair.pre, pair.post, max))),
  }
}

/** Bands of Hake 1998 for the class <g>. */
export function gainBand(g: number): 'low' | 'medium' | 'high' {
  if (g < 0.3) return 'low'
  return g > 0.7 ? 'high' : 'medium'
}
