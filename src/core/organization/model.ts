import { z } from 'zod'
import { TIME_ZONES } from '../../platform/calendar.ts'
import { bilingual, dateInput, optionalText, requiredText } from '../../platform/http/input.ts'
import type { Text } from '../../platform/i18n.ts'

export const UNIT_KINDS = [
  'root',
  'secretariat',
  'department',
  'agency',
  'district',
  'village',
  'hospital',
  'health_center',
  'school',
  'division',
  'section',
  'desk',
] as const
export type UnitKind = (typeof UNIT_KINDS)[number]

export const UNIT_KIND_TEXTS: Record<UnitKind, Text> = {
  root: { id: 'Instansi', en: 'Institution' },
  secretariat: { id: 'Sekretariat', en: 'Secretariat' },
  department: { id: 'Dinas', en: 'Department' },
  agency: { id: 'Badan', en: 'Agency' },
  district: { id: 'Kecamatan', en: 'District' },
  village: { id: 'Kelurahan/Desa', en: 'Village' },
  hospital: { id: 'Rumah sakit', en: 'Hospital' },
  health_center: { id: 'Puskesmas', en: 'Health center' },
  school: { id: 'Sekolah', en: 'School' },
  division: { id: 'Bidang/Bagian', en: 'Division' },
  section: { id: 'Seksi/Subbagian', en: 'Section' },
  desk: { id: 'Loket', en: 'Service desk' },
}

export const POSITION_KINDS = [
  'jpt',
  'administrator',
  'pengawas',
  'pelaksana',
  'fungsional_keahlian',
  'fungsional_keterampilan',
] as const
export type PositionKind = (typeof POSITION_KINDS)[number]

export const POSITION_KIND_TEXTS: Record<PositionKind, Text> = {
  jpt: { id: 'Pimpinan tinggi', en: 'Senior leadership' },
  administrator: { id: 'Administrator', en: 'Administrator' },
  pengawas: { id: 'Pengawas', en: 'Supervisor' },
  pelaksana: { id: 'Pelaksana', en: 'Implementer' },
  fungsional_keahlian: { id: 'Fungsional keahlian', en: 'Functional, expert' },
  fungsional_keterampilan: { id: 'Fungsional keterampilan', en: 'Functional, skilled' },
}

/** The levels (jenjang) of each kind; the same grouping as the civil service agency's reference tables. */
export const POSITION_LEVELS: Record<PositionKind, readonly string[]> = {
  jpt: ['utama', 'madya', 'pratama'],
  administrator: ['administrator'],
  pengawas: ['pengawas'],
  pelaksana: ['pelaksana'],
  fungsional_keahlian: ['ahli_pertama', 'ahli_muda', 'ahli_madya', 'ahli_utama'],
  fungsional_keterampilan: ['pemula', 'terampil', 'mahir', 'penyelia'],
}

const LEVEL_TEXTS: Readonly<Record<string, string>> = {
  utama: 'Utama',
  madya: 'Madya',
  pratama: 'Pratama',
  administrator: 'Administrator',
  pengawas: 'Pengawas',
  pelaksana: 'Pelaksana',
  ahli_pertama: 'Ahli Pertama',
  ahli_muda: 'Ahli Muda',
  ahli_madya: 'Ahli Madya',
  ahli_utama: 'Ahli Utama',
  pemula: 'Pemula',
  terampil: 'Terampil',
  mahir: 'Mahir',
  penyelia: 'Penyelia',
}

/** Levels are names of the law and stay Indonesian. */
export function levelText(level: string): string {
  return LEVEL_TEXTS[level] ?? level
}

/** UU 20/2023 knows managerial and non-managerial positions; the older grouping decides which is which. */
export function isManagerial(kind: PositionKind): boolean {
  return kind === 'jpt' || kind === 'administrator' || kind === 'pengawas'
}

export const INSTITUTION_KINDS = ['ministry', 'agency', 'province', 'regency', 'city'] as const
export const INSTITUTION_KIND_TEXTS: Record<(typeof INSTITUTION_KINDS)[number], Text> = {
  ministry: { id: 'Kementerian', en: 'Ministry' },
  agency: { id: 'Lembaga', en: 'Agency' },
  province: { id: 'Pemerintah provinsi', en: 'Province' },
  regency: { id: 'Pemerintah kabupaten', en: 'Regency' },
  city: { id: 'Pemerintah kota', en: 'City' },
}

