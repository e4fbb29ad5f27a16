import fc from 'fast-check'
import { expect, test } from 'vitest'
import { redact } from './redact.ts'

test.each([
  ['Hubungi 0812-3456-7890 ya', 'Hubungi ▇▇▇ ya'],
  ['NIK saya 3523 0101 0190 0001.', 'NIK saya ▇▇▇.'],
  ['NIK:3523010101900001', 'NIK:▇▇▇'],
  ['telepon (021) 555 1234 atau +62 812 3456 7890', 'telepon ▇▇▇ atau ▇▇▇'],
  ['surel a.b@contoh.co.id, terima kasih', 'surel ▇▇▇, terima kasih'],
  ['mobil S 1234 AB parkir', 'mobil ▇▇▇ parkir'],
  ['nomor 1 dan 2: 0812 3456 7890, 0813 3456 7891', 'nomor 1 dan 2: ▇▇▇, ▇▇▇'],
])('%s', (text, shown) => expect(redact(text)).toBe(shown))

test.each([
  'Saya menunggu 3 jam pada 21 November 2026 pukul 08.00.',
  'Biaya Rp1.250.000, bukan Rp50.000',
  'Loket 12, antrean A 45',
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
