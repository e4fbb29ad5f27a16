// The one entry of `npm start` and its sisters. Runs on Node 20 or newer with nothing installed: makes packages and
// build current, then runs dist/main.js with the Node that the project brings along.
//   start.mjs [--dev | --demo | --verify | --bench | --api-client | --secret-key | --migrate | --backup | --restore] [arguments]
import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isBuilt } from './fingerprint.mjs'
import { installPackages, packagesInstalled, pinnedNode, requireWritable } from './packages.mjs'

const COMMANDS = ['start', 'demo', 'verify', 'bench', 'api-client', 'secret-key', 'migrate', 'backup', 'restore']
// The heap grows in small steps: a server that waits to collect until it holds three times what it needs has no room
// left beside its database on a small machine. In steps half as large, collecting takes a fifth of the time of a page.
// Pieces of uploads are collected while they are young: left alone, 64 MB of them start a collection of everything.
// The middle one of V8's compilers takes 30 MB for its own work and makes no page faster: what is hot goes on to the last.
const MEMORY = [
  '--heap-growing-percent=50',
  '--max-semi-space-size=8',
  '--scavenger-max-new-space-capacity-mb=4',
  '--no-maglev',
]
// Each thread of the C library would keep freed memory of its own.
const ARENAS = { MALLOC_ARENA_MAX: '2' }
// Maps of the sources take 35 MB, and the built file is as readable as they are.
const DEV = ['--enable-source-maps']
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
// A terminal that was closed must not keep the program from being told to stop.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

try {
  const { command, dev, rest } = readArguments(process.argv.slice(2))
  await prepare(command === 'start')
  if (dev) runAndReload(rest)
  else {
    const child = run(command, rest)
    forwardSignals(() => child)
    watchParent()
    process.exit(await ended(child))
  }
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

function readArguments(given) {
  const word = given[0]?.replace(/^--/, '')
  if (word === 'dev') return { command: 'start', dev: true, rest: given.slice(1) }
  if (COMMANDS.includes(word)) return { command: word, dev: false, rest: given.slice(1) }
  return { command: 'start', dev: false, rest: given }
}

/** The first two of the six steps; the program goes on with the database. */
async function prepare(say) {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Error(`Sigap needs Node 20 or newer to start; this is ${process.version}.`)
  }
  await step(say, '1/6 Packages', packagesInstalled(root), () => installPackages(root))
  await step(say, '2/6 Build', isBuilt(root), async () => {
    requireWritable(root, 'dist', 'The built files')
    const done = spawnSync(pinnedNode(root), [join(root, 'scripts/build.mjs')], { encoding: 'utf8' })
    if (done.status !== 0) throw new Error(`The build failed:\n${done.stderr}`)
  })
}

async function step(say, name, current, work) {
  if (current) {
    if (say) process.stdout.write(`${name}: up to date\n`)
    return
  }
  const began = Date.now()
  process.stdout.write(`${name}: working …\n`)
  const pulse = setInterval(() => process.stdout.write(`${name}: ${seconds(began)} so far …\n`), 10_000)
  try {
    await work()
  } finally {
    clearInterval(pulse)
  }
  process.stdout.write(`${name}: done in ${seconds(began)}\n`)
}

function seconds(began) {
  return `${((Date.now() - began) / 1000).toFixed(1)} s`
}

/** The channel tells the program when this process was killed, so that it never serves on without its terminal. */
function run(command, rest, options = MEMORY) {
  return spawn(pinnedNode(root), [...options, join(root, 'dist/main.js'), command, ...rest], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...ARENAS, ...process.env, NODE_ENV: process.env.NODE_ENV ?? 'production' },
  })
}

/** Hands every signal on to the program of the moment. */
function forwardSignals(current) {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => {
      // A terminal sends Ctrl-C to the program as well.
      const child = current()
      if (name !== 'SIGINT' || !process.stdin.isTTY) child.kill(name)
      // An open channel would keep the program alive after its work is done.
      if (child.connected) child.disconnect()
    })
  }
}

/** npm killed outright leaves its script behind; what it left behind then ends too. */
function watchParent() {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, 200)
  timer.unref()
}

function isRunning(child) {
  return child.exitCode === null && child.signalCode === null
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(signal ? 128 + constants.signals[signal] : code))
  })
}

/** Differs after every change that a running program should show. */
function sources() {
  const folder = join(root, 'src')
  return readdirSync(folder, { recursive: true })
    .filter((name) => /\.(ts|tsx|css|sql|json|svg)$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => {
      const found = statSync(join(folder, name), { throwIfNoEntry: false })
      return `${name} ${found?.size} ${found?.mtimeMs}`
    })
    .join('\n')
}

/** Builds anew and starts again whenever a source changes; a build that fails leaves the old program running. */
function runAndReload(rest) {
  let child = run('start', rest, DEV)
  let leaving = false
  let reloading = false
  let changed = false
  child.once('exit', stopped)
  forwardSignals(() => child)
  watchParent()
  for (const name of ['SIGINT', 'SIGTERM']) {
    process.on(name, () => {
      leaving = true
      if (!isRunning(child)) process.exit(0)
    })
  }
  // Looked at instead of watched: a watch loses a file that an editor replaces, and ends at one that is closed to it.
  let seen = sources()
  setInterval(() => {
    const now = sources()
    if (now === seen) return
    seen = now
    void reload()
  }, 700)

  function stopped(code) {
    if (leaving) process.exit(code ?? 0)
    if (!reloading) process.stdout.write('The program ended; it starts again at the next change.\n')
  }

  async function reload() {
    changed = true
    if (reloading) return
    reloading = true
    while (changed && !leaving) {
      changed = false
      try {
        await prepare(false)
        const gone = isRunning(child) ? ended(child) : undefined
        child.kill('SIGTERM')
        if (child.connected) child.disconnect()
        await gone
        if (leaving) return
        child = run('start', rest, DEV)
        child.once('exit', stopped)
      } catch (error) {
        process.stderr.write(`${error.message}\n`)
      }
    }
    reloading = false
  }
}
