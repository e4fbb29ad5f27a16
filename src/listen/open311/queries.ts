import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { EventKind, Status } from '../complaints/index.ts'
import { type Attribute, CLOSED } from './model.ts'

export type ServiceRow = {
  id: string
  unit_id: string
  unit_name: string
  code: string
  name: string
  summary: string
  attributes: number
}

/**
 * What can be reported: the active services. Their code is the slug, which never changes. Requests of a service that was
 * given up are still there, so what it asked can be read with `retired`.
 */
export async function listOpenServices(
  db: Db,
  scope: Scope,
  codes?: readonly string[],
  retired = false,
): Promise<ServiceRow[]> {
  const { rows } = await sql<ServiceRow>`
    select s.id, s.unit_id, u.name as unit_name, s.slug as code, s.name, s.summary,
      (select count(*) from open311.attribute a where a.institution_id = s.institution_id and a.service_id = s.id) as attributes
    from services.v_service s
    join organization.unit u on u.institution_id = s.institution_id and u.id = s.unit_id
    where s.institution_id = ${scope.institution} and (s.active or ${retired})
      ${codes ? sql`and s.slug = any(${codes}::text[])` : sql``}
    order by s.name, s.id limit 5000`.execute(db)
  return rows
}

export async function listAttributes(db: Db, scope: Scope, serviceId: string): Promise<Attribute[]> {
  const { rows } = await sql<Attribute>`
    select id, service_id, code, variable, datatype, required, description, datatype_description, position, options
    from open311.attribute where institution_id = ${scope.institution} and service_id = ${serviceId}
    order by position limit 100`.execute(db)
  return rows
}

