import { emit, type WebhookEvent } from '../../core/webhooks/index.ts'
import { type ComplaintEvent, onComplaintEvents } from './events.ts'
import type { EventKind } from './model.ts'

/** What other systems may hear of; internal notes and what only officers discuss stay inside. */
const TYPES: Partial<Record<EventKind, string>> = {
  received: 'complaint.received',
  verified: 'complaint.verified',
  routed: 'complaint.routed',
  completion_requested: 'complaint.completion_requested',
  answered: 'complaint.answered',
  reopened: 'complaint.reopened',
  rejected: 'complaint.rejected',
  closed: 'complaint.closed',
  referred: 'complaint.referred',
  rated: 'complaint.rated',
  merged: 'complaint.merged',
  unmerged: 'complaint.unmerged',
  archived: 'complaint.archived',
  extended: 'complaint.extended',
  objected: 'complaint.objected',
  objection_decided: 'complaint.objection_decided',
  disputed: 'complaint.disputed',
  dispute_decided: 'complaint.dispute_decided',
}

function typeOf({ kind, actor }: ComplaintEvent): string | undefined {
  // Officers add words too; those are not told.
  if ((kind === 'completed' && actor !== 'system') || (kind === 'informed' && actor === 'citizen'))
    return 'complaint.citizen_wrote'
  return TYPES[kind]
}

function webhookOf(event: ComplaintEvent): WebhookEvent | undefined {
  const type = typeOf(event)
  return type === undefined || event.sealed
    ? undefined
    : {
        type,
        data: {
          complaint: event.complaint_id,
          unit: event.unit_id,
          outcome: event.outcome,
          at: event.at.toISOString(),
        },
      }
}

export function announceComplaints(): void {
  onComplaintEvents((db, scope, now, events) =>
    emit(
      db,
      scope,
      now,
      events.flatMap((event) => webhookOf(event) ?? []),
    ),
  )
}
