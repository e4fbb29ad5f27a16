import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type FakeGraph = {
  base: string
  sent: { path: string; body: Record<string, unknown> }[]
  media: Map<string, Buffer>
  /** The number with which it refuses whatever is to be sent. */
  refuse: number | undefined
  lastId(): string
  close(): Promise<void>
}

/** A provider on this machine that speaks as much of the WhatsApp Cloud API as Sigap uses. Its token is `token-uji`. */
export async function openFakeGraph(): Promise<FakeGraph> {
  let count = 0
  const fake: FakeGraph = {
    base: '',
    sent: [],
    media: new Map(),
    refuse: undefined,
    lastId: () => `out.${count}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    const answer = (status: number, body: object | Buffer) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(Buffer.isBuffer(body) ? body : JSON.stringify(body))
    }
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const path = request.url ?? ''
      if (request.headers.authorization !== 'Bearer token-uji') return answer(401, { error: 'token' })
      if (request.method === 'POST') {
        if (fake.refuse) return answer(400, { error: { code: fake.refuse } })
        fake.sent.push({ path, body: JSON.parse(Buffer.concat(chunks).toString()) })
        count++
        return answer(200, { messages: [{ id: fake.lastId() }] })
      }
      if (path.startsWith('/file/')) return answer(200, fake.media.get(path.slice(6)) ?? Buffer.alloc(0))
      if (path.includes('?fields='))
        return answer(200, { display_phone_number: '+62 811', verified_name: 'Kantor Uji' })
      const id = path.split('/').at(-1)!
      const file = fake.media.get(id)
      return file ? answer(200, { url: `${fake.base}/file/${id}`, file_size: file.length }) : answer(404, {})
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  fake.base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return fake
}
