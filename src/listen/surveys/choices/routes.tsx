import { z } from 'zod'
import { Refusal } from '../../../platform/http/errors.ts'
import { api, type Context, command, query } from '../../../platform/http/route.ts'
import { seenOf } from '../../../platform/http/seen.ts'
import { localDate } from '../../../platform/i18n.ts'
import { PROFILE_FIELDS, type ProfileField } from '../model.ts'
import { listQuestions } from '../questions.ts'
import { choiceMessages } from './messages.ts'
import { ChoicesInput, rowsOf, withCodes } from './model.ts'
import { insertChoices, loadChoices } from './queries.ts'
import { ChoicePage, ChoicesPage } from './views.tsx'

type RuleContext = Context<'survey.rule'>
const Field = z.object({ field: z.enum(PROFILE_FIELDS) })
const SAMPLE = { field: "select 'age_band' as field" }

export const choiceRoutes = [
  query({
    path: '/survei/aturan/pilihan',
    access: 'survey.rule',
    input: z.object({}),
    async handle({ db, scope, now, institution }) {
      const book = await loadChoices(db, scope)
      return { page: <ChoicesPage book={book} today={localDate(now, institution.timeZone)} /> }
    },
  }),

  query({
    path: '/survei/aturan/pilihan/:field',
    access: 'survey.rule',
    input: Field,
    sample: SAMPLE,
    handle: (context, { field }) => choicePage(context, field),
  }),

  command({
    path: '/survei/aturan/pilihan/:field',
    access: 'survey.rule',
    audit: 'survey.choices_set',
    input: ChoicesInput,
    sample: SAMPLE,
    invalid: (context, raw) => choicePage(context, Field.parse(raw).field),
    async handle({ db, scope, now, t, institution, requireSeen }, input) {
      const text = t(choiceMessages)
      const { field, valid_from, source, verified, spelling, note } = input
      if (valid_from < localDate(now, institution.timeZone)) throw new Refusal(422, '', { valid_from: text.past })
      const book = await loadChoices(db, scope)
      requireSeen(seenOf(book.versions(field)))
      const current = book.on(field, valid_from).choices
      const choices = withCodes(book.versions(field), current, rowsOf(input), spelling)
      const version = { field, valid_from, choices, source, verified, note: note ?? '' }
      const id = await insertChoices(db, scope, now, version)
      return {
        redirect: '/survei/aturan/pilihan',
        notice: text.saved,
        audit: {
          subject: `survey-choices:${id}`,
          detail: { field, valid_from, source, verified, choices: choices.map((choice) => choice.code) },
        },
      }
    },
  }),

  api({
    method: 'GET',
    path: '/api/v1/survey-choices',
    access: 'survey.submit',
    summary: {
      id: 'Pertanyaan tentang responden yang berlaku hari ini, beserta kode pilihannya',
      en: 'The questions about the respondent that are asked today, with the codes of their choices',
    },
    input: z.object({}),
    output: z.object({
      questions: z.array(
        z.object({
          field: z.string(),
          choices: z.array(z.object({ code: z.string(), id: z.string(), en: z.string() })),
        }),
      ),
    }),
    async handle({ db, scope, now, institution }) {
      const questions = await listQuestions(db, scope, localDate(now, institution.timeZone))
      const asked = questions.filter((question) => question.asked && question.choices.length > 0)
      return { json: { questions: asked.map(({ code, choices }) => ({ field: code, choices: [...choices] })) } }
    },
  }),
]

async function choicePage({ db, scope, form, now, institution }: RuleContext, field: ProfileField) {
  const book = await loadChoices(db, scope)
  return { page: <ChoicePage field={field} book={book} today={localDate(now, institution.timeZone)} form={form} /> }
}
