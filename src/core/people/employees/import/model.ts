import type { Text } from '../../../../platform/i18n.ts'
import {
  type NewUnit,
  UNIT_KIND_TEXTS,
  UNIT_KINDS,
  type UnitKind,
  type UnitPlanRow,
} from '../../../organization/index.ts'

export const IMPORT_KINDS = ['unit', 'position', 'employee'] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]
export type Outcome = 'new' | 'changed' | 'unchanged' | 'refused'
export const OUTCOMES = ['new', 'changed', 'unchanged', 'refused'] as const

/** A job is under way, so the page has something new to say soon. */
export function isWorking(state: string): boolean {
  return state === 'reading' || state === 'checking' || state === 'applying'
}

export const MAX_ROWS = 50_000
export const MAX_BYTES = 20_000_000

type Column = {
  key: string
  /** As it stands in the template; SIASN's own headings are among the aliases. */
  heading: string
  aliases: readonly string[]
  required: boolean
  example: string
  note: string
}

function column(
  key: string,
  heading: string,
  required: boolean,
  example: string,
  note: string,
  ...aliases: string[]
): Column {
  return { key, heading, aliases, required, example, note }
}

export const COLUMNS: Record<ImportKind, readonly Column[]> = {
  unit: [
    column(
      'code',
      'KODE UNIT',
      true,
      'DINKES',
      'Pengenal tetap unit; baris dengan kode yang sudah ada memperbarui unit itu.',
      'KODE UNOR',
      'KODE UNIT KERJA',
      'KODE',
    ),
    column(
      'name',
      'NAMA UNIT',
      true,
      'Dinas Kesehatan',
      'Nama lengkap.',
      'NAMA UNOR',
      'UNOR NAMA',
      'NAMA UNIT KERJA',
      'NAMA',
    ),
    column(
      'kind',
      'JENIS UNIT',
      true,
      'Dinas',
      'Sekretariat, Dinas, Badan, Kecamatan, Kelurahan/Desa, Rumah sakit, Puskesmas, Sekolah, Bidang/Bagian, Seksi/Subbagian, atau Loket.',
      'JENIS UNOR',
      'JENIS',
    ),
    column(
      'parent',
      'KODE UNIT ATASAN',
      true,
      'PEMDA',
      'Kosong berarti langsung di bawah unit paling atas.',
      'KODE UNOR ATASAN',
      'KODE INDUK',
      'KODE ATASAN',
    ),
    column(
      'from',
      'BERLAKU SEJAK',
      false,
      '2017-01-02',
      'Tanggal mulai berlaku; kosong berarti hari ini.',
      'TMT',
      'TANGGAL BERLAKU',
    ),
  ],
  position: [
    column('code', 'KODE JABATAN', true, 'JF-AK-1', 'Pengenal tetap jabatan.', 'JABATAN KODE', 'KODE'),
    column('title', 'NAMA JABATAN', true, 'Analis Kebijakan Ahli Pertama', 'Nama lengkap.', 'JABATAN NAMA', 'NAMA'),
    column(
      'kind',
      'JENIS JABATAN',
      true,
      'Fungsional keahlian',
      'Pimpinan tinggi, Administrator, Pengawas, Pelaksana, Fungsional keahlian, atau Fungsional keterampilan.',
      'JENIS JABATAN NAMA',
      'JENIS',
    ),
    column(
      'level',
      'JENJANG',
      true,
      'Ahli Pertama',
      'Utama, Madya, Pratama; Ahli Pertama … Ahli Utama; Pemula … Penyelia. Kosong untuk administrator, pengawas, pelaksana.',
      'JENJANG JABATAN',
    ),
    column('class', 'KELAS JABATAN', false, '8', 'Angka 1 sampai 17.', 'KELAS'),
  ],
  employee: [
    column(
      'nip',
      'NIP',
      true,
      '199001012015031001',
      'NIP atau NI PPPK, 18 angka. Jadikan kolom ini Teks agar angkanya tidak dibulatkan.',
      'NIP BARU',
      'NI PPPK',
      'NIP/NI PPPK',
    ),
    column('front', 'GELAR DEPAN', false, 'dr.', 'Boleh kosong.'),
    column('name', 'NAMA', true, 'Sri Lestari', 'Tanpa gelar bila kolom gelar diisi.', 'NAMA LENGKAP', 'NAMA PEGAWAI'),
    column('back', 'GELAR BELAKANG', false, 'S.Kep.', 'Boleh kosong.', 'GELAR BLK'),
    column(
      'employment',
      'STATUS KEPEGAWAIAN',
      true,
      'PNS',
      'PNS, PPPK, atau PPPK paruh waktu.',
      'JENIS PEGAWAI',
      'JENIS PEGAWAI NAMA',
      'STATUS PEGAWAI',
    ),
    column('nik', 'NIK', false, '1707094101900001', '16 angka; disimpan terenkripsi. Jadikan kolom ini Teks.'),
    column('gender', 'JENIS KELAMIN', false, 'L', 'L atau P; kosong berarti menurut NIP.'),
    column('birth_date', 'TANGGAL LAHIR', false, '1990-01-01', 'Kosong berarti menurut NIP.', 'TGL LAHIR'),
    column(
      'grade',
      'GOLONGAN',
      false,
      'III/a',
      'PNS: I/a sampai IV/e; PPPK: I sampai XVII.',
      'GOL RUANG',
      'GOLONGAN RUANG',
      'GOL AKHIR NAMA',
      'GOL',
    ),
    column('email', 'EMAIL', false, 'nama@contoh.go.id', 'Boleh kosong.', 'SUREL', 'ALAMAT EMAIL'),
    column(
      'phone',
      'NOMOR HP',
      false,
      '081234567890',
      'Jadikan kolom ini Teks agar nol di depan tidak hilang.',
      'NO HP',
      'HP',
      'NOMOR TELEPON',
    ),
    column(
      'unit',
      'KODE UNIT',
      true,
      'DINKES',
      'Kode unit yang sudah ada di Sigap.',
      'KODE UNOR',
      'UNOR KODE',
      'KODE UNIT KERJA',
    ),
    column('position', 'KODE JABATAN', true, 'JF-AK-1', 'Kode jabatan yang sudah ada di Sigap.', 'JABATAN KODE'),
    column(
      'superior',
      'NIP ATASAN',
      false,
      '197001011995031001',
      'NIP atasan langsung; tanda - berarti tidak ada.',
      'NIP ATASAN LANGSUNG',
    ),
    column(
      'since',
      'TMT JABATAN',
      false,
      '2024-07-01',
      'Mulai menempati unit dan jabatan ini; boleh tanggal yang belum tiba.',
      'TMT',
    ),
  ],
}

