import { z } from 'zod'
import { requireUnit } from '../../platform/access.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { idParam } from '../../platform/http/input.ts'
import { api } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { findServiceBySlug } from '../services/index.ts'
import { unknownChoices, withoutUnasked } from './answering.ts'
import { answerIdOf, type ByAddress, cleanComment, submitByAddress } from './intake.ts'
import { countSoon } from './jobs.ts'
import { ApiAnswer, ELEMENTS, givenAnswers, MAX_BATCH, PROFILE_FIELDS } from './model.ts'
import { listQuestions } from './questions.ts'
import { skmResult } from './results.ts'

const Refused = z.object({
  key: z.string(),
  reason: z.enum(['unknown_service', 'unknown_choice', 'too_few_answers', 'date_in_future', 'date_too_old']),
})
const OLDEST_DAYS = 400
const Month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/)

export const apiRoutes = [
  api({
    method: 'GET',
    path: '/api/v1/survey-results',
    access: 'survey.read',
    summary: {
      id: 'Indeks kepuasan (SKM) per bulan penuh, dengan semua unsur pembentuknya',
      en: 'The satisfaction index (SKM) of whole months, with everything it is made of',
    },
    input: z
      .object({
        from: Month.describe('First month, such as 2026-01'),
        to: Month.describe('Last month'),
        unit: idParam().optional().describe('With all units beneath it; left out: the whole institution'),
        service: z.string().max(100).optional().describe('Address of a service, as in /api/v1/services'),
      })
      .refine(({ from, to }) => from <= to, { path: ['to'], message: 'to lies before from' }),
    output: z.object({
      from: z.string(),
      to: z.string(),
      rule: z.string().describe('Version of the rule that was applied'),
      respondents: z.number().describe('Those counted; 0 below the least'),
      least: z
        .number()
        .describe(
          'Fewer respondents give no figure; answers are counted at least so many at a time, of one service or, when a quarter is over, of several of a unit',
        ),
      index: z.string().nullable().describe('Rounded once, such as 91.48'),
      unrounded: z.string().nullable(),
      letter: z.string().nullable(),
      interval: z.object({ low: z.number(), high: z.number() }).nullable().describe('95 %'),
      missing: z.enum(['too_few', 'element_without_answers']).nullable(),
      elements: z.array(
        z.object({
          element: z.enum(ELEMENTS),
          counts: z.array(z.number()).describe('How often 1, 2, 3, 4 was given; empty below the least'),
          average: z.string().nullable(),
        }),
      ),
    }),
    async handle({ db, scope, institution }, { from, to, unit, service }) {
      if (unit) requireUnit(scope, unit)
      const found = service ? await findServiceBySlug(db, scope, service) : undefined
      if (service && !(found && scope.units.includes(found.unit_id)))
        throw new NotFound(`service of ${institution.slug}`)
      const result = await skmResult(db, scope, { unitId: unit, service: found?.id, from, to })
      const told = result.n >= result.minRespondents
      return {
        json: {
          from,
          to,
          rule: result.ruleVersion,
          respondents: told ? result.n : 0,
          least: result.minRespondents,
          index: result.index,
          unrounded: result.unrounded,
          letter: result.band?.letter ?? null,
          interval: result.interval && { low: result.interval.low, high: result.interval.high },
          missing: result.missing,
          elements: result.elements.map((row) => ({
            element: row.element,
            counts: told ? [...row.counts] : [],
            average: told ? row.averageText : null,
          })),
        },
      }
    },
  }),

  api({
    method: 'POST',
    path: '/api/v1/survey-answers',
    frequent: true,
    together: true,
    access: 'survey.submit',
    audit: 'survey.answers_received',
    summary: {
      id: 'Kirim isian kuesioner kepuasan; kunci yang sama tidak mengubah apa-apa',
      en: 'Send filled-in satisfaction questionnaires; sending the same keys again changes nothing',
    },
    input: z.object({ answers: z.array(ApiAnswer).min(1).max(MAX_BATCH) }),
    output: z.object({ added: z.number(), known: z.number(), refused: z.array(Refused) }),
    async handle({ db, scope, now, institution, actor }, { answers }) {
      const today = localDate(now, institution.timeZone)
      const oldest = localDate(new Date(now.getTime() - OLDEST_DAYS * 86_400_000), institution.timeZone)
      const more = answers.some(
        (answer) => answer.extras || PROFILE_FIELDS.some((field) => answer[field] !== undefined),
      )
      const questions = more ? await listQuestions(db, scope, today) : []
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
        items.map((answer) =>
          withoutUnasked(contentOfAnswer(answer, `${institution.id}:${actor.client}`, today), questions),
        ),
      )
      await countSoon(db, institution.id, now, added)
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

/** `sender`: what two systems call alike stays two answers. */
function contentOfAnswer(answer: ApiAnswer, sender: string, today: string): ByAddress {
  return {
    id: answerIdOf(sender, `${answer.service}:${answer.key}`),
    slug: answer.service,
    channel: 'api',
    answers: answer.answers,
    extras: answer.extras,
    profile: {
      gender: answer.gender,
      ageBand: answer.age_band,
      education: answer.education,
      occupation: answer.occupation,
      disability: answer.disability,
    },
    comment: cleanComment(answer.comment),
    wording: answer.wording,
    arrival: answer.answered_on === today ? 'live' : 'stored',
    answeredOn: answer.answered_on,
  }
}

function wrongDay(answer: ApiAnswer, today: string, oldest: string) {
  if (answer.answered_on > today) return 'date_in_future'
  return answer.answered_on < oldest ? 'date_too_old' : undefined
}
