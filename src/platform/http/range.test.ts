import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byteRange, slice } from './range.ts'

test.each([
  [undefined, undefined],
  ['bytes=0-', { from: 0, to: 99 }],
  ['bytes=0-0', { from: 0, to: 0 }],
  ['bytes=10-19', { from: 10, to: 19 }],
  ['bytes=90-500', { from: 90, to: 99 }],
  ['bytes=-30', { from: 70, to: 99 }],
  ['bytes=-500', { from: 0, to: 99 }],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=20-10', undefined],
  ['bytes=0-1,5-6', undefined],
  ['bytes=-', undefined],
  ['items=0-1', undefined],
] as const)('%s', (header, expected) => {
  expect(byteRange(header, 100)).toEqual(expected)
})

test('a stream and a buffer give the same part, however the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 1, maxLength: 60 }),
      fc.nat(59),
      fc.nat(59),
      fc.integer({ min: 1, max: 7 }),
      async (bytes, a, b, size) => {
        const body = Buffer.from(bytes)
        const from = Math.min(a, b, body.length - 1)
        const to = Math.min(Math.max(a, b), body.length - 1)
        const chunks = Array.from({ length: Math.ceil(body.length / size) }, (_, index) =>
          body.subarray(index * size, (index + 1) * size),
        )
        const part = slice(Readable.from(chunks), { from, to }) as Readable
        expect(Buffer.concat((await part.toArray()) as Buffer[])).toEqual(body.subarray(from, to + 1))
        expect(slice(body, { from, to })).toEqual(body.subarray(from, to + 1))
      },
    ),
  )
})
