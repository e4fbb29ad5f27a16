import { z } from 'zod'
import { bilingual, idParam, requiredText } from '../../../platform/http/input.ts'
import { storableText } from '../../../platform/storable-text.ts'
import { ApiAnswer, type Arrival, MAX_BATCH } from '../model.ts'

export const KIOSK_COOKIE = 'kios'
export const COOKIE_SECONDS = 400 * 86_400
export const CODE_HOURS = 24
/** A stored day further back than this is no day of a kiosk but a clock that was never set. */
const OLDEST_DAYS = 31

export const NewKiosk = z.object({
  name: requiredText(80, bilingual('Kios belum diberi nama. Contoh: Loket 2.', 'Enter a name, such as Counter 2.')),
  unit: idParam(),
})

export const KioskAddress = z.object({ id: idParam() })
export const PairInput = z.object({ code: z.string().max(60) })

/** A device may cut words in the middle of a symbol, and PostgreSQL keeps no half of one; inside JSON it is escaped. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i

function storable(_: string, value: unknown): unknown {
  return typeof value === 'string' ? storableText(value) : value
}

/** What a kiosk has stored: a list as JSON in one form field. Each row is looked at on its own. */
export const StoredAnswers = z.object({
  answers: z
    .string()
    .max(900_000)
    .transform((text, context) => {
      try {
        return JSON.parse(text, UNSTORABLE.test(text) ? storable : undefined) as unknown
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' })
        return z.NEVER
      }
    })
    .pipe(z.array(z.unknown()).min(1).max(MAX_BATCH)),
})

/** Control characters in a row are the device's fault, not the person's. */
export function readStored(row: unknown): ApiAnswer | undefined {
  const parsed = ApiAnswer.safeParse(row)
  return parsed.success ? parsed.data : undefined
}

export function keyOf(row: unknown): string {
  return typeof row === 'object' && row !== null && 'key' in row && typeof row.key === 'string'
    ? row.key.slice(0, 200)
    : ''
}

/** The day an answer counts on, and whose word that is. No answer is lost to a wrong clock. */
export function dayOf(answeredOn: string, today: string): { day: string; arrival: Arrival } {
  if (answeredOn === today) return { day: today, arrival: 'live' }
  const age = (Date.parse(today) - Date.parse(answeredOn)) / 86_400_000
  return age > 0 && age <= OLDEST_DAYS ? { day: answeredOn, arrival: 'stored' } : { day: today, arrival: 'clock' }
}
