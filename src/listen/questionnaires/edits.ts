import {
  type Condition,
  type Definition,
  FORMAT,
  FORMAT_VERSION,
  isRated,
  type Kind,
  MOST_QUESTIONS,
  MOST_SECTIONS,
  type Option,
  type Question,
  questionsOf,
  type Section,
  type Text,
} from './definition.ts'

/** The builder's changes as pure functions: each takes a questionnaire and gives the changed one. */
export function emptyDefinition(title: string, section: string): Definition {
  return {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    title: { id: title },
    audience: 'public',
    anonymity: 'anonymous',
    sections: [{ code: 'bagian_1', title: { id: section }, questions: [] }],
  }
}

function freeCode(prefix: string, taken: readonly string[]): string {
  const known = new Set(taken)
  for (let number = 1; ; number++) if (!known.has(`${prefix}_${number}`)) return `${prefix}_${number}`
}

export function addSection(
  definition: Definition,
  title: string,
): { definition: Definition; code: string } | undefined {
  if (definition.sections.length >= MOST_SECTIONS) return undefined
  const code = freeCode(
    'bagian',
    definition.sections.map((one) => one.code),
  )
  return {
    definition: { ...definition, sections: [...definition.sections, { code, title: { id: title }, questions: [] }] },
    code,
  }
}

/** A question of this kind with what it needs to be shown at once. */
export function addQuestion(
  definition: Definition,
  section: string,
  kind: Kind,
): { definition: Definition; code: string } | undefined {
  const found = definition.sections.find((one) => one.code === section)
  if (!found || found.questions.length >= MOST_QUESTIONS) return undefined
  const code = freeCode(
    'p',
    questionsOf(definition).map((one) => one.code),
  )
  const question: Question = { code, text: { id: '' }, required: false, published: false, ...kindDefaults(kind) }
  return { definition: inSection(definition, section, (list) => [...list, question]), code }
}

function kindDefaults(kind: Kind): Pick<Question, 'kind' | 'options' | 'items' | 'labels' | 'min' | 'max'> {
  if (kind === 'single' || kind === 'multiple')
    return {
      kind,
      options: [
        { code: 'a', text: { id: '' } },
        { code: 'b', text: { id: '' } },
      ],
    }
  if (kind === 'likert') return { kind, labels: 'satisfaction' }
  if (kind === 'rating') return { kind, labels: 'satisfaction', items: [{ code: 'a', text: { id: '' } }] }
  return kind === 'scale' ? { kind, min: 0, max: 10 } : { kind }
}

function inSection(definition: Definition, code: string, change: (list: Question[]) => Question[]): Definition {
  return {
    ...definition,
    sections: definition.sections.map((one) =>
      one.code === code ? { ...one, questions: change(one.questions) } : one,
    ),
  }
}

export function sectionOf(definition: Definition, question: string): Section | undefined {
  return definition.sections.find((section) => section.questions.some((one) => one.code === question))
}

export function replaceQuestion(definition: Definition, question: Question): Definition {
  const home = sectionOf(definition, question.code)
  if (!home) return definition
  return inSection(definition, home.code, (list) => list.map((one) => (one.code === question.code ? question : one)))
}

export function replaceSection(definition: Definition, section: Omit<Section, 'questions'>): Definition {
  return {
    ...definition,
    sections: definition.sections.map((one) =>
      one.code === section.code ? { ...section, questions: one.questions } : one,
    ),
  }
}

export function removeQuestion(definition: Definition, code: string): Definition {
  const home = sectionOf(definition, code)
  return home ? inSection(definition, home.code, (list) => list.filter((one) => one.code !== code)) : definition
}

export function removeSection(definition: Definition, code: string): Definition {
  return { ...definition, sections: definition.sections.filter((one) => one.code !== code) }
}

