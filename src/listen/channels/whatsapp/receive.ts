import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { newId } from '../../../platform/id.ts'
import { enqueue } from '../../../platform/jobs.ts'
import { getMailer } from '../../../platform/mail.ts'
import {
  addCitizenMessage,
  findComplaint,
  formatCode,
  linkReference,
  type Privacy,
  submitOnce,
  survivorOf,
  trackingPath,
  withoutKeys,
} from '../../complaints/index.ts'
import { listServiceNames } from '../../services/index.ts'
import { firstLine } from '../mail/receive.ts'
import { getRoot, insertFailure, listUnitChoices } from '../queries.ts'
import { beginDialog, type Dialog, lateWords, nextTurn, type PlaceChoice } from './dialog.ts'
import { failedJob, mediaJob, say } from './jobs.ts'
import { talk } from './messages.ts'
import { isRecording, isReplay, OLDEST_DAYS, type WireEvent } from './model.ts'
import {
  adoptMessages,
  type ContactRow,
  insertContact,
  insertContactCase,
  insertMessage,
  insertNames,
  insertStatus,
  lockContact,
  setContact,
  setMessageCase,
  wasSaid,
} from './queries.ts'

type Incoming = Extract<WireEvent, { type: 'message' }>

/** Takes what one delivery told; each message once, however often and in whatever order deliveries come. */
export async function takeDelivery(
  db: Db,
  scope: Scope<'complaint.read'>,
  now: Date,
  events: readonly WireEvent[],
): Promise<number> {
  let taken = 0
  let replays = 0
  for (const event of events) {
    if (event.type === 'status') {
      if ((await insertStatus(db, scope, event)) && event.status === 'failed')
        await enqueue(db, scope.institution, failedJob, {
          message: event.externalId,
          code: event.code,
          why: event.error,
        })
    } else if (event.type === 'moved') await takeMove(db, scope, now, event)
    else if (isReplay(event.at, now)) replays++
    // One of the two clocks is wrong; who wrote did so before now, whichever it is.
    else if (await takeMessage(db, scope, now, event.at > now ? { ...event, at: now } : event)) taken++
  }
  if (replays > 0)
    await insertFailure(
      db,
      scope,
      now,
      'whatsapp',
      `${replays} pesan dibiarkan karena menurut jam penyedia berumur lebih dari ${OLDEST_DAYS} hari.`,
    )
  return taken
}

/** Somebody has a new number or user id: the old ones still lead to them. */
async function takeMove(db: Db, scope: Scope, now: Date, event: Extract<WireEvent, { type: 'moved' }>): Promise<void> {
  const contact = await lockContact(db, scope, event.before)
  if (!contact) return
  await insertNames(db, scope, now, contact.id, event.now.ids)
  await setContact(db, scope, now, { ...contact, phone: event.now.phone ?? contact.phone })
}

async function takeMessage(db: Db, scope: Scope<'complaint.read'>, now: Date, event: Incoming): Promise<boolean> {
  const contact = await contactOf(db, scope, now, event)
  const id = newId(event.at)
  const isNew = await insertMessage(db, scope, {
    id,
    contact_id: contact.id,
    complaint_id: null,
    outgoing: false,
    external_id: event.externalId,
    kind: event.media ? 'media' : event.body === '' ? 'other' : 'text',
    body: withoutKeys(event.body),
    media_id: event.media?.id ?? null,
    media_type: event.media ? `${event.media.type} ${event.media.name}`.slice(0, 300) : null,
    media_state: event.media ? (isRecording(event.media) ? 'refused' : 'wanted') : null,
    event_seq: null,
    at: event.at,
    sent_at: null,
    error: null,
  })
  if (!isNew) return false
  const latest = contact.last_inbound_at && contact.last_inbound_at > event.at ? contact.last_inbound_at : event.at
  const heard: ContactRow = {
    ...contact,
    phone: event.who.phone ?? contact.phone,
    name: event.who.name ?? contact.name,
    last_inbound_at: latest > now ? now : latest,
  }
  const late = contact.last_inbound_at !== null && contact.last_inbound_at > event.at
  await answer(db, scope, now, heard, { id, event, late })
  return true
}

async function contactOf(db: Db, scope: Scope, now: Date, event: Incoming): Promise<ContactRow> {
  const known = await lockContact(db, scope, event.who.ids)
  if (known) {
    await insertNames(db, scope, now, known.id, event.who.ids)
    return known
  }
  const id = newId(now)
  await insertContact(db, scope, now, id)
  await insertNames(db, scope, now, id, event.who.ids)
  // Two first messages at once: whoever came first owns the id, the other one joins them.
  return (await lockContact(db, scope, event.who.ids))!
}

async function answer(
  db: Db,
  scope: Scope<'complaint.read'>,
  now: Date,
  contact: ContactRow,
  incoming: { id: string; event: Incoming; late: boolean },
): Promise<void> {
  const { body, externalId, media } = incoming.event
  const wantsNew = /^\s*(baru|laporan baru|lapor baru)\s*$/i.test(body)
  if (!contact.dialog && contact.complaint_id && !wantsNew) {
    if (await continueCase(db, scope, now, contact, incoming)) return
  }
  if (!contact.dialog) {
    const dialog = beginDialog(wantsNew ? '' : body, externalId)
    await setContact(db, scope, now, { ...contact, complaint_id: null, dialog })
    if (isRecording(media)) await askForWords(db, scope, now, contact.id, talk.recording, {})
    else await say(db, scope, now, contact.id, dialog.words.length === 0 && !media ? talk.askReport : talk.askAbout, {})
    return
  }
  if (incoming.late) {
    await setContact(db, scope, now, { ...contact, dialog: lateWords(contact.dialog, body) })
    return
  }
  const turn = nextTurn(contact.dialog, body, await listPlaces(db, scope))
  if ('file' in turn) {
    await fileCase(db, scope, now, contact, turn.file, turn.privacy, talk.filed)
    return
  }
  await setContact(db, scope, now, { ...contact, dialog: turn.dialog })
  const words = wordsOf(turn.dialog, turn.say)
  if (words) await say(db, scope, now, contact.id, words, {})
}

