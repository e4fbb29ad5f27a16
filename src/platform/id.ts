import { v4, v7, validate } from 'uuid'
import { chance } from './chance.ts'

type Source = { now: Date; bytes(length: number): Uint8Array }
let source: Source | undefined

/** The last id of each of the latest moments, as a number that rises within the moment. */
const lastOf = new Map<number, number>()
const MOMENTS = 1000

/**
 * While the demonstration is loaded, ids and codes come from its seed, so that the same seed gives the same rows.
 * Undefined: from the system's chance again.
 */
export function drawIdsFrom(given: Source | undefined): void {
  source = given
  lastOf.clear()
}

/** Chance for what others may know, such as ids and codes. A secret never comes from here. */
export function openChance(length: number): Uint8Array {
  return source ? source.bytes(length) : chance(length)
}

/**
 * A UUIDv7: sorts by the time it was made, so new rows land at the end of every index; of two that this process made of
 * one moment the later one sorts behind.
 */
export function newId(given?: Date): string {
  const at = given ?? source?.now
  if (!at) return v7()
  const msecs = at.getTime()
  const seq = (lastOf.get(msecs) ?? Buffer.from(openChance(4)).readUInt32BE() % 2 ** 30) + 1
  if (lastOf.size >= MOMENTS) lastOf.clear()
  lastOf.set(msecs, seq)
  return v7({ msecs, seq, random: openChance(16) })
}

/** Ids of one moment in rising order, so that rows that were given together keep their order. */
export function newIds(count: number, at?: Date): string[] {
  return Array.from({ length: count }, () => newId(at)).sort()
}

/** An id that does not tell when it was made, nor before or after which other. */
export function timelessId(): string {
  return v4({ random: openChance(16) })
}

export function isId(text: string): boolean {
  return validate(text)
}
