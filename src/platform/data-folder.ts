import { accessSync, constants, existsSync, mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { type Config, ConfigError } from './config.ts'

const MB = 1_000_000
/** What a first start fills, with room for the log of the database; and what a later one needs to recover. */
const NEEDED = { demo: 1500 * MB, empty: 400 * MB, present: 100 * MB }
const REMEDY = 'choose another folder with DATA_DIR'

/**
 * Makes the data folder and tries it, so that a wrong one is said in a sentence before anything has begun.
 * @throws ConfigError
 */
export function openDataFolder(config: Pick<Config, 'dataDir' | 'databaseUrl' | 'demo'>): void {
  const { dataDir } = config
  try {
    makeFolder(dataDir)
    tryWriting(dataDir)
  } catch (error) {
    throw new ConfigError(problemWith(dataDir, error as NodeJS.ErrnoException))
  }
  const begun = existsSync(join(dataDir, 'postgres-location')) || existsSync(join(dataDir, 'postgres'))
  const problem = spaceProblem(dataDir, freeBytes(dataDir), config.databaseUrl || begun ? 'present' : fresh(config))
  if (problem !== undefined) throw new ConfigError(problem)
}

export function spaceProblem(folder: string, free: number, need: keyof typeof NEEDED): string | undefined {
  if (free >= NEEDED[need]) return undefined
  const what = { demo: 'the demonstration', empty: 'an empty installation', present: 'the database' }[need]
  return (
    `Too little room on the disk of ${folder}: ${inMb(free)} are free, ${what} needs ${inMb(NEEDED[need])}. ` +
    `Make room, or ${REMEDY}.`
  )
}

/** A disk that fills while Sigap starts is the operator's to mend: said in one sentence instead of a stack. */
export function diskFullInWords(error: unknown, dataDir: string): unknown {
  if (!(error instanceof Error) || !isDiskFull(error)) return error
  return new ConfigError(
    `The disk of ${dataDir} is full (${error.message}). Nothing that was acknowledged is lost: make room and start again.`,
  )
}

/** Also when PostgreSQL says so, and when somebody wrapped what it said. */
function isDiskFull(error: Error & { code?: string }): boolean {
  if (error.code === 'ENOSPC' || error.code === '53100' || error.code === 'EDQUOT') return true
  return error.cause instanceof Error && isDiskFull(error.cause)
}

/** Level by level: the recursive one of Node never comes back from file systems such as /proc. */
function makeFolder(folder: string): void {
  if (!existsSync(folder)) {
    makeFolder(dirname(folder))
    try {
      mkdirSync(folder, { mode: 0o700 })
    } catch (error) {
      // Another start made it meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  if (!statSync(folder).isDirectory()) throw Object.assign(new Error(folder), { code: 'ENOTDIR', path: folder })
}

function tryWriting(folder: string): void {
  accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  const probe = join(folder, `.try.${process.pid}`)
  try {
    writeFileSync(probe, 'x')
  } finally {
    rmSync(probe, { force: true })
  }
}

function problemWith(dataDir: string, error: NodeJS.ErrnoException): string {
  const account = `the account ${accountName()}`
  const where = error.path === undefined ? dataDir : error.path.replace(/\/\.try\.\d+$/, '')
  const cause =
    {
      ENOTDIR: `${where} is a file, not a folder`,
      EACCES: `${account} may not write in ${where}`,
      EPERM: `${account} may not write in ${where}`,
      EROFS: `${where} can only be read`,
      ENOSPC: `its disk is full`,
      ENAMETOOLONG: `${basename(where).slice(0, 20)}… is too long a name`,
    }[error.code ?? ''] ?? `nothing can be made in ${dirname(where)} (${error.code ?? error.message})`
  return `DATA_DIR ${dataDir} cannot be used: ${cause}. Give that folder to the account that starts Sigap, or ${REMEDY}.`
}

/** A container may run as a number without a name. */
function accountName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? '')
  }
}

function fresh(config: Pick<Config, 'demo'>): 'demo' | 'empty' {
  return config.demo ? 'demo' : 'empty'
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

function inMb(bytes: number): string {
  return `${Math.floor(bytes / MB)} MB`
}
