import { v7, validate } from 'uuid'

/** A UUIDv7: sorts by the time it was made, so new rows land at the end of every index. */
export function newId(at?: Date): string {
  return at ? v7({ msecs: at.getTime() }) : v7()
}

export function isId(text: string): boolean {
  return validate(text)
}
