import { z } from 'zod'
import { findFile, sendFile } from '../../platform/files.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { bilingual, checkbox, type FormState, idParam, optionalText, requiredText } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../platform/http/route.ts'
import { reopenUntil } from './acts.ts'
import { keepFiles, withFileWords } from './attachments/acts.ts'
import { FilesInput, MAX_FORM_BYTES } from './attachments/model.ts'
import { attachFiles } from './attachments/queries.ts'
import { clocks, clocksOf, disputeTime, objectionTime } from './clocks.ts'
import { type ReadCode, readCode, trackingPath } from './code.ts'
import { getUnitName, survivorOf } from './duplicates/queries.ts'
import { messages } from './messages.ts'
import { allows, type Standing, standing } from './model.ts'
import { objectionsOf } from './moderation/model.ts'
import { findPublication, listActs, listLeft } from './moderation/queries.ts'
import { placeMessages } from './place/messages.ts'
import { findPlaceOf } from './place/queries.ts'
import { placeLine } from './place/views.tsx'
import { type ComplaintRow, findByCode } from './queries.ts'
import { listEvents } from './rows.ts'
import { loadTiming } from './timing.ts'
import { asCitizen, filesFor, storyFor } from './tracking-case.ts'
import { listFeedback, setSurvey } from './tracking-feedback.ts'
import { trackingMessages } from './tracking-messages.ts'
import { StandingPage } from './tracking-standing-views.tsx'
import { TrackedPage, TrackPage } from './tracking-views.tsx'
import { whoAsks } from './tracking-who.ts'
import { keptWords } from './whistleblowing/words.ts'
import { ReceiptPage } from './wizard-check-views.tsx'

type Public = Context<'public'>
const Institution = z.object({ institution: z.string() })
export const Case = Institution.extend({ code: z.string().max(100) })

const institutionSample = 'select slug from organization.institution order by created_at limit 1'
export const sample = {
  institution: institutionSample,
  code: 'select c.code from complaints.complaint c join organization.institution i on i.id = c.institution_id order by i.created_at, c.id limit 1',
}
// Counted over all routes that take a code. Guessing is stopped by what is counted in tracking-who.ts.
export const limit = { points: 600, seconds: 600, by: 'ip', bucket: 'tracking' } as const

type Problem = Extract<ReadCode, { ok: false }>['problem']

function problemOf(context: Public, problem: Problem): string {
  const text = context.t(messages)
  return { empty: text.codeEmpty, length: text.codeLength, symbol: text.codeSymbol, check: text.codeCheck }[problem]
}

/**
 * Shows the reporter a page of their report; a mistyped code is explained without asking the database. Who knows only
 * the number reads where it stands and is asked for the key.
 */
async function withCase(
  context: Public,
  typed: string,
  show: (complaint: ComplaintRow, key: string) => Promise<Outcome>,
  problem?: string,
): Promise<Outcome> {
  const text = context.t(messages)
  const who = await whoAsks(context, typed, (code) => findByCode(context.db, context.scope, code))
  switch (who.as) {
    case 'reporter': {
      const outcome = await show(who.found, who.key)
      return who.cookies.length > 0 ? { ...outcome, cookies: who.cookies } : outcome
    }
    case 'anyone':
      return standingPage(context, who.found, problem)
    case 'wrong':
      return standingPage(context, who.found, context.t(trackingMessages).keyWrong)
    case 'wait':
      return { page: <TrackPage typed="" problem={context.t(trackingMessages).keyWait} />, status: 429 }
    case 'unknown':
      return { page: <TrackPage typed={typed} problem={text.codeUnknown(context.institution.name)} />, status: 404 }
    case 'mistyped':
      return { page: <TrackPage typed={typed} problem={problemOf(context, who.problem)} />, status: 404 }
  }
}

function codeAlone(context: Public, code: string, problem: string | undefined): Promise<Outcome> {
  const never = async () => ({ page: <TrackPage typed={code} problem={problem} /> })
  return withCase(context, code, never, problem)
}

