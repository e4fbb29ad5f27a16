import { z } from 'zod'
import { bilingual, idParam, requiredText } from '../../../platform/http/input.ts'

/** The kind under which retention knows reports of wrongdoing. */
export const HELD_AS = 'whistleblowing'

const reason = requiredText(500, bilingual('Tulis alasannya.', 'Give the reason.')).pipe(
  z.string().min(3, { error: bilingual('Tulis alasannya.', 'Give the reason.') }),
)

export const AskInput = z.object({ id: idParam(), reason })
export const DecideInput = z.object({
  id: idParam(),
  request: idParam(),
  decision: z.enum(['grant', 'refuse'], { error: bilingual('Pilih salah satu.', 'Choose one.') }),
})
export const HoldInput = z.object({ id: idParam(), hold_reason: reason })
export const ReleaseInput = z.object({ id: idParam() })
export const HeldAnswer = z.object({ held: idParam() })
