import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { computed } from '../../../platform/test/cpu-time.ts'
import { pack, unpack } from './packed.ts'
import { parseMail } from './parse.ts'
import { readMail } from './reading.ts'

const HEAD = 'From: Budi <budi@warga.example>\r\nTo: laporan@kota.example\r\nMessage-ID: <1@warga.example>\r\n'
const picture = Buffer.alloc(6_000_000, 7)
const encoded = picture.toString('base64').replaceAll(/.{76}/g, '$&\r\n')
const photo = `Content-Type: image/jpeg; name=a.jpg\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.jpg\r\n\r\n${encoded}`
const large = Buffer.from(
  `${HEAD}Subject: Lampu\r\nContent-Type: multipart/mixed; boundary="abc"\r\n\r\n--abc\r\nContent-Type: text/plain\r\n\r\nLampu padam.\r\n--abc\r\n${photo}\r\n--abc\r\n${photo}\r\n--abc--\r\n`,
)

test('a large mail reads the same in the other process', async () => {
  const [read, parsed] = [await readMail(large, 'budi@warga.example'), await parseMail(large, 'budi@warga.example')]
  expect({ ...read, files: [] }).toEqual({ ...parsed, files: [] })
  expect(read.files.map(({ name, bytes }) => [name, Buffer.isBuffer(bytes), bytes.equals(picture)])).toEqual([
    ['a.jpg', true, true],
    ['a.jpg', true, true],
  ])
})

test('and costs this one far less', async () => {
  const cost = async (work: () => Promise<unknown>) => {
    const began = computed()
    await work()
    return computed() - began
  }
  await readMail(large, undefined)
  const here = await cost(() => parseMail(large, undefined))
  const there = await cost(() => readMail(large, undefined))
  expect(there).toBeLessThan(here / 2)
})

test('of one that cannot be read its first headers are', async () => {
  const mail = await parseMail(large, undefined, 'broken')
  expect(mail).toMatchObject({
    problem: 'broken',
    sender: { address: 'budi@warga.example' },
    recipients: ['laporan@kota.example'],
    words: '',
    files: [],
  })
})

test('a mail of words and one of enclosures are kept small, and come back byte by byte', async () => {
  const words = Buffer.from('Lampu lorong mati sejak Senin.\r\n'.repeat(1000))
  const enclosed = Buffer.from(randomBytes(900_000).toString('base64'))
  for (const [raw, share] of [
    [words, 0.05],
    [enclosed, 0.77],
  ] as const) {
    const packed = await pack(raw)
    expect(packed.length).toBeLessThan(raw.length * share)
    expect((await unpack(packed)).equals(raw)).toBe(true)
  }
})
