import { z } from 'zod'
import { type Scope, systemScope } from '../../platform/access.ts'
import { unseal } from '../../platform/seal.ts'
import type { Remote } from './outgoing.ts'
import type { DueRow } from './outgoing-queries.ts'

export const SEAL = 'open311.endpoint'
/** Minutes until the next attempt; after the last one it has failed. */
export const WAITS = [1, 5, 30, 120, 720, 1440] as const
export const Envelope = z.object({ institution: z.string(), payload: z.unknown() })

export function scopeOf(institution: string, units: readonly string[] = []): Scope<'complaint.read'> {
  return systemScope(
    'complaint.read',
    'passes cases on to other institutions and hears how they stand',
    institution,
    units,
  )
}

export function remoteOf(row: DueRow): Remote {
  const { url, jurisdiction_id, service_code } = row
  return { url, jurisdiction_id, service_code, api_key: unseal(SEAL, row.sealed_key) }
}
