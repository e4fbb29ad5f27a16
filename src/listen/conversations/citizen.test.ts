import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import {
  asSystem,
  get,
  newClient,
  newPerson,
  post,
  postMultipart,
  type TestHouse,
  testHouse,
} from '../../platform/test/harness.ts'
import { saveServices } from '../services/index.ts'
import { tidy } from './jobs.ts'
import { ask, newWorld, page, WEDNESDAY, type World } from './test-conversation.ts'

let house: TestHouse
let world: World
beforeAll(async () => {
  house = await testHouse()
  house.clock.now = WEDNESDAY
  world = await newWorld(house)
})
beforeEach(() => {
  house.clock.now = WEDNESDAY
})

const later = (minutes: number) => {
  house.clock.now = new Date(house.clock.now.getTime() + minutes * 60_000)
}

test('a citizen asks without account or script and waits on a page that reloads itself', async () => {
  const start = await page(house, world.base)
  expect(start).toContain('Petugas sedang bertugas. Kami membalas paling lambat hari ini pukul 11.00 WIB.')
  const sent = await post(house, world.base, { about: `unit:${world.unit}`, body: 'Jam buka?', name: 'Sari' })
  const waiting = await get(house, String(sent.headers.location))
  expect(waiting.headers['refresh']).toBe('20')
  expect(waiting.body).toContain('Jam buka?')
  expect(waiting.body).not.toContain('<textarea')
  const writing = await get(house, String(sent.headers.location).split('?')[0]!)
  expect(writing.headers['refresh']).toBeUndefined()
  expect(writing.body).toContain('<textarea')
})

test('the address is unguessable, and only its hash lies in the database', async () => {
  const { address } = await ask(house, world)
  const token = address.split('/').at(-1)!
  expect(token).toMatch(/^[\w-]{22}$/)
  await post(house, address, { body: 'Satu lagi.', _key: randomUUID() })
  const dump = await house.owner.query<{ found: number }>(
    `select (select count(*) from conversations.conversation c where c::text like $1)::int
      + (select count(*) from conversations.message m where m::text like $1)::int
      + (select count(*) from platform.submission s where s::text like $1)::int
      + (select count(*) from audit.event e where e::text like $1)::int as found`,
    [`%${token}%`],
  )
  expect(dump.rows[0]!.found).toBe(0)
  for (const wrong of ['x', token.slice(1), `${token.slice(1)}A`, '%00'])
    expect((await get(house, `${world.base}/${wrong}`)).statusCode).toBe(404)
})

test('a repeated form doubles neither a conversation nor a message', async () => {
  const _key = randomUUID()
  const fields = { about: `unit:${world.unit}`, body: 'Sekali saja', _key }
  const [one, two] = await Promise.all([post(house, world.base, fields), post(house, world.base, fields)])
  const three = await post(house, world.base, fields)
  expect(new Set([one, two, three].map((answer) => answer.headers.location)).size).toBe(1)
  const address = String(one.headers.location).split('?')[0]!
  const again = { body: 'Pesan kedua', _key: randomUUID() }
  await Promise.all([post(house, address, again), post(house, address, again), post(house, address, again)])
  const body = await page(house, address)
  expect(body.match(/Sekali saja/g)).toHaveLength(1)
  expect(body.match(/Pesan kedua/g)).toHaveLength(1)
  // Another tab has a key of its own, so the same words count.
  await post(house, address, { body: 'Pesan kedua', _key: randomUUID() })
  expect((await page(house, address)).match(/Pesan kedua/g)).toHaveLength(2)
})

test('nothing, too much and naughty text are answered at the field and kept', async () => {
  const { address } = await ask(house, world)
  const empty = await post(house, address, { body: '   ' })
  expect(empty.statusCode).toBe(422)
  expect(empty.body).toContain('Tulis pesan atau pilih berkas.')
  const long = await post(house, address, { body: 'a'.repeat(4001) })
  expect(long.statusCode).toBe(422)
  expect(long.body).toContain('Pesan ini terlalu panjang')
  expect(long.body).toContain('a'.repeat(4001))
  const start = await post(house, world.base, { about: '', body: '' })
  expect(start.statusCode).toBe(422)
  expect(start.body).toContain('Pilih tentang apa pertanyaan Anda.')
  expect((await post(house, world.base, { about: 'unit:x', body: 'a' })).statusCode).toBe(422)
  const filled = await post(house, world.base, { about: 'unknown', body: 'Jam buka?', website: 'x' })
  expect(filled.statusCode).toBe(422)
  expect(filled.body).toMatch(/href="#f-body"[^>]*>[^<]*kirim sekali lagi/)
  expect(filled.body).toContain('Jam buka?')
  const script = '<script>alert(1)</script> & "kutip" ‮ 🌧️\u0000'
  expect((await post(house, address, { body: script })).statusCode).toBe(303)
  const shown = await page(house, address)
  expect(shown).not.toContain('<script>alert')
  expect(shown).toContain('&lt;script>alert(1)')
})

