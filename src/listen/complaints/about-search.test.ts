import fc from 'fast-check'
import { expect, test } from 'vitest'
import { meant, type Named } from './about-search.ts'

const service = (value: string, name: string, unit: string): Named => ({
  value,
  label: `${name} (${unit})`,
  names: [name, value],
})
const all: readonly Named[] = [
  service('ktp-elektronik', 'KTP Elektronik', 'Dinas Kependudukan'),
  service('kartu-keluarga', 'Kartu Keluarga', 'Dinas Kependudukan'),
  service('kartu-identitas-anak', 'Kartu Identitas Anak', 'Dinas Kependudukan'),
  service('izin-praktik', 'Izin Praktik', 'Dinas Kesehatan'),
  service('izin-praktik-2', 'Izin Praktik', 'Dinas Pendidikan'),
  service('izin-praktik-3', 'Izin Praktik Dokter', 'Dinas Kesehatan'),
  { value: 'unit:1', label: 'Lainnya di Dinas Kesehatan', names: ['Dinas Kesehatan'] },
]
const found = (typed: string) => meant(all, typed).map((one) => one.value)

test.each([
  ['ktp elektronik', ['ktp-elektronik']],
  ['KTP-ELEKTRONIK', ['ktp-elektronik']],
  ['KTP Elektronik (Dinas Kependudukan)', ['ktp-elektronik']],
  ['elek', ['ktp-elektronik']],
  ['kel kar', ['kartu-keluarga']],
  ['luarga', ['kartu-keluarga']],
  ['uar', []],
  ['kartu', ['kartu-keluarga', 'kartu-identitas-anak']],
  ['izin praktik', ['izin-praktik', 'izin-praktik-2']],
  ['izin praktik kesehatan', ['izin-praktik', 'izin-praktik-3']],
  ['dinas kesehatan', ['unit:1']],
  ['paspor', []],
  ['  ', []],
] as const)('“%s” means %o', (typed, wanted) => {
  expect(found(typed)).toEqual(wanted)
})

test('whatever is offered can be typed as it is written, in any case and spacing, and is meant', () => {
  fc.assert(
    fc.property(fc.constantFrom(...all), fc.boolean(), (one, loud) => {
      const typed = `  ${loud ? one.label.toUpperCase() : one.label} `
      expect(found(typed)).toEqual([one.value])
    }),
  )
})

test('whatever is typed, it never throws and never offers more than can be read', () => {
  fc.assert(fc.property(fc.string(), (typed) => meant(all, typed).length <= 8))
})
