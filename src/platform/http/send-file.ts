import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { byteRange, slice } from './range.ts'
import type { Outcome } from './route.ts'

/** A download, whole or the part that was asked for; what a browser could run opens nowhere near our pages. */
export function sendFile(request: FastifyRequest, reply: FastifyReply, { file }: Extract<Outcome, { file: unknown }>) {
  const ascii = file.name.replaceAll(/[^\w.-]+/g, '_')
  reply
    .type(file.type)
    .header('cache-control', 'private, no-store')
    .header(
      'content-disposition',
      `${file.inline ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    )
  if (!file.inline || !file.type.startsWith('text/html'))
    reply.header('content-security-policy', "default-src 'none'; sandbox")
  if (file.bytes === undefined) return reply.send(file.body)
  // A video is watched in parts: Safari plays none without them, and nobody can jump ahead.
  reply.header('accept-ranges', 'bytes')
  const range = byteRange(request.headers.range, file.bytes)
  if (range === undefined) return reply.header('content-length', file.bytes).send(file.body)
  if (range === 'unsatisfiable') {
    // What is not read stays open; nobody else closes it.
    if (file.body instanceof Readable) file.body.destroy()
    return reply.status(416).header('content-range', `bytes */${file.bytes}`).send()
  }
  return reply
    .status(206)
    .header('content-range', `bytes ${range.from}-${range.to}/${file.bytes}`)
    .header('content-length', range.to - range.from + 1)
    .send(slice(file.body, range))
}
