import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

/** From this share of the time on, those who wait for an answer feel what else is being done. */
const BUSY = 0.6
const WINDOW_MS = 200
const LOOK_AGAIN_MS = 100

let seen = { at: performance.now(), loop: performance.eventLoopUtilization() }
let share = 0

/** Whether this process had much to do just now: what nobody waits for should wait itself. */
export function isBusyNow(): boolean {
  const at = performance.now()
  if (at - seen.at >= WINDOW_MS) {
    const loop = performance.eventLoopUtilization()
    share = performance.eventLoopUtilization(loop, seen.loop).utilization
    seen = { at, loop }
  }
  return share >= BUSY
}

/** Resolves when there is less to do, or after so long that work which always waited would never be done. */
export async function quietMoment(mostMs: number): Promise<void> {
  const until = performance.now() + mostMs
  while (isBusyNow() && performance.now() < until) await sleep(LOOK_AGAIN_MS)
}
