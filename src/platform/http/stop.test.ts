import { statSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { newInstitution, openHouse } from '../test/harness.ts'
import { uploaded } from './input.ts'
import { command, query } from './route.ts'

const TUS = { 'tus-resumable': '1.0.0', 'sec-fetch-site': 'same-origin' }
const BYTES = 100_000

test('a stop cuts slow lines, keeps what was sent of an upload, and waits for what this program has begun', async () => {
  let finish: () => void = () => undefined
  const working = new Promise<void>((resolve) => {
    finish = resolve
  })
  let begun = false
  const house = await openHouse(
    [
      command({
        path: '/i/:institution/kirim',
        access: 'public',
        audit: 'file.sent',
        maxUploadBytes: BYTES,
        input: z.object({ photo: uploaded().optional() }),
        handle: async () => ({ json: null, audit: { subject: 'file' } }),
      }),
      query({
        path: '/i/:institution/lama',
        access: 'public',
        input: z.object({}),
        async handle() {
          begun = true
          await working
          return { json: 'selesai' }
        },
      }),
    ],
    undefined,
    { stopPatience: { sending: 50, reading: 50 } },
  )
  const { slug } = await newInstitution(house)
  await house.app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = house.app.server.address() as AddressInfo
  const action = Buffer.from(`/i/${slug}/kirim`).toString('base64')
  const told = { 'upload-length': String(BYTES), 'upload-metadata': `filename ${btoa('a.jpg')},for ${action}` }
  const made = await house.app.inject({ method: 'POST', url: `/i/${slug}/unggah`, headers: { ...TUS, ...told } })
  const place = String(made.headers['location'])

  const upload = httpRequest({
    port,
    path: place,
    method: 'PATCH',
    headers: {
      ...TUS,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': '0',
      'content-length': String(BYTES),
    },
  })
  const uploadEnded = new Promise((resolve) => upload.on('close', resolve))
  upload.on('error', () => undefined)
  upload.write(Buffer.alloc(30_000, 1))
  const kept = () => statSync(join(house.folder, 'tmp', place.split('/').at(-1)!, 'bytes')).size
  await expect.poll(kept).toBe(30_000)
  // A form that is never sent to its end, and a request whose headings never end.
  const half = connect(port, '127.0.0.1')
  const halfEnded = new Promise((resolve) => half.on('close', resolve))
  half.on('error', () => undefined)
  half.write(`POST /i/${slug}/kirim HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\n`)
  half.write('content-length: 500\r\n\r\n_key=1')
  const headings = connect(port, '127.0.0.1')
  const headingsEnded = new Promise((resolve) => headings.on('close', resolve))
  headings.on('error', () => undefined)
  headings.write('GET / HTTP/1.1\r\nhost: loc')
  const answer = fetch(`http://127.0.0.1:${port}/i/${slug}/lama`).then((reply) => reply.json())
  await expect.poll(() => begun).toBe(true)

  let over = false
  const stopped = house.app.close().then(() => {
    over = true
  })
  await Promise.all([uploadEnded, halfEnded, headingsEnded])
  expect(kept()).toBe(30_000)
  expect(over).toBe(false)
  finish()
  expect(await answer).toBe('selesai')
  await stopped
})
