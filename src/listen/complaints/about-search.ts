/** One thing a report can be about, with all that it is called. */
export type Named = { value: string; label: string; names: readonly string[] }

const MOST = 8

/**
 * What somebody means who typed a name, a code or the beginnings of words: one is it, several have to be chosen from,
 * none is unknown. The whole name counts before parts of it, a service's own name before its office's.
 */
export function meant(all: readonly Named[], typed: string): readonly Named[] {
  const words = wordsOf(typed)
  if (words.length === 0) return []
  const whole = words.join(' ')
  const exact = all.filter((one) => [one.label, ...one.names].some((name) => wordsOf(name).join(' ') === whole))
  if (exact.length > 0) return exact.slice(0, MOST)
  const begins = (text: string) => {
    const known = wordsOf(text)
    return words.every((word) => known.some((one) => one.startsWith(word)))
  }
  const named = all.filter((one) => one.names.some(begins))
  return (named.length > 0 ? named : all.filter((one) => begins(one.label))).slice(0, MOST)
}

function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}
