import { type Connection, openConnection, type Reply } from './client.ts'

export type Measured = {
  /** Milliseconds of every answered request, sorted. */
  times: Float64Array
  done: number
  failed: number
  seconds: number
  bytes: number
  /** The longest time in which no answer came. */
  pause: number
}

type Load = {
  port: number
  connections: number
  seconds: number
  request: (index: number) => string | Buffer
  answered?: (reply: Reply, index: number, ms: number) => void
}
type Accepted = (status: number) => boolean
const found: Accepted = (status) => status === 200

/**
 * Requests arrive at a constant rate, whether earlier ones are answered or not, and each one's time counts from when it
 * was due: a server that falls behind shows it.
 */
export function openLoop(load: Load & { rate: number }, accepted: Accepted = found): Promise<Measured> {
  const total = Math.round(load.rate * load.seconds)
  const arrivals = Float64Array.from({ length: total }, (_, index) => (index * 1000) / load.rate)
  return scheduled({ ...load, arrivals }, accepted)
}

/** The same with the millisecond of every arrival given, in order. */
export async function scheduled(
  load: Omit<Load, 'seconds'> & { arrivals: Float64Array },
  accepted: Accepted = found,
): Promise<Measured> {
  const free = await openAll(load)
  const all = [...free]
  const queue: { due: number; request: string | Buffer; index: number }[] = []
  const { arrivals } = load
  const total = arrivals.length
  const tally = newTally(total, accepted)
  const began = performance.now()
  let arrived = 0
  await new Promise<void>((resolve) => {
    const finish = () => {
      if (tally.count() === total) resolve()
    }
    const serve = (connection: Connection, { due, request, index }: (typeof queue)[number]) => {
      connection.send(request).then(
        (reply) => {
          const ms = performance.now() - due
          tally.add(ms, reply)
          load.answered?.(reply, index, ms)
          const next = queue.shift()
          if (next) serve(connection, next)
          else free.push(connection)
          finish()
        },
        () => {
          tally.fail()
          finish()
        },
      )
    }
    const tick = () => {
      const now = performance.now() - began
      for (; arrived < total && arrivals[arrived]! <= now; arrived++) {
        const one = { due: began + arrivals[arrived]!, request: load.request(arrived), index: arrived }
        const connection = free.pop()
        if (connection) serve(connection, one)
        else queue.push(one)
      }
      if (arrived < total) setTimeout(tick, 1)
    }
    tick()
  })
  for (const connection of all) connection.close()
  return tally.result((performance.now() - began) / 1000)
}

/** Every connection sends its next request as soon as the last one is answered, until time is up or `most` are sent. */
export async function closedLoop(load: Load & { most?: number }, accepted: Accepted = found): Promise<Measured> {
  const connections = await openAll(load)
  const tally = newTally(1_000_000, accepted)
  const began = performance.now()
  const end = began + load.seconds * 1000
  let index = 0
  await Promise.all(
    connections.map(async (connection) => {
      try {
        while (performance.now() < end && index < (load.most ?? Number.POSITIVE_INFINITY)) {
          const mine = index++
          const sent = performance.now()
          const reply = await connection.send(load.request(mine))
          const ms = performance.now() - sent
          tally.add(ms, reply)
          load.answered?.(reply, mine, ms)
        }
      } catch {
        tally.fail()
      }
      connection.close()
    }),
  )
  return tally.result((performance.now() - began) / 1000)
}

function openAll({ port, connections }: Pick<Load, 'port' | 'connections'>): Promise<Connection[]> {
  return Promise.all(Array.from({ length: connections }, () => openConnection(port)))
}

function newTally(most: number, accepted: Accepted) {
  const times = new Float64Array(most)
  let done = 0
  let failed = 0
  let bytes = 0
  let pause = 0
  let last = performance.now()
  return {
    count: () => done + failed,
    add(time: number, reply: Reply): void {
      const now = performance.now()
      pause = Math.max(pause, now - last)
      last = now
      bytes += reply.bytes
      if (accepted(reply.status) && done < most) times[done++] = time
      else failed++
    },
    fail(): void {
      failed++
    },
    result: (seconds: number): Measured => ({
      times: times.slice(0, done).sort(),
      done,
      failed,
      seconds,
      bytes: bytes / Math.max(1, done + failed),
      pause,
    }),
  }
}

export function percentile(times: Float64Array, share: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
}
