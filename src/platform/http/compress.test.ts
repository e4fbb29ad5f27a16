import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { expect, test } from 'vitest'
import { compressPage } from './compress.ts'

const reply = { header: () => reply } as unknown as FastifyReply
const asking = (encoding: string) => ({ headers: { 'accept-encoding': encoding } }) as unknown as FastifyRequest
const html = Array.from({ length: 3000 }, (_, index) => `<p>Baris ke-${index} dari sebuah halaman</p>`).join('')

test('a page comes back as it was from what a browser accepts', () => {
  expect(brotliDecompressSync(compressPage(asking('gzip, br'), reply, html) as Buffer).toString()).toBe(html)
  expect(gunzipSync(compressPage(asking('gzip'), reply, html) as Buffer).toString()).toBe(html)
  expect(compressPage(asking('br;q=0'), reply, html)).toBe(html)
})

test('compressed pages leave no buffers behind', async () => {
  const before = process.memoryUsage().arrayBuffers
  let most = 0
  let short: object[] = []
  for (let index = 0; index < 1500; index++) {
    compressPage(asking('br'), reply, html)
    // What a page itself leaves: enough for the young generation to be collected many times.
    short = Array.from({ length: 2000 }, (_, key) => ({ key }))
    if (index % 50 === 0) await new Promise(setImmediate)
    most = Math.max(most, process.memoryUsage().arrayBuffers)
  }
  expect(short).toHaveLength(2000)
  // Kept, they were 16 kB each.
  expect(most - before).toBeLessThan(1500 * 8000)
})
