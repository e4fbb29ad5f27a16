import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { newId } from '../../../platform/id.ts'
import type { ComplaintClass, ComplaintOutcome } from '../model.ts'
import { inSight, type Lane } from '../sight.ts'
import { opened } from '../whistleblowing/words.ts'

/** Whoever lets an answer go: of a report of wrongdoing, another examiner. */
export type Reviewer = Scope<'complaint.verify'> | Scope<'complaint.whistleblowing'>

export type Rule = {
  id: string
  unit: string | null
  class: ComplaintClass | null
  demanded: boolean
  valid_from: string
  source: string
  verified: boolean
}

export async function listFourEyesRules(db: Db, scope: Scope): Promise<Rule[]> {
  const { rows } = await sql<Rule>`
    select r.id, u.name as unit, r.class, r.demanded, r.valid_from, r.source, r.verified
    from complaints.four_eyes_rule r
    left join organization.unit u on u.institution_id = r.institution_id and u.id = r.unit_id
    where r.institution_id = ${scope.institution} order by r.valid_from desc, r.created_at desc, r.id desc limit 200`.execute(
    db,
  )
  return rows
}

export async function insertFourEyesRule(
  db: Db,
  scope: Scope<'complaint.rules'>,
  now: Date,
  rule: {
    unit: string | null
    class: ComplaintClass | null
    demanded: boolean
    valid_from: string
    source: string
    verified: boolean
  },
): Promise<void> {
  await sql`
    insert into complaints.four_eyes_rule (institution_id, id, unit_id, class, demanded, valid_from, source, verified,
      created_at, created_by)
    values (${scope.institution}, ${newId(now)}, ${rule.unit}, ${rule.class}::complaints.class, ${rule.demanded},
      ${rule.valid_from}, ${rule.source}, ${rule.verified}, ${now}, ${scope.account})`.execute(db)
}

/** Whether a second person reads this report's answer before it goes: by its unit, one above, or its class. */
export async function needsFourEyes(db: Db, scope: Scope, today: string, id: string): Promise<boolean> {
  const { rows } = await sql<{ demanded: boolean }>`
    with recursive c as (
      select unit_id, class from complaints.complaint where institution_id = ${scope.institution} and id = ${id}
    ), above (id, parent_id) as (
      select u.id, u.parent_id from organization.unit u join c on u.id = c.unit_id
      where u.institution_id = ${scope.institution}
      union
      select u.id, u.parent_id from above b join organization.unit u on u.institution_id = ${scope.institution}
        and u.id = b.parent_id
    ), current as (
      select distinct on (unit_id, class) unit_id, class, demanded from complaints.four_eyes_rule
      where institution_id = ${scope.institution} and valid_from <= ${today}
      order by unit_id, class, valid_from desc, created_at desc, id desc
    )
    select exists (select from current r, c where r.demanded and (r.class is null or r.class = c.class)
      and (r.unit_id is null or r.unit_id in (select id from above))) as demanded`.execute(db)
  return rows[0]!.demanded
}

export type Held = {
  id: string
  complaint_id: string
  code: string
  subject: string
  report: string
  unit_name: string
  outcome: ComplaintOutcome
  body: string
  written_by: string | null
  writer: string | null
  written_at: Date
  state: number
  note: string | null
}

const columns = sql`h.id, h.complaint_id, c.code, c.subject, c.body as report, u.name as unit_name, h.outcome, h.body,
  h.written_by, a.name as writer, h.written_at, h.state, h.note`
const tables = sql`complaints.held_answer h
  join complaints.complaint c on c.institution_id = h.institution_id and c.id = h.complaint_id
  join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
  left join people.account a on a.institution_id = h.institution_id and a.id = h.written_by`

function heldOpened(row: Held): Held {
  return opened(row, row.complaint_id, 'subject', 'report', 'body', 'note')
}

/** What waits in the units in reach, the oldest first; one's own waits for others. */
export async function listHeld(
  db: Db,
  scope: Reviewer,
  id: string | null = null,
  lane: Lane = 'ordinary',
): Promise<Held[]> {
  const { rows } = await sql<Held>`
    select ${columns} from ${tables}
    where ${inSight(scope, lane)} and h.state = 0 and h.written_by is distinct from ${scope.account}
      and (${id}::uuid is null or h.id = ${id})
    order by h.written_at, h.id limit ${MOST_LISTED}`.execute(db)
  return rows.map(heldOpened)
}

/** The newest answer of a report that was held, unless it was sent. */
export async function findHeldOf(
  db: Db,
  scope: Scope,
  complaint: string,
  lane: Lane = 'ordinary',
): Promise<Held | undefined> {
  const { rows } = await sql<Held>`
    select ${columns} from ${tables}
    where ${inSight(scope, lane)} and h.complaint_id = ${complaint} order by h.written_at desc, h.id desc limit 1`.execute(
    db,
  )
  return rows[0] && rows[0].state !== 1 ? heldOpened(rows[0]) : undefined
}

/** Undefined while another answer of this report waits. */
export async function insertHeld(
  db: Db,
  scope: Scope,
  now: Date,
  answer: { complaint: string; outcome: ComplaintOutcome; body: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into complaints.held_answer (institution_id, id, complaint_id, outcome, body, written_by, written_at)
    values (${scope.institution}, ${newId(now)}, ${answer.complaint}, ${answer.outcome}::complaints.outcome, ${answer.body},
      ${scope.account}, ${now})
    on conflict do nothing returning id`.execute(db)
  return rows[0]?.id
}

/** False when somebody else decided meanwhile. */
export async function decideHeld(
  db: Db,
  scope: Reviewer,
  now: Date,
  id: string,
  decided: { sent: boolean; note: string | null },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update complaints.held_answer set state = ${decided.sent ? 1 : 2}, decided_by = ${scope.account}, decided_at = ${now},
      note = ${decided.note}
    where institution_id = ${scope.institution} and id = ${id} and state = 0`.execute(db)
  return numAffectedRows === 1n
}
