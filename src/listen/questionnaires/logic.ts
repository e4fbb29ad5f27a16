import type { Answer, Answers, Condition, Definition, Question, Section } from './definition.ts'

/**
 * Whether what was said so far meets the condition. A condition asks about an earlier section only (problems.ts holds
 * this), so each page can be decided on the server when the page before it has been sent, without any script.
 */
export function meets(condition: Condition | undefined, answers: Answers): boolean {
  if (!condition) return true
  const answer = saidOf(condition, answers[condition.question])
  const said = answer !== undefined
  switch (condition.operator) {
    case 'answered':
      return said
    case 'is':
      return said && holds(answer, condition.value)
    case 'is_not':
      return said && !holds(answer, condition.value)
    case 'at_least':
      return said && Number(answer) >= Number(condition.value)
    case 'at_most':
      return said && Number(answer) <= Number(condition.value)
  }
}

function saidOf(condition: Condition, answer: Answer | undefined): string | number | readonly string[] | undefined {
  if (answer === undefined || typeof answer === 'string' || typeof answer === 'number') return answer
  if (Array.isArray(answer)) return answer as readonly string[]
  return condition.item === undefined ? undefined : (answer as { readonly [item: string]: number })[condition.item]
}

function holds(answer: string | number | readonly string[], value: string): boolean {
  return typeof answer === 'object' ? answer.includes(value) : String(answer) === value
}

export type Shown = { readonly section: Section; readonly questions: readonly Question[] }

/** What this person sees, in order: sections whose condition is met and that have a question left to ask. */
export function shownSections(definition: Definition, answers: Answers): Shown[] {
  const kept: Record<string, Answer> = {}
  const shown: Shown[] = []
  for (const section of definition.sections) {
    if (!meets(section.showIf, kept)) continue
    const questions = section.questions.filter((question) => meets(question.showIf, kept))
    if (questions.length === 0) continue
    shown.push({ section, questions })
    // An answer that is hidden now decides nothing: only what is shown counts.
    for (const { code } of questions) if (answers[code] !== undefined) kept[code] = answers[code]
  }
  return shown
}

/** The answers that count: those to questions this person is shown. */
export function shownAnswers(definition: Definition, answers: Answers): Answers {
  const codes = new Set(shownSections(definition, answers).flatMap(({ questions }) => questions.map((one) => one.code)))
  return Object.fromEntries(Object.entries(answers).filter(([code]) => codes.has(code)))
}

/** Required questions that are shown and have no answer yet; a list of items needs every item. */
export function missing(questions: readonly Question[], answers: Answers): { question: Question; item?: string }[] {
  return questions.flatMap((question): { question: Question; item?: string }[] => {
    if (!question.required) return []
    const answer = answers[question.code]
    if (question.kind !== 'rating') return answer === undefined ? [{ question }] : []
    const given = typeof answer === 'object' && !Array.isArray(answer) ? (answer as { [item: string]: number }) : {}
    return (question.items ?? [])
      .filter(({ code }) => given[code] === undefined)
      .map(({ code }) => ({ question, item: code }))
  })
}
