import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { projectRoot } from './root.ts'

// `npm run dev` in a project of its own, whose build is a copy and whose program tells what it is.

const BUILD = `
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
const root = process.argv[1].replace(/scripts.build\\.mjs$/, '')
const { fingerprint } = await import(root + 'scripts/fingerprint.mjs')
const source = readFileSync(root + 'src/main.ts', 'utf8')
if (source.includes('<<<')) throw new Error('cannot be read')
mkdirSync(root + 'dist', { recursive: true })
writeFileSync(root + 'dist/main.js', source)
writeFileSync(root + 'dist/build.json', JSON.stringify({ fingerprint: fingerprint(root) }))
`
const program = (name: string) => `
setInterval(() => undefined, 1000)
process.on('SIGTERM', () => { console.log('${name} ends'); process.exit(0) })
console.log('${name} runs as', process.argv.slice(2).join(' '))
`

let folder: string
let dev: ChildProcess
let ended: Promise<number | null>
let said: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigap-dev-'))
  for (const name of ['start.mjs', 'fingerprint.mjs', 'packages.mjs'])
    cpSync(join(projectRoot, 'scripts', name), join(folder, 'scripts', name))
  for (const name of ['src', 'bench', 'node_modules']) mkdirSync(join(folder, name))
  put('scripts/build.mjs', BUILD)
  put('package.json', '{ "type": "module" }')
  put('package-lock.json', '{ "packages": { "": {} } }')
  put('node_modules/.package-lock.json', '{ "packages": {} }')
})
afterEach(async () => {
  dev.kill('SIGTERM')
  await ended
  rmSync(folder, { recursive: true })
})

function put(path: string, text: string): void {
  writeFileSync(join(folder, path), text)
}

function start(): void {
  const { npm_lifecycle_event: _, ...env } = process.env
  dev = spawn(process.execPath, [join(folder, 'scripts/start.mjs'), '--dev', '--port-of-a-test'], { env })
  ended = new Promise((resolve) => dev.once('close', resolve))
  said = ''
  for (const stream of [dev.stdout, dev.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
}

const hear = (words: string) => expect.poll(() => said).toContain(words)

test('a changed source is built and started in place of the old program; one that cannot be built leaves it running', async () => {
  put('src/main.ts', program('the first'))
  start()
  await hear('the first runs as start --port-of-a-test')
  put('src/main.ts', program('the second'))
  await hear('the second runs as start --port-of-a-test')
  expect(said.indexOf('the first ends')).toBeLessThan(said.indexOf('the second runs'))
  expect(said).toContain('the first ends')

  put('src/main.ts', `<<< ${program('the third')}`)
  await hear('The build failed')
  expect(said).not.toContain('the second ends')
  put('src/main.ts', program('the fourth'))
  await hear('the fourth runs')
  expect(said).not.toContain('the third runs')

  dev.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(said).toContain('the fourth ends')
})

test('a program that ended by itself starts again at the next change', async () => {
  put('src/main.ts', "console.log('a short life')")
  start()
  await hear('it starts again at the next change')
  put('src/main.ts', program('the next'))
  await hear('the next runs')
})
