import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Database } from '../database/db.ts'
import { newId } from '../id.ts'
import { newInstitution, newPerson, openHouse, post, postMultipart } from '../test/harness.ts'
import { PublicPage } from '../ui/index.ts'
import { NotYet } from './errors.ts'
import { command, query } from './route.ts'

test('while the database is away a page says so and what was typed stays ready to be sent', async () => {
  let away = false
  const here = (database: Database): Database => ({
    ...database,
    transaction: (mode, institution, work) =>
      away
        ? Promise.reject(Object.assign(new Error('the database system is starting up'), { code: '57P03' }))
        : database.transaction(mode, institution, work),
  })
  const path = '/i/:institution/kabar'
  const page = (
    <PublicPage title="Kabar">
      <p>Isi</p>
    </PublicPage>
  )
  const house = await openHouse(
    [
      query({ path, access: 'public', input: z.object({}), handle: async () => ({ page }) }),
      command({
        path,
        access: 'public',
        audit: 'news.sent',
        input: z.object({ words: z.string() }),
        limit: { points: 10, seconds: 60, by: 'ip' },
        handle: async () => ({ redirect: '/', audit: { subject: 'news' } }),
      }),
      command({
        path: '/catatan',
        access: 'self',
        audit: 'note.sent',
        input: z.object({ words: z.string() }),
        maxUploadBytes: 1_000_000,
        handle: async () => ({ redirect: '/', audit: { subject: 'note' } }),
      }),
      query({
        path: '/i/:institution/foto',
        access: 'public',
        input: z.object({}),
        handle: async () => {
          throw new NotYet()
        },
      }),
    ],
    undefined,
    { around: here },
  )
  const office = await newInstitution(house)
  const person = await newPerson(house, office, office.root)
  const { slug } = office
  const url = `/i/${slug}/kabar`
  expect((await house.app.inject({ url })).statusCode).toBe(200)

  // Nor does a picture that is still being cleaned leave its reader without a way on.
  const picture = await house.app.inject({ url: `/i/${slug}/foto` })
  expect(picture.statusCode).toBe(409)
  expect(picture.headers['retry-after']).toBe('5')
  expect(picture.body).toContain(`href="/i/${slug}/foto" class="button button-primary"`)

  away = true
  const read = await house.app.inject({ url: `${url}?halaman=2` })
  expect(read.statusCode).toBe(503)
  expect(read.headers['retry-after']).toBe('30')
  expect(read.body).toContain('Sebentar, layanan ini sedang terputus')
  expect(read.body).toContain(`href="${url}?halaman=2" class="button button-primary"`)
  expect(read.body).toContain(`<code>${read.headers['x-request-id']}</code>`)
  expect(read.body).toContain(`href="/i/${slug}"`)

  const sent = await post(house, url, { _key: newId(), words: 'Lampu jalan di depan pasar mati.' })
  expect(sent.statusCode).toBe(503)
  expect(sent.body).toContain('name="words" value="Lampu jalan di depan pasar mati."')
  expect(sent.body).toContain('Kirim lagi')

  // A form with files asks who sends it before it is read.
  const withFile = await postMultipart(house, '/catatan', { _key: newId(), words: 'Dengan foto.' }, person)
  expect(withFile.statusCode).toBe(503)
  expect(withFile.body).toContain('name="words" value="Dengan foto."')
})
