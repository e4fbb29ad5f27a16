import fc from 'fast-check'
import { expect, test } from 'vitest'
import { latestBefore } from './acts.ts'
import { afterStep, dueOf, FINDING_STATES, type StepKind, suppress } from './model.ts'

const row = fc.record({ unit: fc.uuid(), total: fc.nat(20), done: fc.nat(20), late: fc.nat(20) })

test('small units are never alone among what is hidden, and no shown unit is small', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), fc.integer({ min: 5, max: 15 }), (rows, least) => {
      const { shown, hidden } = suppress(rows, least)
      const counted = rows.filter((one) => one.total > 0)
      expect(shown.length + hidden).toBe(counted.length)
      expect(shown.every((one) => one.total >= least)).toBe(true)
      if (hidden === 1) expect(counted.length).toBe(1)
    }),
  )
})

test('a finding is done only through evidence and verification', () => {
  const steps: readonly StepKind[] = ['reply', 'evidence', 'verified', 'returned']
  const ways = FINDING_STATES.flatMap((state) => steps.map((step) => [state, step, afterStep(state, step)] as const))
  expect(ways.filter(([, , to]) => to === 'done')).toEqual([['submitted', 'verified', 'done']])
  expect(ways.filter(([from]) => from === 'done').every(([, , to]) => to === undefined)).toBe(true)
})

test('first the reply is due, then the follow-up, and nothing while the team verifies', () => {
  const due = { reply_due_at: new Date('2026-11-10'), due_at: new Date('2026-12-20') }
  const now = new Date('2026-11-15')
  expect(dueOf({ ...due, state: 'open' }, now)).toEqual({ at: due.reply_due_at, late: true, what: 'reply' })
  expect(dueOf({ ...due, state: 'answered' }, now)).toEqual({ at: due.due_at, late: false, what: 'follow_up' })
  expect(dueOf({ ...due, state: 'submitted' }, now)).toBeUndefined()
  expect(dueOf({ ...due, state: 'done' }, now)).toBeUndefined()
})

test('the latest hour before which something holds', () => {
  const now = new Date('2026-11-15T10:00:00Z')
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8000 }), (hours) => {
      const edge = new Date(now.getTime() - hours * 3_600_000)
      expect(latestBefore(now, (at) => at <= edge)).toEqual(edge)
    }),
  )
})
