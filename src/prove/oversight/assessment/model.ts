import { z } from 'zod'
import { bilingual, idParam, optionalText, uploaded, wholeNumber } from '../../../platform/http/input.ts'
import { ANSWERS, type Answer, PRINCIPLES, type Principle, webAddress } from '../model.ts'

export type AssessmentState = 'draft' | 'submitted' | 'verified'
export type AssessmentStep = 'submitted' | 'verified' | 'returned'

export const NewAssessment = z.object({
  unit: z.string().refine((text) => text.length === 36, {
    error: bilingual('Pilih unit dari daftar.', 'Choose a unit of the list.'),
  }),
  year: wholeNumber(2000, 2200),
})

const AtPlace = z.object({ id: idParam(), principle: z.enum(PRINCIPLES), key: z.string().max(40) })
export const AtAnswer = AtPlace

export const AnswerInput = AtPlace.extend({
  answer: z.enum(ANSWERS, { error: bilingual('Pilih jawabannya.', 'Choose the answer.') }),
  note: optionalText(2000).transform((text) => text ?? ''),
  link: webAddress(),
  file: uploaded().optional(),
}).refine((given) => given.answer === 'yes' || given.note !== '', {
  path: ['note'],
  error: bilingual('Tuliskan penjelasannya.', 'Write an explanation.'),
})

export const Verdict = z
  .object({
    id: idParam(),
    decision: z.enum(['verified', 'returned'], { error: bilingual('Pilih keputusannya.', 'Choose the decision.') }),
    text: optionalText(4000).transform((text) => text ?? ''),
  })
  .refine((verdict) => verdict.decision === 'verified' || verdict.text !== '', {
    path: ['text'],
    error: bilingual('Tuliskan apa yang harus diperbaiki unit.', 'Say what the unit has to mend.'),
  })

/** What is said to be so, wholly or in part, can be looked at. */
export function needsEvidence(answer: Answer): boolean {
  return answer === 'yes' || answer === 'partly'
}

export function afterVerdict(state: AssessmentState, step: AssessmentStep): AssessmentState | undefined {
  if (step === 'submitted') return state === 'draft' ? 'submitted' : undefined
  if (state !== 'submitted') return undefined
  return step === 'verified' ? 'verified' : 'draft'
}

export type Tally = { principle: Principle; yes: number; partly: number; no: number; skipped: number; open: number }

/** How many questions of each principle were answered how; what does not apply to the office counts for nothing. */
export function tally(answers: readonly { principle: Principle; answer: Answer | null }[]): Tally[] {
  return PRINCIPLES.map((principle) => {
    const own = answers.filter((row) => row.principle === principle)
    const count = (answer: Answer | null) => own.filter((row) => row.answer === answer).length
    return {
      principle,
      yes: count('yes'),
      partly: count('partly'),
      no: count('no'),
      skipped: count('not_applicable'),
      open: count(null),
    }
  })
}

export function asked(row: Pick<Tally, 'yes' | 'partly' | 'no' | 'open'>): number {
  return row.yes + row.partly + row.no + row.open
}
