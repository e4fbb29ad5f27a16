import type { Condition, Definition, Instrument, Question } from './definition.ts'
import { isRated } from './definition.ts'
import { neverShown } from './reach.ts'
import { SHORT_QUESTIONS } from './short-survey.ts'

/** Something that has to be mended before anybody is asked, and where. */
export type Problem = { readonly place: string; readonly code: ProblemCode; readonly detail?: string }
export type ProblemCode =
  | 'no_title'
  | 'no_sections'
  | 'no_questions'
  | 'no_section_title'
  | 'no_text'
  | 'same_code'
  | 'few_options'
  | 'empty_option'
  | 'same_option'
  | 'few_items'
  | 'no_labels'
  | 'no_scale'
  | 'wrong_range'
  | 'condition_unknown'
  | 'condition_later'
  | 'condition_value'
  | 'never_shown'
  | 'named_public'
  | 'short_changed'
  | 'published_text'

/** `place` is 'q.<code>', 's.<code>' or 'title'. An empty list means that it can be published. */
export function problemsOf(definition: Definition, instrument: Instrument = 'own'): Problem[] {
  const found: Problem[] = []
  if (!definition.title.id.trim()) found.push({ place: 'title', code: 'no_title' })
  if (definition.sections.length === 0) found.push({ place: 'title', code: 'no_sections' })
  if (definition.anonymity === 'named' && (definition.audience === 'public' || definition.audience === 'invited'))
    found.push({ place: 'title', code: 'named_public' })
  const codes = new Set<string>()
  const asked = new Map<string, Question>()
  const all = new Map(definition.sections.flatMap((section) => section.questions).map((one) => [one.code, one]))
  for (const section of definition.sections) {
    const place = `s.${section.code}`
    if (codes.has(place)) found.push({ place, code: 'same_code' })
    codes.add(place)
    if (!section.title.id.trim()) found.push({ place, code: 'no_section_title' })
    if (section.questions.length === 0) found.push({ place, code: 'no_questions' })
    found.push(...conditionProblems(place, section.showIf, asked, all))
    for (const question of section.questions) {
      if (codes.has(`q.${question.code}`)) found.push({ place: `q.${question.code}`, code: 'same_code' })
      codes.add(`q.${question.code}`)
      found.push(...questionProblems(question))
      found.push(...conditionProblems(`q.${question.code}`, question.showIf, asked, all))
    }
    for (const question of section.questions) asked.set(question.code, question)
  }
  for (const place of neverShown(definition))
    if (!found.some((problem) => problem.place === place)) found.push({ place, code: 'never_shown' })
  if (instrument === 'short_survey') found.push(...shortProblems(definition))
  return found
}

function questionProblems(question: Question): Problem[] {
  const place = `q.${question.code}`
  const found: Problem[] = []
  if (!question.text.id.trim()) found.push({ place, code: 'no_text' })
  if (question.kind === 'single' || question.kind === 'multiple')
    found.push(...listProblems(place, question.options ?? [], question.kind === 'single' ? 2 : 1, 'few_options'))
  if (question.kind === 'rating') found.push(...listProblems(place, question.items ?? [], 1, 'few_items'))
  if (isRated(question.kind) && !question.labels) found.push({ place, code: 'no_labels' })
  const { min, max } = question
  if (question.kind === 'scale' && (min === undefined || max === undefined)) found.push({ place, code: 'no_scale' })
  if (min !== undefined && max !== undefined && min >= max) found.push({ place, code: 'wrong_range' })
  if (question.published && (question.kind === 'short' || question.kind === 'long'))
    found.push({ place, code: 'published_text' })
  return found
}

function listProblems(
  place: string,
  list: readonly { code: string; text: { id: string } }[],
  least: number,
  code: ProblemCode,
): Problem[] {
  const found: Problem[] = []
  if (list.length < least) found.push({ place, code })
  if (list.some((one) => !one.text.id.trim())) found.push({ place, code: 'empty_option' })
  if (new Set(list.map((one) => one.code)).size < list.length) found.push({ place, code: 'same_option' })
  return found
}

function conditionProblems(
  place: string,
  condition: Condition | undefined,
  asked: ReadonlyMap<string, Question>,
  all: ReadonlyMap<string, Question>,
): Problem[] {
  if (!condition) return []
  const question = all.get(condition.question)
  if (!question) return [{ place, code: 'condition_unknown', detail: condition.question }]
  if (!asked.has(condition.question)) return [{ place, code: 'condition_later', detail: condition.question }]
  if (question.kind === 'rating' && !(question.items ?? []).some((item) => item.code === condition.item))
    return [{ place, code: 'condition_value', detail: condition.question }]
  return fits(condition, question) ? [] : [{ place, code: 'condition_value', detail: condition.question }]
}

function fits({ operator, value }: Condition, question: Question): boolean {
  if (operator === 'answered') return true
  const numeric = isRated(question.kind) || question.kind === 'scale' || question.kind === 'number'
  if (numeric) return /^-?\d{1,10}$/.test(value)
  if (operator === 'at_least' || operator === 'at_most') return false
  return (question.options ?? []).some((option) => option.code === value)
}

/** The four questions keep their codes, scale, labels and themes, or months could not be compared. */
function shortProblems(definition: Definition): Problem[] {
  const given = new Map(definition.sections.flatMap((one) => one.questions).map((one) => [one.code, one]))
  return SHORT_QUESTIONS.filter(({ code, theme }) => {
    const question = given.get(code)
    return question?.kind !== 'likert' || question.labels !== 'satisfaction' || question.theme !== theme
  }).map(({ code }) => ({
    place: given.has(code) ? `q.${code}` : 'title',
    code: 'short_changed' as const,
    detail: code,
  }))
}
