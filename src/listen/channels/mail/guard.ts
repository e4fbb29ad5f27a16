export const MOST_MAIL_BYTES = 25_000_000
const MOST_HEADER_BYTES = 256_000
const MOST_BOUNDARIES = 40
const MOST_PARTS = 200
/** Beside one line for each fifty bytes, which enclosures and letters stay far below. A parser reads line by line. */
const MOST_SHORT_LINES = 50_000

export type MailProblem = 'size' | 'headers' | 'parts' | 'nesting' | 'empty' | 'broken'

/**
 * Whether a mail is simple enough to be parsed: looked at in one pass over its bytes, before any parser builds a tree
 * of it. Each level of nesting has to declare its boundary, so counting declarations bounds the depth.
 */
export function mailProblem(raw: Buffer): MailProblem | undefined {
  if (raw.length > MOST_MAIL_BYTES) return 'size'
  if (raw.length === 0) return 'empty'
  if (headerEnd(raw) > MOST_HEADER_BYTES) return 'headers'
  if (placesOf(raw, 'boundary=', MOST_BOUNDARIES + 1).length > MOST_BOUNDARIES) return 'nesting'
  if (placesOf(raw, 'content-type:', MOST_PARTS + 1).length > MOST_PARTS) return 'parts'
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

const WINDOW = 1_000_000

/**
 * Where a lower-case ASCII word stands, in whatever case, as far as the first `most` places. Window by window through
 * the engine's own search: 25 MB byte by byte would hold up everybody else for half a second.
 */
function placesOf(raw: Buffer, word: string, most: number): number[] {
  const places: number[] = []
  for (let start = 0; start < raw.length; start += WINDOW) {
    const text = raw.toString('latin1', start, Math.min(raw.length, start + WINDOW + word.length - 1)).toLowerCase()
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      places.push(start + at)
      if (places.length >= most) return places
    }
  }
  return places
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
  return placesOf(raw, 'boundary=', MOST_BOUNDARIES + 1).flatMap((at) => {
    const [, quoted, plain] = DECLARED.exec(raw.toString('latin1', at, Math.min(raw.length, at + 82))) ?? []
    return quoted ?? plain ?? []
  })
}

const DECLARED = /^boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i
