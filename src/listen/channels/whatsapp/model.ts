import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** Somebody on the channel by every id a delivery gave: phone number, business-scoped user id, or both. */
export type Who = { ids: readonly string[]; phone: string | undefined; name: string | undefined }

export type WireEvent =
  | {
      type: 'message'
      externalId: string
      who: Who
      at: Date
      body: string
      media: { id: string; type: string; name: string } | undefined
    }
  | {
      type: 'status'
      externalId: string
      status: Delivery
      at: Date
      code: number | undefined
      error: string | undefined
    }
  | { type: 'moved'; before: readonly string[]; now: Who }

export const DELIVERIES = ['sent', 'delivered', 'read', 'failed'] as const
export type Delivery = (typeof DELIVERIES)[number]

/** What the furthest of these is: reports come late, twice and in any order. */
export function furthest(statuses: readonly Delivery[]): Delivery | undefined {
  // Who has read it has got it, whatever else was said.
  if (statuses.includes('read')) return 'read'
  if (statuses.includes('delivered')) return 'delivered'
  return statuses.includes('failed') ? 'failed' : statuses[0]
}

const DAY = 86_400_000
export const WINDOW_MS = DAY

/** Until when free text may be sent: 24 hours after their last message. */
export function windowEnd(lastInbound: Date | null): Date | undefined {
  return lastInbound ? new Date(lastInbound.getTime() + WINDOW_MS) : undefined
}

/** The provider repeats a delivery for up to a week; what claims to be older is a replay. */
export const OLDEST_DAYS = 8
export function isReplay(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() >= OLDEST_DAYS * DAY
}

/** HMAC-SHA256 over the very bytes of the body, as `sha256=<hex>`. */
export function signatureFits(secret: string, body: Buffer, signature: string | undefined): boolean {
  const given = /^sha256=([0-9a-f]{64})$/i.exec(signature ?? '')?.[1]
  if (!given) return false
  return timingSafeEqual(Buffer.from(given, 'hex'), createHmac('sha256', secret).update(body).digest())
}

const text = z.string().max(70_000)
const short = z.string().min(1).max(300)
const id = z.string().min(1).max(150)
const File = z.object({
  id: z.string().regex(/^[\w.-]{1,200}$/),
  mime_type: z.string().max(200).optional(),
  caption: text.optional(),
  filename: z.string().max(300).optional(),
})
const Message = z.object({
  id,
  from: id.optional(),
  from_user_id: id.optional(),
  timestamp: z.coerce.number().int().min(0).max(99_999_999_999),
  type: short,
  text: z.object({ body: text }).optional(),
  image: File.optional(),
  document: File.optional(),
  video: File.optional(),
  audio: File.optional(),
  sticker: File.optional(),
  location: z
    .object({ latitude: z.number(), longitude: z.number(), name: text.optional(), address: text.optional() })
    .optional(),
  contacts: z
    .array(
      z.object({
        name: z.object({ formatted_name: text.optional() }).optional(),
        phones: z.array(z.object({ phone: text.optional() })).optional(),
      }),
    )
    .optional(),
  button: z.object({ text: text }).optional(),
  interactive: z
    .object({
      button_reply: z.object({ title: text }).optional(),
      list_reply: z.object({ title: text }).optional(),
    })
    .optional(),
  system: z.object({ type: short, wa_id: id.optional(), user_id: id.optional() }).optional(),
})
const Status = z.object({
  id,
  status: z.enum(DELIVERIES),
  timestamp: z.coerce.number().int().min(0).max(99_999_999_999),
  errors: z.array(z.object({ code: z.number().optional(), title: text.optional() })).optional(),
})
const Contact = z.object({
  wa_id: id.optional(),
  user_id: id.optional(),
  profile: z.object({ name: z.string().max(300).optional() }).optional(),
})
const Value = z.object({
  metadata: z.object({ phone_number_id: id }),
  contacts: z.array(z.unknown()).max(1000).default([]),
  messages: z.array(z.unknown()).max(1000).default([]),
  statuses: z.array(z.unknown()).max(1000).default([]),
})
const Delivered = z.object({
  entry: z.array(z.object({ changes: z.array(z.object({ value: z.unknown() })).max(1000) })).max(1000),
})

/**
 * What one delivery tells about this number, messages in the order in which they were written. A part that has another
 * shape than expected is left out and counted, so that one odd message does not hold up the others of its batch.
 */
