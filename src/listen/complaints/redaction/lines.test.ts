import { expect, test } from 'vitest'
import { redact } from './redact.ts'
import { suspicions } from './suspicions.ts'
import { HIDDEN, LOOKED, STAY } from './test-lines.ts'

test('what leads to somebody is covered, however its number is told', () => {
  expect(
    HIDDEN.map(([text, secret]) => [redact(text), secret]).filter(([text, secret]) => text!.includes(secret!)),
  ).toEqual([])
})

test('what may lead to somebody is covered or marked for whoever publishes', () => {
  const unseen = LOOKED.filter(([text, secret]) => {
    const shown = redact(text)
    return shown.includes(secret) && !suspicions(shown).some(({ found }) => found.includes(secret))
  })
  expect(unseen).toEqual([])
})

test('dates, amounts, counts, queue numbers, rooms and addresses stay, and few of them are marked', () => {
  expect(STAY.map((text) => [text, redact(text)]).filter(([text, shown]) => text !== shown)).toEqual([])
  const marked = STAY.filter((text) => suspicions(text).some(({ kind }) => kind === 'number' || kind === 'plate'))
  expect(marked.length).toBeLessThanOrEqual(STAY.length * 0.05)
})
