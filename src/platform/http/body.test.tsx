import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import {
  newInstitution,
  newPerson,
  openHouse,
  post,
  postMultipart,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
} from '../test/harness.ts'
import { FileField, Form, type FormState, PublicPage, TextField } from '../ui/index.ts'
import { optionalText, requiredText, uploaded } from './input.ts'
import { command } from './route.ts'

function Again({ form }: { form: FormState }) {
  return (
    <PublicPage title="Kirim">
      <Form action="/kirim" form={form} submit="Kirim" upload>
        <TextField name="word" label="Kata" />
        <FileField name="file" label="Berkas" maxBytes={1_000_000} />
      </Form>
    </PublicPage>
  )
}

let house: TestHouse
let home: TestInstitution
let person: TestPerson
let seen: { waiting: number; name: string | undefined } | undefined

beforeAll(async () => {
  house = await openHouse([
    command({
      path: '/kirim',
      access: 'self',
      audit: 'file.sent',
      maxUploadBytes: 100_000,
      input: z.object({ file: uploaded().optional(), word: optionalText(500_000) }),
      invalid: async (_context, _raw, form) => ({ page: <Again form={form} /> }),
      async handle(_context, { file }) {
        seen = { waiting: waiting(), name: file?.name }
        return { redirect: '/terkirim', audit: { subject: 'file' } }
      },
    }),
    command({
      path: '/kirim-kata',
      access: 'self',
      audit: 'word.sent',
      input: z.object({ word: requiredText(100, 'Tuliskan katanya.') }),
      invalid: async (_context, _raw, form) => ({ page: <Again form={form} /> }),
      handle: async () => ({ redirect: '/terkirim', audit: { subject: 'word' } }),
    }),
    command({
      path: '/i/:institution/umum',
      access: 'public',
      audit: 'file.sent',
      input: z.object({ file: uploaded().optional() }),
      handle: async (_context, { file }) => ({ json: file?.path ?? null, audit: { subject: 'file' } }),
    }),
  ])
  home = await newInstitution(house)
  person = await newPerson(house, home, home.root)
})

const file = { name: 'a.txt', type: 'text/plain', body: Buffer.from('isi') }

function waiting(): number {
  try {
    return readdirSync(join(house.folder, 'tmp')).length
  } catch {
    return 0
  }
}

test('a file is there for the handler and gone afterwards', async () => {
  expect((await postMultipart(house, '/kirim', { file }, person)).statusCode).toBe(303)
  expect(seen).toEqual({ waiting: 1, name: 'a.txt' })
  await expect.poll(waiting).toBe(0)
})

test('nothing in a body passes for a file: no path of this machine can be named', async () => {
  const path = join(house.folder, 'secret')
  writeFileSync(path, 'rahasia')
  const forged = { path, name: 'a.txt', type: 'text/plain', bytes: 7 }
  const url = `/i/${home.slug}/umum`
  const json = await house.app.inject({
    method: 'POST',
    url,
    payload: JSON.stringify({ file: forged }),
    headers: { 'content-type': 'application/json' },
  })
  expect(json.statusCode).toBe(400)
  expect(json.body).not.toContain('secret"')
  expect((await post(house, url, { file: JSON.stringify(forged) })).statusCode).toBe(422)
  expect((await post(house, `${url}?file=${path}`, {})).statusCode).toBe(422)
})

test('a chosen file with nothing in it is said at the field', async () => {
  const empty = { ...file, body: Buffer.alloc(0) }
  const page = await postMultipart(house, '/kirim', { word: 'kata yang ditulis', file: empty }, person)
  expect(page.statusCode).toBe(422)
  expect(page.body).toContain('Berkas ini kosong (0 bita). Pilih berkas lain.')
  expect(page.body).toContain('kata yang ditulis')
})

