import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileTypeFromFile } from 'file-type'
import { isBusyNow, quietMoment } from '../business.ts'
import { HelperAbsent } from '../helper-process.ts'
import { type DocumentProblem, lookInto } from './documents.ts'
import { openHead, type PictureSize, pictureSize } from './picture-head.ts'
import { cleanPicture, MOST_PIXELS, picturesBusy } from './pictures.ts'

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
export type InspectProblem = DocumentProblem | 'heic' | 'extension' | 'pixels' | 'empty'

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

/** Photos that nobody waits for rest while the program has much to do: at the lowest priority they still slow it. */
const REST_MS = 2000
let rests = true

/** So long a reporter waits for a photo to be written anew; what takes longer is done after the answer. */
let patienceMs = 1000

/** For tests, which must not depend on how busy the machine is: without an end, and no photo rests. */
export function waitForPictures(milliseconds: number): void {
  patienceMs = milliseconds
  rests = false
}

export type Arrived = {
  path: string
  name: string /** SHA-256 in base64, where it is known. */
  sum?: string | undefined
}

/**
 * What a file is by its bytes, never by what its sender says. A document is opened and does nothing but show itself. An image is written anew beside the original as
 * `<path>.clean`: turned upright, at most 2048 pixels, without EXIF, GPS or anything else hidden in it. While others
 * are being written, or when it takes long, it stays as it came with only its head looked at, unless the caller is
 * patient.
 * @throws InspectError
 */
export async function inspectFile(
  { path, name, sum }: Arrived,
  kinds: readonly FileKind[],
  patient = false,
): Promise<Inspected> {
  const { mime, size } = await looked(path)
  if (mime === 'image/heic' || mime === 'image/heif') throw new InspectError('heic')
  const type = kinds.includes('document') ? await typeInside(path, mime) : mime
  const allowed: Readonly<Record<string, readonly string[]>> = {
    ...(kinds.includes('image') ? IMAGES : {}),
    ...(kinds.includes('document') ? DOCUMENTS : {}),
  }
  const extensions = allowed[type]
  if (!extensions) throw new InspectError('type')
  const extension = extname(name).toLowerCase()
  // Phones sometimes send a photo without a proper name; a wrong one is refused, a missing one is not.
  if (extension !== '' && !extensions.includes(extension) && !(type in IMAGES && isImageName(extension))) {
    throw new InspectError('extension')
  }
  if (!(type in IMAGES)) return { path, type, ...(await digest(path, sum)), width: null, height: null, clean: true }
  if (!size) throw new InspectError('broken')
  if (size.width * size.height > MOST_PIXELS) throw new InspectError('pixels')
  const cleaned = patient ? await cleanAtRest(path, type) : await cleanSoon(path, type)
  return cleaned ?? { path, type, ...(await digest(path, sum)), ...size, clean: false }
}

/** What the first bytes say the file is, and for a picture how large. */
async function looked(path: string): Promise<{ mime: string; size: PictureSize | undefined }> {
  const head = await openHead(path)
  try {
    // Nearly all are photos of a phone, for which the library would open the file once more.
    const mime = head.isJpeg ? 'image/jpeg' : (await fileTypeFromFile(path))?.mime
    if (!mime) throw new InspectError((await stat(path)).size === 0 ? 'empty' : 'type')
    return { mime, size: mime in IMAGES ? await pictureSize(head, mime) : undefined }
  } finally {
    await head.close()
  }
}

/** Papers are opened: officers do it next. */
async function typeInside(path: string, type: string): Promise<string> {
  const looked = await lookInto(path, type)
  if ('problem' in looked) throw new InspectError(looked.problem)
  return looked.type
}

function isImageName(extension: string): boolean {
  return Object.values(IMAGES).some((list) => (list as readonly string[]).includes(extension))
}

/** Undefined when it would hold up the reporter: a crowd that sends photos must not stand in line for each other's. */
async function cleanSoon(path: string, type: string): Promise<Inspected | undefined> {
  if (picturesBusy() || (rests && isBusyNow())) return undefined
  const cleaning = cleanImage(path, type)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMs)
  })
  try {
    const done = await Promise.race([cleaning, late])
    // What is made later belongs to nobody.
    if (!done) void cleaning.catch(() => undefined).then(() => rm(`${path}.clean`, { force: true }))
    return done
  } catch (error) {
    // A photo is taken in although nobody can open it just now.
    if (error instanceof HelperAbsent) return undefined
    throw error
  } finally {
    clearTimeout(timer)
  }
}

async function cleanAtRest(path: string, type: string): Promise<Inspected> {
  if (rests) await quietMoment(REST_MS)
  return cleanImage(path, type)
}

async function cleanImage(path: string, type: string): Promise<Inspected> {
  const target = `${path}.clean`
  const made = await cleanPicture(path, target, type)
  if ('problem' in made) throw new InspectError(made.problem)
  return { path: target, ...made, sha256: Buffer.from(made.sha256), clean: true }
}

async function digest(path: string, known: string | undefined): Promise<{ bytes: number; sha256: Buffer }> {
  if (known) return { bytes: (await stat(path)).size, sha256: Buffer.from(known, 'base64') }
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
