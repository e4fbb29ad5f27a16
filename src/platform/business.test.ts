import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { isBusyNow, quietMoment } from './business.ts'

function work(milliseconds: number) {
  for (const until = performance.now() + milliseconds; performance.now() < until; ) Math.sqrt(until)
}

/** Until the share of an own stretch of time is known, not that of what ran before. */
async function stretch(doing: () => void | Promise<void>): Promise<boolean> {
  isBusyNow()
  await sleep(210)
  isBusyNow()
  await doing()
  return isBusyNow()
}

test('a process that works is busy, one that waits is not, and what gives way goes on after its patience', async () => {
  expect(await stretch(() => work(900))).toBe(true)
  const began = performance.now()
  const working = setInterval(() => work(95), 1)
  await quietMoment(500)
  clearInterval(working)
  expect(performance.now() - began).toBeGreaterThanOrEqual(500)
  expect(await stretch(async () => void (await sleep(900)))).toBe(false)
  await quietMoment(60_000)
})
