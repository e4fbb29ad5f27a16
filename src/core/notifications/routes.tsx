import { z } from 'zod'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { idParam } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { getMailer } from '../../platform/mail.ts'
import { notificationMessages } from './messages.ts'
import { addressHash, PAGE_SIZE, Preferences, unsubscribeTokenFits } from './model.ts'
import {
  countUnread,
  findForUnsubscribe,
  findOwnAddress,
  findSecret,
  insertRefusal,
  listInbox,
  listPreferences,
  setAllRead,
  setPreferences,
  setRead,
  stopDigest,
} from './queries.ts'
import {
  DigestStopPage,
  InboxPage,
  LetterPage,
  OutboxPage,
  SettingsPage,
  UnsubscribedPage,
  UnsubscribePage,
} from './views.tsx'

const Inbox = z.object({
  tampil: z.enum(['semua', 'baru']).default('semua').catch('semua'),
  setelah: idParam().optional().catch(undefined),
})
const UnsubscribeLink = z.object({ id: idParam(), token: z.string().max(100) })

export const routes = [
  query({
    path: '/kotak-masuk',
    access: 'self',
    input: Inbox,
    async handle({ db, scope }, input) {
      const unread = input.tampil === 'baru'
      const rows = await listInbox(db, scope, { unread, before: input.setelah })
      const last = rows.length > PAGE_SIZE ? rows[PAGE_SIZE - 1]!.id : undefined
      return {
        page: (
          <InboxPage rows={rows.slice(0, PAGE_SIZE)} unread={unread} count={await countUnread(db, scope)} last={last} />
        ),
      }
    },
  }),

  command({
    path: '/kotak-masuk/baca-semua',
    access: 'self',
    audit: 'notification.all_read',
    input: z.object({}),
    async handle({ db, scope, now, t }) {
      const count = await setAllRead(db, scope, now)
      return {
        redirect: '/kotak-masuk',
        notice: t(notificationMessages).markedAll(String(count)),
        audit: { subject: `account:${scope.account}`, detail: { count } },
      }
    },
  }),

  command({
    path: '/kotak-masuk/:id/buka',
    access: 'self',
    audit: 'notification.read',
    input: z.object({ id: idParam() }),
    sample: { id: 'select id from notifications.message limit 1' },
    async handle({ db, scope, now }, { id }) {
      const message = await setRead(db, scope, id, now)
      if (!message) throw new NotFound('message')
      return { redirect: message.href, audit: { subject: `message:${id}` } }
    },
  }),

  query({
    path: '/kotak-masuk/pengaturan',
    access: 'self',
    input: z.object({}),
    async handle({ db, scope, form }) {
      return {
        page: (
          <SettingsPage rows={await listPreferences(db, scope)} address={await findOwnAddress(db, scope)} form={form} />
        ),
      }
    },
  }),

  command({
    path: '/kotak-masuk/pengaturan',
    access: 'self',
    audit: 'notification.preferences_set',
    input: Preferences,
    async invalid({ db, scope }, _raw, form) {
      return {
        page: (
          <SettingsPage rows={await listPreferences(db, scope)} address={await findOwnAddress(db, scope)} form={form} />
        ),
      }
    },
    async handle({ db, scope, t, requireSeen }, wanted) {
      const kinds = await listPreferences(db, scope)
      requireSeen(seenOf(kinds))
      const known = new Set(kinds.filter((kind) => !kind.required).map((kind) => kind.code))
      const chosen = wanted.filter((one) => known.has(one.kind))
      await setPreferences(db, scope, scope.account!, chosen)
      return {
        redirect: '/kotak-masuk/pengaturan',
        notice: t(notificationMessages).saved,
        audit: {
          subject: `account:${scope.account}`,
          detail: Object.fromEntries(chosen.map((one) => [one.kind, one.channel])),
        },
      }
    },
  }),

  query({
    path: '/i/:institution/berhenti-surel/:id/:token',
    access: 'public',
    input: UnsubscribeLink,
    sample: { id: 'select id from notifications.message limit 1', token: "select 'x'" },
    async handle(context, link) {
      const message = await openLink(context, link)
      return { page: <UnsubscribePage action={context.request.path.split('?')[0]!} message={message} /> }
    },
  }),

  command({
    path: '/i/:institution/berhenti-surel/:id/:token',
    access: 'public',
    audit: 'notification.unsubscribed',
    input: UnsubscribeLink,
    limit: { points: 60, seconds: 600, by: 'ip' },
    async handle(context, link) {
      const { db, scope, now } = context
      const message = await openLink(context, link)
      if (message.required) throw new Refusal(409, context.t(notificationMessages).unsubscribeRequired)
      if (message.account_id)
        await setPreferences(db, scope, message.account_id, [{ kind: message.kind, channel: 'inbox' }])
      else if (message.email) await insertRefusal(db, scope, addressHash(message.email), message.kind, now)
      return {
        page: <UnsubscribedPage message={message} />,
        audit: { subject: `message:${message.id}`, detail: { kind: message.kind } },
      }
    },
  }),

  query({
    path: '/i/:institution/berhenti-ringkasan/:id/:token',
    access: 'public',
    input: UnsubscribeLink,
    sample: { id: 'select id from people.account limit 1', token: "select 'x'" },
    async handle(context, link) {
      await openDigestLink(context, link)
      return { page: <DigestStopPage action={context.request.path.split('?')[0]!} /> }
    },
  }),

  command({
    path: '/i/:institution/berhenti-ringkasan/:id/:token',
    access: 'public',
    audit: 'notification.unsubscribed',
    input: UnsubscribeLink,
    limit: { points: 60, seconds: 600, by: 'ip' },
    async handle(context, link) {
      await openDigestLink(context, link)
      const kinds = await stopDigest(context.db, context.scope, link.id)
      return {
        page: <DigestStopPage action={undefined} />,
        audit: { subject: `account:${link.id}`, detail: { digest: true, kinds } },
      }
    },
  }),

  query({
    path: '/surat-keluar',
    access: 'notification.outbox',
    input: z.object({}),
    async handle({ scope }) {
      const { kept } = getMailer()
      return { page: <OutboxPage letters={kept && (await kept.list(scope.institution, 100))} /> }
    },
  }),

  query({
    path: '/surat-keluar/:id',
    access: 'notification.outbox',
    input: z.object({ id: idParam() }),
    async handle({ scope }, { id }) {
      const letter = await getMailer().kept?.find(scope.institution, id)
      if (!letter) throw new NotFound('letter')
      return { page: <LetterPage letter={letter} /> }
    },
  }),

  query({
    path: '/surat-keluar/:id/eml',
    access: 'notification.outbox',
    input: z.object({ id: idParam() }),
    async handle({ scope }, { id }) {
      const body = await getMailer().kept?.raw(scope.institution, id)
      if (!body) throw new NotFound('letter')
      return { file: { name: `${id}.eml`, type: 'message/rfc822', body } }
    },
  }),
]

/** Only the link of the letter itself opens it: a stranger's id is answered like a wrong token. */
async function openLink(
  context: { db: Db; scope: Scope<'public'>; t: Context<'public'>['t'] },
  link: z.output<typeof UnsubscribeLink>,
) {
  const secret = await findSecret(context.db, context.scope)
  if (!secret || !unsubscribeTokenFits(secret, link.id, link.token))
    throw new Refusal(410, context.t(notificationMessages).linkUnknown)
  const message = await findForUnsubscribe(context.db, context.scope, link.id)
  if (!message) throw new Refusal(410, context.t(notificationMessages).linkUnknown)
  return message
}

/** The link of a digest names the person it is for: it holds many messages. */
async function openDigestLink(context: Context<'public'>, link: z.infer<typeof UnsubscribeLink>): Promise<void> {
  const secret = await findSecret(context.db, context.scope)
  if (!secret || !unsubscribeTokenFits(secret, link.id, link.token))
    throw new Refusal(410, context.t(notificationMessages).linkUnknown)
}
