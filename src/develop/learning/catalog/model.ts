import { createHash } from 'node:crypto'
import { z } from 'zod'
import {
  bilingual,
  checkbox,
  idParam,
  optionalText,
  requiredText,
  uploaded,
  wholeNumber,
} from '../../../platform/http/input.ts'
import { QUESTION_KINDS, type Question } from './question.ts'

export const COURSE_STATUSES = ['draft', 'published', 'closed'] as const
export type CourseStatus = (typeof COURSE_STATUSES)[number]
export const TEST_KINDS = ['pre', 'post'] as const
export type TestKind = (typeof TEST_KINDS)[number]
export const MODULE_KINDS = ['text', 'video'] as const
export type ModuleKind = (typeof MODULE_KINDS)[number]
export const VIDEO_BYTES = 40_000_000
export const VIDEO_TYPES = ['video/mp4', 'video/webm'] as const
/** Videos that come with the program: name of the file in media/, and its length. */
export const SHIPPED_VIDEOS = { 'melayani-dengan-ramah': { seconds: 63 } } as const

function titled(missing: string, least: number, most: number) {
  const short = bilingual(`Tulis paling sedikit ${least} huruf.`, `Write at least ${least} characters.`)
  return requiredText(most, missing).pipe(z.string().min(least, short))
}

function whole(missing: string, least: number, most: number) {
  return z.string({ error: missing }).trim().min(1, missing).pipe(wholeNumber(least, most))
}

export const CourseId = z.object({ id: idParam() })
export const ModuleId = z.object({ id: idParam(), module: idParam() })
export const QuestionId = z.object({ id: idParam(), question: idParam() })

export const CourseInput = z.object({
  title: titled(bilingual('Judul kursus belum diisi.', 'Enter the title of the course.'), 5, 200),
  summary: titled(bilingual('Ringkasan belum diisi.', 'Enter a summary.'), 10, 1000),
  jp: whole(bilingual('JP belum diisi.', 'Enter the JP.'), 1, 200),
  passPercent: whole(bilingual('Nilai lulus belum diisi.', 'Enter the pass mark.'), 1, 100),
  selfEnroll: checkbox(),
  level: optionalText(2).pipe(z.enum(['1', '2', '3', '4', '5']).optional()),
})
export type CourseInput = z.output<typeof CourseInput>

export const ModuleInput = z.object({
  kind: z.enum(MODULE_KINDS, { error: bilingual('Pilih jenis bagian.', 'Choose the kind.') }),
  title: titled(bilingual('Judul bagian belum diisi.', 'Enter the title.'), 3, 200),
  body: requiredText(40_000, bilingual('Isi bagian belum ditulis.', 'Write the content.')),
  minutes: whole(bilingual('Lama belajar belum diisi.', 'Enter the minutes.'), 1, 600),
  shipped: optionalText(60).pipe(z.enum(['', 'melayani-dengan-ramah']).optional()),
  video: uploaded().optional(),
  length: optionalText(10),
  captions: optionalText(100_000),
})
export type ModuleInput = z.output<typeof ModuleInput>

/** "1:03" or "63" → 63 seconds. */
export function videoSeconds(text: string | undefined): number | undefined {
  const match = /^(?:(\d{1,3})[:.])?(\d{1,5})$/.exec((text ?? '').trim())
  const seconds = match && Number(match[1] ?? 0) * 60 + Number(match[2])
  return seconds && seconds <= 21_600 ? seconds : undefined
}

export const QuestionInput = z.object({
  kind: z.enum(QUESTION_KINDS, { error: bilingual('Pilih jenis soal.', 'Choose the kind of question.') }),
  stem: requiredText(4000, bilingual('Pertanyaan belum ditulis.', 'Write the question.')),
  answers: requiredText(8000, bilingual('Jawaban belum ditulis.', 'Write the answers.')),
  points: whole(bilingual('Bobot belum diisi.', 'Enter the points.'), 1, 100),
  feedback: optionalText(2000),
})
export type QuestionInput = z.output<typeof QuestionInput>

export const ImportInput = z.object({
  id: idParam(),
  file: uploaded().optional(),
  text: z.string().optional(),
  confirm: z.string().optional(),
})

const chosen = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => [...new Set(value === undefined ? [] : [value].flat())])
  .pipe(z.array(z.uuid()).max(100))

export const TestInput = z.object({
  preMinutes: whole(bilingual('Batas waktu belum diisi.', 'Enter the time limit.'), 1, 300),
  postMinutes: whole(bilingual('Batas waktu belum diisi.', 'Enter the time limit.'), 1, 300),
  postAttempts: whole(bilingual('Jumlah kesempatan belum diisi.', 'Enter the number of attempts.'), 1, 10),
  pre: chosen,
  post: chosen,
})
export type TestInput = z.output<typeof TestInput>

export type PublishProblem = 'no_module' | 'no_pre' | 'no_post'

/** A course without both tests could not show what it changed. */
export function publishProblems(course: { modules: number; pre: number; post: number }): PublishProblem[] {
  const problems: PublishProblem[] = []
  if (course.modules === 0) problems.push('no_module')
  if (course.pre === 0) problems.push('no_pre')
  if (course.post === 0) problems.push('no_post')
  return problems
}

/** The same question written again has the same fingerprint, so that an import can be repeated. */
export function fingerprint(question: Pick<Question, 'stem' | 'body'>): string {
  return createHash('sha256')
    .update(JSON.stringify([question.stem, question.body]))
    .digest('hex')
}
