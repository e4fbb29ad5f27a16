import { createHmac } from 'node:crypto'
import nodemailer from 'nodemailer'
import type Mail from 'nodemailer/lib/mailer/index.js'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createLog } from '../../platform/log.ts'
import { createMailer, getMailer, useMailer } from '../../platform/mail.ts'
import { allowInside } from '../../platform/outbound.ts'
import { asSystem, get, newPerson, post, type TestHouse, testHouse } from '../../platform/test/harness.ts'
import { findReceipt, formatCode } from '../complaints/index.ts'
import { newScene, type Scene, sendReport, takeStep } from '../complaints/test-scene.ts'
import { type Intake, startMailIntake } from './mail/intake.ts'
import { casesOf, drain, openMailbox } from './test-channels.ts'
import { type FakeGraph, openFakeGraph } from './test-graph.ts'
import { connectNumber } from './test-whatsapp.ts'

// Three reporters of one matter: by mail, by WhatsApp and on the page. Their reports are merged; each goes on the way
// they came, and none reads what the others said.

const SECRET = 'rahasia-gabung'
const NUMBER = '100200302'
const BUDI = '6281100000077'
const ANI = 'ani@warga.example'

let house: TestHouse
let graph: FakeGraph
let scene: Scene
let intake: Intake
let mailbox: string
beforeAll(async () => {
  house = await testHouse()
  allowInside(true)
  graph = await openFakeGraph()
})
afterAll(async () => {
  allowInside(false)
  await intake.stop()
  await graph.close()
})
beforeEach(async () => {
  await intake?.stop()
  house.clock.now = new Date()
  graph.sent.length = 0
  scene = await newScene(house, ['channel.manage', 'channel.work'])
  const { institution, officer } = scene
  mailbox = `laporan@${institution.slug}.example`
  await openMailbox(house, institution, mailbox)
  const setting = { mailbox, active: 'on', per_hour: '50', pause: '1', keep: '30', authserv_id: 'mx.kantor.example' }
  expect((await post(house, '/kanal/surel/pengaturan', setting, officer)).statusCode).toBe(303)
  await connectNumber(house, graph, NUMBER, SECRET, officer)
  intake = await startMailIntake(
    { smtp: { host: '127.0.0.1', port: 0 }, imap: undefined },
    {
      database: house.database,
      institutions: async () => [institution.id],
      log: createLog('silent'),
      now: () => house.clock.now,
    },
  )
  useMailer(createMailer({ smtpUrl: undefined, dataDir: house.folder, baseUrl: 'http://localhost:3000' }))
})

function later(minutes = 2) {
  house.clock.now = new Date(house.clock.now.getTime() + minutes * 60_000)
}

async function mail(letter: Mail.Options) {
  later()
  const client = nodemailer.createTransport({ host: '127.0.0.1', port: intake.smtpPort!, ignoreTLS: true })
  await client.sendMail({ from: `Ani <${ANI}>`, to: mailbox, ...letter }).finally(() => client.close())
  await drain(house, scene.institution)
}

/** The letters to Ani, the newest first. */
async function letters() {
  await drain(house, scene.institution)
  const kept = getMailer().kept!
  const list = (await kept.list(scene.institution.id, 50)).filter((one) => one.to === ANI)
  return Promise.all(
    list.map(async (letter) => {
      const text = (await kept.raw(scene.institution.id, letter.id))!.toString('utf8')
      const field = (name: string) =>
        new RegExp(`^${name}: ?((?:.|\\r\\n[ \\t])*)`, 'im').exec(text)?.[1]?.replaceAll(/\r\n\s+/g, ' ') ?? ''
      const replyTo = /<([^>]+)>/.exec(field('Reply-To'))?.[1] ?? field('Reply-To')
      return { ...letter, messageId: field('Message-ID'), replyTo }
    }),
  )
}

