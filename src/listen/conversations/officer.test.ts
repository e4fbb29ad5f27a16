import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../platform/id.ts'
import { createLog } from '../../platform/log.ts'
import { get, newClient, newPerson, post, type TestHouse, testHouse } from '../../platform/test/harness.ts'
import { mailJob } from './jobs.ts'
import { ask, newWorld, page, WEDNESDAY, type World } from './test-conversation.ts'

let house: TestHouse
let world: World
beforeAll(async () => {
  house = await testHouse()
  house.clock.now = WEDNESDAY
  world = await newWorld(house)
})
beforeEach(() => {
  house.clock.now = new Date(house.clock.now.getTime() + 60_000)
})

async function reply(id: string, body: string, as = world.officer, more: Record<string, string> = {}) {
  return post(house, `/percakapan/${id}/jawab`, { body, seen: '99', _key: randomUUID(), ...more }, as)
}

test('who sees what: only the unit reads, only who may answers, notes stay inside', async () => {
  const { address, id } = await ask(house, world, 'Di mana loketnya?')
  const talk = `/percakapan/${id}`
  for (const [who, status] of [
    [world.officer, 200],
    [world.reader, 200],
    [world.chief, 200],
    [world.stranger, 404],
    [world.nobody, 403],
  ] as const) {
    expect((await get(house, talk, who)).statusCode).toBe(status)
    expect((await get(house, `${talk}/aliran`, who)).statusCode).toBe(status)
  }
  expect(await page(house, '/percakapan', world.officer)).toContain('Di mana loketnya?')
  expect(await page(house, '/percakapan', world.stranger)).not.toContain('Di mana loketnya?')
  expect(await page(house, talk, world.reader)).not.toContain('Kirim jawaban')
  expect((await reply(id, 'x', world.reader)).statusCode).toBe(403)
  expect((await reply(id, 'x', world.stranger)).statusCode).toBe(404)
  await reply(id, 'Catatan rahasia petugas', world.officer, { as: 'note' })
  await reply(id, 'Di lantai satu.')
  const shown = await page(house, address)
  expect(shown).toContain('Di lantai satu.')
  expect(shown).toContain('Bayu Petugas')
  expect(shown).not.toContain('Catatan rahasia')
  expect((await get(house, `${address}/aliran`)).body).not.toContain('Catatan rahasia')
  expect(await page(house, talk, world.officer)).toContain('Catatan rahasia petugas')
  expect((await post(house, '/percakapan/aturan', {}, world.officer)).statusCode).toBe(403)
})

test('the language is told as a guess, in queue and conversation, for what is not Indonesian', async () => {
  const sundanese =
    'Wilujeng enjing, abdi bade naros kumaha carana ngadamel akta kalahiran pikeun budak abdi, naon wae saratna?'
  const { id } = await ask(house, world, sundanese)
  const short = await ask(house, world, 'Punten, abdi bade naros loket')
  const plain = await ask(house, world, 'Selamat pagi, saya mau tanya syarat membuat kartu keluarga baru yang hilang.')
  const queue = await page(house, '/percakapan?antrean=baru', world.officer)
  expect(queue).toMatch(/<small>Sunda/)
  expect(await page(house, `/percakapan/${id}`, world.officer)).toMatch(/Bahasa \(perkiraan\)[\s\S]{0,80}Sunda/)
  expect(await page(house, `/percakapan/${plain.id}`, world.officer)).not.toMatch(/perkiraan\)[\s\S]{0,80}(Sunda|Jawa)/)
  const { rows } = await house.owner.query(
    'select hint_sure from conversations.conversation where institution_id = $1 and id = $2',
    [world.institution.id, short.id],
  )
  expect(rows[0].hint_sure).toBe(false)
})

