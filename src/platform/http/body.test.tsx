import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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
import { optionalText, uploaded } from './input.ts'
import { command } from './route.ts'

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
      async handle(_context, { file }) {
        seen = { waiting: waiting(), name: file?.name }
        return { redirect: '/terkirim', audit: { subject: 'file' } }
      },
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