test('a photo goes along, and only who holds the address or may read sees it', async () => {
  const { address, id } = await ask(house, world)
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  )
  const sent = await postMultipart(house, address, { body: '', photo: { name: 'a.png', type: 'image/png', body: png } })
  expect(sent.statusCode).toBe(303)
  const src = /src="([^"]*\/berkas\/[^"]*)"/.exec(await page(house, address))![1]!
  expect((await get(house, src)).statusCode).toBe(200)
  const another = await ask(house, world)
  expect((await get(house, src.replace(address, another.address))).statusCode).toBe(404)
  const file = `/berkas/${src.split('/').at(-1)}`
  expect((await get(house, file, world.officer)).statusCode).toBe(200)
  expect((await get(house, file, world.stranger)).statusCode).toBe(404)
  const liar = await postMultipart(house, address, {
    body: 'x',
    photo: { name: 'a.png', type: 'image/png', body: Buffer.from('<svg onload=alert(1)>') },
  })
  expect(liar.statusCode).toBe(422)
  // Once it is a case, who may read the case may open it too.
  const examiner = await newPerson(house, world.institution, world.unit, ['complaint.read'])
  expect((await get(house, file, examiner)).statusCode).toBe(404)
  const fields = { kind: 'complaint', subject: 'Foto', story: 'Lihat foto.', privacy: 'anonymous' }
  expect((await post(house, `/percakapan/${id}/laporan`, fields, world.officer)).statusCode).toBe(303)
  expect((await get(house, file, examiner)).statusCode).toBe(200)
  expect((await get(house, file, world.nobody)).statusCode).toBe(404)
})

test('a closed conversation says so, opens again by writing, and can be erased at once', async () => {
  const { address, id } = await ask(house, world, 'Rahasia saya', 'Budi')
  expect((await post(house, `${address}/hapus`, {})).statusCode).toBe(409)
  await post(house, `${address}/akhiri`, {})
  const closed = await page(house, address)
  expect(closed).toContain('Percakapan ini sudah ditutup')
  expect(closed).toContain('Sampaikan laporan')
  later(5)
  await post(house, address, { body: 'Satu lagi' })
  expect(await page(house, address)).toContain('Percakapan dibuka kembali')
  await post(house, `${address}/akhiri`, {})
  await post(house, `${address}/hapus`, {})
  await post(house, `${address}/hapus`, {})
  const erased = await page(house, address)
  expect(erased).toContain('Isi percakapan ini sudah dihapus')
  expect(erased).not.toContain('Rahasia saya')
  expect((await post(house, address, { body: 'Halo' })).statusCode).toBe(409)
  const { rows } = await house.owner.query(
    `select c.name, (select string_agg(m.body, '') from conversations.message m where m.conversation_id = c.id) as words,
      c.last_seq > 2 as counted from conversations.conversation c where c.id = $1`,
    [id],
  )
  expect(rows[0]).toEqual({ name: null, words: '', counted: true })
})

