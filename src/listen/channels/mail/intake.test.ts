import type { AddressInfo } from 'node:net'
import nodemailer from 'nodemailer'
import type Mail from 'nodemailer/lib/mailer/index.js'
import sharp from 'sharp'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../../../platform/log.ts'
import { createMailer, getMailer, useMailer } from '../../../platform/mail.ts'
import {
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
import { parseMail } from './parse.ts'

type Sent = { from: string | false; to: string[]; raw: Buffer }

let house: TestHouse
let office: TestInstitution
let mailbox: string
let intake: Intake
let out: SMTPServer
let outPort: number
const sent: Sent[] = []

beforeAll(async () => {
  house = await testHouse()
  out = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        sent.push({
          from: mailFrom ? mailFrom.address : false,
          to: rcptTo.map((one) => one.address),
          raw: Buffer.concat(chunks),
        })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => out.listen(0, '127.0.0.1', () => resolve()))
  outPort = (out.server.address() as AddressInfo).port
})
afterAll(async () => {
  await intake.stop()
  getMailer().close()
  await new Promise<void>((resolve) => out.close(() => resolve()))
})

beforeEach(async () => {
  await intake?.stop()
  office = await newInstitution(house)
  mailbox = `laporan@${office.slug}.example`
  await openMailbox(house, office, mailbox)
  const institution = office.id
  intake = await startMailIntake(
    { smtp: { host: '127.0.0.1', port: 0 }, imap: undefined },
    {
      database: house.database,
      institutions: async () => [institution],
      log: createLog('silent'),
      now: () => house.clock.now,
    },
  )
  sent.length = 0
  getMailer().close()
  useMailer(
    createMailer({ smtpUrl: `smtp://127.0.0.1:${outPort}`, dataDir: house.folder, baseUrl: 'http://localhost:3000' }),
  )
})

/** Sends as a citizen's mail program does. */
async function send(mail: Mail.Options) {
  house.clock.now = new Date(house.clock.now.getTime() + 1000)
  const client = nodemailer.createTransport({ host: '127.0.0.1', port: intake.smtpPort!, ignoreTLS: true })
  try {
    return await client.sendMail({ from: 'Budi Warga <budi@warga.example>', to: mailbox, ...mail })
  } finally {
    client.close()
  }
}

async function mails() {
  const { rows } = await house.owner.query<{
    state: string
    reason: string
    remarks: string[]
    suggested_id: string | null
    complaint_id: string | null
  }>(
    'select state, reason, remarks, suggested_id, complaint_id from channels.mail where institution_id = $1 order by received_at, id',
    [office.id],
  )
  return rows
}

/** The letter that went out last, read as a mail program reads it. */
async function lastLetter() {
  await drain(house, office)
  const letter = sent.at(-1)
  if (!letter) throw new Error('no letter went out')
  const text = letter.raw.toString('utf8')
  const field = (name: string) =>
    new RegExp(`^${name}: ?((?:.|\\r\\n[ \\t])*)`, 'im').exec(text)?.[1]?.replaceAll(/\r\n\s+/g, ' ')
  return { ...letter, text, field, parsed: await parseMail(letter.raw, undefined) }
}

