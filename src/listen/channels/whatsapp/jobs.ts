import { z } from 'zod'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { newId } from '../../../platform/id.ts'
import { enqueue, job } from '../../../platform/jobs.ts'
import { getMailer } from '../../../platform/mail.ts'
import {
  applyEvents,
  type ComplaintEvent,
  findComplaint,
  findReceipt,
  formatCode,
  listReporters,
  type Receipt,
  survivorOf,
  trackingPath,
} from '../../complaints/index.ts'
import { keepEnclosures } from '../files.ts'
import { getRoot, insertFailure } from '../queries.ts'
import { intakeScope } from '../scopes.ts'
import { fetchMedia, GraphRefusal, sendToGraph } from './graph.ts'
import { talk } from './messages.ts'
import { furthest, windowEnd } from './model.ts'
import {
  findAddress,
  findContact,
  findContactOfCase,
  findMessage,
  findProvider,
  findSent,
  insertMessage,
  isSending,
  type MessageRow,
  type ProviderRow,
  setMediaState,
  setSent,
} from './queries.ts'

/** Writes down what is to be said; it leaves after the commit. */
export async function say(
  db: Db,
  scope: Scope,
  now: Date,
  contactId: string,
  body: string,
  about: { complaintId?: string; eventSeq?: number },
): Promise<void> {
  const id = newId(now)
  await insertMessage(db, scope, {
    id,
    contact_id: contactId,
    complaint_id: about.complaintId ?? null,
    outgoing: true,
    external_id: null,
    kind: 'text',
    body: body.slice(0, 4000).toWellFormed(),
    media_id: null,
    media_type: null,
    media_state: null,
    event_seq: about.eventSeq ?? null,
    at: now,
    sent_at: null,
    error: null,
  })
  await enqueue(db, scope.institution, sendJob, { message: id }, { key: `whatsapp:${id}` })
}

/** Sends one message the way the window allows: free text within 24 hours, then a template, then by e-mail or not. */
export const sendJob = job({
  name: 'channels.whatsapp_send',
  payload: z.object({ message: z.uuid() }),
  async handle({ db, institution, now }, { message: id }) {
    const scope = await intakeScope(db, institution)
    const message = await findMessage(db, scope, id)
    const provider = await findProvider(db, scope)
    if (!message || message.sent_at || message.error || !provider?.active) return
    const contact = await findContact(db, scope, message.contact_id)
    const address = await findAddress(db, scope, message.contact_id)
    const open = windowEnd(contact?.last_inbound_at ?? null)
    const inTime = message.kind !== 'template' && open !== undefined && now < open
    if (!address || (!inTime && !provider.template)) return byMail(db, scope, now, message)
    const to = address.slice(3)
    const receipt = message.complaint_id ? await findReceipt(db, scope, message.complaint_id) : undefined
    const wire = inTime
      ? { to, type: 'text', text: { body: withKey(message.body, receipt), preview_url: false } }
      : { to, type: 'template', template: await templateOf(db, scope, provider, receipt) }
    const kind = inTime ? 'text' : 'template'
    try {
      const externalId = await sendToGraph(provider, wire)
      await setSent(db, scope, id, { kind, external_id: externalId ?? null, sent_at: now, error: null })
    } catch (error) {
      if (!(error instanceof GraphRefusal)) throw error
      await takeRefusal(db, scope, now, { ...message, kind }, error.code, error.message)
    }
  },
})

/** The provider's own code for "more than 24 hours since they last wrote". */
const WINDOW_CLOSED = 131_047
/** A report of failure may come before the sending it is about is kept. */
class TooEarly extends Error {}

/**
 * The provider took a message and could not deliver it after all. Where only its window had closed, the template goes
 * instead, else whatever else reaches them; otherwise the case says that nothing did.
 */
