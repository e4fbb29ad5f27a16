import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHead, pictureSize } from './picture-head.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigap-head-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function sizeOf(bytes: Uint8Array, type: string) {
  const path = join(folder, randomUUID())
  await writeFile(path, bytes)
  const head = await openHead(path)
  try {
    return await pictureSize(head, type)
  } finally {
    await head.close()
  }
}

function picture(width: number, height: number) {
  return sharp({ create: { width, height, channels: 4, background: { r: 20, g: 120, b: 130, alpha: 0.5 } } })
}

const FORMS = {
  'baseline JPEG': ['image/jpeg', (width: number, height: number) => picture(width, height).jpeg()],
  'progressive JPEG': [
    'image/jpeg',
    (width: number, height: number) => picture(width, height).jpeg({ progressive: true }),
  ],
  'JPEG with all a camera says': [
    'image/jpeg',
    (width: number, height: number) =>
      picture(width, height)
        .jpeg()
        .withExif({ IFD0: { Copyright: 'x'.repeat(50_000) } })
        .withIccProfile('p3'),
  ],
  PNG: ['image/png', (width: number, height: number) => picture(width, height).png()],
  'lossy WebP': ['image/webp', (width: number, height: number) => picture(width, height).removeAlpha().webp()],
  'WebP that sees through': ['image/webp', (width: number, height: number) => picture(width, height).webp()],
  'lossless WebP': ['image/webp', (width: number, height: number) => picture(width, height).webp({ lossless: true })],
} as const

test.each(Object.entries(FORMS))('%s: the size is what the library says', async (_name, [type, make]) => {
  const side = fc.integer({ min: 1, max: 900 })
  await fc.assert(
    fc.asyncProperty(side, side, async (width, height) => {
      const bytes = await make(width, height).toBuffer()
      expect(await sizeOf(bytes, type)).toEqual({ width, height })
    }),
    { numRuns: 5 },
  )
})

test('whatever follows the first bytes, a size is said or nothing, and soon', async () => {
  const starts = [
    ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
    ['image/png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['image/webp', Buffer.from('RIFF....WEBPVP8', 'latin1')],
  ] as const
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 60 }), async ([type, start], rest) => {
      const size = await sizeOf(Buffer.concat([start, rest]), type)
      if (size) expect(Math.min(size.width, size.height)).toBeGreaterThan(0)
    }),
    { numRuns: 100 },
  )
  const endless = Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(400_000, Buffer.from([0xff, 0xe0, 0, 2]))])
  expect(await sizeOf(endless, 'image/jpeg')).toBeUndefined()
})
