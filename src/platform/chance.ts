import { randomBytes } from 'node:crypto'

/** Drawn ahead: asking the system for a few bytes costs as much as for a page of them. */
const AHEAD = 4096
let drawn = Buffer.alloc(0)

/** Bytes from the system's secure chance, each given once. For the small ones; `length` is at most 64. */
export function chance(length: number): Buffer {
  if (drawn.length < length) drawn = randomBytes(AHEAD)
  const given = drawn.subarray(0, length)
  drawn = drawn.subarray(length)
  return given
}