function wordsOf(dialog: Dialog, wanted: string): string | undefined {
  if (wanted === 'askAbout') return talk.askAbout
  if (wanted === 'askChoice') return talk.askChoice(dialog.choices ?? [])
  if (wanted === 'askPrivacy') return talk.askPrivacy(dialog.place?.label)
  return wanted === 'askPrivacyAgain' ? talk.askPrivacyAgain : undefined
}

/** False when the case has ended, so that a new one begins. */
async function continueCase(
  db: Db,
  scope: Scope<'complaint.read'>,
  now: Date,
  contact: ContactRow,
  incoming: { id: string; event: Incoming },
): Promise<boolean> {
  // Their own report; after a merge the one it is handled with says whether the matter has ended.
  const own = contact.complaint_id
  const complaint = own && (await findComplaint(db, scope, await survivorOf(db, scope, own)))
  if (!own || !complaint || ['closed', 'rejected', 'archived'].includes(complaint.status)) return false
  const { event } = incoming
  const seq = await addCitizenMessage(db, scope, now, {
    complaintId: own,
    body: event.body || wordless(event.media),
    channel: 'whatsapp',
    at: event.at,
  })
  await setContact(db, scope, now, contact)
  await setMessageCase(db, scope, incoming.id, own, seq)
  if (isRecording(event.media)) await askForWords(db, scope, now, contact.id, talk.recording, { complaintId: own })
  else if (event.media) await enqueue(db, scope.institution, mediaJob, { message: incoming.id })
  else if (event.body === '') await askForWords(db, scope, now, contact.id, talk.unreadable, { complaintId: own })
  return true
}

const ASKED_AGAIN_MS = 10 * 60_000

async function askForWords(
  db: Db,
  scope: Scope<'complaint.read'>,
  now: Date,
  contactId: string,
  words: string,
  about: { complaintId?: string },
): Promise<void> {
  if (await wasSaid(db, scope, contactId, words, new Date(now.getTime() - ASKED_AGAIN_MS))) return
  await say(db, scope, now, contactId, words, about)
}

/** What officers read of a message without words. */
function wordless(media: Incoming['media']): string {
  if (!media) return '(Pesan yang tidak dapat dibaca di sini; pengirimnya diberi tahu.)'
  if (!isRecording(media)) return '(Mengirim berkas.)'
  return `(Mengirim ${media.type.startsWith('audio/') ? 'pesan suara' : 'video'}, yang tidak dapat diterima di sini; pengirimnya diminta menuliskannya.)`
}

/** Makes the case out of what was said; messages before it, with their files, then belong to it. */
export async function fileCase(
  db: Db,
  scope: Scope<'complaint.read'>,
  now: Date,
  contact: ContactRow,
  dialog: Dialog,
  privacy: Privacy,
  said: (code: string, link: string) => string,
): Promise<void> {
  const root = await getRoot(db, scope)
  const body = dialog.words.join('\n\n').slice(0, 5000).toWellFormed() || '(Hanya berkas, tanpa teks.)'
  const { id, code } = await submitOnce(
    db,
    scope,
    now,
    { source: 'whatsapp', key: dialog.key },
    {
      kind: 'complaint',
      subject: firstLine(body),
      body,
      privacy,
      reporter_name: contact.name ?? undefined,
      reporter_phone: contact.phone ?? undefined,
      unit_id: dialog.place?.unit_id ?? root.id,
      service_id: dialog.place?.service_id ?? undefined,
      channel: 'whatsapp',
      actor: 'citizen',
    },
  )
  await insertContactCase(db, scope, now, id, contact.id)
  await linkReference(db, scope, now, {
    complaintId: id,
    system: 'whatsapp',
    externalId: formatCode(code),
    data: { page: `/kanal/percakapan/${id}` },
  })
  await setContact(db, scope, now, { ...contact, complaint_id: id, dialog: null })
  for (const message of await adoptMessages(db, scope, contact.id, id))
    await enqueue(db, scope.institution, mediaJob, { message })
  const link = getMailer().baseUrl + trackingPath(root.slug, { code })
  await say(db, scope, now, contact.id, said(formatCode(code), link), { complaintId: id })
}

async function listPlaces(db: Db, scope: Scope): Promise<PlaceChoice[]> {
  const units = await listUnitChoices(db, scope)
  const names = new Map(units.map((unit) => [unit.id, unit.name]))
  const root = units.find((unit) => unit.parent_id === null)
  return [
    ...(await listServiceNames(db, scope)).map((service) => ({
      unit_id: service.unit_id,
      service_id: service.id,
      label: `${service.name} (${names.get(service.unit_id) ?? ''})`,
    })),
    ...units
      .filter((unit) => unit.parent_id === root?.id)
      .map((unit) => ({ unit_id: unit.id, service_id: null, label: unit.name })),
  ]
}
