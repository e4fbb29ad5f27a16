import { z } from 'zod'

/** What a questionnaire is made of. The same document is stored, shown, answered, exported and imported. */
export const FORMAT = 'sigap-questionnaire'
export const FORMAT_VERSION = 1

export const KINDS = ['single', 'multiple', 'likert', 'rating', 'scale', 'number', 'date', 'short', 'long'] as const
export type Kind = (typeof KINDS)[number]
export const LIKERT_LABELS = ['satisfaction', 'agreement', 'need', 'quality'] as const
export type LikertLabels = (typeof LIKERT_LABELS)[number]
/** Sangat puas is 5, sangat tidak puas is 1; shown from best to worst as in the source text's table. */
export const LIKERT_VALUES = [5, 4, 3, 2, 1] as const
export const OPERATORS = ['is', 'is_not', 'at_least', 'at_most', 'answered'] as const
export const AUDIENCES = ['public', 'invited', 'staff', 'interviewer'] as const
export type Audience = (typeof AUDIENCES)[number]
export const ANONYMITIES = ['anonymous', 'named'] as const
export const INSTRUMENTS = ['own', 'short_survey'] as const
export type Instrument = (typeof INSTRUMENTS)[number]

export const MOST_SECTIONS = 30
export const MOST_QUESTIONS = 60
export const MOST_OPTIONS = 30
export const MAX_TEXT = 4000
export const MAX_SHORT = 200

/** Answers are looked up by code in plain objects, which know a constructor without anybody having said so. */
const code = z.string().regex(/^(?!constructor$)[a-z][a-z0-9_]{0,39}$/)
/** Indonesian always; English where somebody has written it, otherwise readers see the Indonesian. */
const text = (most: number) => z.strictObject({ id: z.string().max(most), en: z.string().max(most).optional() })
const Option = z.strictObject({ code, text: text(300) })
const Condition = z.strictObject({
  question: code,
  /** Only where the question asked about is a list of rated items. */
  item: code.optional(),
  operator: z.enum(OPERATORS),
  value: z.string().max(300),
})

export const Question = z.strictObject({
  code,
  kind: z.enum(KINDS),
  text: text(500),
  help: text(500).optional(),
  required: z.boolean(),
  published: z.boolean(),
  options: z.array(Option).max(MOST_OPTIONS).optional(),
  items: z.array(Option).max(MOST_OPTIONS).optional(),
  labels: z.enum(LIKERT_LABELS).optional(),
  /** Scales have both ends; numbers may. */
  min: z.number().int().min(-1_000_000_000).max(1_000_000_000).optional(),
  max: z.number().int().min(-1_000_000_000).max(1_000_000_000).optional(),
  minLabel: text(100).optional(),
  maxLabel: text(100).optional(),
  theme: z
    .string()
    .regex(/^[a-z0-9_]{1,40}$/)
    .optional(),
  showIf: Condition.optional(),
})

export const Section = z.strictObject({
  code,
  title: text(200),
  intro: text(2000).optional(),
  showIf: Condition.optional(),
  questions: z.array(Question).max(MOST_QUESTIONS),
})

export const Definition = z.strictObject({
  format: z.literal(FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  title: text(200),
  intro: text(2000).optional(),
  thanks: text(1000).optional(),
  audience: z.enum(AUDIENCES),
  anonymity: z.enum(ANONYMITIES),
  sections: z.array(Section).max(MOST_SECTIONS),
})

export type Text = z.output<ReturnType<typeof text>>
export type Option = z.output<typeof Option>
export type Condition = z.output<typeof Condition>
export type Question = z.output<typeof Question>
export type Section = z.output<typeof Section>
export type Definition = z.output<typeof Definition>

/** What one person said: a value, several, or a value per rated item. Nothing said is not there. */
export type Answer = string | number | readonly string[] | { readonly [item: string]: number }
export type Answers = { readonly [question: string]: Answer }

export function questionsOf(definition: Definition): Question[] {
  return definition.sections.flatMap((section) => section.questions)
}

export function findQuestion(definition: Definition, code: string): Question | undefined {
  return questionsOf(definition).find((question) => question.code === code)
}

export function findSection(definition: Definition, code: string): Section | undefined {
  return definition.sections.find((section) => section.code === code)
}

/** The text in this language, or in Indonesian where it was not written in the other. */
export function say(text: Text | undefined, language: 'id' | 'en'): string {
  return (language === 'en' && text?.en) || (text?.id ?? '')
}

/** Kinds whose answer is a whole number from a fixed list, so that it can be counted. */
export function isRated(kind: Kind): boolean {
  return kind === 'likert' || kind === 'rating'
}

export function isText(kind: Kind): boolean {
  return kind === 'short' || kind === 'long'
}
