import { createHash } from 'node:crypto'
import { createReadStream, existsSync, lchownSync, readFileSync } from 'node:fs'
import { chmod, copyFile, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import pg from 'pg'
import { ConfigError } from '../config.ts'
import { SEAL_MARKS } from '../seal-marks.ts'
import { lockDataFolder } from './data-folder-lock.ts'
import { clusterFolder, runningOwnerUrl, startEmbedded } from './embedded.ts'
import { bundledMajor, placeCluster } from './placement.ts'

export interface BackupResult {
  folder: string
  files: number
  bytes: number
}

interface Manifest {
  format: 1
  madeAt: string
  postgres: string
  /** Absent in backups of before it was written down. */
  platform?: string
  files: { path: string; bytes: number; sha256: string }[]
}

const MANIFEST = 'manifest.json'
const PLATFORM = `${process.platform}-${process.arch}`
/** Says of a data folder from which moment it was brought back, for whoever verifies its trail. */
const RESTORED = 'restored.json'
/** What a running server makes anew, or must not find when it starts elsewhere. */
const NOT_COPIED = new Set(['postmaster.pid', 'postmaster.opts', 'pg_internal.init'])
const EMPTIED = new Set([
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
])
/** Entries of the data folder that belong to this machine's server and process, not to the data. */
const MACHINE_OWN = /^(postgres.*|lock.*|backups?|tmp)$/

/**
 * Copies the database and every file of the data folder while Sigap runs (or starts the database for it) into a new
 * folder. The folder appears under its name only once it is complete.
 */
export async function backup(options: {
  dataDir: string
  databaseUrl?: string | undefined
  target?: string | undefined
  now: Date
  log: (line: string) => void
}): Promise<BackupResult> {
  requireEmbedded(options, 'pg_dump')
  const stamp = options.now.toISOString().slice(0, 19).replaceAll(':', '')
  const folder = resolve(options.target ?? join(options.dataDir, 'backups', stamp))
  if (existsSync(folder)) throw new ConfigError(`${folder} already exists; a backup is never written over another`)
  const cluster = clusterFolder(options.dataDir)
  if (!existsSync(cluster)) throw new ConfigError(`${options.dataDir} holds no embedded database`)
  const half = `${folder}.incomplete`
  await rm(half, { recursive: true, force: true })
  await mkdir(half, { recursive: true, mode: 0o700 })
  try {
    const running = runningOwnerUrl(options.dataDir)
    const own = running === undefined ? await startEmbedded({ dataDir: options.dataDir, log: options.log }) : undefined
    let postgres: string
    // Before the database: seals that were seen are in it then, however long copying takes.
    const marks = join(options.dataDir, SEAL_MARKS)
    if (existsSync(marks)) {
      await mkdir(join(half, 'data'), { recursive: true, mode: 0o700 })
      await copyFile(marks, join(half, 'data', SEAL_MARKS))
    }
    try {
      postgres = await copyCluster(running ?? own?.ownerUrl() ?? '', cluster, join(half, 'database'), options.log)
    } finally {
      await own?.stop()
    }
    // After the database: a file that a row names was stored before the row was.
    options.log('copying files')
    await copyTree(
      options.dataDir,
      join(half, 'data'),
      (path) => MACHINE_OWN.test(path) || path === SEAL_MARKS || path.endsWith('.incomplete'),
    )
    const files = await listContent(half)
    const manifest: Manifest = { format: 1, madeAt: options.now.toISOString(), postgres, platform: PLATFORM, files }
    await writeFile(join(half, MANIFEST), `${JSON.stringify(manifest, undefined, 1)}\n`)
    await rename(half, folder)
    return { folder, files: files.length, bytes: files.reduce((sum, file) => sum + file.bytes, 0) }
  } catch (error) {
    await rm(half, { recursive: true, force: true })
    throw error
  }
}

/**
 * Puts a backup into a data folder that is empty or does not exist; every file is compared with the manifest first.
 * The next start brings the database to the moment the backup ended.
 */
export async function restore(options: {
  source: string
  dataDir: string
  databaseUrl?: string | undefined
  now: Date
  log: (line: string) => void
}): Promise<BackupResult> {
  requireEmbedded(options, 'pg_restore')
  const source = resolve(options.source)
  const manifest = await readManifest(source)
  refuseOtherServer(source, manifest)
  if (existsSync(options.dataDir) && (await readdir(options.dataDir)).length > 0) {
    throw new ConfigError(
      `${options.dataDir} is not empty; restore into a new folder (DATA_DIR) and move it when it is right`,
    )
  }
  options.log(`checking ${manifest.files.length} files`)
  for (const file of manifest.files) {
    const path = join(source, file.path)
    const found = existsSync(path) ? await sha256(path) : 'missing'
    if (found !== file.sha256)
      throw new ConfigError(`${path} is ${found === 'missing' ? 'missing' : 'damaged'}; nothing was restored`)
  }
  await mkdir(options.dataDir, { recursive: true })
  const unlock = lockDataFolder(options.dataDir)
  try {
    options.log('copying files')
    await copyTree(join(source, 'data'), options.dataDir, () => false)
    const place = placeCluster(options.dataDir)
    if (place.relocated !== undefined) options.log(`the database lies in ${place.relocated}`)
    const half = `${place.cluster}.restored`
    await rm(half, { recursive: true, force: true })
    await copyTree(join(source, 'database'), half, () => false)
    await chmod(half, 0o700)
    if (place.account) await giveTo(half, place.account)
    await rename(half, place.cluster)
    const note = { restoredAt: options.now.toISOString(), stateOf: manifest.madeAt }
    await writeFile(join(options.dataDir, RESTORED), `${JSON.stringify(note)}\n`, { mode: 0o600 })
  } finally {
    unlock()
  }
  return {
    folder: options.dataDir,
    files: manifest.files.length,
    bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0),
  }
}

