import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Rule } from './clocks.ts'
import type { Doubt } from './defence/model.ts'
import type {
  Channel,
  ComplaintClass,
  ComplaintKind,
  ComplaintOutcome,
  Event,
  EventActor,
  EventKind,
  Privacy,
  Status,
} from './model.ts'
import { inSight, type Lane } from './sight.ts'
import { opened, openWords } from './whistleblowing/words.ts'

export type NewRow = {
  id: string
  code: string
  unit_id: string
  service_id: string | null
  kind: ComplaintKind
  channel: Channel
  privacy: Privacy
  subject: string
  body: string
  place: string | null
  occurred_on: string | null
  reporter_name: string | null
  reporter_email: string | null
  reporter_phone: string | null
  photo_id: string | null
  received_at: Date
  queue: number
  queue_at: Date
  derived_rules: string
  derived_calendar: number
  actor: EventActor
  account_id: string | null
  /** By which it is found again, see duplicates. */
  words: readonly string[]
  /** Why a person looks at it first, see defence. */
  doubts: readonly Doubt[]
}

/** Complaints with the first line of their story, in one statement. Those whose code is taken are not in the answer. */
export async function insertComplaints(db: Db, scope: Scope, rows: readonly NewRow[]): Promise<string[]> {
  const inserted = await sql<{ id: string }>`
    with item as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as i (
        id uuid, code text, unit_id uuid, service_id uuid, kind complaints.kind, channel complaints.channel, privacy complaints.privacy,
        subject text, body text, place text, occurred_on date, reporter_name text, reporter_email text,
        reporter_phone text, photo_id uuid, received_at timestamptz, queue smallint, queue_at timestamptz, derived_rules text,
        derived_calendar integer, actor complaints.actor, account_id uuid, words text[], doubts text[])
    ), c as (
      insert into complaints.complaint (institution_id, id, code, unit_id, service_id, kind, channel, privacy, subject, body,
        place, occurred_on, reporter_name, reporter_email, reporter_phone, photo_id, received_at, status, queue,
        queue_at, derived_events, derived_rules, derived_calendar)
      select ${scope.institution}::uuid, i.id, i.code, i.unit_id, i.service_id, i.kind, i.channel, i.privacy, i.subject, i.body,
        i.place, i.occurred_on, i.reporter_name, i.reporter_email, i.reporter_phone, i.photo_id, i.received_at,
        'received', i.queue, i.queue_at, 1, i.derived_rules, i.derived_calendar
      from item i
      on conflict (institution_id, code) do nothing
      returning id
    ), e as (
      insert into complaints.event (institution_id, complaint_id, seq, kind, at, actor, account_id, unit_id)
      select ${scope.institution}::uuid, c.id, 1, 'received', i.received_at, i.actor, i.account_id, i.unit_id
      from c join item i on i.id = c.id
    ), w as (
      insert into complaints.word (institution_id, unit_id, word, received_at, complaint_id)
      select ${scope.institution}::uuid, i.unit_id, unnest(i.words), i.received_at, c.id
      from c join item i on i.id = c.id
    ), d as (
      insert into complaints.unproven (institution_id, complaint_id, reasons, at)
      select ${scope.institution}::uuid, c.id, i.doubts, i.received_at
      from c join item i on i.id = c.id where i.doubts <> '{}'
    )
    select id from c`.execute(db)
  return inserted.rows.map((row) => row.id)
}

export type Locked = {
  id: string
  kind: ComplaintKind
  code: string
  key_no: number
  unit_id: string
  privacy: Privacy
  subject: string
  reporter_email: string | null
  /** Contributions of other units that are still to come. */
  open_tasks: number
}

const locked = sql`c.id, c.kind, c.code, c.key_no, c.unit_id, c.privacy, c.subject, c.reporter_email,
  (select count(*)::int from complaints.task t where t.institution_id = c.institution_id and t.complaint_id = c.id
    and t.ended_at is null) as open_tasks
  from complaints.complaint c`

function subjectOpened(row: Locked): Locked {
  return opened(row, row.id, 'subject')
}

/** Locks complaints of the units in reach, in the order of their ids, so that two requests never wait for each other. */
export async function lockComplaints(
  db: Db,
  scope: Scope,
  ids: readonly string[],
  lane: Lane = 'ordinary',
): Promise<Locked[]> {
  const { rows } = await sql<Locked>`
    select ${locked} where c.id = any(${ids}::uuid[]) and ${inSight(scope, lane)} order by c.id for update of c`.execute(
    db,
  )
  return rows.map(subjectOpened)
}

