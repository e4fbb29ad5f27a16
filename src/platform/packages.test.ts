import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { projectRoot } from './root.ts'

// The first step of `npm start`, in a clone of its own without node_modules, whose npm writes down how it was called.

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigap-packages-'))
  for (const name of ['start.mjs', 'fingerprint.mjs', 'packages.mjs'])
    cpSync(join(projectRoot, 'scripts', name), join(folder, 'scripts', name))
  for (const name of ['src', 'bench', 'programs', 'dist']) mkdirSync(join(folder, name))
  put('scripts/build.mjs', "throw new Error('built already')")
  put('dist/main.js', "console.log('the program runs')")
  put('package.json', '{ "type": "module" }')
  lock('1.0.0')
})
afterEach(() => rmSync(folder, { recursive: true }))

function put(path: string, text: string): void {
  writeFileSync(join(folder, path), text)
}

/** What the clone was built from is as it was, whatever packages it asks for. */
function lock(version: string): void {
  const packages = { '': {}, 'node_modules/a': { version } }
  put('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages }))
  const script = `import { fingerprint } from '${join(folder, 'scripts/fingerprint.mjs')}'; console.log(fingerprint('${folder}'))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  put('dist/build.json', JSON.stringify({ fingerprint: stdout.trim() }))
}

/** Installs what the lock file names, or fails as npm does. */
function npm(script = 'mkdir -p node_modules; cp package-lock.json node_modules/.package-lock.json'): void {
  writeFileSync(join(folder, 'programs/npm'), `#!/bin/sh\necho "$*" >> "${folder}/calls"\n${script}\n`, { mode: 0o755 })
}

function start() {
  const { npm_lifecycle_event: _, ...env } = process.env
  const done = spawnSync(process.execPath, [join(folder, 'scripts/start.mjs')], {
    env: { ...env, PATH: join(folder, 'programs') + delimiter + env['PATH'] },
    encoding: 'utf8',
  })
  return { code: done.status, said: done.stdout + done.stderr }
}

const calls = () =>
  existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').split('\n').slice(0, -1) : []
const CI = 'ci --no-audit --no-fund --loglevel=error'

test('a fresh clone installs what is locked, once; a changed lock file does so again, and npm install never runs', () => {
  npm()
  expect(start()).toMatchObject({
    code: 0,
    said: expect.stringMatching(/1\/6 Packages: done in[\s\S]*the program runs/),
  })
  expect(calls()).toEqual([CI])
  expect(start().said).toContain('1/6 Packages: up to date')
  expect(calls()).toEqual([CI])

  lock('1.0.1')
  expect(start()).toMatchObject({
    code: 0,
    said: expect.stringMatching(/1\/6 Packages: done in[\s\S]*the program runs/),
  })
  expect(calls()).toEqual([CI, CI])

  rmSync(join(folder, 'node_modules'), { recursive: true })
  expect(start().code).toBe(0)
  expect(calls()).toEqual([CI, CI, CI])
})

test('what somebody else installed from the same lock file is taken as it is', () => {
  npm('exit 1')
  mkdirSync(join(folder, 'node_modules'))
  cpSync(join(folder, 'package-lock.json'), join(folder, 'node_modules/.package-lock.json'))
  expect(start().said).toMatch(/1\/6 Packages: up to date[\s\S]*the program runs/)
  expect(calls()).toEqual([])
})

test('an install that broke off is told in its own words, starts nothing, and is done again', () => {
  npm('mkdir -p node_modules; echo "no space left" >&2; exit 1')
  const failed = start()
  expect(failed).toMatchObject({ code: 1, said: expect.stringContaining('npm ci failed:\nno space left') })
  expect(failed.said).not.toContain('the program runs')
  npm()
  expect(start()).toMatchObject({ code: 0, said: expect.stringContaining('the program runs') })
  expect(calls()).toEqual([CI, CI])
})
