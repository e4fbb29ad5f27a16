import { z } from 'zod'
import { type OutsideContext, outside, type Route } from '../../platform/http/route.ts'
import { isId } from '../../platform/id.ts'
import { addCitizenMessage, EventRefused, formatCode, survivorOf, trackingPath } from '../complaints/index.ts'
import { auditClient, fileRequest } from './acts.ts'
import { caseAnswer, definitionAnswer, instant, serviceAnswer, updateAnswer, updateIdOf } from './answers.ts'
import {
  type Answer,
  errorReply,
  FORMATS,
  type Format,
  formatOf,
  type Reply,
  reply,
  splitFormat,
  type Value,
} from './document.ts'
import { requireClient, type Visit, visit } from './keys.ts'
import { keepPhotos, MAX_MEDIA_BYTES, sentPhotos } from './media.ts'
import { fetchPhotosLater } from './media-job.ts'
import {
  type Arguments,
  argument,
  listArgument,
  MOST_ROWS,
  Refused,
  readPage,
  readSpan,
  readStatuses,
  readUpdate,
} from './model.ts'
import {
  type CaseRow,
  findChangeset,
  findOwnRequest,
  insertReceivedUpdate,
  listAttributes,
  listCourse,
  listOpenCases,
  listOpenServices,
  lockReceivedUpdate,
} from './queries.ts'

const BASE = '/i/:institution/open311'
const V2 = `${BASE}/v2` as const
const Any = z.looseObject({})
const READ = { points: 600, seconds: 60, by: 'ip', bucket: 'open311 read' } as const
const WRITE = { points: 300, seconds: 60, by: 'ip', bucket: 'open311 write' } as const

const MOST_UPDATES = 5 * MOST_ROWS

type Work = (visit: Visit, context: OutsideContext, args: Arguments) => Promise<Answer>

/** One call in one format: everything that goes wrong is said in the protocol's own words. */
async function answer(
  context: OutsideContext,
  args: Arguments,
  format: Format,
  work: Work,
  write = false,
): Promise<Reply> {
  try {
    return reply(format, await visit(context, args, write ? 'write' : 'read', (door) => work(door, context, args)))
  } catch (error) {
    if (error instanceof Refused) return errorReply(format, error.status, error.faults)
    throw error
  }
}

const UNREADABLE = 'The request could not be read: POST takes application/x-www-form-urlencoded or multipart/form-data.'

const ABSENT =
  'There is no such resource, or not in this format or for this method. See discovery.xml; addresses end in .xml or .json.'

/** In the language of the specification, as every other fault. */
const SAID: Readonly<Record<number, string>> = {
  400: UNREADABLE,
  404: ABSENT,
  413: 'The request is too large: a photo may have 10 MB, all photos of a request 30 MB together.',
  429: 'Too many requests. Try again later; Retry-After says when.',
}

/** An address beneath these that is none says so in the same words, see `protocolOf` in the server. */
function failed(status: number, text: string, path: string): Reply {
  const known = [403, 404, 413, 429].includes(status) || status >= 500 ? status : 400
  const description = SAID[known] ?? text
  return errorReply(formatOf(path), known, [{ code: known, description }])
}

/** The same call at `<path>.xml` and `<path>.json`. */
function both(method: 'GET' | 'POST', path: `/${string}`, work: Work): Route[] {
  const write = method === 'POST'
  return FORMATS.map((format) =>
    outside({
      method,
      path: `${path}.${format}`,
      input: Any,
      limit: write ? WRITE : READ,
      ...(write ? { maxUploadBytes: MAX_MEDIA_BYTES } : {}),
      failed,
      handle: (context, args) => answer(context, args, format, work, write),
    }),
  )
}

