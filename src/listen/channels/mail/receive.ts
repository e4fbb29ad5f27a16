import { notify } from '../../../core/notifications/index.ts'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { newId } from '../../../platform/id.ts'
import { enqueue } from '../../../platform/jobs.ts'
import {
  addCitizenMessage,
  applyEvents,
  findByCode,
  findReceipt,
  formatCode,
  isWrongdoing,
  readCode,
  submitOnce,
  survivorOf,
  withoutKeys,
} from '../../complaints/index.ts'
import { keepEnclosures } from '../files.ts'
import { getRoot, getSetting, type Setting } from '../queries.ts'
import { intakeScope } from '../scopes.ts'
import { vouchedFor } from './authentication.ts'
import { keepOnlyWhatIsNeeded, leftOut, matterOfTokens, takeForMatter, takerOf } from './matters.ts'
import { mailMessages } from './messages.ts'
import { replyJob } from './outgoing.tsx'
import { pack, unpack } from './packed.ts'
import type { ParsedMail } from './parse.ts'
import {
  findRaw,
  findThread,
  findWrittenTo,
  forgetContent,
  insertMail,
  insertThread,
  insertUndeliverable,
  type MailOutcome,
  type MailRow,
  type MailState,
  type Matter,
  senderHistory,
  setMailDecision,
  setMailOutcome,
  type ThreadRow,
} from './queries.ts'
import { readMail } from './reading.ts'
import { readToken, splitAddress } from './tokens.ts'

/** Who the mail server says sent it and to whom; an empty sender is the null return path. */
export type Envelope = { from: string | undefined; to: readonly string[] }
export type Received = { mailId: string; state: MailState; complaintId: string | null; repeated: boolean }

export type OpenedMail = { parsed: ParsedMail; packed: Buffer; bytes: number }

const MOST_WORDS = 5000

/** All that takes long about a mail, before a connection to the database is taken for it. */
export async function openMail(raw: Buffer, envelopeFrom: string | undefined): Promise<OpenedMail> {
  const [parsed, packed] = await Promise.all([readMail(raw, envelopeFrom), pack(raw.subarray(0, 26_000_000))])
  return { parsed, packed, bytes: raw.length }
}

/**
 * Takes one mail as it came in: it becomes a case, a message of a case, or waits for an officer. The same mail again
 * changes nothing. Everything happens in the caller's transaction, so a mail that was acknowledged is there.
 */
export async function receiveMail(
  db: Db,
  scope: Scope,
  now: Date,
  mail: OpenedMail,
  envelope: Envelope,
): Promise<Received> {
  const setting = await getSetting(db, scope, now)
  const parsed = coveredMail(mail.parsed)
  const id = newId(now)
  const known = await insertMail(db, scope, {
    id,
    fingerprint: parsed.fingerprint,
    message_id: parsed.messageId ?? null,
    sender: parsed.sender?.address ?? null,
    sender_name: parsed.sender?.name || null,
    subject: parsed.subject,
    words: (parsed.words || parsed.whole).slice(0, 20_000).toWellFormed(),
    received_at: now,
    raw: mail.packed,
    raw_bytes: mail.bytes,
  })
  if (known) return { mailId: known.id, state: known.state, complaintId: known.complaint_id, repeated: true }
  const outcome = await decide(db, scope, now, setting, parsed, envelope)
  await setMailOutcome(db, scope, id, outcome)
  if (outcome.reason === 'apart') await leaveApart(db, scope, now, id, parsed)
  await keepOnlyWhatIsNeeded(db, scope, now, id, parsed, outcome)
  if (outcome.state === 'accepted' && outcome.complaint_id) {
    await noteRefused(db, now, scope.institution, outcome.complaint_id, outcome.remarks)
    await noteThread(db, scope, now, parsed, outcome.complaint_id)
    if (await mayReply(db, scope, now, setting, parsed, outcome))
      await enqueue(db, scope.institution, replyJob, { mail: id }, { key: `mail-reply:${id}` })
  }
  return { mailId: id, state: outcome.state, complaintId: outcome.complaint_id, repeated: false }
}

/**
 * About a report of wrongdoing nothing is taken by mail: it would lie here in plain words with the address of who wrote
 * it. They are told, once a day.
 */
