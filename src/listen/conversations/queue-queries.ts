import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { localDate } from '../../platform/i18n.ts'
import { isId, newId } from '../../platform/id.ts'
import { listSubstitutes } from '../complaints/index.ts'
import type { Conversation, Outcome, Rule } from './model.ts'

export const QUEUES = ['tunggu', 'saya', 'baru', 'semua', 'tutup'] as const
export type Queue = (typeof QUEUES)[number]
type Read = Scope<'conversation.read'>

export type QueueRow = Pick<
  Conversation,
  | 'id'
  | 'unit_name'
  | 'service_name'
  | 'name'
  | 'state'
  | 'outcome'
  | 'assignee_id'
  | 'assignee_name'
  | 'opened_at'
  | 'waiting_since'
  | 'first_answered_at'
  | 'last_at'
  | 'hint'
  | 'hint_sure'
  | 'unit_id'
> & { said: string | null }

type Asked = { queue: Queue; unit: string | undefined; mine: readonly string[]; after: string | undefined }
const PAGE = 50

/** What an officer sees: who waits longest first, otherwise what moved last. One row more than a page tells of the next. */
export async function listQueue(db: Db, scope: Read, asked: Asked): Promise<{ rows: QueueRow[]; next: string | null }> {
  const units = asked.unit ? scope.units.filter((unit) => unit === asked.unit) : scope.units
  const waits = asked.queue === 'tunggu' || asked.queue === 'baru'
  const which = {
    tunggu: sql`c.waiting_since is not null`,
    baru: sql`c.waiting_since is not null and c.assignee_id is null`,
    saya: sql`c.closed_at is null and c.assignee_id = any(${asked.mine}::uuid[])`,
    semua: sql`c.closed_at is null`,
    tutup: sql`c.closed_at is not null`,
  }[asked.queue]
  const [at, id] = readCursor(asked.after)
  const later = !at
    ? sql`true`
    : waits
      ? sql`(c.waiting_since, c.id) > (${at}::timestamptz, ${id}::uuid)`
      : sql`(c.last_at, c.id) < (${at}::timestamptz, ${id}::uuid)`
  const order = waits ? sql`c.waiting_since, c.id` : sql`c.last_at desc, c.id desc`
  const { rows } = await sql<QueueRow>`
    select c.id, c.unit_id, u.name as unit_name, s.name as service_name, c.name, c.state, c.outcome, c.assignee_id,
      a.name as assignee_name, c.opened_at, c.waiting_since, c.first_answered_at, c.last_at, c.hint, c.hint_sure,
      (select left(m.body, 160) from conversations.message m where m.institution_id = c.institution_id
        and m.conversation_id = c.id and m.seq = c.citizen_seq) as said
    from conversations.conversation c
    join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
    left join services.v_service s on s.institution_id = c.institution_id and s.id = c.service_id
    left join people.account a on a.institution_id = c.institution_id and a.id = c.assignee_id
    where c.institution_id = ${scope.institution} and c.unit_id = any(${units}::uuid[]) and not c.sealed
      and ${which} and ${later}
    order by ${order} limit ${PAGE + 1}`.execute(db)
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  const time = last && (waits ? last.waiting_since : last.last_at)
  return { rows: page, next: rows.length > PAGE && last && time ? `${time.toISOString()}_${last.id}` : null }
}

function readCursor(text: string | undefined): [string, string] | [undefined, undefined] {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_(.{36})$/.exec(text ?? '')
  return found?.[1] && found[2] && isId(found[2]) && !Number.isNaN(Date.parse(found[1]))
    ? [found[1], found[2]]
    : [undefined, undefined]
}

export type Counts = { waiting: number; fresh: number; mine: number; open: number }

export async function countQueues(db: Db, scope: Read, mine: readonly string[]): Promise<Counts> {
  const { rows } = await sql<Counts>`
    select count(*) filter (where waiting_since is not null)::int as waiting,
      count(*) filter (where waiting_since is not null and assignee_id is null)::int as fresh,
      count(*) filter (where assignee_id = any(${mine}::uuid[]))::int as mine, count(*)::int as open
    from conversations.conversation
    where institution_id = ${scope.institution} and unit_id = any(${scope.units}::uuid[]) and closed_at is null
      and not sealed`.execute(db)
  return rows[0]!
}

