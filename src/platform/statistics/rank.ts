import { tPValue } from './describe.ts'

/** Ranks from 1, ties share their mean rank. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value)
  const result = new Array<number>(values.length)
  for (let i = 0; i < order.length; ) {
    let j = i
    while (j + 1 < order.length && order[j + 1]!.value === order[i]!.value) j++
    for (let k = i; k <= j; k++) result[order[k]!.index] = (i + j) / 2 + 1
    i = j + 1
  }
  return result
}

/** Wilcoxon signed rank on differences (zeros dropped), normal approximation with tie and continuity correction. */
export function wilcoxonSignedRank(differences: readonly number[]): { w: number; p: number } | undefined {
  const nonzero = differences.filter((value) => value !== 0)
  const n = nonzero.length
  if (n === 0) return undefined
  const rank = ranks(nonzero.map(Math.abs))
  const w = rank.reduce((total, value, i) => total + (nonzero[i]! > 0 ? value : 0), 0)
  const counts = new Map<number, number>()
  for (const value of rank) counts.set(value, (counts.get(value) ?? 0) + 1)
  const ties = [...counts.values()].reduce((total, t) => total + t ** 3 - t, 0)
  const spread = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - ties / 48)
  const distance = Math.max(0, Math.abs(w - (n * (n + 1)) / 4) - 0.5)
  return { w, p: spread === 0 ? 1 : tPValue(distance / spread, Number.POSITIVE_INFINITY) }
}
