import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { computed } from '../../../platform/test/cpu-time.ts'
import { redact } from './redact.ts'

test.each([
  ['Hubungi 0812-3456-7890 ya', 'Hubungi ▇▇▇ ya'],
  ['NIK saya 3523 0101 0190 0001.', 'NIK saya ▇▇▇.'],
  ['NIK:3523010101900001', 'NIK:▇▇▇'],
  ['telepon (021) 555 1234 atau +62 812 3456 7890', 'telepon ▇▇▇ atau ▇▇▇'],
  ['surel a.b@contoh.co.id, terima kasih', 'surel ▇▇▇, terima kasih'],
  ['mobil S 1234 AB parkir', 'mobil ▇▇▇ parkir'],
  ['pelat b 1234 xyz dan dk-99-a', 'pelat ▇▇▇ dan ▇▇▇'],
  ['kirim ke budi (at) contoh.id', 'kirim ke ▇▇▇'],
  ['rek BRI 0123-45', 'rek BRI ▇▇▇'],
  ['nomor 1 dan 2: 0812 3456 7890, 0813 3456 7891', 'nomor 1 dan 2: ▇▇▇, ▇▇▇'],
])('%s', (text, shown) => expect(redact(text)).toBe(shown))

test.each([
  ['NIK3523010101900001 dan HP081234567890', 'NIK▇▇▇ dan HP▇▇▇'],
  ['NIK 3523\u200b0101\u200b0190\u200b0001', 'NIK ▇▇▇'],
  ['0812\u00ad3456\u00ad7890', '▇▇▇'],
  ['NIK 3523_0101_0190_0001', 'NIK ▇▇▇'],
  ['0812–3456–7890, 0812 - 3456 - 7890', '▇▇▇, ▇▇▇'],
  ['0812\n3456\n7890 atau 0812,3456,7890', '▇▇▇ atau ▇▇▇'],
  ['surel budi＠contoh.id', 'surel ▇▇▇'],
  ['surel budi@contoh', 'surel ▇▇▇'],
  ['surel budi at contoh.id', 'surel ▇▇▇'],
  ['surel budi [at] contoh [dot] id', 'surel ▇▇▇'],
  ['surel budi at contoh titik co titik id', 'surel ▇▇▇'],
  ['mobil S. 1234 . AB dan S  1234  AB', 'mobil ▇▇▇ dan ▇▇▇'],
])('is not fooled by %j', (text, shown) => expect(redact(text)).toBe(shown))

test.each([
  ['Instagram saya @siti_99, kirim pesan.', 'Instagram saya ▇▇▇, kirim pesan.'],
  ['IG:@budi.santoso', 'IG:▇▇▇'],
  ['(@a1) dan ＠warga', '(▇▇▇) dan ▇▇▇'],
  ['twitter.com/@budi', '▇▇▇'],
  ['HP nol delapan satu dua tiga empat lima enam tujuh delapan ya', 'HP ▇▇▇ ya'],
  ['Nol-Delapan-Satu-Dua-Tiga-Empat-Lima', '▇▇▇'],
  ['noldelapansatuduatigaempatlima', '▇▇▇'],
  ['hubungi 0812 tiga empat lima 6789', 'hubungi ▇▇▇'],
  ['zero eight one two, three four five', '▇▇▇'],
])('covers %j', (text, shown) => expect(redact(text)).toBe(shown))

test.each([
  ['budi(a)gmail.com', '▇▇▇'],
  ['budi @ gmail com ya', '▇▇▇ ya'],
  ['surel budi.santoso (gmail)', 'surel ▇▇▇'],
  ['gmail: budi.santoso', 'gmail: ▇▇▇'],
  ['budi.santosoATgmailDOTcom', '▇▇▇'],
  ['hp 0812 tiga4lima6 789', 'hp ▇▇▇'],
  ['hp nol wolu siji loro telu papat lima enem pitu', 'hp ▇▇▇'],
  ['nol dalapan hiji dua tilu opat lima genep', '▇▇▇'],
])('as people here write it: %j', (text, shown) => expect(redact(text)).toBe(shown))

