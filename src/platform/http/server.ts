import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import fastifyCompress from '@fastify/compress'
import fastifyCookie from '@fastify/cookie'
import fastifyFormbody from '@fastify/formbody'
import fastifyMultipart from '@fastify/multipart'
import fastifyStatic from '@fastify/static'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify, LogController } from 'fastify'
import { isAway } from '../database/away.ts'
import type { Database } from '../database/db.ts'
import { type Resumed, resumeUploads } from '../files/partial.ts'
import { addResumableUploads } from '../files/resumable.ts'
import { isLanguage } from '../i18n.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { addPwa } from '../ui/pwa.tsx'
import { rewriteUrl } from './address.ts'
import { markNested, readBody, typedInto, writtenIn } from './body.ts'
import { compressPage } from './compress.ts'
import { readOwnCookies, setCookie } from './cookies.ts'
import { FactorNeeded, Forbidden, Refusal, SignInNeeded } from './errors.ts'
import { expiredPage, failurePage, mayBeKept, notTakenPage, tell, tellProgram } from './failure-page.tsx'
import {
  cameFrom,
  contentPolicy,
  createLimiter,
  createTries,
  headerSafe,
  type Limiter,
  refuseForeignForm,
  senderOf,
  setSecurityHeaders,
} from './guards.ts'
import { addHealth } from './health.ts'
import type { Language } from './input.ts'
import type { Institutions } from './institutions.ts'
import { createLive, type LiveHub } from './live.ts'
import { whereLost } from './nowhere.ts'
import { allowReading, protocolAt, sendText } from './protocols.ts'
import { type Assets, type NavEntry, openNotice, type PageFacts, renderPage, sealNotice } from './render.tsx'
import type { Outcome, Route, Tries } from './route.ts'
import { type Answer, type Call, Failure, mayEnter, runRoute } from './run.ts'
import { sendFile } from './send-file.ts'
import { FACTOR_PAGE, readSessionCookie, SESSION_COOKIE, touchApiClient, touchSession } from './session.ts'
import { type StopPatience, slowLinesEnd } from './stop.ts'
import { texts } from './texts.ts'

const TOUCH_AFTER_MS = 5 * 60_000
/** Who sends a request drop by drop keeps a connection only so long; the largest upload needs minutes on a slow line. */
const PATIENCE = { requestTimeout: 15 * 60_000, connectionTimeout: 180_000, http: { headersTimeout: 20_000 } }

export type ServerParts = {
  database: Database
  institutions: Institutions
  routes: readonly Route[]
  nav: readonly NavEntry[]
  log: Log
  metrics: Metrics
  secret: Buffer
  assets: Assets
  assetFolder: string
  uploadFolder: string
  baseUrl: string
  rateLimits: boolean
  /** What is not ready yet, in words; empty when requests may come. */
  notReady: () => Promise<readonly string[]>
  now: () => Date
  stopPatience?: StopPatience
  /** Where somebody without a session is sent; the wanted page is appended as ?kembali=. */
  signInPath: string
}

const MOST_READ_IN_VAIN = 100_000_000

