import { z } from 'zod'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import {
  bilingual,
  checkbox,
  type FormState,
  idParam,
  optionalText,
  requiredText,
  wholeNumber,
} from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../platform/http/route.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { isMailAddress } from '../../platform/mail.ts'
import { addCitizenMessage, findByCode, findComplaint, formatCode, readCode, submitOnce } from '../complaints/index.ts'
import { isDecidable } from './mail/loops.ts'
import { acceptForMatter, takerOf } from './mail/matters.ts'
import { unpack } from './mail/packed.ts'
import { findMail, findRaw, listMails, lockMail, setMailDecision } from './mail/queries.ts'
import { bodyOf, firstLine, settleAccepted } from './mail/receive.ts'
import { messages } from './messages.ts'
import { listChannels } from './overview.ts'
import { findSetting, getRoot, listFailures, MOST_FAILURES, setMailSetting } from './queries.ts'
import { ChannelsPage, MailPage, MailSettingPage, MailsPage } from './views.tsx'

const mailSample = { id: "select id from channels.mail order by (state = 'quarantine') desc, id limit 1" }
const States = z.enum(['accepted', 'ignored', 'bounce', 'quarantine', 'rejected'])

const MAILBOX = bilingual(messages.id.mail.wrong, messages.en.mail.wrong)
const AUTHSERV = bilingual(messages.id.mail.authservWrong, messages.en.mail.authservWrong)
const SettingInput = z.object({
  mailbox: requiredText(200, MAILBOX).pipe(
    z
      .string()
      .transform((text) => text.toLowerCase())
      .refine((text) => isMailAddress(text) && !text.includes('+') && text.indexOf('@') <= 21, { error: MAILBOX }),
  ),
  active: checkbox(),
  per_hour: wholeNumber(1, 1000),
  pause: wholeNumber(1, 1440),
  keep: wholeNumber(1, 365),
  authserv_id: optionalText(200).pipe(
    z
      .string()
      .transform((text) => text.toLowerCase())
      .refine((text) => /^[a-z0-9._-]+$/.test(text), { error: AUTHSERV })
      .optional(),
  ),
})

async function settingPage({ db, scope }: Context<'channel.manage'>, form?: FormState): Promise<Outcome> {
  return { page: <MailSettingPage setting={await findSetting(db, scope)} form={form} /> }
}

async function mailPage(context: Context<'channel.work'>, id: string, form?: FormState): Promise<Outcome> {
  const mail = await findMail(context.db, context.scope, id)
  if (!mail) throw new NotFound('mail')
  const read = context.also('complaint.read')
  const find = async (complaintId: string | null) => {
    const found = read && complaintId ? await findComplaint(context.db, read, complaintId) : undefined
    return found && { id: found.id, code: formatCode(found.code), subject: found.subject }
  }
  const [complaint, suggested] = [await find(mail.complaint_id), await find(mail.suggested_id)]
  const { matter, matter_id } = mail
  const talks = matter === 'conversation' && context.also('conversation.read') !== undefined
  const conversation = talks && matter_id ? takerOf({ matter })?.href(matter_id) : undefined
  return { page: <MailPage {...{ mail, complaint, suggested, conversation, form }} /> }
}

/** The mail that waits for a decision, held until this one is made. */
async function waiting(context: Context<'channel.work'>, id: string) {
  const mail = await lockMail(context.db, context.scope, id)
  if (!mail) throw new NotFound('mail')
  const decided = context.t(messages).quarantine.decided
  if (!isDecidable(mail)) throw new Refusal(409, decided, { _form: decided })
  return mail
}