async function leaveApart(db: Db, scope: Scope, now: Date, id: string, mail: ParsedMail): Promise<void> {
  await forgetContent(db, scope, id, false)
  if (mail.noReply || !mail.sender) return
  const { slug } = await getRoot(db, scope)
  await notify(db, scope, now, [
    {
      email: mail.sender.address,
      kind: 'complaints.citizen',
      title: mailMessages.id.notByMail,
      body: mailMessages.id.notByMailBody,
      href: `/i/${slug}/lacak`,
      guarded: true,
      key: `mail-apart:${now.toISOString().slice(0, 10)}`,
    },
  ])
}

/** Officers read mail: a key that its writer typed or quoted is covered. The original mail is kept as it came. */
function coveredMail(mail: ParsedMail): ParsedMail {
  return { ...mail, subject: withoutKeys(mail.subject), words: withoutKeys(mail.words), whole: withoutKeys(mail.whole) }
}

/**
 * What an officer accepted out of quarantine: its enclosures go through the same checks as all others, and its writer
 * gets the receipt where `reply` allows it. Says what was not taken.
 */
export async function settleAccepted(
  db: Db,
  scope: Scope<'channel.work'>,
  now: Date,
  mail: MailRow,
  to: { complaintId: string; seq?: number | undefined; reason: 'case' | 'message'; reply: boolean },
): Promise<void> {
  const raw = await findRaw(db, scope, mail.id)
  const parsed = raw && (await readMail(await unpack(raw), undefined))
  const outcome: MailOutcome = parsed
    ? await withFiles(db, scope, now, parsed, to.complaintId, to.seq)
    : { state: 'accepted', reason: null, ...NOTHING }
  const remarks = parsed?.problem ? [...outcome.remarks, UNOPENED] : outcome.remarks
  const { complaintId, reason } = to
  await setMailDecision(db, scope, now, mail.id, { state: 'accepted', complaint_id: complaintId, reason, remarks })
  if (!parsed) return
  await noteRefused(db, now, scope.institution, complaintId, remarks)
  await noteThread(db, scope, now, parsed, complaintId)
  // An officer chose to answer, so a message is confirmed as well; the measure against loops stays.
  const confirmed = { ...outcome, reason: 'case', remarks }
  if (to.reply && (await mayReply(db, scope, now, await getSetting(db, scope, now), parsed, confirmed)))
    await enqueue(db, scope.institution, replyJob, { mail: mail.id }, { key: `mail-reply:${mail.id}` })
}

/** Who works on the case sees that there was more, and why it is not here. */
async function noteRefused(
  db: Db,
  now: Date,
  institution: string,
  complaintId: string,
  remarks: readonly string[],
): Promise<void> {
  if (remarks.length === 0) return
  const scope = await intakeScope(db, institution)
  const body = ['Lampiran surel yang tidak diambil:', ...remarks.map((one) => `• ${one}`)].join('\n')
  const id = await survivorOf(db, scope, complaintId)
  await applyEvents(db, scope, now, [{ id, events: [{ kind: 'noted', actor: 'system', body }] }])
}

const UNOPENED = 'Lampiran tidak dibuka: surel ini terlalu besar atau terlalu berlapis.'
const ONLY_FILES = '(Hanya lampiran, tanpa teks.)'
const NOTHING = { complaint_id: null, suggested_id: null, remarks: [] }
const ignored = (reason: string): MailOutcome => ({ state: 'ignored', reason, ...NOTHING })
const quarantined = (reason: string, suggested: string | null = null): MailOutcome => ({
  state: 'quarantine',
  reason,
  ...NOTHING,
  suggested_id: suggested,
})

