import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { RuleKey } from './clocks.ts'
import type { Audience, EscalationRule } from './escalation.ts'
import type { ComplaintKind, Privacy } from './model.ts'

/** `replaced`: set again for the same day. */
export type EscalationRow = EscalationRule & { id: string | null; replaced: boolean }

/** The standards and, after them, what this institution has set: of one level and date its own wins. */
export async function listEscalationRules(db: Db, scope: Scope): Promise<EscalationRow[]> {
  const { rows } = await sql<EscalationRow>`
    select null::uuid as id, level, days, audience, valid_from, source, verified, false as replaced, 0 as own,
      null::timestamptz as created_at
    from complaints.escalation_standard
    union all
    select id, level, days, audience, valid_from, source, verified,
      row_number() over (partition by level, valid_from order by created_at desc, id desc) > 1, 1, created_at
    from complaints.escalation_rule
    where institution_id = ${scope.institution}
    order by level, valid_from, own, created_at, id`.execute(db)
  return rows
}

export async function insertEscalationRule(
  db: Db,
  scope: Scope<'complaint.rules'>,
  now: Date,
  rule: EscalationRule & { id: string },
): Promise<void> {
  await sql`
    insert into complaints.escalation_rule (institution_id, id, level, days, audience, valid_from, source, verified,
      created_at, created_by)
    values (${scope.institution}, ${rule.id}, ${rule.level}, ${rule.days}, ${rule.audience}, ${rule.valid_from},
      ${rule.source}, ${rule.verified}, ${now}, ${scope.account})`.execute(db)
}

/** The mark of the institution's own calendar; units with another one have theirs. */
export const COMMON_CALENDAR = '00000000-0000-0000-0000-000000000000'

export type Mark = { level: number; calendar_unit: string; until_due: Date }

export function markOf(marks: readonly Mark[], level: number, calendar: string): Date | undefined {
  return marks.find((one) => one.level === level && one.calendar_unit === calendar)?.until_due
}

/** How far each level has been looked at in each calendar; the rows are held, so that two workers take turns. */
export async function lockMarks(db: Db, scope: Scope, starts: readonly Mark[]): Promise<readonly Mark[]> {
  const lock = () =>
    sql<Mark>`
      select level, calendar_unit, until_due from complaints.escalation_mark
      where institution_id = ${scope.institution} order by level, calendar_unit for update`.execute(db)
  const { rows } = await lock()
  const missing = starts.filter(({ level, calendar_unit }) => !markOf(rows, level, calendar_unit))
  if (missing.length === 0) return rows
  await sql`insert into complaints.escalation_mark (institution_id, level, calendar_unit, until_due)
    select ${scope.institution}::uuid, m.level, m.calendar_unit, m.until_due
    from json_to_recordset(${JSON.stringify(missing)}::json) as m (level smallint, calendar_unit uuid,
      until_due timestamptz)
    on conflict do nothing`.execute(db)
  return (await lock()).rows
}

export async function setMark(db: Db, scope: Scope, { level, calendar_unit, until_due }: Mark): Promise<void> {
  await sql`update complaints.escalation_mark set until_due = ${until_due}
    where institution_id = ${scope.institution} and level = ${level} and calendar_unit = ${calendar_unit}`.execute(db)
}

/** After deadlines were computed again, those that came to lie in the past are looked at once more. */
export async function rewindMarks(db: Db, scope: Scope, to: Date): Promise<void> {
  await sql`update complaints.escalation_mark set until_due = least(until_due, ${to})
    where institution_id = ${scope.institution}`.execute(db)
}

export type Ripe = {
  id: string
  code: string
  kind: ComplaintKind
  privacy: Privacy
  subject: string
  unit_id: string
  unit_name: string
  queue: number
  queue_at: Date
  assignee_id: string | null
}

/** Cases of these units, or of all but these. */
export type OfUnits = { only: readonly string[] } | { except: readonly string[] }

/**
 * Open cases whose deadline lies after the mark and up to the ripe one and was not told to this level yet, oldest
 * first. The index in the order of the deadlines holds open cases only under these numbers, so this reads just what
 * came due.
 */
export async function listRipe(
  db: Db,
  scope: Scope,
  { level, after, until, of, most }: { level: number; after: Date; until: Date; of: OfUnits; most: number },
): Promise<Ripe[]> {
  const some = 'only' in of ? of.only : of.except
  const theirs =
    'only' in of
      ? sql`and c.unit_id = any(${some}::uuid[])`
      : some.length === 0
        ? sql``
        : sql`and c.unit_id <> all(${some}::uuid[])`
  const { rows } = await sql<Ripe>`
    select c.id, c.code, c.kind, c.privacy, c.subject, c.unit_id, u.name as unit_name, c.queue, c.queue_at,
      g.account_id as assignee_id
    from (
      select c.* from unnest(array[1, 2, 11, 12]::smallint[]) wanted
      cross join lateral (select * from complaints.complaint c
        where c.institution_id = ${scope.institution} and c.queue = wanted and c.queue_at > ${after}
          and c.queue_at <= ${until} ${theirs}
          and not exists (select from complaints.escalation e where e.institution_id = c.institution_id
            and e.complaint_id = c.id and e.due_at = c.queue_at and e.level = ${level})
        order by c.queue_at, c.id limit ${most}) c
      order by c.queue_at, c.id limit ${most}
    ) c
    join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
    left join complaints.assignment g on g.institution_id = c.institution_id and g.complaint_id = c.id
    order by c.queue_at, c.id`.execute(db)
  return rows
}

export type NewEscalation = {
  complaint_id: string
  due_at: Date
  level: number
  clock: RuleKey
  audience: Audience
  told: number
}

/** Writes what was not escalated yet; the answer names only those, so that nobody is told twice. */
export async function insertEscalations(
  db: Db,
  scope: Scope,
  now: Date,
  items: readonly NewEscalation[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ complaint_id: string }>`
    insert into complaints.escalation (institution_id, complaint_id, due_at, level, clock, audience, at, told)
    select ${scope.institution}::uuid, i.complaint_id, i.due_at, i.level, i.clock, i.audience, ${now}, i.told
    from json_to_recordset(${JSON.stringify(items)}::json) as i (complaint_id uuid, due_at timestamptz, level smallint,
      clock complaints.rule_key, audience text, told smallint)
    on conflict (institution_id, complaint_id, due_at, level) do nothing returning complaint_id`.execute(db)
  return new Set(rows.map((row) => row.complaint_id))
}
