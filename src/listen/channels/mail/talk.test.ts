import nodemailer from 'nodemailer'
import type Mail from 'nodemailer/lib/mailer/index.js'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createLog } from '../../../platform/log.ts'
import { createMailer, getMailer, useMailer } from '../../../platform/mail.ts'
import { get, newPerson, post, type TestHouse, testHouse } from '../../../platform/test/harness.ts'
import { ask, newWorld, page, type World } from '../../conversations/test-conversation.ts'
import { casesOf, drain, openMailbox } from '../test-channels.ts'
import { type Intake, startMailIntake } from './intake.ts'
import { parseMail } from './parse.ts'

const CITIZEN = 'sari@warga.example'
const SPAN_MS = 10 * 60_000
let house: TestHouse
let world: World
let mailbox: string
let intake: Intake
let talk: Awaited<ReturnType<typeof ask>>

beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => intake.stop())

beforeEach(async () => {
  await intake?.stop()
  world = await newWorld(house)
  mailbox = `laporan@${world.institution.slug}.example`
  await openMailbox(house, world.institution, mailbox)
  intake = await startMailIntake(
    { smtp: { host: '127.0.0.1', port: 0 }, imap: undefined },
    {
      database: house.database,
      institutions: async () => [world.institution.id],
      log: createLog('silent'),
      now: () => house.clock.now,
    },
  )
  useMailer(createMailer({ smtpUrl: undefined, dataDir: house.folder, baseUrl: 'http://localhost:3000' }))
  talk = await ask(house, world, 'Syarat pindah apa saja?', 'Sari')
  await post(house, `${talk.address}/surel`, { email: CITIZEN })
})

function later(minutes: number) {
  house.clock.now = new Date(house.clock.now.getTime() + minutes * 60_000)
}

async function officerSays(body: string) {
  later(1)
  const said = await post(house, `/percakapan/${talk.id}/jawab`, { body, seen: '99' }, world.officer)
  expect(said.statusCode).toBe(303)
  later(6)
  await house.owner.query(
    `update graphile_worker._private_jobs set run_at = now() where payload->>'institution' = $1`,
    [world.institution.id],
  )
  await drain(house, world.institution)
}

/** The letters that left, the newest first, read as a mail program reads them. */
async function letters() {
  const kept = getMailer().kept!
  const list = await kept.list(world.institution.id, 50)
  return Promise.all(
    list.map(async (letter) => {
      const raw = (await kept.raw(world.institution.id, letter.id))!
      const text = raw.toString('utf8')
      const field = (name: string) =>
        new RegExp(`^${name}: ?((?:.|\\r\\n[ \\t])*)`, 'im').exec(text)?.[1]?.replaceAll(/\r\n\s+/g, ' ') ?? ''
      const replyTo = /<([^>]+)>/.exec(field('Reply-To'))?.[1] ?? field('Reply-To')
      return { ...letter, field, replyTo, parsed: await parseMail(raw, undefined) }
    }),
  )
}

/** Answers the newest letter as a citizen's mail program does. */
async function answer(mail: Mail.Options) {
  later(1)
  const [newest] = await letters()
  const id = newest!.field('Message-ID')
  const client = nodemailer.createTransport({ host: '127.0.0.1', port: intake.smtpPort!, ignoreTLS: true })
  const fields = {
    from: CITIZEN,
    to: newest!.replyTo,
    subject: `Re: ${newest!.subject}`,
    inReplyTo: id,
    references: id,
  }
  await client.sendMail({ ...fields, ...mail }).finally(() => client.close())
}

async function mails() {
  const { rows } = await house.owner.query<
    Record<'id' | 'state' | 'reason' | 'sender' | 'words' | 'raw', string | null>
  >(
    'select id, state, reason, sender, words, raw from channels.mail where institution_id = $1 order by received_at, id',
    [world.institution.id],
  )
  return rows
}

