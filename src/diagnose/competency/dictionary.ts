import { DIGITAL, TECHNICAL } from './dictionary-internal.ts'
import { MANAGERIAL, SOCIO_CULTURAL } from './dictionary-managerial.ts'
import type { Family } from './model.ts'

type Five<T> = readonly [T, T, T, T, T]
export type Entry = {
  readonly code: string
  readonly name: string
  readonly definition: string
  /** What describes levels 1 to 5. */
  readonly levels: Five<string>
  /** Single behaviors seen at levels 1 to 5. */
  readonly behaviors?: Five<readonly string[]> | undefined
}
export type FrameworkSeed = {
  readonly code: string
  readonly family: Family
  readonly name: string
  readonly source: string
  readonly verified: boolean
  readonly valid_from: string
  readonly entries: readonly Entry[]
}

const TRANSCRIPTION =
  'PermenPANRB 38/2017; uraian disalin dari transkripsi publik, perlu dicocokkan dengan lampiran resmi'

/**
 * What a new institution starts from. All of it can be edited; nothing here was checked against an official annex, and
 * of the regulation's entry into force only the year is known.
 */
export const FRAMEWORKS: readonly FrameworkSeed[] = [
  {
    code: 'manajerial-38-2017',
    family: 'manajerial',
    name: 'Kompetensi Manajerial',
    source: TRANSCRIPTION,
    verified: false,
    valid_from: '2017-01-01',
    entries: MANAGERIAL,
  },
  {
    code: 'sosio-kultural-38-2017',
    family: 'sosio_kultural',
    name: 'Kompetensi Sosio-Kultural',
    source: TRANSCRIPTION,
    verified: false,
    valid_from: '2017-01-01',
    entries: SOCIO_CULTURAL,
  },
  {
    code: 'digital-internal',
    family: 'digital',
    name: 'Kompetensi Digital (kerangka internal)',
    source:
      'Kerangka internal: empat pilar literasi digital Kominfo (Road Map Literasi Digital 2021–2024) pada lima level umum',
    verified: false,
    valid_from: '2021-01-01',
    entries: DIGITAL,
  },
  {
    code: 'teknis-internal',
    family: 'teknis',
    name: 'Kompetensi Teknis (kamus instansi)',
    source: 'Kamus teknis instansi; PermenPANRB 38/2017 menyerahkan penyusunannya kepada instansi',
    verified: false,
    valid_from: '2021-01-01',
    entries: TECHNICAL,
  },
]

/** Generic level names and meanings; the names were not read in an official text. */
export const GENERIC_LEVELS: Five<{ name: string; meaning: string }> = [
  { name: 'Paham', meaning: 'Memahami dan menerapkan sesuai prosedur untuk tugas sendiri, masih dengan bimbingan.' },
  { name: 'Dasar', meaning: 'Menjalankan secara mandiri dan membantu rekan satu tim.' },
  { name: 'Menengah', meaning: 'Memahami secara mendalam dan mendorong unit kerja.' },
  { name: 'Mumpuni', meaning: 'Membangun cara kerja, metode, atau sistem bagi organisasi.' },
  { name: 'Ahli', meaning: 'Menjadi rujukan nasional dan mengembangkan konsep baru.' },
]

export const INTERNAL_SOURCE = 'Ketentuan internal instansi; dapat diubah'

/** What the shipped dictionary calls a code, for where it is not installed. */
export function shippedName(code: string): string | undefined {
  return FRAMEWORKS.flatMap((one) => one.entries).find((entry) => entry.code === code)?.name
}
