import { z } from 'zod'
import { bilingual, dateInput, idParam, requiredText } from '../../../platform/http/input.ts'

export const LEVELS = ['light', 'medium', 'severe'] as const
export type Level = (typeof LEVELS)[number]
export type State = 'reported' | 'summoned' | 'heard' | 'decided' | 'appealed' | 'closed'
export type EventKind = 'reported' | 'summoned' | 'answered' | 'minutes' | 'decided' | 'appealed' | 'appeal_decided'
export type Part = 'subject' | 'reporter' | 'examiner' | 'authority' | 'appeal'

export type Named = {
  employee_id: string
  reporter: string
  examiner: string
  authority: string
  appeal_authority: string
}

/** What somebody is in a case; a person may be both the one who reported and the one who examines. */
export function partsOf(one: Named, account: string | null, employee: string | null): ReadonlySet<Part> {
  const parts = new Set<Part>()
  if (employee !== null && one.employee_id === employee) parts.add('subject')
  if (account === null) return parts
  if (one.reporter === account) parts.add('reporter')
  if (one.examiner === account) parts.add('examiner')
  if (one.authority === account) parts.add('authority')
  if (one.appeal_authority === account) parts.add('appeal')
  return parts
}

export type Act = 'summon' | 'answer' | 'minutes' | 'decide' | 'appeal' | 'decide_appeal'

/**
 * What the state and the clock allow each part to do next. Nobody decides about themselves, nothing is decided without a
 * hearing, and after the last day of its clock there is no objection any more.
 */
export function actsOf(
  one: { state: State; hearing_on: string | null; appeal_until: Date | null },
  parts: ReadonlySet<Part>,
  clock: { now: Date; today: string },
): ReadonlySet<Act> {
  const acts = new Set<Act>()
  if (parts.has('subject')) {
    if (one.state === 'reported' || one.state === 'summoned' || one.state === 'heard') acts.add('answer')
    if (one.state === 'decided' && one.appeal_until && clock.now <= one.appeal_until) acts.add('appeal')
    return acts
  }
  if (parts.has('examiner')) {
    if (one.state === 'reported' || one.state === 'summoned') acts.add('summon')
    if (one.state === 'summoned' && one.hearing_on && one.hearing_on <= clock.today) acts.add('minutes')
  }
  if (parts.has('authority') && one.state === 'heard') acts.add('decide')
  if (parts.has('appeal') && one.state === 'appealed') acts.add('decide_appeal')
  return acts
}

function prose(least: number, missing: string) {
  return requiredText(8000, missing).pipe(
    z.string().min(least, bilingual(`Tulis paling sedikit ${least} huruf.`, `Write at least ${least} characters.`)),
  )
}

const account = (id: string, en: string) => z.guid({ error: bilingual(id, en) })

export const ReportInput = z.object({
  nip: z
    .string({ error: bilingual('NIP belum diisi.', 'Enter the number.') })
    .transform((text) => text.replaceAll(/\s/g, ''))
    .pipe(z.string().regex(/^\d{18}$/, bilingual('NIP terdiri dari 18 angka.', 'The number has 18 digits.'))),
  level: z.enum(LEVELS, { error: bilingual('Pilih tingkat dugaan pelanggaran.', 'Choose the level.') }),
  happened_on: dateInput(bilingual('Tanggal kejadian belum diisi.', 'Enter when it happened.')),
  allegation: prose(20, bilingual('Uraian belum diisi.', 'Describe what happened.')).pipe(z.string().max(4000)),
  examiner: account('Pilih pemeriksa.', 'Choose who examines.'),
  authority: account('Pilih pejabat yang memutus.', 'Choose who decides.'),
  appeal_authority: account('Pilih pejabat yang memutus keberatan.', 'Choose who decides an objection.'),
})
export type ReportInput = z.output<typeof ReportInput>

export const SummonInput = z.object({
  id: idParam(),
  hearing_on: dateInput(bilingual('Tanggal pemeriksaan belum diisi.', 'Enter the date of the hearing.')),
  body: prose(10, bilingual('Isi panggilan belum diisi.', 'Write the summons.')),
})
export const TextInput = z.object({
  id: idParam(),
  body: prose(10, bilingual('Bagian ini belum diisi.', 'This is still empty.')),
})
export const DecisionInput = z.object({
  id: idParam(),
  /** Empty: no sanction. */
  sanction: z.string().max(40),
  body: prose(20, bilingual('Pertimbangan belum diisi.', 'Write the reasons.')),
})
