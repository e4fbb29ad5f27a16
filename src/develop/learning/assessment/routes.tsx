import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { emptyForm, type FormState } from '../../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../../platform/http/route.ts'
import { newId } from '../../../platform/id.ts'
import { completeEnrollments } from '../delivery/acts.ts'
import { courseState } from '../delivery/state.ts'
import { finishAttempts, saveAnswers, startAttempts } from './acts.ts'
import { closeExpired } from './jobs.ts'
import { messages } from './messages.ts'
import { AnswerForm, AttemptId, changedAnswers, isLate, StartInput, testGate, tooLong } from './model.ts'
import { type Attempt, findAttempt, listAnswers } from './queries.ts'
import { AttemptPage, ResultPage, TimeUpPage } from './views.tsx'

type Self = Context<'self'>
const SAMPLE = { id: 'select id from learning.attempt order by id limit 1' }

async function lockAttempt(ctx: Self, id: string): Promise<Attempt> {
  const attempt = await findAttempt(ctx.db, ctx.scope, id, true)
  if (!attempt) throw new NotFound('attempt')
  return attempt
}

/** Grades and closes, completes the course where that was the last step, and says what happened. */
async function finish(ctx: Self, attempt: Attempt, timedOut: boolean): Promise<string> {
  await finishAttempts(ctx.db, ctx.scope, ctx.now, [{ attemptId: attempt.id, timedOut }])
  const completed = await completeEnrollments(
    ctx.db,
    ctx.scope,
    ctx.now,
    [attempt.enrollment_id],
    ctx.institution.timeZone,
  )
  if (completed.length === 0) return ctx.t(messages).submitted
  const { course } = await courseState(ctx, attempt.course_id)
  return ctx.t(messages).completedNotice(String(course.jp))
}

/** What was typed stays on the page; where the test is over, the page says so. */
async function attemptPage(ctx: Self, id: string, form: FormState = emptyForm): Promise<Outcome> {
  const attempt = await findAttempt(ctx.db, ctx.scope, id)
  if (!attempt) throw new NotFound('attempt')
  if (!attempt.submitted_at && isLate(ctx.now, attempt.deadline_at)) return { page: <TimeUpPage attempt={attempt} /> }
  const answers = await listAnswers(ctx.db, ctx.scope, id)
  if (!attempt.submitted_at)
    return { page: <AttemptPage attempt={attempt} answers={answers} page={newId()} form={form} /> }
  const state = await courseState(ctx, attempt.course_id)
  return { page: <ResultPage attempt={attempt} answers={answers} showKey={state.postSettled} /> }
}

const again = (ctx: Self, raw: Readonly<Record<string, unknown>>, form: FormState) =>
  attemptPage(ctx, String(raw['id']), form)

function requireShort(ctx: Self, values: Readonly<Record<string, unknown>>): void {
  const fields = tooLong(values, ctx.t(messages).tooLong)
  if (Object.keys(fields).length > 0) throw new Refusal(422, '', fields)
}

async function save(
  ctx: Self,
  attempt: Attempt,
  values: Readonly<Record<string, unknown>>,
  page: string | undefined,
): Promise<number> {
  const changes = changedAnswers(values, page, await listAnswers(ctx.db, ctx.scope, attempt.id))
  return saveAnswers(
    ctx.db,
    ctx.scope,
    ctx.now,
    changes.map((change) => ({ ...change, attemptId: attempt.id, page })),
  )
}

export const routes = [
  command({
    path: '/belajar/:id/tes/:kind',
    access: 'self',
    audit: 'learning.attempt_started',
    input: StartInput,
    async handle(ctx, { id, kind }) {
      const state = await courseState(ctx, id)
      const test = state.tests.find((one) => one.kind === kind)
      if (!test || test.questions.length === 0) throw new Refusal(409, ctx.t(messages).noQuestions)
      const gate = testGate(kind, state.gateOf(test))
      if (gate !== 'open' && gate !== 'continue') throw new Refusal(409, ctx.t(messages).gates[gate])
      const [attempt] = await startAttempts(ctx.db, ctx.scope, ctx.now, [
        { enrollmentId: state.course.id, testId: test.id, minutes: test.minutes },
      ])
      await ctx.enqueue(closeExpired, {}, { at: new Date(ctx.now.getTime() + (test.minutes + 1) * 60_000) })
      return {
        redirect: `/belajar/percobaan/${attempt}`,
        audit: { subject: `attempt:${attempt}`, detail: { course: id, test: kind } },
      }
    },
  }),

  query({
    path: '/belajar/percobaan/:id',
    access: 'self',
    input: AttemptId,
    sample: SAMPLE,
    handle: (ctx, { id }) => attemptPage(ctx, id),
  }),

  command({
    path: '/belajar/percobaan/:id/jawaban',
    access: 'self',
    audit: 'learning.answers_saved',
    input: AnswerForm,
    invalid: again,
    async handle(ctx, { id, page, ...values }) {
      const attempt = await lockAttempt(ctx, id)
      const at = `/belajar/percobaan/${id}`
      if (attempt.submitted_at) throw new Refusal(409, ctx.t(messages).already)
      if (isLate(ctx.now, attempt.deadline_at)) {
        await finish(ctx, attempt, true)
        return {
          redirect: at,
          notice: ctx.t(messages).late,
          audit: { subject: `attempt:${id}`, detail: { late: true } },
        }
      }
      requireShort(ctx, values)
      const saved = await save(ctx, attempt, values, page)
      return { redirect: at, notice: ctx.t(messages).saved, audit: { subject: `attempt:${id}`, detail: { saved } } }
    },
  }),

  command({
    path: '/belajar/percobaan/:id/simpan-otomatis',
    access: 'self',
    audit: 'learning.answers_saved',
    input: AnswerForm,
    async handle(ctx, { id, page, ...values }) {
      const attempt = await lockAttempt(ctx, id)
      if (attempt.submitted_at) throw new Refusal(409, ctx.t(messages).already)
      if (isLate(ctx.now, attempt.deadline_at)) throw new Refusal(409, ctx.t(messages).late)
      const saved = await save(ctx, attempt, values, page)
      // What is too long is not kept, and the page is told so; everything else is.
      const status = Object.keys(tooLong(values, String)).length > 0 ? 422 : 200
      return { json: { saved }, status, audit: { subject: `attempt:${id}`, detail: { saved, automatic: true } } }
    },
  }),

  command({
    path: '/belajar/percobaan/:id/kumpulkan',
    access: 'self',
    audit: 'learning.attempt_submitted',
    input: AnswerForm,
    invalid: again,
    async handle(ctx, { id, page, ...values }) {
      const attempt = await lockAttempt(ctx, id)
      const at = `/belajar/percobaan/${id}`
      // Handing in again, from a second tab or after the time was up, leads to the same result.
      if (attempt.submitted_at) return { redirect: at, audit: { subject: `attempt:${id}`, detail: { repeated: true } } }
      const late = isLate(ctx.now, attempt.deadline_at)
      if (!late) requireShort(ctx, values)
      if (!late) await save(ctx, attempt, values, page)
      const notice = await finish(ctx, attempt, late)
      return {
        redirect: at,
        notice: late ? ctx.t(messages).late : notice,
        audit: { subject: `attempt:${id}`, detail: { late } },
      }
    },
  }),
]
