import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { applyEvents, type ComplaintClass, findComplaint, linkReference, submitOnce } from '../../complaints/index.ts'
import { getRoot, listUnitChoices } from '../queries.ts'
import { type ClassRule, classRuleOn } from './class-model.ts'
import { listClassRules } from './class-queries.ts'
import { type CheckedRow, kindOf, type LaporRow, plain } from './model.ts'
import { type LaporCase, listKnown, putCase } from './queries.ts'

export type Planned = {
  line: number
  row: LaporRow
  what: 'made' | 'changed' | 'same'
  known: LaporCase | undefined
  /** What their class becomes, by the rule of the day of the report; none where their word is not mapped. */
  rule: ClassRule | undefined
}
export type Plan = { planned: Planned[]; wrong: Extract<CheckedRow, { problem: string }>[] }

/** What taking over would do, row by row; writes nothing. */
export async function planImport(db: Db, scope: Scope, checked: readonly CheckedRow[], today: string): Promise<Plan> {
  const rules = await listClassRules(db, scope)
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
        rule: classRuleOn(rules, row.class, row.reported_on ?? today),
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
 * now, and an officer reads in the story what changed there. Our own clocks and states stay ours: the class is said
 * once, for a new case, and an officer who verifies it may say otherwise.
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
  const classes: Classified[] = []
  for (const { row, what, known, rule } of plan.planned) {
    counts[what]++
    if (what === 'same') continue
    const made = known ? undefined : await openCase(db, scope, now, row, units.get(plain(row.unit ?? '')) ?? root.id)
    const complaintId = known?.complaint_id ?? made!.id
    if (made && !made.repeated && rule?.class)
      classes.push({ id: made.id, class: rule.class, sealed: kindOf(row.class) === 'whistleblowing' })
    await putCase(db, scope, now, row, complaintId)
    await linkReference(db, scope, now, {
      complaintId,
      system: 'lapor',
      externalId: row.tracking_id,
      data: { class: row.class, state: row.state, disposed_on: row.disposed_on, followed_on: row.followed_on },
    })
    if (known && known.state !== row.state) {
      const body = `SP4N-LAPOR! ${row.tracking_id}: ${known.state ?? '—'} → ${row.state ?? '—'}`
      const lane = await laneOf(db, scope, complaintId)
      const note = { kind: 'noted' as const, actor: 'system' as const, body }
      if (lane) await applyEvents(db, scope, now, [{ id: complaintId, events: [note] }], { lane })
    }
  }
  await classify(db, scope, now, classes)
  return counts
}

/** Where the case lies; none when whoever imports may not touch it, as with a conflict of interest. */
async function laneOf(db: Db, scope: Scope, id: string): Promise<'ordinary' | 'sealed' | undefined> {
  if (await findComplaint(db, scope, id)) return 'ordinary'
  return (await findComplaint(db, scope, id, 'sealed')) ? 'sealed' : undefined
}

type Classified = { id: string; class: ComplaintClass; sealed: boolean }

async function classify(
  db: Db,
  scope: Scope<'channel.work'>,
  now: Date,
  classes: readonly Classified[],
): Promise<void> {
  for (const lane of ['ordinary', 'sealed'] as const) {
    const items = classes
      .filter(({ sealed }) => sealed === (lane === 'sealed'))
      .map((one) => ({
        id: one.id,
        events: [{ kind: 'classified' as const, actor: 'system' as const, class: one.class }],
      }))
    await applyEvents(db, scope, now, items, { lane })
  }
}

function openCase(db: Db, scope: Scope<'channel.work'>, now: Date, row: LaporRow, unit: string) {
  return submitOnce(
    db,
    scope,
    now,
    { source: 'lapor', key: row.tracking_id },
    {
      kind: kindOf(row.class),
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
}

/** Noon in western Indonesia of the day it was reported there; never later than now. */
function receivedAt(day: string | null, now: Date): Date {
  const noon = day ? new Date(`${day}T05:00:00Z`) : now
  return noon < now ? noon : now
}
