import { connect, type Socket } from 'node:net'

export type Reply = { status: number; head: string; bytes: number }

/** One kept-alive HTTP/1.1 connection that knows only what the measurement needs, so that it costs little itself. */
export type Connection = {
  /** @throws when the connection ends before the whole answer has come. */
  send(request: string | Buffer): Promise<Reply>
  close(): void
}

export async function openConnection(port: number): Promise<Connection> {
  let exchange = exchangeOn(await open(port))
  return {
    async send(request) {
      // A server ends a connection that nobody has used for a while; like a browser, the next request opens another.
      if (exchange.ended()) exchange = exchangeOn(await open(port))
      return exchange.send(request)
    },
    close: () => exchange.close(),
  }
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })
}

function exchangeOn(socket: Socket): Connection & { ended(): boolean } {
  let received: Buffer = Buffer.alloc(0)
  let waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void } | undefined

  function fail(error: Error): void {
    waiting?.reject(error)
    waiting = undefined
  }
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the connection was closed')))
  socket.on('data', (chunk: Buffer) => {
    // Said to nobody's request: that it has waited too long for one.
    if (!waiting) return void socket.destroy()
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const reply = readReply(received)
    if (!reply) return
    received = received.subarray(reply.bytes)
    const { resolve } = waiting
    waiting = undefined
    resolve(reply)
  })
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(new Error('the connection is closed'))
        waiting = { resolve, reject }
        socket.write(request)
      }),
    ended: () => socket.destroyed || socket.readableEnded,
    close: () => socket.destroy(),
  }
}

/** The answer at the start of these bytes, or undefined when it is not whole yet. */
export function readReply(bytes: Buffer): Reply | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const head = bytes.toString('latin1', 0, end)
  const status = Number(head.slice(9, 12))
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)
  if (length) {
    const total = end + 4 + Number(length[1])
    return bytes.length >= total ? { status, head, bytes: total } : undefined
  }
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) return { status, head, bytes: end + 4 }
  for (let at = end + 4; ; ) {
    const line = bytes.indexOf('\r\n', at)
    if (line < 0) return undefined
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16)
    at = line + 2 + size + 2
    if (at > bytes.length) return undefined
    if (size === 0) return { status, head, bytes: at }
  }
}

export type Visitor = { port: number; cookie: string | undefined }

export function getRequest({ port, cookie }: Visitor, path: string): string {
  return `GET ${path} HTTP/1.1\r\nhost: localhost:${port}\r\naccept-encoding: gzip, deflate, br\r\n${cookie ? `cookie: ${cookie}\r\n` : ''}\r\n`
}

export function postRequest({ port, cookie }: Visitor, path: string, fields: Readonly<Record<string, string>>): string {
  const body = new URLSearchParams(fields).toString()
  return `POST ${path} HTTP/1.1\r\nhost: localhost:${port}\r\nsec-fetch-site: same-origin\r\naccept-encoding: gzip, deflate, br\r\n${
    cookie ? `cookie: ${cookie}\r\n` : ''
  }content-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n${body}`
}

export function postJson(
  { port, authorization }: { port: number; authorization: string },
  path: string,
  value: unknown,
): string {
  const body = JSON.stringify(value)
  return `POST ${path} HTTP/1.1\r\nhost: localhost:${port}\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}