/** Where any of it stands, of this institution, in the whole database. */
async function tablesThatSay(...words: readonly string[]) {
  const { rows: tables } = await house.owner.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.columns
     where column_name = 'institution_id' and table_schema not like 'pg\\_%' and is_updatable = 'YES'`,
  )
  const look = tables.map(
    ({ name }) => `select '${name}' as name where exists (select from ${name} x where x.institution_id = $1
      and x::text ~* $2)`,
  )
  const { rows } = await house.owner.query<{ name: string }>(look.join(' union all '), [
    world.institution.id,
    words.join('|'),
  ])
  return rows.map(({ name }) => name)
}

const photo = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#357' } })
    .jpeg()
    .toBuffer()

test('an answer by mail lands in the conversation without its quotation, and the next letter continues the thread', async () => {
  await officerSays('Bawa KTP dan kartu keluarga.')
  const [first] = await letters()
  expect(first!.to).toBe(CITIZEN)
  expect(first!.text).toContain('Anda dapat menjawab dengan membalas surel ini.')
  expect(first!.text).not.toContain('tidak perlu dibalas')
  expect(first!.replyTo).toMatch(/^laporan\+[a-z2-7]{42}@/)
  await answer({
    text: 'Fotokopi atau asli?\n\nPada Sab, 21 Nov 2026 pukul 10.15 Kantor <laporan@x.example> menulis:\n> Bawa KTP.',
    messageId: '<satu@warga.example>',
  })
  for (const shown of [await page(house, talk.address), await page(house, `/percakapan/${talk.id}`, world.officer)]) {
    expect(shown).toContain('Fotokopi atau asli?')
    expect(shown).toContain('lewat surel')
    expect(shown).not.toContain('menulis:')
  }
  expect(await page(house, '/percakapan', world.officer)).toContain('Fotokopi atau asli?')
  await officerSays('Yang asli.')
  const [second] = await letters()
  expect(second!.text).toContain('Yang asli.')
  expect(second!.text).not.toContain('Bawa KTP')
  expect(second!.field('References')).toContain('<satu@warga.example>')
  expect(second!.field('References')).toContain(first!.field('Message-ID'))
  expect(await casesOf(house, world.institution)).toEqual([])
})

test('an answer nobody saw on the page is mailed although a mail came in between', async () => {
  await officerSays('Jawaban pertama.')
  later(1)
  await post(house, `/percakapan/${talk.id}/jawab`, { body: 'Jawaban kedua.', seen: '99' }, world.officer)
  await answer({ text: 'Terima kasih.' })
  await officerSays('Jawaban ketiga.')
  const [newest] = await letters()
  expect(newest!.text).toContain('Jawaban kedua.\n\nJawaban ketiga.')
  expect(newest!.text).not.toContain('Jawaban pertama.')
})

test('what came by mail is kept by the conversation alone, and its writer’s address nowhere', async () => {
  await officerSays('Bawa KTP.')
  await answer({ text: 'Isi yang hanya untuk percakapan.' })
  const [mail] = await mails()
  expect(mail).toMatchObject({ state: 'accepted', reason: 'conversation', sender: null, words: '', raw: null })
  const admin = await newPerson(house, world.institution, world.institution.root, ['channel.work', 'conversation.read'])
  const shown = await page(house, `/kanal/surel/${mail!.id}`, admin)
  expect(shown).toContain(`/percakapan/${talk.id}`)
  for (const html of [shown, await page(house, '/kanal/surel', admin)]) {
    expect(html).not.toContain(CITIZEN)
    expect(html).not.toContain('Isi yang hanya')
  }
})

test('the same mail twice is one message; automatic answers and lists are none and get no letter', async () => {
  await officerSays('Bawa KTP.')
  await answer({ text: 'Sekali saja.', messageId: '<sekali@warga.example>' })
  await answer({ text: 'Sekali saja.', messageId: '<sekali@warga.example>' })
  await answer({ text: 'Saya sedang cuti.', headers: { 'Auto-Submitted': 'auto-replied' } })
  await answer({ text: 'Buletin.', list: { id: 'berita.example' } })
  await answer({ text: 'Kembali.', headers: { 'X-Sigap-Loop': world.institution.id } })
  const shown = await page(house, talk.address)
  expect(shown.match(/Sekali saja/g)).toHaveLength(1)
  expect(shown).not.toContain('cuti')
  await drain(house, world.institution)
  expect(await letters()).toHaveLength(1)
  expect((await mails()).map((mail) => mail.reason)).toEqual(['conversation', 'automatic', 'list', 'own'])
})

test('two programs that answer each other stop at the hourly measure', async () => {
  await house.owner.query('update channels.setting set most_per_hour = 3 where institution_id = $1', [
    world.institution.id,
  ])
  await officerSays('Bawa KTP.')
  for (const number of [1, 2, 3, 4, 5]) await answer({ text: `Otomatis ${number}.` })
  expect((await mails()).map((mail) => mail.reason)).toEqual([
    'conversation',
    'conversation',
    'conversation',
    'rate',
    'rate',
  ])
  expect(await letters()).toHaveLength(1)
})

test('another address waits for an officer, who may let it through once', async () => {
  await officerSays('Bawa KTP.')
  await answer({ from: 'Lain <lain@orang.example>', text: 'Saya suaminya.' })
  const [mail] = await mails()
  expect(mail).toMatchObject({ state: 'quarantine', reason: 'stranger', sender: 'lain@orang.example' })
  expect(await page(house, talk.address)).not.toContain('suaminya')
  const worker = await newPerson(house, world.institution, world.institution.root, ['channel.work'])
  const shown = await page(house, `/kanal/surel/${mail!.id}`, worker)
  expect(shown).toContain('Masukkan ke percakapan')
  expect(shown).not.toContain(`/percakapan/${talk.id}"`)
  const accept = () => post(house, `/kanal/surel/${mail!.id}/percakapan`, {}, worker)
  expect((await post(house, `/kanal/surel/${mail!.id}/percakapan`, {}, world.officer)).statusCode).toBe(403)
  expect((await accept()).statusCode).toBe(303)
  expect((await accept()).statusCode).toBe(409)
  expect(await page(house, talk.address)).toContain('Saya suaminya.')
  expect((await mails())[0]).toMatchObject({ state: 'accepted', sender: null })
})

