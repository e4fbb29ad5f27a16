import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Interval, type WeekPattern, WorkingCalendar } from '../../platform/calendar.ts'
import { type Clock, clockState, clocks, nextClock, type Rule, type RuleKey, ruleOn, skippedDays } from './clocks.ts'
import { CLASSES, type ComplaintClass, type Event } from './model.ts'

const ordinary: Interval[] = [
  [450, 720],
  [780, 960],
]
const week: WeekPattern = [ordinary, ordinary, ordinary, ordinary, ordinary, [], []]
const calendar = new WorkingCalendar({
  version: 3,
  timeZone: 'Asia/Jakarta',
  hours: [{ from: '2020-01-01', week }],
  ramadanHours: [],
  ramadan: [],
  holidays: [{ date: '2026-12-25', name: 'Natal' }],
  exceptions: [],
})

const amounts: [RuleKey, ComplaintClass | null, number][] = [
  ['verify', null, 3],
  ['respond', null, 5],
  ['resolve', 'light', 2],
  ['resolve', 'information', 5],
  ['resolve', 'aspiration', 14],
  ['resolve', 'ordinary', 14],
  ['resolve', 'oversight', 60],
  ['complete', null, 10],
  ['close', null, 10],
  ['reopen', null, 10],
]
const rule = (key: RuleKey, ofClass: ComplaintClass | null, amount: number, valid_from = '2018-01-01'): Rule => ({
  key,
  class: ofClass,
  amount,
  unit: 'working_day',
  valid_from,
  source: 'uji',
  verified: true,
})
const rules: Rule[] = [
  ...amounts.map(([key, ofClass, amount]) => rule(key, ofClass, amount)),
  { ...rule('within_day', null, 24), unit: 'hour' },
]

const wib = (text: string) => new Date(`${text}:00+07:00`)
const event = (kind: Event['kind'], at: string, more: Partial<Event> = {}): Event => ({
  kind,
  at: wib(at),
  actor: 'officer',
  ...more,
})

function due(events: Event[], key: RuleKey, from: readonly Rule[] = rules): Date | null | undefined {
  return clocks(events, from, () => calendar).findLast((clock) => clock.key === key)?.dueAt
}

