import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NotFound, Refusal } from '../http/errors.ts'
import { type Limiter, refuseForeignForm } from '../http/guards.ts'
import type { Institutions } from '../http/institutions.ts'
import type { Institution, Limit, Route } from '../http/route.ts'
import type { Log } from '../log.ts'
import { appendPartial, createPartial, findPartial, type Partial, purposeOf, sweepUploads } from './partial.ts'

const VERSION = '1.0.0'
const SWEEP_EVERY_MS = 60 * 60 * 1000
/** Many people share one address behind a mobile network or an office. */
const CREATE: Limit = { points: 120, seconds: 600, by: 'ip' }
/** In pieces of 64 KiB: 1 GiB an hour for each network; who has signed in has as much for each session. */
const PIECE = 65_536
const BYTES: Limit = { points: 16_384, seconds: 3600, by: 'ip' }
const APPEND: Limit = { points: 6000, seconds: 600, by: 'ip' }

type Parts = {
  routes: readonly Route[]
  institutions: Institutions
  limiter: Limiter
  folder: string
  log: Log
  now: () => Date
  /** The institution of this person's session, when there is one. */
  signedInto(request: FastifyRequest): string | undefined
  /** The session where there is one, otherwise the network. */
  senderOf(request: FastifyRequest): string
  mayEnter(request: FastifyRequest, route: Route, values: Readonly<Record<string, string>>): Promise<boolean>
}

/**
 * Uploads in pieces under /i/:institution/unggah, after tus 1.0 (core, creation, expiration): POST announces length,
 * name and the form the file is for, HEAD tells how far it came, PATCH goes on from there.
 */
export function addResumableUploads(app: FastifyInstance, parts: Parts): void {
  app.register(async (scope) => {
    // Pieces are streamed to disk, whatever their size; nothing else is taken here.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/offset+octet-stream', (_request, payload, done) => done(null, payload))
    scope.setErrorHandler((error, request, reply) => answerFailure(error, request, reply, parts.log))
    scope.addHook('onRequest', async (request, reply) => {
      reply.header('tus-resumable', VERSION).header('cache-control', 'no-store')
      if (request.method === 'OPTIONS') return
      if (request.method !== 'HEAD') refuseForeignForm(request)
      if (request.headers['tus-resumable'] !== VERSION) await reply.status(412).header('tus-version', VERSION).send()
    })
    const url = '/i/:institution/unggah'
    scope.options(url, async (_request, reply) =>
      reply.status(204).header('tus-version', VERSION).header('tus-extension', 'creation,expiration').send(),
    )
    scope.post(url, (request, reply) => create(request, reply, parts))
    scope.head(`${url}/:id`, async (request, reply) => {
      const partial = await find(request, parts)
      return tellOffset(reply, partial, partial.offset).header('upload-length', partial.length).send()
    })
    scope.patch(`${url}/:id`, async (request, reply) => {
      await parts.limiter.take(`PATCH ${url}`, APPEND, request.ip)
      const partial = await find(request, parts)
      const offset = wholeNumber(request.headers['upload-offset'])
      if (offset === undefined || !request.body) throw new Refusal(400, 'offset')
      const rest = partial.length - offset
      if (Number(request.headers['content-length'] ?? 0) > rest) throw new Refusal(413, 'upload')
      const end = await appendPartial(parts.folder, partial, offset, request.body as Readable)
      return tellOffset(reply.status(204), partial, end).send()
    })
    const sweep = () => {
      sweepUploads(parts.folder, parts.now()).catch((error: unknown) => parts.log.error({ err: error }, 'sweep'))
    }
    const timer = setInterval(sweep, SWEEP_EVERY_MS).unref()
    scope.addHook('onReady', async () => sweep())
    scope.addHook('onClose', async () => clearInterval(timer))
  })
}

async function create(request: FastifyRequest, reply: FastifyReply, parts: Parts) {
  await parts.limiter.take('POST /i/:institution/unggah', CREATE, request.ip)
  const institution = await institutionOf(request, parts)
  const told = metadata(request.headers['upload-metadata'])
  const address = told['for'] ?? ''
  const route = await formAt(address, institution, request, parts)
  const length = wholeNumber(request.headers['upload-length'])
  if (!length) throw new Refusal(400, 'length')
  if (length > route.maxUploadBytes) throw new Refusal(413, 'upload')
  await parts.limiter.take('bytes /i/:institution/unggah', BYTES, parts.senderOf(request), Math.ceil(length / PIECE))
  const id = await createPartial(parts.folder, {
    institution: institution.id,
    purpose: purposeOf(address),
    name: told['filename'] ?? '',
    type: told['filetype'] ?? 'application/octet-stream',
    length,
  })
  return reply.status(201).header('location', `/i/${institution.slug}/unggah/${id}`).header('upload-offset', 0).send()
}

/** The form the file is for: its limit holds, and only who may send it may begin to. */
async function formAt(
  address: string,
  institution: Institution,
  request: FastifyRequest,
  parts: Parts,
): Promise<Route> {
  const path = address.split('?')[0]!
  for (const route of parts.routes) {
    const values = route.maxUploadBytes > 0 ? match(route.path, path) : undefined
    if (!values) continue
    const home = route.path.startsWith('/i/:institution')
      ? values['institution'] === institution.slug
      : parts.signedInto(request) === institution.id
    if (!home || !(await parts.mayEnter(request, route, values))) throw new Refusal(403, '')
    return route
  }
  throw new Refusal(400, 'form')
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const given = path.split('/')
  const names = pattern.split('/')
  if (given.length !== names.length) return undefined
  const values: Record<string, string> = {}
  for (const [at, name] of names.entries()) {
    if (name.startsWith(':')) values[name.slice(1)] = given[at]!
    else if (name !== given[at]) return undefined
  }
  return values
}

async function institutionOf(request: FastifyRequest, parts: Parts): Promise<Institution> {
  const institution = await parts.institutions.bySlug((request.params as { institution: string }).institution)
  if (!institution) throw new NotFound('institution')
  return institution
}

async function find(request: FastifyRequest, parts: Parts): Promise<Partial> {
  const institution = await institutionOf(request, parts)
  const { id } = request.params as { id: string }
  const partial = await findPartial(parts.folder, parts.now(), institution.id, id)
  if (!partial) throw new NotFound('upload')
  return partial
}

function tellOffset(reply: FastifyReply, partial: Partial, offset: number): FastifyReply {
  return reply.header('upload-offset', offset).header('upload-expires', partial.expires.toUTCString())
}

/** `filename Zm90by5qcGc=,filetype aW1hZ2UvanBlZw==`: values are base64 of UTF-8. */
function metadata(header: string | string[] | undefined): Readonly<Record<string, string | undefined>> {
  const pairs = String(header ?? '').split(',')
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.trim().split(' ')
      const text = Buffer.from(value, 'base64').toString('utf8')
      return [name, text.replaceAll(/\p{Cc}/gu, '').slice(0, 1000)]
    }),
  )
}

function wholeNumber(header: string | string[] | undefined): number | undefined {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : undefined
}

/** Only the page's script reads these answers; it has its own words. */
function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Log) {
  const status = error instanceof Refusal ? error.status : ((error as { statusCode?: number }).statusCode ?? 500)
  if (status >= 500) log.error({ id: request.id, err: error }, 'bug')
  if (status === 429) reply.header('retry-after', (error as Refusal).message)
  return reply.status(status).send()
}
