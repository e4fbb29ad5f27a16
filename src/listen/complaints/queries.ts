import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Channel, ComplaintClass, ComplaintKind, ComplaintOutcome, Privacy, Status } from './model.ts'
import { behind, JOINED, orderOf, type QueueSort, type SortKey, sortOf } from './queue-order.ts'
import { hiddenFrom, inSight, type Lane, oneOf } from './sight.ts'
import { findSealed } from './whistleblowing/reporter.ts'
import { opened, openWords } from './whistleblowing/words.ts'

export const TABS = { verify: [1], work: [2], overdue: [1, 2], citizen: [3], done: [4] } as const

/** The same queues of the whistleblowing lane. */
function queuesOf(tab: Tab, lane: Lane): number[] {
  return TABS[tab].map((queue) => queue + (lane === 'sealed' ? 10 : 0))
}

/** Few and known, they stand in the statement itself: with a parameter the planner would have to guess, and plan anew. */
function written(queues: readonly number[]): RawBuilder<unknown> {
  return sql`${sql.lit(`{${queues.join(',')}}`)}::smallint[]`
}

export type Tab = keyof typeof TABS
export const PAGE_SIZE = 25

export type ListFilter = {
  tab: Tab
  sort?: QueueSort | undefined
  unit: string | undefined
  service: string | undefined
  theme: string | undefined
  kind?: ComplaintKind | undefined
  /** Cases of this officer, or `none`: of nobody yet. */
  assignee?: string | undefined
  lane?: Lane | undefined
  most?: number | undefined
  /** A tsquery, see searchWords. */
  words: string | undefined
  /** Looks for words only where their reader may read them: in no secret report. */
  withoutSecret?: boolean | undefined
  /** Looks for common words in the whole queue, however long that takes; otherwise in its first ones. */
  thorough: boolean
  after: { at: Date; id: string } | undefined
}

export type ListRow = {
  id: string
  unit_id: string
  code: string
  kind: ComplaintKind
  subject: string
  status: Status
  class: ComplaintClass | null
  theme: string | null
  privacy: Privacy
  received_at: Date
  queue_at: Date
  unit_name: string
  service_name: string | null
  rating: number | null
  /** Since when an objection waits. */
  objected_at: Date | null
  assignee_name: string | null
}

/** What a person typed as a search of all words, the last letters of each left open; undefined when there is no word. */
export function searchWords(typed: string): string | undefined {
  const words = typed.toLowerCase().match(/[\p{L}\p{N}]+/gu)
  return words
    ?.slice(0, 12)
    .map((word) => `'${word.slice(0, 60)}':*`)
    .join(' & ')
}

/** Up to this many units each is read through its own part of the index; for more, the whole queue in order is faster. */
const FEW_UNITS = 60

/** So many rows of a queue are read for words that many reports hold. */
export const WALKED = 2000

/** `unread`: the words may also be in rows nobody has looked at. */
export type Listed = { rows: ListRow[]; unread: boolean }

/** One page and one more row, oldest deadline first; done ones newest first. */
export async function listComplaints(
  db: Db,
  scope: Scope<'complaint.read' | 'complaint.whistleblowing'>,
  now: Date,
  filter: ListFilter,
): Promise<Listed> {
  if (filter.words && filter.lane === 'sealed') return searchOpened(db, scope, now, filter, filter.words)
  const units = filter.unit ? scope.units.filter((unit) => unit === filter.unit) : scope.units
  const { key, descending: newest } = sortOf(filter)
  const order = orderOf(key, newest)
  const { rows } = await sql<ListRow | { id: null }>`
    with page as (${filter.words ? matchingPage(scope, filter, units, now, newest) : queuePage(scope, filter, units, now, key, newest)})
    select c.id, c.unit_id, c.code, c.kind, c.subject, c.status, c.class, c.theme, c.privacy, c.received_at, c.queue_at, c.rating,
      c.objected_at, u.name as unit_name, s.name as service_name, a.name as assignee_name
    from page p
    left join complaints.complaint c on c.institution_id = ${scope.institution} and c.id = p.id
    left join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
    left join services.v_service s on s.institution_id = c.institution_id and s.id = c.service_id
    left join complaints.assignment g on g.institution_id = c.institution_id and g.complaint_id = c.id
    left join people.account a on a.institution_id = g.institution_id and a.id = g.account_id
    ${order}`.execute(db)
  const found = rows.filter((row) => row.id !== null)
  for (const row of found) opened(row, row.id, 'subject')
  return { rows: found, unread: found.length < rows.length }
}

