import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newId } from '../../../platform/id.ts'
import { computed } from '../../../platform/test/cpu-time.ts'
import { mailProblem } from './guard.ts'
import { htmlToText } from './html-text.ts'
import { mailKind, readReport } from './loops.ts'
import { parseMail } from './parse.ts'
import { plainSubject, withoutQuotes } from './quoted.ts'
import { readToken, replyToken, splitAddress, tokenAddress } from './tokens.ts'

const header = (fields: Record<string, string>) =>
  new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), [value]]))

describe('quoted letters', () => {
  const said = (text: string) => withoutQuotes(text)
  test.each([
    ['Gmail', 'Pada Sab, 21 Nov 2026 pukul 10.15 Kabupaten Contoh <sigap@contoh.example> menulis:'],
    ['Gmail, folded', 'Pada Sab, 21 Nov 2026 pukul 10.15 Kabupaten Contoh\n<sigap@contoh.example> menulis:'],
    ['Yahoo', 'Pada Sabtu, 21 November 2026 10.15.00 WIB, Kabupaten Contoh <sigap@contoh.example> menulis:'],
    ['English', 'On Sat, Nov 21, 2026 at 10:15 AM Kabupaten Contoh <sigap@contoh.example> wrote:'],
  ])('%s', (_name, line) => {
    expect(said(`Sudah saya kirim KTP.\n\nTerima kasih\n\n${line}\n\n> Mohon kirim\n> KTP Anda\n`)).toBe(
      'Sudah saya kirim KTP.\n\nTerima kasih',
    )
  })
  test('Outlook quotes without marks, in both languages', () => {
    expect(said('Jalan Melati 3.\n\nDari: Kantor <a@b.go.id>\nDikirim: Sabtu\nKepada: saya\nSubjek: x\n\nlama')).toBe(
      'Jalan Melati 3.',
    )
    expect(said('Ya.\n\n-----Pesan Asli-----\nlama')).toBe('Ya.')
    expect(said('Ya.\n________________________________\nFrom: a@b\nSent: x\nTo: y\nSubject: z\n\nlama')).toBe('Ya.')
  })
  test('answers written in between are kept', () => {
    expect(said('Pada Sab, 21 Nov 2026 Kantor <a@b.c> menulis:\n> Di mana?\nDi pasar.\n> Kapan?\nSenin.')).toBe(
      'Di pasar.\nSenin.',
    )
  })
  test('the reply line, signatures and phones', () => {
    expect(said('Belum selesai.\n\nDikirim dari iPhone saya')).toBe('Belum selesai.')
    expect(said('Belum.\n--- Tulis balasan Anda di atas baris ini / Reply above this line ---\nlama')).toBe('Belum.')
    expect(said('Isi\n-- \nBudi\n0812')).toBe('Isi')
  })
  test('our own letter sent back without a word is nothing, and an answer beneath it is read', () => {
    const letter = '> --- Tulis balasan Anda di atas baris ini / Reply above this line ---\n> Mohon kirim KTP Anda\n'
    const head = 'Pada Sel, 24 Nov 2026 pukul 10.00 Kantor <a@b.c>\nmenulis:\n\n'
    expect(said(head + letter)).toBe('')
    expect(said(`${head}${letter}\nIni KTP saya.`)).toBe('Ini KTP saya.')
    expect(said('Dari: Kantor\nDikirim: Selasa\nKepada: saya\n\n--- Tulis balasan Anda di atas baris ini')).toBe('')
  })
  test('what only looks like a quotation stays', () => {
    const text = 'Pada hari Senin saya datang ke loket.\nDari pagi saya menunggu.\nKepada petugas saya bertanya.'
    expect(said(text)).toBe(text)
  })
  test('never ends with nothing when something was written', () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }), (text) => said(text) !== '' || text.trim() === ''))
  })
  test('subjects lose what answering adds', () => {
    expect(plainSubject('Re: Bls: FW: [2] Lampu mati\r\nBcc: x')).toBe('[2] Lampu mati Bcc: x')
    expect(plainSubject('RE: BALAS: Lampu')).toBe('Lampu')
  })
})