/** One step up or down; past the edge of its section a question moves into the next one. */
export function moveQuestion(definition: Definition, code: string, by: -1 | 1): Definition {
  const home = sectionOf(definition, code)
  if (!home) return definition
  const at = home.questions.findIndex((one) => one.code === code)
  const to = at + by
  if (to >= 0 && to < home.questions.length) return inSection(definition, home.code, (list) => swapped(list, at, to))
  const next = definition.sections[definition.sections.indexOf(home) + by]
  const question = home.questions[at]
  if (!next || !question) return definition
  const without = removeQuestion(definition, code)
  return inSection(without, next.code, (list) => (by === 1 ? [question, ...list] : [...list, question]))
}

export function moveSection(definition: Definition, code: string, by: -1 | 1): Definition {
  const at = definition.sections.findIndex((one) => one.code === code)
  const to = at + by
  if (at < 0 || to < 0 || to >= definition.sections.length) return definition
  return { ...definition, sections: swapped(definition.sections, at, to) }
}

function swapped<T>(list: readonly T[], a: number, b: number): T[] {
  const copy = [...list]
  ;[copy[a], copy[b]] = [copy[b]!, copy[a]!]
  return copy
}

/** The copy stands right after the original. */
export function duplicateQuestion(
  definition: Definition,
  code: string,
): { definition: Definition; code: string } | undefined {
  const home = sectionOf(definition, code)
  const original = home?.questions.find((one) => one.code === code)
  if (!home || !original || home.questions.length >= MOST_QUESTIONS) return undefined
  const copy = {
    ...original,
    code: freeCode(
      'p',
      questionsOf(definition).map((one) => one.code),
    ),
  }
  return {
    definition: inSection(definition, home.code, (list) =>
      list.flatMap((one) => (one === original ? [one, copy] : [one])),
    ),
    code: copy.code,
  }
}

/**
 * A list typed one a line: 'Text' or 'Text | English'. A line that is still there keeps its code, so that answers and
 * conditions keep their meaning; a new one gets the next free letter or number.
 */
export function readList(typed: string, before: readonly Option[]): Option[] {
  const lines = typed
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const taken = new Set<string>()
  const kept = lines.map((line) => {
    const words = splitText(line)
    const known = before.find((one) => one.text.id === words.id && !taken.has(one.code))
    if (known) taken.add(known.code)
    return { words, known }
  })
  // A changed line at the place of one that has gone is the same choice in better words.
  const gone = before.length === lines.length ? before.map((one) => (taken.has(one.code) ? undefined : one.code)) : []
  const used = new Set([...before.map((one) => one.code)])
  return kept.map(({ words, known }, index) => {
    const code = known?.code ?? gone[index] ?? nextCode(used)
    return { code, text: words }
  })
}

function nextCode(used: Set<string>): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  for (let number = 0; ; number++) {
    const code = number < 26 ? letters[number]! : `z${number}`
    if (used.has(code)) continue
    used.add(code)
    return code
  }
}

export function writeList(list: readonly Option[]): string {
  return list.map((one) => (one.text.en ? `${one.text.id} | ${one.text.en}` : one.text.id)).join('\n')
}

function splitText(line: string): Text {
  const at = line.indexOf(' | ')
  if (at < 0) return { id: line }
  const en = line.slice(at + 3).trim()
  return en ? { id: line.slice(0, at).trim(), en } : { id: line.slice(0, at).trim() }
}

/** 'question', 'question.item', operator and value as the form sends them; an empty question is no condition. */
export function readCondition(about: string, operator: Condition['operator'], value: string): Condition | undefined {
  if (!about) return undefined
  const [question = '', item] = about.split('.')
  return { question, ...(item && { item }), operator, value: operator === 'answered' ? '' : value.trim() }
}

/** Questions that a condition may ask about: those of the sections before this one. */
export function earlierQuestions(definition: Definition, section: string): Question[] {
  const at = definition.sections.findIndex((one) => one.code === section)
  return definition.sections
    .slice(0, Math.max(at, 0))
    .flatMap((one) => one.questions)
    .filter((one) => isRated(one.kind) || ['single', 'multiple', 'scale', 'number'].includes(one.kind))
}