export const failedJob = job({
  name: 'channels.whatsapp_failed',
  payload: z.object({ message: z.string(), code: z.number().optional(), why: z.string().optional() }),
  attempts: 3,
  async handle({ db, institution, now }, { message: externalId, code, why }) {
    const scope = await intakeScope(db, institution)
    const message = await findSent(db, scope, externalId)
    if (!message) {
      if (await isSending(db, scope)) throw new TooEarly(externalId)
      return
    }
    if (message.error || ['read', 'delivered'].includes(furthest(message.statuses) ?? '')) return
    await takeRefusal(db, scope, now, message, code, why ?? String(code ?? 'failed'))
  },
})

/** At once or afterwards, the provider says no: its closed window leaves the template, all else is left to an officer. */
async function takeRefusal(
  db: Db,
  scope: Scope<'complaint.read'>,
  now: Date,
  message: MessageRow,
  code: number | undefined,
  why: string,
): Promise<void> {
  const { id, kind } = message
  await insertFailure(db, scope, now, 'whatsapp', why)
  if (code === WINDOW_CLOSED && kind !== 'template') {
    await setSent(db, scope, id, { kind: 'template', external_id: null, sent_at: null, error: null })
    await enqueue(db, scope.institution, sendJob, { message: id }, { key: `whatsapp:${id}:template` })
    return
  }
  await setSent(db, scope, id, { kind, external_id: message.external_id, sent_at: null, error: why.slice(0, 300) })
  await noteForOfficers(db, scope, now, message, talk.unsent.refused)
}

/** Who answered believes that it was read, or that nothing more was sent: the case says what did not get through. */
async function noteForOfficers(
  db: Db,
  scope: Scope<'complaint.read'>,
  now: Date,
  message: MessageRow,
  words: (code: string) => string,
): Promise<void> {
  const receipt = message.complaint_id ? await findReceipt(db, scope, message.complaint_id) : undefined
  if (!message.complaint_id || !receipt) return
  const id = await survivorOf(db, scope, message.complaint_id)
  // Several may wait for one matter: the code says whom it did not reach.
  const body = words(formatCode(receipt.code))
  await applyEvents(db, scope, now, [{ id, events: [{ kind: 'noted', actor: 'system', body }] }])
}

/** What is written down names a report by its code, as officers may read it; what leaves for its reporter has the key. */
function withKey(body: string, receipt: Receipt | undefined): string {
  if (!receipt) return body
  const { code, key } = receipt
  return body
    .replaceAll(new RegExp(`${formatCode(code)}(?!-)`, 'g'), formatCode(code, key))
    .replaceAll(new RegExp(`(?<=/lacak/)${code}(?![0-9A-Z])`, 'g'), code + key)
}

/** A template was approved beforehand: it only names the case and where to read on. */
async function templateOf(db: Db, scope: Scope<'complaint.read'>, provider: ProviderRow, receipt: Receipt | undefined) {
  const root = await getRoot(db, scope)
  const code = receipt ? formatCode(receipt.code) : '-'
  const link = getMailer().baseUrl + (receipt ? trackingPath(root.slug, receipt) : `/i/${root.slug}/lacak`)
  return {
    name: provider.template,
    language: { code: 'id' },
    components: [{ type: 'body', parameters: [code, link].map((text) => ({ type: 'text', text })) }],
  }
}

/** Whoever gave an e-mail address is told there anyway; otherwise an officer sees that it did not leave. */
async function byMail(db: Db, scope: Scope<'complaint.read'>, now: Date, message: MessageRow): Promise<void> {
  const complaint = message.complaint_id ? await findComplaint(db, scope, message.complaint_id) : undefined
  const error = complaint?.reporter_email ? null : 'window_closed'
  const kind = complaint?.reporter_email ? 'email' : 'text'
  await setSent(db, scope, message.id, { kind, external_id: null, sent_at: null, error })
  if (error) await noteForOfficers(db, scope, now, message, talk.unsent.late)
}

