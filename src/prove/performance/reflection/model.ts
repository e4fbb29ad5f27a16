import { z } from 'zod'
import { bilingual, checkbox, dateInput, idParam, requiredText, wholeNumber } from '../../../platform/http/input.ts'

export const ANSWER_KINDS = ['text', 'scale'] as const
export const GOAL_STATES = ['open', 'reached', 'dropped'] as const
export type GoalState = (typeof GOAL_STATES)[number]
export type Question = { kind: (typeof ANSWER_KINDS)[number]; body: string }

const short = (least: number) =>
  z.string().min(least, bilingual(`Tulis paling sedikit ${least} huruf.`, `Write at least ${least} characters.`))

export const DayInput = z
  .object({
    name: requiredText(120, bilingual('Nama hari belum diisi.', 'Enter the name of the day.')).pipe(short(3)),
    month: wholeNumber(1, 12),
    day: wholeNumber(1, 31),
    source: requiredText(500, bilingual('Sumber belum diisi.', 'Enter the source.')).pipe(short(3)),
    valid_from: dateInput(),
    verified: checkbox(),
  })
  // Against a common year: a day that comes only every fourth year opens nothing in the others.
  .refine(({ month, day }) => day <= new Date(Date.UTC(2026, month, 0)).getUTCDate(), {
    path: ['day'],
    error: bilingual('Tanggal ini tidak ada setiap tahun.', 'This date does not exist in every year.'),
  })
export type DayInput = z.output<typeof DayInput>

export const QuestionInput = z.object({
  kind: z.enum(ANSWER_KINDS, { error: bilingual('Pilih bentuk jawaban.', 'Choose the kind of answer.') }),
  body: requiredText(300, bilingual('Pertanyaan belum diisi.', 'Enter the question.')).pipe(short(5)),
})

export const GoalInput = z.object({
  body: requiredText(300, bilingual('Tujuan belum diisi.', 'Enter the goal.')).pipe(short(5)),
  due_on: dateInput(bilingual('Tanggalnya belum diisi.', 'Enter the date.')),
})

export const GoalChange = z.object({ id: idParam(), state: z.enum(GOAL_STATES) })
export const ReflectionInput = z.looseObject({ id: idParam() })

const MOST = 4000

/** Answers come as `q-1`, `q-2` …; every one may stay empty: it is nobody else's matter. */
export function readReflection(
  raw: Readonly<Record<string, unknown>>,
  questions: readonly Question[],
): { answers: string[] } | { wrong: number[] } {
  const wrong: number[] = []
  const answers = questions.map((question, index) => {
    const given = raw[`q-${index + 1}`]
    const text = typeof given === 'string' ? given.replaceAll('\u0000', '').trim() : ''
    const fits = question.kind === 'scale' ? text === '' || /^[1-5]$/.test(text) : text.length <= MOST
    if (!fits) wrong.push(index + 1)
    return text
  })
  return wrong.length > 0 ? { wrong } : { answers }
}

/** The date of a day in the year in which its campaign runs on `today`, if it does. */
export function runsOn(
  today: string,
  day: { month: number; day: number; valid_from: string },
  length: number,
): { year: number; opensOn: string; closesOn: string } | undefined {
  // A campaign of the last days of December runs on into January.
  for (const year of [Number(today.slice(0, 4)), Number(today.slice(0, 4)) - 1]) {
    const start = Date.UTC(year, day.month - 1, day.day)
    const opensOn = new Date(start).toISOString().slice(0, 10)
    const closesOn = new Date(start + (length - 1) * 86_400_000).toISOString().slice(0, 10)
    if (opensOn >= day.valid_from && opensOn <= today && today <= closesOn) return { year, opensOn, closesOn }
  }
  return undefined
}

export type UnitCount = { unit: string; received: number }
