// `npm test`: everything, in order, ending with the line `N passed, N failed`. Needs nothing installed but Node and npm.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from './chromium.mjs'
import { isBuilt } from './fingerprint.mjs'
import { installPackages, packagesInstalled, pinnedNode } from './packages.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const color = process.stdout.isTTY && process.env.NO_COLOR === undefined
// For checkers written in Go: one checker does the work once, and memory is swept half as often.
const FRUGAL = { GOMAXPROCS: '1', GOGC: '200' }
const tests = []
const skipped = []
let passed = 0
let failed = 0

try {
  await prepare()
  const checks = [
    ['Lint', packageScript('lint')],
    ['Generated files', 'node scripts/generate.mjs --check'],
    // Checkers beside each other do the same work several times; the other core has checks of its own.
    ['Types', 'tsc --noEmit --singleThreaded'],
    ['Dead code', packageScript('dead')],
    ['Architecture', 'node scripts/architecture.mjs'],
    ['Licenses', 'node scripts/licenses.mjs'],
  ]
  await Promise.all([inTurn(checks), inTurn(checks)])
  // Either waits often, for a disk or for a page: beside each other both are done sooner.
  await Promise.all([unitTests(), browserTests()])
} catch (error) {
  failed++
  process.stderr.write(`${error.message}\n`)
}
slowest()
notRun()
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0

async function prepare() {
  if (!packagesInstalled(root)) {
    const began = Date.now()
    process.stdout.write('Installing packages …\n')
    await installPackages(root)
    heading('Packages', began)
  }
  if (!isBuilt(root)) await check('Build', 'node scripts/build.mjs')
}

/** Takes one check after the other until none is left; two of these share the cores. */
async function inTurn(checks) {
  for (let next = checks.shift(); next; next = checks.shift()) await check(...next)
}

/** One command that passes or fails as a whole; it is quiet unless it fails. */
async function check(name, command) {
  const began = Date.now()
  const { code, output } = await shell(command, { quiet: true, env: FRUGAL })
  heading(name, began, code === 0 ? undefined : output)
  if (code === 0) passed++
  else failed++
}

async function unitTests() {
  await withReport('Unit and integration tests', 'vitest run', 'vitest', (report) => {
    let broken = 0
    for (const file of report.testResults) {
      const name = relative(root, file.name)
      for (const { fullName, duration, status } of file.assertionResults) {
        tests.push({ name: `${name}: ${fullName}`, ms: duration ?? 0 })
        if (status === 'failed') broken++
        if (status === 'skipped' || status === 'pending') skipped.push(`${name}: ${fullName}`)
      }
      // A file that could not even be loaded has no tests to count.
      if (file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed')) broken++
    }
    return { good: report.numPassedTests, broken }
  })
}

async function browserTests() {
  if (!existsSync(join(root, 'playwright.config.ts')) || !hasBrowserTests()) return
  const chromium = await findChromium(shell)
  if (chromium.path === undefined) {
    failed++
    heading('Browser tests', Date.now(), chromium.advice)
    return
  }
  process.env.CHROMIUM_PATH = chromium.path
  await withReport('Browser tests', 'playwright test', 'playwright', (report) => {
    collect(report.suites, '')
    const { expected, unexpected, flaky } = report.stats
    return { good: expected + flaky, broken: unexpected + (unexpected === 0 ? report.errors.length : 0) }
  })
}

function hasBrowserTests() {
  return readdirSync(join(root, 'e2e'), { recursive: true }).some((name) => /\.(spec|test|e2e)\.ts$/.test(name))
}

function collect(suites, path) {
  for (const suite of suites ?? []) {
    const name = path ? `${path} › ${suite.title}` : `e2e/${suite.title}`
    for (const spec of suite.specs ?? []) {
      for (const { results, status, annotations } of spec.tests) {
        if (status === 'skipped') {
          const why = annotations?.find(({ type, description }) => type === 'skip' && description)?.description
          skipped.push(`${name}: ${spec.title}${why ? ` (${why})` : ''}`)
        }
        const ms = results.reduce((sum, result) => sum + result.duration, 0)
        if (results.length > 1) process.stdout.write(`tried again: ${name}: ${spec.title}\n`)
        tests.push({ name: `${name}: ${spec.title}`, ms })
      }
    }
    collect(suite.suites, name)
  }
}

/** Runs a test tool that shows its own progress and counts what its JSON report says. */
async function withReport(name, command, tool, count) {
  const folder = mkdtempSync(join(tmpdir(), 'sigap-report-'))
  const file = join(folder, 'report.json')
  const began = Date.now()
  process.stdout.write(`\n── ${name} …\n`)
  try {
    const reporters =
      tool === 'vitest' ? `--reporter=default --reporter=json --outputFile.json=${file}` : '--reporter=list,json'
    const { code } = await shell(`${command} ${reporters}`, { env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file } })
    const { good, broken } = existsSync(file) ? count(JSON.parse(readFileSync(file, 'utf8'))) : { good: 0, broken: 1 }
    // Errors outside any test fail the run without failing a test.
    const counted = code !== 0 && broken === 0 ? 1 : broken
    passed += good
    failed += counted
    heading(`${name}: ${good} passed, ${counted} failed`, began, counted > 0 ? '' : undefined)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function slowest() {
  if (tests.length === 0) return
  process.stdout.write('\nSlowest ten tests\n')
  for (const { name, ms } of tests.sort((a, b) => b.ms - a.ms).slice(0, 10)) {
    process.stdout.write(`  ${(ms / 1000).toFixed(2).padStart(6)} s  ${name}\n`)
  }
}

/** What this machine cannot show is said, so that nobody takes it for shown. */
function notRun() {
  if (skipped.length === 0) return
  process.stdout.write(`\n${skipped.length} skipped, because this machine or account cannot run them:\n`)
  for (const name of skipped) process.stdout.write(`  ${name}\n`)
  if (skipped.some((name) => name.includes('LibreOffice')))
    process.stdout.write('  LibreOffice is not installed (Debian: apt-get install libreoffice-calc, about 300 MB).\n')
}

function heading(name, began, problem) {
  const mark = problem === undefined ? paint(32, 'ok') : paint(31, 'FAILED')
  process.stdout.write(`── ${name}: ${mark} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`)
  if (problem) process.stdout.write(`${problem.trimEnd()}\n`)
}

function paint(code, text) {
  return color ? `\u001b[${code}m${text}\u001b[0m` : text
}

function packageScript(name) {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts[name]
}

/** Tools run on the project's own Node, whichever started this script. */
function shell(command, { quiet = false, env = {} } = {}) {
  const node = pinnedNode(root)
  const path = [join(root, 'node_modules', '.bin'), dirname(node), process.env.PATH].join(delimiter)
  const plain = color ? {} : { NO_COLOR: '1', FORCE_COLOR: undefined }
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      cwd: root,
      shell: true,
      env: { ...process.env, ...plain, ...env, PATH: path },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        output += chunk
      })
    }
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, output }))
  })
}
