import { v7, validate } from 'uuid'

/** A UUIDv7: sorts by the time it was made, so new rows land at the end of every index. */
export function newId(at?: Date): string {
  return at ? v7({ msecs: at.getTime() }) : v7()
}

/** Ids of one moment in rising order, so that rows that were given together keep their order. */
export function newIds(count: number, at?: Date): string[] {
  return Array.from({ length: count }, () => newId(at)).sort()
}

export function isId(text: string): boolean {
  return validate(text)
}