export const routes = [
  query({
    path: '/kanal',
    access: 'channel.work',
    input: z.object({}),
    async handle({ db, scope, now, also }) {
      const channels = await listChannels(db, scope, now)
      const failures = await listFailures(db, scope, MOST_FAILURES)
      return {
        page: <ChannelsPage channels={channels} failures={failures} mayManage={also('channel.manage') !== undefined} />,
      }
    },
  }),

  query({
    path: '/kanal/surel',
    access: 'channel.work',
    input: z.object({ keadaan: States.optional().catch(undefined) }),
    async handle({ db, scope, also }, { keadaan }) {
      const mails = await listMails(db, scope, keadaan, MOST_LISTED)
      return { page: <MailsPage mails={mails} state={keadaan} mayManage={also('channel.manage') !== undefined} /> }
    },
  }),

  query({
    path: '/kanal/surel/pengaturan',
    access: 'channel.manage',
    input: z.object({}),
    handle: (context) => settingPage(context),
  }),

  command({
    path: '/kanal/surel/pengaturan',
    access: 'channel.manage',
    audit: 'channel.mail_set',
    input: SettingInput,
    invalid: (context, _raw, form) => settingPage(context, form),
    async handle({ db, scope, now, t, requireSeen }, input) {
      requireSeen(seenOf(await findSetting(db, scope)))
      await setMailSetting(db, scope, now, {
        mailbox: input.mailbox,
        mail_active: input.active,
        most_per_hour: input.per_hour,
        reply_pause_minutes: input.pause,
        keep_raw_days: input.keep,
        authserv_id: input.authserv_id ?? null,
      })
      return {
        redirect: '/kanal',
        notice: t(messages).saved,
        audit: {
          subject: 'channel:email',
          detail: { mailbox: input.mailbox, active: input.active, authserv: input.authserv_id ?? null },
        },
      }
    },
  }),

  query({
    path: '/kanal/surel/:id',
    access: 'channel.work',
    input: z.object({ id: idParam() }),
    sample: mailSample,
    handle: (context, { id }) => mailPage(context, id),
  }),

  query({
    path: '/kanal/surel/:id/asli',
    access: 'channel.work',
    input: z.object({ id: idParam() }),
    sample: mailSample,
    async handle({ db, scope }, { id }) {
      const raw = await findRaw(db, scope, id)
      if (!raw) throw new NotFound('raw mail')
      // As a plain download: no browser shows what somebody else put into it.
      return { file: { name: `${id}.eml`, type: 'application/octet-stream', body: await unpack(raw) } }
    },
  }),

  command({
    path: '/kanal/surel/:id/terima',
    access: 'channel.work',
    audit: 'channel.mail_accepted',
    input: z.object({ id: idParam(), code: requiredText(30) }),
    sample: mailSample,
    invalid: (context, raw, form) => mailPage(context, String(raw['id']), form),
    async handle(context, input) {
      const { db, scope, now } = context
      const text = context.t(messages).quarantine
      const mail = await waiting(context, input.id)
      const read = readCode(input.code)
      const reach = context.also('complaint.read')
      const code = read.ok ? read.code : undefined
      const named = code && reach ? await findByCode(db, reach, code) : undefined
      const complaint = named && reach ? await findComplaint(db, reach, named.id) : undefined
      if (!complaint) throw new Refusal(422, text.codeWrong, { code: text.codeWrong })
      const seq = await addCitizenMessage(db, scope, now, {
        complaintId: complaint.id,
        body: bodyOf(mail),
        channel: 'email',
        at: mail.received_at,
      })
      await settleAccepted(db, scope, now, mail, {
        complaintId: complaint.id,
        seq,
        reason: 'message',
        // The receipt holds the code, which only the reporter may have.
        reply: mail.sender !== null && complaint.reporter_email?.toLowerCase() === mail.sender,
      })
      return {
        redirect: '/kanal/surel?keadaan=quarantine',
        notice: text.accepted(formatCode(complaint.code)),
        audit: { subject: `complaint:${complaint.id}`, detail: { mail: mail.id } },
      }
    },
  }),

  command({
    path: '/kanal/surel/:id/percakapan',
    access: 'channel.work',
    audit: 'channel.mail_accepted',
    input: z.object({ id: idParam() }),
    sample: mailSample,
    invalid: (context, raw, form) => mailPage(context, String(raw['id']), form),
    async handle(context, { id }) {
      const { db, scope, now } = context
      const text = context.t(messages).quarantine
      const { matter, matter_id, ...mail } = await waiting(context, id)
      if (!matter || !matter_id) throw new NotFound('conversation of a mail')
      if (!(await acceptForMatter(db, scope, now, { ...mail, matter, matter_id })))
        throw new Refusal(409, text.talkOver, { _form: text.talkOver })
      return {
        redirect: '/kanal/surel?keadaan=quarantine',
        notice: text.talkAccepted,
        audit: { subject: `${matter}:${matter_id}`, detail: { mail: id } },
      }
    },
  }),

  command({
    path: '/kanal/surel/:id/laporan',
    access: 'channel.work',
    audit: 'complaint.received',
    input: z.object({ id: idParam() }),
    sample: mailSample,
    invalid: (context, raw, form) => mailPage(context, String(raw['id']), form),
    async handle(context, input) {
      const { db, scope, now } = context
      const mail = await waiting(context, input.id)
      const root = await getRoot(db, scope)
      const body = bodyOf(mail)
      const made = await submitOnce(
        db,
        scope,
        now,
        { source: 'email', key: `mail:${mail.id}` },
        {
          kind: 'complaint',
          subject: firstLine(mail.subject || body),
          body,
          privacy: 'anonymous',
          reporter_name: mail.sender_name ?? undefined,
          reporter_email: mail.sender ?? undefined,
          unit_id: root.id,
          channel: 'email',
          actor: 'officer',
        },
      )
      await settleAccepted(db, scope, now, mail, { complaintId: made.id, reason: 'case', reply: true })
      return {
        redirect: '/kanal/surel?keadaan=quarantine',
        notice: context.t(messages).quarantine.created(formatCode(made.code)),
        audit: { subject: `complaint:${made.id}`, detail: { mail: mail.id, channel: 'email' } },
      }
    },
  }),

  command({
    path: '/kanal/surel/:id/tolak',
    access: 'channel.work',
    audit: 'channel.mail_rejected',
    input: z.object({ id: idParam() }),
    sample: mailSample,
    invalid: (context, raw, form) => mailPage(context, String(raw['id']), form),
    async handle(context, input) {
      const { db, scope, now } = context
      const mail = await waiting(context, input.id)
      await setMailDecision(db, scope, now, mail.id, { state: 'rejected', complaint_id: null })
      return {
        redirect: '/kanal/surel?keadaan=quarantine',
        notice: context.t(messages).quarantine.rejected,
        audit: { subject: `mail:${mail.id}` },
      }
    },
  }),
]
