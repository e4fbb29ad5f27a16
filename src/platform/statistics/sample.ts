/**
 * Sample size for a finite population (Krejcie and Morgan 1970, the table printed for SKM), χ² = 3.841, P = ½, d = 5 %.
 * Rounded, not ceiled: rounding reproduces the printed table, ceiling does not.
 */
export function krejcieMorgan(population: number, margin = 0.05): number {
  if (population <= 0) return 0
  const chi = 3.841
  return Math.round((chi * population * 0.25) / (margin ** 2 * (population - 1) + chi * 0.25))
}

/** Shares `n` over strata in proportion to their sizes; largest remainders first, so that the parts add up to n. */
export function stratify(sizes: readonly number[], n: number): number[] {
  const total = sizes.reduce((a, b) => a + b, 0)
  if (total === 0) return sizes.map(() => 0)
  const exact = sizes.map((size) => (size * n) / total)
  const parts = exact.map(Math.floor)
  const rest = n - parts.reduce((a, b) => a + b, 0)
  const order = exact.map((value, index) => ({ index, remainder: value - Math.floor(value) }))
  order.sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of order.slice(0, rest)) parts[index]! += 1
  return parts
}

/** Pairs needed to see an effect of `d` standard deviations with 80 % power at 5 %. */
export function pairsNeeded(d: number): number {
  return Math.ceil(((1.96 + 0.842) / d) ** 2 + 1.92)
}
