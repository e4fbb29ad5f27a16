import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { auditMark } from './audit-mark.ts'
import { signingKey, useSealKey } from './seal.ts'

test('a mark is HMAC-SHA-256 of what the row says, cut to 128 bits', () => {
  useSealKey(Buffer.alloc(32, 7))
  const at = new Date('2026-11-22T01:02:03.004Z')
  const event = {
    institution: 'i',
    id: 'e',
    at,
    account: null,
    client: 'c',
    action: 'a.b',
    subject: 'é:1',
    requestId: 'r',
  }
  const text = JSON.stringify([
    'i',
    'e',
    at.getTime(),
    null,
    'c',
    'a.b',
    'é:1',
    'r',
    [
      ['a', [1, 'x']],
      ['b', null],
    ],
  ])
  const plain = createHmac('sha256', Buffer.from(signingKey('audit'), 'base64'))
    .update(text)
    .digest()
  expect(auditMark({ ...event, detail: { b: null, a: [1, 'x'] } })).toEqual(plain.subarray(0, 16))
})