test('the longest wait stands first; an answer takes it out and makes it mine', async () => {
  const early = await ask(house, world, 'Yang lebih dulu')
  house.clock.now = new Date(house.clock.now.getTime() + 60_000)
  await ask(house, world, 'Yang kemudian')
  const queue = await page(house, '/percakapan?antrean=baru', world.officer)
  expect(queue.indexOf('Yang lebih dulu')).toBeLessThan(queue.indexOf('Yang kemudian'))
  await reply(early.id, 'Sudah.')
  expect(await page(house, '/percakapan', world.officer)).not.toContain('Yang lebih dulu')
  expect(await page(house, '/percakapan?antrean=saya', world.officer)).toContain('Yang lebih dulu')
  expect((await get(house, '/percakapan?antrean=x&sesudah=__&unit=a', world.officer)).statusCode).toBe(200)
})

test('an officer who has not read the answer of another does not answer twice; nor is a repeat sent twice', async () => {
  const { id, address } = await ask(house, world)
  await reply(id, 'Jawaban pertama', world.chief)
  const second = await reply(id, 'Jawaban kedua', world.officer, { seen: '1' })
  expect(second.statusCode).toBe(409)
  expect(second.body).toContain('Petugas lain sudah menjawab')
  expect(second.body).toContain('Jawaban kedua')
  // Both press at the same moment: one answer stands, the other is held back with its words, and the page shows the first.
  const crowd = await ask(house, world)
  const both = await Promise.all(
    [world.chief, world.officer].map((one, at) => reply(crowd.id, `Serentak ${at}`, one, { seen: '1' })),
  )
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([303, 409])
  const late = both.findIndex(({ statusCode }) => statusCode === 409)
  expect(both[late]!.body).toContain(`Serentak ${late}`)
  const seen = await page(house, crowd.address)
  expect([seen.includes(`Serentak ${1 - late}`), seen.includes(`Serentak ${late}`)]).toEqual([true, false])
  const _key = randomUUID()
  await reply(id, 'Hanya sekali', world.officer, { _key })
  await reply(id, 'Hanya sekali', world.officer, { _key })
  expect((await page(house, address)).match(/Hanya sekali/g)).toHaveLength(1)
})

test('handed to somebody who is away it goes to the substitute', async () => {
  const { id } = await ask(house, world)
  const hand = (to: string) => post(house, `/percakapan/${id}/serahkan`, { to }, world.officer)
  expect((await hand(world.stranger.account)).statusCode).toBe(422)
  expect((await hand(world.reader.account)).statusCode).toBe(422)
  await house.owner.query(
    `insert into complaints.absence (institution_id, id, account_id, substitute_id, from_on, to_on, created_at)
     values ($1, $2, $3, $4, '2026-09-01', '2026-09-30', now())`,
    [world.institution.id, newId(), world.chief.account, world.officer.account],
  )
  expect((await hand(world.chief.account)).statusCode).toBe(303)
  const { rows } = await house.owner.query('select assignee_id from conversations.conversation where id = $1', [id])
  expect(rows[0]).toEqual({ assignee_id: world.officer.account })
})

test('one click makes a case with the words of the citizen, once, and tells the code in the chat', async () => {
  const { id, address } = await ask(house, world, 'Lampu jalan padam di depan pasar. Sudah seminggu.', 'Sari')
  const shown = await page(house, `/percakapan/${id}`, world.officer)
  expect(shown).toContain('value="Lampu jalan padam di depan pasar."')
  const fields = { kind: 'complaint', subject: 'Lampu jalan padam', story: 'Lampu jalan padam.', privacy: 'anonymous' }
  for (const _key of [randomUUID(), randomUUID()])
    expect((await post(house, `/percakapan/${id}/laporan`, { ...fields, _key }, world.officer)).statusCode).toBe(303)
  const { rows } = await house.owner.query(
    'select channel, kind, unit_id, reporter_name, code from complaints.complaint where institution_id = $1',
    [world.institution.id],
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ channel: 'chat', kind: 'complaint', unit_id: world.unit, reporter_name: 'Sari' })
  const told = await page(house, address)
  const href = /href="(\/i\/[^"]*\/lacak\/[^"]*)"/.exec(told.slice(told.indexOf('menjadi laporan')))![1]!
  expect(await page(house, href)).toContain('Lampu jalan padam')
  expect((await post(house, `${address}/hapus`, {})).statusCode).toBe(409)
})

