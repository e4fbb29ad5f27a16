import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** The road between a browser and the server: it passes, is closed, loses the answer to what it passed, or takes all and says nothing. */
export type Road = {
  address: string
  state: 'open' | 'closed' | 'deaf' | 'silent'
  lost: number
  cut(): void
  close(): void
}

export async function road(): Promise<Road> {
  const ends = new Set<Socket>()
  const server = createServer((near) => {
    if (made.state === 'closed') {
      near.destroy()
      return
    }
    const far = connect(Number(process.env['E2E_PORT']), 'localhost')
    for (const end of [near, far]) {
      ends.add(end)
      end.on('error', () => undefined)
      end.on('close', () => {
        ends.delete(end)
        near.destroy()
        far.destroy()
      })
    }
    near.on('data', (bytes) => {
      if (made.state === 'closed') near.destroy()
      else if (made.state === 'silent') made.lost++
      else far.write(bytes)
    })
    far.on('data', (bytes) => {
      if (made.state === 'open') near.write(bytes)
      else {
        made.lost++
        near.destroy()
      }
    })
  })
  const made: Road = {
    address: '',
    state: 'open',
    lost: 0,
    /** What is open breaks off in the middle, as a stream does when a train enters a tunnel. */
    cut() {
      for (const end of ends) end.destroy()
    },
    close() {
      made.cut()
      server.close()
    },
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  made.address = `http://localhost:${(server.address() as AddressInfo).port}`
  return made
}
