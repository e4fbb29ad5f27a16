import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText } from '../../platform/test/any-text.ts'
import { checkNik, checkNip, checkPppkNumber, formatNip, maskNik, numberProblemText } from './identity-numbers.ts'

const today = '2026-11-21'

describe('NIP', () => {
  test.each(['199001012015031001', '19900101 201503 1 001', "'199001012015031001", '19900101.201503.1.001'])(
    '%s',
    (text) => {
      expect(checkNip(text, today)).toEqual({
        ok: true,
        value: { digits: '199001012015031001', birthDate: '1990-01-01', gender: 'male', start: '2015-03' },
      })
    },
  )

  test.each([
    ['', 'empty', 1, 18],
    ['1,99001E+17', 'scientific', 1, 11],
    ['1.99001012015031E+17', 'scientific', 1, 20],
    ['19900101201503100', 'length', 1, 17],
    ['1990010120150310011', 'length', 1, 19],
    ['19900101201503100A', 'not_digits', 18, 18],
    ['199002302015031001', 'birth_date', 1, 8],
    ['199013012015031001', 'birth_date', 1, 8],
    // The registry's +40 rule belongs to the NIK and makes no valid NIP.
    ['199001412015032001', 'birth_date', 1, 8],
    ['202701012015031001', 'birth_future', 1, 8],
    ['199001012015131001', 'start_month', 13, 14],
    ['199001012015001001', 'start_month', 13, 14],
    ['199001013015031001', 'start_year', 9, 12],
    ['199001011990031001', 'start_before_birth', 9, 12],
    ['199001012015033001', 'gender', 15, 15],
    ['199001012015031000', 'rounded', 16, 18],
  ])('%s: %s at %i–%i', (text, code, from, to) => {
    const result = checkNip(text, today)
    expect(result).toMatchObject({ ok: false, problems: [{ code, from, to }] })
  })

  test('names every wrong position at once, in words', () => {
    const result = checkNip('199002302015139000', today)
    expect(!result.ok && result.problems.map((problem) => numberProblemText(problem))).toEqual([
      'NIP posisi 1–8 (tanggal lahir) berisi 19900230, bukan tanggal yang ada.',
      'NIP posisi 13–14 (bulan TMT CPNS) berisi 13, harus 01 sampai 12. Bila ini NI PPPK, pilih status PPPK.',
      'NIP posisi 15 (jenis kelamin) berisi 9, harus 1 (pria) atau 2 (wanita).',
      'NIP posisi 16–18 berisi 000: lembar kerja hanya menyimpan 15 angka dan membulatkan sisanya. Jadikan kolom ini Teks, lalu isi ulang dari sumbernya.',
    ])
  })
})

describe('NI PPPK', () => {
  test.each(['199001012022211001', '198505052025242003'])('%s has no month at 13–14', (text) => {
    expect(checkPppkNumber(text, today).ok).toBe(true)
    expect(checkNip(text, today).ok).toBe(false)
  })
  test('the rest is checked alike', () => {
    expect(checkPppkNumber('199001012022213001', today)).toMatchObject({
      problems: [{ code: 'gender', kind: 'ni_pppk' }],
    })
  })
})

describe('NIK', () => {
  test('a woman is born on day − 40', () => {
    expect(checkNik('1707094101900001')).toEqual({
      ok: true,
      value: { digits: '1707094101900001', birthDay: 1, birthMonth: 1, gender: 'female' },
    })
    expect(checkNik('17.07.09.010190.0001')).toMatchObject({ ok: true, value: { gender: 'male' } })
    expect(checkNik('1707092902000001').ok).toBe(true)
  })
  test.each([
    ['170709410190000', 'length', 1],
    ['0107094101900001', 'province', 1],
    ['1700094101900001', 'regency', 3],
    ['1707004101900001', 'district', 5],
    ['1707093201900001', 'birth_date', 7],
    ['1707097201900001', 'birth_date', 7],
    ['1707090013900001', 'birth_date', 7],
    ['1707092902010001', 'birth_date', 7],
    ['1707094101900000', 'serial', 13],
    ['1.70709410190000E+15', 'scientific', 1],
  ])('%s: %s at %i', (text, code, from) => {
    expect(checkNik(text)).toMatchObject({ ok: false, problems: [{ code, from }] })
  })
})

test('shown masked and grouped', () => {
  expect(maskNik('1707094101900001')).toBe('1707••••••••••••')
  expect(formatNip('199001012015031001')).toBe('19900101 201503 1 001')
})

test('any text gets an answer in words, none is half accepted', () => {
  fc.assert(
    fc.property(fc.oneof(anyText({ maxLength: 30 }), fc.stringMatching(/^\d{15,19}$/)), (text) => {
      for (const result of [checkNip(text, today), checkPppkNumber(text, today), checkNik(text)]) {
        if (result.ok) expect(result.value.digits).toMatch(/^\d{16}(\d\d)?$/)
        else {
          expect(result.problems.length).toBeGreaterThan(0)
          for (const problem of result.problems) {
            expect(numberProblemText(problem, 'id')).toMatch(/^(NIP|NI PPPK|NIK) /)
            expect(numberProblemText(problem, 'en')).toMatch(/\.$/)
          }
        }
      }
    }),
  )
})