/** So many reports of wrongdoing are opened for one search, and so many at a time: no index holds their words. */
const OPENED = 1000
const OPENED_AT_ONCE = 250

/** As `matchingPage`, over sealed reports: they are opened one after the other, in the order of the queue. */
async function searchOpened(
  db: Db,
  scope: Scope<'complaint.read' | 'complaint.whistleblowing'>,
  now: Date,
  filter: ListFilter,
  words: string,
): Promise<Listed> {
  const sought = words.split(' & ').map((word) => word.slice(1, -3))
  const most = filter.most ?? PAGE_SIZE + 1
  const found: ListRow[] = []
  let after = filter.after
  for (let looked = 0; filter.thorough || looked < OPENED; looked += OPENED_AT_ONCE) {
    const part = { ...filter, words: undefined, after, most: OPENED_AT_ONCE }
    const { rows } = await listComplaints(db, scope, now, part)
    const { rows: bodies } = await sql<{ id: string; body: string }>`
      select id, body from complaints.complaint
      where institution_id = ${scope.institution} and id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(db)
    const body = new Map(bodies.map((one) => [one.id, one.body]))
    for (const row of rows) {
      const text = `${row.subject} ${openWords(row.id, body.get(row.id) ?? '')}`.toLowerCase()
      const said = text.match(/[\p{L}\p{N}]+/gu) ?? []
      if (sought.every((word) => said.some((one) => one.startsWith(word)))) found.push(row)
      if (found.length === most) return { rows: found, unread: false }
    }
    const last = rows.at(-1)
    if (!last || rows.length < OPENED_AT_ONCE) return { rows: found, unread: false }
    after = { at: last.queue_at, id: last.id }
  }
  return { rows: found, unread: true }
}

function matchingPage(
  scope: Scope,
  filter: ListFilter,
  units: readonly string[],
  now: Date,
  newest: boolean,
): RawBuilder<unknown> {
  return sql`select m.id from complaints.matching(${filter.words}::tsquery, ${units}::uuid[],
    ${queuesOf(filter.tab, filter.lane ?? 'ordinary')}::smallint[],
    ${filter.service ?? null}::uuid, ${filter.theme ?? null}::text,
    ${filter.tab === 'overdue' ? now : null}::timestamptz, ${filter.after?.at ?? null}::timestamptz,
    ${filter.after?.id ?? null}::uuid, ${newest}, ${filter.most ?? PAGE_SIZE + 1}, ${hiddenFrom(scope)},
    ${filter.kind ?? null}::complaints.kind, ${filter.assignee && filter.assignee !== 'none' ? filter.assignee : null}::uuid,
    ${filter.assignee === 'none'}, ${filter.thorough ? null : WALKED}::integer, ${filter.withoutSecret ?? false}) m`
}

function queuePage(
  scope: Scope,
  filter: ListFilter,
  units: readonly string[],
  now: Date,
  key: SortKey,
  newest: boolean,
): RawBuilder<unknown> {
  const queues = written(queuesOf(filter.tab, filter.lane ?? 'ordinary'))
  const conditions = sql`c.institution_id = ${scope.institution} and c.id <> all(${hiddenFrom(scope)})
    ${filter.kind ? sql`and c.kind = ${filter.kind}::complaints.kind` : sql``}
    ${assigned(filter.assignee)}
    ${filter.service ? sql`and c.service_id = ${filter.service}` : sql``}
    ${filter.theme ? sql`and c.theme = ${filter.theme}::text` : sql``}
    ${filter.tab === 'overdue' ? sql`and c.queue_at < ${now}` : sql``}
    ${filter.after ? sql`and ${behind(scope, key, newest, filter.after)}` : sql``}`
  const order = sql`${orderOf(key, newest)} limit ${sql.lit(filter.most ?? PAGE_SIZE + 1)}`
  const from = sql`from complaints.complaint c ${JOINED[key]}`
  // Names lie in no index of the queue: all that waits is read and sorted.
  if (key === 'unit' || key === 'service')
    return sql`select c.id ${from} where ${conditions} and c.unit_id = ${oneOf(units)} and c.queue = any(${queues}) ${order}`
  const column = key === 'received' ? sql`c.received_at` : sql`c.queue_at`
  const each =
    units.length <= FEW_UNITS
      ? sql`select c.id, ${column} from unnest(${units}::uuid[]) wanted_unit cross join unnest(${queues}) wanted_queue
          cross join lateral (select c.id, ${column} ${from}
            where ${conditions} and c.unit_id = wanted_unit and c.queue = wanted_queue ${order}) c`
      : sql`select c.id, ${column} from unnest(${queues}) wanted_queue
          cross join lateral (select c.id, ${column} ${from}
            where ${conditions} and c.unit_id = ${oneOf(units)} and c.queue = wanted_queue ${order}) c`
  return sql`select c.id from (${each}) c ${order}`
}

function assigned(assignee: string | undefined): RawBuilder<unknown> {
  if (!assignee) return sql``
  const mine = sql`select from complaints.assignment g where g.institution_id = c.institution_id and g.complaint_id = c.id`
  return assignee === 'none'
    ? sql`and not exists (${mine})`
    : sql`and exists (${mine} and g.account_id = ${assignee}::uuid)`
}

export type QueueCounts = Record<Exclude<Tab, 'done'>, number>

/** How many wait in each tab but the last, which only grows. */
export async function countQueues(
  db: Db,
  scope: Scope<'complaint.read' | 'complaint.whistleblowing'>,
  now: Date,
  lane: Lane = 'ordinary',
): Promise<QueueCounts> {
  const shift = lane === 'sealed' ? 10 : 0
  const { rows } = await sql<{ queue: number; waiting: number; overdue: number }>`
    select queue, count(*) as waiting, count(*) filter (where queue_at < ${now}) as overdue
    from complaints.complaint c
    where c.institution_id = ${scope.institution} and c.unit_id = ${oneOf(scope.units)}
      and c.queue = any(${written([1, 2, 3].map((queue) => queue + shift))}) and c.id <> all(${hiddenFrom(scope)})
    group by queue`.execute(db)
  const of = (queue: number) => rows.find((row) => row.queue === queue + shift)
  return {
    verify: of(1)?.waiting ?? 0,
    work: of(2)?.waiting ?? 0,
    overdue: (of(1)?.overdue ?? 0) + (of(2)?.overdue ?? 0),
    citizen: of(3)?.waiting ?? 0,
  }
}

export type ComplaintRow = ListRow & {
  assignee_id: string | null
  service_id: string | null
  service_slug: string | null
  channel: Channel
  body: string
  place: string | null
  occurred_on: string | null
  reporter_name: string | null
  reporter_email: string | null
  reporter_phone: string | null
  photo_id: string | null
  outcome: ComplaintOutcome | null
  queue: number
  key_no: number
}

const whole = sql`c.id, c.code, c.key_no, c.kind, c.subject, c.body, c.status, c.class, c.theme, c.privacy, c.channel, c.place, c.occurred_on,
  c.reporter_name, c.reporter_email, c.reporter_phone, c.photo_id, c.received_at, c.outcome, c.rating, c.queue, c.queue_at,
  c.unit_id, u.name as unit_name, g.account_id as assignee_id, a.name as assignee_name, c.service_id, s.name as service_name, s.slug as service_slug
  from complaints.complaint c
  join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
  left join services.v_service s on s.institution_id = c.institution_id and s.id = c.service_id
  left join complaints.assignment g on g.institution_id = c.institution_id and g.complaint_id = c.id
  left join people.account a on a.institution_id = g.institution_id and a.id = g.account_id`

function wordsOpened(row: ComplaintRow): ComplaintRow {
  return opened(row, row.id, 'subject', 'body', 'place')
}

export async function findComplaint(
  db: Db,
  scope: Scope,
  id: string,
  lane: Lane = 'ordinary',
): Promise<ComplaintRow | undefined> {
  const { rows } = await sql<ComplaintRow>`
    select ${whole} where c.id = ${id} and ${inSight(scope, lane)}`.execute(db)
  return rows[0] && wordsOpened(rows[0])
}

/** The ones of these that this person may read, in the order of their ids. */
export async function listBriefly(
  db: Db,
  scope: Scope,
  ids: readonly string[],
): Promise<{ id: string; code: string; subject: string; unit_id: string }[]> {
  const { rows } = await sql<{ id: string; code: string; subject: string; unit_id: string }>`
    select c.id, c.code, c.subject, c.unit_id from complaints.complaint c
    where c.id = any(${ids}::uuid[]) and ${inSight(scope)} order by c.id`.execute(db)
  return rows
}

export type Recorded = {
  code: string
  subject: string
  unit_id: string
  unit_name: string
  channel: string
  queue: number
}

/** What this officer has just written down for somebody: the receipt to read out, wherever the case lies. */
export async function findRecorded(
  db: Db,
  scope: Scope<'complaint.create'>,
  id: string,
): Promise<Recorded | undefined> {
  const { rows } = await sql<Recorded>`
    select c.code, c.subject, c.unit_id, u.name as unit_name, c.channel, c.queue from complaints.complaint c
    join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
    join complaints.event e on e.institution_id = c.institution_id and e.complaint_id = c.id and e.seq = 1
    where c.institution_id = ${scope.institution} and c.id = ${id} and e.account_id = ${scope.account}`.execute(db)
  return rows[0] && opened(rows[0], id, 'subject')
}

/** By its number, wherever it lies: what may be shown of it depends on who asks. */
export async function findByCode(db: Db, scope: Scope, code: string): Promise<ComplaintRow | undefined> {
  const { rows } = await sql<ComplaintRow>`
    select ${whole} where c.institution_id = ${scope.institution} and c.code = ${code}`.execute(db)
  const [found] = rows
  return found?.kind === 'whistleblowing'
    ? { ...wordsOpened(found), ...(await findSealed(db, scope, found.id)) }
    : found
}

export async function findIdByCode(
  db: Db,
  scope: Scope<'complaint.read' | 'complaint.whistleblowing'>,
  code: string,
  lane: Lane = 'ordinary',
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select c.id from complaints.complaint c where c.code = ${code} and ${inSight(scope, lane)}`.execute(db)
  return rows[0]?.id
}

/** The next one in the same queue, by deadline, or the one before it. */
export async function findNeighbor(
  db: Db,
  scope: Scope<'complaint.read' | 'complaint.whistleblowing'>,
  row: { id: string; queue: number; queue_at: Date },
  which: 'next' | 'before',
): Promise<string | undefined> {
  const beyond = which === 'next' ? sql`>` : sql`<`
  const direction = which === 'next' ? sql`asc` : sql`desc`
  const order = sql`order by c.queue_at ${direction}, c.id ${direction} limit 1`
  const conditions = sql`c.institution_id = ${scope.institution}
    and c.queue = ${sql.lit(row.queue)} and c.id <> all(${hiddenFrom(scope)})
    and (c.queue_at, c.id) ${beyond} ((select ${row.queue_at}::timestamptz), ${row.id}::uuid)`
  const { rows } = await (scope.units.length <= FEW_UNITS
    ? sql<{ id: string }>`select c.id from unnest(${scope.units}::uuid[]) wanted_unit
          cross join lateral (select c.id, c.queue_at from complaints.complaint c
            where ${conditions} and c.unit_id = wanted_unit ${order}) c ${order}`
    : sql<{ id: string }>`select c.id from complaints.complaint c
          where ${conditions} and c.unit_id = ${oneOf(scope.units)} ${order}`
  ).execute(db)
  return rows[0]?.id
}

export type Named = { id: string; name: string }

/** Every unit a report can be about, for who is not signed in; staff have them in `context.tree`. */
export async function listUnits(db: Db, scope: Scope): Promise<(Named & { parent_id: string | null })[]> {
  const { rows } = await sql<Named & { parent_id: string | null }>`
    select id, name, parent_id from organization.unit
    where institution_id = ${scope.institution} and active_to is null order by name, id`.execute(db)
  return rows
}
