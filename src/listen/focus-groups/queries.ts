import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { newId } from '../../platform/id.ts'
import type { Kind, Outcome, State } from './model.ts'

type Read = Scope<'focus_group.read'>
type Manage = Scope<'focus_group.manage'>

export type ActivityRow = {
  id: string
  unit_id: string
  unit_name: string
  service_id: string | null
  service_name: string | null
  kind: Kind
  state: State
  title: string
  purpose: string
  held_on: string
  place: string
  protocol: string[]
  coder_one: string | null
  coder_two: string | null
  one_done: boolean
  two_done: boolean
}

const columns = sql`a.id, a.unit_id, u.name as unit_name, a.service_id, s.name as service_name, a.kind, a.state, a.title,
  a.purpose, a.held_on, a.place, a.protocol, a.coder_one, a.coder_two, a.one_done, a.two_done`
const source = sql`focus_groups.activity a
  join organization.unit u on u.institution_id = a.institution_id and u.id = a.unit_id
  left join services.v_service s on s.institution_id = a.institution_id and s.id = a.service_id`

export async function listActivities(db: Db, scope: Read): Promise<ActivityRow[]> {
  const { rows } = await sql<ActivityRow>`
    select ${columns} from ${source}
    where a.institution_id = ${scope.institution} and a.unit_id = any(${scope.units}::uuid[])
    order by a.held_on desc, a.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function findActivity(db: Db, scope: Scope, id: string): Promise<ActivityRow | undefined> {
  const { rows } = await sql<ActivityRow>`
    select ${columns} from ${source}
    where a.institution_id = ${scope.institution} and a.id = ${id} and a.unit_id = any(${scope.units}::uuid[])`.execute(
    db,
  )
  return rows[0]
}

/** For a change: nobody else changes it at the same time. */
export async function lockActivity(db: Db, scope: Scope, id: string): Promise<ActivityRow | undefined> {
  await sql`select id from focus_groups.activity where institution_id = ${scope.institution} and id = ${id} for update`.execute(
    db,
  )
  return findActivity(db, scope, id)
}

export async function insertActivity(
  db: Db,
  scope: Manage,
  now: Date,
  row: Pick<ActivityRow, 'unit_id' | 'service_id' | 'kind' | 'title' | 'purpose' | 'held_on' | 'place' | 'protocol'>,
): Promise<string> {
  const id = newId(now)
  await sql`
    insert into focus_groups.activity (institution_id, id, unit_id, service_id, kind, title, purpose, held_on, place, protocol, created_by, created_at)
    values (${scope.institution}, ${id}, ${row.unit_id}, ${row.service_id}, ${row.kind}, ${row.title}, ${row.purpose},
      ${row.held_on}, ${row.place}, ${JSON.stringify(row.protocol)}::jsonb, ${scope.account}, ${now})`.execute(db)
  return id
}

export async function setState(db: Db, scope: Scope, id: string, state: State): Promise<void> {
  await sql`update focus_groups.activity set state = ${state} where institution_id = ${scope.institution} and id = ${id}`.execute(
    db,
  )
}

export type ParticipantRow = {
  number: number
  role: string
  consent: 'given' | 'withdrawn'
  consented_at: Date
  consent_form: string
}

export async function listParticipants(db: Db, scope: Scope, activity: string): Promise<ParticipantRow[]> {
  const { rows } = await sql<ParticipantRow>`
    select number, role, consent, consented_at, consent_form from focus_groups.participant
    where institution_id = ${scope.institution} and activity_id = ${activity} order by number`.execute(db)
  return rows
}

export async function insertParticipant(
  db: Db,
  scope: Manage,
  now: Date,
  row: { activity: string; number: number; role: string; consent_form: string },
): Promise<void> {
  await sql`
    insert into focus_groups.participant (institution_id, activity_id, number, role, consent, consented_at, consent_form)
    values (${scope.institution}, ${row.activity}, ${row.number}, ${row.role}, 'given', ${now}, ${row.consent_form})`.execute(
    db,
  )
}

/** What this person said is emptied; that somebody spoke stays, so that the numbers of the rest do. */
export async function withdrawConsent(db: Db, scope: Manage, activity: string, number: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update focus_groups.participant set consent = 'withdrawn'
    where institution_id = ${scope.institution} and activity_id = ${activity} and number = ${number} and consent = 'given'`.execute(
    db,
  )
  const mine = sql`institution_id = ${scope.institution} and activity_id = ${activity}`
  const spoken = sql`select number from focus_groups.segment where ${mine} and participant = ${number}`
  await sql`delete from focus_groups.coding where ${mine} and segment in (${spoken})`.execute(db)
  await sql`delete from focus_groups.resolution where ${mine} and segment in (${spoken})`.execute(db)
  await sql`update focus_groups.segment set text = '', outcome = null where ${mine} and participant = ${number}`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0) > 0
}