describe('who wrote it', () => {
  test.each([
    ['person', {}, 'a@b.c'],
    ['person', { 'auto-submitted': 'no' }, 'a@b.c'],
    ['automatic', { 'auto-submitted': 'auto-replied (vacation)' }, 'a@b.c'],
    ['automatic', { precedence: 'bulk' }, 'a@b.c'],
    ['automatic', { subject: 'Balasan otomatis: Lampu' }, 'a@b.c'],
    ['automatic', { subject: 'Out of Office: Re: Lampu' }, 'a@b.c'],
    ['person', { subject: 'Out of office hours the counter is shut' }, 'a@b.c'],
    ['person', { subject: 'Sedang cuti semua petugas loket' }, 'a@b.c'],
    ['person', { subject: 'Balasan otomatis loket tidak menjawab' }, 'a@b.c'],
    ['automatic', { from: 'x@y.z' }, ''],
    ['automatic', { 'content-type': 'multipart/report; report-type=disposition-notification' }, 'a@b.c'],
    ['list', { 'list-id': '<warga.contoh>' }, 'a@b.c'],
    ['own', { 'x-sigap-loop': 'x' }, 'a@b.c'],
    ['bounce', { 'content-type': 'multipart/report; report-type=delivery-status; boundary=x' }, ''],
    ['bounce', { from: 'Mail Delivery System <MAILER-DAEMON@mx.example>' }, ''],
  ] as const)('%s %o', (kind, fields, sender) => {
    expect(mailKind(header(fields), sender)).toBe(kind)
  })
  test('a letter that has gone round many servers is a loop', () => {
    const passed = (hops: number) => new Map([['received', Array.from({ length: hops }, () => 'from a by b')]])
    expect([mailKind(passed(50), 'a@b.c'), mailKind(passed(51), 'a@b.c')]).toEqual(['person', 'automatic'])
  })
  test('a delivery report names recipient, status and the letter', () => {
    const report = readReport(
      'Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; Budi@Contoh.example\nAction: failed\nStatus: 5.1.1\n\nMessage-ID: <abc@kantor.go.id>\n',
    )
    expect(report).toEqual({
      failed: true,
      recipient: 'budi@contoh.example',
      status: '5.1.1',
      originals: ['<abc@kantor.go.id>'],
    })
  })
})

describe('the address of a case', () => {
  const secret = randomBytes(32)
  test('leads back to the case, in any case of letters, and cannot be made without the secret', () => {
    const id = newId()
    const address = tokenAddress('laporan@kantor.go.id', replyToken(secret, id))
    expect(address.split('@')[0]!.length).toBeLessThanOrEqual(64)
    const { mailbox, token } = splitAddress(address.toUpperCase())
    expect(mailbox).toBe('laporan@kantor.go.id')
    expect(readToken(secret, token!)).toBe(id)
    expect(readToken(randomBytes(32), token!)).toBeUndefined()
  })
  test('one changed letter is noticed', () => {
    const token = replyToken(secret, newId())
    fc.assert(
      fc.property(fc.nat(token.length - 2), fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'), (at, letter) => {
        fc.pre(token[at] !== letter)
        return readToken(secret, token.slice(0, at) + letter + token.slice(at + 1)) === undefined
      }),
    )
  })
  test('anything else is no token', () => {
    fc.assert(fc.property(fc.string(), (text) => readToken(secret, text) === undefined))
  })
})

