import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import type { Permission } from '../../../platform/access.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { seenOf } from '../../../platform/http/seen.ts'
import { addQuestions, retireQuestion, setTests } from './acts.ts'
import { parseAnswers } from './answer-lines.ts'
import { QuestionForm, TestsPage, testsSeen } from './form-views.tsx'
import { decodeGift, GIFT_LIMITS, type GiftFile, readGift } from './gift.ts'
import { importMessages } from './import-messages.ts'
import { ImportPage, type Verdict } from './import-views.tsx'
import { messages } from './messages.ts'
import { CourseId, fingerprint, ImportInput, QuestionId, QuestionInput, TestInput } from './model.ts'
import { findQuestionNow, listFingerprints, listQuestions, listTests } from './queries.ts'
import type { Question } from './question.ts'
import { courseOf, SAMPLE } from './routes.tsx'
import { QuestionBank } from './views.tsx'

type Manage = Context<'learning.manage'>
const MOST_PASTED = 150_000

async function questionForm(ctx: Manage, raw: Readonly<Record<string, unknown>>, form: FormState) {
  const course = await courseOf(ctx, raw)
  if (raw['question'] === undefined) return { page: <QuestionForm form={form} course={course} /> }
  const asked = idParam().safeParse(raw['question'])
  const found = asked.success ? await findQuestionNow(ctx.db, ctx.scope, course.id, asked.data) : undefined
  // Nobody opens what was removed; who had it open keeps what was typed, as a question of its own.
  if (!asked.success || !found || (!found.question && Object.keys(form.values).length === 0))
    throw new NotFound('question')
  const { question } = found
  return { page: <QuestionForm form={form} course={course} question={question && { ...question, at: asked.data }} /> }
}

function questionOf(ctx: Manage, input: QuestionInput): Question {
  const read = parseAnswers(input.kind, input.answers)
  if (!read.ok) {
    const message = ctx.t(messages).answerProblem[read.problem]
    throw new Refusal(422, message, { answers: message })
  }
  return {
    title: input.stem.slice(0, 80),
    stem: input.stem,
    body: read.body,
    feedback: input.feedback ?? '',
    points: input.points,
  }
}

async function testsPage<A extends Permission>(
  ctx: Context<A>,
  raw: Readonly<Record<string, unknown>>,
  form: FormState,
) {
  const course = await courseOf(ctx, raw)
  return {
    page: (
      <TestsPage
        form={form}
        course={course}
        tests={await listTests(ctx.db, ctx.scope, course.id)}
        questions={await listQuestions(ctx.db, ctx.scope, course.id)}
        mayManage={ctx.also('learning.manage') !== undefined}
      />
    ),
  }
}

function sayFileProblem(ctx: Manage, file: Extract<GiftFile, { ok: false }>): string {
  const text = ctx.t(importMessages).fileProblem
  return file.problem === 'encoding' ? text.encoding(String(file.line ?? 1)) : text[file.problem]
}

/** The text of the file or of the field, or the sentence that says why it cannot be read. */
async function giftSource(ctx: Manage, input: z.output<typeof ImportInput>): Promise<string> {
  const field = input.file ? 'file' : 'text'
  const refuse = (message: string) => new Refusal(422, message, { [field]: message })
  if (input.file) {
    if (input.file.bytes > GIFT_LIMITS.bytes) throw refuse(ctx.t(importMessages).fileProblem.too_big)
    const decoded = decodeGift(await readFile(input.file.path))
    if (typeof decoded === 'string') return decoded
    throw refuse(decoded.ok ? '' : sayFileProblem(ctx, decoded))
  }
  if (!input.text?.trim()) throw refuse(ctx.t(importMessages).fileProblem.none)
  // A longer text was cut on its way in a form with a file; the confirmation is sent whole.
  if (input.confirm === undefined && input.text.length > MOST_PASTED)
    throw refuse(ctx.t(importMessages).fileProblem.paste)
  return input.text
}

async function judge(ctx: Manage, courseId: string, source: string, field: string): Promise<Verdict[]> {
  const file = readGift(source)
  if (!file.ok) {
    const message = sayFileProblem(ctx, file)
    throw new Refusal(422, message, { [field]: message })
  }
  const known = await listFingerprints(ctx.db, ctx.scope, courseId)
  const seen = new Set<string>()
  return file.outcomes.map((outcome) => {
    if (outcome.result !== 'question') return { ...outcome, fate: outcome.result }
    const print = fingerprint(outcome.question)
    const fate = known.has(print) ? 'known' : seen.has(print) ? 'repeated' : 'fresh'
    seen.add(print)
    return { ...outcome, fate }
  })
}

