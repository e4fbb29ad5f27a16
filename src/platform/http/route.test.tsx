import { Readable } from 'node:stream'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { newId } from '../id.ts'
import {
  get,
  newInstitution,
  newPerson,
  openHouse,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
} from '../test/harness.ts'
import { Form, PublicPage, TextField } from '../ui/index.ts'
import { NotFound, Refusal } from './errors.ts'
import { requiredText, uploaded } from './input.ts'
import { command, outside, query } from './route.ts'

let recording: Readable
const Word = z.object({ word: requiredText(20) })
const routes = [
  query({
    path: '/i/:institution/terbuka',
    access: 'public',
    input: z.object({}),
    handle: async ({ institution }) => ({ page: <PublicPage title={institution.name} /> }),
  }),
  query({ path: '/sendiri', access: 'self', input: z.object({}), handle: async ({ actor }) => ({ json: actor.name }) }),
  query({
    path: '/hilang',
    access: 'self',
    input: z.object({}),
    handle: async () => {
      throw new NotFound('thing')
    },
  }),
  query({
    path: '/rusak',
    access: 'self',
    input: z.object({}),
    handle: async () => {
      throw new Error('secret detail')
    },
  }),
  query({
    path: '/menulis',
    access: 'self',
    input: z.object({}),
    handle: async ({ db, institution }) => {
      await db
        .updateTable('organization.institution')
        .set({ name: 'Ditulis' })
        .where('id', '=', institution.id)
        .execute()
      return { json: null }
    },
  }),
  command({
    path: '/selesai',
    access: 'self',
    audit: 'word.ended',
    input: z.object({ reason: requiredText(40), way: z.enum(['a', 'b']) }),
    invalid: async () => ({ page: <PublicPage title="Sudah selesai" /> }),
    handle: async () => {
      throw new Refusal(409, 'Sudah diselesaikan orang lain.')
    },
  }),
  command({
    path: '/tanpa-formulir',
    access: 'self',
    audit: 'word.ended',
    input: z.object({ reason: requiredText(40) }),
    handle: async () => {
      throw new Refusal(409, 'Sudah diselesaikan orang lain.')
    },
  }),
  command({
    path: '/lembar',
    access: 'self',
    audit: 'sheet.sent',
    input: z.object({ sheet: uploaded() }),
    maxUploadBytes: 1000,
    handle: async () => ({ redirect: '/lembar', audit: { subject: 'sheet' } }),
  }),
  command({
    path: '/kata',
    access: 'self',
    audit: 'word.said',
    input: Word,
    invalid: async ({ form }) => ({
      page: (
        <PublicPage title="Kata">
          <Form action="/kata" form={form} submit="Kirim">
            <TextField name="word" label="Kata" />
          </Form>
        </PublicPage>
      ),
    }),
    handle: async ({ db, institution, scope }, { word }) => {
      if (word === 'terlarang') throw new Refusal(409, 'Kata ini sudah dipakai.', { word: 'Pilih kata lain.' })
      await db
        .insertInto('organization.position')
        .values({ institution_id: institution.id, id: newId(), code: newId(), title: word, kind: 'jpt', level: 'x' })
        .execute()
      if (word === 'bug') throw new Error('after the write')
      return {
        redirect: `/kata/${word}`,
        notice: `Kata ${word} disimpan`,
        audit: { subject: `word:${word}`, detail: { by: scope.account } },
      }
    },
  }),
  query({
    path: '/rekaman',
    access: 'self',
    input: z.object({}),
    handle: async () => {
      recording = Readable.from([Buffer.from('0123456789')])
      return { file: { name: 'r.mp4', type: 'video/mp4', body: recording, bytes: 10 } }
    },
  }),
  outside({ path: '/pintu', input: z.object({}), handle: async () => ({ json: 'door' }) }),
]

let house: TestHouse
let home: TestInstitution
let person: TestPerson
beforeAll(async () => {
  house = await openHouse(routes)
  home = await newInstitution(house)
  person = await newPerson(house, home, home.root)
})

async function words(word: string): Promise<number> {
  const { rows } = await house.owner.query(
    'select 1 from organization.position where institution_id = $1 and title = $2',
    [home.id, word],
  )
  return rows.length
}

