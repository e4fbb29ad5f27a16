import type { Condition, Definition, Question } from './definition.ts'
import { isRated, LIKERT_VALUES } from './definition.ts'

/**
 * What no answers of anybody can bring on the page, as 'q.<code>' and 's.<code>'. A question is shown when its condition
 * and its section's hold, and each of these asks about a question that has to be shown itself: all that together is a
 * list of conditions, and can be met when the conditions about each question can.
 */
export function neverShown(definition: Definition): Set<string> {
  const never = new Set<string>()
  const asked = new Map<string, { question: Question; demands: readonly Condition[] }>()
  const demandsOf = (condition: Condition | undefined) =>
    condition ? [condition, ...(asked.get(condition.question)?.demands ?? [])] : []
  const canBe = (demands: readonly Condition[]) =>
    [...Map.groupBy(demands, ({ question, item }) => `${question} ${item ?? ''}`).values()].every((conditions) => {
      const found = asked.get(conditions[0]!.question)
      // One about nothing or about a later question is a problem of its own.
      return !found || canSay(found.question, conditions)
    })
  for (const section of definition.sections) {
    const outer = demandsOf(section.showIf)
    const open = canBe(outer)
    if (!open) never.add(`s.${section.code}`)
    const here = section.questions.map((question) => ({ question, demands: [...outer, ...demandsOf(question.showIf)] }))
    for (const one of here) {
      if (open && !canBe(one.demands)) never.add(`q.${one.question.code}`)
    }
    // Only now: a page is decided before it is answered.
    for (const one of here) asked.set(one.question.code, one)
  }
  return never
}

/** Whether one answer meets them all. */
function canSay(question: Question, conditions: readonly Condition[]): boolean {
  const valuesOf = (operator: Condition['operator']) =>
    conditions.filter((one) => one.operator === operator).map(({ value }) => value)
  const [is, isNot] = [valuesOf('is'), valuesOf('is_not')]
  if (question.kind === 'single' || question.kind === 'multiple') {
    const left = (question.options ?? []).map(({ code }) => code).filter((code) => !isNot.includes(code))
    const all = is.every((code) => left.includes(code))
    return question.kind === 'multiple' ? all && left.length > 0 : left.some((code) => is.every((one) => one === code))
  }
  const [least, most] = boundsOf(question)
  const low = Math.max(least, ...[...is, ...valuesOf('at_least')].map(Number))
  const high = Math.min(most, ...[...is, ...valuesOf('at_most')].map(Number))
  const out = new Set(isNot.map(Number).filter((value) => value >= low && value <= high))
  return high - low + 1 > out.size
}

function boundsOf({ kind, min, max }: Question): readonly [number, number] {
  if (isRated(kind)) return [Math.min(...LIKERT_VALUES), Math.max(...LIKERT_VALUES)]
  return [min ?? Number.NEGATIVE_INFINITY, max ?? Number.POSITIVE_INFINITY]
}
