import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../root.ts'

const STAGES = ['core', 'listen', 'diagnose', 'develop', 'prove', 'steer']
const SHARED_SCHEMAS = ['organization', 'people', 'roles', 'platform', 'audit']

const sources = listFiles(join(projectRoot, 'src')).filter(
  (path) => /\.(ts|tsx)$/.test(path) && !path.endsWith('database/generated.ts'),
)
const product = sources.filter(
  (path) => !/\.test\.tsx?$/.test(path) && !path.startsWith('platform/test/') && !/\/test-[\w-]+\.tsx?$/.test(path),
)
const inSlices = product.filter((path) => STAGES.includes(path.split('/')[0]!))

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
  return paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, at) => (pattern.test(line.replace(/\/\/.*|^\s*\*.*/, '')) ? [`${path}:${at + 1}`] : [])),
  )
}

test('no source file is longer than 400 lines', () => {
  const long = listFiles(join(projectRoot, 'src'))
    .filter((path) => /\.(ts|tsx|css|sql)$/.test(path) && !path.endsWith('database/generated.ts'))
    .filter((path) => read(path).split('\n').length > 401)
  expect(long).toEqual([])
})

test('every query of a slice takes a scope, unless it reads shared vocabulary only', () => {
  const bare = inSlices
    .filter((path) => /(^|-)queries\.ts$/.test(basename(path)))
    .flatMap((path) =>
      [...read(path).matchAll(/^export (?:async )?function (\w+)(?:<[^(]*>)?\(([\s\S]*?)\n\}/gm)]
        .filter(
          ([, , rest]) => /^\s*db: Db\b/.test(rest!) && !/\b_?scope: [A-Z]/.test(rest!) && /institution_id/.test(rest!),
        )
        .map(([, name]) => `${path} ${name}`),
    )
  expect(bare).toEqual([])
})

test('a slice touches only its own tables and the shared ones', () => {
  const foreign = inSlices.flatMap((path) => {
    // A sample says where the tests find a row; a view (v_…) is what its owner publishes for others.
    const source = read(path)
      .replaceAll(/^.*\bsample: .*$/gm, '')
      .replaceAll(/\b\w+\.v_\w+/g, '')
    const named = [
      ...source.matchAll(/(?:From|Join|Into|Table|from|using)\('(\w+)\.\w+/g),
      ...source.matchAll(/\b(?:from|join|into|update)\s+(\w+)\.\w+/g),
    ].map(([, schema]) => schema!)
    const own = sliceOf(path).replaceAll('-', '_')
    return named
      .filter((schema) => schemas.has(schema) && schema !== own && !SHARED_SCHEMAS.includes(schema))
      .map((schema) => `${path} uses ${schema}`)
  })
  expect(foreign).toEqual([])
})

const schemas = new Set(
  listFiles(join(projectRoot, 'src'))
    .filter((path) => path.endsWith('.sql'))
    .flatMap((path) => [...read(path).matchAll(/^create schema (\w+)/gm)].map(([, name]) => name!)),
)

test('time comes in with the request: slices never read the clock', () => {
  expect(offending(inSlices, /new Date\(\)|Date\.now\(\)/)).toEqual([])
})

test('only config.ts reads the environment', () => {
  expect(
    offending(
      product.filter((path) => path !== 'platform/config.ts' && path !== 'main.ts'),
      /process\.env/,
    ),
  ).toEqual([])
})

test('markup carries no inline style, script or handler', () => {
  const tsx = product.filter((path) => path.endsWith('.tsx'))
  expect(offending(tsx, /\sstyle=|<style|<script(?! type="module" src)|\son[A-Z]\w+=|dangerouslySetInnerHTML/)).toEqual(
    [],
  )
})

test('markup past the escaping is written in two files, whose words go through jsxEscape or are constant', () => {
  const users = product.filter((path) => offending([path], /jsxTemplate/).length > 0)
  expect(users.sort()).toEqual(['platform/ui/fields.tsx', 'platform/ui/icons.tsx'])
})

test('the explicit ways round a permission are few and known', () => {
  const users = [...new Set(offending(product, /\bsystemScope\(/).map((place) => place.split(':')[0]))].filter(
    (path) => path !== 'platform/access.ts',
  )
  expect(users.sort()).toMatchSnapshot()
})

test('every tenant table is behind the wall', () => {
  const open = listFiles(join(projectRoot, 'src'))
    .filter((path) => path.endsWith('.sql'))
    .flatMap((path) => {
      const source = read(path)
      return [...source.matchAll(/^create (?:unlogged )?table (?:if not exists )?(\w+\.\w+) \(\s*([\s\S]*?)^\)/gm)]
        .filter(([, name, columns]) => /^\s*institution_id\b/.test(columns!) && !walled.has(name!))
        .map(([, name]) => `${dirname(path)} ${name}`)
    })
  expect(open).toEqual([])
})

const walled = new Set(
  listFiles(join(projectRoot, 'src'))
    .filter((path) => path.endsWith('.sql'))
    .flatMap((path) => [
      ...[...read(path).matchAll(/platform\.tenant_table\('([\w.]+)'/g)].map(([, name]) => name!),
      ...[...read(path).matchAll(/alter table (\w+\.\w+) enable row level security/g)].map(([, name]) => name!),
    ]),
)

test('the tenant comes first in every key of a tenant table', () => {
  const wrong = listFiles(join(projectRoot, 'src'))
    .filter((path) => path.endsWith('.sql'))
    .flatMap((path) =>
      [...read(path).matchAll(/^create (?:unlogged )?table (\w+\.\w+) \(\s*([\s\S]*?)^\)/gm)]
        .filter(([, , columns]) => /^\s*institution_id\b/.test(columns!))
        .flatMap(([, name, columns]) =>
          [...columns!.matchAll(/(?:primary key|unique|foreign key) \(([^)]*)\)/g)]
            .filter(([, key]) => !key!.trim().startsWith('institution_id'))
            .map(([whole]) => `${name}: ${whole}`),
        ),
    )
  expect(wrong).toEqual([])
})
