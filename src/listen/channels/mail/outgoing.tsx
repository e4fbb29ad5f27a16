import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { answeredMatters, type Conversation } from '../../../core/notifications/index.ts'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { isId, newId } from '../../../platform/id.ts'
import { job } from '../../../platform/jobs.ts'
import { getMailer, isMailAddress } from '../../../platform/mail.ts'
import { mailPage } from '../../../platform/mail-page.ts'
import { renderToString } from '../../../platform/ui/render.ts'
import { findComplaint, findReceipt, formatCode, trackingPath } from '../../complaints/index.ts'
import { findSetting, getRoot, type Setting } from '../queries.ts'
import { intakeScope } from '../scopes.ts'
import { mailMessages } from './messages.ts'
import { findMail, insertThread, type LetterAbout, listReferencesOf, setReplied } from './queries.ts'
import { REPLY_LINE } from './quoted.ts'
import { replyToken, tokenAddress } from './tokens.ts'

/** Place of a new letter in the conversation with this address; written down before the letter leaves. */
async function nextLetter(db: Db, scope: Scope, now: Date, setting: Setting & { mailbox: string }, to: LetterAbout) {
  const references = await listReferencesOf(db, scope, to)
  const domain = setting.mailbox.slice(setting.mailbox.lastIndexOf('@') + 1)
  const messageId = `<${newId(now)}.${randomBytes(12).toString('hex')}@${domain}>`
  await insertThread(db, scope, now, { messageId, ...to, outgoing: true })
  const token =
    'matter' in to ? replyToken(setting.secret, to.id, to.matter) : replyToken(setting.secret, to.complaintId)
  return { messageId, references, replyTo: tokenAddress(setting.mailbox, token) }
}

function aboutOf(told: { kind: string; key: string; address: string }): LetterAbout | undefined {
  const [subject, id = ''] = told.key.split(':')
  if (!isId(id)) return undefined
  if (told.kind === 'complaints.citizen' && subject === 'complaint')
    return { complaintId: id, address: told.address.toLowerCase() }
  const answered = answeredMatters().find((one) => one.kind === told.kind && one.matter === subject)
  return answered && { matter: answered.matter, id }
}

/** Letters about a case, or another matter that takes answers, come back to an address of its own. */
export async function conversationOf(
  db: Db,
  scope: Scope,
  now: Date,
  told: { kind: string; key: string; address: string },
): Promise<Conversation | undefined> {
  const to = aboutOf(told)
  if (!to) return undefined
  const setting = await findSetting(db, scope)
  if (!setting?.mail_active || !setting.mailbox) return undefined
  const thread = await nextLetter(db, scope, now, { ...setting, mailbox: setting.mailbox }, to)
  return { thread: { ...thread, returnTo: thread.replyTo }, above: REPLY_LINE }
}

/** Confirms a case that came by mail, with its code and what was not taken. */
export const replyJob = job({
  name: 'channels.mail_reply',
  payload: z.object({ mail: z.uuid() }),
  async handle({ db, institution, now }, { mail: id }) {
    const scope = await intakeScope(db, institution)
    const mail = await findMail(db, scope, id)
    const setting = await findSetting(db, scope)
    if (!mail?.complaint_id || !mail.sender || !setting?.mailbox || !isMailAddress(mail.sender)) return
    const complaint = await findComplaint(db, scope, mail.complaint_id)
    const receipt = await findReceipt(db, scope, mail.complaint_id)
    if (!complaint || !receipt) return
    const root = await getRoot(db, scope)
    const to = { complaintId: complaint.id, address: mail.sender }
    const thread = await nextLetter(db, scope, now, { ...setting, mailbox: setting.mailbox }, to)
    const text = mailMessages.id
    const code = formatCode(complaint.code)
    // Whoever else writes to the address of the case gets no key.
    const key = complaint.reporter_email?.toLowerCase() === mail.sender.toLowerCase() ? receipt.key : undefined
    const link = getMailer().baseUrl + trackingPath(root.slug, { code: receipt.code, key })
    const paragraphs = [
      REPLY_LINE,
      mail.reason === 'case' ? text.thanks(formatCode(receipt.code, key)) : text.added(code),
      ...(mail.remarks.length > 0 ? [[text.refusedFiles, ...mail.remarks.map((one) => `• ${one}`)].join('\n')] : []),
      text.follow(link),
      text.answerHere,
      root.name,
    ]
    const subject = mail.subject ? `Re: ${mail.subject} [${code}]` : text.subject(code)
    await setReplied(db, scope, id, now)
    await getMailer().send(
      {
        institution,
        from: root.name,
        to: { name: mail.sender_name ?? '', address: mail.sender },
        subject,
        text: `${paragraphs.join('\n\n')}\n`,
        html: htmlOf(subject, paragraphs),
        about: `complaint:${complaint.id}:`,
        thread: { ...thread, returnTo: '', automaticReply: true },
      },
      now,
    )
  },
})

function htmlOf(title: string, paragraphs: readonly string[]): string {
  return mailPage(
    'id',
    title,
    renderToString(
      <div>
        {paragraphs.map((paragraph) => (
          <p>
            {paragraph.split('\n').map((line, at) => (
              <>
                {at > 0 ? <br /> : null}
                <Line text={line} />
              </>
            ))}
          </p>
        ))}
      </div>,
    ),
  )
}

/** An address can be followed. */
function Line({ text }: { text: string }) {
  const [, before, href, after] = /^(.*?)(https?:\/\/\S+)(.*)$/.exec(text) ?? []
  if (!href) return <>{text}</>
  return (
    <>
      {before}
      <a href={href}>{href}</a>
      {after}
    </>
  )
}
