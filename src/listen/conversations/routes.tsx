import { z } from 'zod'
import { loadCalendar } from '../../core/organization/index.ts'
import type { Scope } from '../../platform/access.ts'
import { findFile, sendFile, storeUpload, tooLarge } from '../../platform/files.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { type FormState, idParam, optionalText, type Upload } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { seal } from '../../platform/seal.ts'
import { findReceipt, trackingPath } from '../complaints/index.ts'
import { aboutChoices } from './about.ts'
import { begin, close, erase, forgetLettersOf, say } from './acts.ts'
import { ChatLine } from './chat-views.tsx'
import { expectation } from './hours.ts'
import { messages } from './messages.ts'
import {
  type Conversation,
  EMAIL_SEAL,
  EmailInput,
  forCitizen,
  MAX_FILE_BYTES,
  MOST_MESSAGES,
  type Rule,
  ruleOn,
  SayInput,
  StartInput,
  TOKEN_SEAL,
} from './model.ts'
import { findByToken, hasFile, listMessages, newestOf, setConversation } from './queries.ts'
import { listRules } from './queue-queries.ts'
import { formKey, newToken } from './token.ts'
import { StartPage, TalkPage } from './views.tsx'

type Public = Context<'public'>
const Institution = z.object({ institution: z.string() })
const Talk = Institution.extend({ token: z.string().max(60) })
const institutionSample = 'select slug from organization.institution order by created_at limit 1'
const sample = {
  institution: institutionSample,
  token: "select 'percakapan-contoh-0001' from conversations.conversation limit 1",
}
// Counted over all that takes a token, so that none is found by trying. A whole village may wait behind one address of
// its mobile network, each page asking thirty times in ten minutes.
const reads = { points: 3000, seconds: 600, by: 'ip', bucket: 'conversation' } as const
const writes = { points: 300, seconds: 600, by: 'ip', bucket: 'conversation-words' } as const

export async function ruleFor(
  context: Pick<Public, 'db' | 'now' | 'institution'> & { readonly scope: Scope },
): Promise<Rule> {
  return ruleOn(await listRules(context.db, context.scope), localDate(context.now, context.institution.timeZone))
}

async function startPage(context: Public, service: string | undefined, form?: FormState): Promise<Outcome> {
  const { db, scope, now, institution } = context
  const choices = await aboutChoices(db, scope, context.t(messages))
  const chosen = service ? choices.bySlug(service) : undefined
  // Once it is known who will be asked, their hours hold.
  const calendar = await loadCalendar(db, scope, chosen && choices.find(chosen)?.unit_id)
  const expected = expectation(calendar, now, await ruleFor(context))
  const base = `/i/${institution.slug}/tanya`
  return {
    page: (
      <StartPage {...{ base, options: choices.options, chosen, expected, calendar }} form={fileWords(context, form)} />
    ),
  }
}

/** A refusal by size comes before the file was looked at, and without words. */
function fileWords({ language }: Public, form: FormState | undefined): FormState | undefined {
  if (form?.errors['photo'] !== '') return form
  return { ...form, errors: { ...form.errors, photo: tooLarge(MAX_FILE_BYTES, language) } }
}

async function held(context: Public, token: string, lock = false): Promise<Conversation> {
  const found = await findByToken(context.db, context.scope, token, lock)
  if (!found) throw new NotFound('conversation')
  return found
}

async function talkPage(context: Public, token: string, waits: boolean, form?: FormState): Promise<Outcome> {
  const { db, scope, now, institution } = context
  const conversation = await held(context, token)
  const calendar = await loadCalendar(db, scope, conversation.unit_id)
  const rule = await ruleFor(context)
  const expected = expectation(calendar, now, rule, conversation.waiting_since ?? undefined)
  const waiting = waits && conversation.waiting_since !== null
  const base = `/i/${institution.slug}/tanya`
  const said = forCitizen(await listMessages(db, scope, conversation.id))
  return {
    page: (
      <TalkPage
        {...{ base, conversation, calendar, rule, expected }}
        address={`${base}/${token}`}
        caseHref={await caseHrefOf(context, conversation)}
        messages={said}
        waits={waiting}
        form={fileWords(context, form)}
      />
    ),
    // A closed office answers nobody in the next twenty seconds.
    refresh: waiting && expected.open ? 20 : undefined,
  }
}

async function keepFile(context: Public, id: string, photo: Upload | undefined): Promise<string | undefined> {
  if (!photo) return undefined
  const options = { owner: `conversations:${id}`, kinds: ['image', 'document'], maxBytes: MAX_FILE_BYTES } as const
  return (await storeUpload(context, 'photo', photo, options)).id
}

