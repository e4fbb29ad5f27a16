import { Readable } from 'node:stream'

export type ByteRange = { readonly from: number; readonly to: number }

/**
 * One byte range of a Range header, both ends included. Undefined: send the whole file, as for several ranges or a
 * header that is none; 'unsatisfiable': answer 416 (RFC 9110, section 14).
 */
export function byteRange(header: string | undefined, bytes: number): ByteRange | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  const [, first = '', last = ''] = match ?? []
  if (!match || (first === '' && last === '')) return undefined
  if (first === '')
    return Number(last) === 0 ? 'unsatisfiable' : { from: Math.max(0, bytes - Number(last)), to: bytes - 1 }
  const to = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  if (Number(first) >= bytes) return 'unsatisfiable'
  return Number(first) > to ? undefined : { from: Number(first), to }
}

/** That part of a body; a stream is read from its start, because not every store can jump. */
export function slice(body: Buffer | Readable | string, range: ByteRange): Buffer | Readable {
  if (!(body instanceof Readable)) return Buffer.from(body).subarray(range.from, range.to + 1)
  return Readable.from(within(body, range))
}

async function* within(body: Readable, { from, to }: ByteRange): AsyncGenerator<Buffer> {
  let at = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    const [start, end] = [Math.max(from - at, 0), Math.min(to + 1 - at, chunk.length)]
    if (start < end) yield chunk.subarray(start, end)
    at += chunk.length
    if (at > to) break
  }
}
