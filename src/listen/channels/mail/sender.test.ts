import nodemailer from 'nodemailer'
import type Mail from 'nodemailer/lib/mailer/index.js'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createLog } from '../../../platform/log.ts'
import { getMailer } from '../../../platform/mail.ts'
import {
  get,
  newInstitution,
  newPerson,
  post,
  type TestHouse,
  type TestInstitution,
  testHouse,
} from '../../../platform/test/harness.ts'
import { formatCode } from '../../complaints/index.ts'
import { casesOf, drain, openMailbox, storyOfCase } from '../test-channels.ts'
import { type Intake, startMailIntake } from './intake.ts'

let house: TestHouse
let office: TestInstitution
let mailbox: string
let intake: Intake

beforeEach(async () => {
  house = await testHouse()
  office = await newInstitution(house)
  mailbox = `laporan@${office.slug}.example`
  await openMailbox(house, office, mailbox)
  intake = await openDoor([office])
})
afterEach(() => intake.stop())

function openDoor(institutions: readonly TestInstitution[]): Promise<Intake> {
  return startMailIntake(
    { smtp: { host: '127.0.0.1', port: 0 }, imap: undefined },
    {
      database: house.database,
      institutions: async () => institutions.map((one) => one.id),
      log: createLog('silent'),
      now: () => house.clock.now,
    },
  )
}

async function send(mail: Mail.Options) {
  house.clock.now = new Date(house.clock.now.getTime() + 1000)
  const client = nodemailer.createTransport({ host: '127.0.0.1', port: intake.smtpPort!, ignoreTLS: true })
  await client.sendMail({ from: 'Budi Warga <budi@warga.example>', to: mailbox, ...mail }).finally(() => client.close())
}

async function mails() {
  const { rows } = await house.owner.query<{ id: string; state: string; reason: string; remarks: string[] }>(
    'select id, state, reason, remarks from channels.mail where institution_id = $1 order by received_at, id',
    [office.id],
  )
  return rows
}

async function letters() {
  await drain(house, office)
  return getMailer().kept!.list(office.id, 100)
}

async function firstCase() {
  await send({ subject: 'Jalan rusak', text: 'Berlubang.' })
  const [complaint] = await casesOf(house, office)
  return { id: complaint!.id, code: formatCode(complaint!.code) }
}

test('a code and the reporter’s address count only when the own mail server vouches for the address', async () => {
  const { id, code } = await firstCase()
  const vouch = (name: string) => ({ 'Authentication-Results': `${name}; dmarc=pass header.from=warga.example` })
  await send({ subject: `Re: ${code}`, text: 'Belum diatur.', headers: vouch('mx.kantor.example') })
  const officer = await newPerson(house, office, office.root, ['channel.manage', 'channel.work'])
  const setting = { mailbox, active: 'on', per_hour: '20', pause: '10', keep: '30' }
  const wrong = await post(house, '/kanal/surel/pengaturan', { ...setting, authserv_id: 'mx kantor' }, officer)
  expect([wrong.statusCode, wrong.body.includes('Tulis nama server tanpa spasi')]).toEqual([422, true])
  const set = await post(house, '/kanal/surel/pengaturan', { ...setting, authserv_id: 'MX.kantor.example' }, officer)
  expect(set.statusCode).toBe(303)
  await send({ subject: `Re: ${code}`, text: 'Dengan jaminan orang lain.', headers: vouch('mx.lain.example') })
  expect((await mails()).map((mail) => mail.reason)).toEqual(['case', 'unproven', 'unproven'])
  expect(await storyOfCase(house, id)).toHaveLength(1)
  await send({ subject: `Re: ${code}`, text: 'Makin dalam.', headers: vouch('mx.kantor.example') })
  expect((await storyOfCase(house, id)).at(-1)).toMatchObject({ kind: 'informed', body: 'Makin dalam.' })
})

