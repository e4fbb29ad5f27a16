import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Definition, KINDS, type Question } from './definition.ts'
import { readDefinition } from './exchange.ts'
import { shownSections } from './logic.ts'
import { messages } from './messages.ts'
import { problemsOf } from './problems.ts'

const words = {
  importBroken: 'broken',
  importVersion: 'version',
  importCodes: 'codes',
  importAt: (at: string) => at,
  importTypes: {},
}

const withQuestion = (code: string) =>
  JSON.stringify({
    format: 'sigap-questionnaire',
    formatVersion: 1,
    title: { id: 'Uji' },
    audience: 'public',
    anonymity: 'anonymous',
    sections: [
      {
        code: 'a',
        title: { id: 'A' },
        questions: [{ code, kind: 'short', text: { id: 'Nama?' }, required: true, published: false }],
      },
    ],
  })

test('a code that every object already knows is refused: a required question would count as answered', () => {
  expect(readDefinition(withQuestion('nama'), words, 'id')).toHaveProperty('definition')
  expect(readDefinition(withQuestion('constructor'), words, 'id')).toEqual({ problem: 'sections.0.questions.0.code' })
  expect(readDefinition(withQuestion('__proto__'), words, 'id')).toEqual({ problem: 'sections.0.questions.0.code' })
})

test('what stands there in the wrong form is not called missing', () => {
  const read = (change: (file: string) => string) => {
    const found = readDefinition(change(withQuestion('nama')), messages.id, 'id')
    return 'problem' in found ? found.problem : ''
  }
  expect(read((file) => file.replace('"Nama?"', '5'))).toMatch(/questions\.0\.text\.id: .*tulisan/)
  expect(read((file) => file.replace('true', '"true"'))).toContain('true atau false')
  expect(read((file) => file.replace('"required"', '"min":0.5,"required"'))).toContain('angka bulat')
  expect(read((file) => file.replace(/"sections":.*/, '"sections":{}}'))).toContain('daftar')
  expect(read((file) => file.replace(/"text":\{[^}]*\},/, ''))).toContain('belum diisi')
  const many = Array.from(
    { length: 61 },
    (_, at) => withQuestion(`q${at}`).match(/"questions":\[(.*)\]\}\]/)![1],
  ).join()
  expect(read((file) => file.replace(/"questions":\[.*\]/, `"questions":[${many}]}]`))).toContain('Paling banyak 60')
})

test('a name that means nothing here is called by its name', () => {
  const file = withQuestion('nama').replace('"sections"', '"bagian":[],"sections"')
  expect(readDefinition(file, words, 'id')).toEqual({ problem: 'bagian' })
})

const two = (en: string) => ({ id: `${en} (id)`, en })
const list = [
  { code: 'a', text: two('Yes') },
  { code: 'b', text: two('No') },
]
const ofKind: Record<(typeof KINDS)[number], Partial<Question>> = {
  single: { options: list },
  multiple: { options: list },
  likert: { labels: 'satisfaction', theme: 'kecepatan' },
  rating: { labels: 'satisfaction', items: list },
  scale: { min: 0, max: 100, minLabel: two('low'), maxLabel: two('high') },
  number: { min: -5, max: 5 },
  date: {},
  short: { help: two('help') },
  long: {},
}

test('a questionnaire of every kind of question, with conditions in both languages, comes back as it left', () => {
  const questions = KINDS.map((kind) => ({
    code: `p_${kind}`,
    kind,
    text: two(kind),
    required: kind !== 'long',
    published: kind !== 'short' && kind !== 'long',
    ...ofKind[kind],
  }))
  const whole = Definition.parse({
    format: 'sigap-questionnaire',
    formatVersion: 1,
    title: two('All'),
    intro: two('Intro'),
    thanks: two('Thanks'),
    audience: 'public',
    anonymity: 'anonymous',
    sections: [
      { code: 'satu', title: two('One'), questions },
      {
        code: 'dua',
        title: two('Two'),
        showIf: { question: 'p_scale', operator: 'at_least', value: '50' },
        questions: [
          {
            ...questions[0]!,
            code: 'lagi',
            showIf: { question: 'p_multiple', operator: 'is_not', value: 'b' },
          },
        ],
      },
    ],
  })
  expect(problemsOf(whole)).toEqual([])
  expect(readDefinition(JSON.stringify(whole, null, 2), words, 'id')).toEqual({ definition: whole })
})