describe('deadlines, counted by hand on a calendar with Christmas off', () => {
  const received = event('received', '2026-11-20T10:00')
  const routed = (ofClass: ComplaintClass, at = '2026-11-23T09:00') => [
    received,
    event('verified', at),
    event('classified', at, { class: ofClass, theme: 'kecepatan' }),
    event('routed', at, { unit_id: 'u' }),
  ]

  test.each([
    ['verify', [received], '2026-11-25T16:00'],
    ['within_day', [received], '2026-11-21T10:00'],
    ['respond', routed('ordinary'), '2026-11-30T16:00'],
    ['resolve', routed('light'), '2026-11-25T16:00'],
    ['resolve', routed('information'), '2026-11-30T16:00'],
    ['resolve', routed('aspiration'), '2026-12-11T16:00'],
    ['resolve', routed('ordinary'), '2026-12-11T16:00'],
    ['resolve', routed('ordinary', '2026-12-14T09:00'), '2027-01-04T16:00'],
    ['resolve', routed('oversight'), '2027-02-16T16:00'],
  ] as const)('%s', (key, events, expected) => expect(due([...events], key)).toEqual(wib(expected)))

  test('changing the class moves the same clock; passing it on starts only the unit’s first answer again', () => {
    const story = [...routed('light'), event('classified', '2026-11-24T08:00', { class: 'ordinary', theme: 'biaya' })]
    expect(due(story, 'resolve')).toEqual(wib('2026-12-11T16:00'))
    const passed = [...story, event('routed', '2026-11-25T09:00', { unit_id: 'v' })]
    expect(due(passed, 'resolve')).toEqual(wib('2026-12-11T16:00'))
    expect(due(passed, 'respond')).toEqual(wib('2026-12-02T16:00'))
  })

  test('waiting for the citizen does not count, and while it lasts there is no deadline', () => {
    const waiting = [...routed('information'), event('completion_requested', '2026-11-24T10:00', { body: 'x' })]
    expect(due(waiting, 'resolve')).toBeNull()
    expect(nextClock(clocks(waiting, rules, () => calendar))?.key).toBe('complete')
    const going = [...waiting, event('completed', '2026-11-26T10:00', { body: 'y', actor: 'citizen' })]
    const clock = clocks(going, rules, () => calendar).find((one) => one.key === 'resolve')
    expect(clock?.pausedDays).toBe(2)
    expect(clock?.dueAt).toEqual(wib('2026-12-02T16:00'))
  })

  test('a pause that begins after the deadline mends nothing', () => {
    const story = [
      ...routed('light'),
      event('completion_requested', '2026-11-27T10:00', { body: 'x' }),
      event('completed', '2026-12-07T10:00', { body: 'y' }),
    ]
    expect(due(story, 'resolve')).toEqual(wib('2026-11-25T16:00'))
  })

  test('answering ends the clocks; a reply starts the silence anew; reopening starts a new resolution', () => {
    const answered = [...routed('ordinary'), event('answered', '2026-11-26T10:00', { outcome: 'resolved', body: 'x' })]
    expect(due(answered, 'close')).toEqual(wib('2026-12-10T16:00'))
    expect(due([...answered, event('informed', '2026-12-01T10:00', { body: 'x' })], 'close')).toEqual(
      wib('2026-12-15T16:00'),
    )
    expect(due([...answered, event('reopened', '2026-12-01T10:00', { reason: 'x' })], 'resolve')).toEqual(
      wib('2026-12-21T16:00'),
    )
    const [first] = clocks(answered, rules, () => calendar).filter((clock) => clock.key === 'resolve')
    expect(clockState(first as Clock, wib('2027-01-01T00:00'))).toBe('met')
  })

  test('a refusal that was contested has to be verified again', () => {
    const story = [
      received,
      event('rejected', '2026-11-23T10:00', { reason: 'duplicate' }),
      event('reopened', '2026-11-24T10:00', { reason: 'x' }),
    ]
    expect(due(story, 'verify')).toEqual(wib('2026-11-27T16:00'))
  })

  test('the rule of the day on which the clock started holds', () => {
    const stricter = [...rules, rule('verify', null, 1, '2026-11-23')]
    expect(due([event('received', '2026-11-20T10:00')], 'verify', stricter)).toEqual(wib('2026-11-25T16:00'))
    expect(due([event('received', '2026-11-23T10:00')], 'verify', stricter)).toEqual(wib('2026-11-24T16:00'))
    expect(ruleOn(stricter, 'verify', null, '2017-01-01')?.amount).toBe(3)
  })

  test('named days off are listed, weekends are not', () => {
    const clock = clocks([event('received', '2026-12-23T10:00')], rules, () => calendar).find(
      (one) => one.key === 'verify',
    )
    expect(clock?.dueAt).toEqual(wib('2026-12-29T16:00'))
    expect(skippedDays(clock as Clock)).toEqual([{ date: '2026-12-25', name: 'Natal' }])
  })
})

test('a later start or a slower class never gives an earlier deadline', () => {
  const minutes = fc.integer({ min: 0, max: 525_600 })
  const base = wib('2026-01-01T00:00').getTime()
  fc.assert(
    fc.property(minutes, minutes, fc.constantFrom(...CLASSES), (a, b, ofClass) => {
      const [early, late] = [Math.min(a, b), Math.max(a, b)].map((minute) => new Date(base + minute * 60_000)) as [
        Date,
        Date,
      ]
      const story = (at: Date): Event[] => [
        { kind: 'received', at, actor: 'citizen' },
        { kind: 'classified', at, actor: 'officer', class: ofClass, theme: 'biaya' },
        { kind: 'routed', at, actor: 'officer', unit_id: 'u' },
      ]
      expect(due(story(early), 'resolve')! <= due(story(late), 'resolve')!).toBe(true)
      expect(due(story(early), 'resolve')! > early).toBe(true)
    }),
  )
})
