import { z } from 'zod'
import { bilingual, dateInput, optionalText, requiredText } from '../../../platform/http/input.ts'
import type { Text } from '../../../platform/i18n.ts'

export const EMPLOYMENTS = ['pns', 'pppk', 'pppk_part_time'] as const
export type Employment = (typeof EMPLOYMENTS)[number]
export const EMPLOYMENT_TEXTS: Record<Employment, Text> = {
  pns: { id: 'PNS', en: 'Civil servant (PNS)' },
  pppk: { id: 'PPPK', en: 'Contract (PPPK)' },
  pppk_part_time: { id: 'PPPK paruh waktu', en: 'Part-time contract (PPPK)' },
}
export const GENDER_TEXTS: Record<'male' | 'female', Text> = {
  male: { id: 'Laki-laki', en: 'Male' },
  female: { id: 'Perempuan', en: 'Female' },
}

/** Golongan ruang; the ranks of a PPPK are I to XVII without letters. */
export const PNS_GRADES = ['I', 'II', 'III', 'IV'].flatMap((group) =>
  (group === 'IV' ? ['a', 'b', 'c', 'd', 'e'] : ['a', 'b', 'c', 'd']).map((letter) => `${group}/${letter}`),
)
export const PPPK_GRADES = 'I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII'.split(' ')

export type NewEmployee = {
  id: string
  nip: string
  name: string
  employment: Employment
  gender: 'male' | 'female' | null
  birth_date: string | null
  email: string | null
  phone: string | null
  grade: string | null
  /** 16 digits in clear; stored sealed. */
  nik: string | null
}

export type NewAssignment = {
  employee_id: string
  unit_id: string
  position_id: string
  superior_id: string | null
  from: string
}

export const AssignmentForm = z.object({
  id: z.uuid(),
  unit_id: z.uuid({ error: bilingual('Pilih unitnya.', 'Choose the unit.') }),
  position_id: z.uuid({ error: bilingual('Pilih jabatannya.', 'Choose the position.') }),
  superior_nip: optionalText(40),
  from: dateInput(),
})

export const ContactForm = z.object({
  id: z.uuid(),
  name: requiredText(200, bilingual('Nama belum diisi.', 'Enter the name.')),
  email: optionalText(200).pipe(
    z
      .email({
        error: bilingual(
          'Alamat surel ini tidak lengkap. Contoh: nama@contoh.id.',
          'This e-mail address is incomplete. Example: name@example.com.',
        ),
      })
      .optional(),
  ),
  phone: optionalText(40),
  grade: optionalText(10),
})

export const PART = 500

/** Told after each part of many rows, so that a page can show how far the work is. */
export type Advance = (rows: number) => Promise<void>

export function inParts<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / PART) }, (_, part) => rows.slice(part * PART, (part + 1) * PART))
}
