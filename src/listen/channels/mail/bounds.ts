import { declaredBoundaries, headerEnd } from './guard.ts'

/** Of all words of a mail together; what a case keeps of them is a hundredth of it. */
export const MOST_TEXT_BYTES = 512_000

/**
 * The same mail with its written parts cut: a parser and all that looks for quotations take seconds for megabytes of
 * words, and everybody else waits. Enclosures stay whole, and the mail itself is kept as it came. One pass over the
 * bytes, looking for the boundaries only.
 */
export function withBoundedText(raw: Buffer): Buffer {
  if (raw.length <= MOST_TEXT_BYTES) return raw
  const cuts = partsOf(raw)
  const kept: Buffer[] = []
  let left = MOST_TEXT_BYTES
  for (const { from, to } of cuts) {
    const part = raw.subarray(from, to)
    const body = Math.min(headerEnd(part) + 4, part.length)
    if (!isWritten(part.subarray(0, body))) {
      kept.push(part)
      continue
    }
    const most = body + left
    left = Math.max(0, left - (part.length - body))
    kept.push(part.length <= most ? part : part.subarray(0, lineEnd(part, body, most)))
  }
  return Buffer.concat(kept)
}

/** From each boundary to the next; the first one holds the headers of the mail. Together they are all of it. */
function partsOf(raw: Buffer): { from: number; to: number }[] {
  const marks = declaredBoundaries(raw)
  const starts = [0]
  if (marks.length > 0) {
    for (let at = raw.indexOf('\n--'); at >= 0; at = raw.indexOf('\n--', at + 3)) {
      const line = raw.toString('latin1', at + 3, at + 3 + 72)
      if (marks.some((mark) => line.startsWith(mark))) starts.push(at)
    }
  }
  return starts.map((from, index) => ({ from, to: starts[index + 1] ?? raw.length }))
}

/** A part without a type is plain text; mails within mails are read for reports only, and those are short. */
function isWritten(head: Buffer): boolean {
  const type = /^content-type:\s{0,9}([a-z]{1,20})\//im.exec(head.toString('latin1', 0, 64_000))?.[1]?.toLowerCase()
  return type === undefined || type === 'text' || type === 'message' || type === 'multipart'
}

/** After the last whole line before `most`, so that no encoded line is torn. */
function lineEnd(part: Buffer, body: number, most: number): number {
  const end = part.lastIndexOf(10, most - 1)
  return end > body ? end + 1 : most
}
