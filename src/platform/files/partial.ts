import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { copyFile, mkdir, open, readdir, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Readable } from 'node:stream'
import { Refusal } from '../http/errors.ts'
import { asReceived, isReceived, LOST_UPLOAD, type Upload } from '../http/input.ts'
import { writePieces } from '../http/to-disk.ts'

/** Nothing waits longer than this for its rest, or for the form it belongs to. */
export const KEPT_MS = 24 * 60 * 60 * 1000
/** Uploads stop before the disk is so full that the database beside them stops. */
const FREE_BYTES = 1_000_000_000

const ID = /^[\w-]{32}$/
const RESUMED = '.resumed'

type Facts = {
  readonly institution: string
  /** The form the file is meant for; another form cannot take it. */
  readonly purpose: string
  readonly name: string
  readonly type: string
  readonly length: number
}
export type Partial = Facts & { readonly id: string; readonly offset: number; readonly expires: Date }

/** What a form's address is kept as: some addresses are secrets of their own. */
export function purposeOf(address: string): string {
  return createHash('sha256').update(address.split('?')[0]!).digest('base64url')
}

/** One folder per upload, named by an id nobody can guess: what is known about the file, and the bytes so far. */
function places(folder: string, id: string) {
  const root = join(folder, id)
  return { root, facts: join(root, 'facts.json'), bytes: join(root, 'bytes') }
}

export async function createPartial(folder: string, facts: Facts): Promise<string> {
  await requireSpace(folder)
  const id = randomBytes(24).toString('base64url')
  const place = places(folder, id)
  await mkdir(place.root, { mode: 0o700 })
  await writeFile(place.bytes, '', { mode: 0o600 })
  await writeFile(place.facts, JSON.stringify(facts), { mode: 0o600 })
  return id
}

/** Undefined when it never was, is too old, or belongs to another institution. */
export async function findPartial(
  folder: string,
  now: Date,
  institution: string,
  id: string,
): Promise<Partial | undefined> {
  if (!ID.test(id)) return undefined
  const place = places(folder, id)
  try {
    const expires = new Date((await stat(place.root)).mtimeMs + KEPT_MS)
    const facts: Facts = JSON.parse(await readFile(place.facts, 'utf8'))
    if (expires <= now || facts.institution !== institution) return undefined
    return { ...facts, id, expires, offset: (await stat(place.bytes)).size }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Adds bytes at the end; what came before a line dropped stays. Resolves to the new offset.
 * @throws Refusal 409 when `offset` is not the end, 413 when more comes than was announced, 400 when the line dropped.
 */
export async function appendPartial(folder: string, partial: Partial, offset: number, body: Readable): Promise<number> {
  if (offset !== partial.offset) throw new Refusal(409, 'offset')
  await requireSpace(folder)
  const target = await open(places(folder, partial.id).bytes, 'r+')
  try {
    // Each piece as it comes: whoever has this road needs it because the line drops.
    const rest = noMoreThan(partial.length - offset, body)
    return offset + (await writePieces(target, rest, { atOnce: 1, position: offset }))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') throw new Refusal(400, 'interrupted')
    throw error
  } finally {
    await target.close()
  }
}

async function* noMoreThan(most: number, pieces: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let bytes = 0
  for await (const piece of pieces) {
    bytes += piece.length
    if (bytes > most) throw new Refusal(413, 'upload')
    yield piece
  }
}

async function requireSpace(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < FREE_BYTES) throw new Refusal(413, 'disk')
}

export type Resumed = {
  /** Forgets the uploads: the form they belong to has done its work. */
  used(): Promise<void>
  cleanUp(): Promise<void>
}

/**
 * Puts the finished upload named in a field `photo.resumed` where a file of the field `photo` would be. The handler
 * gets a copy of its own, because a late line may still write into the upload itself. Something else than a finished
 * upload for this form becomes a message at the field; a file that was sent along wins.
 * @throws Refusal 413 when the files together are larger than `maxBytes`.
 */
export async function resumeUploads(
  folder: string,
  values: Record<string, unknown>,
  form: { institution: string | undefined; address: string; maxBytes: number; now: Date },
): Promise<Resumed> {
  const copies: string[] = []
  const found: string[] = []
  const cleanUp = async () => {
    for (const copy of copies) await rm(copy, { force: true })
  }
  let bytes = Object.values(values)
    .filter(isReceived)
    .reduce((sum: number, file) => sum + (file as Upload).bytes, 0)
  try {
    for (const [key, id] of Object.entries(values)) {
      const field = key.slice(0, -RESUMED.length)
      if (!key.endsWith(RESUMED) || field === '' || id === '' || values[field] !== undefined) continue
      const partial =
        typeof id === 'string' && form.institution
          ? await findPartial(folder, form.now, form.institution, id)
          : undefined
      if (!partial || partial.purpose !== purposeOf(form.address) || partial.offset !== partial.length) {
        values[field] = LOST_UPLOAD
        continue
      }
      bytes += partial.length
      if (bytes > form.maxBytes) throw new Refusal(413, 'upload', { [field]: '' })
      const path = join(folder, randomUUID())
      copies.push(path)
      await copyFile(places(folder, partial.id).bytes, path)
      found.push(partial.id)
      const name = basename(partial.name).slice(0, 200)
      values[field] = asReceived({ path, name, type: partial.type, bytes: partial.length })
    }
  } catch (error) {
    await cleanUp()
    throw error
  }
  const used = async () => {
    for (const id of found) await rm(places(folder, id).root, { recursive: true, force: true })
  }
  return { used, cleanUp }
}

/** Removes what is too old: uploads nobody finished, and files of requests that a crash cut off. */
export async function sweepUploads(folder: string, now: Date): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found && found.mtimeMs + KEPT_MS <= now.getTime()) await rm(path, { recursive: true, force: true })
  }
}
