import type { Scope } from './access.ts'

const FRESH_MS = 10_000
const MOST = 500

/**
 * A function whose answer is kept for ten seconds per institution, units in reach and arguments: for figures over
 * hundreds of thousands of rows on pages that many open at once. Never for what somebody has just changed themselves;
 * `worth` leaves out answers in which they would notice it. Whoever asks while the answer is being found waits for it
 * rather than finding it a second time.
 */
export function remembered<A extends readonly string[], T>(worth: (answer: T) => boolean = () => true) {
  const known = new Map<string, { at: number; answer: T }>()
  const looking = new Map<string, Promise<T>>()
  const ask = async (scope: Scope, now: Date, given: A, find: () => Promise<T>): Promise<T> => {
    const key = [scope.institution, ...scope.units, ...given].join(' ')
    const found = known.get(key)
    if (found && Math.abs(now.getTime() - found.at) < FRESH_MS) return found.answer
    const other = looking.get(key)
    if (other) {
      const answer = await other.catch(() => undefined)
      if (answer !== undefined && worth(answer)) return answer
    }
    const search = find()
    looking.set(key, search)
    try {
      const answer = await search
      if (!worth(answer)) return answer
      if (known.size >= MOST) known.clear()
      known.set(key, { at: now.getTime(), answer })
      return answer
    } finally {
      if (looking.get(key) === search) looking.delete(key)
    }
  }
  /** After a change made in this process; others follow within the ten seconds. */
  const forget = (institution: string): void => {
    for (const key of known.keys()) if (key.startsWith(institution)) known.delete(key)
  }
  return Object.assign(ask, { forget })
}