test('what an officer accepts has its enclosures checked, and the receipt goes to the reporter only', async () => {
  const { id, code } = await firstCase()
  const before = await letters()
  house.clock.now = new Date(house.clock.now.getTime() + 3_600_000)
  const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#357' } })
    .jpeg()
    .toBuffer()
  const attachments = [
    { filename: 'lubang.jpg', content: photo },
    { filename: 'bohong.jpg', content: Buffer.from('MZ bukan foto') },
  ]
  await send({ subject: `Re: ${code}`, text: 'Fotonya.', attachments })
  await send({ from: 'lain@lain.example', subject: `Re: ${code}`, text: 'Saya tetangganya.', attachments })
  const officer = await newPerson(house, office, office.root, ['channel.work', 'complaint.read'])
  for (const mail of (await mails()).slice(1))
    expect((await post(house, `/kanal/surel/${mail.id}/terima`, { code }, officer)).statusCode).toBe(303)
  const after = (await letters()).slice(0, -before.length)
  expect(after.map((letter) => letter.to)).toEqual(['budi@warga.example'])
  expect(after[0]!.text).toContain('bohong.jpg')
  const { rows } = await house.owner.query(
    'select f.name, a.event_seq from complaints.attachment a join platform.file f on f.id = a.file_id where a.complaint_id = $1 order by a.event_seq',
    [id],
  )
  expect(rows).toEqual([
    { name: 'lubang.jpg', event_seq: 2 },
    { name: 'lubang.jpg', event_seq: 4 },
  ])
  const left = 'Lampiran surel yang tidak diambil'
  expect((await get(house, `/pengaduan/${id}`, officer)).body).toContain(left)
  expect(JSON.stringify((await mails()).map(({ remarks }) => remarks))).toContain('bohong.jpg')
  expect((await mails()).map((mail) => [mail.state, mail.reason, mail.remarks.length])).toEqual([
    ['accepted', 'case', 0],
    ['accepted', 'message', 1],
    ['accepted', 'message', 1],
  ])
})

test('a mailbox that two institutions claim is nobody’s, and both are told', async () => {
  const second = await newInstitution(house)
  await openMailbox(house, second, mailbox)
  await intake.stop()
  intake = await openDoor([office, second])
  await expect(send({ subject: 'Untuk siapa?', text: 'x' })).rejects.toThrow(/451/)
  for (const one of [office, second]) {
    const { rows } = await house.owner.query('select message from channels.failure where institution_id = $1', [one.id])
    expect(rows[0]?.message).toContain(`Alamat ${mailbox} dipakai 2 instansi`)
    expect(await casesOf(house, one)).toEqual([])
  }
})

test('two offices whose Sigap answer each other stop after the first letter', async () => {
  const other = await newInstitution(house)
  const theirs = `laporan@${other.slug}.example`
  await openMailbox(house, other, theirs)
  await intake.stop()
  intake = await openDoor([office, other])
  // Somebody writes to the one in the name of the other.
  await send({ from: theirs, subject: 'Halo', text: 'Siapa di sana?' })
  const carried = new Set<string>()
  for (let round = 0; round < 5; round++)
    for (const [from, to] of [
      [office, theirs],
      [other, mailbox],
    ] as const) {
      await drain(house, from)
      for (const letter of await getMailer().kept!.list(from.id, 100)) {
        if (carried.has(letter.id)) continue
        carried.add(letter.id)
        const raw = await getMailer().kept!.raw(from.id, letter.id)
        await send({ raw: raw!, envelope: { from: '', to: [to] } })
      }
    }
  expect(carried.size).toBe(1)
  expect(await casesOf(house, office)).toHaveLength(1)
  expect(await casesOf(house, other)).toEqual([])
  expect(await getMailer().kept!.list(other.id, 100)).toEqual([])
})

test('an answering machine that hides that it is one gets one letter, not a conversation', async () => {
  // It sets no header of RFC 3834, answers from a proper address and changes Message-ID and words each time.
  const machine = 'Mesin Jawab <kantor@mesin.example>'
  await send({ from: machine, subject: 'Tanya', text: 'Apa jam buka?' })
  let seen = 0
  for (let round = 0; round < 30; round++) {
    const all = (await letters()).reverse()
    if (all.length === seen) break
    for (const letter of all.slice(seen))
      await send({
        from: machine,
        subject: `Terima kasih: ${letter.subject}`,
        text: `Kami menerima surat ke-${round}.`,
      })
    seen = all.length
  }
  expect(seen).toBe(1)
  expect(await casesOf(house, office)).toHaveLength(1)
})

