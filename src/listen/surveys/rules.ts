import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Sampling } from '../../platform/statistics/index.ts'
import type { ElementWording } from './elements/model.ts'
import { listWordings } from './elements/queries.ts'
import { ELEMENTS, type Element, type Extra } from './model.ts'
import { compare, parseRational, type Rational, toNumber } from './rational.ts'
import { findRuleSetting, type RuleSetting } from './rule-settings.ts'
import type { Rule } from './skm.ts'

export type ElementText = {
  element: Element
  name: { id: string; en: string }
  question: { id: string; en: string }
  answers: { id: string[]; en: string[] }
  source: string
  verified: boolean
}
export type ExtraText = Omit<ElementText, 'element'> & { code: Extra; validFrom: string }
export type WeightPolicy = {
  policy: string
  weight: string
  is_default: boolean
  source: string
  verified: boolean
  note: string
}

/** The rule in force with its texts and sources, as it can be shown beside every figure. */
export type RuleInForce = Rule & {
  title: string
  source: string
  validFrom: string
  verified: boolean
  note: string
  policies: WeightPolicy[]
  elementTexts: ElementText[]
  /** Since when the newest words among them hold; the rule's own day where they are all the rule's. */
  wording: { from: string; own: boolean }
  extraTexts: ExtraText[]
  bandSources: { source: string; verified: boolean }
  /** Where the parts of the printed report were read. */
  layout: { source: string; verified: boolean }
  minAnswered: number
  /** What samples are reckoned with, and where that was read. */
  sampling: Sampling & { source: string; verified: boolean }
  /** How often a year a survey is held, at least. */
  yearly: { times: number; source: string; verified: boolean }
  /** What the institution decided itself, where it did. */
  setting: RuleSetting | undefined
}

type RuleRow = {
  code: string
  title: string
  source: string
  valid_from: string
  factor: string
  average_places: number
  index_places: number
  verified: boolean
  note: string
  layout_source: string
  layout_verified: boolean
  weights: WeightPolicy[]
  bands: {
    letter: string
    lower: string
    label_id: string
    label_en: string
    printed_average: string
    printed_index: string
    source: string
    verified: boolean
  }[]
  elements: {
    element: Element
    name_id: string
    name_en: string
    question_id: string
    question_en: string
    answers_id: string[]
    answers_en: string[]
    source: string
    verified: boolean
  }[]
  extras: {
    code: Extra
    valid_from: string
    name_id: string
    name_en: string
    question_id: string
    question_en: string
    answers_id: string[]
    answers_en: string[]
    source: string
    verified: boolean
  }[]
  sampling: RuleInForce['sampling']
  yearly: RuleInForce['yearly']
  min_respondents: number
  min_answered: number
}

// The law's own rules change only with a migration, and a process starts after it: reading them once a day is enough.
const known = new Map<string, RuleInForce>()
/** Answers of years come in by import: more days than whole rules are kept of. */
const codes = new Map<string, string>()

/** The rule that counts answers given on `date` ('YYYY-MM-DD'), as this institution applies it. */
export async function getRule(db: Db, scope: Scope, date: string): Promise<RuleInForce> {
  const [rule, wordings] = await Promise.all([getFigures(db, scope, date), listWordings(db, scope, date)])
  return withWordings(rule, wordings)
}

/** The same in the rule's own words, for whoever only reckons. */
export async function getFigures(db: Db, scope: Scope, date: string): Promise<RuleInForce> {
  const rule = await getBaseRule(db, date)
  const setting = await findRuleSetting(db, scope, rule.code, date)
  return setting ? withSetting(rule, setting) : rule
}

/** What makes the index of an average of 1 to 4, on this day. */
export async function skmFactor(db: Db, scope: Scope, date: string): Promise<number> {
  return toNumber((await getFigures(db, scope, date)).factor)
}

/** What an answer of this day is counted under: the same for every institution. */
export async function ruleCodeOn(db: Db, date: string): Promise<string> {
  const found = codes.get(date)
  if (found !== undefined) return found
  const { code } = await getBaseRule(db, date)
  if (codes.size > 5000) codes.clear()
  codes.set(date, code)
  return code
}

/** The rule as the law has it. */
export async function getBaseRule(db: Db, date: string): Promise<RuleInForce> {
  const found = known.get(date)
  if (found) return found
  const { rows } = await sql<RuleRow>`
    select r.code, r.title, r.source, r.valid_from, r.factor, r.average_places, r.index_places, r.verified, r.note,
      r.layout_source, r.layout_verified,
      (select json_agg(w order by w.is_default desc, w.policy) from surveys.rule_weight w where w.rule_code = r.code) as weights,
      (select json_agg(json_build_object('letter', b.letter, 'lower', b.lower::text, 'label_id', b.label_id,
          'label_en', b.label_en, 'printed_average', b.printed_average, 'printed_index', b.printed_index,
          'source', b.source, 'verified', b.verified) order by b.lower desc)
        from surveys.rule_band b where b.rule_code = r.code) as bands,
      (select json_agg(e order by e.position) from surveys.rule_element e where e.rule_code = r.code) as elements,
      (select json_agg(x order by x.position) from surveys.extra_question x) as extras,
      (select json_build_object('chi', s.chi, 'share', s.share, 'margin', s.margin, 'source', s.source, 'verified', s.verified)
        from surveys.sampling_standard s where s.valid_from <= ${date} order by s.valid_from desc limit 1) as sampling,
      (select json_build_object('times', t.value, 'source', t.source, 'verified', t.verified)
        from surveys.threshold t where t.code = 'surveys_a_year' and t.valid_from <= ${date}
        order by t.valid_from desc limit 1) as yearly,
      (select t.value from surveys.threshold t where t.code = 'min_respondents' and t.valid_from <= ${date}
        order by t.valid_from desc limit 1) as min_respondents,
      (select t.value from surveys.threshold t where t.code = 'min_answered' and t.valid_from <= ${date}
        order by t.valid_from desc limit 1) as min_answered
    from surveys.rule r
    where r.valid_from <= ${date} and (r.valid_to is null or r.valid_to > ${date}) and r.element_count = ${ELEMENTS.length}`.execute(
    db,
  )
  const row = rows[0]
  if (!row) throw new Error(`no survey rule is in force on ${date}`)
  if (known.size > 100) known.clear()
  const rule = ruleOf(row)
  known.set(date, rule)
  return rule
}

