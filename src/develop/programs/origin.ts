import { findNeed, listNeeds } from '../../diagnose/needs/index.ts'
import { findSignal } from '../../diagnose/signals/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'

/** The way back from a program to the citizens' words, as far as this person may walk it. */
export type Origin = {
  need: { id: string; title: string; href: string; status: string } | null
  signal: { href: string } | null
  complaints: string | null
}

type Held = {
  need: Scope<'need.read'> | undefined
  signal: Scope<'signal.read'> | undefined
  complaint: Scope<'complaint.read'> | undefined
}

export async function findOrigin(db: Db, held: Held, needId: string | null): Promise<Origin> {
  const need = needId && held.need ? await findNeed(db, held.need, needId) : undefined
  if (!need) return { need: null, signal: null, complaints: null }
  const signal = need.signal_id && held.signal ? await findSignal(db, held.signal, need.signal_id) : undefined
  return {
    need: { id: need.id, title: need.title, href: `/kebutuhan/${need.id}`, status: need.status },
    signal: signal ? { href: `/sinyal/${signal.id}` } : null,
    complaints:
      signal && held.complaint ? `/pengaduan?antrean=done&unit=${signal.unit_id}&theme=${signal.theme}` : null,
  }
}

export type NeedChoice = { id: string; title: string }

/** Needs that a program may answer: approved ones, and the one it answers already. */
export async function listNeedChoices(
  db: Db,
  scope: Scope<'need.read'> | undefined,
  current?: string | null,
): Promise<NeedChoice[]> {
  if (!scope) return []
  const needs = await listNeeds(db, scope)
  return needs
    .filter((need) => need.status === 'approved' || need.status === 'programmed' || need.id === current)
    .map((need) => ({ id: need.id, title: `${need.title} (${need.unit})` }))
}
