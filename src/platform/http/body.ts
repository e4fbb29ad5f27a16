import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type {} from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { Refusal } from './errors.ts'
import type { Upload } from './input.ts'

export type Body = { readonly values: Record<string, unknown>; cleanUp(): Promise<void> }

/**
 * Query, body and path parameters as one object; a field that came several times is a list. Files are streamed to
 * disk and removed by `cleanUp` unless the handler has moved them.
 * @throws Refusal 413 when the files together are larger than `maxUploadBytes`.
 */
export async function readBody(request: FastifyRequest, maxUploadBytes: number, folder: string): Promise<Body> {
  const values: Record<string, unknown> = { ...(request.query as object) }
  const files: string[] = []
  const cleanUp = async () => {
    for (const file of files) await rm(file, { force: true })
  }
  if (request.isMultipart()) {
    try {
      await readParts(request, maxUploadBytes, folder, values, files)
    } catch (error) {
      await cleanUp()
      throw error
    }
  } else if (request.body !== null && typeof request.body === 'object') {
    Object.assign(values, request.body)
  }
  Object.assign(values, request.params as object)
  for (const [name, value] of Object.entries(values)) values[name] = storable(value)
  return { values, cleanUp }
}

async function readParts(
  request: FastifyRequest,
  maxUploadBytes: number,
  folder: string,
  values: Record<string, unknown>,
  files: string[],
): Promise<void> {
  await mkdir(folder, { recursive: true })
  let bytes = 0
  const limits = {
    fileSize: Math.max(1, maxUploadBytes),
    files: maxUploadBytes > 0 ? 10 : 1,
    fields: 500,
    fieldSize: 200_000,
  }
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') {
      add(values, part.fieldname, part.value)
      continue
    }
    if (!part.filename) {
      part.file.resume()
      continue
    }
    const path = join(folder, randomUUID())
    files.push(path)
    await pipeline(part.file, createWriteStream(path, { mode: 0o600 }))
    bytes += part.file.bytesRead
    if (part.file.truncated || bytes > maxUploadBytes) throw new Refusal(413, 'upload', { [part.fieldname]: '' })
    if (part.file.bytesRead === 0) continue
    const upload: Upload = {
      path,
      name: basename(part.filename).slice(0, 200),
      type: part.mimetype,
      bytes: part.file.bytesRead,
    }
    add(values, part.fieldname, upload)
  }
}

// PostgreSQL text cannot hold U+0000 or half a surrogate pair; neither can be typed.
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\u0000', '').toWellFormed()
  return Array.isArray(value) ? value.map(storable) : value
}

function add(values: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__' || name === 'constructor' || name === 'prototype') return
  const before = values[name]
  if (before === undefined) values[name] = value
  else if (Array.isArray(before)) before.push(value)
  else values[name] = [before, value]
}

/** Only text goes back into a form; files have to be chosen again. */
export function typedValues(values: Readonly<Record<string, unknown>>): Record<string, string | string[]> {
  const typed: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string') typed[name] = value
    else if (Array.isArray(value)) typed[name] = value.filter((one): one is string => typeof one === 'string')
  }
  return typed
}