export const SHORTEST_UNIT_NAME = 2

/** The zones an institution can have; Pontianak keeps the clock of Jakarta. */
export const INSTITUTION_ZONES = TIME_ZONES.filter((zone) => zone !== 'Asia/Pontianak')

export const codeInput = (what: { id: string; en: string }) =>
  requiredText(40, bilingual(`Kode ${what.id} belum diisi.`, `Enter the ${what.en} code.`)).pipe(
    z.string().regex(/^[\w./-]+$/, {
      error: bilingual(
        'Kode hanya boleh berisi huruf, angka, titik, garis miring, dan tanda hubung. Contoh: DINKES-01.',
        'A code may only hold letters, digits, dots, slashes and hyphens. Example: DINKES-01.',
      ),
    }),
  )

const unitName = requiredText(200, bilingual('Nama unit belum diisi.', 'Enter the name of the unit.')).pipe(
  z.string().min(SHORTEST_UNIT_NAME),
)

export const NewUnitForm = z.object({
  code: codeInput({ id: 'unit', en: 'unit' }),
  name: unitName,
  kind: z.enum(UNIT_KINDS).exclude(['root']),
  parent_id: z.uuid({ error: bilingual('Pilih unit atasannya.', 'Choose the unit above it.') }),
  active_from: dateInput(),
})

export const ChangeUnitForm = z.object({
  id: z.uuid(),
  name: unitName,
  kind: z.enum(UNIT_KINDS),
  parent_id: z.union([z.literal(''), z.uuid()]).optional(),
  from: dateInput(),
  reason: requiredText(
    300,
    bilingual('Tulis dasar perubahannya, misalnya nomor peraturan.', 'State the ground of the change.'),
  ),
})

export const CloseUnitForm = z.object({
  id: z.uuid(),
  from: dateInput(),
  reason: requiredText(
    300,
    bilingual('Tulis dasar penutupannya, misalnya nomor peraturan.', 'State the ground of the closure.'),
  ),
})

export const PositionForm = z
  .object({
    code: codeInput({ id: 'jabatan', en: 'position' }),
    title: requiredText(200, bilingual('Nama jabatan belum diisi.', 'Enter the title of the position.')),
    kind: z.enum(POSITION_KINDS),
    level: requiredText(40, bilingual('Pilih jenjangnya.', 'Choose its level.')),
    class: optionalText(2),
  })
  .superRefine((position, context) => {
    if (!POSITION_LEVELS[position.kind].includes(position.level)) {
      context.addIssue({
        code: 'custom',
        path: ['level'],
        message: bilingual(
          `Jenjang untuk ${POSITION_KIND_TEXTS[position.kind].id.toLowerCase()}: ${POSITION_LEVELS[position.kind].map(levelText).join(', ')}.`,
          `Levels of this kind: ${POSITION_LEVELS[position.kind].map(levelText).join(', ')}.`,
        ),
      })
    }
    if (position.class !== undefined && !/^([1-9]|1[0-7])$/.test(position.class)) {
      context.addIssue({
        code: 'custom',
        path: ['class'],
        message: bilingual('Kelas jabatan adalah angka 1 sampai 17.', 'A position class is a number from 1 to 17.'),
      })
    }
  })

export type NewUnit = {
  id: string
  parent_id: string | null
  code: string
  name: string
  kind: UnitKind
  active_from: string
}

export type NewPosition = {
  id: string
  code: string
  title: string
  kind: PositionKind
  level: string
  class: number | null
}

/** The units from which `unitId` cannot hang without closing a circle: itself and everything beneath it. */
export function beneath(units: Hanging, unitId: string): ReadonlySet<string> {
  return beneathEach(units)(unitId)
}

type Hanging = readonly { id: string; parent_id: string | null }[]

/** The same for many units of one tree, which is sorted out once. */
export function beneathEach(units: Hanging): (unitId: string) => ReadonlySet<string> {
  const children = new Map<string, string[]>()
  for (const unit of units) {
    if (!unit.parent_id) continue
    const siblings = children.get(unit.parent_id)
    if (siblings) siblings.push(unit.id)
    else children.set(unit.parent_id, [unit.id])
  }
  return (unitId) => {
    const found = new Set([unitId])
    for (const id of found) for (const child of children.get(id) ?? []) found.add(child)
    return found
  }
}