test('after closing it can still become a case of every kind, with the whole talk as a file and the code by mail', async () => {
  const chief = await newPerson(house, world.institution, world.institution.root, ['complaint.read'])
  for (const kind of ['complaint', 'question', 'suggestion', 'criticism', 'praise']) {
    const { id, address } = await ask(house, world, `Pertanyaan ${kind}`, 'Sari')
    await post(house, `${address}/surel`, { email: `${kind}@warga.example` })
    await reply(id, 'Jawaban petugas atas itu.')
    await reply(id, 'Catatan di dalam', world.officer, { as: 'note' })
    await post(house, `/percakapan/${id}/tutup`, { outcome: 'answered', seen: '99' }, world.officer)
    house.clock.now = new Date(house.clock.now.getTime() + 60_000)
    const fields = { kind, subject: 'Perihal', story: 'Isi', privacy: 'anonymous' }
    expect((await post(house, `/percakapan/${id}/laporan`, fields, world.officer)).statusCode).toBe(303)
    const { rows } = await house.owner.query<{ id: string; kind: string; code: string }>(
      `select p.id, p.kind, p.code from complaints.complaint p join conversations.conversation c on c.complaint_id = p.id
       where c.id = $1`,
      [id],
    )
    expect(rows[0]!.kind).toBe(kind)
    const file = /href="(\/berkas\/[^"]*)"[^>]*>[^<]*Salinan percakapan/.exec(
      await page(house, `/pengaduan/${rows[0]!.id}`, chief),
    )![1]!
    const transcript = await get(house, file, chief)
    expect(transcript.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(transcript.body).toContain(`Sari:\nPertanyaan ${kind}`)
    expect(transcript.body).toContain('Bayu Petugas (petugas):\nJawaban petugas atas itu.')
    expect(transcript.body).not.toContain('Catatan di dalam')
    expect((await get(house, file, world.stranger)).statusCode).toBe(404)
    const told = await house.owner.query<{ body: string }>(
      'select body from notifications.message where institution_id = $1 and email = $2',
      [world.institution.id, `${kind}@warga.example`],
    )
    expect(told.rows[0]!.body).toContain(`${rows[0]!.code.slice(0, 4)}-${rows[0]!.code.slice(4)}`)
    expect(await page(house, `/percakapan?antrean=tutup`, world.officer)).toContain('Menjadi laporan')
  }
})

test('a report of wrongdoing leaves the sight of every officer, and its code is the citizen’s alone', async () => {
  const { id, address } = await ask(house, world, 'Petugas meminta uang rokok', 'Sari')
  await reply(id, 'Terima kasih atas keberaniannya.')
  const fields = { kind: 'whistleblowing', subject: 'Pungutan', story: 'Meminta uang', privacy: 'open' }
  const made = await post(house, `/percakapan/${id}/laporan`, fields, world.officer)
  expect(made.headers.location).toBe('/percakapan')
  const { rows } = await house.owner.query<{ id: string; code: string; privacy: string; reporter_name: string | null }>(
    `select p.id, p.code, p.privacy, p.reporter_name from complaints.complaint p
     join conversations.conversation c on c.complaint_id = p.id where c.id = $1`,
    [id],
  )
  expect(rows[0]).toMatchObject({ privacy: 'secret', reporter_name: null })
  for (const who of [world.officer, world.chief]) {
    expect((await get(house, `/percakapan/${id}`, who)).statusCode).toBe(404)
    expect((await get(house, `/percakapan/${id}/aliran`, who)).statusCode).toBe(404)
    expect(await page(house, '/percakapan?antrean=tutup', who)).not.toContain('uang rokok')
  }
  const shown = await page(house, address)
  expect(shown).toContain(`${rows[0]!.code.slice(0, 4)}-${rows[0]!.code.slice(4)}`)
  expect(shown).toContain('menjadi laporan rahasia')
  expect(shown).not.toContain('Buka lagi dan kirim')
  expect((await post(house, address, { body: 'Satu lagi' })).statusCode).toBe(409)
  const examiner = await newPerson(house, world.institution, world.institution.root, ['complaint.whistleblowing'])
  const sealed = await page(house, `/pelanggaran/${rows[0]!.id}`, examiner)
  const file = /href="(\/berkas\/[^"]*)"[^>]*>[^<]*Salinan percakapan/.exec(sealed)![1]!
  expect((await get(house, file, examiner)).body).toContain('uang rokok')
  expect((await get(house, file, world.chief)).statusCode).toBe(404)
})

