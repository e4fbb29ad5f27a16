import { z } from 'zod'
import { idParam } from '../../../platform/http/input.ts'
import type { TestKind } from '../catalog/model.ts'

/**
 * What reaches the server this long after the deadline still counts: it covers the way over a slow line, not more time.
 * Later answers are not stored; what was saved before is graded.
 */
export const GRACE_SECONDS = 30

export const AttemptId = z.object({ id: idParam() })
export const StartInput = z.object({ id: idParam(), kind: z.enum(['pre', 'post']) })
/** `q-<id>` carries an answer, `b-<id>` what the page showed when it was made, `page` which page it is. */
export const AnswerForm = z.looseObject({ id: idParam(), page: z.uuid().optional().catch(undefined) })

export function deadline(startedAt: Date, minutes: number): Date {
  return new Date(startedAt.getTime() + minutes * 60_000)
}

export function isLate(now: Date, deadlineAt: Date): boolean {
  return now.getTime() > deadlineAt.getTime() + GRACE_SECONDS * 1000
}

const MOST_ANSWER = 500
const MOST_CHOICES = 50

export type Stored = { question_id: string; response: readonly string[]; saved_from: string | null }

/**
 * The answers a form really changes. A field that still holds what its page showed is left alone unless that same page
 * saved last, so that an old tab cannot undo what was answered in another, and a change of mind within one page counts.
 */
export function changedAnswers(
  values: Readonly<Record<string, unknown>>,
  page: string | undefined,
  answers: readonly Stored[],
): { questionId: string; response: string[] }[] {
  return answers.flatMap(({ question_id: questionId, response: stored, saved_from }) => {
    const [shown, given] = [values[`b-${questionId}`], values[`q-${questionId}`]]
    // An unticked group sends nothing; it is part of the form when its shown state is.
    if ((shown === undefined && given === undefined) || isTooLong(given)) return []
    const before = shownResponse(shown)
    const response = texts(given)
      .map((text) => text.trim())
      .filter((text) => text !== '')
      .slice(0, MOST_CHOICES)
    const untouched = shown !== undefined && same(before, response) && (page === undefined || saved_from !== page)
    return untouched || same(stored, response) ? [] : [{ questionId, response }]
  })
}

function isTooLong(given: unknown): boolean {
  return texts(given).some((text) => text.trim().length > MOST_ANSWER)
}

/** A message for each answer that is longer than any right one; the others can be saved without it. */
export function tooLong(
  values: Readonly<Record<string, unknown>>,
  say: (most: number) => string,
): Record<string, string> {
  const fields = Object.entries(values).filter(([name, given]) => name.startsWith('q-') && isTooLong(given))
  return Object.fromEntries(fields.map(([name]) => [name, say(MOST_ANSWER)]))
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && [...a].sort().every((one, index) => one === [...b].sort()[index])
}

/** The state of a page's field as one hidden text. */
export function shownState(response: readonly string[]): string {
  return JSON.stringify(response)
}

function shownResponse(value: unknown): string[] {
  const match = typeof value === 'string' ? /^\[.*\]$/s.exec(value) : null
  if (!match) return []
  try {
    return texts(JSON.parse(match[0]))
  } catch {
    // Only a form that we did not make holds this; its fields then count as touched.
    return []
  }
}

export type TestGate = 'open' | 'continue' | 'pre_first' | 'modules_first' | 'no_attempts' | 'passed' | 'done'

/** May this test be begun now? The pre-test comes before the content, the post-test after it. */
export function testGate(
  kind: TestKind,
  state: {
    openAttempt: boolean
    attempts: number
    allowed: number
    passed: boolean
    preDone: boolean
    modulesDone: boolean
  },
): TestGate {
  if (state.openAttempt) return 'continue'
  if (kind === 'pre') return state.attempts > 0 ? 'done' : 'open'
  if (state.passed) return 'passed'
  if (!state.preDone) return 'pre_first'
  if (!state.modulesDone) return 'modules_first'
  return state.attempts >= state.allowed ? 'no_attempts' : 'open'
}
