import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  contentOf,
  differences,
  lineDifference,
  parseRequirements,
  parseTariff,
  requirementsText,
  tariffText,
} from './content.ts'

const service = {
  requirements: 'KTP asli\nKartu Keluarga',
  procedure: 'Daftar\nTerima hasil',
  promise_days: 3,
  promise_minutes: null,
  cost: 0,
  cost_note: '',
  product: 'Kartu Keluarga',
}

test('requirements are read one a line, with marks for optional ones and those without a file', () => {
  expect(parseRequirements('KTP asli\n[ ] Datang sendiri\n- Surat kuasa (boleh tidak)')).toEqual([
    { name: 'KTP asli', mandatory: true, proof: 'file' },
    { name: 'Datang sendiri', mandatory: true, proof: 'tick' },
    { name: 'Surat kuasa', mandatory: false, proof: 'file' },
  ])
})

test('requirements and tariffs come back from their text as they were', () => {
  const word = fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,20}[a-z]$/)
  fc.assert(
    fc.property(
      fc.array(fc.record({ name: word, mandatory: fc.boolean(), proof: fc.constantFrom('file', 'tick') })),
      fc.array(fc.record({ label: word, amount: fc.integer({ min: 0, max: 1_000_000_000 }) })),
      (requirements, tariff) => {
        expect(parseRequirements(requirementsText(requirements))).toEqual(requirements)
        expect(parseTariff(tariffText(tariff))).toEqual(tariff)
      },
    ),
  )
})

test.each([
  ['Umum: Rp1.250.000', [{ label: 'Umum', amount: 1_250_000 }]],
  ['75000', [{ label: '', amount: 75_000 }]],
  [
    'Anak = 0\nDewasa: 25.000,-',
    [
      { label: 'Anak', amount: 0 },
      { label: 'Dewasa', amount: 25_000 },
    ],
  ],
  ['', []],
  ['gratis untuk semua', undefined],
])('tariff %j', (text, tariff) => expect(parseTariff(text)).toEqual(tariff))

test('a difference of lines leads from one text to the other', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDifference(before, after)
      expect(lines.filter(({ sign }) => sign !== '+').map((line) => line.text)).toEqual(before)
      expect(lines.filter(({ sign }) => sign !== '-').map((line) => line.text)).toEqual(after)
    }),
  )
})

test('only components that changed are shown', () => {
  const before = contentOf(service)
  const after = { ...before, days: 2, procedure: 'Daftar\nFoto\nTerima hasil' }
  expect(differences(before, before)).toEqual([])
  expect(differences(before, after).map(({ component, lines }) => [component, lines])).toEqual([
    [
      'procedure',
      [
        { sign: ' ', text: 'Daftar' },
        { sign: '+', text: 'Foto' },
        { sign: ' ', text: 'Terima hasil' },
      ],
    ],
    [
      'time',
      [
        { sign: '-', text: '3 hari kerja' },
        { sign: '+', text: '2 hari kerja' },
      ],
    ],
  ])
  const english = differences(before, { ...after, compensation: 'Antar gratis' }, 'en').flatMap(({ lines }) => lines)
  expect(english.map((line) => line.text)).toEqual(
    expect.arrayContaining(['2 working days', 'If the promise is not kept: Antar gratis']),
  )
})
