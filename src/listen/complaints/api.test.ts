import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { newId } from '../../platform/id.ts'
import {
  get,
  newClient,
  newPerson,
  post,
  postMultipart,
  type TestHouse,
  testHouse,
} from '../../platform/test/harness.ts'
import { lettersOf, newScene } from './test-scene.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

function jpeg(background: string): Promise<Buffer> {
  return sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .jpeg()
    .toBuffer()
}

type Answer = {
  statusCode: number
  json: () => Record<string, never> & { code: string; complaints: { code: string }[] }
}

/** A system with everything an integrator may hold, at an institution with one service. */
async function client() {
  const scene = await newScene(house)
  await house.owner.query(
    `insert into services.service (institution_id, id, unit_id, name, slug, product, promise_days, channels, updated_at)
     values ($1, $2, $3, 'Kartu Keluarga', 'kk', 'KK', 1, '{counter}', now())`,
    [scene.institution.id, newId(), scene.unit],
  )
  const scopes = ['complaint.create', 'complaint.read', 'complaint.handle', 'complaint.verify']
  const headers = { ...(await newClient(house, scene.institution, scopes)), 'content-type': 'application/json' }
  const send = (path: string, body: object): Promise<Answer> =>
    house.app.inject({ method: 'POST', url: `/api/v1/complaints${path}`, payload: JSON.stringify(body), headers })
  const read = (path: string): Promise<Answer> => house.app.inject({ url: `/api/v1/complaints${path}`, headers })
  return { ...scene, headers, scopes, send, read }
}

test('a key that may only send reports reads the words they are sent with, and nothing of any report', async () => {
  const { institution, unit } = await client()
  const only = async (scope: string) => {
    const headers = { ...(await newClient(house, institution, [scope])), 'content-type': 'application/json' }
    const get = async (path: string) => house.app.inject({ url: `/api/v1/${path}`, headers })
    return { headers, get }
  }
  const sender = await only('complaint.create')
  const choices = await sender.get('complaint-choices')
  expect(choices.statusCode).toBe(200)
  const { kinds, units } = choices.json() as { kinds: { slug: string }[]; units: { id: string }[] }
  expect(units.map(({ id }) => id)).toContain(unit)
  const payload = JSON.stringify({ ...words, unit, service: undefined, kind: kinds[0]!.slug })
  const { headers } = sender
  expect((await house.app.inject({ method: 'POST', url: '/api/v1/complaints', payload, headers })).statusCode).toBe(201)
  expect((await sender.get('complaints')).statusCode).toBe(403)
  expect((await (await only('complaint.read')).get('complaint-choices')).statusCode).toBe(200)
  expect((await (await only('survey.submit')).get('complaint-choices')).statusCode).toBe(403)
})

const words = { service: 'kk', subject: 'Kartu belum jadi', body: 'Sudah dua minggu.', privacy: 'open' }

test('a key that comes again with something else is refused, so that the second report is not lost in silence', async () => {
  const { send } = await client()
  const first = await send('', { ...words, idempotency_key: 'a' })
  expect(first.statusCode).toBe(201)
  expect((await send('', { ...words, idempotency_key: 'a' })).json()).toMatchObject({ repeated: true })
  const other = await send('', { ...words, body: 'Loket lain, hari lain.', idempotency_key: 'a' })
  expect(other.statusCode).toBe(409)
  expect(JSON.stringify(other.json())).not.toContain(first.json().code)
  const at = `/${first.json().code}/steps`
  const verify = { step: 'verify', class: 'light', theme: 'biaya', idempotency_key: 'b' }
  expect((await send(at, { ...verify, unit: newId() })).statusCode).toBe(422)
})

test('a message of the reporter that another system sends twice under its key stands in the story once', async () => {
  const { send, read } = await client()
  const { code } = (await send('', words)).json()
  const say = (text: string) => send(`/${code}/messages`, { text, idempotency_key: 'pesan-1' })
  const sent = await Promise.all(Array.from({ length: 5 }, () => say('Masih menunggu.')))
  expect(sent.map((one) => one.statusCode)).toEqual([200, 200, 200, 200, 200])
  expect((await say('Hal lain.')).statusCode).toBe(409)
  const { story } = (await read(`/${code}`)).json() as unknown as { story: unknown[] }
  expect(story).toHaveLength(2)
})

test('one key for two steps of a case is refused, not taken for a retry', async () => {
  const { send, unit } = await client()
  const { code } = (await send('', words)).json()
  const verify = { step: 'verify', class: 'light', theme: 'biaya', unit, idempotency_key: 'langkah' }
  expect((await send(`/${code}/steps`, verify)).json()).toMatchObject({ status: 'forwarded' })
  const answer = { step: 'answer', outcome: 'resolved', text: 'Sudah jadi.', idempotency_key: 'langkah' }
  expect((await send(`/${code}/steps`, answer)).statusCode).toBe(409)
})