test('a text that came as a file, twice or in parts is said at the field, and what can be kept is', async () => {
  const asFile = await postMultipart(house, '/kirim', { word: file }, person)
  expect(asFile.statusCode).toBe(422)
  expect(asFile.body).toContain('Kata diisi dengan tulisan, bukan berkas. Ketik isinya di sini.')
  const url = '/kirim-kata'
  expect((await postMultipart(house, url, { word: file }, person)).body).toContain('diisi dengan tulisan, bukan berkas')
  const headers = { cookie: person.cookie, 'sec-fetch-site': 'same-origin' }
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
  const send = (payload: string) => house.app.inject({ method: 'POST', url, payload, headers: form })
  const twice = await send('word=satu&word=dua')
  expect(twice.statusCode).toBe(422)
  expect(twice.body).toContain('Kata terkirim lebih dari satu kali. Periksa isinya, lalu kirim sekali saja.')
  expect(twice.body).toContain('value="satu"')
  const nested = await send('word%5Ba%5D=satu')
  expect(nested.statusCode).toBe(422)
  expect(nested.body).toContain('Kata terkirim dalam bentuk yang tidak dikenal.')
  expect(nested.body).toContain('value="satu"')
  for (const { body } of [asFile, twice, nested])
    expect(body).toMatch(/<a href="#(f-word)">[\s\S]*id="\1"[^>]*aria-invalid/)
})

test('a file that is too large is said at its field, and the words beside it are kept', async () => {
  const big = { ...file, body: Buffer.alloc(150_000, 'x') }
  const page = await postMultipart(house, '/kirim', { file: big, word: 'kata yang ditulis' }, person)
  expect(page.statusCode).toBe(413)
  expect(page.body).toContain('Berkas terlalu besar. Paling besar')
  expect(page.body).toContain('value="kata yang ditulis"')
  await expect.poll(waiting).toBe(0)
})

test('of a form with a file far too large, the words before the file are kept and the rest is not waited for', async () => {
  const huge = { ...file, body: Buffer.alloc(3_000_000, 'x') }
  const page = await postMultipart(house, '/kirim', { word: 'kata yang ditulis', file: huge, later: 'sesudah' }, person)
  expect(page.statusCode).toBe(413)
  expect(page.body).toContain('Isian di bawah berkas ini tidak sempat kami terima.')
  expect(page.body).toContain('value="kata yang ditulis"')
  await expect.poll(waiting).toBe(0)
})

test('a broken or endless form is the sender’s mistake, never a bug', async () => {
  const many = Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`f${at}`, 'x']))
  expect((await postMultipart(house, '/kirim', many, person)).statusCode).toBe(413)
  const long = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`f${at}`, 'x'.repeat(150_000)]))
  expect((await postMultipart(house, '/kirim', long, person)).statusCode).toBe(413)
  expect((await postMultipart(house, '/kirim', { word: 'x'.repeat(250_000) }, person)).statusCode).toBe(413)
  for (const type of ['multipart/form-data', 'multipart/form-data; boundary=x']) {
    const broken = await house.app.inject({
      method: 'POST',
      url: '/kirim',
      payload: '--x\r\nnonsense',
      headers: { 'content-type': type, cookie: person.cookie, 'sec-fetch-site': 'same-origin' },
    })
    expect(broken.statusCode).toBe(400)
  }
})

test('bytes of somebody who may not send a file never reach the disk', async () => {
  seen = undefined
  const page = await postMultipart(house, '/kirim', { word: 'panjang', file })
  expect(page.statusCode).toBe(401)
  expect(page.body).toContain('value="panjang"')
  const big = { ...file, body: Buffer.alloc(200_000, 'x') }
  expect((await postMultipart(house, '/kirim', { file: big })).statusCode).toBe(401)
  expect((await postMultipart(house, '/kirim', { file: big }, person)).statusCode).toBe(413)
  expect(seen).toBeUndefined()
})

test('a compressed body is refused for what it is, to a browser and to a program', async () => {
  const headers = { ...{ cookie: person.cookie }, 'sec-fetch-site': 'same-origin', 'content-encoding': 'gzip' }
  const packed = (url: string, type: string, text: string) =>
    house.app.inject({ method: 'POST', url, payload: gzipSync(text), headers: { ...headers, 'content-type': type } })
  const page = await packed('/kirim-kata', 'application/x-www-form-urlencoded', 'word=kata')
  expect(page.statusCode).toBe(415)
  expect(page.body).toContain('Isinya dikirim termampatkan (gzip). Kirim lagi tanpa dimampatkan')
  const told = await packed('/api/v1/complaints', 'application/json', '{}')
  expect([told.statusCode, told.json().message]).toEqual([415, expect.stringContaining('Content-Encoding')])
  expect(
    (await post(house, '/kirim-kata', { word: 'kata' }, person, { 'content-encoding': 'identity' })).statusCode,
  ).toBe(303)
})