function ruleOf(row: RuleRow): RuleInForce {
  const weight = row.weights.find((policy) => policy.is_default)
  if (!weight) throw new Error(`survey rule ${row.code} has no default weight`)
  return {
    code: row.code,
    version: row.code,
    weights: sameWeight(parseRational(weight.weight)),
    factor: parseRational(row.factor),
    indexPlaces: row.index_places,
    averagePlaces: row.average_places,
    minRespondents: row.min_respondents,
    minAnswered: row.min_answered,
    sampling: row.sampling,
    yearly: row.yearly,
    bands: row.bands.map((band) => ({
      letter: band.letter,
      lower: parseRational(band.lower),
      labels: { id: band.label_id, en: band.label_en },
      printed: { average: band.printed_average, index: band.printed_index },
    })),
    title: row.title,
    source: row.source,
    validFrom: row.valid_from,
    verified: row.verified,
    note: row.note,
    policies: row.weights,
    bandSources: { source: row.bands[0]?.source ?? '', verified: row.bands.every((band) => band.verified) },
    layout: { source: row.layout_source, verified: row.layout_verified },
    elementTexts: row.elements.map((text) => ({ element: text.element, ...textsOf(text) })),
    wording: { from: row.valid_from, own: false },
    extraTexts: row.extras.map((text) => ({ code: text.code, validFrom: text.valid_from, ...textsOf(text) })),
    setting: undefined,
  }
}

function textsOf(text: Omit<RuleRow['extras'][number], 'code' | 'valid_from'>) {
  return {
    name: { id: text.name_id, en: text.name_en },
    question: { id: text.question_id, en: text.question_en },
    answers: { id: text.answers_id, en: text.answers_en },
    source: text.source,
    verified: text.verified,
  }
}

/** @param wordings the one that counts first */
function withWordings(rule: RuleInForce, wordings: readonly ElementWording[]): RuleInForce {
  const newest = wordings[0]
  if (!newest) return rule
  return {
    ...rule,
    elementTexts: rule.elementTexts.map((text) => wordings.find((one) => one.element === text.element) ?? text),
    wording: { from: newest.valid_from, own: true },
  }
}

function withSetting(rule: RuleInForce, setting: RuleSetting): RuleInForce {
  return {
    ...rule,
    setting,
    weights: Object.fromEntries(
      ELEMENTS.map((element) => [element, parseRational(setting.weights[element])]),
    ) as RuleInForce['weights'],
    factor: setting.factor ? parseRational(setting.factor) : rule.factor,
    bands: rule.bands.map((band) => {
      // The last letter begins where the index does: at one time the factor.
      const own = setting.bands[band.letter] ?? (band === rule.bands.at(-1) ? setting.factor : null)
      return own ? { ...band, lower: parseRational(own), printed: { average: '', index: `≥ ${own}` } } : band
    }),
    bandSources: { source: setting.source, verified: setting.verified },
    layout: setting.layout_source ? { source: setting.layout_source, verified: setting.layout_verified } : rule.layout,
    minRespondents: setting.min_respondents,
    minAnswered: setting.min_answered,
    sampling: setting.sampling
      ? { ...setting.sampling, source: setting.source, verified: setting.verified }
      : rule.sampling,
    yearly: setting.surveys_a_year
      ? { times: setting.surveys_a_year, source: setting.source, verified: setting.verified }
      : rule.yearly,
    verified: setting.verified,
    version: `${rule.code} + ${setting.valid_from}`,
  }
}

export function sameWeight(weight: Rational): Record<Element, Rational> {
  return Object.fromEntries(ELEMENTS.map((element) => [element, weight])) as Record<Element, Rational>
}

/** The weights as they were written, for publications: one text when all are the same. */
export function weightText(rule: RuleInForce): string {
  const { setting } = rule
  if (!setting) return rule.policies.find((policy) => policy.is_default)?.weight ?? ''
  const first = rule.weights[ELEMENTS[0]]
  if (ELEMENTS.every((element) => compare(rule.weights[element], first) === 0)) return setting.weights[ELEMENTS[0]]
  return ELEMENTS.map((element) => `${element} ${setting.weights[element]}`).join(', ')
}
