/** Headers by lower-case name; a header that came several times has several values. */
export type Headers = ReadonlyMap<string, readonly string[]>

/** `person`: a human wrote it. All others are never answered and never become a case. */
export type MailKind = 'person' | 'own' | 'bounce' | 'automatic' | 'list'

export const LOOP_HEADER = 'x-sigap-loop'

/** No letter passes so many servers but one that goes round (mail servers stop at fifty or a hundred). */
const MOST_HOPS = 50

/**
 * Who wrote this mail: RFC 3834 (automatic answers), RFC 3464 (delivery reports), RFC 2369 (lists) and the marks older
 * programs use. `sender` is the envelope's; an empty one is the null return path of bounces.
 */
export function mailKind(headers: Headers, sender: string | undefined): MailKind {
  if (headers.has(LOOP_HEADER) || headers.has('x-loop')) return 'own'
  if ((headers.get('received')?.length ?? 0) > MOST_HOPS) return 'automatic'
  const type = value(headers, 'content-type')
  if (/multipart\/report/.test(type) && /report-type="?delivery-status/.test(type)) return 'bounce'
  const returnPath = value(headers, 'return-path')
  const nobody = sender === '' || returnPath === '<>'
  const from = value(headers, 'from')
  if (nobody && /mailer-daemon|postmaster/.test(from)) return 'bounce'
  if (/multipart\/report/.test(type)) return 'automatic'
  const submitted = value(headers, 'auto-submitted')
  if (submitted !== '' && !/^no\b/.test(submitted)) return 'automatic'
  if (nobody || /^("?mailer-daemon|"?postmaster)@|<(mailer-daemon|postmaster)@/.test(from)) return 'automatic'
  if (LISTS.some((name) => headers.has(name))) return 'list'
  if (/\b(bulk|list|junk|auto_reply)\b/.test(value(headers, 'precedence'))) return 'automatic'
  if (ANSWERERS.some((name) => headers.has(name))) return 'automatic'
  if (/^(yes|true)/.test(value(headers, 'x-auto-reply'))) return 'automatic'
  if (AWAY.test(value(headers, 'subject'))) return 'automatic'
  return 'person'
}

/** A person wrote it, but their program asks for no automatic answer. */
export function wantsNoReply(headers: Headers): boolean {
  return /\b(all|autoreply|oof)\b/.test(value(headers, 'x-auto-response-suppress'))
}

const LISTS = ['list-id', 'list-unsubscribe', 'list-post', 'list-help', 'feedback-id']
const ANSWERERS = ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-vacation', 'x-failed-recipients']
/** What mail programs put before the subject they answer to, with its colon; a person may begin with the same words. */
const AWAY =
  /^(auto(matic)?[ -]?(reply|response)|out of (the )?office( (auto[ -]?)?reply)?|balasan otomatis|jawaban otomatis)\s*:/

function value(headers: Headers, name: string): string {
  return headers.get(name)?.[0]?.trim().toLowerCase() ?? ''
}

/** An officer decides about what waits, and about what its headers alone took for a machine's: a person may have written it. */
export function isDecidable({ state, reason }: { state: string; reason: string | null }): boolean {
  return state === 'quarantine' || (state === 'ignored' && (reason === 'automatic' || reason === 'list'))
}

/** What a delivery report says, read from its text wherever it stands. */
export type Report = {
  failed: boolean
  recipient: string | undefined
  status: string | undefined
  originals: readonly string[]
}

/** Reads a delivery report (RFC 3464) and the Message-IDs of the letter it speaks of; `text` is all but the headers. */
export function readReport(text: string): Report {
  const shown = text.slice(0, 200_000)
  const recipient = /^(?:final|original)-recipient:\s*(?:rfc822;)?\s*<?([^\s<>\p{Cc}]{3,254})>?/imu.exec(shown)?.[1]
  const status = /^status:\s*([245]\.\d{1,3}\.\d{1,3})/im.exec(shown)?.[1]
  const action = /^action:\s*(\w+)/im.exec(shown)?.[1]?.toLowerCase()
  const originals = [...shown.matchAll(/^(?:message-id|in-reply-to|references):\s*(<[^\r\n]{3,1000})/gim)].flatMap(
    ([, ids]) => messageIds(ids!),
  )
  return {
    failed: action === 'failed' || (action === undefined && status?.startsWith('5') === true),
    recipient: recipient?.toLowerCase(),
    status,
    originals,
  }
}

/** All `<…>` of a header, at most fifty, the last first: that is the letter one answered to. */
export function messageIds(header: string | undefined): string[] {
  const found = (header ?? '').slice(0, 20_000).match(/<[^<>\s\p{Cc}]{3,400}>/gu) ?? []
  return [...new Set(found.reverse())].slice(0, 50)
}
