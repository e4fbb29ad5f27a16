import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Every text that stands above an empty place, with where it is written. */
function titles(): string[] {
  return globSync('src/**/*.tsx', { cwd: root }).flatMap((path) => {
    const source = read(path)
    const keys = [...source.matchAll(/<EmptyState\b[^>]*?\btitle=\{(?:\w+\.)+(\w+)\b/g)].map(([, key]) => key!)
    const plain = [...source.matchAll(/<EmptyState\b[^>]*?\btitle="([^"]*)"/g)].map(([, text]) => `${path} ${text}`)
    const texts = [...source.matchAll(/ from '(\.[^']*(?:messages|texts|words)[^']*)'/g)].map(([, from]) =>
      join(dirname(path), from!),
    )
    return [
      ...plain,
      ...keys.flatMap((key) =>
        texts.flatMap((from) =>
          [...read(from).matchAll(new RegExp(`\\b${key}: *\\n? *(['"\`])(.*?)\\1,\\n`, 'g'))].map(
            ([, , text]) => `${from} ${key}: ${text}`,
          ),
        ),
      ),
    ]
  })
}

/** Sentences of the same name that stand elsewhere. */
const SENTENCES = [
  'Tidak ada kejadian pada masa ini.',
  'Nothing happened in this period.',
  'Tidak ada program yang menyasar unit ini.',
  'No program treats this unit.',
]

test('the title of an empty place is a title: no full stop', () => {
  const all = titles()
  expect(all.length).toBeGreaterThan(200)
  const stopped = all.filter((text) => text.endsWith('.') && !SENTENCES.some((one) => text.endsWith(one)))
  expect(stopped).toEqual([])
})
