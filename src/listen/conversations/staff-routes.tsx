import { z } from 'zod'
import { loadCalendar, loadCalendars } from '../../core/organization/index.ts'
import { listHolders } from '../../core/roles/index.ts'
import { storeUpload, tooLarge } from '../../platform/files.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { bilingual, type FormState, idParam, optionalText, requiredText } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../platform/http/route.ts'
import { formatCode, KINDS, requireKind } from '../complaints/index.ts'
import { answer, close, happen, take } from './acts.ts'
import { makeCase } from './case-acts.ts'
import { ChatLine } from './chat-views.tsx'
import { expectation } from './hours.ts'
import { mailJob } from './jobs.ts'
import { CLOSINGS, type Conversation, MAX_FILE_BYTES, SayInput } from './model.ts'
import { findConversation, insertMessage, listMessages, newestOf, setConversation } from './queries.ts'
import { countQueues, listAssignees, listCanned, listQueue, listStandIns, listWaits, QUEUES } from './queue-queries.ts'
import { lastSeen, ruleFor } from './routes.tsx'
import { staffMessages } from './staff-messages.ts'
import { QueuePage } from './staff-views.tsx'
import { CASE_PRIVACIES, StaffTalkPage, staffSide } from './talk-views.tsx'
import { waitingTimes } from './waits.ts'

type Read = Context<'conversation.read'>
type Answers = Context<'conversation.answer'>
const DAY = 86_400_000
const sample = { id: 'select id from conversations.conversation where closed_at is null order by id limit 1' }
const One = z.object({ id: idParam() })
const Seen = z.coerce.number().int().min(0).max(1_000_000).catch(0)
const subject = (id: string) => `conversation:${id}`

/** Oneself, and for whom one stands in today. */
async function mine({ db, scope, now, actor }: Read): Promise<string[]> {
  const substitutes = await listStandIns(db, scope, now, await listAssignees(db, scope))
  const away = [...substitutes].flatMap(([account, substitute]) => (substitute === actor.account ? [account] : []))
  return [actor.account, ...away]
}

async function get(context: Read | Answers, id: string, lock = false): Promise<Conversation> {
  const found = await findConversation(context.db, context.scope, id, lock)
  if (!found) throw new NotFound('conversation')
  return found
}

async function talkPage(context: Read | Answers, id: string, form?: FormState, inserted?: string): Promise<Outcome> {
  const { db, scope, now, actor } = context
  const reading = context.also('conversation.read')
  const conversation = await get(context, id)
  const calendar = await loadCalendar(db, scope, conversation.unit_id)
  const answering = context.also('conversation.answer')
  const waiting = reading
    ? await listQueue(db, reading, { queue: 'tunggu', unit: undefined, mine: [], after: undefined })
    : { rows: [] }
  const errors =
    form?.errors['photo'] === '' ? { ...form.errors, photo: tooLarge(MAX_FILE_BYTES, context.language) } : form?.errors
  return {
    page: (
      <StaffTalkPage
        conversation={conversation}
        messages={await listMessages(db, scope, id)}
        colleagues={
          await listHolders(db, scope, now, { unit: conversation.unit_id, permission: 'conversation.answer' })
        }
        canned={(await listCanned(db, scope, [conversation.unit_id])).filter((one) => one.active)}
        expected={expectation(calendar, now, await ruleFor(context), conversation.waiting_since ?? undefined)}
        calendar={calendar}
        me={actor.account}
        may={answering?.units.includes(conversation.unit_id) ?? false}
        next={waiting.rows.find((row) => row.id !== id)?.id ?? null}
        inserted={inserted}
        form={form && { ...form, errors: errors ?? {} }}
      />
    ),
  }
}

const CaseInput = z.object({
  kind: z.enum(KINDS),
  subject: requiredText(150, bilingual('Perihalnya belum diisi.', 'Enter a subject.')),
  story: requiredText(5000, bilingual('Isi laporannya masih kosong.', 'The report is empty.')),
  privacy: z.enum(CASE_PRIVACIES),
})

