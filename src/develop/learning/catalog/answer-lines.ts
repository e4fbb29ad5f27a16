import { add, type Decimal, formatDecimal, parseDecimal, subtract } from './decimal.ts'
import { choiceId, type QuestionBody, type QuestionKind } from './question.ts'

export type AnswerProblem =
  | 'two_choices'
  | 'none_correct'
  | 'one_correct'
  | 'same_choices'
  | 'number'
  | 'empty'
  | 'too_many'
const MOST_LINES = 20

/**
 * The answers of a question as one field, one per line: `* ` marks a right choice and ` # ` begins its feedback;
 * numbers are written `3,14`, `3,14 ± 0,01` or `3,1 .. 3,2`; short answers stand as they are accepted.
 */
export function parseAnswers(
  kind: QuestionKind,
  source: string,
): { ok: true; body: QuestionBody } | { ok: false; problem: AnswerProblem } {
  const lines = source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (lines.length === 0) return { ok: false, problem: 'empty' }
  if (lines.length > MOST_LINES) return { ok: false, problem: 'too_many' }
  if (kind === 'short') return { ok: true, body: { kind, answers: [...new Set(lines)] } }
  if (kind === 'numeric') {
    const ranges = lines.map(rangeOf).filter((range) => range !== undefined)
    return ranges.length === lines.length ? { ok: true, body: { kind, ranges } } : { ok: false, problem: 'number' }
  }
  const choices = lines.map((line, index) => {
    const correct = line.startsWith('*')
    const [text = '', ...feedback] = (correct ? line.slice(1) : line).split(' # ')
    return { id: choiceId(index), text: text.trim(), correct, feedback: feedback.join(' # ').trim() }
  })
  const right = choices.filter((choice) => choice.correct).length
  if (choices.length < 2 || choices.some((choice) => choice.text === '')) return { ok: false, problem: 'two_choices' }
  if (new Set(choices.map((choice) => choice.text)).size < choices.length) return { ok: false, problem: 'same_choices' }
  if (right === 0) return { ok: false, problem: 'none_correct' }
  if (kind === 'single' && right > 1) return { ok: false, problem: 'one_correct' }
  return { ok: true, body: { kind, choices } }
}

function rangeOf(line: string): { low: string; high: string } | undefined {
  const [low, high, none] = line.split('..')
  if (high !== undefined) return none === undefined ? ordered(parseDecimal(low!), parseDecimal(high)) : undefined
  const [middle, tolerance = '0', more] = line.split(/±|\+\/-/)
  const [center, width] = [parseDecimal(middle!), parseDecimal(tolerance)]
  return more === undefined && center && width && width.units >= 0n
    ? ordered(subtract(center, width), add(center, width))
    : undefined
}

function ordered(low: Decimal | undefined, high: Decimal | undefined) {
  if (!low || !high || subtract(high, low).units < 0n) return undefined
  return { low: formatDecimal(low), high: formatDecimal(high) }
}

/** What `parseAnswers` reads back to the same body. */
export function answerLines(body: QuestionBody): string {
  switch (body.kind) {
    case 'short':
      return body.answers.join('\n')
    case 'numeric':
      return body.ranges.map(({ low, high }) => (low === high ? low : `${low} .. ${high}`)).join('\n')
    default:
      return body.choices
        .map((choice) => `${choice.correct ? '* ' : ''}${choice.text}${choice.feedback ? ` # ${choice.feedback}` : ''}`)
        .join('\n')
  }
}