test('canned answers: of a unit or of all, put in without a script and with what was typed', async () => {
  const save = (fields: Record<string, string>, as = world.officer) =>
    post(house, '/percakapan/jawaban/baru', { active: 'on', ...fields }, as)
  const own = { name: 'Jam', shortcut: 'jam', body: 'Buka pukul 08.00.', unit: world.unit }
  expect((await save(own)).statusCode).toBe(303)
  expect((await save(own)).statusCode).toBe(409)
  expect((await save({ ...own, unit: '' })).statusCode).toBe(422)
  expect((await save({ ...own, unit: world.other })).statusCode).toBe(422)
  expect((await save({ ...own, shortcut: 'A B' })).statusCode).toBe(422)
  expect((await save({ ...own, unit: '' }, world.chief)).statusCode).toBe(303)
  const { id } = await ask(house, world)
  const shown = await page(house, `/percakapan/${id}`, world.officer)
  const canned = /<option value="([0-9a-f-]{36})"[^>]*>Jam /.exec(shown)![1]!
  const inserted = await post(house, `/percakapan/${id}/sisip`, { canned, body: 'Selamat pagi.' }, world.officer)
  expect(inserted.statusCode).toBe(200)
  expect(inserted.body).toContain('Selamat pagi.\n\nBuka pukul 08.00.')
  expect((await post(house, `/percakapan/${id}/sisip`, { canned: 'x', body: 'a' }, world.officer)).statusCode).toBe(200)
})

test('an answer nobody has seen is mailed with the way back, and the address is shown to nobody', async () => {
  const { id, address } = await ask(house, world, 'Kirim ke surel ya')
  expect((await post(house, `${address}/surel`, { email: 'bukan surel' })).statusCode).toBe(422)
  await post(house, `${address}/surel`, { email: 'warga@contoh.example' })
  await reply(id, 'Jawaban lewat surel')
  for (const where of [`/percakapan/${id}`, '/percakapan'])
    expect(await page(house, where, world.chief)).not.toContain('warga@contoh.example')
  expect(await page(house, address)).not.toContain('warga@contoh.example')
  const kept = await house.owner.query('select c::text from conversations.conversation c where id = $1', [id])
  expect(JSON.stringify(kept.rows)).not.toContain('warga@')
  const payload = { institution: world.institution.id, payload: { conversation: id, slug: world.institution.slug } }
  const run = () => mailJob.run(house.database, payload, house.clock.now, createLog('silent'))
  await run()
  await run()
  const { rows } = await house.owner.query(
    `select email, body, href from notifications.message where email = 'warga@contoh.example' and institution_id = $1`,
    [world.institution.id],
  )
  expect(rows).toHaveLength(1)
  expect(rows[0].email).toBe('warga@contoh.example')
  expect(rows[0].body).toContain('Jawaban lewat surel')
  expect(rows[0].href).not.toContain(address)
  await reply(id, 'Dibaca di halaman')
  await post(house, `${address}/dibaca`, { seq: '99' })
  await run()
  const after = await house.owner.query(
    `select count(*)::int as count from notifications.message where email = 'warga@contoh.example' and institution_id = $1`,
    [world.institution.id],
  )
  expect(after.rows[0].count).toBe(1)
})

