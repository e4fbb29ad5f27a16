import { describe, expect, test } from 'vitest'
import { changedAnswers, deadline, GRACE_SECONDS, isLate, shownState, testGate, tooLong } from './model.ts'

const [tabA, tabB] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222']

function stored(response: string[], saved_from: string | null = null) {
  return [{ question_id: 'x', response, saved_from }]
}

describe('which answers a form changes', () => {
  test('an untouched field of an old tab does not undo another tab', () => {
    expect(changedAnswers({ 'q-x': 'a', 'b-x': '["a"]' }, tabA, stored(['b'], tabB))).toEqual([])
    expect(changedAnswers({ 'b-x': '[]' }, tabA, stored(['b'], tabB))).toEqual([])
  })

  test('a touched field wins, whoever saved before', () => {
    expect(changedAnswers({ 'q-x': 'c', 'b-x': '["a"]' }, tabA, stored(['b'], tabB))).toEqual([
      { questionId: 'x', response: ['c'] },
    ])
  })

  test('going back to the first answer within one page counts', () => {
    expect(changedAnswers({ 'q-x': 'a', 'b-x': '["a"]' }, tabA, stored(['b'], tabA))).toEqual([
      { questionId: 'x', response: ['a'] },
    ])
    expect(changedAnswers({ 'b-x': '[]' }, tabA, stored(['b'], tabA))).toEqual([{ questionId: 'x', response: [] }])
  })

  test('several choices, in any order; strange values are texts or nothing', () => {
    expect(changedAnswers({ 'q-x': ['c', 'a'], 'b-x': shownState(['a', 'c']) }, tabA, stored(['b'], tabB))).toEqual([])
    expect(changedAnswers({ 'q-x': [{}, 'a'] as unknown, 'q-y': 'z' }, undefined, stored([]))).toEqual([
      { questionId: 'x', response: ['a'] },
    ])
    // A longer one than any right answer is left alone and told, not cut.
    const long = { 'q-x': 'z'.repeat(9000), 'q-y': 'b' }
    expect(changedAnswers(long, undefined, stored(['b'], tabB))).toEqual([])
    expect(tooLong(long, String)).toEqual({ 'q-x': '500' })
  })
})

test('the deadline is the start plus the limit, with a grace for the line', () => {
  const end = deadline(new Date('2026-11-21T08:00:00Z'), 30)
  expect(end.toISOString()).toBe('2026-11-21T08:30:00.000Z')
  expect(isLate(new Date(end.getTime() + GRACE_SECONDS * 1000), end)).toBe(false)
  expect(isLate(new Date(end.getTime() + GRACE_SECONDS * 1000 + 1), end)).toBe(true)
})

test('tests open in order', () => {
  const state = { openAttempt: false, attempts: 0, allowed: 2, passed: false, preDone: false, modulesDone: false }
  expect(testGate('pre', state)).toBe('open')
  expect(testGate('pre', { ...state, attempts: 1 })).toBe('done')
  expect(testGate('post', state)).toBe('pre_first')
  expect(testGate('post', { ...state, preDone: true })).toBe('modules_first')
  expect(testGate('post', { ...state, preDone: true, modulesDone: true })).toBe('open')
  expect(testGate('post', { ...state, preDone: true, modulesDone: true, attempts: 2 })).toBe('no_attempts')
  expect(testGate('post', { ...state, preDone: true, modulesDone: true, attempts: 1, passed: true })).toBe('passed')
  expect(testGate('post', { ...state, openAttempt: true })).toBe('continue')
})
