import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from './steps.ts'

const root = join(import.meta.dirname, '..')
const NOBODY = 65_534
const asRoot = process.getuid?.() === 0
/** Many containers do not let root see the machine otherwise than it is. */
const mayHide = asRoot && spawnSync('unshare', ['--mount', '--propagation', 'private', 'true']).status === 0
let folder: string
let child: ChildProcess | undefined

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigap-start-'))
  chmodSync(folder, 0o755)
})

test.afterEach(async () => {
  // Ends what a failed test left: its process group knows nobody else.
  if (child && child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child?.once('close', resolve))
    process.kill(-child.pid!, 'SIGTERM')
    await gone
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})

type Started = { address: string; said: () => string; tree: number }

/** `npm start` for an empty installation, as the shell command around it arranges the machine. */
async function npmStart(arrange: string, environment: Record<string, string> = {}): Promise<Started> {
  const { NO_COLOR, FORCE_COLOR, DATA_DIR, DATABASE_URL, BASE_URL, npm_lifecycle_event, ...inherited } = process.env
  const started = spawn('/bin/sh', ['-ec', arrange], {
    cwd: root,
    detached: true,
    env: { ...inherited, SIGAP_DEMO: 'off', PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child = started
  let said = ''
  for (const stream of [started.stdout, started.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
  const address = await new Promise<string>((resolve, reject) => {
    started.stdout.on('data', () => {
      // The link comes after the address: with it everything that a start has to say was said.
      const found = /6\/6 Ready: (\S+)[\s\S]*starts here, once:\n {2}http\S+\n/.exec(said)
      if (found) resolve(found[1]!)
    })
    started.once('close', (code) => reject(new Error(`it ended with ${code}:\n${said}`)))
  })
  return { address, said: () => said, tree: started.pid! }
}

/** Ctrl-C, which a terminal gives to every process of the command at once, pressed again by somebody impatient. */
async function pressCtrlC({ tree, said }: Started): Promise<void> {
  let over = false
  child?.once('close', () => {
    over = true
  })
  process.kill(-tree, 'SIGINT')
  await expect.poll(() => over || said().includes('\nStopping')).toBe(true)
  if (!over) process.kill(-tree, 'SIGINT')
  await expect.poll(() => over).toBe(true)
}

/** The clone once more below another folder, without copying it, seen by this command and its children only. */
function bindClone(target: string): string {
  const entries = readdirSync(root).filter((name) => !['.git', '.data', 'test-results', 'data'].includes(name))
  return entries
    .map((name) => {
      const [from, to] = [realpathSync(join(root, name)), join(target, name)]
      return `if [ -d '${from}' ]; then mkdir -p '${to}'; else : > '${to}'; fi; mount --bind '${from}' '${to}'`
    })
    .join('\n')
}

/** The database process of the installation, which outlives nobody. */
function databaseOf(cluster: string): { pid: number; uid: number } {
  const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return { pid, uid: Number(/^Uid:\s+(\d+)/m.exec(status)![1]) }
}

test('root starts a clone that only root may enter, on a machine without an account postgres', async () => {
  test.skip(!mayHide, 'only root with a mount namespace of its own can hide the account postgres')
  const closed = join(folder, 'closed')
  const clone = join(closed, 'sigap')
  const elsewhere = join(folder, 'var-lib')
  mkdirSync(clone, { recursive: true, mode: 0o700 })
  chmodSync(closed, 0o700)
  mkdirSync(elsewhere, { mode: 0o755 })
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n')
  writeFileSync(join(folder, 'passwd'), accounts.filter((line) => !line.startsWith('postgres:')).join('\n'))
  const arrange = `unshare --mount --propagation private /bin/sh -ec '
    ${bindClone(clone).replaceAll("'", '"')}
    mount --bind "${folder}/passwd" /etc/passwd
    mount --bind "${elsewhere}" /var/lib
    cd "${clone}"
    exec npm start'`
  const first = await npmStart(`exec ${arrange}`)
  const place = /the database lies in \/var\/lib\/(sigap\/[0-9a-f]+), because its account cannot enter (\S+)/.exec(
    first.said(),
  )
  expect(place?.[2], first.said()).toContain(clone)
  expect(first.said()).toMatch(/the database programs were copied to \/var\/lib\/sigap\/postgres-\S+/)
  expect((await fetch(`${first.address}/readyz`)).status).toBe(200)
  const cluster = join(elsewhere, place![1]!, 'cluster')
  expect(databaseOf(cluster).uid).toBe(NOBODY)
  await pressCtrlC(first)
  expect(first.said()).toMatch(/\nStopped\.\n/)

  const second = await npmStart(`exec ${arrange}`)
  expect(second.said()).toContain(place![0])
  expect((await fetch(`${second.address}/readyz`)).status).toBe(200)
  await pressCtrlC(second)
  expect(second.said()).toMatch(/\nStopped\.\n/)
  expect(readdirSync(cluster)).not.toContain('postmaster.pid')
})

test('an ordinary account starts it, everything runs as that account; npm alone is told to end and waits for all of it', async () => {
  test.skip(asRoot && !mayHide, 'root without a mount namespace of its own cannot lend the clone to another account')
  const dataDir = join(folder, 'data')
  const clone = join(folder, 'sigap')
  const home = join(folder, 'home')
  for (const made of [clone, home]) mkdirSync(made)
  if (asRoot) for (const made of [folder, clone, home]) chownSync(made, NOBODY, NOBODY)
  const arrange = asRoot
    ? `exec unshare --mount --propagation private /bin/sh -ec '
      ${bindClone(clone).replaceAll("'", '"')}
      cd "${clone}"
      exec setpriv --reuid ${NOBODY} --regid ${NOBODY} --clear-groups npm start'`
    : 'exec npm start'
  const start = () => npmStart(arrange, { DATA_DIR: dataDir, HOME: home })
  const cluster = join(dataDir, 'postgres/cluster')
  // What a service manager or a script knows is the process it began: npm alone is told to end, once in either way.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const started = await start()
    expect(started.said()).not.toMatch(/lies in|copied to/)
    expect((await fetch(`${started.address}/readyz`)).status).toBe(200)
    const { pid, uid } = databaseOf(cluster)
    expect(uid).toBe(asRoot ? NOBODY : process.getuid?.())
    const ended = new Promise((resolve) => child!.once('exit', resolve))
    process.kill(child!.pid!, signal)
    await ended
    expect(existsSync(`/proc/${pid}`), `after ${signal} npm ended before its database`).toBe(false)
    expect(readdirSync(cluster)).not.toContain('postmaster.pid')
    await expect.poll(started.said).toMatch(/\nStopped\.\n/)
  }
})