describe('who may ask', () => {
  test('a public page needs nobody and an unknown institution is not found', async () => {
    const page = await get(house, `/i/${home.slug}/terbuka`)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Kabupaten Uji')
    expect((await get(house, '/i/tidak-ada/terbuka')).statusCode).toBe(404)
    expect((await get(house, '/pintu')).json()).toBe('door')
  })

  test('without a session a page leads to sign-in and comes back', async () => {
    const page = await get(house, '/sendiri?x=1')
    expect(page.statusCode).toBe(303)
    expect(page.headers.location).toBe('/masuk?kembali=%2Fsendiri%3Fx%3D1')
  })

  test('a session that ended while typing keeps what was typed', async () => {
    const page = await post(house, '/kata', { word: '<b>panjang</b>', current: 'sandi lama' })
    expect(page.statusCode).toBe(401)
    expect(page.body).not.toContain('sandi lama')
    expect(page.body).toContain('value="&lt;b>panjang&lt;/b>"')
    expect(page.body).not.toContain('Yang Anda tulis')
    const told = await post(house, '/kata', { word: 'kalimat yang panjang', current: 'sandi yang lama' })
    expect(told.body).toContain('Yang Anda tulis')
    expect(told.body).toContain('>kalimat yang panjang<')
    expect(told.body).not.toContain('sandi yang lama')
  })

  test('a form of another site is refused', async () => {
    expect((await post(house, '/kata', { word: 'asing' }, person, { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(
      403,
    )
    expect((await post(house, '/kata', { word: 'asing' }, person, { origin: 'https://evil.example' })).statusCode).toBe(
      403,
    )
    expect(await words('asing')).toBe(0)
  })
})

describe('a change', () => {
  test('writes the change and its audit row together, and says so on the next page', async () => {
    const done = await post(house, '/kata', { word: 'baik' }, person)
    expect(done.statusCode).toBe(303)
    expect(await words('baik')).toBe(1)
    const { rows } = await house.owner.query(
      `select action, account_id from audit.event where institution_id = $1 and subject = 'word:baik'`,
      [home.id],
    )
    expect(rows).toEqual([{ action: 'word.said', account_id: person.account }])
    const cookie = `${person.cookie}; pesan=${done.cookies.find(({ name }) => name === 'pesan')!.value}`
    expect((await get(house, `/i/${home.slug}/terbuka`, { cookie })).body).toContain('Kata baik disimpan')
  })

  test('a bug after the write leaves nothing behind and names a reference, not the cause', async () => {
    const page = await post(house, '/kata', { word: 'bug' }, person)
    expect(page.statusCode).toBe(500)
    expect(page.body).not.toContain('after the write')
    expect(page.body).toContain(String(page.headers['x-request-id']))
    expect(await words('bug')).toBe(0)
  })

  test('the same submit sent five times at once is done once and answered five times', async () => {
    const key = newId()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => post(house, '/kata', { word: 'sekali', _key: key }, person)),
    )
    expect(answers.map((one) => [one.statusCode, one.headers.location])).toEqual(Array(5).fill([303, '/kata/sekali']))
    expect(await words('sekali')).toBe(1)
  })

  test('the same key with other words is no repeat: nothing is lost silently, and a new key comes with what was typed', async () => {
    const key = newId()
    await post(house, '/kata', { word: 'pertama', _key: key }, person)
    const other = await post(house, '/kata', { word: 'kedua', _key: key }, person)
    expect(other.statusCode).toBe(409)
    expect(other.body).toContain('sudah terkirim sebelumnya dengan isi yang lain')
    expect(other.body).toContain('value="kedua"')
    expect(other.body).not.toContain(key)
    expect(await words('kedua')).toBe(0)
    const same = await post(house, '/kata', { word: ' pertama', empty: '', proof: 'another', _key: key }, person)
    expect([same.statusCode, same.headers.location]).toEqual([303, '/kata/pertama'])
  })

  test('the same key with another file is no repeat, without the file it is', async () => {
    const key = newId()
    const send = (file?: string) => {
      const parts = [`--x\r\ncontent-disposition: form-data; name="_key"\r\n\r\n${key}\r\n`]
      if (file) parts.push(`--x\r\ncontent-disposition: form-data; name="sheet"; filename="a.csv"\r\n\r\n${file}\r\n`)
      return house.app.inject({
        method: 'POST',
        url: '/lembar',
        payload: `${parts.join('')}--x--\r\n`,
        headers: { 'content-type': 'multipart/form-data; boundary=x', 'sec-fetch-site': 'same-origin', ...person },
      })
    }
    expect((await send('isi,1')).headers.location).toBe('/lembar')
    expect((await send('isi,1')).headers.location).toBe('/lembar')
    expect((await send()).headers.location).toBe('/lembar')
    const other = await send('isi,2')
    expect(other.statusCode).toBe(409)
    expect(other.body).toContain('sudah terkirim sebelumnya dengan isi yang lain')
    expect(other.body).toContain('Berkas yang Anda lampirkan perlu dipilih lagi')
    expect(other.body).not.toContain(key)
  })

  test('a mistake shows the form again with the value, the message and the same key', async () => {
    const key = newId()
    const page = await post(house, '/kata', { word: 'x'.repeat(21), _key: key }, person)
    expect(page.statusCode).toBe(422)
    expect(page.body).toContain('paling banyak 20 huruf')
    expect(page.body).toContain('x'.repeat(21))
    expect(page.body).toContain(key)
    const refused = await post(house, '/kata', { word: 'terlarang' }, person)
    expect(refused.statusCode).toBe(409)
    expect(refused.body).toContain('Pilih kata lain.')
  })

  test('what was written comes back also where its form is gone, and what was wrong is said', async () => {
    const reason = 'Loket "B" & C sudah <dibuka>.'
    for (const [path, said] of [
      ['/selesai', 'Sudah diselesaikan orang lain.'],
      ['/tanpa-formulir', 'Sudah diselesaikan orang lain.'],
    ] as const) {
      const page = await post(house, path, { reason, way: 'a', password: 'tidak pernah tampil' }, person)
      expect(page.statusCode).toBe(409)
      expect(page.body).toContain(said)
      expect(page.body).toContain('Yang Anda tulis')
      expect(page.body).toContain('Loket &quot;B&quot; &amp; C sudah &lt;dibuka>.')
      expect(page.body).not.toContain('tidak pernah tampil')
    }
    const wrong = await post(house, '/selesai', { reason, way: 'c' }, person)
    expect(wrong.body).toContain('data-error-summary')
    expect(wrong.body).toContain('Pilih salah satu dari pilihan yang ada.')
  })

  test('text PostgreSQL cannot hold is no bug', async () => {
    const done = await post(house, '/kata', { word: 'nol\u0000\ud800x' }, person)
    expect(done.statusCode).toBe(303)
  })
})

describe('a page', () => {
  test('cannot write', async () => {
    expect((await get(house, '/menulis', person)).statusCode).toBe(500)
    const { rows } = await house.owner.query('select name from organization.institution where id = $1', [home.id])
    expect(rows[0].name).not.toBe('Ditulis')
  })

  test('does not leak a bug and says what is not there', async () => {
    expect((await get(house, '/rusak', person)).body).not.toContain('secret detail')
    expect((await get(house, '/hilang', person)).statusCode).toBe(404)
    expect((await get(house, '/%E0%A4%A', person)).statusCode).toBe(404)
  })

  test('a file is closed also when nothing of it is sent', async () => {
    const range = (value: string) =>
      house.app.inject({ method: 'GET', url: '/rekaman', headers: { cookie: person.cookie, range: value } })
    expect((await range('bytes=2-4')).body).toBe('234')
    expect(recording.destroyed).toBe(true)
    expect((await range('bytes=99-')).statusCode).toBe(416)
    expect(recording.destroyed).toBe(true)
  })

  test('sends the strict headers', async () => {
    const { headers } = await get(house, `/i/${home.slug}/terbuka`)
    expect(headers['content-security-policy']).toContain("script-src 'self'")
    expect(headers['content-security-policy']).not.toContain('unsafe')
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  })
})

test('many clients on a pool of two neither stall nor deadlock', async () => {
  house.database.pool.options.max = 2
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      at % 2 ? post(house, '/kata', { word: `kolam${at}` }, person) : get(house, '/sendiri', person),
    ),
  )
  expect(answers.every((one) => one.statusCode < 400)).toBe(true)
})
