// Runs on the machine's Node, before anything is installed: only node: modules here.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join, sep } from 'node:path'

/** Whether node_modules holds what package-lock.json asks for. Cheap when nothing changed since the last look. */
export function packagesInstalled(root) {
  const hidden = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(hidden) || pinnedNode(root) === undefined) return false
  if (readText(marker(root)) === lockHash(root)) return true
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages
  const complete = Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const found = present[path]
    return found ? found.version === entry.version : entry.optional === true || entry.devOptional === true
  })
  if (complete) remember(root)
  return complete
}

/** npm ci; npm's words are shown only when it fails. */
export async function installPackages(root) {
  requireWritable(root, 'node_modules', 'The packages')
  // npm replaces node_modules: it must not run on the Node that lies in it.
  const own = join(root, 'node_modules', '.bin')
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== own)
  const windows = process.platform === 'win32'
  const { code, output } = await new Promise((resolve, reject) => {
    const child = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      env: { ...process.env, PATH: path.join(delimiter) },
      shell: windows,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
    })
    child.stderr.on('data', (chunk) => {
      text += chunk
    })
    child.once('error', reject)
    child.once('close', (status) => resolve({ code: status, output: text }))
  })
  if (code !== 0) throw new Error(`npm ci failed:\n${output.trim()}`)
  if (pinnedNode(root) === undefined) {
    throw new Error(
      `No Node 24 is available for ${process.platform}-${process.arch}: the package with it was not installed ` +
        '(npm run with --omit=optional?). Install it with npm ci, or use Node 24 or newer for npm itself.',
    )
  }
  remember(root)
}

/**
 * Another account's clone can be started once that account has made what lies in it.
 * @throws Error with what to do, instead of the stack of whoever tries to write there
 */
export function requireWritable(root, folder, what) {
  const path = join(root, folder)
  try {
    accessSync(existsSync(path) ? path : root, constants.W_OK)
  } catch {
    throw new Error(
      `${what} belong in ${path}, where this account may not write. Clone Sigap into a folder of this account, or let ` +
        'the account that owns the folder run: npm ci && npm run build. Then start with DATA_DIR set to a folder of this account.',
    )
  }
}

/** The Node that runs Sigap: the project's own, otherwise this one when it is new enough. */
export function pinnedNode(root) {
  const own = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(own)) return own
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : undefined
}

function remember(root) {
  try {
    writeFileSync(marker(root), lockHash(root))
  } catch {
    // Packages installed by another account: the versions are compared again next time.
  }
}

function marker(root) {
  return `${root}${sep}node_modules${sep}.sigap-lock`
}

function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}

function readText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