/** The course of a report and its clocks, as they concern this reporter. */
async function courseOf({ db, scope, now }: Public, id: string) {
  const survivor = await survivorOf(db, scope, id)
  const common = await listEvents(db, scope, [survivor])
  const timing = await loadTiming(db, scope, now)
  const voice = survivor === id ? null : id
  const whole = standing(common)
  // What another reporter of the matter was asked does not wait for this one.
  const asked = voice !== null && whole.status === 'incomplete'
  const state: Standing = asked ? { ...whole, status: whole.verified ? 'processing' : 'received' } : whole
  const all = clocks(common, timing.rules, timing.calendarOf)
  const own = clocksOf(all, voice)
  // The own time to answer is over, that of another reporter is not: nothing is late, and nothing is asked any more.
  const over = own.find(({ key, endedAt, dueAt }) => key === 'close' && !endedAt && dueAt && dueAt < now)
  const waitsForOthers = over !== undefined && whole.voices > 1
  const running = own.filter(
    (clock) =>
      clock.key !== 'within_day' && !(asked && clock.key === 'complete') && !(waitsForOthers && clock === over),
  )
  const until = reopenUntil(common, timing, voice)
  const mayObject = allows(state, 'objected') && !state.objectedBy.includes(voice)
  const objection = mayObject ? objectionTime(all, timing.rules, now) : undefined
  // Against silence the time to object is no line of the story: it begins when the time to answer has run out.
  if (objection && !running.includes(objection)) running.push(objection)
  const dispute = state.disputable && !state.disputing ? disputeTime(all, timing.rules, now) : undefined
  if (dispute && !running.includes(dispute)) running.push(dispute)
  // The right to have it opened again is used up; its clock, which knows no reporters, would offer it once more.
  const used = state.reopenedBy.includes(voice)
  return {
    survivor,
    asked,
    waitsForOthers,
    state,
    used,
    objection,
    dispute,
    reopenUntil: used ? undefined : until,
    running: used ? running.filter(({ key, endedAt }) => key !== 'reopen' || endedAt) : running,
    story: await storyFor(db, scope, id, survivor),
  }
}

async function standingPage(context: Public, own: ComplaintRow, problem: string | undefined): Promise<Outcome> {
  const { state, running, story } = await courseOf(context, own.id)
  const facts = { code: own.code, status: state.status, events: story, clocks: running }
  return { page: <StandingPage {...facts} problem={problem} />, ...(problem ? { status: 403 } : {}) }
}

export function tracked(context: Public, code: string, form?: FormState): Promise<Outcome> {
  return withCase(context, code, async (own, key) => {
    const { db, scope } = context
    const course = await courseOf(context, own.id)
    const { survivor, asked, state, used, reopenUntil, running, story, waitsForOthers } = course
    const merged = survivor !== own.id
    const answer = story.findLast(({ kind }) => kind === 'answered')
    const place = await findPlaceOf(db, scope, own.id)
    const feedback = await listFeedback(db, scope, own.id)
    const review = await findPublication(db, scope, own.id)
    // Who has said that it is solved is asked no more while the others still are.
    const confirmed =
      state.voices > 1 &&
      state.status === 'answered' &&
      feedback.some((one) => one.answer_seq === answer?.seq && one.verdict === 'solved')
    const near = place ? placeLine(context.t(placeMessages), place, false) : ''
    const facts = {
      where: [own.place, near].filter(Boolean).join(', '),
      // What is handled under another report stands where that one stands; the words stay one's own.
      complaint: merged
        ? { ...own, status: state.status, outcome: state.outcome, unit_name: await getUnitName(db, scope, survivor) }
        : own,
      merged,
      secret: key,
      events: story,
      files: await filesFor(db, scope, own.id, survivor),
      publication: review && {
        review,
        objections: review.shown ? objectionsOf(await listActs(db, scope, own.id)) : [],
      },
      feedback,
      standing: state,
      clocks: confirmed ? running.filter(({ key, endedAt }) => key !== 'close' || endedAt) : running,
      used,
      othersAsked: asked,
      left: (merged || state.voices > 1) && (await listLeft(db, scope, [own.id])).has(own.id),
      waitsForOthers: confirmed ? ('confirmed' as const) : waitsForOthers ? ('silent' as const) : undefined,
      reopenUntil,
      objection: own.kind === 'whistleblowing' ? undefined : course.objection,
      dispute: course.dispute,
    }
    return { page: <TrackedPage {...facts} form={withFileWords(context.language, form)} /> }
  })
}

