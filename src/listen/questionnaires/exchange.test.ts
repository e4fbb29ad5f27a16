import { expect, test } from 'vitest'
import { readDefinition } from './exchange.ts'

const words = { importBroken: 'broken', importVersion: 'version', importCodes: 'codes', importAt: (at: string) => at }

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

test('a name that means nothing here is called by its name', () => {
  const file = withQuestion('nama').replace('"sections"', '"bagian":[],"sections"')
  expect(readDefinition(file, words, 'id')).toEqual({ problem: 'bagian' })
})
