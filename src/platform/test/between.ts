import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net'

export type Between = {
  /** The database's address, by way of us. */
  readonly url: string
  /** Carries nothing any more without hanging up, as for a server that was stopped. */
  freeze(): void
  /** Hangs up, and on everybody who calls. */
  hangUp(): void
  /** Carries everything again, what came meanwhile as well. */
  thaw(): void
  /** How often somebody called since we stopped carrying. */
  called(): number
  close(): void
}

/** Stands between us and the database server. */
export async function standBetween(url: string): Promise<Between> {
  const to = new URL(url)
  const folder = to.searchParams.get('host')
  const port = Number(to.port || 5432)
  const sockets = new Set<Socket>()
  let state: 'open' | 'frozen' | 'closed' = 'open'
  let called = 0
  const server = createServer((near) => {
    called += 1
    if (state === 'closed') {
      near.destroy()
      return
    }
    const far = folder ? createConnection(`${folder}/.s.PGSQL.${port}`) : createConnection(port, to.hostname)
    carry(near, far)
    carry(far, near)
  })
  function carry(from: Socket, into: Socket): void {
    sockets.add(from)
    from.on('data', (bytes) => into.write(bytes))
    from.on('error', () => undefined)
    from.on('close', () => {
      sockets.delete(from)
      into.destroy()
    })
    if (state === 'frozen') from.pause()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const ours = new URL(url)
  ours.searchParams.delete('host')
  ours.hostname = '127.0.0.1'
  ours.port = String((server.address() as AddressInfo).port)
  return {
    url: ours.href,
    freeze() {
      state = 'frozen'
      called = 0
      for (const socket of sockets) socket.pause()
    },
    hangUp() {
      state = 'closed'
      called = 0
      for (const socket of sockets) socket.destroy()
    },
    thaw() {
      state = 'open'
      for (const socket of sockets) socket.resume()
    },
    called: () => called,
    close: () => server.close(),
  }
}
