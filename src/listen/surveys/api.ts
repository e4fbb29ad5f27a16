import { z } from 'zod'
import { Refusal } from '../../platform/http/errors.ts'
import { api } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { listServices } from '../services/index.ts'
import { unknownChoices } from './answering.ts'
import { answerIdOf, cleanComment, submitAnswers } from './intake.ts'
import { ApiAnswer, givenAnswers, MAX_BATCH, PROFILE_FIELDS } from './model.ts'
import { listQuestions } from './questions.ts'
import { getRule } from './rules.ts'

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
      const rule = await getRule(db, scope, today)
      const services = new Map((await listServices(db, scope)).map((service) => [service.slug, service]))
      const profiled = answers.some((answer) => PROFILE_FIELDS.some((field) => answer[field] !== undefined))
      const questions = profiled ? await listQuestions(db, scope, today) : []
      const refused: z.output<typeof Refused>[] = []
      const items = answers.flatMap((answer) => {
        const service = services.get(answer.service)
        const reason =
          whyNot(answer, service !== undefined, today, oldest, rule.minAnswered) ??
          (unknownChoices(answer, questions).length > 0 ? 'unknown_choice' : undefined)
        if (reason || !service) {
          refused.push({ key: answer.key, reason: reason ?? 'unknown_service' })
          return []
        }
        return [
          {
            id: answerIdOf(institution.id, answer.key),
            serviceId: service.id,
            unitId: service.unit_id,
            channel: 'api' as const,
            answers: answer.answers,
            extras: answer.extras,
            profile: { ...answer, ageBand: answer.age_band },
            comment: cleanComment(answer.comment),
            arrival: answer.answered_on === today ? ('live' as const) : ('stored' as const),
            answeredOn: answer.answered_on,
          },
        ]
      })
      if (items.length === 0)
        throw new Refusal(
          422,
          'no answer could be kept',
          Object.fromEntries(refused.map((one) => [one.key, one.reason])),
        )
      const added = await submitAnswers(db, scope, now, items)
      return {
        json: { added, known: items.length - added, refused },
        audit: { subject: 'survey:answers', detail: { added, known: items.length - added, refused: refused.length } },
      }
    },
  }),
]

function whyNot(answer: ApiAnswer, serviceKnown: boolean, today: string, oldest: string, minAnswered: number) {
  if (!serviceKnown) return 'unknown_service'
  if (answer.answered_on > today) return 'date_in_future'
  if (answer.answered_on < oldest) return 'date_too_old'
  return givenAnswers(answer.answers) < minAnswered ? 'too_few_answers' : undefined
}