/** The database lies in the backup as its server keeps it, which another major version cannot read. */
function refuseOtherServer(source: string, { postgres, platform }: Manifest): void {
  const [made, here] = [/^\d+/.exec(postgres)?.[0], bundledMajor()]
  if (made !== here)
    throw new ConfigError(
      `The backup in ${source} was made with PostgreSQL ${made ?? postgres}, and this Sigap brings PostgreSQL ${here}; ` +
        'nothing was restored. Restore it with the Sigap version that made it, and move the data as docs/operations.md describes.',
    )
  if (platform !== undefined && platform !== PLATFORM)
    throw new ConfigError(
      `The backup in ${source} was made on ${platform}, and this machine is ${PLATFORM}: a server does not read the ` +
        'files of another kind of machine. Nothing was restored; restore it on a machine of its kind.',
    )
}

/** When the data folder was restored, and the moment its backup was made; undefined where it never was. */
export function restoredState(dataDir: string): { restoredAt: string; stateOf: string } | undefined {
  const path = join(dataDir, RESTORED)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

/** A folder may hold an embedded database of earlier days; it must not be taken for the one that is in use. */
function requireEmbedded({ databaseUrl }: { databaseUrl?: string | undefined }, tool: string): void {
  if (databaseUrl !== undefined)
    throw new ConfigError(
      `DATABASE_URL names a server of your own: use ${tool} for it, and copy DATA_DIR beside it (docs/operations.md)`,
    )
}

/** An online copy: the server may go on writing; its log of the meantime comes along and is replayed at the start. */
async function copyCluster(url: string, cluster: string, target: string, log: (line: string) => void): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    // The slot keeps the log that the copy needs; it goes with this connection.
    await client.query(`select pg_create_physical_replication_slot('sigap_backup', true, true)`)
    await client.query(`select pg_backup_start('sigap', fast => true)`)
    log('copying the database')
    await copyTree(
      cluster,
      target,
      (path) => path.startsWith('pg_wal/') || NOT_COPIED.has(path.split('/').at(-1) ?? ''),
    )
    const stopped = await client.query<{ label: string; last: string }>(
      'select labelfile as label, pg_walfile_name(lsn) as last from pg_backup_stop(wait_for_archive => false)',
    )
    const { label = '', last = '' } = stopped.rows[0] ?? {}
    const first = label.match(/file ([0-9A-F]{24})/)?.[1]
    if (first === undefined) throw new ConfigError('PostgreSQL did not say where its backup begins')
    await writeFile(join(target, 'backup_label'), label, { mode: 0o600 })
    const logs = await readdir(join(cluster, 'pg_wal'))
    const segments = logs.filter((name) => /^[0-9A-F]{24}$/.test(name) && name >= first && name <= last)
    await mkdir(join(target, 'pg_wal', 'archive_status'), { recursive: true })
    for (const name of segments) await copyFile(join(cluster, 'pg_wal', name), join(target, 'pg_wal', name))
    const version = await client.query<{ server_version: string }>('show server_version')
    return version.rows[0]?.server_version ?? ''
  } finally {
    await client.end()
  }
}

/** Copies files and folders; a file that its owner removes meanwhile is left out, as the server's log covers it. */
async function copyTree(from: string, to: string, leaveOut: (path: string) => boolean, base = from): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  if (EMPTIED.has(relative(base, from))) return
  for (const entry of await readdir(from, { withFileTypes: true }).catch(ignoreMissing<never[]>([]))) {
    const path = join(from, entry.name)
    const name = relative(base, path).replaceAll('\\', '/')
    if (leaveOut(name)) continue
    if (entry.isDirectory()) await copyTree(path, join(to, entry.name), leaveOut, base)
    else if (entry.isFile()) {
      await copyFile(path, join(to, entry.name)).catch(ignoreMissing(undefined))
    }
  }
}

function ignoreMissing<T>(instead: T) {
  return (error: unknown): T => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return instead
    throw error
  }
}

async function listContent(folder: string): Promise<Manifest['files']> {
  const found: Manifest['files'] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    await flush(path)
    found.push({ path: relative(folder, path), bytes: (await stat(path)).size, sha256: await sha256(path) })
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** A backup is there when it survives the machine's next power cut. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

async function readManifest(source: string): Promise<Manifest> {
  const path = join(source, MANIFEST)
  if (!existsSync(path)) throw new ConfigError(`${source} holds no ${MANIFEST}: it is not a complete backup`)
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest
  if (manifest.format !== 1) throw new ConfigError(`${path} was written by a newer Sigap`)
  const outside = manifest.files.find((file) => !resolve(source, file.path).startsWith(`${source}/`))
  if (outside) throw new ConfigError(`${path} names a file outside the backup: ${outside.path}`)
  return manifest
}

async function giveTo(folder: string, account: { uid: number; gid: number }): Promise<void> {
  lchownSync(folder, account.uid, account.gid)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    lchownSync(join(entry.parentPath, entry.name), account.uid, account.gid)
  }
}
