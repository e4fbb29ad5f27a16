import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messages } from './messages.ts'
import { after, allows, EVENT_KINDS, type Event, isOpen, queueOf, STATUSES, type Standing, standing } from './model.ts'

/** Any story that the state machine lets happen. */
const stories = fc
  .array(fc.tuple(fc.constantFrom(...EVENT_KINDS), fc.integer({ min: 1, max: 1000 })), { maxLength: 60 })
  .map((wishes) => {
    const events: Event[] = [{ kind: 'received', at: new Date(0), actor: 'citizen', unit_id: 'a' }]
    let state = standing(events)
    let at = 0
    for (const [kind, minutes] of wishes) {
      if (kind === 'received' || !allows(state, kind)) continue
      at += minutes
      const event: Event = {
        kind,
        at: new Date(at * 60_000),
        actor: 'officer',
        unit_id: 'b',
        class: 'light',
        theme: 'biaya',
        score: 3,
        outcome: 'resolved',
      }
      events.push(event)
      state = after(state, event)
    }
    return { events, state }
  })

test('in every possible story', () => {
  fc.assert(
    fc.property(stories, ({ events, state }: { events: Event[]; state: Standing }) => {
      const kinds = events.map((event) => event.kind)
      expect(standing(events)).toEqual(state)
      // Reopened at most once for each reporter, and each joined report brings one; answered only after it was verified;
      // nothing but words or reopening follows a refusal.
      const reporters = 1 + kinds.filter((kind) => kind === 'merged').length
      expect(kinds.filter((kind) => kind === 'reopened').length).toBeLessThanOrEqual(reporters)
      const decided = kinds.findIndex((kind) => kind === 'verified' || kind === 'referred')
      if (kinds.includes('answered')) expect(kinds.indexOf('answered')).toBeGreaterThan(decided)
      if (kinds.includes('answered')) expect(decided).toBeGreaterThan(0)
      for (const [place, kind] of kinds.entries())
        if (kind === 'rejected' || kind === 'archived')
          expect(
            kinds.slice(place + 1).every((next) => ['noted', 'informed', 'merged', 'unmerged'].includes(next)) ||
              kinds.slice(place + 1).includes('reopened'),
          ).toBe(true)
      if (state.rating !== null) expect(isOpen(state.status)).toBe(false)
      expect(STATUSES).toContain(state.status)
      expect(queueOf(state.status)).toBeGreaterThan(0)
      if (state.status === 'answered' || (state.status === 'closed' && !kinds.includes('rejected')))
        expect(state.resolved_at).not.toBeNull()
    }),
    { numRuns: 500 },
  )
})

test('an officer’s note is possible in every state and changes none', () => {
  fc.assert(
    fc.property(stories, ({ state }) => {
      expect(allows(state, 'noted')).toBe(true)
      expect(after(state, { kind: 'noted', at: new Date(), actor: 'officer' })).toEqual(state)
    }),
  )
})

test.each(['id', 'en'] as const)('in %s an officer never reads of the reporter as "you"', (language) => {
  const { event, eventOfficer } = messages[language]
  const officer: Record<string, string> = { ...event, ...eventOfficer }
  for (const words of Object.values(officer)) expect(words).not.toMatch(/\b(Anda|you)\b/i)
})
