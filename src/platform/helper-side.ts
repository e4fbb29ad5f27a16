import { constants, setPriority } from 'node:os'

/** Before anything is loaded, so that every thread it starts is as patient. */
try {
  if (process.argv[2] === 'patient') setPriority(constants.priority.PRIORITY_LOW)
} catch {
  // Where the system does not allow it, it works at the usual priority.
}

/**
 * The helper's half of helper-process.ts. It ends itself when its memory outgrows the bound, which counts as broken by
 * the piece of work at hand.
 */
export function serveHelper(most: { megabytes: number }, work: (input: unknown) => Promise<unknown>): void {
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
