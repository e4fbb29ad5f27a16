import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

// The rows that the citizen side has to fulfil. Each stands by itself in the table of a slice's README, not in a range nor
// in prose, and the tests and pages that the table names as showing it are there.

const range = (part: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `${part}-${from + index}`)
const ROWS = [...range('A4', 35, 79), 'A4-99', ...range('A4', 105, 116), ...range('A2', 15, 21)]

const root = join(import.meta.dirname, '../../..')
const readmes = globSync('src/*/*/README.md', { cwd: root }).map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}))

test('each row stands in the table of a README, beside what shows it', () => {
  const named = new Set(readmes.flatMap(({ text }) => [...text.matchAll(/^\| (A\d-\d+) \|/gm)].map(([, row]) => row)))
  expect(ROWS.filter((row) => !named.has(row))).toEqual([])
})

test('what a README says to show a row is there', () => {
  const missing = readmes.flatMap(({ path, text }) =>
    text
      .split('\n')
      .filter((line) => /^\| A\d-\d+ \|/.test(line))
      .flatMap((line) => line.match(/(?<=`)[\w./-]+\.(?:test\.tsx?|spec\.ts)(?=`)/g) ?? [])
      .filter((file) => ![join(root, file), join(root, dirname(path), file)].some((one) => existsSync(one)))
      .map((file) => `${path}: ${file}`),
  )
  expect(missing).toEqual([])
  const bare = readmes.flatMap(({ path, text }) =>
    text
      .split('\n')
      .filter((line) => /^\| A\d-\d+ \|/.test(line) && !/`(?:[^`]*\.(?:test|spec)\.tsx?|\/[^`]*)`[^|]*\|$/.test(line))
      .map((line) => `${path}: ${line}`),
  )
  expect(bare).toEqual([])
})