/** Sortable: when the list of services or what they ask was last changed, as far as we know. */
export async function findChangeset(db: Db, scope: Scope): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select greatest(i.created_at, (select max(updated_at) from services.v_service where institution_id = i.id),
      (select max(updated_at) from open311.definition where institution_id = i.id)) as at
    from organization.institution i where i.id = ${scope.institution}`.execute(db)
  return rows[0]!.at
}

export async function insertRequest(
  db: Db,
  scope: Scope,
  row: {
    complaint_id: string
    client_id: string
    created_at: Date
    lat: number | null
    long: number | null
    address_id: string | null
    account_id: string | null
    media_url: string | null
    attributes: Readonly<Record<string, string | readonly string[]>>
  },
): Promise<void> {
  await sql`
    insert into open311.request (institution_id, complaint_id, client_id, created_at, lat, long, address_id, account_id,
      media_url, attributes)
    values (${scope.institution}, ${row.complaint_id}, ${row.client_id}, ${row.created_at}, ${row.lat}, ${row.long},
      ${row.address_id}, ${row.account_id}, ${row.media_url}, ${JSON.stringify(row.attributes)}::jsonb)
    on conflict (institution_id, complaint_id) do nothing`.execute(db)
}

export type CaseRow = {
  id: string
  status: Status
  service_code: string | null
  service_name: string | null
  unit_name: string
  channel: string
  body: string
  /** What a person has looked at for the public; null when nothing of it is shown. */
  shown_body: string | null
  place: string | null
  received_at: Date
  updated_at: Date
  closed_at: Date | null
  closing: { kind: EventKind; outcome: string | null; reason: string | null } | null
  queue_at: Date
  client_id: string | null
  lat: string | null
  long: string | null
  address_id: string | null
  media_url: string | null
  attributes: Record<string, string | string[]> | null
}

export type CaseFilter = {
  ids?: readonly string[] | undefined
  from?: Date | undefined
  to?: Date | undefined
  services?: readonly string[] | undefined
  statuses?: readonly ('open' | 'closed')[] | undefined
  limit: number
  offset: number
}

/**
 * Cases anyone may know of: published ones and those that came through this very protocol; never a secret one and never
 * whistleblowing. A merged one stands where the one stands under which it is handled. What of them is shown is decided in
 * answers.ts.
 */
export async function listOpenCases(db: Db, scope: Scope, filter: CaseFilter): Promise<CaseRow[]> {
  const status = filter.statuses?.length === 1 ? filter.statuses[0] : undefined
  const { rows } = await sql<CaseRow>`
    with page as (
      select c.institution_id, c.id, c.unit_id, c.service_id, c.channel, c.body, c.place, c.received_at,
        w.body as shown_body, coalesce(m.survivor_id, c.id) as handled_id, coalesce(m.status, c.status) as status,
        coalesce(m.queue_at, c.queue_at) as queue_at
      from complaints.v_case c
      left join complaints.v_publication w on w.institution_id = c.institution_id and w.complaint_id = c.id
      left join complaints.v_merge m on m.institution_id = c.institution_id and m.complaint_id = c.id
      left join services.v_service s on s.institution_id = c.institution_id and s.id = c.service_id
      where c.institution_id = ${scope.institution} and not c.hidden
        and (w.complaint_id is not null or c.channel = 'open311')
        ${filter.ids ? sql`and c.id = any(${filter.ids}::uuid[])` : sql``}
        ${filter.from ? sql`and c.received_at >= ${filter.from} and c.received_at <= ${filter.to}` : sql``}
        ${filter.services?.length ? sql`and s.slug = any(${filter.services}::text[])` : sql``}
        ${status ? sql`and (coalesce(m.status, c.status)::text = any(${CLOSED}::text[])) = ${status === 'closed'}` : sql``}
      order by c.received_at desc, c.id limit ${filter.limit} offset ${filter.offset}
    )
    select p.id, p.status, s.slug as service_code, s.name as service_name, u.name as unit_name, p.channel, p.body,
      p.shown_body, p.place, p.received_at, p.queue_at, e.updated_at, e.closed_at, e.closing, r.client_id, r.lat, r.long, r.address_id, r.media_url, r.attributes
    from page p
    join organization.unit u on u.institution_id = p.institution_id and u.id = p.unit_id
    left join services.v_service s on s.institution_id = p.institution_id and s.id = p.service_id
    left join open311.request r on r.institution_id = p.institution_id and r.complaint_id = p.id
    cross join lateral (
      select max(v.at) filter (where v.kind <> 'noted') as updated_at,
        max(v.at) filter (where v.kind in ('answered', 'rejected', 'closed', 'archived')) as closed_at,
        (jsonb_agg(jsonb_build_object('kind', v.kind, 'outcome', v.outcome, 'reason', v.reason) order by v.seq desc)
          filter (where v.kind in ('answered', 'rejected', 'referred', 'archived')))->0 as closing
      from complaints.v_event v where v.institution_id = p.institution_id and v.complaint_id = p.handled_id
    ) e
    order by p.received_at desc, p.id`.execute(db)
  return rows
}

export type CourseRow = {
  complaint_id: string
  /** The report in whose story it stands: another one while this one is handled as part of it. */
  source_id: string
  seq: number
  kind: EventKind
  at: Date
  /** Of the answer, also where the line only closes what was answered. */
  outcome: string | null
  reason: string | null
  answer: string | null
  /** The answer as a person has looked at it for the public. */
  shown_answer: string | null
  /** Null of a case that came another way. */
  client_id: string | null
}

/** What happened to the cases that are listed, also while they are handled as part of another, oldest first. */
export async function listCourse(
  db: Db,
  scope: Scope,
  filter: {
    from?: Date | undefined
    to?: Date | undefined
    ids?: readonly string[] | undefined
    limit?: number
    offset?: number
  },
): Promise<CourseRow[]> {
  const listed = (id: RawBuilder<unknown>) => sql`
    ${filter.ids ? sql`and ${id} = any(${filter.ids}::uuid[])` : sql``}
    and (${id} in (select complaint_id from open311.request where institution_id = ${scope.institution})
      or ${id} in (select complaint_id from complaints.v_publication where institution_id = ${scope.institution}))`
  const inSpan = filter.from ? sql`and v.at >= ${filter.from} and v.at <= ${filter.to}` : sql``
  // First only what the index of such lines holds, of which few are listed; then what is said of those.
  const { rows } = await sql<CourseRow>`
    with line as (
      select v.complaint_id, v.complaint_id as source_id, v.seq, v.at from complaints.v_told v
      where v.institution_id = ${scope.institution} ${inSpan} ${listed(sql`v.complaint_id`)}
      union all
      select m.complaint_id, m.survivor_id, v.seq, v.at from complaints.v_merge m
      join complaints.v_told v on v.institution_id = m.institution_id and v.complaint_id = m.survivor_id and v.at >= m.since
      where m.institution_id = ${scope.institution} ${inSpan} ${listed(sql`m.complaint_id`)}
    ), page as (
      select l.* from line l
      join complaints.v_case c on c.institution_id = ${scope.institution} and c.id = l.complaint_id and not c.hidden
      order by l.at, l.complaint_id, l.source_id, l.seq
      limit ${filter.limit ?? null}::bigint offset ${filter.offset ?? 0}
    )
    select l.complaint_id, l.source_id, l.seq, v.kind, l.at, v.reason, v.answer,
      case when v.kind <> 'closed' then v.outcome else (
        select a.outcome from complaints.v_event a
        where a.institution_id = v.institution_id and a.complaint_id = v.complaint_id and a.kind = 'answered' and a.seq < v.seq
        order by a.seq desc limit 1) end as outcome,
      case when w.answer_seq = v.seq then w.answer end as shown_answer, r.client_id
    from page l
    join complaints.v_event v on v.institution_id = ${scope.institution} and v.complaint_id = l.source_id and v.seq = l.seq
    left join open311.request r on r.institution_id = v.institution_id and r.complaint_id = l.complaint_id
    left join complaints.v_publication w on w.institution_id = v.institution_id and w.complaint_id = v.complaint_id
    order by l.at, l.complaint_id, l.source_id, l.seq`.execute(db)
  return rows
}

/** The request of this client; undefined when another sent it or nobody did. */
export async function findOwnRequest(
  db: Db,
  scope: Scope,
  client: string,
  complaintId: string,
): Promise<{ complaint_id: string } | undefined> {
  const { rows } = await sql<{ complaint_id: string }>`
    select complaint_id from open311.request
    where institution_id = ${scope.institution} and complaint_id = ${complaintId} and client_id = ${client}`.execute(db)
  return rows[0]
}

/** The update of this client that came under this id; until the transaction ends, nobody else takes the same one in. */
export async function lockReceivedUpdate(
  db: Db,
  scope: Scope,
  client: string,
  updateId: string,
): Promise<{ complaint_id: string; seq: number } | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`open311:${client}:${updateId}`}, 0))`.execute(db)
  const { rows } = await sql<{ complaint_id: string; seq: number }>`
    select complaint_id, seq from open311.received_update
    where institution_id = ${scope.institution} and client_id = ${client} and update_id = ${updateId}`.execute(db)
  return rows[0]
}

