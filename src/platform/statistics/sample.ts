/** χ² of one degree of freedom, the expected share P and the margin d. */
export type Sampling = { chi: number; share: number; margin: number }

/** What the table printed for SKM was made with. */
export const PRINTED: Sampling = { chi: 3.841, share: 0.5, margin: 0.05 }

/**
 * Sample size for a finite population (Krejcie and Morgan 1970). Rounded, not ceiled: rounding reproduces the printed
 * table, ceiling does not.
 */
export function krejcieMorgan(population: number, { chi, share, margin }: Sampling = PRINTED): number {
  if (population <= 0) return 0
  const spread = chi * share * (1 - share)
  return Math.round((spread * population) / (margin ** 2 * (population - 1) + spread))
}

/** Shares `n` over strata in proportion to their sizes; largest remainders first, equal ones in the order given, so that the parts add up to n. */
export function stratify(sizes: readonly number[], n: number): number[] {
  const total = sizes.reduce((a, b) => a + b, 0)
  if (total === 0) return sizes.map(() => 0)
  // Whole numbers all the way: with fractions, what is a tie would be decided by the last binary digit.
  const parts = sizes.map((size) => Math.floor((size * n - ((size * n) % total)) / total))
  const rest = n - parts.reduce((a, b) => a + b, 0)
  const order = sizes.map((size, index) => ({ index, remainder: (size * n) % total }))
  order.sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of order.slice(0, rest)) parts[index]! += 1
  return parts
}

/** Pairs needed to see an effect of `d` standard deviations with 80 % power at 5 %. */
export function pairsNeeded(d: number): number {
  return Math.ceil(((1.96 + 0.842) / d) ** 2 + 1.92)
}