let count = 0
async function says(words: string, image?: string) {
  later()
  const timestamp = String(Math.floor(house.clock.now.getTime() / 1000))
  const what = image ? { type: 'image', image: { id: image, mime_type: 'image/jpeg', caption: words } } : undefined
  const message = {
    from: BUDI,
    id: `wamid.gabung.${++count}`,
    timestamp,
    ...(what ?? { type: 'text', text: { body: words } }),
  }
  const value = { metadata: { phone_number_id: NUMBER }, messages: [message] }
  const payload = JSON.stringify({ entry: [{ changes: [{ value }] }] })
  const answer = await house.app.inject({
    method: 'POST',
    url: `/api/webhook/whatsapp/${scene.institution.slug}`,
    payload,
    headers: {
      'content-type': 'application/json',
      'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(payload).digest('hex')}`,
    },
  })
  expect(answer.json()).toEqual({ taken: 1 })
  await drain(house, scene.institution)
}

const heard = () => graph.sent.map((one) => (one.body['text'] as { body: string } | undefined)?.body ?? '')

/** Ani by mail, Budi by WhatsApp, Citra on the page; the first two are merged into hers. */
async function three() {
  await mail({ subject: 'Lampu padam di Jalan Melati', text: 'Kata pertama Ani.' })
  await says('Kata pertama Budi: lampu Jalan Melati padam')
  for (const reply of ['0', '2']) await says(reply)
  const { code, id } = await sendReport(scene, { subject: 'Lampu', body: 'Kata pertama Citra.', privacy: 'open' })
  const cases = await casesOf(house, scene.institution)
  const [ani, budi] = [cases.find((one) => one.channel === 'email')!, cases.find((one) => one.channel === 'whatsapp')!]
  for (const one of [ani, budi]) {
    const merged = await post(house, `/pengaduan/${one.id}/gabung`, { into: id }, scene.officer)
    expect(merged.statusCode, merged.body.slice(0, 300)).toBe(303)
  }
  return { ani, budi, citra: { id, code: code.slice(0, 8), own: `${scene.base}/lacak/${code}` } }
}

async function story(id: string) {
  const { rows } = await house.owner.query<{ seq: number; kind: string; body: string | null; voice_id: string | null }>(
    'select seq, kind, body, voice_id from complaints.event where institution_id = $1 and complaint_id = $2 order by seq',
    [scene.institution.id, id],
  )
  return rows
}

async function filesOf(id: string): Promise<{ name: string; event_seq: number; file_id: string }[]> {
  const { rows } = await house.owner.query(
    `select f.name, a.event_seq, a.file_id from complaints.attachment a join platform.file f on f.id = a.file_id
     where a.institution_id = $1 and a.complaint_id = $2 order by f.created_at`,
    [scene.institution.id, id],
  )
  return rows
}

const photo = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#357' } })
    .jpeg()
    .toBuffer()

/** The reporter's own page by the link in what they were sent. */
async function pageBy(text: string) {
  const path = /\/i\/[\w-]+\/lacak\/[0-9A-Z]{14}/.exec(text)![0]
  return { path, body: (await get(house, path)).body }
}