describe('a conversation by mail', () => {
  test('from the first mail over the answer to the reply in the same case', async () => {
    await send({
      subject: 'Lampu jalan mati',
      text: 'Sejak Senin lampu di Jalan Melati mati.',
      messageId: '<satu@warga.example>',
    })
    const [complaint] = await casesOf(house, office)
    expect(complaint).toMatchObject({ subject: 'Lampu jalan mati', channel: 'email', status: 'received' })

    const receipt = await lastLetter()
    expect(receipt.to).toEqual(['budi@warga.example'])
    expect(receipt.from).toBeFalsy()
    expect(receipt.parsed.subject).toContain(formatCode(complaint!.code))
    expect(receipt.field('Auto-Submitted')).toBe('auto-replied')
    expect(receipt.field('X-Auto-Response-Suppress')).toBe('All')
    expect(receipt.field('References')).toContain('<satu@warga.example>')
    expect(receipt.field('In-Reply-To')).toBe('<satu@warga.example>')
    expect(receipt.field('Reply-To')).toMatch(/laporan\+[a-z2-7]{42}@/)

    const officer = await newPerson(house, office, office.root, [
      'complaint.read',
      'complaint.verify',
      'complaint.handle',
    ])
    const asked = await post(
      house,
      `/pengaduan/${complaint!.id}/lengkapi`,
      { seen: '1', body: 'Di nomor berapa?' },
      officer,
    )
    expect(asked.statusCode).toBe(303)
    const question = await lastLetter()
    expect(question.text).toContain('Di nomor berapa?')
    expect(question.field('References')).toContain('<satu@warga.example>')
    expect(question.field('List-Unsubscribe')).toMatch(/^<http/)
    expect(question.from).toMatch(/^laporan\+/)

    await send({
      subject: 'Re: sembarang judul',
      inReplyTo: question.field('Message-ID')!,
      references: [question.field('Message-ID')!],
      text: 'Depan nomor 12.\n\nPada Sab, 21 Nov 2026 pukul 10.15 Kantor <laporan@x.example> menulis:\n> Di nomor berapa?',
    })
    expect((await casesOf(house, office)).map((one) => one.status)).toEqual(['received'])
    expect((await storyOfCase(house, complaint!.id)).at(-1)).toMatchObject({
      kind: 'completed',
      actor: 'citizen',
      channel: 'email',
      body: 'Depan nomor 12.',
    })

    await send({
      to: question.parsed && addressIn(question.field('Reply-To')!),
      subject: 'lain',
      text: 'Lewat alamat laporan.',
    })
    expect((await storyOfCase(house, complaint!.id)).at(-1)).toMatchObject({
      kind: 'informed',
      body: 'Lewat alamat laporan.',
    })
    expect(await casesOf(house, office)).toHaveLength(1)
  })

  test('the same mail twice is one case, also when it comes by another road', async () => {
    const raw = `From: budi@warga.example\r\nTo: ${mailbox}\r\nMessage-ID: <dua@warga.example>\r\nSubject: Sampah\r\n\r\nMenumpuk.`
    await send({ raw })
    await send({ raw })
    await send({ raw: `Received: from elsewhere\r\n${raw}` })
    expect(await casesOf(house, office)).toHaveLength(1)
    expect(await mails()).toHaveLength(1)
  })

  test('one sender gets one automatic letter at a time', async () => {
    await send({ subject: 'Satu', text: 'a' })
    await drain(house, office)
    await send({ subject: 'Dua', text: 'b' })
    await drain(house, office)
    expect(sent).toHaveLength(1)
    expect(await casesOf(house, office)).toHaveLength(2)
  })

  test('more than the hourly measure of one address waits for an officer', async () => {
    await house.owner.query('update channels.setting set most_per_hour = 2 where institution_id = $1', [office.id])
    for (const text of ['a', 'b', 'c', 'd']) await send({ subject: 'Banyak', text })
    expect((await mails()).map((mail) => mail.reason)).toEqual(['case', 'case', 'rate', 'rate'])
  })
})

