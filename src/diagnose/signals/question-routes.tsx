import { NotFound } from '../../platform/http/errors.ts'
import { emptyForm, type FormState } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { refusePast } from '../../platform/http/rule-input.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { localDate } from '../../platform/i18n.ts'
import { questionMessages } from './question-messages.ts'
import { QuestionChoice, QuestionInput } from './question-model.ts'
import { listCauseQuestions, listQuestionChanges, nextPosition, putQuestion, questionKey } from './question-queries.ts'
import { QuestionsPage } from './question-views.tsx'

type Reading = Context<'signal.read'> | Context<'signal.rules'>

async function questionsPage(context: Reading, chosen: unknown, form: FormState = emptyForm) {
  const { db, scope, now, institution } = context
  const today = localDate(now, institution.timeZone)
  const questions = await listCauseQuestions(db, scope, today)
  const changes = await listQuestionChanges(db, scope)
  const current = questions.find((one) => questionKey(one) === chosen)
  return {
    page: <QuestionsPage questions={questions} changes={changes} current={current} today={today} form={form} />,
  }
}

export const questionRoutes = [
  query({
    path: '/sinyal/pertanyaan',
    access: 'signal.read',
    input: QuestionChoice,
    handle: (context, { ubah }) => questionsPage(context, ubah),
  }),

  command({
    path: '/sinyal/pertanyaan',
    access: 'signal.rules',
    audit: 'signal.question_changed',
    input: QuestionInput,
    invalid: (context, raw, form) => questionsPage(context, raw['key'], form),
    async handle(context, { key, cause, points_to, ...words }) {
      const { db, scope, now, institution, t, requireSeen } = context
      const questions = await listCauseQuestions(db, scope, localDate(now, institution.timeZone))
      const before = questions.find((one) => questionKey(one) === key)
      if (key && !before) throw new NotFound('question')
      if (before) requireSeen(seenOf(before))
      refusePast(context, words.valid_from)
      const place = before ?? { cause, position: await nextPosition(db, scope, cause) }
      const item = { cause: place.cause, position: place.position, points_to: points_to === 'yes', ...words }
      await putQuestion(db, scope, now, item)
      return {
        redirect: '/sinyal/pertanyaan',
        notice: t(questionMessages).saved,
        audit: { subject: `cause-question:${questionKey(item)}`, detail: item },
      }
    },
  }),
]