test('by an old address, an old letter or an old code in the subject, mail lands where the matter is handled', async () => {
  const { ani, citra } = await three()
  const [receipt] = await letters()
  const before = (await story(citra.id)).length
  await mail({ to: receipt!.replyTo, subject: 'Lanjutan', text: 'Lewat alamat lama.' })
  await mail({
    inReplyTo: receipt!.messageId,
    references: receipt!.messageId,
    subject: 'Re: x',
    text: 'Lewat surat lama.',
  })
  await mail({
    subject: `Re: laporan ${formatCode(ani.code)}`,
    text: 'Lewat kode lama.',
    headers: { 'Authentication-Results': 'mx.kantor.example; dmarc=pass header.from=warga.example' },
    attachments: [
      { filename: 'lampu.jpg', content: await photo() },
      { filename: 'bohong.jpg', content: Buffer.from('MZ bukan foto') },
    ],
  })
  const written = (await story(citra.id)).slice(before)
  const added = written.filter(({ kind }) => kind !== 'noted')
  expect(written.at(-1)).toMatchObject({ kind: 'noted', body: expect.stringContaining('“bohong.jpg”: ') })
  expect(added.map(({ body }) => body)).toEqual(['Lewat alamat lama.', 'Lewat surat lama.', 'Lewat kode lama.'])
  expect(added.every(({ kind, voice_id }) => kind === 'informed' && voice_id === ani.id)).toBe(true)
  expect(await casesOf(house, scene.institution)).toHaveLength(3)

  // What the machine answers names her own report, never the one it is handled with.
  const [told] = await letters()
  expect(told!.text).toContain('bohong.jpg')
  for (const one of await letters())
    expect(one.text + one.subject).not.toMatch(new RegExp(`${citra.code}|${formatCode(citra.code)}`))
  const hers = await pageBy(told!.text)
  expect(hers.body).toContain('Lewat alamat lama.')
  expect(hers.body).not.toContain('Citra')
  const [file] = await filesOf(citra.id)
  expect(file).toMatchObject({ name: 'lampu.jpg', event_seq: added[2]!.seq })
  expect((await get(house, `${hers.path}/berkas/${file!.file_id}`)).statusCode).toBe(200)
  const others = (await get(house, citra.own)).body
  for (const words of ['Lewat', 'Ani', 'lampu.jpg']) expect(others).not.toContain(words)
  expect((await get(house, `${citra.own}/berkas/${file!.file_id}`)).statusCode).toBe(404)
  // The officer reads it, and who said it.
  const staff = (await get(house, `/pengaduan/${citra.id}`, scene.officer)).body
  expect(staff).toContain('Lewat kode lama.')
  expect(staff).toContain('Pelapor laporan yang digabung')
})

test('a WhatsApp talk goes on where the matter is handled; the answer comes back to each by their own code', async () => {
  const { ani, budi, citra } = await three()
  const before = (await story(citra.id)).length
  await says('Masih padam malam ini')
  graph.media.set('foto-9', await photo())
  await says('Ini fotonya', 'foto-9')
  expect((await story(citra.id)).slice(before)).toMatchObject([
    { kind: 'informed', body: 'Masih padam malam ini', voice_id: budi.id },
    { kind: 'informed', body: 'Ini fotonya', voice_id: budi.id },
  ])
  expect(await casesOf(house, scene.institution)).toHaveLength(3)
  expect((await filesOf(citra.id)).map((one) => one.event_seq)).toEqual([before + 2])
  expect((await get(house, citra.own)).body).not.toMatch(/Masih padam|Ini fotonya/)

  const handler = await newPerson(house, scene.institution, scene.institution.root, [
    'complaint.read',
    'complaint.verify',
    'complaint.handle',
  ])
  await takeStep(scene, citra.id, 'verifikasi', { class: 'ordinary', theme: 'integritas', unit: scene.unit }, handler)
  await takeStep(scene, citra.id, 'jawab', { outcome: 'resolved', body: 'Lampunya sudah diganti.' }, handler)
  await drain(house, scene.institution)
  const answer = heard().findLast((words) => words.includes('Lampunya sudah diganti.'))!
  expect(answer).toContain(formatCode(budi.code))
  expect(answer).not.toContain(formatCode(citra.code))
  const letter = (await letters()).find((one) => one.text.includes('Lampunya sudah diganti.'))
  expect(letter?.subject).toContain(formatCode(ani.code))
  const his = await pageBy(answer)
  expect(his.body).toContain('Masih padam malam ini')
  expect(his.body).not.toMatch(/Kata pertama (Ani|Citra)/)
})

