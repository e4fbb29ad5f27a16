import { posix } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import { type Entry, entriesOf, unpackEntry } from '../archives.ts'

/** What officers are kept from opening: each has its own words in `files.ts`. */
export type PackageProblem = 'type' | 'broken' | 'macro' | 'linked' | 'embedded' | 'locked'
export type Opened = { type: string } | { problem: PackageProblem }

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const ODT = 'application/vnd.oasis.opendocument.text'
/** Content type of the main part → what the whole is, and the element its words begin with. */
const MAIN: Readonly<Record<string, { type: string; element: string }>> = {
  [`${DOCX}.main+xml`]: { type: DOCX, element: 'document' },
  [`${XLSX}.main+xml`]: { type: XLSX, element: 'workbook' },
}
const MOST_PART = 60_000_000
/** A chart in a letter brings its sheet along; nobody needs more than that in one another. */
const DEEPEST = 2

type Parts = ReadonlyMap<string, Entry>
type Relation = { from: string; kind: string; target: string; external: boolean }

/**
 * What an archive is by the part it names as its main one, opened, instead of by the names that lie in it. Refused is
 * what can act on whoever opens it: macros, controls, objects of other programs, and parts that are fetched from
 * elsewhere at opening.
 */
export async function openPackage(file: Buffer): Promise<Opened> {
  const parts = partsOf(file)
  if (!parts) return { problem: 'broken' }
  const [office, open] = [parts.has('[content_types].xml'), parts.has('mimetype')]
  if (office === open) return { problem: office ? 'broken' : 'type' }
  return office ? openOffice(parts, 0) : openText(parts)
}

/** By lower-case name, as the programs look for them; undefined where two have the same. */
function partsOf(file: Buffer): Parts | undefined {
  const entries = entriesOf(file)
  const parts = new Map(entries?.map((entry) => [entry.name.toLowerCase(), entry]))
  return entries && parts.size === entries.length ? parts : undefined
}

async function openOffice(parts: Parts, depth: number): Promise<Opened> {
  const types = await contentTypes(parts)
  const relations = types && (await relationsOf(parts))
  if (!types || !relations) return { problem: 'broken' }
  const start = relations.find(({ from, kind }) => from === '_rels/.rels' && kind === 'officedocument')
  const main = start && partOf(start)
  const given = main === undefined ? '' : types(main)
  if ([...parts.keys()].some((name) => MACRO.test(types(name))) || relations.some(({ kind }) => ACTS.has(kind)))
    return { problem: 'macro' }
  const known = MAIN[given]
  if (main === undefined || (!known && depth === 0)) return { problem: 'type' }
  if (relations.some(reachesOut) || (await exchangesData(parts, relations))) return { problem: 'linked' }
  for (const relation of relations.filter((one) => !one.external)) {
    if (relation.kind === 'oleobject' || relation.kind === 'afchunk') return { problem: 'embedded' }
    if (relation.kind === 'package' && !(await isPlain(parts.get(partOf(relation)), depth + 1)))
      return { problem: 'embedded' }
  }
  if (known && (await rootOf(parts.get(main))) !== known.element) return { problem: 'broken' }
  return { type: known?.type ?? given }
}

/** Kinds of content and of relations by which programs know what may act. */
const MACRO = /macroenabled|vbaproject|macrosheet|activex|vbadata/
const ACTS = new Set([
  'vbaproject',
  'wordvbadata',
  'xlmacrosheet',
  'xlintlmacrosheet',
  'activexcontrolbinary',
  'control',
])
/** What a program asks about, or shows without running it; a share of the network is never one of them. */
const SHOWN = new Set(['image', 'video', 'audio', 'media', 'externallinkpath', 'slide'])

function reachesOut({ kind, target, external }: Relation): boolean {
  if (!external || kind === 'hyperlink') return false
  const place = target.trim()
  const local = /^(file:\/{0,3})?[a-z]:[\\/]/i.test(place) || !/^([a-z][a-z0-9+.-]*:|\\\\|\/\/)/i.test(place)
  return !local && !(SHOWN.has(kind) && /^https?:/i.test(place))
}

/** A sheet that lets another program run as the source of a cell. */
async function exchangesData(parts: Parts, relations: readonly Relation[]): Promise<boolean> {
  for (const relation of relations.filter(({ kind }) => kind === 'externallink')) {
    const text = await textOf(parts.get(partOf(relation)))
    if (text === undefined || /<(\w+:)?(ddeLink|oleLink)\b/.test(text)) return true
  }
  return false
}

