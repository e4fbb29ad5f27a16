import { isDate } from '../../platform/http/input.ts'
import type { Language } from '../../platform/i18n.ts'
import { type Answer, type Answers, LIKERT_VALUES, MAX_SHORT, MAX_TEXT, type Question } from './definition.ts'
import { missing } from './logic.ts'

type Typed = Readonly<Record<string, unknown>>
export type Read = { readonly answers: Answers; readonly errors: Readonly<Record<string, string>> }

/** The name of a question's field; an item of a list has its own. */
export function fieldOf(question: string, item?: string): string {
  return item === undefined ? `q_${question}` : `q_${question}.${item}`
}

/** Reads one page of a form. What cannot be read is an error at its field and no answer. */
export function readAnswers(questions: readonly Question[], typed: Typed, language: Language): Read {
  const answers: Record<string, Answer> = {}
  const errors: Record<string, string> = {}
  for (const question of questions) {
    if (question.kind === 'rating') readItems(question, typed, language, answers, errors)
    else {
      const read = readOne(question, typed[fieldOf(question.code)], language)
      if (read.error) errors[fieldOf(question.code)] = read.error
      else if (read.answer !== undefined) answers[question.code] = read.answer
    }
  }
  return { answers, errors }
}

/** The same, with a message at each required question that was left open. */
export function readComplete(questions: readonly Question[], typed: Typed, language: Language): Read {
  const { answers, errors } = readAnswers(questions, typed, language)
  const open = missing(questions, answers).map(({ question, item }) => [
    fieldOf(question.code, item),
    SAY[language].open[question.kind === 'short' || question.kind === 'long' ? 'write' : KIND_OPEN[question.kind]],
  ])
  return { answers, errors: { ...Object.fromEntries(open), ...errors } }
}

const KIND_OPEN = {
  single: 'choose',
  multiple: 'several',
  likert: 'choose',
  rating: 'choose',
  scale: 'number',
  number: 'number',
  date: 'date',
} as const

function readItems(
  question: Question,
  typed: Typed,
  language: Language,
  answers: Record<string, Answer>,
  errors: Record<string, string>,
): void {
  const given: Record<string, number> = {}
  for (const { code } of question.items ?? []) {
    const text = last(typed[fieldOf(question.code, code)])
    if (text === '') continue
    const value = LIKERT_VALUES.find((one) => String(one) === text)
    if (value === undefined) errors[fieldOf(question.code, code)] = SAY[language].choice
    else given[code] = value
  }
  if (Object.keys(given).length > 0) answers[question.code] = given
}

type One = { answer?: Answer | undefined; error?: string | undefined }

function readOne(question: Question, value: unknown, language: Language): One {
  const words = SAY[language]
  if (question.kind === 'multiple') {
    const wanted = (Array.isArray(value) ? value : [value]).map(last).filter(Boolean)
    const known = new Set((question.options ?? []).map((option) => option.code))
    if (wanted.some((one) => !known.has(one))) return { error: words.choice }
    const chosen = [...known].filter((one) => wanted.includes(one))
    return { answer: chosen.length > 0 ? chosen : undefined }
  }
  const text = last(value)
  if (text === '') return {}
  switch (question.kind) {
    case 'single':
      return (question.options ?? []).some((option) => option.code === text)
        ? { answer: text }
        : { error: words.choice }
    case 'likert': {
      const answer = LIKERT_VALUES.find((one) => String(one) === text)
      return answer === undefined ? { error: words.choice } : { answer }
    }
    case 'scale':
      return wholeBetween(text, question.min ?? 0, question.max ?? 100, language)
    case 'number':
      return wholeBetween(text, question.min ?? -1_000_000_000, question.max ?? 1_000_000_000, language)
    case 'date':
      return isDate(text) ? { answer: text } : { error: words.noDate }
    default: {
      const most = question.kind === 'short' ? MAX_SHORT : MAX_TEXT
      return text.length > most ? { error: words.tooLong(most) } : { answer: text }
    }
  }
}

function wholeBetween(text: string, min: number, max: number, language: Language): One {
  const words = SAY[language]
  if (!/^[-−]?\d{1,3}(\.\d{3})+$|^[-−]?\d{1,10}$/.test(text)) return { error: words.noNumber }
  const answer = Number(text.replaceAll('.', '').replace('−', '-'))
  return answer < min || answer > max ? { error: words.between(min, max) } : { answer }
}

// Control characters cannot be typed; they break files and terminals. A field sent twice counts as its last value.
function last(value: unknown): string {
  const one: unknown = Array.isArray(value) ? value.at(-1) : value
  if (typeof one !== 'string') return ''
  return one
    .replaceAll('\r\n', '\n')
    .replaceAll(/[\p{Cc}--[\n\t]]/gv, '')
    .trim()
}

/** Stored answers as a form shows them again. */
export function typedOf(answers: Answers): Record<string, string | string[]> {
  const typed: Record<string, string | string[]> = {}
  for (const [question, answer] of Object.entries(answers)) {
    if (typeof answer === 'string' || typeof answer === 'number') typed[fieldOf(question)] = String(answer)
    else if (Array.isArray(answer)) typed[fieldOf(question)] = [...answer]
    else for (const [item, value] of Object.entries(answer)) typed[fieldOf(question, item)] = String(value)
  }
  return typed
}

const SAY = {
  id: {
    open: {
      choose: 'Pilih satu jawaban.',
      several: 'Pilih paling sedikit satu.',
      number: 'Angkanya belum diisi.',
      date: 'Tanggalnya belum diisi. Contoh: 21 November 2026.',
      write: 'Jawaban belum ditulis.',
    },
    choice: 'Pilih salah satu jawaban yang ada.',
    noDate: 'Tanggal ini tidak ada di kalender. Contoh: 21 November 2026.',
    noNumber: 'Tulis angka bulat, misalnya 25.',
    between: (min: number, max: number) => `Tulis angka dari ${min} sampai ${max}.`,
    tooLong: (most: number) => `Terlalu panjang: paling banyak ${most} huruf.`,
  },
  en: {
    open: {
      choose: 'Choose one answer.',
      several: 'Choose at least one.',
      number: 'Enter the number.',
      date: 'Enter the date, such as 21 November 2026.',
      write: 'Write an answer.',
    },
    choice: 'Choose one of the answers.',
    noDate: 'This date does not exist. Example: 21 November 2026.',
    noNumber: 'Enter a whole number, such as 25.',
    between: (min: number, max: number) => `Enter a number from ${min} to ${max}.`,
    tooLong: (most: number) => `Too long: at most ${most} characters.`,
  },
}