export const questionRoutes = [
  query({
    path: '/kursus/:id/soal',
    access: 'learning.read',
    input: CourseId,
    sample: SAMPLE,
    async handle(ctx, input) {
      const course = await courseOf(ctx, input)
      return {
        page: (
          <QuestionBank
            course={course}
            questions={await listQuestions(ctx.db, ctx.scope, course.id)}
            tests={await listTests(ctx.db, ctx.scope, course.id)}
            mayManage={ctx.also('learning.manage') !== undefined}
          />
        ),
      }
    },
  }),

  query({
    path: '/kursus/:id/soal/baru',
    access: 'learning.manage',
    input: CourseId,
    sample: SAMPLE,
    handle: (ctx, input) => questionForm(ctx, input, ctx.form),
  }),

  command({
    path: '/kursus/:id/soal',
    access: 'learning.manage',
    audit: 'learning.question_added',
    input: QuestionInput.extend({ id: idParam() }),
    invalid: (ctx, raw, form) => questionForm(ctx, raw, form),
    async handle(ctx, input) {
      const course = await courseOf(ctx, input)
      const [id] = await addQuestions(ctx.db, ctx.scope, ctx.now, course.id, [questionOf(ctx, input)])
      const { questionExists, saved } = ctx.t(messages)
      if (!id) throw new Refusal(409, questionExists, { stem: questionExists })
      return {
        redirect: `/kursus/${course.id}/soal`,
        notice: saved,
        audit: { subject: `course:${course.id}`, detail: { question: id } },
      }
    },
  }),

  query({
    path: '/kursus/:id/soal/impor',
    access: 'learning.manage',
    input: CourseId,
    sample: SAMPLE,
    handle: async (ctx, input) => ({ page: <ImportPage form={ctx.form} course={await courseOf(ctx, input)} /> }),
  }),

  command({
    path: '/kursus/:id/soal/impor',
    access: 'learning.manage',
    audit: 'learning.questions_imported',
    maxUploadBytes: 2 * GIFT_LIMITS.bytes,
    input: ImportInput,
    invalid: async (ctx, raw, form) => ({ page: <ImportPage form={form} course={await courseOf(ctx, raw)} /> }),
    async handle(ctx, input) {
      const course = await courseOf(ctx, input)
      const source = await giftSource(ctx, input)
      const verdicts = await judge(ctx, course.id, source, input.file ? 'file' : 'text')
      const subject = `course:${course.id}`
      if (input.confirm === undefined) {
        const page = <ImportPage form={ctx.form} course={course} preview={{ source, verdicts }} />
        return { page, audit: { subject, detail: { checked: verdicts.length } } }
      }
      const questions = verdicts.flatMap((one) =>
        one.result === 'question' && one.fate === 'fresh' ? [one.question] : [],
      )
      const added = await addQuestions(ctx.db, ctx.scope, ctx.now, course.id, questions)
      return {
        redirect: `/kursus/${course.id}/soal`,
        notice: ctx.t(importMessages).done(String(added.length)),
        audit: {
          subject,
          detail: { added: added.length, refused: verdicts.filter((one) => one.fate === 'refused').length },
        },
      }
    },
  }),

  query({
    path: '/kursus/:id/soal/:question',
    access: 'learning.manage',
    input: QuestionId,
    sample: {
      ...SAMPLE,
      question: `select id from learning.question where course_id = (${SAMPLE.id}) and retired_at is null order by id limit 1`,
    },
    handle: (ctx, input) => questionForm(ctx, input, ctx.form),
  }),

  command({
    path: '/kursus/:id/soal/:question',
    access: 'learning.manage',
    audit: 'learning.question_replaced',
    input: QuestionInput.extend({ id: idParam(), question: idParam() }),
    invalid: (ctx, raw, form) => questionForm(ctx, raw, form),
    async handle(ctx, input) {
      const course = await courseOf(ctx, input)
      const bank = await listQuestions(ctx.db, ctx.scope, course.id)
      const found = await findQuestionNow(ctx.db, ctx.scope, course.id, input.question)
      if (!found) throw new NotFound('question')
      const { questionExists, questionGone, saved } = ctx.t(messages)
      const before = found.question
      if (!before) throw new Refusal(409, questionGone, { _form: questionGone })
      ctx.requireSeen(seenOf(before.id))
      const question = questionOf(ctx, input)
      const print = fingerprint(question)
      if (bank.some((one) => one.id !== before.id && fingerprint(one) === print))
        throw new Refusal(409, questionExists, { stem: questionExists })
      // Retired first: the new one may be word for word the same with other points or feedback.
      await retireQuestion(ctx.db, ctx.scope, ctx.now, course.id, before.id, { keepInTests: true })
      const [id = ''] = await addQuestions(ctx.db, ctx.scope, ctx.now, course.id, [question])
      await retireQuestion(ctx.db, ctx.scope, ctx.now, course.id, before.id, { replacement: id })
      return {
        redirect: `/kursus/${course.id}/soal`,
        notice: saved,
        audit: { subject: `course:${course.id}`, detail: { question: before.id, replacement: id } },
      }
    },
  }),

  command({
    path: '/kursus/:id/soal/:question/hapus',
    access: 'learning.manage',
    audit: 'learning.question_retired',
    input: QuestionId,
    async handle(ctx, input) {
      const course = await courseOf(ctx, input)
      await retireQuestion(ctx.db, ctx.scope, ctx.now, course.id, input.question, {})
      return {
        redirect: `/kursus/${course.id}/soal`,
        notice: ctx.t(messages).removed,
        audit: { subject: `course:${course.id}`, detail: { question: input.question } },
      }
    },
  }),

  query({
    path: '/kursus/:id/tes',
    access: 'learning.read',
    input: CourseId,
    sample: SAMPLE,
    handle: (ctx, input) => testsPage(ctx, input, ctx.form),
  }),

  command({
    path: '/kursus/:id/tes',
    access: 'learning.manage',
    audit: 'learning.tests_set',
    input: TestInput.extend({ id: idParam() }),
    invalid: (ctx, raw, form) => testsPage(ctx, raw, form),
    async handle(ctx, input) {
      const course = await courseOf(ctx, input)
      ctx.requireSeen(testsSeen(await listTests(ctx.db, ctx.scope, course.id)))
      await setTests(ctx.db, ctx.scope, ctx.now, course.id, [
        { kind: 'pre', minutes: input.preMinutes, attempts: 1, questions: input.pre },
        { kind: 'post', minutes: input.postMinutes, attempts: input.postAttempts, questions: input.post },
      ])
      return {
        redirect: `/kursus/${course.id}/tes`,
        notice: ctx.t(messages).saved,
        audit: { subject: `course:${course.id}`, detail: { pre: input.pre.length, post: input.post.length } },
      }
    },
  }),
]
