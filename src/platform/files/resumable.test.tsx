import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { storeUpload } from '../files.ts'
import { optionalText, requiredText, uploaded } from '../http/input.ts'
import { command } from '../http/route.ts'
import { newId } from '../id.ts'
import {
  newInstitution,
  newPerson,
  openHouse,
  post,
  postMultipart,
  type TestHouse,
  type TestInstitution,
} from '../test/harness.ts'
import { FileField, Form, PublicPage, TextField } from '../ui/index.ts'
import { sweepUploads } from './partial.ts'

const MAX = 1_000_000
let house: TestHouse
let home: TestInstitution
let other: TestInstitution
let port: number
let seen: Buffer | undefined

const Input = z.object({ photo: uploaded().optional(), word: optionalText(50) })

beforeAll(async () => {
  house = await openHouse([
    command({
      path: '/i/:institution/kirim',
      access: 'public',
      audit: 'file.sent',
      maxUploadBytes: MAX,
      input: Input,
      async handle(_context, { photo, word }) {
        seen = photo && (await readFile(photo.path))
        return { json: { name: photo?.name, type: photo?.type, bytes: photo?.bytes, word }, audit: { subject: 'file' } }
      },
    }),
    command({
      path: '/i/:institution/foto',
      access: 'public',
      audit: 'file.sent',
      maxUploadBytes: MAX,
      input: z.object({ photo: uploaded().optional(), word: requiredText(50) }),
      invalid: async ({ institution, form }) => ({
        page: (
          <PublicPage title="Foto" form={form}>
            <Form action={`/i/${institution.slug}/foto`} form={form} submit="Kirim" upload>
              <FileField name="photo" label="Foto" maxBytes={1_000_000} />
              <TextField name="word" label="Kata" />
            </Form>
          </PublicPage>
        ),
      }),
      async handle(context, { photo }) {
        if (photo) await storeUpload(context, 'photo', photo, { owner: 'x:y', kinds: ['image'], maxBytes: MAX })
        return { redirect: '/terima-kasih', audit: { subject: 'file' } }
      },
    }),
    command({
      path: '/berkas-pegawai',
      access: 'self',
      audit: 'file.sent',
      maxUploadBytes: 2 * MAX,
      input: Input,
      handle: async (_context, { photo }) => ({ json: photo?.bytes ?? null, audit: { subject: 'file' } }),
    }),
  ])
  home = await newInstitution(house)
  other = await newInstitution(house)
  await house.app.listen({ port: 0, host: '127.0.0.1' })
  port = (house.app.server.address() as AddressInfo).port
})
afterAll(() => house.app.close())
beforeEach(() => {
  seen = undefined
  house.clock.now = new Date()
})

test('what one network sends in an hour has an end, however few files it is', async () => {
  const limited = await openHouse(
    [
      command({
        path: '/i/:institution/video',
        access: 'public',
        audit: 'file.sent',
        maxUploadBytes: 400_000_000,
        input: Input,
        handle: async () => ({ json: null, audit: { subject: 'file' } }),
      }),
    ],
    undefined,
    { rateLimits: true },
  )
  const { slug } = await newInstitution(limited)
  const metadata = `filename ${Buffer.from('a.mp4').toString('base64')},for ${Buffer.from(`/i/${slug}/video`).toString('base64')}`
  const headers = { ...TUS, 'upload-length': '400000000', 'upload-metadata': metadata }
  const announce = async (remoteAddress: string) =>
    (await limited.app.inject({ method: 'POST', url: `/i/${slug}/unggah`, headers, remoteAddress })).statusCode
  expect([await announce('10.0.0.1'), await announce('10.0.0.1')]).toEqual([201, 201])
  expect(await announce('10.0.0.1')).toBe(429)
  expect(await announce('10.0.0.2')).toBe(201)
})

const TUS = { 'tus-resumable': '1.0.0', 'sec-fetch-site': 'same-origin' }

function create(
  length: number | string,
  { at = home.slug, action = `/i/${home.slug}/kirim`, name = 'foto.jpg', headers = {} } = {},
) {
  const told = { filename: name, filetype: 'image/jpeg', for: action }
  const metadata = Object.entries(told).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
  return house.app.inject({
    method: 'POST',
    url: `/i/${at}/unggah`,
    headers: { ...TUS, 'upload-length': String(length), 'upload-metadata': metadata.join(','), ...headers },
  })
}