/** One data row: the number a spreadsheet shows, and the cells by column key. A key is absent when its column is. */
export type SheetRow = { row: number; cells: Readonly<Record<string, string>>; extra?: number | undefined }

export type Change = { column: string; from: string; to: string }
export type Problem = { column: string; value: string; reason: Text }

/** What happens to one row; `act` is what applying it needs. */
export type Planned<Act> = {
  row: number
  label: string
  outcome: Outcome
  changes: Change[]
  problems: Problem[]
  act?: Act | undefined
}

export function heading(kind: ImportKind, key: string): string {
  return COLUMNS[kind].find((candidate) => candidate.key === key)?.heading ?? key
}

/** Headings are compared without case, asterisks, and what stands between words. */
export function plainHeading(text: string): string {
  return text
    .toUpperCase()
    .replaceAll('*', '')
    .replaceAll(/[\s_.\-\u00a0\ufeff]+/g, ' ')
    .trim()
}

export function say(id: string, en: string): Text {
  return { id, en }
}

/** Why an import waits again: its outcomes are others than those that were looked at. */
export const CHANGED_SINCE = say('berubah', 'changed')

export type KnownUnit = {
  id: string
  code: string
  name: string
  kind: UnitKind
  parent_id: string | null
  active_to: string | null
  since: string
}
export type UnitAct =
  | { create: NewUnit }
  | { change: { id: string; name: string; kind: UnitKind; parent_id: string | null; from: string } }

/** What is planned for units; of `open` all columns are given. */
export type PlannedUnitAct = Pick<
  UnitPlanRow,
  'unit_id' | 'act' | 'code' | 'name' | 'kind' | 'parent_id' | 'valid_from'
>

/** By either of its names or by both, as pages and exports write them: "Bidang/Bagian". */
export const UNIT_KIND_NAMES = new Map(
  UNIT_KINDS.flatMap((kind) => {
    const whole = UNIT_KIND_TEXTS[kind].id
    return [whole, ...whole.split('/')].map((name): [string, UnitKind] => [name.toLowerCase(), kind])
  }),
)
export const UNIT_KIND_CHOICES = UNIT_KINDS.filter((kind) => kind !== 'root')
  .map((kind) => UNIT_KIND_TEXTS[kind].id)
  .join(', ')

export function refuse(planned: Planned<unknown>, column: string, value: string, id: string, en: string): void {
  planned.problems.push({ column, value, reason: say(id, en) })
  planned.outcome = 'refused'
  planned.changes = []
  planned.act = undefined
}