async function decide(
  db: Db,
  scope: Scope,
  now: Date,
  setting: Setting,
  mail: ParsedMail,
  envelope: Envelope,
): Promise<MailOutcome> {
  const tokens = [...envelope.to, ...mail.recipients].flatMap((address) => splitAddress(address).token ?? [])
  const tokenCase = tokens.map((token) => readToken(setting.secret, token)).find((found) => found !== undefined)
  const tokenMatter = matterOfTokens(setting.secret, tokens)
  if (mail.kind === 'bounce') return takeBounce(db, scope, now, mail, tokenCase, tokenMatter)
  if (mail.kind !== 'person') return ignored(mail.kind)
  if (!mail.sender) return quarantined('no_sender')
  if (splitAddress(mail.sender.address).mailbox === setting.mailbox) return ignored('own')
  const itself = await findThread(db, scope, mail.messageId ? [mail.messageId] : [])
  if (itself?.outgoing) return ignored('own')
  if (mail.problem) return quarantined(mail.problem)
  const history = await senderHistory(db, scope, mail.sender.address, now)
  if (history.received > setting.most_per_hour) return quarantined('rate')
  const thread = await findThread(db, scope, mail.answers)
  const matter = (thread?.outgoing ? matterOf(thread) : undefined) ?? tokenMatter
  if (matter) return takeForMatter(db, scope, now, setting, matter, mail)
  // Our Message-IDs and addresses hold random bits: only who received our letter can answer to it.
  const proven = thread?.outgoing ? thread.complaint_id : tokenCase
  if (proven && (await isWrongdoing(db, scope, proven))) return ignored('apart')
  if (proven) return addTo(db, scope, now, proven, mail)
  const named = await caseOfSubject(db, scope, mail.subject)
  if (named?.kind === 'whistleblowing') return ignored('apart')
  if (named) {
    if (named.reporter_email?.toLowerCase() !== mail.sender.address) return quarantined('unverified', named.id)
    // Anyone can write the reporter's address into From; only the own mail server knows better.
    const vouched = vouchedFor(mail.authentication, setting.authserv_id, mail.sender.address)
    return vouched ? addTo(db, scope, now, named.id, mail) : quarantined('unproven', named.id)
  }
  if (thread?.complaint_id) return quarantined('unverified', thread.complaint_id)
  if (thread) return { ...quarantined('unverified'), matter: matterOf(thread) }
  return openCase(db, scope, now, mail)
}

/** A case code that somebody wrote into the subject; eight letters that are no code fail their check symbol. */
async function caseOfSubject(db: Db, scope: Scope, subject: string) {
  for (const [word] of subject.matchAll(
    /(?<![\p{L}\p{N}])[0-9A-Za-z]{4}[-\s]?[0-9A-Za-z]{4}(?:[-\s]?[0-9A-Za-z]{6})?(?![\p{L}\p{N}])/gu,
  )) {
    const read = readCode(word)
    const found = read.ok ? await findByCode(db, scope, read.code) : undefined
    if (found) return found
  }
  return undefined
}

async function addTo(db: Db, scope: Scope, now: Date, complaint: string, mail: ParsedMail): Promise<MailOutcome> {
  if (mail.words === '' && mail.files.length === 0) return quarantined('empty', complaint)
  const seq = await addCitizenMessage(db, scope, now, {
    complaintId: complaint,
    body: mail.words === '' ? ONLY_FILES : bodyOf(mail),
    channel: 'email',
  })
  return { ...(await withFiles(db, scope, now, mail, complaint, seq)), reason: 'message' }
}

async function openCase(db: Db, scope: Scope, now: Date, mail: ParsedMail): Promise<MailOutcome> {
  if (mail.words === '' && mail.files.length === 0 && mail.subject === '') return quarantined('empty')
  const root = await getRoot(db, scope)
  const body = bodyOf(mail)
  const { id } = await submitOnce(
    db,
    scope,
    now,
    { source: 'email', key: mail.fingerprint.toString('hex') },
    {
      kind: 'complaint',
      subject: firstLine(mail.subject || body),
      body,
      // What nobody chose is the careful one: an officer may open it when the reporter agrees.
      privacy: 'anonymous',
      reporter_name: mail.sender?.name || undefined,
      reporter_email: mail.sender?.address,
      unit_id: root.id,
      channel: 'email',
      actor: 'citizen',
    },
  )
  return { ...(await withFiles(db, scope, now, mail, id, undefined)), reason: 'case' }
}

