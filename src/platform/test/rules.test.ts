import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../root.ts'
import * as rules from './house-rules.ts'

const STAGES = ['core', 'listen', 'diagnose', 'develop', 'prove', 'steer']

const sources = listFiles(join(projectRoot, 'src')).filter(
  (path) => /\.(ts|tsx)$/.test(path) && !path.endsWith('database/generated.ts'),
)
const product = sources.filter(
  (path) => !/\.test\.tsx?$/.test(path) && !path.startsWith('platform/test/') && !/\/test-[\w-]+\.tsx?$/.test(path),
)
const inSlices = product.filter((path) => STAGES.includes(path.split('/')[0]!))
const migrations = listFiles(join(projectRoot, 'src')).filter((path) => path.endsWith('.sql'))

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}

function read(path: string): string {
  return readFileSync(join(projectRoot, 'src', path), 'utf8')
}

function sliceOf(path: string): string {
  return path.split('/')[1]!
}

/** Lines of the given files that match, as file:line, without comments. */
function offending(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) => rules.linesWith(read(path), pattern).map((line) => `${path}:${line}`))
}

test('no source file is longer than 400 lines', () => {
  const long = listFiles(join(projectRoot, 'src'))
    .filter((path) => /\.(ts|tsx|css|sql)$/.test(path) && !path.endsWith('database/generated.ts'))
    .filter((path) => rules.isTooLong(read(path)))
  expect(long).toEqual([])
})

test('every query of a slice takes a scope, unless it reads shared vocabulary only', () => {
  const tenants = rules.tenantTables(migrations.map(read))
  expect(tenants.size).toBeGreaterThan(200)
  const bare = inSlices.flatMap((path) =>
    rules.queriesWithoutScope(read(path), tenants).map((name) => `${path} ${name}`),
  )
  expect(bare).toEqual([])
})

test('a slice touches only its own tables and the shared ones', () => {
  const schemas = new Set(migrations.flatMap((path) => rules.schemasIn(read(path))))
  const foreign = inSlices.flatMap((path) =>
    rules.foreignSchemas(sliceOf(path), read(path), schemas).map((schema) => `${path} uses ${schema}`),
  )
  expect(foreign).toEqual([])
})

test('pages are written by ui/render.ts: what a browser keeps state with is for its own islands', () => {
  const served = product.filter((path) => !path.includes('/islands/'))
  expect(offending(served, /from 'preact\/hooks'|from 'preact-render-to-string'|from 'preact\/compat'/)).toEqual([])
})

test('time comes in with the request: slices never read the clock', () => {
  expect(offending(inSlices, rules.CLOCK)).toEqual([])
})

test('nor do they ask the database what time it is; what belongs to no institution is stamped by it', () => {
  const users = offending(inSlices, rules.DATABASE_CLOCK).map((place) => place.split(':')[0])
  expect(users.sort()).toEqual(['core/founding/token.ts', 'core/organization/regions/regions.ts'])
})

test('only config.ts reads the environment', () => {
  expect(
    offending(
      product.filter((path) => path !== 'platform/config.ts' && path !== 'main.ts'),
      rules.ENVIRONMENT,
    ),
  ).toEqual([])
})

test('markup carries no inline style, script or handler', () => {
  const tsx = product.filter((path) => path.endsWith('.tsx'))
  expect(offending(tsx, rules.INLINE)).toEqual([])
})

test('nothing of a page comes from elsewhere', () => {
  const styles = listFiles(join(projectRoot, 'src')).filter((path) => path.endsWith('.css'))
  expect(offending([...product, ...styles], rules.ELSEWHERE)).toEqual([])
  for (const planted of ['<script src="https://x/y.js">', '<img src={`http://x`}', "@import 'https://x/y.css';"])
    expect(rules.ELSEWHERE.test(planted), planted).toBe(true)
})

test('the explicit ways round a permission are few and known', () => {
  const users = [...new Set(offending(product, /\bsystemScope\(/).map((place) => place.split(':')[0]))].filter(
    (path) => path !== 'platform/access.ts',
  )
  expect(users.sort()).toMatchSnapshot()
})
