import { z } from 'zod'
import { Refusal } from '../../platform/http/errors.ts'
import { api } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { unknownChoices } from './answering.ts'
import { answerIdOf, type ByAddress, cleanComment, submitByAddress } from './intake.ts'
import { ApiAnswer, givenAnswers, MAX_BATCH, PROFILE_FIELDS } from './model.ts'
import { listQuestions } from './questions.ts'

const Refused = z.object({
  key: z.string(),
  reason: z.enum(['unknown_service', 'unknown_choice', 'too_few_answers', 'date_in_future', 'date_too_old']),
})
const OLDEST_DAYS = 400

export const apiRoutes = [
  api({
    method: 'POST',
    path: '/api/v1/survey-answers',
    access: 'survey.submit',
    audit: 'survey.answers_received',
    summary: 'Send filled-in satisfaction questionnaires; sending the same keys again changes nothing',
    input: z.object({ answers: z.array(ApiAnswer).min(1).max(MAX_BATCH) }),
    output: z.object({ added: z.number(), known: z.number(), refused: z.array(Refused) }),
    async handle({ db, scope, now, institution }, { answers }) {
      const today = localDate(now, institution.timeZone)
      const oldest = localDate(new Date(now.getTime() - OLDEST_DAYS * 86_400_000), institution.timeZone)
      const profiled = answers.some((answer) => PROFILE_FIELDS.some((field) => answer[field] !== undefined))
      const questions = profiled ? await listQuestions(db, scope, today) : []
      const early = answers.map(
        (answer) =>
          wrongDay(answer, today, oldest) ??
          (unknownChoices(answer, questions).length > 0 ? ('unknown_choice' as const) : undefined),
      )
      const items = answers.filter((_, index) => !early[index])
      const { added, minAnswered, services } = await submitByAddress(
        db,
        scope,
        today,
        items.map((answer) => contentOfAnswer(answer, institution.id, today)),
      )
      const refused = answers.flatMap((answer, index): z.output<typeof Refused>[] => {
        const reason = early[index]
        if (reason) return [{ key: answer.key, reason }]
        if (!services.has(answer.service)) return [{ key: answer.key, reason: 'unknown_service' }]
        return givenAnswers(answer.answers) < minAnswered ? [{ key: answer.key, reason: 'too_few_answers' }] : []
      })
      const kept = answers.length - refused.length
      if (kept === 0)
        throw new Refusal(
          422,
          'no answer could be kept',
          Object.fromEntries(refused.map((one) => [one.key, one.reason])),
        )
      return {
        json: { added, known: kept - added, refused },
        audit: { subject: 'survey:answers', detail: { added, known: kept - added, refused: refused.length } },
      }
    },
  }),
]

function contentOfAnswer(answer: ApiAnswer, institution: string, today: string): ByAddress {
  return {
    id: answerIdOf(institution, answer.key),
    slug: answer.service,
    channel: 'api',
    answers: answer.answers,
    extras: answer.extras,
    profile: { ...answer, ageBand: answer.age_band },
    comment: cleanComment(answer.comment),
    arrival: answer.answered_on === today ? 'live' : 'stored',
    answeredOn: answer.answered_on,
  }
}

function wrongDay(answer: ApiAnswer, today: string, oldest: string) {
  if (answer.answered_on > today) return 'date_in_future'
  return answer.answered_on < oldest ? 'date_too_old' : undefined
}
