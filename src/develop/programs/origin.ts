import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'

/** The way back from a program to the citizens' words, as far as this person may walk it. */
export type Origin = {
  need: { id: string; title: string; href: string } | null
  signal: { href: string } | null
  complaints: string | null
}

export const NO_ORIGIN: Origin = { need: null, signal: null, complaints: null }

export type NeedChoice = { id: string; title: string }

export async function findOrigin(
  _db: Db,
  _scopes: { need: Scope | undefined; signal: Scope | undefined },
  _needId: string | null,
): Promise<Origin> {
  return NO_ORIGIN
}
export async function listNeedChoices(_db: Db, _scope: Scope | undefined): Promise<NeedChoice[]> {
  return []
}