export const staffRoutes = [
  query({
    path: '/percakapan',
    access: 'conversation.read',
    input: z.object({
      antrean: z.enum(QUEUES).catch('tunggu'),
      unit: z
        .union([z.literal(''), idParam()])
        .optional()
        .catch(undefined),
      sesudah: optionalText(80).catch(undefined),
    }),
    async handle(context, { antrean: queue, unit: asked, sesudah }) {
      const { db, scope, now, also } = context
      const unit = asked || undefined
      const own = await mine(context)
      const rule = await ruleFor(context)
      const calendarOf = await loadCalendars(db, scope)
      const { rows, next } = await listQueue(db, scope, { queue, unit, mine: own, after: sesudah })
      const waits = await listWaits(db, scope, new Date(now.getTime() - 30 * DAY))
      const units = context.tree.named.filter((one) => scope.units.includes(one.id))
      return {
        page: (
          <QueuePage
            {...{ queue, rows, next, unit, calendarOf, rule }}
            counts={await countQueues(db, scope, own)}
            units={units.map((one) => ({ value: one.id, label: one.name }))}
            waits={waitingTimes(waits, calendarOf, rule.answer_minutes, now)}
            may={{
              answer: also('conversation.answer') !== undefined,
              manage: also('conversation.manage') !== undefined,
            }}
          />
        ),
      }
    },
  }),

  query({
    path: '/percakapan/:id',
    access: 'conversation.read',
    input: One,
    sample,
    handle: (context, { id }) => talkPage(context, id),
  }),

  query({
    path: '/percakapan/:id/aliran',
    access: 'conversation.read',
    input: One.extend({ sesudah: Seen }),
    sample,
    async handle(context, { id, sesudah }) {
      const { db, scope, request } = context
      const conversation = await get(context, id)
      const after = Math.max(sesudah, lastSeen(request.header('last-event-id')))
      const events = (await listMessages(db, scope, id, after)).map((message) => ({
        id: message.seq,
        event: message.author,
        page: <ChatLine message={message} side={staffSide(conversation)} />,
      }))
      return { live: { key: id, last: Math.max(after, conversation.last_seq), events, newest: newestOf } }
    },
  }),

  command({
    path: '/percakapan/:id/sisip',
    access: 'conversation.answer',
    audit: 'conversation.canned_inserted',
    input: One.extend({ canned: optionalText(40), body: z.string().max(20_000).default('') }),
    sample,
    maxUploadBytes: MAX_FILE_BYTES,
    invalid: (context, raw, form) => talkPage(context, String(raw['id']), form),
    async handle(context, { id, canned, body }) {
      const { db, scope } = context
      const { unit_id } = await get(context, id)
      const chosen = (await listCanned(db, scope, [unit_id])).find((one) => one.id === canned && one.active)
      const inserted = [body.trimEnd(), chosen?.body].filter(Boolean).join('\n\n')
      return {
        ...(await talkPage(context, id, undefined, inserted)),
        audit: chosen ? { subject: subject(id), detail: { canned: chosen.id } } : [],
      }
    },
  }),

  command({
    path: '/percakapan/:id/jawab',
    access: 'conversation.answer',
    audit: 'conversation.answered',
    input: One.extend(SayInput.shape).extend({ as: z.enum(['answer', 'note']).catch('answer'), seen: Seen }),
    sample,
    maxUploadBytes: MAX_FILE_BYTES,
    invalid: (context, raw, form) => talkPage(context, String(raw['id']), form),
    async handle(context, { id, as, body, photo, seen }) {
      const { db, scope, now, institution } = context
      const text = context.t(staffMessages)
      const conversation = await get(context, id, true)
      if (conversation.erased_at) throw new Refusal(409, text.isClosed, { _form: text.isClosed })
      if (!body && !(photo && as === 'answer')) throw new Refusal(422, text.answer, { body: empty(context) })
      if (as === 'note') {
        if (photo) throw new Refusal(422, text.noteFile, { photo: text.noteFile })
        await insertMessage(db, scope, now, { conversation: id, author: 'note', body, account: scope.account })
        return { redirect: `/percakapan/${id}#terakhir`, audit: { subject: subject(id), detail: { note: true } } }
      }
      if (conversation.state === 'closed') throw new Refusal(409, text.isClosed, { _form: text.isClosed })
      const since = await listMessages(db, scope, id, seen)
      if (since.some((one) => one.author === 'officer' && one.account_id !== scope.account))
        throw new Refusal(409, text.newer, { _form: text.newer })
      const options = { owner: `conversations:${id}`, kinds: ['image', 'document'], maxBytes: MAX_FILE_BYTES } as const
      const fileId = photo ? (await storeUpload(context, 'photo', photo, options)).id : undefined
      const unseen = since.find((one) => one.author === 'citizen')?.at ?? null
      await answer(db, scope, now, conversation, { body, fileId }, scope.account, unseen)
      if (conversation.has_email) {
        const at = new Date(now.getTime() + (await ruleFor(context)).away_minutes * 60_000)
        await context.enqueue(mailJob, { conversation: id, slug: institution.slug }, { at, key: `conversation:${id}` })
      }
      return {
        redirect: `/percakapan/${id}#terakhir`,
        audit: { subject: subject(id), detail: { first: conversation.first_answered_at === null } },
      }
    },
  }),

  command({
    path: '/percakapan/:id/ambil',
    access: 'conversation.answer',
    audit: 'conversation.taken',
    input: One,
    sample,
    async handle(context, { id }) {
      const { db, scope, now } = context
      const text = context.t(staffMessages)
      const conversation = await get(context, id, true)
      if (conversation.state === 'closed') throw new Refusal(409, text.isClosed)
      const already = conversation.assignee_id === scope.account
      if (!already) await take(db, scope, now, id, scope.account)
      return {
        redirect: `/percakapan/${id}`,
        notice: text.taken,
        audit: already ? [] : { subject: subject(id), detail: { from: conversation.assignee_id } },
      }
    },
  }),

  command({
    path: '/percakapan/:id/serahkan',
    access: 'conversation.answer',
    audit: 'conversation.handed',
    input: One.extend({ to: z.string({ error: bilingual('Pilih petugasnya.', 'Choose the officer.') }).max(40) }),
    sample,
    invalid: (context, raw, form) => talkPage(context, String(raw['id']), form),
    async handle(context, { id, to }) {
      const { db, scope, now } = context
      const text = context.t(staffMessages)
      const conversation = await get(context, id, true)
      if (conversation.state === 'closed') throw new Refusal(409, text.isClosed, { _form: text.isClosed })
      const colleagues = await listHolders(db, scope, now, {
        unit: conversation.unit_id,
        permission: 'conversation.answer',
      })
      const asked = colleagues.find((one) => one.id === to)
      if (!asked) throw new Refusal(422, text.notColleague, { to: text.notColleague })
      const standIn = (await listStandIns(db, scope, now, [to])).get(to)
      const substitute = colleagues.find((one) => one.id === standIn)
      const target = substitute ?? asked
      await happen(db, scope, now, id, 'handed', { account: scope.account, detail: target.name.slice(0, 200) })
      await setConversation(db, scope, id, { assignee_id: target.id })
      return {
        redirect: `/percakapan/${id}`,
        notice: substitute ? text.substitute(substitute.name, asked.name) : text.handed(target.name),
        audit: { subject: subject(id), detail: { to: target.id } },
      }
    },
  }),

  command({
    path: '/percakapan/:id/laporan',
    access: 'conversation.answer',
    audit: 'conversation.made_case',
    input: One.extend(CaseInput.shape),
    sample,
    invalid: (context, raw, form) => talkPage(context, String(raw['id']), form),
    async handle(context, { id, kind, subject: about, story, privacy }) {
      requireKind(context, kind)
      const { db, scope, now, institution } = context
      const text = context.t(staffMessages)
      const conversation = await get(context, id, true)
      if (conversation.erased_at) throw new Refusal(409, text.wordsGone, { _form: text.wordsGone })
      const words = { kind, subject: about, story, privacy }
      const made = await makeCase(db, scope, now, conversation, words, scope.account, institution.timeZone)
      const wrongdoing = kind === 'whistleblowing' && !made.repeated
      return {
        // Nobody of the unit reads it any more, and its code is the citizen's alone.
        redirect: wrongdoing ? '/percakapan' : `/percakapan/${id}`,
        notice: wrongdoing ? text.wrongdoingMade : text.caseMade(formatCode(made.code)),
        audit: { subject: subject(id), detail: wrongdoing ? { kind } : { complaint: made.id } },
      }
    },
  }),

  command({
    path: '/percakapan/:id/tutup',
    access: 'conversation.answer',
    audit: 'conversation.closed',
    input: One.extend({ outcome: z.enum(CLOSINGS), seen: Seen }),
    sample,
    invalid: (context, raw, form) => talkPage(context, String(raw['id']), form),
    async handle(context, { id, outcome, seen }) {
      const { db, scope, now } = context
      const text = context.t(staffMessages)
      const conversation = await get(context, id, true)
      if (conversation.state === 'closed') throw new Refusal(409, text.isClosed, { _form: text.isClosed })
      if (conversation.citizen_seq > seen) throw new Refusal(409, text.citizenNewer, { _form: text.citizenNewer })
      await close(db, scope, now, conversation, outcome)
      return {
        redirect: '/percakapan',
        notice: text.closedNow,
        audit: { subject: subject(id), detail: { outcome } },
      }
    },
  }),
]

function empty({ language }: Pick<Answers, 'language'>): string {
  return language === 'id' ? 'Tulis dulu jawabannya.' : 'Write the answer first.'
}