export type SegmentRow = {
  number: number
  item: number | null
  participant: number | null
  outcome: Outcome | null
  text: string
}

/** Without what was emptied. */
export async function listSegments(db: Db, scope: Scope, activity: string): Promise<SegmentRow[]> {
  const { rows } = await sql<SegmentRow>`
    select number, item, participant, outcome, text from focus_groups.segment
    where institution_id = ${scope.institution} and activity_id = ${activity} and text <> '' order by number`.execute(
    db,
  )
  return rows
}

export async function insertSegment(
  db: Db,
  scope: Manage,
  activity: string,
  row: { item?: number | undefined; participant?: number | undefined; outcome?: Outcome | undefined; text: string },
): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into focus_groups.segment (institution_id, activity_id, number, item, participant, outcome, text)
    select ${scope.institution}::uuid, ${activity}::uuid, coalesce(max(number), 0) + 1, ${row.item ?? null}::smallint,
      ${row.participant ?? null}::smallint, ${row.outcome ?? null}::focus_groups.outcome, ${row.text}
    from focus_groups.segment where institution_id = ${scope.institution} and activity_id = ${activity}
    returning number`.execute(db)
  return rows[0]!.number
}

/** The coder's place, 1 or 2; undefined when both are taken by others. */
export async function takeCoder(
  db: Db,
  scope: Scope<'focus_group.code'>,
  row: ActivityRow,
): Promise<1 | 2 | undefined> {
  const { account } = scope
  if (!account) return undefined
  if (row.coder_one === account) return 1
  if (row.coder_two === account) return 2
  const free = row.coder_one === null ? 1 : row.coder_two === null ? 2 : undefined
  if (!free) return undefined
  await sql`
    update focus_groups.activity set ${sql.ref(free === 1 ? 'coder_one' : 'coder_two')} = ${account}
    where institution_id = ${scope.institution} and id = ${row.id}`.execute(db)
  return free
}

/** Somebody who will not finish gives the place back, with what they had given so far; false when they are done. */
export async function releaseCoder(db: Db, scope: Manage, row: ActivityRow, coder: 1 | 2): Promise<boolean> {
  if (coder === 1 ? row.one_done || !row.coder_one : row.two_done || !row.coder_two) return false
  await sql`delete from focus_groups.coding where institution_id = ${scope.institution} and activity_id = ${row.id}
    and coder = ${coder}`.execute(db)
  await sql`update focus_groups.activity set ${sql.ref(coder === 1 ? 'coder_one' : 'coder_two')} = null
    where institution_id = ${scope.institution} and id = ${row.id}`.execute(db)
  return true
}

export async function putCodings(
  db: Db,
  scope: Scope<'focus_group.code'>,
  activity: string,
  coder: 1 | 2,
  codings: readonly { segment: number; theme: string }[],
): Promise<void> {
  await sql`
    insert into focus_groups.coding (institution_id, activity_id, segment, coder, theme)
    select ${scope.institution}::uuid, ${activity}::uuid, c.segment, ${coder}::smallint, c.theme
    from json_to_recordset(${JSON.stringify(codings)}::json) as c (segment smallint, theme text)
    on conflict (institution_id, activity_id, segment, coder) do update set theme = excluded.theme`.execute(db)
}

/** True when the other coder was done already. */
export async function finishCoder(
  db: Db,
  scope: Scope<'focus_group.code'>,
  id: string,
  coder: 1 | 2,
): Promise<boolean> {
  const { rows } = await sql<{ both: boolean }>`
    update focus_groups.activity set one_done = one_done or ${coder === 1}, two_done = two_done or ${coder === 2}
    where institution_id = ${scope.institution} and id = ${id} returning one_done and two_done as both`.execute(db)
  return rows[0]?.both ?? false
}

/** One coder's own themes; the other's are not asked for before both are done. */
export async function listOwnCodings(
  db: Db,
  scope: Scope,
  activity: string,
  coder: 1 | 2,
): Promise<Map<number, string>> {
  const { rows } = await sql<{ segment: number; theme: string }>`
    select segment, theme from focus_groups.coding
    where institution_id = ${scope.institution} and activity_id = ${activity} and coder = ${coder}`.execute(db)
  return new Map(rows.map((row) => [row.segment, row.theme]))
}

export type PairRow = {
  segment: number
  text: string
  one: string
  two: string
  theme: string | null
  reason: string | null
  settled_by: string | null
  settled_at: Date | null
}

/** Both coders' themes of each segment and what was settled; only once both are done. */
export async function listPairs(db: Db, scope: Scope, activity: string): Promise<PairRow[]> {
  const { rows } = await sql<PairRow>`
    select s.number as segment, s.text, one.theme as one, two.theme as two, r.theme, r.reason,
      p.name as settled_by, r.resolved_at as settled_at
    from focus_groups.activity a
    join focus_groups.segment s on s.institution_id = a.institution_id and s.activity_id = a.id
    join focus_groups.coding one on one.institution_id = s.institution_id and one.activity_id = s.activity_id and one.segment = s.number and one.coder = 1
    join focus_groups.coding two on two.institution_id = s.institution_id and two.activity_id = s.activity_id and two.segment = s.number and two.coder = 2
    left join focus_groups.resolution r on r.institution_id = s.institution_id and r.activity_id = s.activity_id and r.segment = s.number
    left join people.account p on p.institution_id = r.institution_id and p.id = r.resolved_by
    where a.institution_id = ${scope.institution} and a.id = ${activity} and a.one_done and a.two_done
    order by s.number`.execute(db)
  return rows
}

export async function putResolution(
  db: Db,
  scope: Manage,
  now: Date,
  row: { activity: string; segment: number; theme: string; reason: string },
): Promise<void> {
  await sql`
    insert into focus_groups.resolution (institution_id, activity_id, segment, theme, reason, resolved_by, resolved_at)
    values (${scope.institution}, ${row.activity}, ${row.segment}, ${row.theme}, ${row.reason}, ${scope.account}, ${now})
    on conflict (institution_id, activity_id, segment) do update set theme = excluded.theme, reason = excluded.reason,
      resolved_by = excluded.resolved_by, resolved_at = excluded.resolved_at`.execute(db)
}

export type FindingRow = {
  id: string
  activity_id: string
  title: string
  held_on: string
  kind: Kind
  theme: string
  /** The study's own name for it; null is the institution's word. */
  theme_name: string | null
  service_name: string | null
  text: string
}

/** Of one activity, or of all about a unit. */
export async function listFindings(
  db: Db,
  scope: Scope,
  wanted: { activity: string } | { unit: string },
): Promise<FindingRow[]> {
  const which = 'activity' in wanted ? sql`f.activity_id = ${wanted.activity}` : sql`f.unit_id = ${wanted.unit}`
  const { rows } = await sql<FindingRow>`
    select f.id, f.activity_id, a.title, a.held_on, a.kind, f.theme, null as theme_name, s.name as service_name, f.text
    from focus_groups.finding f
    join focus_groups.activity a on a.institution_id = f.institution_id and a.id = f.activity_id
    left join services.v_service s on s.institution_id = f.institution_id and s.id = f.service_id
    where f.institution_id = ${scope.institution} and f.unit_id = any(${scope.units}::uuid[]) and ${which}
    order by a.held_on desc, f.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function insertFinding(
  db: Db,
  scope: Manage,
  now: Date,
  row: { activity: ActivityRow; service: string | null; theme: string; text: string },
): Promise<string> {
  const id = newId(now)
  await sql`
    insert into focus_groups.finding (institution_id, id, activity_id, unit_id, service_id, theme, text, created_by, created_at)
    values (${scope.institution}, ${id}, ${row.activity.id}, ${row.activity.unit_id}, ${row.service},
      ${row.theme}, ${row.text}, ${scope.account}, ${now})`.execute(db)
  return id
}

/** How many answered 5, 4, 3, 2 and 1. */
export type ShortRow = { question: string; counts: number[] }

/** The four-question survey about one unit over a year, from the view its owner publishes. */
export async function listShortSurvey(
  db: Db,
  scope: Scope,
  unit: string,
  period: { from: string; to: string },
): Promise<ShortRow[]> {
  const { rows } = await sql<ShortRow>`
    select question, array[sum(s5), sum(s4), sum(s3), sum(s2), sum(s1)]::int[] as counts from questionnaires.v_short_month
    where institution_id = ${scope.institution} and unit_id = ${unit} and unit_id = any(${scope.units}::uuid[])
      and month between ${`${period.from}-01`}::date and ${`${period.to}-01`}::date group by question`.execute(db)
  return rows
}
