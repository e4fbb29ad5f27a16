import { createHash } from 'node:crypto'
import PostalMime, { type Address, type Attachment } from 'postal-mime'
import { isMailAddress } from '../../../platform/mail.ts'
import { MOST_TEXT_BYTES, withBoundedText } from './bounds.ts'
import { headerEnd, type MailProblem, mailProblem } from './guard.ts'
import { htmlToText, tidy } from './html-text.ts'
import { type Headers, type MailKind, mailKind, messageIds, type Report, readReport, wantsNoReply } from './loops.ts'
import { plainSubject, withoutQuotes } from './quoted.ts'

export const MOST_ATTACHMENTS = 10

export type MailFile = { name: string; bytes: Buffer }

/** A mail as the rules see it: nothing in it is trusted, everything has a limit. */
export type ParsedMail = {
  problem: MailProblem | undefined
  kind: MailKind
  noReply: boolean
  sender: { address: string; name: string } | undefined
  /** Everybody it says it was written to. */
  recipients: readonly string[]
  subject: string
  /** What the writer added, without quotations. */
  words: string
  /** With them, as an officer reads it who has nothing else to go by. */
  whole: string
  messageId: string | undefined
  /** What mail servers on its way say about its sender, the last server's word first. */
  authentication: readonly string[]
  /** The letters it answers to, the nearest first. */
  answers: readonly string[]
  files: readonly MailFile[]
  filesLeftOut: number
  report: Report | undefined
  /** The same mail by another road has the same fingerprint. */
  fingerprint: Buffer
}

/** Reads a mail within its limits; one that is too large or too deep comes back with its first headers only. */
export async function parseMail(
  raw: Buffer,
  envelopeFrom: string | undefined,
  problem: MailProblem | undefined = mailProblem(raw),
): Promise<ParsedMail> {
  // Of a mail that is too much, only the first headers are read: they say who sent it.
  const part = problem ? raw.subarray(0, Math.min(headerEnd(raw), 64_000)) : withBoundedText(raw)
  const email = await PostalMime.parse(part, {
    forceRfc822Attachments: true,
    maxNestingDepth: 45,
    maxHeadersSize: 300_000,
  })
  const headers = headersOf(email.headers)
  const kind = mailKind(headers, envelopeFrom)
  const text = tidy((email.text ? email.text : htmlToText(email.html ?? '')).slice(0, MOST_TEXT_BYTES))
  const sender = mailboxOf(email.from)
  const subject = plainSubject(email.subject ?? '').slice(0, 300)
  const messageId = messageIds(email.messageId)[0]
  const answers = [...messageIds(email.inReplyTo), ...messageIds(email.references)]
  const found = problem ? [] : email.attachments.filter(isFile)
  return {
    problem,
    kind,
    noReply: wantsNoReply(headers),
    sender,
    recipients: [...(email.to ?? []), ...(email.cc ?? []), ...deliveredTo(headers)].flatMap(addressesOf).slice(0, 100),
    subject,
    words: withoutQuotes(text),
    whole: text,
    messageId,
    authentication: headers.get('authentication-results') ?? [],
    answers: [...new Set(answers)],
    files: found.slice(0, MOST_ATTACHMENTS).map(fileOf),
    filesLeftOut: Math.max(0, found.length - MOST_ATTACHMENTS),
    report: kind === 'bounce' ? readReport(reportText(raw, email.attachments)) : undefined,
    fingerprint: fingerprintOf(raw, messageId, sender?.address, subject, text),
  }
}

function headersOf(list: readonly { key: string; value: string }[]): Headers {
  const headers = new Map<string, string[]>()
  for (const { key, value } of list.slice(0, 500)) headers.set(key, [...(headers.get(key) ?? []), value])
  return headers
}

/** Servers that hand on to one mailbox for several addresses note the one it was for. */
function deliveredTo(headers: Headers): Address[] {
  const noted = ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) => headers.get(name) ?? [])
  return noted.map((address) => ({ name: '', address: address.trim() }))
}

function addressesOf(address: Address): string[] {
  const all = address.group ? address.group.map((one) => one.address) : [address.address]
  return all.filter((one): one is string => one !== undefined && one !== '')
}

function mailboxOf(address: Address | undefined): ParsedMail['sender'] {
  const one = address?.group ? undefined : address
  const plain = one?.address?.trim().toLowerCase() ?? ''
  return isMailAddress(plain) ? { address: plain, name: plainSubject(one?.name ?? '').slice(0, 150) } : undefined
}

/** Pictures in a signature and calendar parts are no enclosure. */
function isFile(attachment: Attachment): boolean {
  if (attachment.disposition === 'inline' && attachment.related === true && !attachment.filename) return false
  return !/^(text\/calendar|message\/|multipart\/|application\/(pgp|pkcs7)-signature)/.test(attachment.mimeType)
}

function fileOf(attachment: Attachment): MailFile {
  const { content } = attachment
  const bytes =
    typeof content === 'string'
      ? Buffer.from(content)
      : content instanceof ArrayBuffer
        ? Buffer.from(content)
        : Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  return { name: (attachment.filename ?? 'lampiran').slice(0, 200), bytes }
}

function reportText(raw: Buffer, attachments: readonly Attachment[]): string {
  const parts = attachments.filter((one) => /^(message|text)\//.test(one.mimeType)).map(fileOf)
  const body = raw.subarray(headerEnd(raw), headerEnd(raw) + 100_000).toString('latin1')
  return [...parts.map((part) => part.bytes.subarray(0, 50_000).toString('utf8')), body].join('\n')
}

function fingerprintOf(raw: Buffer, id: string | undefined, from: string | undefined, subject: string, text: string) {
  const hash = createHash('sha256')
  if (!id) return hash.update(raw).digest()
  return hash.update(JSON.stringify([id, from ?? '', subject, text])).digest()
}
