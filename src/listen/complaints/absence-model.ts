import { z } from 'zod'
import { bilingual, dateInput, idParam, optionalText } from '../../platform/http/input.ts'

export const ABSENCES = '/pengaduan/ketidakhadiran'

const dateMissing = bilingual('Tanggalnya belum diisi.', 'Enter the date.')

export const AbsenceInput = z.object({
  account: idParam(),
  substitute: z.uuid({ error: bilingual('Pilih penggantinya.', 'Choose the substitute.') }),
  from_on: dateInput(dateMissing),
  to_on: dateInput(dateMissing),
  reason: optionalText(200),
})

export type Absence = z.output<typeof AbsenceInput>
export type AbsenceProblem = 'same' | 'order' | 'past' | 'long'

/** What is wrong with these days; a stretch of more than half a year is a transfer, not an absence. */
export function absenceProblem(absence: Absence, today: string): AbsenceProblem | undefined {
  if (absence.account === absence.substitute) return 'same'
  if (absence.to_on < absence.from_on) return 'order'
  if (absence.to_on < today) return 'past'
  if (Date.parse(absence.to_on) - Date.parse(absence.from_on) > 184 * 86_400_000) return 'long'
  return undefined
}
