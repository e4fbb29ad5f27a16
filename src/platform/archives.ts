import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'

const inflate = promisify(inflateRaw)
/** Of a spreadsheet that people fill in; one of twenty thousand rows stays far below. */
const MOST_UNPACKED = 100_000_000
const MOST_ENTRIES = 1000
/** What may stand between two entries: the sizes of the one before, said afterwards. */
const MOST_BETWEEN = 24

/**
 * Whether an archive may be given to a reader that unpacks it: its parts together are small, and nothing is in it that
 * its own list does not name. Unpacked here with a limit, because the sizes an archive claims are only claims.
 */
export async function mayUnpack(file: Buffer, most = MOST_UNPACKED): Promise<boolean> {
  const entries = entriesOf(file)
  if (!entries) return false
  let room = most
  for (const { method, data } of entries) {
    try {
      // One byte more than there is room for is refused by the decoder itself.
      room -= method === 8 ? (await inflate(data, { maxOutputLength: Math.max(room, 1) })).length : data.length
    } catch {
      return false
    }
    if (room < 0) return false
  }
  return true
}

/** One part, unpacked; undefined where it is larger than `most`, or packed by a hand that does not know how. */
export async function unpackEntry({ method, data }: Entry, most: number): Promise<Buffer | undefined> {
  if (method === 0) return data.length <= most ? data : undefined
  return inflate(data, { maxOutputLength: most }).catch(() => undefined)
}

export type Entry = { readonly name: string; readonly method: number; readonly data: Buffer }

/** The parts of an archive as its list at the end names them; undefined when list and parts do not agree. */
export function entriesOf(file: Buffer): Entry[] | undefined {
  const end = file.lastIndexOf(Buffer.from('PK\u0005\u0006'))
  if (end < 0 || end + 22 > file.length) return undefined
  const count = file.readUInt16LE(end + 10)
  if (count === 0 || count > MOST_ENTRIES) return undefined
  const parts: { at: number; name: string; method: number; packed: number }[] = []
  let at = file.readUInt32LE(end + 16)
  const list = at
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || file.readUInt32LE(at) !== 0x02014b50) return undefined
    const method = file.readUInt16LE(at + 10)
    if (method !== 0 && method !== 8) return undefined
    const name = file.toString('utf8', at + 46, at + 46 + file.readUInt16LE(at + 28))
    parts.push({ at: file.readUInt32LE(at + 42), name, method, packed: file.readUInt32LE(at + 20) })
    at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
  }
  let reached = 0
  const entries: Entry[] = []
  for (const part of parts.toSorted((a, b) => a.at - b.at)) {
    if (part.at < reached || part.at - reached > MOST_BETWEEN || part.at + 30 > list) return undefined
    if (file.readUInt32LE(part.at) !== 0x04034b50) return undefined
    const from = part.at + 30 + file.readUInt16LE(part.at + 26) + file.readUInt16LE(part.at + 28)
    reached = from + part.packed
    if (reached > list) return undefined
    entries.push({ name: part.name, method: part.method, data: file.subarray(from, reached) })
  }
  return list - reached <= MOST_BETWEEN ? entries : undefined
}
