import { expect, test } from 'vitest'
import { serverSettings } from './server-settings.ts'

const gigabytes = (n: number) => n * 2 ** 30

test('the server takes an eighth of the memory, within bounds; a thrown-away one always the same', () => {
  const of = (memory: number) => serverSettings(true, memory).shared_buffers
  expect([0.5, 2, 8, 64].map((n) => of(gigabytes(n)))).toEqual(['128MB', '256MB', '1024MB', '2048MB'])
  expect(serverSettings(true, gigabytes(4)).effective_cache_size).toBe('2048MB')
  expect(serverSettings(false, gigabytes(64)).shared_buffers).toBe(serverSettings(false, gigabytes(1)).shared_buffers)
  expect(serverSettings(true).shared_buffers).toMatch(/^\d+MB$/)
})