describe('who may add to a case', () => {
  test('the code in the subject helps only the reporter', async () => {
    await send({ subject: 'Jalan rusak', text: 'Berlubang.' })
    const [complaint] = await casesOf(house, office)
    const code = formatCode(complaint!.code)
    await send({ from: 'jahat@lain.example', subject: `Re: ${code}`, text: 'Tutup saja laporan ini.' })
    expect((await mails()).at(-1)).toMatchObject({
      state: 'quarantine',
      reason: 'unverified',
      suggested_id: complaint!.id,
    })
    expect(await storyOfCase(house, complaint!.id)).toHaveLength(1)
    await send({ subject: `Re: ${code} Jalan rusak`, text: 'Makin dalam.' })
    expect((await mails()).at(-1)).toMatchObject({ state: 'quarantine', reason: 'unproven' })
  })

  test('an address that is only claimed reads and changes nothing', async () => {
    await send({ subject: 'Rahasia saya', text: 'Isi rahasia.', messageId: '<rahasia@warga.example>' })
    const [complaint] = await casesOf(house, office)
    await drain(house, office)
    sent.length = 0
    await send({ subject: 'Re: Rahasia saya', text: 'Apa isi laporan saya?', references: ['<rahasia@warga.example>'] })
    expect((await mails()).at(-1)).toMatchObject({ state: 'quarantine', reason: 'unverified' })
    await drain(house, office)
    expect(sent).toHaveLength(0)
    expect(await storyOfCase(house, complaint!.id)).toHaveLength(1)
  })

  test('an address of a case with one letter changed is a new case', async () => {
    await send({ subject: 'Satu', text: 'a' })
    const address = addressIn((await lastLetter()).field('Reply-To')!)
    const wrong = address.replace(/\+(.)/, (_, letter: string) => `+${letter === 'a' ? 'b' : 'a'}`)
    await send({ to: wrong, subject: 'Dua', text: 'b' })
    expect(await casesOf(house, office)).toHaveLength(2)
  })
})

describe('loops', () => {
  test('automatic answers, lists and our own letters make no case and get no answer', async () => {
    await send({ subject: 'Kantor tutup', text: 'x', headers: { 'Auto-Submitted': 'auto-replied' } })
    await send({ subject: 'Buletin', text: 'x', list: { id: 'berita.example' } })
    await send({ subject: 'Kembali', text: 'x', headers: { 'X-Sigap-Loop': office.id } })
    await send({ from: mailbox, subject: 'Saya sendiri', text: 'x' })
    await send({ subject: 'Kosong', text: 'x', envelope: { from: '', to: [mailbox] } })
    await drain(house, office)
    expect(await casesOf(house, office)).toEqual([])
    expect(sent).toEqual([])
    expect((await mails()).map((mail) => mail.reason)).toEqual(['automatic', 'list', 'own', 'own', 'automatic'])
  })

  test('a letter that comes back marks the address; a bounce of a bounce changes nothing', async () => {
    await send({ subject: 'Air mati', text: 'Sudah dua hari.' })
    const [complaint] = await casesOf(house, office)
    const receipt = await lastLetter()
    sent.length = 0
    const report = (original: string) =>
      [
        'From: Mail Delivery System <mailer-daemon@mx.example>',
        `To: ${addressIn(receipt.field('Reply-To')!)}`,
        `Message-ID: <${Math.random()}@mx.example>`,
        'Subject: Undelivered Mail Returned to Sender',
        'Auto-Submitted: auto-replied',
        'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
        '',
        '--r\r\nContent-Type: text/plain\r\n\r\nSorry.',
        '--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; budi@warga.example\r\nAction: failed\r\nStatus: 5.1.1',
        `--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${original}`,
        '--r--',
      ].join('\r\n')
    const envelope = { from: '', to: [mailbox] }
    await send({ envelope, raw: report(receipt.field('Message-ID')!) })
    const { rows } = await house.owner.query(
      'select address, status from channels.undeliverable where complaint_id = $1',
      [complaint!.id],
    )
    expect(rows).toEqual([{ address: 'budi@warga.example', status: '5.1.1' }])
    expect((await storyOfCase(house, complaint!.id)).map((event) => event.kind)).toEqual(['received', 'noted'])
    await send({ envelope, raw: report(receipt.field('Message-ID')!) })
    await send({ envelope, raw: report('<x@mx.example>').replaceAll('budi@warga', 'MAILER-DAEMON@mx') })
    await send({ envelope, raw: report('<nothing-of-ours@mx.example>').replaceAll(/laporan\+\S+@/g, 'laporan@') })
    await drain(house, office)
    expect(sent).toEqual([])
    expect(await casesOf(house, office)).toHaveLength(1)
    expect((await storyOfCase(house, complaint!.id)).map((event) => event.kind)).toEqual(['received', 'noted'])
    expect((await mails()).map((mail) => mail.reason)).toEqual(['case', 'failed', 'failed', 'unknown', 'unknown'])
  })
})