export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    loggerInstance: parts.log.pino,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: 'loopback',
    bodyLimit: 1_000_000,
    ...PATIENCE,
    genReqId: () => randomUUID().slice(0, 13),
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    rewriteUrl,
    // A longer address than a request may bring: whatever is no page is answered by a page.
    routerOptions: { maxParamLength: 20_000 },
  }) as unknown as FastifyInstance
  await app.register(fastifyCompress, {
    encodings: ['br', 'gzip'],
    threshold: 800,
    brotliOptions: { params: { 1: 4 } },
  })
  const https = isHttps(parts)
  await app.register(fastifyCookie)
  readOwnCookies(app, https)
  await app.register(fastifyFormbody, { bodyLimit: 1_000_000 })
  await app.register(fastifyMultipart, { throwFileSizeLimit: false })
  await app.register(fastifyStatic, {
    root: parts.assetFolder,
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: 31_536_000_000,
    index: false,
    decorateReply: false,
  })
  app.addHook('onRequest', async (request) => {
    // Browsers never pack what a form sends; unpacking it would let a small request become a large one.
    const encoding = request.headers['content-encoding'] ?? 'identity'
    if (!/^identity$/i.test(encoding)) throw new Refusal(415, texts[languageOf(request) ?? 'id'].packed(encoding))
  })
  addPwa(app, { assets: parts.assets, assetFolder: parts.assetFolder })
  app.addHook('onSend', async (request, reply) => {
    setSecurityHeaders(reply, https)
    reply.header('x-request-id', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    parts.metrics.observe(request.method, route, reply.statusCode, reply.elapsedTime)
    parts.log.info(
      {
        id: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    )
  })
  // Before the routes: each keeps the one it found.
  app.setErrorHandler((error, request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500
    if (status === 413) {
      // A line cut while a browser still sends shows it no page: the rest is read and thrown away, within limits.
      if (Number(request.headers['content-length']) < MOST_READ_IN_VAIN) reply.removeHeader('connection')
      return sendFailure(request, reply, parts, new Refusal(413, ''))
    }
    if (status >= 400 && status < 500) return sendFailure(request, reply, parts, new Refusal(400, ''))
    return sendFailure(request, reply, parts, error)
  })
  const limiter = createLimiter(parts.database.pool, parts.rateLimits)
  const house = { ...parts, tries: createTries(parts.database.side, parts.rateLimits) }
  addHealth(app, parts)
  const live = createLive(house)
  const endSlowLines = slowLinesEnd(app, parts.stopPatience)
  app.addHook('preClose', async () => {
    live.close()
    endSlowLines()
  })
  for (const route of parts.routes) if (!route.raw) mount(app, route, house, limiter, live)
  await app.register(async (inner) => {
    inner.removeAllContentTypeParsers()
    inner.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    for (const route of parts.routes) if (route.raw) mount(inner, route, house, limiter, live)
  })
  addResumableUploads(app, {
    ...parts,
    limiter,
    folder: parts.uploadFolder,
    signedInto: (request) => readSessionCookie(request.cookies[SESSION_COOKIE])?.institution,
    senderOf: (request) => senderOf(request, 'account'),
    mayEnter: (request, route, values) => mayEnter(house, callOf(request, route, values, parts)),
  })
  app.setNotFoundHandler(async (request, reply) => {
    if (request.method === 'OPTIONS' && protocolAt(parts.routes, request.url)) return allowReading(reply)
    const lost = await whereLost(house, request, (route, values) => callOf(request, route, values, parts))
    return sendFailure(request, reply, parts, lost)
  })
  return app
}

function mount(
  app: FastifyInstance,
  route: Route,
  parts: ServerParts & { tries: Tries },
  limiter: Limiter,
  live: LiveHub,
): void {
  app.route({
    method: route.method,
    url: route.path,
    // A change that begins with a link is not made by a program that only looks whether the link is there.
    ...(route.method === 'GET' && route.kind === 'command' ? { exposeHeadRoute: false } : {}),
    ...(route.maxUploadBytes > 0 ? { bodyLimit: route.maxUploadBytes + 2_000_000 } : {}),
    handler: async (request, reply) => {
      let values: Readonly<Record<string, unknown>> = { ...(request.query as object), ...(request.params as object) }
      let cleanUp: () => Promise<void> = async () => undefined
      let resumed: Resumed | undefined
      try {
        if (route.method === 'POST' && route.kind !== 'api') refuseForeignForm(request)
        if (route.limit)
          await limiter
            .take(route.limit.bucket ?? `${route.method} ${route.path}`, route.limit, senderOf(request, route.limit.by))
            .catch(async (refused: unknown) => {
              values = await typedInto(request, parts.uploadFolder)
              throw refused
            })
        const keepFiles =
          !request.isMultipart() ||
          (await mayEnter(parts, callOf(request, route, values, parts)).catch(async (error: unknown) => {
            values = await typedInto(request, parts.uploadFolder)
            throw error
          }))
        const body = await readBody(request, route.maxUploadBytes, parts.uploadFolder, keepFiles)
        values = route.kind === 'command' ? markNested(body.values) : body.values
        cleanUp = body.cleanUp
        if (route.maxUploadBytes > 0) resumed = await resumeFor(request, route, body.values, parts)
        const answer = await runRoute(parts, callOf(request, route, values, parts))
        if (!answer.failed) await resumed?.used()
        await keepSession(parts, request, answer)
        if ('live' in answer.outcome) {
          setSecurityHeaders(reply, isHttps(parts))
          return live.answer(request, reply, callOf(request, route, values, parts), answer)
        }
        return await send(request, reply, parts, route, answer)
      } catch (error) {
        // What was typed is worth more than the note, which a database that is away does not take.
        if (error instanceof Failure && !isAway(error)) await keepSession(parts, request, error.answer)
        return await sendFailure(request, reply, parts, error, route, values)
      } finally {
        await cleanUp()
        await resumed?.cleanUp()
      }
    },
  })
}

async function resumeFor(request: FastifyRequest, route: Route, values: Record<string, unknown>, parts: ServerParts) {
  const institution = route.path.startsWith('/i/:institution')
    ? (await parts.institutions.bySlug(String(values['institution'])))?.id
    : readSessionCookie(request.cookies[SESSION_COOKIE])?.institution
  const form = { institution, address: request.url, maxBytes: route.maxUploadBytes, now: parts.now() }
  return resumeUploads(parts.uploadFolder, values, form)
}

function callOf(
  request: FastifyRequest,
  route: Route,
  values: Readonly<Record<string, unknown>>,
  parts: ServerParts,
): Call {
  const language = languageOf(request)
  return {
    route,
    values,
    facts: {
      ip: request.ip,
      agent: String(request.headers['user-agent'] ?? ''),
      path: request.url,
      cookies: request.cookies,
      host: request.host,
      idempotencyKey: request.headers['idempotency-key']?.toString(),
      raw: Buffer.isBuffer(request.body) ? request.body : undefined,
      header: (name) => request.headers[name]?.toString(),
    },
    authorization: request.headers.authorization,
    sessionCookie: request.cookies[SESSION_COOKIE],
    language: language ?? 'id',
    languageChosen: language !== undefined,
    requestId: request.id,
    now: parts.now(),
  }
}

function languageOf(request: FastifyRequest): Language | undefined {
  const asked = (request.query as { bahasa?: unknown } | undefined)?.bahasa
  if (isLanguage(asked)) return asked
  const chosen = request.cookies['bahasa']
  return isLanguage(chosen) ? chosen : undefined
}

/** Notes, every few minutes, that a session or API client is in use, so that an active one does not end. */
async function keepSession(
  parts: ServerParts,
  request: FastifyRequest,
  answer: Pick<Answer, 'signed' | 'institution'>,
): Promise<void> {
  const { signed, institution } = answer
  const now = parts.now()
  if (!signed || !institution || now.getTime() - signed.seenAt.getTime() < TOUCH_AFTER_MS) return
  await parts.database.transaction('write', institution.id, async (db) => {
    const cookie = readSessionCookie(request.cookies[SESSION_COOKIE])
    if (signed.client) await touchApiClient(db, institution.id, signed.client, now)
    else if (cookie) await touchSession(db, cookie, now)
  })
}

async function send(request: FastifyRequest, reply: FastifyReply, parts: ServerParts, route: Route, answer: Answer) {
  const { outcome } = answer
  for (const cookie of outcome.cookies ?? []) setCookie(reply, cookie, isHttps(parts))
  const asked = (request.query as { bahasa?: unknown } | undefined)?.bahasa
  if (isLanguage(asked)) setCookie(reply, { name: 'bahasa', value: asked, maxAge: 31_536_000 }, isHttps(parts))
  if ('redirect' in outcome) {
    if (outcome.notice)
      setCookie(reply, { name: 'pesan', value: sealNotice(outcome.notice, parts.secret), maxAge: 60 }, isHttps(parts))
    return reply.redirect(headerSafe(outcome.redirect), 303)
  }
  if ('json' in outcome)
    return reply
      .status(outcome.status ?? 200)
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(outcome.json))
  if ('text' in outcome) return sendText(request, reply, route, outcome)
  if ('file' in outcome) return sendFile(request, reply, outcome)
  if ('live' in outcome) return reply
  const notice = openNotice(request.cookies['pesan'], parts.secret)
  if (request.cookies['pesan'] !== undefined && route.kind === 'query')
    setCookie(reply, { name: 'pesan', value: null }, isHttps(parts))
  return sendPage(reply, outcome, outcome.status ?? 200, parts, {
    institution: answer.institution,
    signed: answer.signed,
    language: answer.language,
    path: request.url,
    now: parts.now(),
    requestId: request.id,
    notice,
    failed: answer.failed,
    refused: answer.refused,
  })
}