test.each([
  'Buka 08.00-12.00, 13.00-15.30 setiap hari kerja',
  'pukul 08.00, 09.00, 10.00, dan 11.00',
  'dari 01/11/2026 - 30/11/2026',
  'tanggal 17-08-2026, 18-08-2026 dan 19.8.2026',
  'pada 20/11/2026 08.15 dan 2026-11-20 08:15',
  'Nilai 88,31-100,00 sangat baik',
  'lulusan D 3 dan S 1, ruang A 5 di lantai 2',
  'beras 500 @ 2.000',
])('leaves %j', (text) => expect(redact(text)).toBe(text))

test.each([
  '08.12.34.56.78.90',
  '08.12, 34.56, 78.90',
  '0812.08.15, 08.20',
  '08-12-2026 5678',
  'B 12 DAN',
  'b 1234 di',
])('a number is not hidden by looking like dates and hours: %j', (text) => expect(redact(text)).not.toMatch(/\d/))

test.each([
  ...[':', '*', '|', '+', '~', "'", '·', '•', '=', '#', '&', '  -  '].map((sign) =>
    ['3204', '1234', '5678', '0001'].join(sign),
  ),
  ...[':', '*', '|', '~', '=', '  -  ', 'x', ' · '].map((sign) => ['0812', '3456', '7890'].join(sign)),
  '32o4l2345678ooo1',
  '①②③④⑤⑥⑦⑧⑨',
  'telp 7501234',
  'hubungi 750-1234',
  'paspor A1234567',
  'siti @ contoh . id',
  's i t i @ g m a i l . c o m',
  'siti.gmail.com',
  'siti gmail com',
  'siti<at>gmail.com',
  'siti-at-gmail.com',
  'siti_at_gmail.com',
  'siti*at*gmail.com',
  'siti%40gmail.com',
  'siti&#64;gmail.com',
  'siti＠gmail．com',
  'ig: siti_99',
  'facebook.com/siti.99',
  't.me/siti99',
  'B 1 2 3 4 XYZ',
  'B 12 34 XYZ',
  'B    1234    XYZ',
  'B|1234|XYZ',
  'D/1234/AB',
  'Ｂ１２３４ＸＹＺ',
  'plat merah Z 1234',
  'plat B1234',
])('covers the odd spelling %j', (text) => {
  const shown = redact(`Lihat ${text}, ya`)
  expect(shown).toContain('▇▇▇')
  const left = shown.replace(/^Lihat |, ya$|▇/g, '')
  expect(left.match(/\p{N}/gu)?.length ?? 0).toBeLessThan(3)
  expect(left).not.toMatch(/siti.*(?:com|99|id)/)
})

test.each([
  'Anggarannya Rp 1.500.000.000 untuk jalan.',
  'Rp1.250.000.000.000 dan IDR 2.000.000.000,00',
  'Sebesar 1.500.000.000 rupiah, katanya.',
  'Rekening dipotong Rp 1.500.000.000.',
  'Pada 21-11-2026 dua orang petugas datang, lalu tiga lagi.',
  'Satu, dua, tiga loket tutup; empat buka.',
  'Kesatuan dan persatuan, dua puluh lima orang',
  'Biaya naik 3 @ 5.000 rupiah',
  'Pukul 08:00 sampai 12:00, lalu 13:00 sampai 15:30.',
  'Ukurannya 120 x 240 x 360 cm, seluas 12 m².',
  'Surelnya di kantor. Terima kasih, Pak.',
])('is no way to find a person: %s', (text) => expect(redact(text)).toBe(text))

test.each(['Rp 081.234.567.890', 'Rp 812.345.678.901.234.567', 'Rp 08123456789', '0812Rp 3.456.789.012'])(
  'money is no disguise for a number: %s',
  (text) => expect(redact(text)).toContain('▇▇▇'),
)

test('joined emoji stay whole', () => expect(redact('👨‍👩‍👧 senang')).toBe('👨‍👩‍👧 senang'))

