import { promisify } from 'node:util'
import { constants, gunzip, gzip } from 'node:zlib'

// In a thread of their own: megabytes take long enough for others to notice.
const zip = promisify<Buffer, { level?: number; strategy?: number }, Buffer>(gzip)
/** Larger ones are enclosures: letters for bytes, among which a search for what repeats finds nothing and takes four times as long. */
const WORDS_BYTES = 1_000_000

/** A mail as it came, as it is kept. */
export function pack(raw: Buffer): Promise<Buffer> {
  return zip(raw, raw.length > WORDS_BYTES ? { strategy: constants.Z_RLE } : { level: 4 })
}

export const unpack = promisify<Buffer, Buffer>(gunzip)