test('nothing about a report of wrongdoing comes in or goes out by mail in plain words', async () => {
  const address = 'pelapor@warga.example'
  const made = await post(house, `/i/${office.slug}/lapor/singkat`, {
    about: `unit:${office.root}`,
    kind: 'whistleblowing',
    privacy: 'secret',
    subject: 'Pungutan di gudang',
    body: 'Kepala gudang meminta bagian.',
    reporter_email: address,
  })
  const code = String(made.headers.location).split('/')[4]!.slice(0, 8)
  const { rows } = await house.owner.query('select id from complaints.complaint where code = $1', [code])
  const examiner = await newPerson(house, office, office.root, ['complaint.whistleblowing'])
  const verified = { seen: '1', class: 'oversight', theme: 'integritas', unit: office.root }
  expect((await post(house, `/pelanggaran/${rows[0].id}/verifikasi`, verified, examiner)).statusCode).toBe(303)
  expect(await letters()).toEqual([])
  const threads = await house.owner.query('select from channels.thread where complaint_id = $1', [rows[0].id])
  expect(threads.rowCount).toBe(0)
  for (let n = 0; n < 2; n++)
    await send({ from: address, subject: `Laporan ${formatCode(code)}`, text: `Bukti rahasia nomor ${n}` })
  expect(await mails()).toMatchObject([
    { state: 'ignored', reason: 'apart' },
    { state: 'ignored', reason: 'apart' },
  ])
  const { rows: kept } = await house.owner.query(
    'select to_jsonb(m)::text as row, raw, complaint_id, suggested_id from channels.mail m where institution_id = $1',
    [office.id],
  )
  for (const { row, ...rest } of kept) {
    expect(row).not.toMatch(/Bukti rahasia|pelapor@warga/)
    expect(rest).toEqual({ raw: null, complaint_id: null, suggested_id: null })
  }
  expect((await storyOfCase(house, rows[0].id)).map(({ kind }) => kind)).not.toContain('informed')
  const { rows: told } = await house.owner.query<{ title: string; mailed_at: Date; row: string }>(
    'select title, mailed_at, to_jsonb(m)::text as row from notifications.message m where institution_id = $1 and email is not null order by id',
    [office.id],
  )
  expect(told.map(({ title, mailed_at }) => [title, mailed_at !== null])).toEqual([
    [`Laporan ${formatCode(code)} diterima dan diteruskan`, true],
    ['Surel Anda tidak dimasukkan', false],
  ])
  for (const { row } of told) expect(row).not.toContain(address)
})

test('a zero character in a name, an id, an address or a report keeps no mail out', async () => {
  const head = `To: ${mailbox}\r\nMIME-Version: 1.0\r\n`
  const from = (lines: string) => `From: budi@warga.example\r\n${head}Subject: Nol\r\n${lines}\r\n\r\nLampu padam.`
  const part = (name: string) =>
    `--B\r\nContent-Type: image/png; ${name}\r\nContent-Disposition: attachment; ${name}\r\n\r\nbukan foto\r\n`
  const names = [
    'name="a\0b.png"',
    `filename*=utf-8''a%00b.png`,
    'filename="=?utf-8?q?a=00b=2Epng?="',
    'filename="a\u202Eb.png"',
  ]
  const report = (fields: string) =>
    `From: MAILER-DAEMON@mail.example\r\n${head}Auto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n--B\r\nContent-Type: message/delivery-status\r\n\r\n${fields}\r\n--B--\r\n`
  const raws = [
    ...names.map((name) => from(`Content-Type: multipart/mixed; boundary=B\r\n\r\n${part(name)}--B--`)),
    ...['Message-ID: <a\0b@x.example>', 'In-Reply-To: <a\0b@x.example>', 'References: <a@x> <a\0@x>'].map(from),
    ...['Delivered-To: laporan+a\0b@x.example', 'Cc: a\0@x.example', 'Authentication-Results: a\0; spf=pass'].map(from),
    report('Final-Recipient: rfc822; bu\0di@warga.example\r\nAction: failed\r\nStatus: 5.1.1\r\n'),
    report('Final-Recipient: rfc822; budi@warga.example\r\nAction: failed\r\nMessage-ID: <a\0b@x.example>\r\n'),
  ]
  for (const raw of raws) await send({ raw })
  expect((await mails()).map((mail) => mail.state)).toEqual([
    ...Array(raws.length - 2).fill('accepted'),
    'bounce',
    'bounce',
  ])
  expect((await mails())[0]!.remarks).toEqual([expect.stringMatching(/^“a_?b.png”: /)])
})

