import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigError } from '../config.ts'
import { processIdentity } from './processes.ts'

interface Holder {
  pid: number
  identity: string
  since: string
}

/** The data folder is in use by another process. */
export class DataFolderInUse extends ConfigError {
  override name = 'DataFolderInUse'
}

/**
 * Takes the folder for this process; the returned function gives it back.
 * A lock whose process has ended (also one whose number was reused since) is taken over.
 */
export function lockDataFolder(folder: string): () => void {
  const path = join(folder, 'lock')
  const own = `${path}.${process.pid}`
  const mine: Holder = {
    pid: process.pid,
    identity: processIdentity(process.pid) ?? '',
    since: new Date().toISOString(),
  }
  const text = `${JSON.stringify(mine)}\n`
  writeFileSync(own, text, { mode: 0o644 })
  try {
    for (;;) {
      // A hard link appears with its content at once, so that nobody ever reads half a lock.
      if (linked(own, path)) return () => release(path, text)
      const seen = readText(path)
      if (seen === undefined) continue
      const holder = parseHolder(seen)
      if (holder && processIdentity(holder.pid) === holder.identity) throw inUse(folder, holder)
      takeAway(path, seen, own)
    }
  } finally {
    rmSync(own, { force: true })
  }
}

/** Like lockDataFolder, but gives a process that is just stopping a moment to finish. */
export async function lockDataFolderSoon(folder: string, patienceMs: number): Promise<() => void> {
  for (const deadline = performance.now() + patienceMs; ; ) {
    try {
      return lockDataFolder(folder)
    } catch (error) {
      if (!(error instanceof DataFolderInUse) || performance.now() > deadline) throw error
      await sleep(100)
    }
  }
}

/** The running process that holds this folder, if any. */
export function lockHolder(folder: string): { pid: number; since: string } | undefined {
  const holder = parseHolder(readText(join(folder, 'lock')) ?? '')
  return holder && processIdentity(holder.pid) === holder.identity ? holder : undefined
}

function inUse(folder: string, holder: Holder): DataFolderInUse {
  return new DataFolderInUse(
    `Sigap already runs on the data folder ${folder} (process ${holder.pid}, since ${holder.since}). ` +
      'Stop it first, or choose another folder with DATA_DIR.',
  )
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Moves a stale lock aside; when another starter replaced it meanwhile, theirs is put back. */
function takeAway(path: string, stale: string, own: string): void {
  const aside = `${own}.stale`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  if (readText(aside) !== stale) linked(aside, path)
  rmSync(aside, { force: true })
}

function release(path: string, text: string): void {
  if (readText(path) === text) rmSync(path, { force: true })
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return undefined
    const { pid, identity, since } = value as Partial<Holder>
    return typeof pid === 'number' && typeof identity === 'string' && typeof since === 'string'
      ? { pid, identity, since }
      : undefined
  } catch {
    return undefined
  }
}