test('conditions that go in a circle, ask about themselves, about later or about nothing cannot be published, and end', () => {
  const question = (code: string, about?: string, value = 'a') => ({
    code,
    kind: 'single' as const,
    text: { id: code },
    required: false,
    published: false,
    options: list,
    ...(about && { showIf: { question: about, operator: 'is' as const, value } }),
  })
  const definition = Definition.parse({
    format: 'sigap-questionnaire',
    formatVersion: 1,
    title: { id: 'Lingkaran' },
    audience: 'public',
    anonymity: 'anonymous',
    sections: [
      {
        code: 's1',
        title: { id: 'Satu' },
        questions: [question('x', 'y'), question('diri', 'diri'), question('nol', 'tiada')],
      },
      { code: 's2', title: { id: 'Dua' }, questions: [question('y', 'x'), question('lain', 'x', 'tak_ada')] },
    ],
  })
  const found = problemsOf(definition).map(({ place, code }) => `${place} ${code}`)
  expect(found).toEqual([
    'q.x condition_later',
    'q.diri condition_later',
    'q.nol condition_unknown',
    'q.lain condition_value',
  ])
  // Should one get through all the same, each page is decided once: nothing waits for itself.
  const shown = shownSections(definition, { x: 'a', y: 'a', diri: 'a' })
  expect(shown.flatMap(({ questions }) => questions.map(({ code }) => code))).toEqual([])
})

const KINDS_ASKED = {
  single: { options: list, said: [undefined, 'a', 'b'] },
  multiple: { options: list, said: [undefined, ['a'], ['b'], ['a', 'b']] },
  scale: { min: 0, max: 2, said: [undefined, 0, 1, 2] },
} as const
type Asked = keyof typeof KINDS_ASKED

test('what no answer can bring on the page is named, and nothing else: tried with every answer there is', () => {
  const kinds = fc.array(fc.constantFrom<Asked>('single', 'multiple', 'scale'), { minLength: 4, maxLength: 4 })
  const condition = fc.option(
    fc.record({
      about: fc.nat(2),
      operator: fc.constantFrom('is', 'is_not', 'at_least', 'at_most', 'answered'),
      value: fc.nat(3),
    }),
    { nil: undefined },
  )
  const conditions = fc.array(condition, { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(kinds, conditions, (asked, wanted) => {
      const ask = (at: number, place: number) => {
        const one = wanted[place]
        if (!one || at === 0) return {}
        const about = one.about % at
        const numeric = asked[about] === 'scale'
        const operator = numeric || !one.operator.startsWith('at_') ? one.operator : 'answered'
        const value = numeric ? String(one.value) : 'ab'[one.value % 2]!
        return { showIf: { question: `q${about}`, operator, value } }
      }
      const definition = Definition.parse({
        format: 'sigap-questionnaire',
        formatVersion: 1,
        title: { id: 'Jangkauan' },
        audience: 'public',
        anonymity: 'anonymous',
        sections: asked.map((kind, at) => {
          const { said: _, ...parts } = KINDS_ASKED[kind]
          const question = { code: `q${at}`, kind, text: { id: 'Apa?' }, required: false, published: false, ...parts }
          const questions = [{ ...question, ...ask(at, 4 + at) }]
          return { code: `s${at}`, title: { id: 'Bagian' }, questions, ...ask(at, at) }
        }),
      })
      const seen = new Set<string>()
      const walk = (answers: Record<string, string | number | readonly string[]>, at: number) => {
        if (at === asked.length)
          for (const { questions } of shownSections(definition, answers)) seen.add(questions[0]!.code)
        else
          for (const said of KINDS_ASKED[asked[at]!].said)
            walk(said === undefined ? answers : { ...answers, [`q${at}`]: said }, at + 1)
      }
      walk({}, 0)
      const named = problemsOf(definition).filter(({ code }) => code === 'never_shown')
      const hidden = asked.map((_, at) => at).filter((at) => !seen.has(`q${at}`))
      expect(named.map(({ place }) => Number(place.slice(3)))).toEqual(hidden)
    }),
    { numRuns: 60 },
  )
})
