import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { projectRoot } from '../root.ts'

type Found = { path: string; advice?: undefined } | { path?: undefined; advice: string }
type Shell = (command: string) => Promise<{ code: number | null; output: string }>
type Machine = { folders: string[]; places: string[]; root: boolean; named: string | undefined }
const { findChromium }: { findChromium(shell: Shell, machine: Machine): Promise<Found> } = await import(
  pathToFileURL(join(projectRoot, 'scripts/chromium.mjs')).href
)

// A machine whose only programs lie in one folder: an apt-get that writes down how it was called, and no browser.
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigap-programs-'))
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

function program(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
}

function aptGet(install: string): void {
  program('apt-get', `echo "$DEBIAN_FRONTEND $*" >> "${folder}/calls"\n[ "$1" = update ] || { ${install}; }`)
}

const shell: Shell = async (command) => {
  const done = spawnSync('/bin/sh', ['-c', command], { env: { PATH: `${folder}:/bin` }, encoding: 'utf8' })
  return { code: done.status, output: done.stdout + done.stderr }
}

function find(changed: Partial<Machine> = {}): Promise<Found> {
  return findChromium(shell, { folders: [folder], places: [], root: true, named: undefined, ...changed })
}

const called = () => existsSync(join(folder, 'calls'))

test('one that is there is taken, and nothing is installed', async () => {
  aptGet('exit 1')
  program('google-chrome', '')
  expect(await find()).toEqual({ path: join(folder, 'google-chrome') })
  expect(await find({ named: join(folder, 'apt-get') })).toEqual({ path: join(folder, 'apt-get') })
  expect(called()).toBe(false)
})

test('a name that leads nowhere is said before any test begins', async () => {
  program('chromium', '')
  const { advice } = await find({ named: join(folder, 'nothing') })
  expect(advice).toContain(`CHROMIUM_PATH is ${join(folder, 'nothing')}, and there is no such file`)
})

const INSTALL = 'noninteractive install -qy --no-install-recommends'

test('root has it installed from the packages of the system, without questions', async () => {
  aptGet(`: > "${folder}/chromium-headless-shell"`)
  expect(await find()).toEqual({ path: join(folder, 'chromium-headless-shell') })
  expect(readFileSync(join(folder, 'calls'), 'utf8')).toBe(` update -q\n${INSTALL} chromium-headless-shell\n`)
})

test('where the system has none without a window, the whole one is installed', async () => {
  aptGet(`for last; do :; done; [ "$last" = chromium ] && : > "${folder}/chromium"`)
  expect(await find()).toEqual({ path: join(folder, 'chromium') })
  expect(readFileSync(join(folder, 'calls'), 'utf8')).toContain(
    `${INSTALL} chromium-headless-shell\n${INSTALL} chromium\n`,
  )
})

test('an installation that fails is told with what apt-get said and what to do', async () => {
  aptGet('echo "E: Unable to locate package chromium" >&2; exit 100')
  const { advice } = await find()
  expect(advice).toMatch(/could not be installed \(apt-get ended with 100\)\. Install it by hand, or name/)
  expect(advice).toContain('E: Unable to locate package chromium')
})

test('who may not install is told what to do, and apt-get is left alone', async () => {
  aptGet(`: > "${folder}/chromium"`)
  const { advice } = await find({ root: false })
  expect(advice).toMatch(/may not install one\. Install it \(Debian, Ubuntu: sudo apt-get install chromium\), or name/)
  expect(called()).toBe(false)
  rmSync(join(folder, 'apt-get'))
  expect((await find()).advice).toBe(advice)
})
