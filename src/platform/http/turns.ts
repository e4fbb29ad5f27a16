import { isReceived } from './input.ts'

/**
 * Forms with files wait for the disk in the middle of their transaction. Only so many do so at once, so that a crowd
 * that sends photos leaves database connections and threads for files to everybody else.
 */
const AT_ONCE = 3
let busy = 0
const line: (() => void)[] = []

/** Runs what takes in the files among these values when it is its turn; without files, at once. */
export async function inTurn<T>(values: Readonly<Record<string, unknown>>, work: () => Promise<T>): Promise<T> {
  if (!Object.values(values).flat().some(isReceived)) return work()
  if (busy < AT_ONCE) busy++
  else await new Promise<void>((turn) => line.push(turn))
  try {
    return await work()
  } finally {
    const next = line.shift()
    if (next) next()
    else busy--
  }
}