function sendPage(
  reply: FastifyReply,
  outcome: Extract<Outcome, { page: unknown }>,
  status: number,
  parts: ServerParts,
  facts: PageFacts,
) {
  if (outcome.refresh) reply.header('refresh', String(outcome.refresh))
  if (outcome.onward) reply.header('refresh', `0; url=${new URL(outcome.onward).href}`)
  if (outcome.images) reply.header('content-security-policy', contentPolicy(outcome.images))
  return reply
    .status(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(compressPage(reply.request, reply, renderPage(outcome.page, facts, parts.assets, parts.nav)))
}

function isHttps(parts: ServerParts): boolean {
  return parts.baseUrl.startsWith('https:')
}

function sendFailure(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: ServerParts,
  thrown: unknown,
  route?: Route,
  values: Readonly<Record<string, unknown>> = {},
) {
  const error = thrown instanceof Failure ? thrown.cause : thrown
  const known =
    thrown instanceof Failure
      ? thrown.answer
      : { ...parts.institutions.knownAt(request.url), signed: undefined, language: languageOf(request) ?? 'id' }
  if (!(error instanceof Refusal)) parts.log.error({ id: request.id, err: error }, isAway(error) ? 'away' : 'bug')
  if (error instanceof Forbidden)
    parts.log.warn({ id: request.id, account: known.signed?.actor.account, needs: error.permission }, 'forbidden')
  const program = route?.kind === 'api' ? tellProgram(error, known.language) : undefined
  const told = program ?? tell(error, known.language, route?.maxUploadBytes)
  if (told.retryAfter) reply.header('retry-after', told.retryAfter)
  const failed = route ? route.failed : protocolAt(parts.routes, request.url)
  if (failed) return sendText(request, reply, { failed }, failed(told.status, told.body || told.title, request.url))
  if (route?.kind === 'api' || request.url.startsWith('/api/')) {
    if (told.status === 401) reply.header('www-authenticate', 'Basic realm="Sigap API", charset="UTF-8"')
    return reply
      .status(told.status)
      .send({ error: told.title, message: told.body, fields: told.fields ?? {}, reference: request.id })
  }
  const first =
    error instanceof SignInNeeded ? parts.signInPath : error instanceof FactorNeeded ? FACTOR_PAGE : undefined
  if (first && request.method === 'GET')
    return reply.redirect(`${first}?kembali=${encodeURIComponent(request.url)}`, 303)
  const page = first
    ? expiredPage(told, request.url, first, values, known.language)
    : request.method === 'POST' && mayBeKept(error, values)
      ? notTakenPage(told, request.url, values, known.language)
      : failurePage(told, request.id, cameFrom(request), request.method === 'GET' ? request.url : undefined)
  return sendPage(reply, { page }, told.status, parts, {
    institution: known.institution,
    signed: known.signed,
    language: known.language,
    path: request.url,
    now: parts.now(),
    requestId: request.id,
    refused: request.method === 'POST' ? { errors: {}, written: writtenIn(values) } : undefined,
  })
}

/** Where the built style sheet and script are. */
export function assetFolderOf(root: string): string {
  return join(root, 'dist', 'public')
}