/** 1 to 5, as the radio buttons send it; one that is left out is not asked twice. */
function scale(id = 'Pilih nilai dari 1 sampai 5.', en = 'Choose a rating from 1 to 5.') {
  return z.enum(['1', '2', '3', '4', '5'], { error: bilingual(id, en) }).transform(Number)
}

export const trackingRoutes = [
  query({
    path: '/i/:institution/lacak',
    access: 'public',
    input: Institution,
    sample: { institution: institutionSample },
    handle: async () => ({ page: <TrackPage typed="" problem={undefined} /> }),
  }),

  command({
    path: '/i/:institution/lacak',
    access: 'public',
    audit: 'complaint.looked_up',
    input: Institution.extend({ kode: z.string().max(200).default(''), kunci: z.string().max(200).default('') }),
    sample: { institution: institutionSample },
    limit,
    async invalid(context, raw, form) {
      const problem = form.errors['kode'] ?? Object.values(form.errors)[0]
      const typed = String(raw['kode'] ?? '')
      const known = readCode(typed)
      // Only the key was asked for, below the course of the report.
      if (raw['kunci'] && known.ok) return codeAlone(context, known.code, problem)
      return { page: <TrackPage typed={typed} problem={problem} /> }
    },
    async handle(context, { kode, kunci }) {
      // Somebody types the whole string where only its last part is asked for.
      const whole = readCode(kunci)
      const read = whole.ok && whole.key ? whole : readCode(kode + kunci)
      if (!read.ok) {
        const problem = kunci ? context.t(trackingMessages).keyLength : problemOf(context, read.problem)
        throw new Refusal(422, problem, { kode: problem })
      }
      return { redirect: trackingPath(context.institution.slug, read), audit: { subject: 'complaint-code' } }
    },
  }),

  query({
    path: '/i/:institution/lacak/:code',
    frequent: true,
    access: 'public',
    input: Case,
    sample,
    limit,
    handle: (context, { code }) => tracked(context, code),
  }),

  query({
    path: '/i/:institution/lacak/:code/tanda-terima',
    access: 'public',
    input: Case,
    sample,
    limit,
    handle: (context, { code }) =>
      withCase(context, code, async (complaint, key) => {
        const { db, scope, now } = context
        const { rules, calendarOf } = await loadTiming(db, scope, now)
        const events = await listEvents(db, scope, [complaint.id])
        const running = clocks(events, rules, calendarOf).filter((clock) => clock.key === 'verify')
        return {
          page: (
            <ReceiptPage
              code={complaint.code}
              secret={key}
              receivedAt={complaint.received_at}
              url={context.url(trackingPath(context.institution.slug, { code: complaint.code, key }))}
              clocks={running}
            />
          ),
        }
      }),
  }),

  query({
    path: '/i/:institution/lacak/:code/berkas/:file',
    access: 'public',
    input: Case.extend({ file: idParam() }),
    sample: {
      ...sample,
      code: `${sample.code.replace('order by', 'where c.photo_id is not null order by')}`,
      file: `${sample.code.replace('c.code', 'c.photo_id').replace('order by', 'where c.photo_id is not null order by')}`,
    },
    limit,
    async handle(context, { code: typed, file: id }) {
      const { db, scope } = context
      const who = await whoAsks(context, typed, (code) => findByCode(db, scope, code))
      const complaint = who.as === 'reporter' ? who.found : undefined
      const tied =
        complaint &&
        (await filesFor(db, scope, complaint.id, await survivorOf(db, scope, complaint.id))).some(
          (one) => one.file_id === id,
        )
      const file = tied ? await findFile(db, scope, id) : undefined
      if (!file) throw new NotFound('file')
      return sendFile(scope, file)
    },
  }),

  command({
    path: '/i/:institution/lacak/:code/tambah',
    access: 'public',
    audit: 'complaint.informed',
    input: Case.extend({ message: requiredText(2000), ...FilesInput }),
    sample,
    limit,
    maxUploadBytes: MAX_FORM_BYTES,
    invalid: (context, raw, form) => tracked(context, String(raw['code']), form),
    async handle(context, { code, message, ...given }) {
      const { path, audit, id, kind, seq } = await asCitizen(context, code, ({ own, survivor, open }) => [
        {
          kind: own.id === survivor.id && open('completed') ? 'completed' : 'informed',
          actor: 'citizen',
          body: message,
        },
      ])
      const fileIds = await keepFiles(context, { id, kind }, given)
      await attachFiles(context.db, context.scope, { complaintId: id, eventSeq: seq, fileIds })
      return { redirect: path, notice: context.t(messages).added, audit }
    },
  }),

  command({
    path: '/i/:institution/lacak/:code/nilai',
    access: 'public',
    audit: 'complaint.rated',
    input: Case.extend({
      score: scale('Pilih nilai dari 1 sampai 5.', 'Choose a rating from 1 to 5.'),
      speed: scale().optional(),
      clarity: scale().optional(),
      comment: optionalText(1000),
      close: checkbox(),
    }),
    sample,
    limit,
    invalid: (context, raw, form) =>
      tracked(context, String(raw['code']), { ...form, values: { score: '', ...form.values } }),
    async handle(context, { code, score, speed, clarity, comment, close }) {
      const { path, audit } = await asCitizen(context, code, async ({ own, survivor, state, story, open }) => {
        const answer = story.findLast((event) => event.kind === 'answered')
        const refused = context.t(messages).refused.not_allowed
        const told = await listFeedback(context.db, context.scope, own.id)
        const joined = own.id !== survivor.id
        // The state machine takes one rating for each answer; those who joined have their own.
        if (joined && (!answer || told.some((one) => one.answer_seq === answer.seq && one.overall !== null)))
          throw new Refusal(409, refused, { _refused: refused })
        if (answer) {
          const survey = { speed, clarity, overall: score, comment: keptWords(own, comment) }
          await setSurvey(context.db, context.scope, context.now, {
            ...survey,
            complaintId: own.id,
            answerSeq: answer.seq,
          })
        }
        if (joined) return []
        return [
          { kind: 'rated', actor: 'citizen', score, body: comment ?? null },
          ...(close && open('closed') && state.voices === 1
            ? [{ kind: 'closed' as const, actor: 'citizen' as const }]
            : []),
        ]
      })
      return { redirect: path, notice: context.t(messages).rated, audit: { ...audit, detail: { score } } }
    },
  }),

  command({
    path: '/i/:institution/lacak/:code/buka-kembali',
    access: 'public',
    audit: 'complaint.reopened',
    input: Case.extend({
      reason: requiredText(
        1000,
        bilingual(
          'Tuliskan apa yang belum selesai, agar petugas tahu harus mulai dari mana.',
          'Say what is not solved, so that the officer knows where to begin.',
        ),
      ),
    }),
    sample,
    limit,
    invalid: (context, raw, form) => tracked(context, String(raw['code']), form),
    async handle(context, { code, reason }) {
      const { path, audit } = await asCitizen(context, code, () => [{ kind: 'reopened', actor: 'citizen', reason }])
      return { redirect: path, notice: context.t(messages).reopened, audit }
    },
  }),
]
