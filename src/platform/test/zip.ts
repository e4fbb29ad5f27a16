import { deflateRawSync } from 'node:zlib'

type Part = { name: string; packed: Buffer; size: number; unlisted?: boolean | undefined }

/** An archive of deflated parts that claims these sizes; what is unlisted stands in it without being in its list. */
export function zipOf(parts: readonly Part[]): Buffer {
  const bodies: Buffer[] = []
  const list: Buffer[] = []
  let at = 0
  for (const { name, packed, size, unlisted } of parts) {
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(8, 4)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(size, 18)
    facts.writeUInt16LE(name.length, 22)
    const body = Buffer.concat([Buffer.from('PK\u0003\u0004'), facts, Buffer.from(name), packed])
    bodies.push(body)
    if (!unlisted) {
      const line = Buffer.alloc(46)
      line.writeUInt32LE(0x02014b50, 0)
      line.writeUInt16LE(20, 4)
      facts.copy(line, 6)
      line.writeUInt32LE(at, 42)
      list.push(Buffer.concat([line, Buffer.from(name)]))
    }
    at += body.length
  }
  const listed = Buffer.concat(list)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(list.length, 8)
  end.writeUInt16LE(list.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, listed, end])
}

/** A spreadsheet of a hundred kilobytes whose words unpack to more than any may. */
export function sheetBomb(): Buffer {
  const size = 101_000_000
  return zipOf([{ name: 'xl/sharedStrings.xml', packed: deflateRawSync(Buffer.alloc(size, 32)), size }])
}