/** For channels and jobs that know whose it is, wherever it lies. */
export async function lockById(db: Db, scope: Scope, id: string): Promise<Locked | undefined> {
  const { rows } = await sql<Locked>`
    select ${locked} where c.institution_id = ${scope.institution} and c.id = ${id} for update of c`.execute(db)
  return rows[0] && subjectOpened(rows[0])
}

/** For whoever is about to show the key that belongs to the code; see tracking-case.ts. */
export async function lockByCode(db: Db, scope: Scope, code: string): Promise<Locked | undefined> {
  const { rows } = await sql<Locked>`
    select ${locked} where c.institution_id = ${scope.institution} and c.code = ${code} for update of c`.execute(db)
  return rows[0] && subjectOpened(rows[0])
}

export type EventRow = Event & {
  complaint_id: string
  seq: number
  account_name: string | null
  unit_name: string | null
}

/** The stories of these complaints, each in order. */
export async function listEvents(db: Db, scope: Scope, ids: readonly string[]): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select e.complaint_id, e.seq, e.kind, e.at, e.actor, e.account_id, e.unit_id, e.class, e.theme, e.outcome, e.reason,
      e.score, e.body, e.channel, e.voice_id, a.name as account_name, u.name as unit_name
    from complaints.event e
    left join people.account a on a.institution_id = e.institution_id and a.id = e.account_id
    left join organization.unit u on u.institution_id = e.institution_id and u.id = e.unit_id
    where e.institution_id = ${scope.institution} and e.complaint_id = ${ids.length === 1 ? ids[0] : sql`any(${ids}::uuid[])`}
    order by e.complaint_id, e.seq`.execute(db)
  for (const row of rows) opened(row, row.complaint_id, 'body', 'reason')
  return rows
}

/** What the reporter of this very case added to it, by its place in the story. */
export async function findAddedWords(db: Db, scope: Scope, id: string, seq: number): Promise<string | undefined> {
  const { rows } = await sql<{ body: string }>`
    select body from complaints.event where institution_id = ${scope.institution} and complaint_id = ${id}
      and seq = ${seq} and kind = 'informed' and voice_id is null`.execute(db)
  return rows[0] && openWords(id, rows[0].body)
}

export type NewEventRow = {
  complaint_id: string
  seq: number
  kind: EventKind
  at: Date
  actor: EventActor
  account_id: string | null
  unit_id: string | null
  class: ComplaintClass | null
  theme: string | null
  outcome: ComplaintOutcome | null
  reason: string | null
  score: number | null
  body: string | null
  channel: Channel | null
  voice_id: string | null
}

export type Projection = {
  id: string
  unit_id: string
  status: Status
  class: ComplaintClass | null
  theme: string | null
  outcome: ComplaintOutcome | null
  rating: number | null
  resolved_at: Date | null
  public_at: Date | null
  objected_at: Date | null
  queue: number
  queue_at: Date
  derived_events: number
  derived_rules: string
  derived_calendar: number
}

/** New lines of stories and what follows from them, in one statement. */
export async function insertEvents(
  db: Db,
  scope: Scope,
  events: readonly NewEventRow[],
  projections: readonly Projection[],
): Promise<void> {
  await sql`
    with e as (
      insert into complaints.event (institution_id, complaint_id, seq, kind, at, actor, account_id, unit_id, class,
        theme, outcome, reason, score, body, channel, voice_id)
      select ${scope.institution}::uuid, i.* from json_to_recordset(${JSON.stringify(events)}::json) as i (
        complaint_id uuid, seq smallint, kind complaints.event_kind, at timestamptz, actor complaints.actor,
        account_id uuid, unit_id uuid, class complaints.class, theme text, outcome complaints.outcome,
        reason text, score smallint, body text, channel complaints.channel, voice_id uuid)
    )
    ${update(scope, projections)}`.execute(db)
}

export async function setProjections(db: Db, scope: Scope, projections: readonly Projection[]): Promise<void> {
  await sql`${update(scope, projections)}`.execute(db)
}

function update(scope: Scope, projections: readonly Projection[]) {
  return sql`
    update complaints.complaint c set unit_id = p.unit_id, status = p.status, class = p.class, theme = p.theme,
      outcome = p.outcome, rating = p.rating, resolved_at = p.resolved_at, public_at = p.public_at,
      objected_at = p.objected_at, queue = p.queue, queue_at = p.queue_at, derived_events = p.derived_events,
      derived_rules = p.derived_rules, derived_calendar = p.derived_calendar
    from json_to_recordset(${JSON.stringify(projections)}::json) as p (
      id uuid, unit_id uuid, status complaints.status, class complaints.class, theme text,
      outcome complaints.outcome, rating smallint, resolved_at timestamptz, public_at timestamptz,
      objected_at timestamptz, queue smallint, queue_at timestamptz, derived_events smallint, derived_rules text, derived_calendar integer)
    where c.institution_id = ${scope.institution} and c.id = p.id`
}

export type StoredProjection = Projection & { privacy: Privacy; kind: ComplaintKind }

/** Open complaints whose place in the worklist was computed with other rules or another calendar than these. */
export async function listStale(
  db: Db,
  scope: Scope,
  rules: string,
  calendar: number,
  most: number,
): Promise<StoredProjection[]> {
  const { rows } = await sql<StoredProjection>`
    select id, kind, privacy, unit_id, status, class, theme, outcome, rating, resolved_at, public_at, objected_at, queue,
      queue_at, derived_events, derived_rules, derived_calendar
    from complaints.complaint
    where institution_id = ${scope.institution} and queue = any(array[1, 2, 3, 11, 12, 13]::smallint[])
      and (derived_rules <> ${rules} or derived_calendar <> ${calendar})
    order by id limit ${most} for update skip locked`.execute(db)
  return rows
}

/** `shared`: others reported the same and are handled under it. */
export type Silent = { id: string; status: Status; lane: Lane; shared: boolean }

/** Complaints that wait for the citizen and whose deadline has passed. */
export async function listSilent(db: Db, scope: Scope, now: Date, most: number): Promise<Silent[]> {
  const { rows } = await sql<Silent>`
    select id, status, case when queue > 10 then 'sealed' else 'ordinary' end as lane,
      exists (select from complaints.merge m where m.institution_id = c.institution_id and m.into_id = c.id
        and m.undone_at is null) as shared
    from complaints.complaint c
    where institution_id = ${scope.institution} and queue = any(array[3, 13]::smallint[]) and queue_at < ${now}
    order by queue_at limit ${most}`.execute(db)
  return rows
}

export type RuleRow = Rule & {
  id: string | null
  created_at: Date | null
  account_name: string | null
  /** Set again for the same day. */
  replaced: boolean
}

/** The national standards and, after them, what this institution has set. */
export async function listRules(db: Db, scope: Scope): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    select null::uuid as id, key, class, amount, unit, valid_from, source, verified, null::timestamptz as created_at,
      null::text as account_name, false as replaced, 0 as own
    from complaints.deadline_standard
    union all
    select r.id, r.key, r.class, r.amount, r.unit, r.valid_from, r.source, r.verified, r.created_at, a.name,
      row_number() over (partition by r.key, r.class, r.valid_from order by r.created_at desc, r.id desc) > 1, 1
    from complaints.deadline_rule r
    left join people.account a on a.institution_id = r.institution_id and a.id = r.created_by
    where r.institution_id = ${scope.institution}
    order by key, class, own, valid_from, created_at, id`.execute(db)
  return rows
}

/** Whether any report was received or moved on this day of the institution or later: then its clocks have started. */
export async function anythingSince(db: Db, scope: Scope<'complaint.rules'>, date: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from organization.institution i join complaints.event e on e.institution_id = i.id
    where i.id = ${scope.institution} and e.at >= ${date}::date::timestamp at time zone i.time_zone limit 1`.execute(db)
  return rows.length > 0
}

export async function insertRule(
  db: Db,
  scope: Scope<'complaint.rules'>,
  rule: Rule & { id: string; created_at: Date },
): Promise<void> {
  await sql`
    insert into complaints.deadline_rule (institution_id, id, key, class, amount, unit, valid_from, source, verified,
      created_at, created_by)
    values (${scope.institution}, ${rule.id}, ${rule.key}, ${rule.class}, ${rule.amount}, ${rule.unit},
      ${rule.valid_from}, ${rule.source}, ${rule.verified}, ${rule.created_at}, ${scope.account})`.execute(db)
}