test.each([
  'satu ',
  'satu',
  'dua,1',
  'Rp 1.000 ',
  'Rp 1.000.',
  '@a.',
  '1.000.',
  'a',
  'a.',
  'a@',
  '@',
  '1',
  '1 ',
  '1,',
  'rek 1',
  ' ',
  'b.',
  'S 1 ',
  '(at)',
  ' at ',
  'a ',
  'a @ ',
  'o1',
  'I. ',
  'telp ',
  'plat b',
  'ig:a',
  '1x',
  '1:',
  'x.com/',
  'b/123/',
  'satu lalu ',
  '0812 lalu ',
  'dobel ',
  'B 1234 ',
  'mobil ',
  'pelat be satu ',
])('a hundred thousand characters of %j are covered in no time', (piece) => {
  const text = piece.repeat(100_000 / piece.length)
  const before = computed()
  redact(text)
  redact(`a@${text}`)
  expect(computed() - before).toBeLessThan(1500)
})

// A pattern is compiled when its first text comes, and once more for the first text beyond Latin-1, as with these quotes.
test('the first texts of a process wait for the patterns no longer than a moment', async () => {
  const worker = new Worker(
    `import(process.env.REDACT).then(({ redact }) => {
      const before = process.threadCpuUsage()
      for (let time = 0; time < 3; time++) redact('Loket 1 tutup.') + redact('Loket 1 – “tutup”.')
      const { user, system } = process.threadCpuUsage(before)
      require('node:worker_threads').parentPort.postMessage((user + system) / 1000)
    })`,
    { eval: true, env: { REDACT: new URL('redact.ts', import.meta.url).href } },
  )
  const [milliseconds] = await once(worker, 'message')
  expect(milliseconds).toBeLessThan(500)
})

test.each([
  'Saya menunggu 3 jam pada 21 November 2026 pukul 08.00.',
  'Biaya Rp1.250.000, bukan Rp50.000',
  'Loket 12, antrean A 45',
  'Di RT 03 RW 05, gang 2 no 7',
])('leaves ordinary words alone: %s', (text) => expect(redact(text)).toBe(text))

test('no run of nine digits or more is left, wherever it stands', () => {
  const group = fc.stringMatching(/^\d{1,6}$/)
  fc.assert(
    fc.property(
      fc.array(group, { minLength: 2, maxLength: 6 }),
      fc.constantFrom('', ' ', '-', '.'),
      fc.string(),
      (groups, gap, tail) => {
        const number = groups.join(gap)
        if (number.replace(/\D/g, '').length < 9) return
        expect(redact(`Nomor ${number} ${tail}`)).not.toContain(number)
      },
    ),
  )
})

test('covering twice changes nothing more', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => redact(redact(text)) === redact(text)))
})

/** Text in which something stands: words before and after, with a space or a mark between. */
const around = fc.tuple(
  fc.constantFrom('', 'Hubungi ', 'saya: ', '(', 'no.'),
  fc.constantFrom('', ' ya', ', terima kasih', ').'),
)
const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))
const grouped = (parts: fc.Arbitrary<string>[]) =>
  fc.tuple(fc.tuple(...parts), fc.constantFrom('', ' ', '-', '.')).map(([groups, gap]) => groups.join(gap))

test.each([
  ['NIK', grouped([digits(6), digits(6), digits(4)])],
  [
    'telepon',
    fc
      .tuple(fc.constantFrom('08', '+628', '628', '(021) '), grouped([digits(3), digits(4), digits(3)]))
      .map(([a, b]) => a + b),
  ],
  [
    'surel',
    fc
      .tuple(fc.stringMatching(/^[a-z][a-z0-9._+-]{0,12}$/), fc.stringMatching(/^[a-z]{2,10}\.(id|co\.id|com)$/))
      .map(([a, b]) => `${a}@${b}`),
  ],
  [
    'pelat',
    fc
      .tuple(
        fc.constantFrom('B', 'DK', 'L', 'AB', 'n', 'bk'),
        fc.constantFrom('', ' ', '-'),
        fc.integer({ min: 1, max: 9999 }),
        fc.constantFrom('', ' '),
        fc.stringMatching(/^[A-Za-z]{1,3}$/),
      )
      .map((parts) => parts.join('')),
  ],
  ['rekening', grouped([digits(4), digits(4), digits(2)])],
] as const)('a %s never stays readable', (_name, secret) => {
  fc.assert(
    fc.property(secret as fc.Arbitrary<string>, around, (value, [before, after]) => {
      // A dot before letters makes one word of both, as in "no.B 12 A".
      const text = `${before}${value}${after}`
      expect(redact(text)).not.toContain(value)
    }),
    { numRuns: 300 },
  )
})
