/** uuid, as pg_type numbers it. */
const UUID_OID = 2950
const HEADER = 20

const packed = new WeakMap<readonly unknown[], Buffer>()

/**
 * The units a person reaches go along with nearly every statement: hundreds of ids, the same ones again and again. Sent
 * as text they would be quoted, sent and read anew each time; packed once as PostgreSQL's binary `uuid[]` they are half
 * as long and need no reading. The list must not be changed afterwards, and its statement must mean a `uuid[]`.
 */
export function packUuids<L extends readonly string[]>(ids: L): L {
  packed.set(ids, binary(ids))
  return ids
}

/** What is sent for a parameter: the packed form of a list that has one, anything else as it is. */
export function asSent(value: unknown): unknown {
  return Array.isArray(value) ? (packed.get(value) ?? value) : value
}

/** Dimensions, whether there are nulls, element type; one dimension's length and lower bound; then each id after its length. */
function binary(ids: readonly string[]): Buffer {
  if (ids.length === 0) {
    const empty = Buffer.alloc(12)
    empty.writeInt32BE(UUID_OID, 8)
    return empty
  }
  const bytes = Buffer.alloc(HEADER + ids.length * HEADER)
  bytes.writeInt32BE(1, 0)
  bytes.writeInt32BE(UUID_OID, 8)
  bytes.writeInt32BE(ids.length, 12)
  bytes.writeInt32BE(1, 16)
  for (const [index, id] of ids.entries()) {
    const at = HEADER + index * HEADER
    bytes.writeInt32BE(16, at)
    if (bytes.write(id.replaceAll('-', ''), at + 4, 16, 'hex') !== 16) throw new Error('not an id')
  }
  return bytes
}