test('silence closes, time erases, and the counts stay', async () => {
  const { address, id } = await ask(house, world, 'Kata yang dihapus')
  await house.owner.query(
    `update conversations.conversation set waiting_since = null, first_answered_at = opened_at where id = $1`,
    [id],
  )
  const run = (days: number) =>
    asSystem(house, world.institution, 'conversation.read', (db, scope) =>
      tidy(db, scope, new Date(WEDNESDAY.getTime() + days * 86_400_000)),
    )
  await run(2)
  expect(await page(house, address)).not.toContain('sudah ditutup')
  await run(4)
  expect(await page(house, address)).toContain('Percakapan ditutup karena sudah dijawab')
  await run(100)
  expect(await page(house, address)).toContain('Kata yang dihapus')
  await run(190)
  expect(await page(house, address)).not.toContain('Kata yang dihapus')
  await asSystem(house, world.institution, 'conversation.read', async (db) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from conversations.message where conversation_id = ${id}`.execute(db)
    expect(rows[0]!.count).toBe(3)
  })
})

test('a note keeps no file, and says so instead of losing it', async () => {
  const own = await newWorld(house)
  const { id } = await ask(house, own, 'Pertanyaan dengan catatan')
  const officer = await newPerson(house, own.institution, own.unit, ['conversation.read', 'conversation.answer'])
  const photo = { name: 'a.pdf', type: 'application/pdf', body: Buffer.from('%PDF-1.4 catatan') }
  const sent = await postMultipart(
    house,
    `/percakapan/${id}/jawab`,
    { body: 'Lihat ini', as: 'note', seen: '1', photo },
    officer,
  )
  expect([sent.statusCode, sent.body.includes('Lihat ini')]).toEqual([422, true])
  expect(sent.body).toContain('Catatan internal tidak menyimpan berkas')
})

test('what nobody ever answers is closed honestly, counted as unanswered, and erased in its time', async () => {
  const own = await newWorld(house)
  const { address, id } = await ask(house, own, 'Pertanyaan yang dilupakan')
  await post(house, `${address}/surel`, { email: 'dilupakan@warga.example' })
  const run = (days: number) => {
    const now = new Date(WEDNESDAY.getTime() + days * 86_400_000)
    house.clock.now = now
    return asSystem(house, own.institution, 'conversation.read', (db, scope) => tidy(db, scope, now))
  }
  await run(29)
  expect(await page(house, address)).not.toContain('Pertanyaan Anda tidak kami jawab')
  await run(31)
  await run(31)
  const told = await page(house, address)
  expect(told).toContain('Pertanyaan Anda tidak kami jawab')
  expect(told.match(/Percakapan ditutup tanpa jawaban/g)).toHaveLength(1)
  expect(told).toContain(`/i/${own.institution.slug}/lapor`)
  const letters = await house.owner.query<{ title: string; body: string }>(
    `select title, body from notifications.message where institution_id = $1 and kind = 'conversations.citizen'`,
    [own.institution.id],
  )
  expect(letters.rows.map((one) => one.title)).toEqual(['Pertanyaan Anda tidak kami jawab'])
  const headers = await newClient(house, own.institution, ['conversation.read'])
  const listed = await house.app.inject({ url: '/api/v1/conversations?queue=closed', headers })
  expect(listed.json()).toMatchObject({ conversations: [{ id, outcome: 'unanswered', first_answered_at: null }] })
  // The officer sees it among the closed ones, and the promise counts as broken.
  const later = await newPerson(house, own.institution, own.unit, ['conversation.read'])
  const closed = await page(house, '/percakapan?antrean=tutup', later)
  expect(closed).toContain('Tidak pernah dijawab')
  // Who opens it reads the same, and is offered a note for officers alone, no answer that nobody would get.
  const answering = await newPerson(house, own.institution, own.unit, ['conversation.read', 'conversation.answer'])
  const shown = await page(house, `/percakapan/${id}`, answering)
  expect(shown).toContain('dihitung sebagai janji yang tidak ditepati')
  expect(shown).toMatch(/<label[^>]*>Catatan internal/)
  expect(shown).not.toMatch(/name="photo"|Kirim jawaban/)
  // The citizen may still write: it waits again from that moment on.
  await post(house, address, { body: 'Masih perlu' })
  await run(40)
  expect(await page(house, address)).not.toContain('Pertanyaan Anda tidak kami jawab')
  await run(62)
  await run(62 + 181)
  const erased = await page(house, address)
  expect(erased).toContain('Isi percakapan ini sudah dihapus')
  expect(erased).not.toContain('Pertanyaan yang dilupakan')
})

test('other words under the key of a form sent before are no repeat: whoever goes back and writes anew loses nothing', async () => {
  const _key = randomUUID()
  const fields = { about: `unit:${world.unit}`, body: 'Pertanyaan pertama', _key }
  const one = String((await post(house, world.base, fields)).headers.location)
  // Somebody else at a shared computer finds the page as it was left.
  const two = String((await post(house, world.base, { ...fields, body: 'Pertanyaan orang lain' })).headers.location)
  expect(two).not.toBe(one)
  expect(await page(house, two)).toContain('Pertanyaan orang lain')
  expect(await page(house, two)).not.toContain('Pertanyaan pertama')
  // The answer to the first sending was lost on the way, and the words were mended before the second.
  const address = one.split('?')[0]!
  const key = randomUUID()
  await post(house, address, { body: 'Besok bisa?', _key: key })
  await post(house, address, { body: 'Besok bisa? Saya dari Sukamaju.', _key: key })
  await post(house, address, { body: 'Besok bisa? Saya dari Sukamaju.', _key: key })
  expect((await page(house, address)).match(/Saya dari Sukamaju/g)).toHaveLength(1)
})

test('the promise on the first page is that of the office asked, when it is known already', async () => {
  // Its calendar has not been read yet.
  const fresh = await newWorld(house)
  const service = await asSystem(house, fresh.institution, 'service.manage', async (db, scope) => {
    const saved = await saveServices(db, scope, WEDNESDAY, [
      {
        name: 'Layanan siang',
        unit: fresh.other,
        summary: undefined,
        product: 'Surat',
        requirements: undefined,
        procedure: undefined,
        promise: 1,
        promise_unit: 'days',
        cost: 0,
        cost_note: undefined,
        channels: ['counter'],
        active: true,
      },
    ])
    return saved[0]!
  })
  await house.owner.query(
    `with next as (
       insert into organization.calendar_version (institution_id, version, at, note)
       select $1, coalesce(max(version), 0) + 1, now(), 'uji' from organization.calendar_version where institution_id = $1
       returning version
     )
     insert into organization.calendar_day (institution_id, id, unit_id, date, kind, name, source, verified, since_version)
     select $1, $2, $3, '2026-09-16', 'local_holiday', 'Pindah kantor', 'uji', true, version from next`,
    [fresh.institution.id, randomUUID(), fresh.other],
  )
  expect(await page(house, fresh.base)).toContain('Petugas sedang bertugas')
  expect(await page(house, `${fresh.base}?layanan=${service.slug}`)).toContain('Kami membalas besok pukul')
})