describe('mails that are too much', () => {
  const nested = (levels: number, filler = '') =>
    Buffer.from(
      `From: a@b.example\r\nSubject: x\r\n${Array.from({ length: levels }, (_, level) => `Content-Type: multipart/mixed; boundary="b${level}"\r\n\r\n--b${level}\r\n`).join('')}\r\n${filler}`,
    )
  test('ten megabytes of nesting are refused at once', async () => {
    const raw = nested(200_000, 'x'.repeat(100))
    expect(raw.length).toBeGreaterThan(10_000_000)
    const began = computed()
    const parsed = await parseMail(raw, 'a@b.example')
    expect(parsed).toMatchObject({ problem: 'nesting', sender: { address: 'a@b.example' }, subject: 'x', words: '' })
    expect(computed() - began).toBeLessThan(1500)
  })
  test('so are parts without end and headers without end', () => {
    const parts = `Content-Type: multipart/mixed; boundary=b\n\n${'--b\nx: y\n\nz\n'.repeat(50_000)}`
    expect(mailProblem(Buffer.from(parts))).toBe('parts')
    expect(mailProblem(Buffer.from(`X: ${'y'.repeat(1_000_000)}`))).toBe('headers')
    expect(mailProblem(Buffer.alloc(25_000_001))).toBe('size')
    expect(mailProblem(Buffer.from(`From: a@b.c\n\n${'\n'.repeat(1_000_000)}`))).toBe('parts')
    expect(mailProblem(Buffer.from('From: a@b.c\n\nhalo'))).toBeUndefined()
    const enclosure = `From: a@b.c\n\n${`${'QUJD'.repeat(19)}\r\n`.repeat(250_000)}`
    expect(mailProblem(Buffer.from(enclosure))).toBeUndefined()
  })
  // As much of it as a mail is read for; see bounds.ts.
  test('hostile HTML costs one pass', () => {
    const began = computed()
    expect(htmlToText('<'.repeat(500_000))).toBe('')
    expect(htmlToText(`${'<script>'.repeat(64_000)}halo`)).toBe('')
    htmlToText('<!--'.repeat(128_000))
    htmlToText(`${'&'.repeat(500_000)};`)
    expect(computed() - began).toBeLessThan(1500)
  })
  test('whatever bytes come, reading them does not throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (bytes) => {
        await parseMail(Buffer.from(bytes), undefined)
      }),
      { numRuns: 60 },
    )
  })
})

describe('what is read', () => {
  test('HTML becomes words: no script, no style, no comment, entities and lines as meant', () => {
    const html =
      '<html><head><title>t</title><style>p{}</style></head><body><p>Halo&nbsp;Bapak &amp; Ibu</p><script>alert(1)</script><!-- x --><div>Baris&#32;dua<br>tiga</div><ul><li>satu<li>dua</ul></body></html>'
    expect(htmlToText(html)).toBe('Halo Bapak & Ibu\n\nBaris dua\ntiga\n\n• satu\n• dua')
  })
  test('where a link leads is not lost with its markup', () => {
    expect(htmlToText('<p>Foto: <a class=x href="https://foto.example/a?b=1&amp;c=2">lihat</a>.</p>')).toBe(
      'Foto: lihat (https://foto.example/a?b=1&c=2).',
    )
    expect(htmlToText('<a href="https://a.example/">https://a.example/</a> <a href="javascript:x()">b</a>')).toBe(
      'https://a.example/ b',
    )
  })
  test('old character sets', async () => {
    const raw = Buffer.concat([
      Buffer.from(
        'From: =?iso-8859-1?Q?Andr=E9?= <andre@contoh.example>\r\nSubject: =?utf-8?B?TGFtcHUg4oCcbWF0aeKAnQ==?=\r\n',
      ),
      Buffer.from('Content-Type: text/plain; charset=windows-1252\r\n\r\nHarga \x80 5 dan caf\xe9', 'latin1'),
    ])
    const mail = await parseMail(raw, undefined)
    expect(mail.sender).toEqual({ address: 'andre@contoh.example', name: 'André' })
    expect(mail.subject).toBe('Lampu “mati”')
    expect(mail.words).toBe('Harga € 5 dan café')
  })
  test('marks that turn the reading direction and zeros are gone', async () => {
    const mail = await parseMail(Buffer.from('From: a@b.example\n\nabc\u202egpj.exe\u0000\u200bx'), undefined)
    expect(mail.words).toBe('abcgpj.exex')
  })
  test('a sender that would carry a second address is nobody', async () => {
    const mail = await parseMail(Buffer.from('From: "x" <a@b.example,c@d.example>\n\nhalo'), undefined)
    expect(mail.sender?.address ?? '').not.toMatch(/,/)
  })
})