/** The citizen's own link to the report this became; officers see only its code. */
async function caseHrefOf({ db, scope, institution }: Public, conversation: Conversation) {
  const receipt = conversation.complaint_id ? await findReceipt(db, scope, conversation.complaint_id) : undefined
  return () => receipt && trackingPath(institution.slug, receipt)
}

const subject = (conversation: Pick<Conversation, 'id'>) => `conversation:${conversation.id}`
const addressOf = ({ institution }: Public, token: string) => `/i/${institution.slug}/tanya/${token}`

export const publicRoutes = [
  query({
    path: '/i/:institution/tanya',
    access: 'public',
    input: Institution.extend({ layanan: optionalText(100).catch(undefined) }),
    sample: { institution: institutionSample },
    handle: (context, { layanan }) => startPage(context, layanan),
  }),

  command({
    path: '/i/:institution/tanya',
    access: 'public',
    audit: 'conversation.opened',
    input: Institution.extend(StartInput.shape),
    sample: { institution: institutionSample },
    limit: { points: 20, seconds: 3600, by: 'ip', bucket: 'conversation-start' },
    maxUploadBytes: MAX_FILE_BYTES,
    unkept: true,
    invalid: (context, _raw, form) => startPage(context, undefined, form),
    async handle(context, { about, name, body, photo, website, _key }) {
      const { db, scope, now, language } = context
      const text = context.t(messages)
      if (website) throw new Refusal(422, text.robot, { body: text.robot })
      const place = (await aboutChoices(db, scope, text)).find(about)
      if (!place) throw new Refusal(422, text.gone, { about: text.gone })
      const { token, startKey } = newToken(scope.institution, formKey(_key, [about, name, body, photo?.sum]))
      const id = newId(now)
      const begun = await begin(db, scope, now, { id, token, startKey, language, name: name ?? null, ...place })
      if (begun) {
        const fileId = await keepFile(context, id, photo)
        const fresh = { id, state: 'open', waiting_since: null, assignee_id: null, hint_sure: false } as const
        await say(db, scope, now, fresh, { body, fileId })
      }
      return {
        redirect: `${addressOf(context, token)}?tunggu=ya`,
        audit: begun ? { subject: subject({ id }), detail: { unit: place.unit_id } } : [],
      }
    },
  }),

  query({
    path: '/i/:institution/tanya/:token',
    access: 'public',
    input: Talk.extend({ tunggu: z.string().optional() }),
    sample,
    limit: reads,
    handle: (context, { token, tunggu }) => talkPage(context, token, tunggu === 'ya'),
  }),

  command({
    path: '/i/:institution/tanya/:token',
    access: 'public',
    audit: 'conversation.said',
    input: Talk.extend(SayInput.shape),
    sample,
    limit: writes,
    maxUploadBytes: MAX_FILE_BYTES,
    unkept: true,
    invalid: (context, raw, form) => talkPage(context, String(raw['token']), false, form),
    async handle(context, { token, body, photo, _key }) {
      const { db, scope, now } = context
      const text = context.t(messages)
      const conversation = await held(context, token, true)
      if (conversation.erased_at) throw new Refusal(409, text.erasedTitle, { _form: text.erasedTitle })
      if (conversation.sealed) throw new Refusal(409, text.sealedBody, { _form: text.sealedBody })
      if (!body && !photo) throw new Refusal(422, text.nothing, { body: text.nothing })
      if (conversation.last_seq >= MOST_MESSAGES) throw new Refusal(409, text.tooMany, { body: text.tooMany })
      const fileId = await keepFile(context, conversation.id, photo)
      const said = await say(db, scope, now, conversation, { body, fileId, key: formKey(_key, [body, photo?.sum]) })
      return {
        redirect: `${addressOf(context, token)}?tunggu=ya#terakhir`,
        audit: said ? { subject: subject(conversation) } : [],
      }
    },
  }),

  query({
    path: '/i/:institution/tanya/:token/aliran',
    access: 'public',
    input: Talk.extend({ sesudah: z.coerce.number().int().min(0).max(1_000_000).catch(0) }),
    sample,
    limit: reads,
    async handle(context, { token, sesudah }) {
      const { db, scope, request } = context
      const conversation = await held(context, token)
      const after = Math.max(sesudah, lastSeen(request.header('last-event-id')))
      const address = addressOf(context, token)
      const side = {
        reader: 'citizen',
        citizenName: conversation.name,
        fileSrc: (file: string) => `${address}/berkas/${file}`,
        caseHref: await caseHrefOf(context, conversation),
      } as const
      const events = forCitizen(await listMessages(db, scope, conversation.id, after)).map((message) => ({
        id: message.seq,
        event: message.author,
        page: <ChatLine message={message} side={side} />,
      }))
      return { live: { key: conversation.id, last: Math.max(after, conversation.last_seq), events, newest: newestOf } }
    },
  }),

  query({
    path: '/i/:institution/tanya/:token/berkas/:file',
    access: 'public',
    input: Talk.extend({ file: idParam() }),
    sample: { ...sample, file: 'select file_id from conversations.message where file_id is not null limit 1' },
    limit: reads,
    async handle(context, { token, file: id }) {
      const { db, scope } = context
      const conversation = await held(context, token)
      const file = (await hasFile(db, scope, conversation.id, id)) ? await findFile(db, scope, id) : undefined
      if (!file) throw new NotFound('file')
      return sendFile(scope, file)
    },
  }),

  command({
    path: '/i/:institution/tanya/:token/surel',
    access: 'public',
    audit: 'conversation.address_changed',
    input: Talk.extend(EmailInput.shape),
    sample,
    limit: writes,
    unkept: true,
    invalid: (context, raw, form) => talkPage(context, String(raw['token']), false, form),
    async handle(context, { token, email }) {
      const { db, scope } = context
      const text = context.t(messages)
      const conversation = await held(context, token, true)
      if (conversation.erased_at) throw new Refusal(409, text.erasedTitle, { _form: text.erasedTitle })
      if (conversation.sealed) throw new Refusal(409, text.sealedBody, { _form: text.sealedBody })
      // What went to the one before stays in its mailbox, and nowhere here.
      await forgetLettersOf(db, scope, conversation.id, email)
      await setConversation(db, scope, conversation.id, {
        email_sealed: email ? seal(EMAIL_SEAL, email) : null,
        token_sealed: email ? seal(TOKEN_SEAL, token) : null,
      })
      return {
        redirect: addressOf(context, token),
        notice: email ? text.mailSaved : text.mailRemoved,
        audit: { subject: subject(conversation), detail: { left: email !== undefined } },
      }
    },
  }),

  command({
    path: '/i/:institution/tanya/:token/dibaca',
    access: 'public',
    audit: 'conversation.seen',
    input: Talk.extend({ seq: z.coerce.number().int().min(0).max(1_000_000) }),
    sample,
    limit: reads,
    unkept: true,
    async handle(context, { token, seq }) {
      const { db, scope } = context
      const conversation = await held(context, token, true)
      const seen = Math.min(seq, conversation.last_seq)
      const news = seen > conversation.seen_seq
      if (news) await setConversation(db, scope, conversation.id, { seen_seq: seen })
      return { json: { seen }, audit: news ? { subject: subject(conversation), detail: { seq: seen } } : [] }
    },
  }),

  command({
    path: '/i/:institution/tanya/:token/akhiri',
    access: 'public',
    audit: 'conversation.closed',
    input: Talk,
    sample,
    limit: writes,
    unkept: true,
    async handle(context, { token }) {
      const { db, scope, now } = context
      const conversation = await held(context, token, true)
      const open = conversation.state === 'open'
      if (open) {
        const outcome = conversation.first_answered_at ? 'answered' : 'withdrawn'
        await close(db, scope, now, conversation, outcome, null)
      }
      return {
        redirect: addressOf(context, token),
        notice: context.t(messages).ended,
        audit: open ? { subject: subject(conversation), detail: { by: 'citizen' } } : [],
      }
    },
  }),

  command({
    path: '/i/:institution/tanya/:token/hapus',
    access: 'public',
    audit: 'conversation.erased',
    input: Talk,
    sample,
    limit: writes,
    unkept: true,
    async handle(context, { token }) {
      const { db, scope, now } = context
      const text = context.t(messages)
      const conversation = await held(context, token, true)
      if (conversation.state === 'open') throw new Refusal(409, text.closedBody)
      if (conversation.complaint_id) throw new Refusal(409, text.eraseCase)
      if (!conversation.erased_at) await erase(db, scope, now, [conversation.id])
      return {
        redirect: addressOf(context, token),
        notice: text.eraseDone,
        audit: conversation.erased_at ? [] : { subject: subject(conversation), detail: { by: 'citizen' } },
      }
    },
  }),
]

export function lastSeen(header: string | undefined): number {
  const id = Number(header ?? 0)
  return Number.isSafeInteger(id) && id > 0 && id < 1_000_000 ? id : 0
}
