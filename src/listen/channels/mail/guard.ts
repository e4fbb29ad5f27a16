export const MOST_MAIL_BYTES = 25_000_000
const MOST_HEADER_BYTES = 256_000
const MOST_BOUNDARIES = 40
const MOST_PARTS = 200
/** Beside one line for each fifty bytes, which enclosures and letters stay far below. A parser reads line by line. */
const MOST_SHORT_LINES = 50_000

export type MailProblem = 'size' | 'headers' | 'parts' | 'nesting' | 'empty'

/**
 * Whether a mail is simple enough to be parsed: looked at in one pass over its bytes, before any parser builds a tree
 * of it. Each level of nesting has to declare its boundary, so counting declarations bounds the depth.
 */
export function mailProblem(raw: Buffer): MailProblem | undefined {
  if (raw.length > MOST_MAIL_BYTES) return 'size'
  if (raw.length === 0) return 'empty'
  if (headerEnd(raw) > MOST_HEADER_BYTES) return 'headers'
  if (countOf(raw, 'boundary=', MOST_BOUNDARIES) > MOST_BOUNDARIES) return 'nesting'
  if (countOf(raw, 'content-type:', MOST_PARTS) > MOST_PARTS) return 'parts'
  if (countParts(raw) > MOST_PARTS || hasTooManyLines(raw)) return 'parts'
  return undefined
}

function hasTooManyLines(raw: Buffer): boolean {
  const most = MOST_SHORT_LINES + raw.length / 50
  let count = 0
  for (let at = raw.indexOf(10); at >= 0; at = raw.indexOf(10, at + 1)) if (++count > most) return true
  return false
}

/** Where the headers end; the whole length when nothing separates them from a body. */
export function headerEnd(raw: Buffer): number {
  const windows = raw.indexOf('\r\n\r\n')
  const unix = raw.indexOf('\n\n')
  const ends = [windows, unix].filter((at) => at >= 0)
  return ends.length === 0 ? raw.length : Math.min(...ends)
}

/** How often a lower-case ASCII word occurs, in whatever case; counting stops beyond `most`. */
function countOf(raw: Buffer, word: string, most: number): number {
  const first = word.charCodeAt(0)
  let count = 0
  for (let at = 0; at <= raw.length - word.length; at++) {
    if ((raw[at]! | 32) !== first || !matches(raw, at, word)) continue
    count++
    if (count > most) return count
    at += word.length - 1
  }
  return count
}

function matches(raw: Buffer, at: number, word: string): boolean {
  for (let index = 1; index < word.length; index++) {
    const byte = raw[at + index]!
    const lower = byte >= 65 && byte <= 90 ? byte | 32 : byte
    if (lower !== word.charCodeAt(index)) return false
  }
  return true
}

/** Lines that begin like a declared boundary. */
function countParts(raw: Buffer): number {
  const marks = declaredBoundaries(raw)
  if (marks.length === 0) return 0
  let count = 0
  for (let at = raw.indexOf('\n--'); at >= 0; at = raw.indexOf('\n--', at + 3)) {
    const line = raw.toString('latin1', at + 3, at + 3 + 72)
    if (marks.some((mark) => line.startsWith(mark))) count++
    if (count > MOST_PARTS) return count
  }
  return count
}

export function declaredBoundaries(raw: Buffer): string[] {
  const marks: string[] = []
  const text = raw.toString('latin1')
  for (const [, quoted, plain] of text.matchAll(/boundary="([^"\r\n]{1,70})"|boundary=([^\s;"]{1,70})/gi)) {
    marks.push(quoted ?? plain ?? '')
    if (marks.length > MOST_BOUNDARIES) break
  }
  return marks.filter((mark) => mark !== '')
}
