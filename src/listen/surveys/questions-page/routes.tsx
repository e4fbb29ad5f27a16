import { z } from 'zod'
import { Refusal } from '../../../platform/http/errors.ts'
import { bilingual, checkbox, dateInput, optionalText, requiredText } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { seenOf } from '../../../platform/http/seen.ts'
import { formatDate, localDate } from '../../../platform/i18n.ts'
import { CHANGEABLE, type Changeable } from '../model.ts'
import { insertQuestionSetting, listQuestionSettings, listQuestions } from '../questions.ts'
import { getBaseRule } from '../rules.ts'
import { questionMessages } from './messages.ts'
import { QuestionPage } from './views.tsx'

type RuleContext = Context<'survey.rule'>
const Address = z.object({ question: z.enum(CHANGEABLE) })
const SAMPLE = { question: "select 'kepercayaan' as question" }

const short = bilingual(questionMessages.id.short, questionMessages.en.short)
const words = optionalText(200).pipe(z.string().min(3, { error: short }).optional())

const QuestionInput = Address.extend({
  asked: checkbox(),
  wording_id: words,
  wording_en: words,
  valid_from: dateInput(),
  source: requiredText(500, bilingual('Tuliskan sumbernya: peraturan atau keputusan.', 'Give the source.')).pipe(
    z.string().min(3, { error: bilingual('Sumber paling sedikit 3 huruf.', 'Write at least 3 letters.') }),
  ),
  note: optionalText(500),
  verified: checkbox(),
})

export const questionRoutes = [
  query({
    path: '/survei/aturan/pertanyaan/:question',
    access: 'survey.rule',
    input: Address,
    sample: SAMPLE,
    handle: (context, { question }) => questionPage(context, question),
  }),

  command({
    path: '/survei/aturan/pertanyaan/:question',
    access: 'survey.rule',
    audit: 'survey.question_set',
    input: QuestionInput,
    sample: SAMPLE,
    invalid: (context, raw) => questionPage(context, Address.parse(raw).question),
    async handle({ db, scope, now, t, institution, language, requireSeen }, input) {
      const text = t(questionMessages)
      const { question: code, wording_id, wording_en, valid_from, note, ...row } = input
      requireSeen(seenOf((await listQuestionSettings(db, scope)).filter((one) => one.code === code)))
      if (valid_from < localDate(now, institution.timeZone)) throw new Refusal(422, '', { valid_from: text.past })
      if (wording_en && !wording_id) throw new Refusal(422, '', { wording_id: text.idMissing })
      const wording = wording_id ? { id: wording_id, en: wording_en ?? wording_id } : undefined
      const id = await insertQuestionSetting(db, scope, now, { code, wording, valid_from, note: note ?? '', ...row })
      return {
        redirect: `/survei/aturan/pertanyaan/${code}`,
        notice: text.saved(formatDate(valid_from, language)),
        audit: { subject: `survey-question:${id}`, detail: { code, valid_from, wording: wording_id ?? null, ...row } },
      }
    },
  }),
]

async function questionPage({ db, scope, form, now, institution }: RuleContext, code: Changeable) {
  const today = localDate(now, institution.timeZone)
  const [rule, settings, questions] = await Promise.all([
    getBaseRule(db, today),
    listQuestionSettings(db, scope),
    listQuestions(db, scope, today),
  ])
  return {
    page: (
      <QuestionPage
        rule={rule}
        now={questions.find((one) => one.code === code)!}
        own={settings.filter((one) => one.code === code)}
        today={today}
        form={form}
      />
    ),
  }
}
