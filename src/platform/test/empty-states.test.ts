import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Whatever a file takes its texts from, with the files of each language behind it. */
function textFiles(path: string): string[] {
  const named = [...read(path).matchAll(/ from '(\.[^']*(?:messages|texts|words)[^']*)'/g)].map(([, from]) =>
    join(dirname(path), from!),
  )
  return [...named, ...named.flatMap((one) => textFiles(one))]
}

/** Every text that stands above an empty place, with where it is written. */
function titles(): string[] {
  return globSync('src/**/*.tsx', { cwd: root }).flatMap((path) => {
    const given = [...read(path).matchAll(/<EmptyState\b[^>]*?\btitle=(?:"([^"]*)"|\{([^}]*)\})/g)]
    const plain = given.flatMap(([, text]) => (text === undefined ? [] : [`${path} ${text}`]))
    const keys = given.flatMap(([, , code = '']) => [...code.matchAll(/\.(\w+)\b(?![.(])/g)].map(([, key]) => key!))
    if (keys.length === 0) return plain
    const indexed = new Set(given.flatMap(([, , code = '']) => [...code.matchAll(/\.(\w+)\[/g)].map(([, key]) => key!)))
    const texts = [...new Set(textFiles(path))].map((from) => ({ from, source: read(from) }))
    const named = keys.flatMap((key) => {
      const one = new RegExp(`\\b${key}: *\\n? *(['"\`])(.*?)\\1,\\n`, 'g')
      const several = new RegExp(`\\b${key}: \\{([^{}]*)\\}`, 'g')
      return texts.flatMap(({ from, source }) => [
        ...[...source.matchAll(one)].map(([, , text]) => `${from} ${key}: ${text}`),
        ...(indexed.has(key)
          ? [...source.matchAll(several)].flatMap(([, all]) =>
              [...all!.matchAll(/'(.*)',\n/g)].map(([, text]) => `${from} ${key}: ${text}`),
            )
          : []),
      ])
    })
    return [...plain, ...named]
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