/** Citizens who wait for an answer of the units in reach. */
export async function countWaitingTalks(db: Db, scope: Read): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from conversations.conversation
    where institution_id = ${scope.institution} and unit_id = any(${scope.units}::uuid[])
      and waiting_since is not null and not sealed`.execute(db)
  return rows[0]!.waiting
}

/** Who has open conversations, to see whom somebody stands in for. */
export async function listAssignees(db: Db, scope: Read): Promise<string[]> {
  const { rows } = await sql<{ assignee_id: string }>`
    select distinct assignee_id from conversations.conversation
    where institution_id = ${scope.institution} and unit_id = any(${scope.units}::uuid[]) and closed_at is null
      and assignee_id is not null limit ${MOST_LISTED}`.execute(db)
  return rows.map((row) => row.assignee_id)
}

/** Who stands in today for each of these accounts that is away. */
export async function listStandIns(
  db: Db,
  scope: Scope,
  now: Date,
  accounts: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ time_zone: string }>`
    select time_zone from organization.institution where id = ${scope.institution}`.execute(db)
  return listSubstitutes(db, scope, localDate(now, rows[0]!.time_zone), accounts)
}

export type Wait = {
  unit_id: string
  opened_at: Date
  first_answered_at: Date | null
  closed_at: Date | null
  outcome: Outcome | null
}

/** What was begun since, for the waiting times. */
export async function listWaits(db: Db, scope: Read, since: Date): Promise<Wait[]> {
  const { rows } = await sql<Wait>`
    select unit_id, opened_at, first_answered_at, closed_at, outcome from conversations.conversation
    where institution_id = ${scope.institution} and unit_id = any(${scope.units}::uuid[]) and opened_at >= ${since}
    order by opened_at desc limit 200000`.execute(db)
  return rows
}

/** The institution's own rules and the standard, newest first. */
export async function listRules(db: Db, scope: Scope): Promise<Rule[]> {
  const { rows } = await sql<Rule>`
    select valid_from, answer_minutes, away_minutes, close_days, unanswered_days, keep_days, source, verified, true as own,
      row_number() over (partition by valid_from order by set_at desc, id desc) > 1 as replaced, set_at, id
    from conversations.rule where institution_id = ${scope.institution}
    union all
    select valid_from, answer_minutes, away_minutes, close_days, unanswered_days, keep_days, source, verified, false, false,
      null, null
    from conversations.standard
    order by valid_from desc, own desc, set_at desc, id desc`.execute(db)
  return rows
}

export async function insertRule(
  db: Db,
  scope: Scope<'conversation.manage'>,
  now: Date,
  rule: Omit<Rule, 'own' | 'replaced'>,
): Promise<void> {
  await sql`
    insert into conversations.rule (institution_id, id, valid_from, answer_minutes, away_minutes, close_days, unanswered_days,
      keep_days, source, verified, set_by, set_at)
    values (${scope.institution}, ${newId(now)}, ${rule.valid_from}, ${rule.answer_minutes}, ${rule.away_minutes}, ${rule.close_days},
      ${rule.unanswered_days}, ${rule.keep_days}, ${rule.source}, ${rule.verified}, ${scope.account}, ${now})`.execute(
    db,
  )
}

export type Canned = {
  id: string
  unit_id: string | null
  unit_name: string | null
  shortcut: string
  name: string
  body: string
  active: boolean
  updated_at: Date
}

/** Of the whole institution and of these units. */
export async function listCanned(db: Db, scope: Scope, units: readonly string[]): Promise<Canned[]> {
  const { rows } = await sql<Canned>`
    select t.id, t.unit_id, u.name as unit_name, t.shortcut, t.name, t.body, t.active, t.updated_at
    from conversations.canned t
    left join organization.unit u on u.institution_id = t.institution_id and u.id = t.unit_id
    where t.institution_id = ${scope.institution} and (t.unit_id is null or t.unit_id = any(${units}::uuid[]))
    order by t.active desc, t.name, t.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** False when another answer of that unit has the shortcut. */
export async function saveCanned(
  db: Db,
  scope: Scope<'conversation.answer'>,
  now: Date,
  row: Pick<Canned, 'id' | 'unit_id' | 'shortcut' | 'name' | 'body' | 'active'>,
): Promise<boolean> {
  const { rows } = await sql`
    insert into conversations.canned as t (institution_id, id, unit_id, shortcut, name, body, active, updated_at, updated_by)
    select ${scope.institution}, ${row.id}, ${row.unit_id}::uuid, ${row.shortcut}, ${row.name}, ${row.body}, ${row.active},
      ${now}::timestamptz, ${scope.account}::uuid
    where not exists (select from conversations.canned o where o.institution_id = ${scope.institution}
      and o.unit_id is not distinct from ${row.unit_id}::uuid and o.shortcut = ${row.shortcut} and o.id <> ${row.id})
    on conflict (institution_id, id) do update set unit_id = excluded.unit_id, shortcut = excluded.shortcut,
      name = excluded.name, body = excluded.body, active = excluded.active, updated_at = excluded.updated_at,
      updated_by = excluded.updated_by
    returning id`.execute(db)
  return rows.length > 0
}

export async function listUnitChoices(
  db: Db,
  scope: Scope,
): Promise<{ id: string; name: string; parent_id: string | null }[]> {
  const { rows } = await sql<{ id: string; name: string; parent_id: string | null }>`
    select id, name, parent_id from organization.unit
    where institution_id = ${scope.institution} and active_to is null order by name, id`.execute(db)
  return rows
}

/** Answered, and nothing was heard since; a job closes them. */
export async function listSilent(db: Db, scope: Scope, before: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from conversations.conversation where institution_id = ${scope.institution} and closed_at is null
      and waiting_since is null and last_at < ${before} order by id limit 1000`.execute(db)
  return rows.map((row) => row.id)
}

/** Nobody has answered since; a job closes them, and says so. */
export async function listUnanswered(db: Db, scope: Scope, before: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from conversations.conversation where institution_id = ${scope.institution}
      and waiting_since < ${before} order by waiting_since limit 1000`.execute(db)
  return rows.map((row) => row.id)
}

export async function listExpired(db: Db, scope: Scope, before: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from conversations.conversation where institution_id = ${scope.institution} and closed_at < ${before}
      and closed_at is not null and erased_at is null order by closed_at limit 1000`.execute(db)
  return rows.map((row) => row.id)
}