async function withFiles(
  db: Db,
  scope: Scope,
  now: Date,
  mail: ParsedMail,
  complaintId: string,
  eventSeq: number | undefined,
): Promise<MailOutcome> {
  // What was said lies where the matter is handled; the mail stays with the report of who wrote it, whose code they know.
  const where = eventSeq === undefined ? complaintId : await survivorOf(db, scope, complaintId)
  const { remarks } = await keepEnclosures(db, scope, now, { complaintId: where, eventSeq }, mail.files)
  return {
    state: 'accepted',
    reason: null,
    complaint_id: complaintId,
    suggested_id: null,
    remarks: [...remarks, ...leftOut(mail)],
  }
}

export function bodyOf(mail: Pick<ParsedMail, 'words' | 'subject'>): string {
  const words = mail.words || mail.subject || ONLY_FILES
  return words.length <= MOST_WORDS
    ? words
    : `${words.slice(0, MOST_WORDS - 60).toWellFormed()}… (dipotong; surel aslinya lebih panjang)`
}

export function firstLine(text: string): string {
  const line = text.split('\n').find((one) => one.trim() !== '') ?? ''
  const letters = [...line.trim()]
  return (letters.length <= 150 ? letters : [...letters.slice(0, 149), '…']).join('') || '(Tanpa judul)'
}

async function takeBounce(
  db: Db,
  scope: Scope,
  now: Date,
  mail: ParsedMail,
  tokenCase: string | undefined,
  tokenMatter: Matter | undefined,
): Promise<MailOutcome> {
  const thread = await findThread(db, scope, mail.report?.originals ?? [])
  const ours = thread?.outgoing ? thread : undefined
  const matter = (ours && matterOf(ours)) ?? tokenMatter
  if (matter && !ours?.complaint_id) {
    if (mail.report?.failed) await takerOf(matter)?.failed(db, scope, now, matter.id)
    return { state: 'bounce', reason: mail.report?.failed ? 'failed' : 'delayed', ...NOTHING, matter }
  }
  const complaint = ours?.complaint_id ?? tokenCase
  // A report that names no letter of ours came to the address of the case: of whom it speaks is who was written to there.
  const recipient = mail.report?.recipient
  const address =
    ours?.address ??
    (tokenCase && !/^(mailer-daemon|postmaster)@/.test(recipient ?? '')
      ? await findWrittenTo(db, scope, tokenCase, recipient)
      : undefined)
  if (!complaint || !address) return { state: 'bounce', reason: 'unknown', ...NOTHING }
  if (!mail.report?.failed) return { state: 'bounce', reason: 'delayed', ...NOTHING, complaint_id: complaint }
  const first = await insertUndeliverable(db, scope, now, {
    complaintId: complaint,
    address,
    status: mail.report.status,
  })
  if (first) {
    // Where several wait for one matter, it is read where that is handled, and the code says whom it did not reach.
    const receipt = await findReceipt(db, scope, complaint)
    const whose = receipt ? `laporan ${formatCode(receipt.code)} ` : ''
    const body = `Surel kepada pelapor ${whose}tidak sampai (${mail.report.status ?? 'tanpa kode'}). Hubungi pelapor itu lewat cara lain.`
    const id = await survivorOf(db, scope, complaint)
    await applyEvents(db, scope, now, [{ id, events: [{ kind: 'noted', actor: 'system', body }] }])
  }
  return { state: 'bounce', reason: 'failed', ...NOTHING, complaint_id: complaint }
}

function matterOf({ matter, matter_id }: ThreadRow): Matter | undefined {
  return matter && matter_id ? { matter, id: matter_id } : undefined
}

async function noteThread(db: Db, scope: Scope, now: Date, mail: ParsedMail, complaintId: string): Promise<void> {
  if (!mail.messageId || !mail.sender) return
  await insertThread(db, scope, now, {
    messageId: mail.messageId,
    complaintId,
    address: mail.sender.address,
    outgoing: false,
  })
}

/** A new case is confirmed, and what was refused is said; but one address gets one automatic letter at a time. */
async function mayReply(
  db: Db,
  scope: Scope,
  now: Date,
  setting: Setting,
  mail: ParsedMail,
  outcome: MailOutcome,
): Promise<boolean> {
  if (mail.noReply || !mail.sender || !setting.mailbox) return false
  if (outcome.reason === 'message' && outcome.remarks.length === 0) return false
  const { replied } = await senderHistory(db, scope, mail.sender.address, now)
  return !replied || now.getTime() - replied.getTime() >= setting.reply_pause_minutes * 60_000
}