test('a mail that points to several reports goes to the letter it answers, then to its address, then to its code', async () => {
  const made: { id: string; code: string; letter: string; address: string }[] = []
  for (const subject of ['Jalan rusak', 'Lampu padam', 'Sampah menumpuk']) {
    // One address gets one automatic letter at a time.
    house.clock.now = new Date(house.clock.now.getTime() + 3_600_000)
    await send({ subject, text: 'Sejak Senin.' })
    const found = (await casesOf(house, office)).find((one) => one.subject === subject)!
    const code = formatCode(found.code)
    const receipt = (await letters()).find((one) => one.subject.includes(code))!
    const raw = (await getMailer().kept!.raw(office.id, receipt.id))!.toString('utf8').replaceAll(/\r\n[ \t]+/g, ' ')
    const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'im').exec(raw)![1]!.trim()
    made.push({
      id: found.id,
      code,
      letter: field('Message-ID'),
      address: /laporan\+[^>\s]+/.exec(field('Reply-To'))![0],
    })
  }
  const [letter, address, code] = made as [(typeof made)[0], (typeof made)[0], (typeof made)[0]]
  const subject = `Re: ${code.code}`
  const strange = '<tak-dikenal@warga.example>'
  await send({ to: address.address, subject, inReplyTo: letter.letter, text: 'Menjawab surat.' })
  await send({
    to: address.address,
    subject,
    inReplyTo: strange,
    references: [letter.letter, strange],
    text: 'Utasnya.',
  })
  await send({ to: address.address, subject, inReplyTo: strange, text: 'Ke alamat.' })
  await send({ subject, text: 'Hanya kode.' })
  const said = async ({ id }: { id: string }) => (await storyOfCase(house, id)).slice(1).map(({ body }) => body)
  expect(await Promise.all(made.map(said))).toEqual([['Menjawab surat.', 'Utasnya.'], ['Ke alamat.'], []])
  expect((await mails()).at(-1)).toMatchObject({ state: 'quarantine', reason: 'unproven' })
  expect(await casesOf(house, office)).toHaveLength(3)
})

test('what only its headers took for a machine’s an officer can make a report, once; our own letters never', async () => {
  await send({ subject: 'Jembatan retak', text: 'Retak di tengah.', list: { unsubscribe: 'https://warga.example/u' } })
  await send({ from: mailbox, subject: 'Surat kami', text: 'x' })
  const [person, own] = await mails()
  expect([person, own]).toMatchObject([
    { state: 'ignored', reason: 'list' },
    { state: 'ignored', reason: 'own' },
  ])
  const officer = await newPerson(house, office, office.root, ['channel.work', 'complaint.read'])
  const make = (id: string) => post(house, `/kanal/surel/${id}/laporan`, {}, officer)
  expect((await get(house, `/kanal/surel/${person!.id}`, officer)).body).toContain('Jadikan laporan baru')
  expect((await get(house, `/kanal/surel/${own!.id}`, officer)).body).not.toContain('Jadikan laporan baru')
  expect((await make(own!.id)).statusCode).toBe(409)
  expect([(await make(person!.id)).statusCode, (await make(person!.id)).statusCode]).toEqual([303, 409])
  expect(await casesOf(house, office)).toMatchObject([{ subject: 'Jembatan retak', body: 'Retak di tengah.' }])
})