async function begin(length: number, options: Parameters<typeof create>[1] = {}): Promise<string> {
  const answer = await create(length, options)
  expect(answer.statusCode).toBe(201)
  return String(answer.headers['location'])
}

function append(place: string, offset: number, bytes: Buffer, headers = {}) {
  return house.app.inject({
    method: 'PATCH',
    url: place,
    payload: bytes,
    headers: { ...TUS, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset), ...headers },
  })
}

function ask(place: string) {
  return house.app.inject({ method: 'HEAD', url: place, headers: TUS })
}

async function whole(bytes: Buffer, options: Parameters<typeof create>[1] = {}): Promise<string> {
  const place = await begin(bytes.length, options)
  expect((await append(place, 0, bytes)).statusCode).toBe(204)
  return idOf(place)
}

const idOf = (place: string) => place.split('/').at(-1)!
const folder = () => join(house.folder, 'tmp')

/** Sends some bytes of a longer body over a real line and cuts it once they have been written down. */
function cut(place: string, bytes: Buffer, announced: number, from = 0): Promise<void> {
  return new Promise((resolve) => {
    const sending = httpRequest({
      port,
      host: '127.0.0.1',
      path: place,
      method: 'PATCH',
      headers: {
        ...TUS,
        'content-type': 'application/offset+octet-stream',
        'upload-offset': String(from),
        'content-length': String(announced),
      },
    })
    const watch = setInterval(() => {
      if (statSync(join(folder(), idOf(place), 'bytes')).size >= from + bytes.length) sending.destroy()
    }, 10)
    sending.on('error', () => undefined)
    sending.on('response', () => sending.destroy())
    sending.on('close', () => {
      clearInterval(watch)
      resolve()
    })
    sending.write(bytes)
  })
}

test('a line that drops in the middle costs nothing that came before: the file arrives byte for byte', async () => {
  const bytes = randomBytes(700_000)
  const place = await begin(bytes.length, { name: 'jalan rusak – “Melati”.jpg' })
  await cut(place, bytes.subarray(0, 300_000), bytes.length)
  const asked = await ask(place)
  expect(asked.headers).toMatchObject({ 'upload-length': '700000', 'tus-resumable': '1.0.0' })
  const offset = Number(asked.headers['upload-offset'])
  expect(offset).toBeGreaterThan(0)
  expect(offset).toBeLessThanOrEqual(300_000)
  const rest = await append(place, offset, bytes.subarray(offset))
  expect(rest.statusCode).toBe(204)
  expect(rest.headers['upload-offset']).toBe('700000')
  const answer = await post(house, `/i/${home.slug}/kirim`, { 'photo.resumed': idOf(place), word: 'jalan' })
  expect(answer.json()).toEqual({
    name: 'jalan rusak – “Melati”.jpg',
    type: 'image/jpeg',
    bytes: 700_000,
    word: 'jalan',
  })
  expect(seen?.equals(bytes)).toBe(true)
  expect(readdirSync(folder())).not.toContain(idOf(place))
})

test('however often and wherever the line breaks, and whatever is sent twice, the bytes are the same', async () => {
  const piece = fc.record({
    share: fc.integer({ min: 0, max: 100 }),
    /** Cut on a real line, sent whole, or sent to a place where the file no longer or not yet stands. */
    how: fc.constantFrom('cut', 'whole', 'late', 'early'),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 200_000 }),
      fc.array(piece, { maxLength: 8 }),
      async (length, pieces) => {
        const bytes = randomBytes(length)
        const place = await begin(length)
        const offset = async () => Number((await ask(place)).headers['upload-offset'])
        for (const { share, how } of pieces) {
          const at = await offset()
          if (at === length) break
          const part = bytes.subarray(at, at + Math.ceil(((length - at) * share) / 100))
          if (how === 'cut') await cut(place, part, length - at, at)
          else if (how === 'whole') expect((await append(place, at, part)).statusCode).toBe(204)
          else {
            const wrong = how === 'late' ? at + 1 : at - 1
            if (wrong >= 0) expect((await append(place, wrong, part)).statusCode).toBeGreaterThanOrEqual(400)
            expect(await offset()).toBe(at)
          }
        }
        const at = await offset()
        if (at < length) expect((await append(place, at, bytes.subarray(at))).statusCode).toBe(204)
        await post(house, `/i/${home.slug}/kirim`, { 'photo.resumed': idOf(place) })
        expect(seen?.equals(bytes)).toBe(true)
      },
    ),
    { numRuns: 25 },
  )
})