test('a search by another system tells nothing of the words of secret reports', async () => {
  const { send, read, officer } = await client()
  const open = (await send('', { ...words, body: 'Pungutan di loket dua.' })).json().code
  const secret = (await send('', { ...words, privacy: 'secret', body: 'Pungutan oleh Pak Anu.' })).json().code
  const found = async (q: string) =>
    (await read(`?queue=verify&q=${q}`)).json().complaints.map((one: { code: string }) => one.code)
  expect(await found('pungutan')).toEqual([open])
  expect(await found('anu')).toEqual([])
  expect((await read(`/${secret}`)).json()).toMatchObject({ subject: '', body: '', place: null })
  expect((await read(`/${open}`)).json()).toMatchObject({ body: 'Pungutan di loket dua.' })
  // Who works on it searches it.
  expect((await get(house, '/pengaduan?antrean=verify&q=anu', officer)).body).toContain(secret)
})

test('a page mark that was made up is refused or left out, never an error of ours', async () => {
  const { read, officer } = await client()
  for (const mark of [`1.${'-'.repeat(36)}`, `1.${'0'.repeat(36)}`, 'x'])
    expect((await read(`?after=${mark}`)).statusCode).toBe(422)
  expect((await get(house, `/pengaduan?setelah=1.${'-'.repeat(36)}`, officer)).statusCode).toBe(200)
})

test('what two systems of an institution call alike stays two reports, and neither gets the key of the other’s', async () => {
  const { send, institution, scopes } = await client()
  const other = await newClient(house, institution, scopes)
  const mine = (await send('', { ...words, idempotency_key: '1' })).json() as unknown as Record<string, string>
  const payload = { ...words, idempotency_key: '1' }
  const theirs = await house.app.inject({ method: 'POST', url: '/api/v1/complaints', payload, headers: other })
  expect(theirs.statusCode).toBe(201)
  expect(theirs.json().reporter_key).not.toBe(mine['reporter_key'])
})

test('a report about a unit or about nobody knows what, with its place as the pages ask for it', async () => {
  const { send, institution, unit } = await client()
  await house.owner.query(
    `insert into organization.region (code, parent_code, level, name) values
       ('96', null, 1, 'Provinsi Uji'), ('96.01', '96', 2, 'Kota Uji') on conflict do nothing`,
  )
  const { service: _none, ...told } = words
  const place = { region: '96.01', rt: 3, rw: 1, place: 'Depan pasar', latitude: -6.983456, longitude: 110.409321 }
  const kept = async (body: object) => {
    const sent = await send('', { ...told, ...body })
    expect(sent.statusCode, JSON.stringify(sent.json())).toBe(201)
    const { rows } = await house.owner.query(
      `select c.unit_id, c.service_id, c.place, p.region_code, p.rt, p.rw, p.latitude::text, p.longitude::text
       from complaints.complaint c left join complaints.place p on p.institution_id = c.institution_id
         and p.complaint_id = c.id
       where c.institution_id = $1 and c.code = $2`,
      [institution.id, sent.json().code.replace('-', '')],
    )
    return rows[0]
  }
  expect(await kept({ unit, ...place })).toEqual({
    unit_id: unit,
    service_id: null,
    place: 'Depan pasar',
    region_code: '96.01',
    rt: 3,
    rw: 1,
    latitude: '-6.98350',
    longitude: '110.40930',
  })
  expect(await kept({})).toMatchObject({ unit_id: institution.root, service_id: null, region_code: null })
  expect(await kept({ ...place, privacy: 'secret' })).toMatchObject({ latitude: '-6.98000', longitude: '110.41000' })
  const field = async (body: object) => Object.keys((await send('', { ...told, ...body })).json()['fields'] ?? {})
  expect(await field({ unit: newId() })).toEqual(['unit'])
  expect(await field({ unit, service: 'kk' })).toEqual(['unit'])
  expect(await field({ region: '96.99' })).toEqual(['region'])
  expect(await field({ latitude: 1 })).toEqual(['longitude'])
  expect(await field({ rt: 0 })).toEqual(['rt'])
})

