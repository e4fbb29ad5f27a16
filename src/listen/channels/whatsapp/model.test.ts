import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextTurn } from './dialog.ts'
import { DELIVERIES, furthest, readDelivery } from './model.ts'

const NUMBER = '100200300'

test('whatever a delivery holds, reading it does not throw', () => {
  fc.assert(fc.property(fc.jsonValue(), (payload) => readDelivery(payload, NUMBER).events.length >= 0))
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 12 }), (said) => {
      let dialog = { step: 'about' as const, words: [], key: 'k' } as Parameters<typeof nextTurn>[0]
      for (const body of said) {
        const turn = nextTurn(dialog, body, [{ unit_id: 'u', service_id: null, label: 'Puskesmas' }])
        if ('file' in turn) return true
        dialog = turn.dialog
      }
      return dialog.words.length <= 31
    }),
  )
})

test('the furthest report counts, whatever their order', () => {
  expect(furthest(['failed', 'sent'])).toBe('failed')
  fc.assert(
    fc.property(fc.shuffledSubarray([...DELIVERIES], { minLength: 1 }), fc.nat(), (list, turn) => {
      const turned = [...list.slice(turn % list.length), ...list.slice(0, turn % list.length)]
      return (
        list.length === 1 || list.every((one) => one === 'sent' || one === furthest(list) || one !== furthest(turned))
      )
    }),
  )
})
