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
  // Indonesian puts syllables in front of a word: “lahir” is meant by who looks for “kelahiran”.
  const holds = (text: string) => {
    const known = wordsOf(text)
    return words.every((word) => known.some((one) => (word.length < 4 ? one.startsWith(word) : one.includes(word))))
  }
  for (const fits of [begins, holds])
    for (const texts of [(one: Named) => one.names, (one: Named) => [one.label]]) {
      const found = all.filter((one) => texts(one).some(fits))
      if (found.length > 0) return found.slice(0, MOST)
    }
  return []
}

function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}
