import pg from 'pg'

export type Patience = {
  readonly tickMs: number
  /** Ticks without one byte from the server, on any connection, before it is asked whether it is still there. */
  readonly ticks: number
  readonly probeMs: number
}

/** Together within the ten seconds in which a page has to answer. */
export const PATIENCE: Patience = { tickMs: 1000, ticks: 3, probeMs: 4000 }

export type Watch = {
  /** What a pool makes its connections of. */
  readonly Client: typeof pg.Client
  stop(): void
}

/** What pg keeps of a connection but does not describe. */
type Wired = { readyForQuery?: boolean; connection: { stream: { bytesRead: number; destroy(error: Error): void } } }

/**
 * A server that is frozen keeps its connections open and answers nothing, for ever. A limit per statement would end long
 * ones that are at work, so the server is asked instead: once nothing has come on any connection for a while although
 * something was asked, a new connection is tried. Where that gets no answer either, all of them are cut, and new ones
 * too, until a try succeeds. Looking costs a few additions a second, and nothing per statement.
 */
export function watchOver(url: string, { tickMs, ticks, probeMs }: Patience): Watch {
  const clients = new Set<Wired>()
  let heard = 0
  let silent = 0
  let tickedAt = performance.now()
  let frozen = false
  let probing = false

  class Client extends pg.Client {
    constructor(config?: string | pg.ClientConfig) {
      super(config)
      const wired = this as unknown as Wired
      clients.add(wired)
      this.on('end', () => clients.delete(wired))
      // One that breaks tells whoever waits for a statement; without a listener it would end the process.
      this.on('error', () => undefined)
      if (frozen) setImmediate(() => cut(wired))
    }
  }

  const timer = setInterval(() => void tick(), tickMs).unref()

  async function tick(): Promise<void> {
    const now = performance.now()
    const late = now - tickedAt > 2 * tickMs
    tickedAt = now
    const bytes = bytesRead()
    const asked = [...clients].some((client) => client.readyForQuery !== true)
    // After a pause of our own, what has come meanwhile is not read yet.
    silent = asked && bytes === heard && !late ? silent + 1 : 0
    heard = bytes
    if (probing || (!frozen && silent < ticks)) return
    probing = true
    const answers = await answersAt(url, probeMs)
    probing = false
    silent = 0
    frozen = !answers && (frozen || bytesRead() === heard)
    if (frozen) for (const client of clients) cut(client)
  }

  function bytesRead(): number {
    let bytes = 0
    for (const client of clients) bytes += client.connection.stream.bytesRead
    return bytes
  }

  return { Client, stop: () => clearInterval(timer) }
}

function cut({ connection }: Wired): void {
  connection.stream.destroy(new Error('Connection terminated: the database does not answer'))
}

/** Whether anybody is there: a refusal is an answer as well. */
async function answersAt(url: string, probeMs: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: probeMs, application_name: 'sigap' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch (error) {
    return error instanceof pg.DatabaseError
  } finally {
    void client.end().catch(() => undefined)
  }
}
