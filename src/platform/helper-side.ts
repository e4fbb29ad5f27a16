import { existsSync, readdirSync } from 'node:fs'
import { constants, setPriority } from 'node:os'

/**
 * The helper's half of helper-process.ts. It ends itself when its memory outgrows the bound, which counts as broken by
 * the piece of work at hand.
 */
export function serveHelper(most: { megabytes: number }, work: (input: unknown) => Promise<unknown>): void {
  if (process.argv[2] === 'patient') giveWay()
  // Whoever stops the whole program wants what has begun to end first; the closed channel is what ends this.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
  process.on('disconnect', () => process.exit())
  process.on('message', (input) => {
    work(input).then(
      (value) => process.send?.({ value }),
      (error: unknown) => process.send?.({ failure: error instanceof Error ? error.stack : String(error) }),
    )
  })
  setInterval(() => {
    if (process.memoryUsage.rss() > most.megabytes * 1_000_000) process.exit(1)
  }, 200).unref()
  process.send?.({ ready: true })
}

/**
 * After everything is loaded, so that the first piece of work finds it ready. Linux keeps a priority for each thread:
 * those that there are get it one by one, those that they start inherit it.
 */
function giveWay(): void {
  const threads = existsSync('/proc/self/task') ? readdirSync('/proc/self/task').map(Number) : []
  for (const id of [0, ...threads]) {
    try {
      setPriority(id, constants.priority.PRIORITY_LOW)
    } catch {
      // Where the system does not allow it, or the thread is gone, nothing is lost but patience.
    }
  }
}
