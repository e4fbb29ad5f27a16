import { z } from 'zod'
import { Refusal } from '../../../platform/http/errors.ts'
import {
  bilingual,
  checkbox,
  dateInput,
  optionalText,
  readDecimal,
  requiredText,
  wholeNumber,
} from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { seenOf } from '../../../platform/http/seen.ts'
import { formatNumber, localDate } from '../../../platform/i18n.ts'
import { PRINTED } from '../../../platform/statistics/index.ts'
import { ELEMENTS, type Element } from '../model.ts'
import { listQuestionSettings, listQuestions } from '../questions.ts'
import { add, compare, parseRational, rational } from '../rational.ts'
import { insertRuleSetting, listRuleSettings } from '../rule-settings.ts'
import { getBaseRule, getRule } from '../rules.ts'
import { rulesMessages } from './messages.ts'
import { RulesPage, TIMES } from './views.tsx'

type RuleContext = Context<'survey.rule'>

const fraction = z
  .string()
  .trim()
  .transform((text) => (text.includes('/') ? text : String(readDecimal(text, 6))))
  .pipe(
    z.string().regex(/^(0\.\d{1,6}|\d{1,4}\/[1-9]\d{0,3})$/, {
      error: bilingual('Tulis pecahan, misalnya 1/9 atau 0,125.', 'Enter a fraction, such as 1/9 or 0.125.'),
    }),
  )
const bound = z
  .string()
  .transform((text) => readDecimal(text) ?? Number.NaN)
  .refine((value) => value >= 1 && value <= 100, {
    error: bilingual('Tulis nilai indeks, misalnya 76,61.', 'Enter an index, such as 76.61.'),
  })
  .transform(String)

/** A page opened before these fields were there sends none of them: then the usual number holds. */
function decimal(usual: number, least: number, most: number, error: ReturnType<typeof bilingual>) {
  return z
    .string({ error })
    .transform((text) => readDecimal(text, 4) ?? Number.NaN)
    .refine((value) => value >= least && value <= most, { error })
    .default(usual)
}

const RuleInput = z.object({
  ...(Object.fromEntries(ELEMENTS.map((element) => [`w_${element}`, fraction])) as Record<
    `w_${Element}`,
    typeof fraction
  >),
  b_A: bound,
  b_B: bound,
  b_C: bound,
  chi: decimal(
    PRINTED.chi,
    1,
    15,
    bilingual('Tulis 1 sampai 15, misalnya 3,841.', 'Enter 1 to 15 with a decimal comma, such as 3,841.'),
  ),
  share: decimal(
    PRINTED.share,
    0.05,
    0.95,
    bilingual('Tulis 0,05 sampai 0,95, misalnya 0,5.', 'Enter 0.05 to 0.95, such as 0.5.'),
  ),
  margin: decimal(
    PRINTED.margin,
    0.01,
    0.2,
    bilingual('Tulis 0,01 sampai 0,2, misalnya 0,05.', 'Enter 0.01 to 0.2, such as 0.05.'),
  ),
  // The largest index is four times the factor, and no index is above 100.
  factor: decimal(25, 1, 25, bilingual('Tulis 1 sampai 25, misalnya 25.', 'Enter 1 to 25, such as 25.')),
  surveys_a_year: z.enum(TIMES).default('1').transform(Number),
  min_respondents: wholeNumber(3, 100),
  min_answered: wholeNumber(1, 9),
  valid_from: dateInput(),
  source: requiredText(500, bilingual('Tuliskan sumbernya: peraturan atau keputusan.', 'Give the source.')).pipe(
    z.string().min(3),
  ),
  note: optionalText(500),
  verified: checkbox(),
  layout_source: optionalText(500),
  layout_verified: checkbox(),
})

export const ruleRoutes = [
  query({ path: '/survei/aturan', access: 'survey.rule', input: z.object({}), handle: rulesPage }),

  command({
    path: '/survei/aturan',
    access: 'survey.rule',
    audit: 'survey.rule_set',
    input: RuleInput,
    invalid: rulesPage,
    async handle({ db, scope, now, t, language, institution, requireSeen }, input) {
      const text = t(rulesMessages)
      const today = localDate(now, institution.timeZone)
      const rule = await getRule(db, scope, today)
      requireSeen(seenOf(await listRuleSettings(db, scope, rule.code)))
      if (input.valid_from < today) throw new Refusal(422, '', { valid_from: text.past })
      const weights = Object.fromEntries(ELEMENTS.map((element) => [element, input[`w_${element}`]])) as Record<
        Element,
        string
      >
      const sum = ELEMENTS.reduce((total, element) => add(total, parseRational(weights[element])), rational(0))
      if (compare(sum, rational(1)) !== 0) throw new Refusal(422, '', { [`w_${ELEMENTS[0]}`]: text.sumWrong })
      const [a, b, c] = [Number(input.b_A), Number(input.b_B), Number(input.b_C)] as const
      const { factor, surveys_a_year } = input
      if (!(a <= 4 * factor && a > b && b > c && c > factor))
        throw new Refusal(422, '', {
          b_A: text.bandsWrong(formatNumber(factor, language), formatNumber(4 * factor, language)),
        })
      const base = await getBaseRule(db, input.valid_from)
      const bands = { A: input.b_A, B: input.b_B, C: input.b_C }
      const { min_respondents, min_answered, valid_from, source, note, verified } = input
      const own = input.layout_source !== undefined && input.layout_source !== base.layout.source
      const layout = {
        layout_source: own || input.layout_verified ? (input.layout_source ?? base.layout.source) : '',
        layout_verified: input.layout_verified,
      }
      const { chi, share, margin } = input
      const usual = chi === base.sampling.chi && share === base.sampling.share && margin === base.sampling.margin
      const figures = {
        weights,
        bands,
        min_respondents,
        min_answered,
        sampling: usual ? null : { chi, share, margin },
        factor: compare(parseRational(String(factor)), base.factor) === 0 ? null : String(factor),
        surveys_a_year: surveys_a_year === base.yearly.times ? null : surveys_a_year,
      }
      const row = { ...figures, valid_from, source, note: note ?? '', verified, ...layout }
      const id = await insertRuleSetting(db, scope, now, base.code, row)
      return {
        redirect: '/survei/aturan',
        notice: text.saved,
        audit: { subject: `survey-rule:${id}`, detail: { valid_from, source, verified } },
      }
    },
  }),
]

async function rulesPage({ db, scope, form, now, institution }: RuleContext) {
  const today = localDate(now, institution.timeZone)
  const rule = await getRule(db, scope, today)
  const settings = await listRuleSettings(db, scope, rule.code)
  return {
    page: (
      <RulesPage
        rule={rule}
        settings={settings}
        questions={await listQuestions(db, scope, today)}
        questionSettings={await listQuestionSettings(db, scope)}
        today={today}
        form={form}
      />
    ),
  }
}