async function isPlain(part: Entry | undefined, depth: number): Promise<boolean> {
  const inner = part && depth <= DEEPEST ? await unpackEntry(part, MOST_PART) : undefined
  const parts = inner && partsOf(inner)
  return parts !== undefined && 'type' in (await openOffice(parts, depth))
}

async function openText(parts: Parts): Promise<Opened> {
  const type = (await textOf(parts.get('mimetype')))?.trim()
  if (type !== ODT) return { problem: 'type' }
  const manifest = await textOf(parts.get('meta-inf/manifest.xml'))
  if (!manifest?.includes(`"${ODT}"`)) return { problem: 'broken' }
  if (/<(\w+:)?encryption-data\b/.test(manifest)) return { problem: 'locked' }
  if ([...parts.keys()].some((name) => /^scripts\/.*[^/]$|^basic\/[^/]+\/(?!script-l[bc]\.xml$)[^/]+$/.test(name)))
    return { problem: 'macro' }
  if (manifest.includes('application/vnd.sun.star.oleobject')) return { problem: 'embedded' }
  if ((await rootOf(parts.get('content.xml'))) !== 'document-content') return { problem: 'broken' }
  for (const [name, part] of parts) {
    if (!/(^|\/)(content|styles)\.xml$/.test(name)) continue
    const text = await textOf(part)
    if (text === undefined) return { problem: 'broken' }
    if (/vnd\.sun\.star\.(script|UNO|Package)|<script:event-listener\b/.test(text)) return { problem: 'macro' }
    if (/\boffice:dde-source\b/.test(text)) return { problem: 'linked' }
  }
  return { type }
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  htmlEntities: true,
  parseAttributeValue: false,
  isArray: (name) => ['Default', 'Override', 'Relationship'].includes(name),
})

type Row = Readonly<Record<string, string | undefined>>

async function rowsOf(part: Entry | undefined, root: string): Promise<Record<string, Row[]> | undefined> {
  const text = await textOf(part)
  // Declared entities would let a word stand there that nobody sees.
  if (text === undefined || text.includes('<!')) return undefined
  try {
    const found: unknown = parser.parse(text)[root]
    return found === '' ? {} : typeof found === 'object' ? (found as Record<string, Row[]>) : undefined
  } catch {
    return undefined
  }
}

/** The content type of each part by its name, in lower case. */
async function contentTypes(parts: Parts): Promise<((name: string) => string) | undefined> {
  const rows = await rowsOf(parts.get('[content_types].xml'), 'Types')
  if (!rows) return undefined
  const low = (word: string | undefined) => (word ?? '').toLowerCase()
  const named = new Map(
    rows['Override']?.map((row) => [low(row['PartName']).replace(/^\//, ''), low(row['ContentType'])]),
  )
  const usual = new Map(rows['Default']?.map((row) => [low(row['Extension']), low(row['ContentType'])]))
  return (name) => named.get(name) ?? usual.get(posix.extname(name).slice(1)) ?? ''
}

async function relationsOf(parts: Parts): Promise<Relation[] | undefined> {
  const all: Relation[] = []
  for (const [from, part] of parts) {
    if (!from.endsWith('.rels')) continue
    const rows = await rowsOf(part, 'Relationships')
    if (!rows) return undefined
    for (const { Type, Target, TargetMode } of rows['Relationship'] ?? []) {
      const kind = (Type ?? '').slice((Type ?? '').lastIndexOf('/') + 1).toLowerCase()
      all.push({ from, kind, target: Target ?? '', external: TargetMode?.toLowerCase() === 'external' })
    }
  }
  return all
}

/** `word/_rels/document.xml.rels` speaks of what lies in `word/`. */
function partOf({ from, target }: Relation): string {
  const folder = posix.join('/', posix.dirname(from), '..')
  let name = target
  try {
    name = decodeURIComponent(target)
  } catch {
    // Not encoded, then.
  }
  return posix.resolve(folder, name).slice(1).toLowerCase()
}

async function textOf(part: Entry | undefined): Promise<string | undefined> {
  const bytes = part && (await unpackEntry(part, MOST_PART))
  if (!bytes) return undefined
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2)
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le', 2)
  return bytes.toString('utf8')
}

/** The name of the first element, without its prefix. */
async function rootOf(part: Entry | undefined): Promise<string | undefined> {
  const text = await textOf(part)
  return /^\uFEFF?\s*(?:<\?[^>]*\?>\s*|<!--[\s\S]*?-->\s*)*<(?:[\w.-]+:)?([\w.-]+)/.exec(
    text?.slice(0, 10_000) ?? '',
  )?.[1]
}
