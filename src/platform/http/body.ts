import { createHash, type Hash, randomUUID } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type {} from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { storableText } from '../storable-text.ts'
import { Refusal } from './errors.ts'
import { asReceived, EMPTY_UPLOAD, FAR_TOO_LARGE, isReceived, NESTED, TOO_LARGE } from './input.ts'
import { discard, writePieces } from './to-disk.ts'

/** Names with which an object would get another prototype. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype'])
/** JSON that lies deeper is sent to exhaust whoever walks through it. */
const DEEPEST = 32

const MARKERS: readonly object[] = [EMPTY_UPLOAD, NESTED, TOO_LARGE, FAR_TOO_LARGE]

/** All text of one form together, as for a form without files. */
const MOST_TEXT = 1_000_000

/** Bytes of a photo that are held before they are written. */
const AT_ONCE = 512_000

export type Body = { readonly values: Record<string, unknown>; cleanUp(): Promise<void> }

/**
 * Query, body and path parameters as one object; a field that came several times is a list. Files are streamed to
 * disk and removed by `cleanUp` unless the handler has moved them; with `keepFiles` off their bytes are thrown away.
 * A file that makes them larger than `maxUploadBytes` together is TOO_LARGE; where it is far larger, nothing is read on
 * and what came before it is what there is.
 * @throws Refusal 413 when the text is far too large, 400 when the body is broken.
 */
export async function readBody(
  request: FastifyRequest,
  maxUploadBytes: number,
  folder: string,
  keepFiles = true,
): Promise<Body> {
  // Pages send forms; JSON is the interface's alone, so that no form field can be more than text, lists and files.
  if (/^application\/json/i.test(request.headers['content-type'] ?? '') && !request.url.startsWith('/api/'))
    throw new Refusal(400, '')
  const values: Record<string, unknown> = {}
  take(values, request.query)
  const files: string[] = []
  const cleanUp = async () => {
    for (const file of files) await discard(file)
  }
  if (request.isMultipart()) {
    try {
      await readParts(request, maxUploadBytes, folder, values, keepFiles ? files : undefined)
    } catch (error) {
      await cleanUp()
      throw refusalOf(error)
    }
  } else if (request.body !== null && typeof request.body === 'object' && !Buffer.isBuffer(request.body)) {
    take(values, request.body)
  }
  take(values, request.params)
  for (const [name, value] of Object.entries(values)) values[name] = storable(value)
  return { values, cleanUp }
}

/** Words of a form are read whatever comes; of photos that follow them only so much. */
const LIGHT = 200_000

/** What was typed into a form that is refused before it is read; nothing where its files make it heavy. */
export async function typedInto(request: FastifyRequest, folder: string): Promise<Record<string, unknown>> {
  if (request.isMultipart() && !(Number(request.headers['content-length']) <= LIGHT)) return {}
  const body = await readBody(request, LIGHT, folder, false).catch(() => undefined)
  return body?.values ?? {}
}

async function readParts(
  request: FastifyRequest,
  maxUploadBytes: number,
  folder: string,
  values: Record<string, unknown>,
  files: string[] | undefined,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  let bytes = 0
  let text = 0
  const mayBeReadOn = Number(request.headers['content-length']) <= 3 * maxUploadBytes + LIGHT
  const limits = {
    fileSize: Math.max(1, maxUploadBytes),
    files: 10,
    fields: 500,
    fieldSize: 200_000,
  }
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') {
      text += String(part.value).length
      if (text > MOST_TEXT || part.valueTruncated) throw new Refusal(413, '')
      add(values, part.fieldname, part.value)
      continue
    }
    if (!part.filename || !files || maxUploadBytes === 0 || bytes > maxUploadBytes) {
      part.file.resume()
      if (part.filename) add(values, part.fieldname, { name: part.filename })
      continue
    }
    const path = join(folder, randomUUID())
    files.push(path)
    const sum = createHash('sha256')
    const target = await open(path, 'wx', 0o600)
    try {
      await writePieces(target, summed(part.file, sum), { atOnce: AT_ONCE })
    } finally {
      await target.close()
    }
    bytes += part.file.bytesRead
    if (part.file.truncated || bytes > maxUploadBytes) {
      if (!mayBeReadOn) {
        add(values, part.fieldname, FAR_TOO_LARGE)
        return
      }
      bytes = Number.POSITIVE_INFINITY
      add(values, part.fieldname, TOO_LARGE)
      continue
    }
    if (part.file.bytesRead === 0) {
      add(values, part.fieldname, EMPTY_UPLOAD)
      continue
    }
    const name = basename(part.filename).slice(0, 200)
    add(
      values,
      part.fieldname,
      asReceived({ path, name, type: part.mimetype, bytes: part.file.bytesRead, sum: sum.digest('base64') }),
    )
  }
}

