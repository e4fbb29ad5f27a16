import { promisify } from 'node:util'
import { constants, inflate } from 'node:zlib'

const unpack = promisify<Buffer, { maxOutputLength: number; finishFlush: number }, Buffer>(inflate)

/** Readers look for its end in so many of the last bytes, because some programs add to it. */
const END = 4096
const SLICE = 1_000_000
/** Longer than any name looked for, with every letter written as a number. */
const OVERLAP = 100
/** All object streams of one file together; those of a thesis with its pictures stay below 5 MB. */
const MOST_OBJECTS = 60_000_000

const DELIMITER = '(?=[\\0\\t\\n\\f\\r ()<>[\\]{}/%]|$)'
/** A name as readers of such files know it: each letter may be written as #xx. */
const named = (name: string) => `\\/${[...name].map((letter) => `(?:${letter}|#${hex(letter)})`).join('')}`
const hex = (letter: string) =>
  [...letter.charCodeAt(0).toString(16)].map((digit) => `[${digit}${digit.toUpperCase()}]`).join('')

/** What acts, or brings another file along, whoever opens it. Actions without a script, as where to begin, are not. */
const ACTS = new RegExp(
  [
    ...['JavaScript', 'Launch', 'ImportData', 'RichMedia', 'Rendition'].map((name) => named(name) + DELIMITER),
    `${named('EmbeddedFile')}s?${DELIMITER}`,
    // A form in another language, which has scripts of its own.
    `${named('XFA')}\\s*[[\\d]`,
  ].join('|'),
)
const LOCKED = new RegExp(named('Encrypt') + DELIMITER)
const OBJECTS = new RegExp(named('ObjStm') + DELIMITER, 'g')

/**
 * Whether a PDF is a paper only. Names are looked for in all bytes, wherever they stand, because readers follow
 * references and not the order of the file; and in its object streams, unpacked. One whose objects lie under a password
 * cannot be looked at.
 */
export async function pdfProblem(file: Buffer): Promise<'broken' | 'script' | 'locked' | undefined> {
  // Text that only begins like one, and one cut off on its way, have no pages to be found from its end.
  if (!file.subarray(-END).includes('%%EOF')) return 'broken'
  const streams: number[] = []
  let locked = false
  for (let at = 0; at < file.length; at += SLICE) {
    const text = file.toString('latin1', at, at + SLICE + OVERLAP)
    if (ACTS.test(text)) return 'script'
    locked ||= LOCKED.test(text)
    for (const { index } of text.matchAll(OBJECTS)) if (index < SLICE) streams.push(at + index)
    // Others' requests come in between.
    if (file.length > SLICE) await new Promise(setImmediate)
  }
  if (streams.length > 0 && locked) return 'locked'
  let room = MOST_OBJECTS
  for (const at of streams) {
    const objects = await objectsAt(file, at, room)
    if (!objects) return 'broken'
    room -= objects.length
    if (ACTS.test(objects.toString('latin1'))) return 'script'
  }
  return undefined
}

/** Undefined where what is unpacked is no list of objects: packed otherwise than anybody does, nobody can say what is in it. */
async function objectsAt(file: Buffer, at: number, room: number): Promise<Buffer | undefined> {
  const begin = file.indexOf('stream', at)
  if (begin < 0) return undefined
  const from = file.subarray(begin + (file[begin + 6] === 13 ? 8 : 7))
  try {
    const limits = { maxOutputLength: Math.max(room, 1), finishFlush: constants.Z_SYNC_FLUSH }
    const objects = await unpack(from, limits)
    return isList(objects) ? objects : undefined
  } catch {
    // Never packed, it was looked at with all other bytes.
    return isList(from) ? Buffer.alloc(0) : undefined
  }
}

/** Numbers and places of the objects come first, then the objects. */
function isList(bytes: Buffer): boolean {
  return /^[\s\d]*(<<|<[\s\da-fA-F]*>|[[(/%]|[-+.]|true|false|null|$)/.test(bytes.toString('latin1'))
}
