import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const SCALE = '0.1'

/** The built product with demonstration data of its own, as a stranger starts it, on a port of its own. */
export default async function setup(): Promise<() => Promise<void>> {
  // While tests are written, one product may keep running: E2E_RUNNING=1 E2E_PORT=3000.
  if (process.env['E2E_RUNNING']) return async () => undefined
  if (!existsSync(join(root, 'dist', 'main.js'))) throw new Error('Nothing is built yet: run npm run build first.')
  const folder = mkdtempSync(join(tmpdir(), 'sigap-e2e-'))
  // The database's own account must be able to pass through.
  chmodSync(folder, 0o711)
  const environment = {
    ...process.env,
    PORT: process.env['E2E_PORT'],
    HOST: '127.0.0.1',
    DATA_DIR: join(folder, 'data'),
    DATABASE_URL: '',
    BASE_URL: '',
    // All browsers of the run come from one address.
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'warn',
  }
  const remove = () => rmSync(folder, { recursive: true, force: true })
  let output = ''
  function run(...args: string[]): ChildProcess {
    const child = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist', 'main.js'), ...args], {
      cwd: root,
      env: environment,
      // The channel ends the server when this process is gone.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        output = (output + chunk).slice(-20_000)
      })
    return child
  }
  try {
    const filled = run('demo', '--scale', SCALE)
    if ((await ended(filled)) !== 0) throw new Error(`The demonstration data could not be loaded:\n${output}`)
    // For the test whose server lives in other months; with its owner and its times.
    execFileSync('cp', ['-a', join(folder, 'data'), join(folder, 'months')])
    const server = run('start')
    await ready(`http://localhost:${environment.PORT}/readyz`, server, () => output)
    // What the start said, and where, for the tests that are about the commands.
    writeFileSync(join(folder, 'said.txt'), output)
    process.env['E2E_FOLDER'] = folder
    return async () => {
      const done = ended(server)
      server.kill('SIGTERM')
      const code = await done
      remove()
      if (code !== 0 || !output.includes('Stopped.')) throw new Error(`The server did not stop in order:\n${output}`)
      if (output.includes('"level":50')) throw new Error(`The server told of bugs:\n${output}`)
    }
  } catch (error) {
    remove()
    throw error
  }
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', (code) => resolve(code)))
}

async function ready(address: string, server: ChildProcess, output: () => string): Promise<void> {
  for (let attempt = 0; attempt < 1200; attempt++) {
    if (server.exitCode !== null) break
    const answer = await fetch(address).catch(() => undefined)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`The server did not start:\n${output()}`)
}