test('a new rule changes what is promised from its date', async () => {
  const rule = {
    answer_minutes: '15',
    away_minutes: '5',
    close_days: '3',
    unanswered_days: '30',
    keep_days: '30',
    verified: 'on',
  }
  const set = (valid_from: string, answer_minutes = '15') =>
    post(house, '/percakapan/aturan', { ...rule, answer_minutes, valid_from, source: 'Keputusan uji' }, world.chief)
  expect((await set('2030-01-01')).statusCode).toBe(303)
  expect((await set('bukan')).statusCode).toBe(422)
  expect(await page(house, world.base)).toMatch(/hari ini pukul 1[12]\./)
  house.clock.now = WEDNESDAY
  expect(await page(house, world.base)).toContain('hari ini pukul 11.00 WIB')
  // Of one day the rule set last holds; the other stays to be read.
  await set('2026-09-01', '45')
  expect(await page(house, world.base)).toContain('hari ini pukul 10.45 WIB')
  await set('2026-09-01')
  expect((await get(house, '/percakapan/aturan', world.chief)).body).toContain('diganti')
  expect(await page(house, world.base)).toContain('hari ini pukul 10.15 WIB')
})

test('another system reads where conversations stand, never who asks or what', async () => {
  const own = await newWorld(house)
  const { id } = await ask(house, own, 'Kalimat rahasia saya', 'Nama Warga')
  const headers = await newClient(house, own.institution, ['conversation.read'])
  const read = (query: string) => house.app.inject({ url: `/api/v1/conversations${query}`, headers })
  const found = await read('')
  expect(found.json()).toMatchObject({
    conversations: [{ id, state: 'open', outcome: null, assigned: false }],
    next: null,
  })
  expect(found.body).not.toMatch(/rahasia|Nama Warga/)
  expect((await read('?queue=closed')).json()).toEqual({ conversations: [], next: null })
  expect((await read(`?unit=${own.other}`)).json()).toEqual({ conversations: [], next: null })
  expect((await read('?queue=x')).statusCode).toBe(422)
  expect((await house.app.inject({ url: '/api/v1/conversations' })).statusCode).toBe(401)
})

test('an answer written before the newest question came leaves that question waiting', async () => {
  const { address, id } = await ask(house, world, 'Pertama')
  const seen = /name="seen" value="(\d+)"/.exec(await page(house, `/percakapan/${id}`, world.officer))![1]!
  await post(house, address, { body: 'Oh ya, satu lagi: biayanya?' })
  const asked = house.clock.now
  house.clock.now = new Date(asked.getTime() + 60_000)
  expect(
    (await post(house, `/percakapan/${id}/jawab`, { body: 'Pukul delapan.', seen }, world.officer)).statusCode,
  ).toBe(303)
  const waits = () =>
    house.owner
      .query<{ waiting_since: Date | null }>('select waiting_since from conversations.conversation where id = $1', [id])
      .then(({ rows }) => rows[0]!.waiting_since)
  expect(await waits()).toEqual(asked)
  const now = /name="seen" value="(\d+)"/.exec(await page(house, `/percakapan/${id}`, world.officer))![1]!
  await post(house, `/percakapan/${id}/jawab`, { body: 'Gratis.', seen: now }, world.officer)
  expect(await waits()).toBeNull()
})

test('while an officer is away, new words are told to whoever stands in', async () => {
  const { address, id } = await ask(house, world, 'Halo')
  const standIn = await newPerson(house, world.institution, world.unit, ['conversation.read', 'conversation.answer'])
  await post(house, `/percakapan/${id}/jawab`, { body: 'Ya?', seen: '99' }, world.officer)
  await house.owner.query(
    `insert into complaints.absence (institution_id, id, account_id, substitute_id, from_on, to_on, created_at)
     values ($1, $2, $3, $4, '2026-09-01', '2026-09-30', now())`,
    [world.institution.id, newId(), world.officer.account, standIn.account],
  )
  await post(house, address, { body: 'Masih di sana?' })
  const { rows } = await house.owner.query<{ account_id: string }>(
    'select account_id from notifications.message where institution_id = $1 and href = $2',
    [world.institution.id, `/percakapan/${id}`],
  )
  expect(rows.map(({ account_id }) => account_id)).toEqual([standIn.account])
})
