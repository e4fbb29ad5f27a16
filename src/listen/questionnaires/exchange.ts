import { inputErrors, type Language } from '../../platform/http/input.ts'
import { Definition, FORMAT, FORMAT_VERSION, type Definition as Questionnaire, questionsOf } from './definition.ts'

type Words = {
  importBroken: string
  importVersion: string
  importCodes: string
  importAt: (place: string, message: string) => string
  importTypes: { readonly [expected: string]: string }
}

/** A questionnaire out of a file; what is wrong with it is said in words, with its place. */
export function readDefinition(
  json: string,
  words: Words,
  language: Language,
): { definition: Questionnaire } | { problem: string } {
  const parsed = parse(json)
  if (typeof parsed !== 'object' || parsed === null || Reflect.get(parsed, 'format') !== FORMAT)
    return { problem: words.importBroken }
  const version: unknown = Reflect.get(parsed, 'formatVersion')
  if (typeof version === 'number' && version > FORMAT_VERSION) return { problem: words.importVersion }
  const read = Definition.safeParse(parsed)
  if (!read.success) {
    const issue = read.error.issues[0]
    // A name that nothing here is called stands in the file, and is what has to be found there.
    const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
    const place = [...(issue?.path ?? []), ...unknown].join('.').slice(0, 120)
    const wrong = issue?.code === 'invalid_type' && valueAt(parsed, issue.path) !== undefined
    const message = (wrong && words.importTypes[issue.expected]) || Object.values(inputErrors(read.error, language))[0]
    return { problem: words.importAt(place, message ?? '') }
  }
  const questions = questionsOf(read.data).map((question) => question.code)
  const sections = read.data.sections.map((section) => section.code)
  if (new Set(questions).size < questions.length || new Set(sections).size < sections.length)
    return { problem: words.importCodes }
  return { definition: read.data }
}

function valueAt(parsed: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((value, key) => (typeof value === 'object' && value ? Reflect.get(value, key) : undefined), parsed)
}

function parse(json: string): unknown {
  try {
    // Text in a file may hold what PostgreSQL cannot keep: U+0000 and half surrogate pairs.
    return JSON.parse(json.replace(/^\ufeff/, ''), (_, value: unknown) =>
      typeof value === 'string' ? value.replaceAll('\u0000', '').toWellFormed() : value,
    )
  } catch {
    return undefined
  }
}
