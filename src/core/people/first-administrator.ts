import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Institutions } from '../../platform/http/institutions.ts'

const FILE = 'first-administrator.hash'

/**
 * A link that works once, while no institution exists: whoever can read the server's own output may found the first
 * one. Every start makes a new link and ends the one before; only its SHA-256 is kept. Undefined once an institution exists.
 */
export async function firstAdministratorLink(institutions: Institutions, dataDir: string): Promise<string | undefined> {
  if ((await institutions.all()).length > 0) {
    rmSync(join(dataDir, FILE), { force: true })
    return undefined
  }
  const token = randomBytes(32).toString('base64url')
  writeFileSync(join(dataDir, FILE), digest(token).toString('hex'), { mode: 0o600 })
  return `/mulai?kode=${token}`
}

export function isFirstAdministrator(token: string, dataDir: string): boolean {
  try {
    return timingSafeEqual(digest(token), Buffer.from(readFileSync(join(dataDir, FILE), 'utf8'), 'hex'))
  } catch {
    return false
  }
}

/** Ends the link once it has done its work. */
export function endFirstAdministratorLink(dataDir: string): void {
  rmSync(join(dataDir, FILE), { force: true })
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
