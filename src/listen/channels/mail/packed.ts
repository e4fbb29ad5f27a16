import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

// In a thread of their own: megabytes take long enough for others to notice.
const zip = promisify<Buffer, { level: number }, Buffer>(gzip)

/** A mail as it came, as it is kept. */
export function pack(raw: Buffer): Promise<Buffer> {
  return zip(raw, { level: 4 })
}

export const unpack = promisify<Buffer, Buffer>(gunzip)
