import { createHash } from 'node:crypto'
import { recordAudit } from '../../platform/audit.ts'
import { enqueue } from '../../platform/jobs.ts'
import type { Receipt } from '../complaints/index.ts'
import { insertPlace, KeyTaken, submitComplaints, submitOnce, tellJob } from '../complaints/index.ts'
import { type Client, requireClient, type Visit } from './keys.ts'
import { keepPhotos, sentPhotos } from './media.ts'
import { fetchPhotosLater } from './media-job.ts'
import {
  type Arguments,
  type Attribute,
  type NewRequest,
  PHOTO_LINK,
  Refused,
  readAttributes,
  readRequest,
  subjectOf,
} from './model.ts'
import { insertRequest, listAttributes, listOpenServices } from './queries.ts'

type Call = { now: Date; requestId: string; idempotencyKey: string | undefined }

/** Files a request as a complaint; a repeat with the same key, or of the same words from the same device, is the first one. */
export async function fileRequest(
  visit: Visit,
  call: Call,
  args: Arguments,
): Promise<Receipt & { request: NewRequest }> {
  const client = requireClient(visit)
  const { db } = visit
  const { request, faults } = readRequest(args)
  const sent = sentPhotos(args)
  faults.push(...sent.faults.map((description) => ({ code: 400, description })))
  const [service] = request.service_code ? await listOpenServices(db, visit.scope, [request.service_code]) : []
  if (request.service_code && !service)
    throw new Refused(404, `service_code ${request.service_code.slice(0, 100)} was not found.`)
  const attributes = service ? await listAttributes(db, visit.scope, service.id) : []
  const given = readAttributes(args, attributes)
  if (faults.length + given.faults.length > 0) throw new Refused(400, [...faults, ...given.faults])
  const item = {
    kind: 'complaint' as const,
    unit_id: service!.unit_id,
    service_id: service!.id,
    channel: 'open311' as const,
    privacy: 'anonymous' as const,
    subject: subjectOf(request.description, service!.name),
    body: bodyOf(request, attributes, given.values) || service!.name,
    place: placeOf(request),
    reporter_name: request.name,
    reporter_email: request.email,
    reporter_phone: request.phone,
    actor: 'client' as const,
  }
  const content = [request, given.values, ...sent.photos.map(({ upload }) => upload.sum)]
  const key = retryKey(call, request, content)
  const receipt = key
    ? await submitOnce(db, client.scope, call.now, { source: `open311:${client.id}`, key, content }, item).catch(
        (error: unknown) => {
          if (!(error instanceof KeyTaken)) throw error
          throw new Refused(400, 'This Idempotency-Key has been used for another request.')
        },
      )
    : (await submitComplaints(db, client.scope, call.now, [item]))[0]!
  if ('repeated' in receipt && receipt.repeated) return { ...receipt, request }
  await insertRequest(db, client.scope, {
    complaint_id: receipt.id,
    client_id: client.id,
    created_at: call.now,
    lat: request.lat ?? null,
    long: request.long ?? null,
    address_id: request.address_id ?? null,
    account_id: request.account_id ?? null,
    media_url: request.media[0] ?? null,
    attributes: given.values,
  })
  if (request.email) await enqueue(db, visit.institution.id, tellJob, { complaint: receipt.id, seq: 1 })
  // Officers and the map find it where every other report has its point.
  await insertPlace(db, client.scope, receipt.id, { latitude: request.lat, longitude: request.long, secret: false })
  await keepPhotos({ db, scope: client.scope, now: call.now }, { complaintId: receipt.id }, sent.photos)
  await fetchPhotosLater(db, visit.institution.id, { complaint: receipt.id, seq: null }, request.media)
  await auditClient(visit, client, call, 'complaint.received', receipt.id)
  return { ...receipt, request }
}

export async function auditClient(
  { db, institution }: Visit,
  client: Client,
  call: Pick<Call, 'now' | 'requestId'>,
  action: string,
  complaint: string,
): Promise<void> {
  await recordAudit(db, [
    {
      institution: institution.id,
      at: call.now,
      account: null,
      client: client.id,
      action,
      requestId: call.requestId,
      subject: `complaint:${complaint}`,
      detail: { channel: 'open311' },
    },
  ])
}

/** What the officer reads: the words, then what else was asked and answered. */
function bodyOf(
  request: NewRequest,
  attributes: readonly Attribute[],
  values: Readonly<Record<string, string | readonly string[]>>,
): string {
  const answers = attributes.flatMap((attribute) => {
    const value = values[attribute.code]
    if (value === undefined) return []
    const names = [value]
      .flat()
      .map((key) => attribute.options.find((option) => option.key === key)?.name ?? key)
      .join(', ')
    return [`${attribute.description}: ${names}`]
  })
  const more = [...answers, ...request.media.map((url) => `${PHOTO_LINK}: ${url}`)]
  return [request.description, more.join('\n')].filter(Boolean).join('\n\n').slice(0, 10_000)
}

function placeOf({ address_string, address_id, lat, long }: NewRequest): string | undefined {
  return address_string ?? address_id ?? (lat === undefined ? undefined : `${lat}, ${long}`)
}

function retryKey(call: Call, request: NewRequest, content: unknown): string | undefined {
  if (call.idempotencyKey) return `key:${call.idempotencyKey.slice(0, 200)}`
  const sender = request.device_id ?? request.account_id
  if (!sender) return undefined
  return `same:${createHash('sha256').update(JSON.stringify(content)).digest('hex')}`
}