test('enclosures are kept like uploads; what is refused is said on the page and in one letter', async () => {
  // Both of its mails lie in one span of ten minutes.
  house.clock.now = new Date(Math.ceil(house.clock.now.getTime() / SPAN_MS) * SPAN_MS)
  await officerSays('Kirim fotonya.')
  const bad = [
    { filename: 'bohong.jpg', content: Buffer.from('MZ\u0090\u0000 bukan foto') },
    { filename: 'gambar.svg', content: '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>' },
  ]
  const good = [1, 2].map(async (at) => ({ filename: `foto-${at}.jpg`, content: await photo() }))
  await answer({ text: 'Ini fotonya.', attachments: [...(await Promise.all(good)), ...bad] })
  const shown = await page(house, talk.address)
  expect(shown.match(/class="photo"/g)).toHaveLength(2)
  expect(shown).toContain('“bohong.jpg”')
  const file = /src="([^"]*\/berkas\/[^"]*)"/.exec(shown)![1]!
  expect((await get(house, file)).headers['content-type']).toMatch(/^image\//)
  await answer({ text: 'Sekali lagi.', attachments: bad })
  await drain(house, world.institution)
  const [refused, ...others] = await letters()
  expect(others).toHaveLength(1)
  expect(refused!.text).toContain('bohong.jpg')
})

test('a closed conversation opens again; an erased one, and one whose address was taken back, take nothing', async () => {
  await officerSays('Bawa KTP.')
  await post(house, `/percakapan/${talk.id}/tutup`, { outcome: 'answered', seen: '99' }, world.officer)
  await answer({ text: 'Masih ada pertanyaan.' })
  expect(await page(house, `/percakapan/${talk.id}`, world.officer)).toContain('Percakapan dibuka kembali')
  await post(house, `${talk.address}/surel`, { email: '' })
  await answer({ text: 'Dari alamat yang sudah dihapus.' })
  await post(house, `${talk.address}/akhiri`, {})
  expect(await tablesThatSay(CITIZEN, 'alamat yang sudah', 'Bawa KTP')).toContain('conversations.message')
  await post(house, `${talk.address}/hapus`, {})
  expect(await tablesThatSay(CITIZEN, 'alamat yang sudah', 'Bawa KTP', 'Syarat pindah')).toEqual([])
  await answer({ text: 'Sesudah dihapus.' })
  expect((await mails()).map((mail) => mail.reason)).toEqual(['conversation', 'stranger', 'gone'])
  const worker = await newPerson(house, world.institution, world.institution.root, ['channel.work'])
  const over = await post(house, `/kanal/surel/${(await mails()).at(-1)!.id}/percakapan`, {}, worker)
  expect(over.statusCode).toBe(409)
  expect(over.body).toContain('tidak menerima pesan lagi')
})

test('a letter that comes back takes the address away, once; nothing is answered', async () => {
  await officerSays('Bawa KTP.')
  const [letter] = await letters()
  const report = [
    'From: Mail Delivery System <mailer-daemon@mx.example>',
    `To: ${letter!.replyTo}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
    '',
    `--r\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; ${CITIZEN}\r\nAction: failed\r\nStatus: 5.1.1`,
    `--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${letter!.field('Message-ID')}`,
    '--r--',
  ].join('\r\n')
  const envelope = { from: '', to: [letter!.replyTo] }
  await answer({ envelope, raw: report })
  await answer({ envelope, raw: `X-Lain: ya\r\n${report}` })
  const shown = await page(house, `/percakapan/${talk.id}`, world.officer)
  expect(shown.match(/tidak sampai, jadi alamatnya dihapus/g)).toHaveLength(1)
  expect(await letters()).toHaveLength(1)
  expect((await mails()).map(({ state, sender, words }) => [state, sender, words])).toEqual([
    ['bounce', null, ''],
    ['bounce', null, ''],
  ])
})

test('a long answer is not cut off, and the token of a case is none of a conversation', async () => {
  await officerSays('Ceritakan lengkap.')
  await answer({ text: `${'kalimat yang panjang. '.repeat(400)}AKHIR` })
  expect(await page(house, talk.address)).toContain('AKHIR')
  expect((await mails())[0]!.reason).toBe('conversation')
})