test('what does not reach one of several reporters is noted with the code of the one it did not reach', async () => {
  const { budi, citra } = await three()
  later(25 * 60)
  const handler = await newPerson(house, scene.institution, scene.institution.root, [
    'complaint.read',
    'complaint.verify',
    'complaint.handle',
  ])
  await takeStep(scene, citra.id, 'verifikasi', { class: 'ordinary', theme: 'integritas', unit: scene.unit }, handler)
  await drain(house, scene.institution)
  const noted = (await story(citra.id)).filter(({ kind, body }) => kind === 'noted' && body?.includes('WhatsApp'))
  expect(noted.map(({ body }) => body)).toEqual([expect.stringContaining(`laporan ${formatCode(budi.code)} tidak`)])
  // The others are told as ever, and none reads of another's telephone.
  expect((await letters())[0]!.text).not.toContain('WhatsApp kepada')
  expect((await get(house, citra.own)).body).not.toContain('WhatsApp kepada')
})

test('a letter that comes back is noted where the matter is handled, with the code of the one it did not reach', async () => {
  const { ani, citra } = await three()
  const [letter] = await letters()
  const report = [
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    'From: MAILER-DAEMON@warga.example',
    `To: ${mailbox}`,
    'Subject: Undelivered',
    '',
    '--b\r\nContent-Type: text/plain\r\n\r\nFailed.',
    `--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ${ANI}\r\nAction: failed\r\nStatus: 5.1.1`,
    `--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${letter!.messageId}\r\nSubject: x\r\n\r\nx`,
    '--b--',
  ].join('\r\n')
  for (const _ of [1, 2]) await mail({ raw: report, envelope: { from: '', to: mailbox } })
  const noted = (await story(citra.id)).filter(({ body }) => body?.includes('tidak sampai'))
  expect(noted).toMatchObject([
    { kind: 'noted', body: expect.stringContaining(`laporan ${formatCode(ani.code)} tidak`) },
  ])
})

test('who takes the whole report back is found on no channel any more; what others reported stays', async () => {
  await mail({ subject: 'Lampu padam di Jalan Melati', text: 'Sudah seminggu.' })
  await mail({ from: 'Dewi <dewi@warga.example>', subject: 'Jalan berlubang', text: 'Di depan pasar.' })
  await says('Lampu Jalan Melati padam')
  for (const reply of ['0', '2']) await says(reply)
  const cases = await casesOf(house, scene.institution)
  const kept = async () => {
    const { rows } = await house.owner.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'channels'
       and tablename in (select table_name from information_schema.columns
         where table_schema = 'channels' and column_name = 'institution_id')`,
    )
    const texts = await Promise.all(
      rows.map(({ name }) =>
        house.owner.query<{ text: string }>(
          `select to_jsonb(t)::text as text from channels.${name} t where institution_id = $1`,
          [scene.institution.id],
        ),
      ),
    )
    const told = await house.owner.query<{ text: string }>(
      'select to_jsonb(m)::text as text from notifications.message m where institution_id = $1',
      [scene.institution.id],
    )
    return [told, ...texts].flatMap((found) => found.rows.map((row) => row.text)).join('\n')
  }
  const [lamp] = cases
  await takeStep(scene, lamp!.id, 'verifikasi', { class: 'ordinary', theme: 'sarana', unit: scene.unit }, scene.officer)
  await drain(house, scene.institution)
  for (const known of [ANI, BUDI, 'dewi@warga.example']) expect(await kept()).toContain(known)
  for (const one of [cases.find((found) => found.subject.includes('Lampu padam di'))!, cases.at(-1)!]) {
    const receipt = await asSystem(house, scene.institution, 'complaint.read', (db, scope) =>
      findReceipt(db, scope, one.id),
    )
    const own = `${scene.base}/lacak/${receipt!.code}${receipt!.key}`
    expect((await post(house, `${own}/tarik`, { what: 'report' })).statusCode).toBe(303)
  }
  const rest = await kept()
  for (const gone of [ANI, BUDI]) expect(rest).not.toContain(gone)
  expect(rest).toContain('dewi@warga.example')
  expect((await get(house, '/kanal/surel', scene.officer)).statusCode).toBe(200)
  // Who writes again is somebody new.
  await says('Saya ingin melapor hal lain')
  expect(await kept()).toContain(BUDI)
})
