import {
  type Gains,
  gains,
  type Interval,
  normalizedChange,
  type Pair,
  type PairedResult,
  pairedT,
  wilson,
} from '../../platform/statistics/index.ts'

/** As the programs slice names them; `target` is a percentage for relative, points for points, 0 to 1 for normalized. */
export type LearningTarget = { readonly kind: 'relative' | 'points' | 'normalized_gain'; readonly target: number }

export type LearningResult = {
  readonly participants: number
  readonly paired: PairedResult
  readonly gains: Gains
  readonly max: number
  readonly target: LearningTarget | undefined
  /** Whether the group as a whole reached the target, by the target's own kind. */
  readonly groupReached: boolean | undefined
  readonly reached: { readonly count: number; readonly share: number; readonly interval: Interval } | undefined
}

function ownGain(pair: Pair, max: number, kind: LearningTarget['kind']): number | undefined {
  if (kind === 'points') return pair.post - pair.pre
  // From nothing to something is more than any percentage.
  if (kind === 'relative')
    return pair.pre === 0 ? (pair.post > 0 ? Infinity : 0) : ((pair.post - pair.pre) / pair.pre) * 100
  // Whoever had the maximum before and after could not gain and has nothing left to learn here.
  return pair.pre === max ? (pair.post === max ? 1 : 0) : normalizedChange(pair.pre, pair.post, max)
}

/**
 * What the tests say: only people with both scores count. Undefined below `least` of them: a mean of three people is
 * nearly a list of their scores.
 */
export function learningResult(
  scores: readonly { pre: number | null; post: number | null }[],
  max: number,
  target: LearningTarget | undefined,
  least: number,
): LearningResult | undefined {
  const pairs = scores.flatMap(({ pre, post }) => (pre === null || post === null ? [] : [{ pre, post }]))
  const paired = pairedT(pairs)
  const all = gains(pairs, max)
  if (!paired || !all || pairs.length < least) return undefined
  const own = target && pairs.map((pair) => ownGain(pair, max, target.kind))
  const count = own?.filter((gain) => gain !== undefined && gain >= target!.target - 1e-9).length
  const group = target && groupGain(all, target.kind)
  return {
    participants: pairs.length,
    paired,
    gains: all,
    max,
    target,
    groupReached: group === undefined ? undefined : group >= target!.target - 1e-9,
    reached:
      count === undefined ? undefined : { count, share: count / pairs.length, interval: wilson(count, pairs.length)! },
  }
}

function groupGain(all: Gains, kind: LearningTarget['kind']): number | undefined {
  if (kind === 'points') return all.points
  return kind === 'relative' ? all.relative && all.relative * 100 : all.normalized
}
