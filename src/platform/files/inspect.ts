import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileTypeFromFile } from 'file-type'
import { pictureTools } from './pictures.ts'

/** Types by what the first bytes say, each with the extensions it may carry. */
const IMAGES = {
  'image/jpeg': ['.jpg', '.jpeg', '.jpe', '.jfif'],
  'image/png': ['.png'],
  'image/webp': ['.webp'],
} as const
const DOCUMENTS = {
  'application/pdf': ['.pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['.docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['.xlsx'],
  'application/vnd.oasis.opendocument.text': ['.odt'],
} as const

export type FileKind = 'image' | 'document'
export type InspectProblem = 'type' | 'heic' | 'extension' | 'broken' | 'pixels' | 'empty'

export type Inspected = {
  path: string
  type: string
  bytes: number
  sha256: Buffer
  width: number | null
  height: number | null
  /** False for an image that still is as it came. */
  clean: boolean
}

export class InspectError extends Error {
  readonly problem: InspectProblem
  constructor(problem: InspectProblem) {
    super(problem)
    this.problem = problem
  }
}

const MOST_PIXELS = 60_000_000
const LONGEST_SIDE = 2048

/**
 * What a file is by its bytes, never by what its sender says. An image is written anew beside the original as
 * `<path>.clean`: turned upright, at most 2048 pixels, without EXIF, GPS or anything else hidden in it. When as many
 * images as the machine bears are being written already, only its head is looked at, unless the caller is patient.
 * @throws InspectError
 */
export async function inspectFile(
  path: string,
  name: string,
  kinds: readonly FileKind[],
  patient = false,
): Promise<Inspected> {
  const found = await fileTypeFromFile(path)
  if (!found) throw new InspectError((await stat(path)).size === 0 ? 'empty' : 'type')
  if (found.mime === 'image/heic' || found.mime === 'image/heif') throw new InspectError('heic')
  const allowed: Readonly<Record<string, readonly string[]>> = {
    ...(kinds.includes('image') ? IMAGES : {}),
    ...(kinds.includes('document') ? DOCUMENTS : {}),
  }
  const extensions = allowed[found.mime]
  if (!extensions) throw new InspectError('type')
  const extension = extname(name).toLowerCase()
  // Phones sometimes send a photo without a proper name; a wrong one is refused, a missing one is not.
  if (extension !== '' && !extensions.includes(extension) && !(found.mime in IMAGES && isImageName(extension))) {
    throw new InspectError('extension')
  }
  if (found.mime in IMAGES) {
    if (busy >= AT_ONCE && !patient) return untouchedImage(path, found.mime)
    return inTurn(() => cleanImage(path, found.mime))
  }
  return { path, type: found.mime, ...(await digest(path)), width: null, height: null, clean: true }
}

function isImageName(extension: string): boolean {
  return Object.values(IMAGES).some((list) => (list as readonly string[]).includes(extension))
}

/**
 * A photo of a phone takes a fifth of a second of one core: a crowd that sends some must not stand in line for it, and
 * half of the cores stay with those who send none.
 */
const AT_ONCE = Math.max(1, Math.floor(availableParallelism() / 2))
let busy = 0
const line: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (busy < AT_ONCE) busy++
  else await new Promise<void>((turn) => line.push(turn))
  try {
    return await work()
  } finally {
    const next = line.shift()
    if (next) next()
    else busy--
  }
}

async function untouchedImage(path: string, type: string): Promise<Inspected> {
  const sharp = await pictureTools()
  const { width, height } = await sharp(path)
    .metadata()
    .catch(() => {
      throw new InspectError('broken')
    })
  if (width * height > MOST_PIXELS) throw new InspectError('pixels')
  return { path, type, ...(await digest(path)), width, height, clean: false }
}

async function cleanImage(path: string, type: string): Promise<Inspected> {
  const target = `${path}.clean`
  const sharp = await pictureTools()
  const image = sharp(path, { limitInputPixels: MOST_PIXELS, sequentialRead: true, pages: 1, failOn: 'error' })
    .autoOrient()
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
  const written = type === 'image/jpeg' ? image.jpeg({ quality: 82 }) : image.webp({ quality: 84 })
  try {
    const { width, height } = await written.toFile(target)
    const clean = type === 'image/jpeg' ? 'image/jpeg' : 'image/webp'
    return { path: target, type: clean, ...(await digest(target)), width, height, clean: true }
  } catch (error) {
    throw new InspectError(error instanceof Error && /pixel limit/i.test(error.message) ? 'pixels' : 'broken')
  }
}

async function digest(path: string): Promise<{ bytes: number; sha256: Buffer }> {
  const hash = createHash('sha256')
  let bytes = 0
  await pipeline(createReadStream(path), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      hash.update(chunk)
      bytes += chunk.length
    }
  })
  return { bytes, sha256: hash.digest() }
}
