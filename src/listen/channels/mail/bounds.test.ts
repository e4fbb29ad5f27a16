import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { computed } from '../../../platform/test/cpu-time.ts'
import { MOST_TEXT_BYTES, withBoundedText } from './bounds.ts'
import { parseMail } from './parse.ts'
import { withoutQuotes } from './quoted.ts'

afterEach(() => vi.restoreAllMocks())

const HEAD = 'From: budi@warga.example\r\nMessage-ID: <1@warga.example>\r\nSubject: Lampu\r\n'
const LINE = `${'kata '.repeat(14)}\r\n`
const pages = (bytes: number) => LINE.repeat(Math.ceil(bytes / LINE.length))
const picture = Buffer.alloc(3_000_000, 7)
const encoded = picture.toString('base64').replaceAll(/.{76}/g, '$&\r\n')

function multipart(...parts: readonly string[]): Buffer {
  const body = parts.map((part) => `--abc\r\n${part}\r\n`).join('')
  return Buffer.from(`${HEAD}Content-Type: multipart/mixed; boundary="abc"\r\n\r\n${body}--abc--\r\n`)
}
const written = (text: string, type = 'text/plain') => `Content-Type: ${type}\r\n\r\n${text}`
const photo = `Content-Type: image/jpeg; name=a.jpg\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.jpg\r\n\r\n${encoded}`

describe('what a parser is given to read', () => {
  // Bytes, not seconds: they are the same on every machine.
  test.each([
    ['plain text', Buffer.from(`${HEAD}\r\nLampu padam.\r\n${pages(24_000_000)}`)],
    ['text in one line', Buffer.from(`${HEAD}\r\nLampu padam.\n${'x'.repeat(8_000_000)}`)],
    ['quoted text', Buffer.from(`${HEAD}\r\nLampu padam.\r\n${pages(5_000_000).replaceAll('kata kata', '> kata')}`)],
    ['HTML', Buffer.from(`${HEAD}Content-Type: text/html\r\n\r\n<p>Lampu padam.</p>${'<b>x</b>'.repeat(700_000)}`)],
    ['text in a hundred parts', multipart(written('Lampu padam.'), ...Array(95).fill(written(pages(60_000))))],
    ['a mail within the mail', multipart(written('Lampu padam.'), written(pages(4_000_000), 'message/rfc822'))],
    [
      'text before the first part',
      Buffer.from(
        `${HEAD}Content-Type: multipart/mixed; boundary=q\r\n\r\n${pages(4_000_000)}--q\r\n\r\nLampu padam.\r\n--q--\r\n`,
      ),
    ],
  ])('of %s is half a megabyte at most', async (_name, raw) => {
    const parse = vi.spyOn(PostalMime, 'parse')
    const mail = await parseMail(raw, undefined)
    const given = parse.mock.calls[0]![0] as Buffer
    expect(given.length).toBeLessThan(MOST_TEXT_BYTES + 20_000)
    expect(mail.problem).toBeUndefined()
    expect(mail.sender?.address).toBe('budi@warga.example')
    expect(mail.words.length).toBeLessThanOrEqual(MOST_TEXT_BYTES)
    if (!_name.includes('before')) expect(mail.words.startsWith('Lampu padam.')).toBe(true)
  })

  test('pictures stay whole, before and after a cut', async () => {
    const raw = multipart(photo, written(pages(4_000_000)), photo)
    const mail = await parseMail(raw, undefined)
    expect(mail.files.map(({ bytes }) => bytes.equals(picture))).toEqual([true, true])
    expect(mail.words.length).toBeGreaterThan(400_000)
  })

  test('an ordinary mail is not touched', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        const raw = Buffer.from(bytes)
        expect(withBoundedText(raw)).toBe(raw)
      }),
    )
    const raw = multipart(written('Lampu padam.'), photo)
    expect(withBoundedText(raw).equals(raw)).toBe(true)
  })

  test('whatever comes, what is given is a part of it, and the headers stay', () => {
    const piece = fc.constantFrom(
      '--abc',
      '\r\n',
      '\n',
      'Content-Type: text/plain',
      'boundary=abc',
      'x'.repeat(99),
      ': ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(3), (pieces, times) => {
        const raw = Buffer.from(
          `${HEAD}Content-Type: multipart/mixed; boundary=abc\r\n\r\n${pieces.join('')}${pages(times * 300_000)}`,
        )
        const given = withBoundedText(raw)
        expect(given.length).toBeLessThanOrEqual(raw.length)
        expect(given.subarray(0, HEAD.length).equals(raw.subarray(0, HEAD.length))).toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})

describe('looking for quotations', () => {
  const HOSTILE = [
    'pada ',
    'on ',
    'pada menulis :',
    '> ',
    '>',
    '-',
    '- ',
    '--pesan asli',
    '_',
    'dari: ',
    '2026-01-01',
    '2026-01-01 <',
    '2026-01-01 <a> ',
    ':',
    '* ',
    '\t',
  ]
  // A pattern that goes back and forth takes four times as long for twice as much; the factor is what is measured.
  test.each(HOSTILE)('costs no more than the length of many %j', (piece) => {
    const cost = (length: number) => {
      const text = `a\n${piece.repeat(length / piece.length)}`
      let best = Number.POSITIVE_INFINITY
      for (let round = 0; round < 3; round++) {
        const began = computed()
        withoutQuotes(text)
        withoutQuotes(text.replaceAll(piece, `${piece}\n`))
        best = Math.min(best, computed() - began)
      }
      return best
    }
    cost(1000)
    expect(cost(200_000)).toBeLessThan(12 * (cost(50_000) + 3))
  })
})