/** The last part of the address carries an id and the format. */
function one(path: `/${string}`, sample: Record<string, string>, work: (name: string) => Work): Route {
  return outside({
    path: `${path}/:name`,
    input: Any,
    limit: READ,
    failed,
    sample,
    async handle(context, args) {
      const asked = splitFormat(String(args['name']))
      if (!asked) return errorReply('xml', 400, [{ code: 400, description: 'The address must end in .xml or .json.' }])
      return answer(context, args, asked.format, work(asked.name))
    },
  })
}

const services: Work = async ({ db, scope }) => {
  const rows = await listOpenServices(db, scope)
  return { root: 'services', value: rows.map(serviceAnswer) }
}

function definition(code: string): Work {
  return async ({ db, scope }) => {
    const [service] = await listOpenServices(db, scope, [code], true)
    if (!service) throw new Refused(404, `service_code ${code.slice(0, 100)} was not found.`)
    return {
      root: 'service_definition',
      value: definitionAnswer(service.code, await listAttributes(db, scope, service.id)),
    }
  }
}

const file: Work = async (door, context, args) => {
  const filed = await fileRequest(door, { ...context, idempotencyKey: context.request.idempotencyKey }, args)
  const page = context.url(trackingPath(door.institution.slug, filed))
  const notice = `Laporan diterima. Lacak atau lengkapi dengan kode dan kunci ${formatCode(filed.code, filed.key)} di ${page}`
  return {
    root: 'service_requests',
    value: [{ service_request_id: filed.id, service_notice: notice, account_id: filed.request.account_id ?? null }],
  }
}

const requests: Work = async (door, context, args) => {
  const ids = listArgument(args, 'service_request_id')
  if (ids.length > 0) {
    const found = ids.some(isId)
      ? await listOpenCases(door.db, door.scope, { ids: ids.filter(isId), limit: MOST_ROWS, offset: 0 })
      : []
    if (found.length === 0) throw new Refused(404, 'service_request_id was not found.')
    return cases(door, args, found)
  }
  const { page, size } = readPage(args)
  const { from, to } = readSpan(args, context.now)
  const statuses = readStatuses(args)
  const codes = listArgument(args, 'service_code')
  if (codes.length > 0) {
    const known = new Set((await listOpenServices(door.db, door.scope, codes, true)).map((service) => service.code))
    const missing = codes.find((code) => !known.has(code))
    if (missing !== undefined) throw new Refused(404, `service_code ${missing.slice(0, 100)} was not found.`)
  }
  const filter = { from, to, statuses, services: codes, limit: size, offset: (page - 1) * size }
  return cases(door, args, await listOpenCases(door.db, door.scope, filter))
}

async function cases(door: Visit, args: Arguments, rows: readonly CaseRow[]): Promise<Answer> {
  const ids = rows.map((row) => row.id)
  const course =
    argument(args, 'extensions')?.toLowerCase() === 'true' ? await listCourse(door.db, door.scope, { ids }) : undefined
  return { root: 'service_requests', value: rows.map((row) => caseAnswer(row, door.client?.id, course)) }
}

function request(id: string): Work {
  return async (door, _context, args) => {
    const found = isId(id) ? await listOpenCases(door.db, door.scope, { ids: [id], limit: 1, offset: 0 }) : []
    if (found.length === 0) throw new Refused(404, 'service_request_id was not found.')
    return cases(door, args, found)
  }
}

/** Every request gets its id at once, so the only token there can be is the id itself. */
function token(id: string): Work {
  return async (door) => {
    const found = isId(id) ? await listOpenCases(door.db, door.scope, { ids: [id], limit: 1, offset: 0 }) : []
    if (found.length === 0) throw new Refused(404, 'token was not found.')
    return { root: 'service_requests', value: [{ service_request_id: id, token: id }] }
  }
}