export function readDelivery(payload: unknown, phoneNumberId: string): { events: WireEvent[]; skipped: number } {
  const delivered = Delivered.safeParse(payload)
  if (!delivered.success) return { events: [], skipped: 1 }
  const events: WireEvent[] = []
  let skipped = 0
  for (const { value } of delivered.data.entry.flatMap((entry) => entry.changes)) {
    const parsed = Value.safeParse(value)
    if (!parsed.success || parsed.data.metadata.phone_number_id !== phoneNumberId) {
      skipped++
      continue
    }
    const contacts = parsed.data.contacts.flatMap((one) => Contact.safeParse(one).data ?? [])
    for (const one of parsed.data.messages) {
      const message = Message.safeParse(one)
      // A thumb beneath an answer says nothing that anybody has to read.
      if (message.success && message.data.type === 'reaction') continue
      const event = message.success ? eventOf(message.data, contacts) : undefined
      if (event) events.push(event)
      else skipped++
    }
    for (const one of parsed.data.statuses) {
      const status = Status.safeParse(one)
      if (!status.success) skipped++
      else
        events.push({
          type: 'status',
          externalId: status.data.id,
          status: status.data.status,
          at: new Date(status.data.timestamp * 1000),
          code: status.data.errors?.[0]?.code,
          error:
            [status.data.errors?.[0]?.code, status.data.errors?.[0]?.title]
              .filter((one) => one !== undefined)
              .join(' ') || undefined,
        })
    }
  }
  const when = (event: WireEvent) => (event.type === 'message' ? event.at.getTime() : 0)
  return { events: events.sort((a, b) => when(a) - when(b)), skipped }
}

type WireMessage = z.output<typeof Message>

function eventOf(message: WireMessage, contacts: readonly z.output<typeof Contact>[]): WireEvent | undefined {
  const contact =
    contacts.find((one) => one.wa_id === message.from || (one.user_id && one.user_id === message.from_user_id)) ??
    (contacts.length === 1 ? contacts[0] : undefined)
  const who = whoOf(message.from, message.from_user_id ?? contact?.user_id, contact?.profile?.name)
  if (who.ids.length === 0) return undefined
  if (message.system && /^user_changed_/.test(message.system.type)) {
    const now = whoOf(message.system.wa_id, message.system.user_id, undefined)
    return now.ids.length > 0 ? { type: 'moved', before: who.ids, now } : undefined
  }
  const at = new Date(message.timestamp * 1000)
  return { type: 'message', externalId: message.id, who, at, body: bodyOf(message), media: mediaOf(message) }
}

function whoOf(number: string | undefined, userId: string | undefined, name: string | undefined): Who {
  const phone = number && /^\d{6,15}$/.test(number) ? number : undefined
  const scoped = userId ?? (phone ? undefined : number)
  return {
    ids: [...(phone ? [`wa:${phone}`] : []), ...(scoped ? [`bs:${scoped}`] : [])],
    phone: phone && `+${phone}`,
    name: name?.replaceAll(UNSEEN, ' ').trim().slice(0, 150).toWellFormed() || undefined,
  }
}

/** Control characters, and marks that turn the reading direction: what is read is what was written. */
const UNSEEN = /[\p{Cc}--[\n\t]]|[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gv

/** What is spoken nobody here can search, translate or publish. */
export function isRecording(media: { type: string } | undefined): boolean {
  return /^(audio|video)\//.test(media?.type ?? '')
}

function bodyOf(message: WireMessage): string {
  const { location } = message
  const place = location && [location.name, location.address, `${location.latitude}, ${location.longitude}`]
  const words =
    message.text?.body ??
    message.button?.text ??
    message.interactive?.button_reply?.title ??
    message.interactive?.list_reply?.title ??
    fileOf(message)?.caption ??
    (place ? `Lokasi: ${place.filter(Boolean).join(', ')}` : cardsOf(message))
  return words.replaceAll('\r\n', '\n').replaceAll(UNSEEN, '').toWellFormed().trim().slice(0, 5000)
}

function cardsOf({ contacts = [] }: WireMessage): string {
  return contacts
    .map(
      ({ name, phones = [] }) =>
        `Kontak: ${[name?.formatted_name, ...phones.map((one) => one.phone)].filter(Boolean).join(', ')}`,
    )
    .join('\n')
}

function fileOf(message: WireMessage) {
  return message.image ?? message.document ?? message.video ?? message.audio ?? message.sticker
}

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
}

function mediaOf(message: WireMessage) {
  const file = fileOf(message)
  if (!file) return undefined
  const type = file.mime_type?.split(';')[0]?.trim().toLowerCase() ?? ''
  return { id: file.id, type, name: file.filename ?? `${message.type}.${ENDINGS[type] ?? 'bin'}` }
}
