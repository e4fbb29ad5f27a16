import { randomInt } from 'node:crypto'
import { v7, validate } from 'uuid'

/** The last id of each of the latest moments, as a number that rises within the moment. */
const lastOf = new Map<number, number>()
const MOMENTS = 1000

/**
 * A UUIDv7: sorts by the time it was made, so new rows land at the end of every index; of two that this process made of
 * one moment the later one sorts behind.
 */
export function newId(at?: Date): string {
  if (!at) return v7()
  const msecs = at.getTime()
  const seq = (lastOf.get(msecs) ?? randomInt(2 ** 30)) + 1
  if (lastOf.size >= MOMENTS) lastOf.clear()
  lastOf.set(msecs, seq)
  return v7({ msecs, seq })
}

/** Ids of one moment in rising order, so that rows that were given together keep their order. */
export function newIds(count: number, at?: Date): string[] {
  return Array.from({ length: count }, () => newId(at)).sort()
}

export function isId(text: string): boolean {
  return validate(text)
}
