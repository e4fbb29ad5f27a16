import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { citizenSees, type EventKind } from './model.ts'
import { redact } from './redaction/redact.ts'
import { type EventRow, listEvents } from './rows.ts'

export type Audience = 'public' | 'citizen' | 'officer'

/** What the public reads of a case: that it went on, and the answer. */
const PUBLIC: readonly EventKind[] = ['received', 'verified', 'routed', 'referred', 'answered', 'reopened', 'closed']

/**
 * The story as this audience may read it: officers all of it; the reporter without notes, names of officers and talk
 * between units; the public the course of it and the answers, with personal data covered.
 */
export async function storyOf(db: Db, scope: Scope, id: string, audience: Audience): Promise<EventRow[]> {
  const story = await listEvents(db, scope, [id])
  if (audience === 'officer') return story
  return story
    .filter((event) => (audience === 'citizen' ? citizenSees(event.kind) : PUBLIC.includes(event.kind)))
    .map((event) => ({
      ...event,
      account_id: null,
      account_name: null,
      reason: audience === 'public' && event.kind === 'reopened' ? null : (event.reason ?? null),
      body: bodyFor(event, audience),
    }))
}

function bodyFor(event: EventRow, audience: 'public' | 'citizen'): string | null {
  // Why a unit gave a case back is talk between officers.
  if (event.kind === 'returned' || !event.body) return null
  if (audience === 'citizen') return event.body
  return event.kind === 'answered' || event.kind === 'referred' ? redact(event.body) : null
}
