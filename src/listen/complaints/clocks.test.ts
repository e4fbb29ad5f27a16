import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Interval, type WeekPattern, WorkingCalendar } from '../../platform/calendar.ts'
import {
  type Clock,
  clockState,
  clocks,
  nextClock,
  objectionTime,
  type Rule,
  type RuleKey,
  ruleOn,
  skippedDays,
} from './clocks.ts'
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
  ['resolve', 'disclosure', 10],
  ['extend', null, 7],
  ['object', null, 30],
  ['objection', null, 30],
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

describe('a request for public information', () => {
  /** Counted day by day, knowing nothing of how the clocks do it: the end of the last of so many working days. */
  const afterDays = (from: Date, days: number): Date => {
    const local = new Date(from.getTime() + 7 * 3_600_000)
    const day = new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()))
    for (let left = days; left > 0; ) {
      day.setUTCDate(day.getUTCDate() + 1)
      const off = [0, 6].includes(day.getUTCDay()) || day.toISOString().startsWith('2026-12-25')
      if (!off) left -= 1
    }
    return new Date(day.getTime() + 9 * 3_600_000)
  }
  const minute = 60_000
  const received = fc
    .integer({ min: 0, max: 200_000 })
    .map((at) => new Date(wib('2026-09-01T00:00').getTime() + at * minute))

  test('its deadlines are counted again from the story alone, whenever it was routed, extended and objected to', () => {
    fc.assert(
      fc.property(
        received,
        fc.integer({ min: 0, max: 5000 }),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 60_000 }),
        fc.constantFrom('granted', 'denied'),
        (at, wait, extended, answered, later, decision) => {
          const officer = { actor: 'officer' as const }
          const routedAt = new Date(at.getTime() + wait * minute)
          const story: Event[] = [
            { kind: 'received', at, actor: 'citizen' },
            { kind: 'classified', at: routedAt, ...officer, class: 'disclosure', theme: 'biaya' },
            { kind: 'routed', at: routedAt, ...officer, unit_id: 'u' },
            ...(extended ? [{ kind: 'extended' as const, at: routedAt, ...officer, body: 'x' }] : []),
          ]
          const end = afterDays(at, extended ? 17 : 10)
          expect(due(story, 'resolve')).toEqual(end)
          const of = (events: Event[], now: Date) =>
            objectionTime(
              clocks(events, rules, () => calendar),
              rules,
              now,
            )
          // Nothing to object to before its time is over, and thirty working days from then on.
          expect(of(story, end)).toBeUndefined()
          const silent = of(story, new Date(end.getTime() + 1))
          expect(silent?.dueAt).toEqual(afterDays(end, 30))
          expect(of(story, new Date(afterDays(end, 30).getTime() + 1))).toBeUndefined()
          const answeredAt = new Date(routedAt.getTime() + later * minute)
          if (answered) story.push({ kind: 'answered', at: answeredAt, ...officer, outcome: 'explained', body: 'x' })
          if (answered) expect(of(story, answeredAt)?.dueAt).toEqual(afterDays(answeredAt, 30))
          const objectedAt = answered ? answeredAt : new Date(end.getTime() + minute)
          story.push({ kind: 'objected', at: objectedAt, actor: 'citizen', reason: 'late', body: 'x' })
          expect(due(story, 'objection')).toEqual(afterDays(objectedAt, 30))
          expect(of(story, new Date(objectedAt.getTime() + minute))?.key).toBe(answered ? undefined : 'object')
          if (answered) expect(nextClock(clocks(story, rules, () => calendar))?.key).toBe('objection')
          const decidedAt = new Date(objectedAt.getTime() + later * minute)
          story.push({ kind: 'objection_decided', at: decidedAt, ...officer, reason: decision, body: 'x' })
          const ended = clocks(story, rules, () => calendar).find((clock) => clock.key === 'objection')
          expect(ended?.endedAt).toEqual(decidedAt)
          if (answered && decision === 'denied')
            for (const key of ['close', 'reopen'] as const) expect(due(story, key)).toEqual(afterDays(decidedAt, 10))
          // The same lines always give the same deadlines.
          expect(clocks(structuredClone(story), rules, () => calendar)).toEqual(clocks(story, rules, () => calendar))
        },
      ),
    )
  })

  test('waiting for the requester does not count, also before a unit had it', () => {
    const story = [
      event('received', '2026-11-20T10:00'),
      event('completion_requested', '2026-11-23T10:00', { body: 'x' }),
      event('completed', '2026-11-26T10:00', { body: 'y', actor: 'citizen' }),
      event('classified', '2026-11-26T11:00', { class: 'disclosure', theme: 'biaya' }),
      event('routed', '2026-11-26T11:00', { unit_id: 'u' }),
    ]
    expect(due(story, 'resolve')).toEqual(wib('2026-12-09T16:00'))
  })
})
