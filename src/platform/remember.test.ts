import { expect, test } from 'vitest'
import { publicScope } from './access.ts'
import { newId } from './id.ts'
import { remembered } from './remember.ts'

const NOW = new Date('2026-11-02T03:00:00Z')
const later = (ms: number) => new Date(NOW.getTime() + ms)

test('an answer is kept for ten seconds, per institution and arguments', async () => {
  const ask = remembered<[string], number>()
  const [here, there] = [publicScope(newId(NOW)), publicScope(newId(NOW))]
  let found = 0
  const find = async () => ++found
  expect(await ask(here, NOW, ['a'], find)).toBe(1)
  expect(await ask(here, later(9_999), ['a'], find)).toBe(1)
  expect(await ask(here, NOW, ['b'], find)).toBe(2)
  expect(await ask(there, NOW, ['a'], find)).toBe(3)
  expect(await ask(here, later(10_000), ['a'], find)).toBe(4)
})

test('who asks while it is being found waits for it; an answer not worth keeping is found by each', async () => {
  const ask = remembered<[], number>((answer) => answer > 10)
  const scope = publicScope(newId(NOW))
  let found = 10
  const slow = async () => {
    await Promise.resolve()
    return ++found
  }
  expect(await Promise.all([ask(scope, NOW, [], slow), ask(scope, NOW, [], slow)])).toEqual([11, 11])
  const small = remembered<[], number>((answer) => answer > 100)
  expect(new Set(await Promise.all([small(scope, NOW, [], slow), small(scope, NOW, [], slow)]))).toEqual(
    new Set([12, 13]),
  )
})

test('a failure is told to the one it met; the others look for themselves', async () => {
  const ask = remembered<[], string>()
  const scope = publicScope(newId(NOW))
  const first = ask(scope, NOW, [], () => Promise.reject(new Error('gone')))
  const second = ask(scope, NOW, [], async () => 'there')
  await expect(first).rejects.toThrow('gone')
  expect(await second).toBe('there')
  expect(await ask(scope, NOW, [], () => Promise.reject(new Error('not asked')))).toBe('there')
})