describe('enclosures', () => {
  test('good ones lie with the case; bad ones are told, and the mail is kept', async () => {
    const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#357' } })
      .jpeg()
      .toBuffer()
    await send({
      subject: 'Dengan foto',
      text: 'Lihat foto.',
      attachments: [
        { filename: 'lubang.jpg', content: photo },
        { filename: 'bohong.jpg', content: Buffer.from('MZ\u0090\u0000 bukan foto') },
        { filename: 'gambar.svg', content: '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>' },
        { filename: 'bom.zip', content: zipBomb() },
        { filename: 'laporan.docx', content: zipBomb() },
        { filename: 'raksasa.png', content: hugePng(40_000, 40_000) },
      ],
    })
    const [complaint] = await casesOf(house, office)
    const { rows } = await house.owner.query(
      'select f.name from complaints.attachment a join platform.file f on f.id = a.file_id where a.complaint_id = $1',
      [complaint!.id],
    )
    expect(rows).toEqual([{ name: 'lubang.jpg' }])
    const [mail] = await mails()
    expect(mail!.remarks.map((one) => one.split(':')[0])).toEqual([
      '“bohong.jpg”',
      '“gambar.svg”',
      '“bom.zip”',
      '“laporan.docx”',
      '“raksasa.png”',
    ])
    const noted = {
      kind: 'noted',
      actor: 'system',
      body: expect.stringMatching(/“bom.zip”: Jenis berkas.*“raksasa.png”: /s),
    }
    expect((await storyOfCase(house, complaint!.id)).at(-1)).toMatchObject(noted)
    expect((await lastLetter()).parsed.words).toBeDefined()
    expect(sent.at(-1)!.raw.toString().replaceAll('=\r\n', '')).toContain('raksasa.png')
  })

  test('a mail beyond 25 MB is refused by the server, one that is too deep waits for an officer', async () => {
    await expect(
      send({ subject: 'Besar', attachments: [{ filename: 'x.bin', content: Buffer.alloc(20_000_000) }] }),
    ).rejects.toThrow(/552|larger|size/i)
    const deep = Array.from(
      { length: 120_000 },
      (_, level) => `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n`,
    ).join('')
    await send({ raw: `From: budi@warga.example\r\nTo: ${mailbox}\r\nSubject: Dalam\r\n${deep}` })
    expect((await mails()).map((mail) => [mail.state, mail.reason])).toEqual([['quarantine', 'nesting']])
  })

  test('nobody else’s mailbox is served', async () => {
    await expect(send({ to: 'orang@lain.example', text: 'x' })).rejects.toThrow(/550/)
  })
})

function addressIn(field: string): string {
  return /<([^>]+)>/.exec(field)?.[1] ?? field.trim()
}

/** An archive whose one entry says that it unpacks to four gigabytes. */
function zipBomb(): Buffer {
  const name = Buffer.from('0.bin')
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt16LE(8, 8)
  head.writeUInt32LE(10_000, 18)
  head.writeUInt32LE(0xffff_fff0, 22)
  head.writeUInt16LE(name.length, 26)
  return Buffer.concat([head, name, Buffer.alloc(10_000, 0)])
}

/** The head of a picture with so many points that unpacking it would take gigabytes. */
function hugePng(width: number, height: number): Buffer {
  const body = Buffer.alloc(17)
  body.write('IHDR', 0, 'latin1')
  body.writeUInt32BE(width, 4)
  body.writeUInt32BE(height, 8)
  body.set([8, 2, 0, 0, 0], 12)
  const chunk = (data: Buffer) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length - 4)
    const check = Buffer.alloc(4)
    check.writeUInt32BE(crc(data))
    return Buffer.concat([length, data, check])
  }
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk(body),
    chunk(Buffer.from('IDAT')),
    chunk(Buffer.from('IEND')),
  ])
}

function crc(data: Buffer): number {
  let value = 0xffffffff
  for (const byte of data) {
    value ^= byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  }
  return (value ^ 0xffffffff) >>> 0
}
