import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDecimal } from '../../platform/http/input.ts'
import { type Criterion, criteriaOn, implementedIn, nextStates, STATES, type Step } from './model.ts'

const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-11-${String(number).padStart(2, '0')}`)
/** A walk that the rules allow, on days that never go back. */
const walk = fc.array(fc.tuple(fc.nat(3), fc.nat(4)), { maxLength: 12 }).map((moves) => {
  let at: Step['to'] = 'proposed'
  let on = 1
  return moves.map(([pick, later], index): Step => {
    const next = nextStates(at)
    at = next[pick % next.length]!
    on = Math.min(28, on + later)
    return { entry: 'a', to: at, on: `2026-11-${String(on).padStart(2, '0')}`, number: index + 1 }
  })
})

test('counted when in use on the last day and begun within the period, told by a walk of one’s own', () => {
  fc.assert(
    fc.property(walk, day, day, (steps, from, until) => {
      let state = 'proposed'
      let since = ''
      for (const step of steps) {
        if (step.on > until) break
        state = step.to
        since = step.on
      }
      const expected = state === 'implemented' && since >= from ? [{ entry: 'a', since }] : []
      expect(implementedIn(steps, from, until)).toEqual(expected)
    }),
  )
})

test('every state can be left, none leads to itself, and only a trial leads to use', () => {
  for (const state of STATES) {
    expect(nextStates(state).length).toBeGreaterThan(0)
    expect(nextStates(state)).not.toContain(state)
    expect(nextStates(state).includes('implemented')).toBe(state === 'trial')
  }
})

test('numbers as people type them', () => {
  expect(
    ['12,5', '1.250', '1.250,75', '0,5', '-3', '12.5', 'dua', '', '1e9', '1,2345', '0.125'].map((text) =>
      readDecimal(text),
    ),
  ).toEqual([12.5, 1250, 1250.75, 0.5, -3, 12.5, undefined, undefined, undefined, undefined, undefined])
})

test('the newest wording on a day wins, an own one over the law’s of the same day, an empty one ends it', () => {
  const row = (valid_from: string, text: string, own: boolean): Criterion => ({
    key: 'manfaat',
    position: 1,
    text,
    source: 's',
    verified: false,
    valid_from,
    own,
    replaced: false,
  })
  const rows = [row('2017-09-06', 'dari hukum', false), row('2026-02-01', 'kami', true), row('2026-05-01', '', true)]
  expect(criteriaOn(rows, '2010-01-01')).toEqual([])
  expect(criteriaOn(rows, '2026-01-31').map((one) => one.text)).toEqual(['dari hukum'])
  expect(criteriaOn(rows, '2026-02-01').map((one) => one.text)).toEqual(['kami'])
  expect(criteriaOn(rows, '2026-05-01')).toEqual([])
  expect(criteriaOn([row('2017-09-06', 'kami', true), row('2017-09-06', 'hukum', false)], '2026-01-01')[0]?.text).toBe(
    'kami',
  )
  const twice = [row('2026-02-01', 'kedua', true), { ...row('2026-02-01', 'pertama', true), replaced: true }]
  expect(criteriaOn(twice, '2026-03-01').map((one) => one.text)).toEqual(['kedua'])
})