test('a piece at the wrong place is refused and changes nothing', async () => {
  const place = await begin(100)
  expect((await append(place, 0, Buffer.alloc(40, 'a'))).statusCode).toBe(204)
  expect((await append(place, 0, Buffer.alloc(40, 'b'))).statusCode).toBe(409)
  expect((await append(place, 60, Buffer.alloc(40, 'b'))).statusCode).toBe(409)
  expect((await append(place, 40, Buffer.alloc(1), { 'upload-offset': '-1' })).statusCode).toBe(400)
  expect((await append(place, 40, Buffer.alloc(1), { 'content-type': 'text/plain' })).statusCode).toBe(415)
  expect((await ask(place)).headers['upload-offset']).toBe('40')
})

test('the limit is that of the form, said before a byte is sent; no more comes than was announced', async () => {
  expect((await create(MAX + 1)).statusCode).toBe(413)
  expect((await create(MAX)).statusCode).toBe(201)
  for (const length of ['', '0', '-5', 'NaN', '1e3']) expect((await create(length)).statusCode).toBe(400)
  const place = await begin(10)
  expect((await append(place, 0, Buffer.alloc(11))).statusCode).toBe(413)
  expect((await ask(place)).headers['upload-offset']).toBe('0')
  // Two files, each within the limit, together are not.
  const answer = await post(house, `/i/${home.slug}/kirim`, {
    'photo.resumed': await whole(randomBytes(600_000)),
    'second.resumed': await whole(randomBytes(600_000)),
  })
  expect(answer.statusCode).toBe(413)
  // No copy stays behind.
  expect(readdirSync(folder()).filter((name) => name.length !== 32)).toEqual([])
})

test('after a day an upload is gone, also from the disk', async () => {
  const place = await begin(10)
  const id = idOf(place)
  const finished = await whole(Buffer.alloc(5))
  house.clock.now = new Date(Date.now() + 24 * 60 * 60 * 1000 + 1000)
  expect((await ask(place)).statusCode).toBe(404)
  expect((await append(place, 0, Buffer.alloc(10))).statusCode).toBe(404)
  expect((await post(house, `/i/${home.slug}/kirim`, { 'photo.resumed': finished })).statusCode).toBe(422)
  await sweepUploads(folder(), new Date())
  expect(existsSync(join(folder(), id))).toBe(true)
  await sweepUploads(folder(), house.clock.now)
  expect(readdirSync(folder())).toEqual([])
})

test('an upload belongs to one institution and one form', async () => {
  const place = await begin(10)
  const id = idOf(place)
  expect((await ask(`/i/${other.slug}/unggah/${id}`)).statusCode).toBe(404)
  expect((await append(`/i/${other.slug}/unggah/${id}`, 0, Buffer.alloc(10))).statusCode).toBe(404)
  expect((await append(place, 0, Buffer.alloc(10))).statusCode).toBe(204)
  for (const url of [`/i/${other.slug}/kirim`, `/i/${home.slug}/foto`]) {
    expect((await post(house, url, { 'photo.resumed': id, word: 'x' })).statusCode).toBe(422)
  }
  expect((await post(house, `/i/${home.slug}/kirim`, { 'photo.resumed': id })).statusCode).toBe(200)
  for (const id of ['x', '../../etc/passwd', '%2e%2e', 'a'.repeat(32)]) {
    expect((await ask(`/i/${home.slug}/unggah/${encodeURIComponent(id)}`)).statusCode).toBe(404)
    expect((await post(house, `/i/${home.slug}/kirim`, { 'photo.resumed': id })).statusCode).toBe(422)
  }
  expect((await create(10, { at: other.slug })).statusCode).toBe(403)
  expect((await create(10, { at: 'tidak-ada' })).statusCode).toBe(404)
  expect((await create(10, { action: '/berkas/x' })).statusCode).toBe(400)
})