test('photos and documents of a report come after it with its key, checked as everywhere and each kept once', async () => {
  const { send, headers, institution, base } = await client()
  const sent = (await send('', words)).json() as unknown as { reporter_key: string }
  const key = sent.reporter_key
  const add = (file: { name: string; type: string; body: Buffer } | undefined, reporter_key = key) =>
    postMultipart(house, '/api/v1/complaint-files', { reporter_key, ...(file ? { file } : {}) }, headers)
  const photo = { name: 'jalan.jpg', type: 'image/jpeg', body: await jpeg('#a00') }
  expect((await add(photo)).json()).toMatchObject({ files: 1, repeated: false })
  const again = await add(photo)
  expect([again.statusCode, again.json().repeated]).toEqual([200, true])
  const svg = { name: 'x.jpg', type: 'image/jpeg', body: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') }
  const wrong = await add(svg)
  expect([wrong.statusCode, Object.keys(wrong.json().fields)]).toEqual([422, ['file']])
  expect((await add(undefined)).json().fields).toHaveProperty('file')
  const { code } = (await send('', words)).json()
  expect((await add(photo, `${code}-AAAAAA`)).statusCode).toBe(404)
  expect((await add(photo, code)).statusCode).toBe(404)
  const { rows } = await house.owner.query(
    `select f.type, f.clean from complaints.attachment a join platform.file f on f.institution_id = a.institution_id
       and f.id = a.file_id where a.institution_id = $1`,
    [institution.id],
  )
  expect(rows).toEqual([{ type: 'image/jpeg', clean: true }])
  for (const [at, background] of ['#0a0', '#00a', '#aa0', '#0aa', '#a0a'].entries())
    expect((await add({ ...photo, body: await jpeg(background) })).json()).toMatchObject({ files: at + 2 })
  expect((await add({ ...photo, body: await jpeg('#aaa') })).json().fields).toHaveProperty('file')
  // What nobody looks at any more takes nothing that would be lost in silence.
  const over = (await send('', words)).json() as unknown as { reporter_key: string }
  const own = `${base}/lacak/${over.reporter_key.replaceAll('-', '')}`
  expect((await post(house, `${own}/tarik`, { what: 'report' })).statusCode).toBe(303)
  expect((await add(photo, over.reporter_key)).statusCode).toBe(409)
})

test('an address a system tells gets its receipt once, and no more a day than the rule says', async () => {
  const { send, institution, unit } = await client()
  const began = house.clock.now
  const reporter_email = 'Pelapor@contoh.example'
  const first = { ...words, reporter_email, idempotency_key: 'a' }
  const { code } = (await send('', first)).json()
  await send('', first)
  await send('', words)
  expect(await lettersOf(house, institution)).toEqual([
    { email: 'pelapor@contoh.example', title: expect.stringContaining(code) },
  ])
  const rules = await newPerson(house, institution, institution.root, ['service.read', 'service.rules'])
  const rule = { key: 'receipts_per_day', source: 'Keputusan Bupati 3/2026', valid_from: '2026-01-01' }
  const refused = await post(house, '/layanan/ketentuan', { ...rule, value: '0' }, rules)
  expect([refused.statusCode, refused.body.includes('Isi angka bulat 1 sampai 1000.')]).toEqual([422, true])
  expect((await post(house, '/layanan/ketentuan', { ...rule, value: '2' }, rules)).statusCode).toBe(303)
  const more = async (email: string) => {
    const sent = await send('', { ...words, reporter_email: email })
    // Whoever sent it has code and key all the same.
    expect([sent.statusCode, sent.json()]).toMatchObject([
      201,
      { reporter_key: expect.stringMatching(/^\w{4}-\w{4}-/) },
    ])
    return { code: sent.json().code, letters: (await lettersOf(house, institution)).length }
  }
  expect(await more('pelapor@contoh.example')).toMatchObject({ letters: 2 })
  const third = await more('PELAPOR@contoh.example')
  expect(third.letters).toBe(2)
  const { rows: story } = await house.owner.query(
    `select e.kind, e.actor, e.body from complaints.event e join complaints.complaint c on c.id = e.complaint_id
     where c.institution_id = $1 and c.code = $2 order by e.seq`,
    [institution.id, third.code.replace('-', '')],
  )
  expect(story.slice(1)).toEqual([{ kind: 'noted', actor: 'system', body: expect.stringContaining('tidak dikirim') }])
  expect(await more('lain@contoh.example')).toMatchObject({ letters: 3 })
  // What an officer has looked at is told, with the way to the report.
  await send(`/${third.code}/steps`, { step: 'verify', class: 'light', theme: 'biaya', unit })
  expect((await lettersOf(house, institution)).filter(({ title }) => title.includes(third.code))).toHaveLength(1)
  house.clock.now = new Date(began.getTime() + 86_400_000)
  expect(await more('pelapor@contoh.example')).toMatchObject({ letters: 5 })
  house.clock.now = began
})