const updates: Work = async (door, context, args) => {
  const { from, to } = readSpan(args, context.now)
  const paged = argument(args, 'page') !== undefined || argument(args, 'page_size') !== undefined
  const { page, size } = readPage(args)
  const most = paged ? size : MOST_UPDATES
  const rows = await listCourse(door.db, door.scope, {
    from,
    to,
    limit: most + 1,
    offset: paged ? (page - 1) * size : 0,
  })
  // FixMyStreet asks for spans of time and knows no pages: it must not take a part for the whole.
  if (!paged && rows.length > most)
    throw new Refused(
      400,
      `There are more than ${MOST_UPDATES} updates. Narrow start_date and end_date, or ask for page and page_size.`,
    )
  rows.splice(most)
  const value = rows.map((row) => updateAnswer(row, door.client?.id)).filter((row): row is Value => row !== undefined)
  return { root: 'service_request_updates', value }
}

const sendUpdate: Work = async (door, context, args) => {
  const client = requireClient(door)
  const { db } = door
  const { photos, faults } = sentPhotos(args)
  const { id, words, media, at, updateId } = readUpdate(args, { count: photos.length, faults })
  const own = isId(id) ? await findOwnRequest(db, client.scope, client.id, id) : undefined
  if (!own) throw new Refused(404, 'service_request_id was not found among the requests of this api_key.')
  const known = updateId ? await lockReceivedUpdate(db, client.scope, client.id, updateId) : undefined
  const seq = known?.seq ?? (await addMessage(door, context.now, own.complaint_id, words, at))
  if (!known && updateId)
    await insertReceivedUpdate(db, client.scope, {
      client_id: client.id,
      update_id: updateId,
      complaint_id: own.complaint_id,
      seq,
      at: context.now,
    })
  const source = await survivorOf(db, client.scope, own.complaint_id)
  if (!known) {
    const call = { db, scope: client.scope, now: context.now }
    await keepPhotos(call, { complaintId: source, eventSeq: seq }, photos)
    await fetchPhotosLater(db, door.institution.id, { complaint: source, seq }, media)
    await auditClient(door, client, context, 'complaint.informed', own.complaint_id)
  }
  return { root: 'service_request_updates', value: [{ update_id: updateIdOf(own.complaint_id, source, seq) }] }
}

async function addMessage(
  { db, client }: Visit,
  now: Date,
  complaintId: string,
  body: string,
  at: Date | undefined,
): Promise<number> {
  try {
    return await addCitizenMessage(db, client!.scope, now, { complaintId, body, channel: 'open311', at })
  } catch (error) {
    if (error instanceof EventRefused) throw new Refused(400, 'This request is over and takes no more updates.')
    throw error
  }
}

const discovery: Work = async ({ db, scope, institution }, context) => {
  const changeset = instant(await findChangeset(db, scope))
  const home = context.url(`/i/${institution.slug}`)
  return {
    root: 'discovery',
    value: {
      changeset,
      contact: `${institution.name}: ${home}`,
      key_service: `Kunci API (cakupan complaint.create) diberikan oleh administrator ${institution.name}; lihat ${context.url('/api')}`,
      endpoints: [
        {
          specification: 'http://wiki.open311.org/GeoReport_v2',
          url: context.url(`/i/${institution.slug}/open311/v2`),
          changeset,
          type: institution.synthetic ? 'test' : 'production',
          formats: ['text/xml', 'application/json'],
        },
      ],
    },
  }
}

const aRequest = {
  name: `select id || '.json' as name from complaints.v_case where channel = 'open311' and not hidden limit 1`,
}

export const protocolRoutes: readonly Route[] = [
  ...both('GET', `${BASE}/discovery`, discovery),
  ...both('GET', `${V2}/discovery`, discovery),
  ...both('GET', `${V2}/services`, services),
  one(
    `${V2}/services`,
    { name: `select slug || '.xml' as name from services.v_service where active limit 1` },
    definition,
  ),
  ...both('POST', `${V2}/requests`, file),
  ...both('GET', `${V2}/requests`, requests),
  one(`${V2}/requests`, aRequest, request),
  one(`${V2}/tokens`, aRequest, token),
  ...both('GET', `${V2}/servicerequestupdates`, updates),
  ...both('POST', `${V2}/servicerequestupdates`, sendUpdate),
]