/** Fetches a photo or paper that was sent, through the same checks as an upload. */
export const mediaJob = job({
  name: 'channels.whatsapp_media',
  payload: z.object({ message: z.uuid() }),
  attempts: 5,
  async handle({ db, institution, now }, { message: id }) {
    const scope = await intakeScope(db, institution)
    const message = await findMessage(db, scope, id)
    const provider = await findProvider(db, scope)
    if (!message?.media_id || !message.complaint_id || message.media_state !== 'wanted' || !provider) return
    const bytes = await fetchMedia(provider, message.media_id).catch((error: unknown) => {
      if (error instanceof GraphRefusal) return undefined
      throw error
    })
    if (!bytes) {
      await setMediaState(db, scope, id, 'gone')
      await insertFailure(db, scope, now, 'whatsapp', `Berkas ${message.media_id} tidak dapat diambil.`)
      await refuseFiles(db, scope, now, message, [talk.gone])
      return
    }
    const name = message.media_type?.slice(message.media_type.indexOf(' ') + 1) ?? 'berkas'
    // What came with the report lies with it; what came later lies with what was said, wherever that is handled.
    const said = message.event_seq ?? undefined
    const complaintId = said ? await survivorOf(db, scope, message.complaint_id) : message.complaint_id
    const to = { complaintId, eventSeq: said }
    const { remarks } = await keepEnclosures(db, scope, now, to, [{ name, bytes }])
    await setMediaState(db, scope, id, remarks.length === 0 ? 'kept' : 'refused')
    if (remarks.length > 0) await refuseFiles(db, scope, now, message, remarks)
  },
})

/** Whoever sent it can send another; whoever works on the case knows that there was more. */
async function refuseFiles(
  db: Db,
  scope: Scope<'complaint.read'>,
  now: Date,
  message: MessageRow,
  remarks: readonly string[],
): Promise<void> {
  await say(db, scope, now, message.contact_id, talk.refusedFiles(remarks), { complaintId: message.complaint_id! })
  await noteForOfficers(db, scope, now, message, (code) => talk.notTaken(code, remarks))
}

/** A key that replaces a lost one goes to the number the case came from. */
export async function sendNewKey(db: Db, scope: Scope, now: Date, complaintId: string): Promise<boolean> {
  const contact = await findContactOfCase(db, scope, complaintId)
  const receipt = contact && (await findReceipt(db, scope, complaintId))
  if (!contact || !receipt) return false
  const root = await getRoot(db, scope)
  const link = getMailer().baseUrl + trackingPath(root.slug, { code: receipt.code })
  await say(db, scope, now, contact.id, talk.newKey(formatCode(receipt.code), link), { complaintId })
  return true
}

/** What an officer decides goes back the way the report came, to each whose report is handled with it by their own code. */
export async function tellContact(db: Db, scope: Scope, now: Date, events: readonly ComplaintEvent[]): Promise<void> {
  const kinds = events.filter((event) => event.kind in talk.event && event.actor !== 'citizen')
  for (const event of kinds) {
    for (const reporter of await listReporters(db, scope, event.complaint_id)) {
      const joined = reporter.id !== event.complaint_id
      // What one reporter is asked for, or objected to, does not concern the others.
      if (joined && event.kind === 'completion_requested') continue
      if (event.kind === 'objection_decided' && reporter.id !== (event.voice_id ?? event.complaint_id)) continue
      const contact = await findContactOfCase(db, scope, reporter.id)
      if (!contact) continue
      const inner = await intakeScope(db, scope.institution)
      const root = await getRoot(db, inner)
      const head = talk.event[event.kind as keyof typeof talk.event](formatCode(reporter.code))
      const link = getMailer().baseUrl + trackingPath(root.slug, { code: reporter.code })
      const words = [head, event.body, talk.more(link)].filter(Boolean).join('\n\n')
      const about = joined ? { complaintId: reporter.id } : { complaintId: reporter.id, eventSeq: event.seq }
      await say(db, inner, now, contact.id, words, about)
    }
  }
}
