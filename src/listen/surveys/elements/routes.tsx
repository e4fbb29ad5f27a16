import { z } from 'zod'
import { Refusal } from '../../../platform/http/errors.ts'
import { api, type Context, command, query } from '../../../platform/http/route.ts'
import { seenOf } from '../../../platform/http/seen.ts'
import { formatMonth, localDate } from '../../../platform/i18n.ts'
import type { Element } from '../model.ts'
import { getBaseRule, getRule } from '../rules.ts'
import { elementMessages } from './messages.ts'
import { answersOfInput, ElementAddress, ElementInput, type ElementWording } from './model.ts'
import { findRunningPlan, insertWording, listWordings, lockWordings } from './queries.ts'
import { ElementPage, ElementsPage } from './views.tsx'

type RuleContext = Context<'survey.rule'>
const SAMPLE = { element: "select 'waktu' as element" }

export const elementRoutes = [
  query({
    path: '/survei/aturan/unsur',
    access: 'survey.rule',
    input: z.object({}),
    async handle({ db, scope, now, institution }) {
      const today = localDate(now, institution.timeZone)
      const [rule, wordings] = await Promise.all([getRule(db, scope, today), listWordings(db, scope)])
      return { page: <ElementsPage rule={rule} wordings={wordings} today={today} /> }
    },
  }),

  query({
    path: '/survei/aturan/unsur/:element',
    access: 'survey.rule',
    input: ElementAddress,
    sample: SAMPLE,
    handle: (context, { element }) => elementPage(context, element),
  }),

  command({
    path: '/survei/aturan/unsur/:element',
    access: 'survey.rule',
    audit: 'survey.element_worded',
    input: ElementInput,
    sample: SAMPLE,
    invalid: (context, raw) => elementPage(context, ElementAddress.parse(raw).element),
    async handle({ db, scope, now, t, institution, language, requireSeen }, input) {
      const text = t(elementMessages)
      const { element, source, verified, note, despite } = input
      const wordings = await lockWordings(db, scope)
      requireSeen(seenOf(wordings.filter((one) => one.element === element)))
      const valid_from = `${input.month}-01`
      const next = monthAfter(localDate(now, institution.timeZone))
      if (valid_from < `${next}-01`) throw new Refusal(422, '', { month: text.tooEarly(formatMonth(next, language)) })
      const plan = despite ? undefined : await findRunningPlan(db, scope, valid_from)
      if (plan) throw new Refusal(422, '', { month: text.running(plan.name, formatMonth(plan.last_month, language)) })
      const id = await insertWording(db, scope, now, {
        element,
        valid_from,
        name: { id: input.name_id, en: input.name_en },
        question: { id: input.question_id, en: input.question_en },
        answers: { id: answersOfInput(input, 'id'), en: answersOfInput(input, 'en') },
        source,
        verified,
        note: note ?? '',
      })
      return {
        redirect: `/survei/aturan/unsur/${element}`,
        notice: text.saved(input.name_id, formatMonth(valid_from, language)),
        audit: {
          subject: `survey-element:${id}`,
          detail: { element, valid_from, question: input.question_id, source, verified, despite },
        },
      }
    },
  }),

  api({
    method: 'GET',
    path: '/api/v1/survey-elements',
    access: 'survey.submit',
    summary: {
      id: 'Sembilan unsur sebagaimana ditanyakan hari ini: nama, pertanyaan, dan kata untuk nilai 1 sampai 4',
      en: 'The nine elements as they are asked today: name, question and the words of the scores 1 to 4',
    },
    input: z.object({}),
    output: z.object({
      wording: z.string().describe('Since when the newest of these words hold; send it with the answers'),
      elements: z.array(
        z.object({
          element: z.string(),
          name: z.object({ id: z.string(), en: z.string() }),
          question: z.object({ id: z.string(), en: z.string() }),
          answers: z.object({ id: z.array(z.string()), en: z.array(z.string()) }).describe('Of 1, 2, 3 and 4'),
          source: z.string(),
          verified: z.boolean(),
        }),
      ),
    }),
    async handle({ db, scope, now, institution }) {
      const rule = await getRule(db, scope, localDate(now, institution.timeZone))
      const elements = rule.elementTexts.map(({ element, name, question, answers, source, verified }) => ({
        element,
        name,
        question,
        answers,
        source,
        verified,
      }))
      return { json: { wording: rule.wording.from, elements } }
    },
  }),
]

/** The month after the one of a day, as 'YYYY-MM'. */
function monthAfter(date: string): string {
  const [year, month] = date.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 7)
}

async function elementPage({ db, scope, form, now, institution }: RuleContext, element: Element) {
  const today = localDate(now, institution.timeZone)
  const [rule, usual, wordings] = await Promise.all([
    getRule(db, scope, today),
    getBaseRule(db, today),
    listWordings(db, scope),
  ])
  const standard: ElementWording = {
    ...usual.elementTexts.find((one) => one.element === element)!,
    valid_from: usual.validFrom,
    note: '',
    own: false,
  }
  return {
    page: (
      <ElementPage
        now={rule.elementTexts.find((one) => one.element === element)!}
        own={wordings.filter((one) => one.element === element)}
        standard={standard}
        today={today}
        next={monthAfter(today)}
        form={form}
      />
    ),
  }
}