export async function insertReceivedUpdate(
  db: Db,
  scope: Scope,
  row: { client_id: string; update_id: string; complaint_id: string; seq: number; at: Date },
): Promise<void> {
  await sql`
    insert into open311.received_update (institution_id, client_id, update_id, complaint_id, seq, at)
    values (${scope.institution}, ${row.client_id}, ${row.update_id}, ${row.complaint_id}, ${row.seq}, ${row.at})`.execute(
    db,
  )
}

export async function insertAttributes(
  db: Db,
  scope: Scope<'open311.manage'>,
  rows: readonly Attribute[],
): Promise<void> {
  await sql`
    insert into open311.attribute (institution_id, id, service_id, code, variable, datatype, required, description,
      datatype_description, position, options)
    select ${scope.institution}::uuid, i.* from json_to_recordset(${JSON.stringify(rows)}::json) as i (
      id uuid, service_id uuid, code text, variable boolean, datatype open311.datatype, required boolean,
      description text, datatype_description text, position smallint, options jsonb)`.execute(db)
}

/** Whose case it is; undefined when there is none any more. */
export async function findUnitOf(db: Db, scope: Scope, complaint: string): Promise<string | undefined> {
  const { rows } = await sql<{ unit_id: string }>`
    select unit_id from complaints.v_case where institution_id = ${scope.institution} and id = ${complaint}`.execute(db)
  return rows[0]?.unit_id
}