test('a form for staff takes uploads of those who may send it', async () => {
  const person = await newPerson(house, home, home.root)
  const stranger = await newPerson(house, other, other.root)
  const action = '/berkas-pegawai'
  expect((await create(10, { action })).statusCode).toBe(403)
  expect((await create(10, { action, headers: { cookie: stranger.cookie } })).statusCode).toBe(403)
  const id = await whole(randomBytes(1_500_000), { action, headers: { cookie: person.cookie } })
  expect((await post(house, action, { 'photo.resumed': id }, stranger)).statusCode).toBe(422)
  expect((await post(house, action, { 'photo.resumed': id })).statusCode).toBe(401)
  expect((await post(house, action, { 'photo.resumed': id }, person)).json()).toBe(1_500_000)
})

test('another site cannot upload, nor a program that speaks another version', async () => {
  expect((await create(10, { headers: { 'sec-fetch-site': 'cross-site' } })).statusCode).toBe(403)
  expect((await create(10, { headers: { origin: 'https://jahat.example' } })).statusCode).toBe(403)
  const place = await begin(10)
  expect((await append(place, 0, Buffer.alloc(10), { 'sec-fetch-site': 'same-site' })).statusCode).toBe(403)
  const old = await append(place, 0, Buffer.alloc(10), { 'tus-resumable': '0.2.2' })
  expect([old.statusCode, old.headers['tus-version']]).toEqual([412, '1.0.0'])
  expect((await ask(place)).headers['upload-offset']).toBe('0')
  const options = await house.app.inject({ method: 'OPTIONS', url: `/i/${home.slug}/unggah` })
  expect([options.statusCode, options.headers['tus-extension']]).toEqual([204, 'creation,expiration'])
})

test('a file that lies about its type is refused at its field, and not offered again', async () => {
  const action = `/i/${home.slug}/foto`
  const id = await whole(Buffer.from('<script>alert(1)</script>'.repeat(20)), { action })
  const page = await post(house, action, { 'photo.resumed': id, word: 'x' })
  expect(page.statusCode).toBe(422)
  expect(page.body).toContain('Jenis berkas ini tidak dapat diterima')
  expect(page.body).not.toContain(id)
})

test('a mistake elsewhere in the form keeps the upload; once used it is used', async () => {
  const action = `/i/${home.slug}/foto`
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#888' } })
    .jpeg()
    .toBuffer()
  const id = await whole(picture, { action })
  const page = await post(house, action, { 'photo.resumed': id, word: '' })
  expect(page.statusCode).toBe(422)
  expect(page.body).toContain(`name="photo.resumed" value="${id}"`)
  expect(page.body).toContain('ikut terkirim')
  const key = newId()
  const again = { 'photo.resumed': id, word: 'x', _key: key }
  expect((await post(house, action, again)).statusCode).toBe(303)
  expect((await post(house, action, again)).statusCode).toBe(303)
  const twice = await post(house, action, { 'photo.resumed': id, word: 'x', _key: newId() })
  expect(twice.statusCode).toBe(422)
  expect(twice.body).toContain('sudah dipakai atau sudah kedaluwarsa')
  const { rows } = await house.owner.query('select count(*)::int as n from platform.file where institution_id = $1', [
    home.id,
  ])
  expect(rows[0].n).toBe(1)
})

test('half an upload is no file, and a file sent along wins', async () => {
  const place = await begin(10)
  await append(place, 0, Buffer.alloc(9))
  const url = `/i/${home.slug}/kirim`
  expect((await post(house, url, { 'photo.resumed': idOf(place) })).statusCode).toBe(422)
  expect((await post(house, url, { 'photo.resumed': '' })).json()).toEqual({})
  const id = await whole(Buffer.from('unggahan'))
  const photo = { name: 'baru.jpg', type: 'image/jpeg', body: Buffer.from('kiriman') }
  expect((await postMultipart(house, url, { photo, 'photo.resumed': id })).json()).toMatchObject({ name: 'baru.jpg' })
  expect(seen?.toString()).toBe('kiriman')
})
