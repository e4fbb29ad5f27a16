import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { applyEvents, linkReference, submitOnce } from '../../complaints/index.ts'
import { getRoot, listUnitChoices } from '../queries.ts'
import { type CheckedRow, kindOf, type LaporRow, plain } from './model.ts'
import { type LaporCase, listKnown, putCase } from './queries.ts'

export type Planned = { line: number; row: LaporRow; what: 'made' | 'changed' | 'same'; known: LaporCase | undefined }
export type Plan = { planned: Planned[]; wrong: Extract<CheckedRow, { problem: string }>[] }

/** What taking over would do, row by row; writes nothing. */
export async function planImport(db: Db, scope: Scope, checked: readonly CheckedRow[]): Promise<Plan> {
  const good = checked.filter((one) => one.problem === undefined)
  const known = new Map(
    (
      await listKnown(
        db,
        scope,
        good.map((one) => one.row.tracking_id),
      )
    ).map((row) => [row.tracking_id, row]),
  )
  return {
    planned: good.map(({ line, row }) => {
      const before = known.get(row.tracking_id)
      return {
        line,
        row,
        known: before,
        what: before === undefined ? 'made' : differs(before, row) ? 'changed' : 'same',
      }
    }),
    wrong: checked.filter((one) => one.problem !== undefined),
  }
}

function differs(before: LaporCase, row: LaporRow): boolean {
  return (['class', 'state', 'disposed_on', 'followed_on', 'unit'] as const).some(
    (field) => before[field] !== row[field],
  )
}

/**
 * Takes rows over: a number not seen before becomes a case of its own, one that is known gets the state and dates of
 * now, and an officer reads in the story what changed there. Our own clocks and states stay ours.
 */
export async function applyImport(
  db: Db,
  scope: Scope<'channel.work'>,
  now: Date,
  plan: Plan,
): Promise<{ made: number; changed: number; same: number; wrong: number }> {
  const root = await getRoot(db, scope)
  const units = new Map((await listUnitChoices(db, scope)).map((unit) => [plain(unit.name), unit.id]))
  const counts = { made: 0, changed: 0, same: 0, wrong: plan.wrong.length }
  for (const { row, what, known } of plan.planned) {
    counts[what]++
    if (what === 'same') continue
    const complaintId =
      known?.complaint_id ?? (await openCase(db, scope, now, row, units.get(plain(row.unit ?? '')) ?? root.id))
    await putCase(db, scope, now, row, complaintId)
    await linkReference(db, scope, now, {
      complaintId,
      system: 'lapor',
      externalId: row.tracking_id,
      data: { class: row.class, state: row.state, disposed_on: row.disposed_on, followed_on: row.followed_on },
    })
    if (known && known.state !== row.state) {
      const body = `SP4N-LAPOR! ${row.tracking_id}: ${known.state ?? '—'} → ${row.state ?? '—'}`
      await applyEvents(db, scope, now, [{ id: complaintId, events: [{ kind: 'noted', actor: 'system', body }] }])
    }
  }
  return counts
}

async function openCase(db: Db, scope: Scope<'channel.work'>, now: Date, row: LaporRow, unit: string): Promise<string> {
  const { kind } = kindOf(row.class)
  const { id } = await submitOnce(
    db,
    scope,
    now,
    { source: 'lapor', key: row.tracking_id },
    {
      kind,
      subject: row.subject,
      body: row.body,
      privacy: row.privacy,
      place: row.place ?? undefined,
      reporter_name: row.reporter ?? undefined,
      unit_id: unit,
      channel: 'lapor',
      actor: 'officer',
      at: receivedAt(row.reported_on, now),
    },
  )
  return id
}

/** Noon in western Indonesia of the day it was reported there; never later than now. */
function receivedAt(day: string | null, now: Date): Date {
  const noon = day ? new Date(`${day}T05:00:00Z`) : now
  return noon < now ? noon : now
}