async function* summed(pieces: AsyncIterable<Buffer>, sum: Hash): AsyncIterable<Buffer> {
  for await (const piece of pieces) {
    sum.update(piece)
    yield piece
  }
}

/** What the parser threw is the sender's mistake; what the disk threw is ours. */
function refusalOf(error: unknown): unknown {
  if (error instanceof Refusal || (error instanceof Error && 'syscall' in error)) return error
  return new Refusal((error as { statusCode?: number }).statusCode === 413 ? 413 : 400, '')
}

function storable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return storableText(value)
  if (typeof value !== 'object' || value === null || MARKERS.includes(value) || isReceived(value)) return value
  if (depth === DEEPEST) throw new Refusal(400, '')
  // In place: a copy of a long list costs more than reading it, and nobody else has seen it yet.
  const parts = value as Record<string, unknown>
  for (const name of Object.keys(parts)) {
    const part = parts[name]
    const kept = storable(part, depth + 1)
    if (kept !== part) parts[name] = kept
  }
  return value
}

function take(values: Record<string, unknown>, from: unknown): void {
  for (const [name, value] of Object.entries(from ?? {})) if (!RESERVED.has(name)) values[name] = value
}

function add(values: Record<string, unknown>, name: string, value: unknown): void {
  if (RESERVED.has(name)) return
  const before = values[name]
  if (before === undefined) values[name] = value
  else if (Array.isArray(before)) before.push(value)
  else values[name] = [before, value]
}

/** Never written into a page, not even a hidden field. */
export const SECRETS: readonly string[] = ['password', 'repeat', 'current', 'clientSecret']

/** What somebody wrote in words; names and choices of a form say nothing out of it. */
export function writtenIn(values: Readonly<Record<string, unknown>>): string[] {
  const typed = Object.entries(typedValues(values)).filter(([name]) => !SECRETS.includes(name))
  return typed.flatMap(([, value]) => (typeof value === 'string' && /\S\s+\S/.test(value) ? [value] : []))
}

/** Parts of a field, `a[b]`, stand for the field where it did not come itself, so that it is told apart from an empty one. */
export function markNested(values: Record<string, unknown>): Record<string, unknown> {
  for (const name of Object.keys(values)) {
    const [whole = '', ...parts] = name.split('[')
    if (parts.length > 0 && whole !== '' && !RESERVED.has(whole)) values[whole] ??= NESTED
  }
  return values
}

/** Only text goes back into a form; files have to be chosen again. */
export function typedValues(values: Readonly<Record<string, unknown>>): Record<string, string | string[]> {
  const typed: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string') typed[name] = typable(value)
    else if (Array.isArray(value)) typed[name] = value.flatMap((one) => (typeof one === 'string' ? [typable(one)] : []))
    else if (value === NESTED) typed[name] = partsOf(values, name)
  }
  return typed
}

/** As input.ts takes it: control characters cannot be typed, and no page may hold them. */
function typable(text: string): string {
  return text.replaceAll(/[\p{Cc}--[\n\t\r]]/gv, '')
}

function partsOf(values: Readonly<Record<string, unknown>>, name: string): string[] {
  const parts = Object.entries(values).filter(([key]) => key.startsWith(`${name}[`))
  return parts.flatMap(([, value]) => (typeof value === 'string' ? [value] : []))
}
