import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { api } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { listServices } from '../services/index.ts'
import { answerIdOf } from '../surveys/index.ts'
import { submitResponses } from './acts.ts'
import { readAnswers, typedOf } from './answers.ts'
import { type Answers, type Definition, MAX_TEXT, MOST_OPTIONS, questionsOf } from './definition.ts'
import { missing, shownAnswers, shownSections } from './logic.ts'
import { openness } from './model.ts'
import { findBySlug, findShownVersion } from './queries.ts'

const MAX_BATCH = 500
const OLDEST_DAYS = 400
const MOST_ANSWERS = 200

const Given = z.union([
  z.string().max(MAX_TEXT),
  z.number().int(),
  z.array(z.string().max(100)).max(MOST_OPTIONS),
  z.record(z.string().max(60), z.number().int()),
])
const ApiResponse = z.object({
  key: z.string().min(8).max(200).describe('Your own id of this questionnaire; sending it again changes nothing'),
  service: z.string().max(100).optional().describe('Address of the service it speaks about'),
  answered_on: z.iso.date(),
  answers: z
    .record(z.string().max(60), Given)
    .refine((given) => Object.keys(given).length <= MOST_ANSWERS)
    .describe('By code of the question: a value, a list of chosen options, or a value per rated item'),
})
const REASONS = [
  'unknown_service',
  'date_in_future',
  'date_too_old',
  'unknown_question',
  'wrong_answer',
  'missing_answer',
] as const
const Refused = z.object({
  key: z.string(),
  reason: z.enum(REASONS),
  question: z.string().optional(),
})

export const apiRoutes = [
  api({
    method: 'POST',
    path: '/api/v1/questionnaire-answers',
    access: 'questionnaire.submit',
    audit: 'questionnaire.answers_received',
    summary: {
      id: 'Kirim jawaban kuesioner yang terbuka untuk umum; kunci yang sama tidak mengubah apa-apa',
      en: 'Send answers to a questionnaire that is open to everybody; the same keys again change nothing',
    },
    input: z.object({
      questionnaire: z.string().min(1).max(100).describe('Last part of its public address'),
      answers: z.array(ApiResponse).min(1).max(MAX_BATCH),
    }),
    output: z.object({ added: z.number(), known: z.number(), refused: z.array(Refused) }),
    async handle({ db, scope, now, institution, actor }, input) {
      const today = localDate(now, institution.timeZone)
      const oldest = localDate(new Date(now.getTime() - OLDEST_DAYS * 86_400_000), institution.timeZone)
      const row = await findBySlug(db, scope, input.questionnaire)
      const version = row && (await findShownVersion(db, scope, row.id))
      if (!row || !version) throw new NotFound('questionnaire')
      const { definition } = version
      if (definition.audience !== 'public' || openness(version, row, today) !== 'open')
        throw new Refusal(409, 'this questionnaire is not open to everybody now')
      const services = new Map((await listServices(db, scope)).map((service) => [service.slug, service]))
      const refused: z.output<typeof Refused>[] = []
      const items = input.answers.flatMap((one) => {
        const service = services.get(one.service ?? '')
        const needed = row.instrument === 'short_survey' || one.service !== undefined
        const read = readGiven(definition, one.answers)
        const problem: Problem | undefined =
          needed && !service
            ? { reason: 'unknown_service' }
            : one.answered_on > today
              ? { reason: 'date_in_future' }
              : one.answered_on < oldest
                ? { reason: 'date_too_old' }
                : read.problem
        if (problem) {
          refused.push({ key: one.key, ...problem })
          return []
        }
        return [
          {
            id: answerIdOf(institution.id, `questionnaire:${actor.client}:${row.id}:${one.service ?? ''}:${one.key}`),
            questionnaire_id: row.id,
            version: version.number,
            unit_id: service?.unit_id ?? row.unit_id,
            service_id: service?.id,
            channel: 'api' as const,
            answered_on: one.answered_on,
            answers: read.answers,
          },
        ]
      })
      if (items.length === 0)
        throw new Refusal(
          422,
          'no answer could be kept',
          Object.fromEntries(refused.map((one) => [one.key, one.reason])),
        )
      const added = await submitResponses(db, scope, items)
      const counts = { added, known: items.length - added }
      return {
        json: { ...counts, refused },
        audit: { subject: `questionnaire:${row.id}`, detail: { ...counts, refused: refused.length } },
      }
    },
  }),
]

type Problem = Omit<z.output<typeof Refused>, 'key'>

/** By the same rules as the form: what is hidden does not count, what is required and shown must be there. */
function readGiven(definition: Definition, given: Answers): { answers: Answers; problem?: Problem } {
  const questions = questionsOf(definition)
  const unknown = Object.keys(given).find((code) => questions.every((question) => question.code !== code))
  if (unknown !== undefined) return { answers: {}, problem: { reason: 'unknown_question', question: unknown } }
  const read = readAnswers(questions, typedOf(given), 'id')
  const wrong = Object.keys(read.errors)[0]
  if (wrong) return { answers: {}, problem: { reason: 'wrong_answer', question: wrong.slice(2) } }
  const answers = shownAnswers(definition, read.answers)
  const open = shownSections(definition, answers).flatMap((shown) => missing(shown.questions, answers))[0]
  return open ? { answers, problem: { reason: 'missing_answer', question: open.question.code } } : { answers }
}
