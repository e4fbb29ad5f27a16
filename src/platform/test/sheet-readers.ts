import { inflateRawSync } from 'node:zlib'
import { XMLParser } from 'fast-xml-parser'

// Readers that share no code with what writes our files.

/** RFC 4180: commas, quotes doubled inside quotes, rows that end with CRLF. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy
  const body = text.replace(/^\ufeff/, '')
  while (cell.lastIndex < body.length) {
    const found = cell.exec(body)
    if (!found) throw new Error('not CSV')
    const [, quoted, bare, end] = found
    rows.at(-1)!.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.filter((row) => row.length > 0)
}

type Xml = { [name: string]: Xml } & Xml[] & string

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => ['row', 'c', 'si', 'r'].includes(name),
  processEntities: { maxTotalExpansions: 1_000_000, maxExpandedLength: 10_000_000 },
  htmlEntities: false,
})

/** The texts of all cells of all sheets; throws where a cell is a formula or a link. */
export function readXlsx(file: Buffer): string[] {
  const parts = unzip(file)
  const shared = parts.get('xl/sharedStrings.xml')
  const words = shared ? listOf((parser.parse(shared) as Xml)['sst']?.['si']).map(textOf) : []
  return [...parts].flatMap(([name, xml]) => {
    if (!/^xl\/worksheets\/sheet\d+\.xml$/.test(name)) return []
    if (/<f[ >/]|<hyperlink/.test(xml)) throw new Error(`${name} holds a formula or a link`)
    const sheet = (parser.parse(xml) as Xml)['worksheet']?.['sheetData']
    return listOf(sheet?.['row']).flatMap((row) => listOf(row['c']).map((cell) => cellText(cell, words)))
  })
}

function cellText(cell: Xml, words: readonly string[]): string {
  const value = plain(cell['v'])
  if (cell['@t'] === 's') return words[Number(value)] ?? ''
  return cell['@t'] === 'inlineStr' ? textOf(cell['is']!) : value
}

function textOf(item: Xml): string {
  const runs = listOf(item['r'])
  return (runs.length > 0 ? runs.map((run) => plain(run['t'])) : [plain(item['t'])]).join('')
}

/** Excel writes what XML cannot hold as _x000D_. */
function plain(node: Xml | undefined): string {
  const text = typeof node === 'string' ? node : ((node?.['#text'] as string | undefined) ?? '')
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function listOf(node: Xml | undefined): Xml[] {
  return Array.isArray(node) ? node : node === undefined ? [] : [node]
}

/** The XML parts of a packed file, each by its name. */
export function unzip(file: Buffer): Map<string, string> {
  const parts = new Map<string, string>()
  const end = file.lastIndexOf(Buffer.from('PK\u0005\u0006'))
  let at = file.readUInt32LE(end + 16)
  for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => file.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ]
    const name = file.toString('utf8', at + 46, at + 46 + nameLength)
    const local = file.readUInt32LE(at + 42)
    const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
    const packed = file.subarray(from, from + file.readUInt32LE(at + 20))
    const body = file.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)
    if (name.endsWith('.xml')) parts.set(name, body.toString('utf8'))
    at += 46 + nameLength + extra + comment
  }
  return parts
}
