import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { newId } from '../../../platform/id.ts'
import type { ComplaintKind, ComplaintOutcome, EventActor, EventKind, Privacy, Status } from '../model.ts'
import { hiddenFrom, inSight } from '../sight.ts'
import { findSealed, forgetSealed, sealReporter } from '../whistleblowing/reporter.ts'
import type { HideReason } from './model.ts'

/** Verified reports wait for a look before the public reads them, and so do new answers. Secret ones never come here. */
export async function noteForReview(
  db: Db,
  scope: Scope,
  events: readonly { complaint_id: string; kind: EventKind; at: Date }[],
): Promise<void> {
  const relevant = events.filter(({ kind }) => ['verified', 'answered', 'rejected', 'archived'].includes(kind))
  if (relevant.length === 0) return
  await sql`
    with told as (
      select distinct on (complaint_id) complaint_id, kind, at
      from json_to_recordset(${JSON.stringify(relevant)}::json) as t (complaint_id uuid, kind text, at timestamptz)
      order by complaint_id, at desc
    )
    insert into complaints.publication as p (institution_id, complaint_id, shown, waits, since)
    select c.institution_id, c.id, 0, case when t.kind in ('verified', 'answered') then 1 else 0 end, t.at
    from told t join complaints.complaint c on c.institution_id = ${scope.institution} and c.id = t.complaint_id
    where c.privacy <> 'secret'
    on conflict (institution_id, complaint_id) do update set
      shown = case when excluded.waits = 0 and p.shown = 1 then 0 else p.shown end,
      waits = case when excluded.waits = 0 or p.shown >= 2 then 0 when p.waits > 0 then p.waits
        when p.shown = 1 then 2 else 1 end,
      since = case when p.waits > 0 then p.since else excluded.since end`.execute(db)
}

export type ReviewRow = {
  id: string
  subject: string
  unit_name: string
  shown: number
  waits: number
  since: Date
}

/** What waits for a look in reach, oldest first. */
export async function listReviews(db: Db, scope: Scope<'complaint.verify'>, most: number): Promise<ReviewRow[]> {
  const { rows } = await sql<ReviewRow>`
    select c.id, c.subject, u.name as unit_name, p.shown, p.waits, p.since
    from complaints.publication p
    join complaints.complaint c on c.institution_id = p.institution_id and c.id = p.complaint_id
    join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
    where p.institution_id = ${scope.institution} and p.waits > 0 and ${inSight(scope)}
    order by p.since, p.complaint_id limit ${most}`.execute(db)
  return rows
}

export type Review = {
  id: string
  code: string
  privacy: Privacy
  status: Status
  subject: string
  body: string
  reporter_name: string | null
  reporter_email: string | null
  unit_id: string
  unit_name: string
  shown: number
  waits: number
  reason: HideReason | null
  note: string | null
  shown_subject: string | null
  shown_body: string | null
  shown_answer: string | null
  shown_answer_seq: number | null
  answer: string | null
  answer_seq: number | null
}

const review = sql`
  c.id, c.code, c.privacy, c.status, c.subject, c.body, c.reporter_name, c.reporter_email, c.unit_id, u.name as unit_name, p.shown,
  p.waits, p.reason, p.note, p.subject as shown_subject, p.body as shown_body, p.answer as shown_answer,
  p.answer_seq as shown_answer_seq, a.body as answer, a.seq as answer_seq
  from complaints.publication p
  join complaints.complaint c on c.institution_id = p.institution_id and c.id = p.complaint_id
  join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
  left join lateral (select e.body, e.seq from complaints.event e
    where e.institution_id = c.institution_id and e.complaint_id = c.id and e.kind = 'answered'
    order by e.seq desc limit 1) a on true`

/** A report beside what the public reads of it; undefined for secret ones and those out of reach. */
export async function findReview(db: Db, scope: Scope<'complaint.verify'>, id: string): Promise<Review | undefined> {
  const { rows } = await sql<Review>`
    select ${review} where p.institution_id = ${scope.institution} and p.complaint_id = ${id}
      and c.unit_id = any(${scope.units}::uuid[]) and c.privacy <> 'secret' and c.id <> all(${hiddenFrom(scope)})`.execute(
    db,
  )
  return rows[0]
}

/** For its reporter, who holds the code. */
export async function findPublication(db: Db, scope: Scope, id: string): Promise<Review | undefined> {
  const { rows } = await sql<Review>`
    select ${review} where p.institution_id = ${scope.institution} and p.complaint_id = ${id}`.execute(db)
  return rows[0]
}

export async function setPublished(
  db: Db,
  scope: Scope<'complaint.verify'>,
  now: Date,
  id: string,
  text: { subject: string; body: string; answer?: string | undefined; answer_seq?: number | undefined },
): Promise<void> {
  const seq = text.answer ? (text.answer_seq ?? null) : null
  await sql`
    update complaints.publication set shown = 1, waits = 0, subject = ${text.subject}, body = ${text.body},
      answer = ${seq === null ? null : (text.answer ?? null)}, answer_seq = ${seq}, reason = null, note = null,
      reviewed_at = ${now}, reviewed_by = ${scope.account}, published_at = coalesce(published_at, ${now})
    where institution_id = ${scope.institution} and complaint_id = ${id}`.execute(db)
}

export async function setHidden(
  db: Db,
  scope: Scope<'complaint.verify'>,
  now: Date,
  id: string,
  why: { reason: HideReason; note: string },
): Promise<void> {
  await sql`
    update complaints.publication set shown = 2, waits = 0, reason = ${why.reason}, note = ${why.note},
      reviewed_at = ${now}, reviewed_by = ${scope.account}
    where institution_id = ${scope.institution} and complaint_id = ${id}`.execute(db)
}

export async function setWaiting(db: Db, scope: Scope, now: Date, id: string): Promise<void> {
  await sql`
    update complaints.publication set waits = 3, since = case when waits > 0 then since else ${now} end
    where institution_id = ${scope.institution} and complaint_id = ${id}`.execute(db)
}

/** The reporter's own: nothing of it is public any more, and nobody can publish it again. */
export async function setWithdrawn(db: Db, scope: Scope<'public'>, id: string, contact: boolean): Promise<void> {
  await sql`
    update complaints.publication set shown = 3, waits = 0
    where institution_id = ${scope.institution} and complaint_id = ${id}`.execute(db)
  await sql`
    update complaints.complaint set privacy = 'secret', public_at = null
      ${contact ? sql`, reporter_name = null, reporter_email = null, reporter_phone = null` : sql``}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
  if (contact) await forgetSealed(db, scope, [id])
}

export async function setAnonymous(db: Db, scope: Scope<'public'>, id: string): Promise<void> {
  await sql`
    update complaints.complaint set privacy = 'anonymous'
    where institution_id = ${scope.institution} and id = ${id} and privacy = 'open'`.execute(db)
}

export type Act = {
  act: 'published' | 'hidden' | 'withdrawn' | 'part_withdrawn' | 'name_withdrawn' | 'objected' | 'reported' | 'kept'
  actor: EventActor
  reason?: string | undefined
  body?: string | undefined
}

export async function insertAct(db: Db, scope: Scope, now: Date, id: string, act: Act): Promise<void> {
  await sql`
    insert into complaints.moderation (institution_id, id, complaint_id, act, at, actor, account_id, reason, body)
    values (${scope.institution}, ${newId(now)}, ${id}, ${act.act}, ${now}, ${act.actor},
      ${act.actor === 'officer' ? scope.account : null}, ${act.reason ?? null}, ${act.body ?? null})`.execute(db)
}

export type ActRow = {
  act: Act['act']
  at: Date
  actor: EventActor
  account_id: string | null
  reason: string | null
  body: string | null
  name: string | null
}

/** What was done about what the public reads, oldest first. The caller has checked the complaint. */
export async function listActs(db: Db, scope: Scope, id: string): Promise<ActRow[]> {
  const { rows } = await sql<ActRow>`
    select m.act, m.at, m.actor, m.account_id, m.reason, m.body, a.name
    from complaints.moderation m
    left join people.account a on a.institution_id = m.institution_id and a.id = m.account_id
    where m.institution_id = ${scope.institution} and m.complaint_id = ${id} order by m.at, m.id limit ${MOST_LISTED}`.execute(
    db,
  )
  return rows
}

export type PublishedRow = {
  id: string
  subject: string
  body: string
  answer: string | null
  reporter_name: string | null
  unit_name: string
  service_name: string | null
  status: Status
  outcome: ComplaintOutcome | null
  received_at: Date
  resolved_at: Date | null
  published_at: Date
  /** The report as part of which it is handled, where the public may read that one. */
  handled_id: string | null
}

/**
 * What the public reads: looked at by a person, and a name only where its owner wants it. What is handled as part of
 * another report has that one's answer, as far as the public may read it; among outcomes that one stands for all.
 */
export async function listPublished(
  db: Db,
  scope: Scope,
  wanted: { id?: string | undefined; done?: boolean | undefined; limit: number },
): Promise<PublishedRow[]> {
  const { rows } = await sql<PublishedRow>`
    select c.id, w.subject, w.body, p.answer, case when c.privacy = 'open' then c.reporter_name end as reporter_name,
      u.name as unit_name, s.name as service_name, h.status, case when p.answer is not null then h.outcome end as outcome,
      c.received_at, h.resolved_at, w.published_at, case when m.id is not null then p.complaint_id end as handled_id
    from complaints.publication w
    join complaints.complaint c on c.institution_id = w.institution_id and c.id = w.complaint_id
    left join complaints.merge m on m.institution_id = c.institution_id and m.complaint_id = c.id and m.undone_at is null
    join complaints.complaint h on h.institution_id = c.institution_id and h.id = coalesce(m.survivor_id, c.id)
    left join complaints.publication p on p.institution_id = h.institution_id and p.complaint_id = h.id and p.shown = 1
      and h.privacy <> 'secret'
    join organization.unit u on u.institution_id = h.institution_id and u.id = h.unit_id
    left join services.v_service s on s.institution_id = c.institution_id and s.id = c.service_id
    where w.institution_id = ${scope.institution} and w.shown = 1 and c.privacy <> 'secret'
      ${wanted.id ? sql`and w.complaint_id = ${wanted.id}` : sql``}
      ${
        wanted.done
          ? sql`and m.id is null and w.answer is not null
              and c.outcome = any(array['resolved', 'partly']::complaints.outcome[])`
          : sql``
      }
    order by w.published_at desc, w.complaint_id limit ${wanted.limit}`.execute(db)
  return rows
}

/** Returns the id of the report, or undefined when no report has this code. Empty fields are emptied. */
export async function setContact(
  db: Db,
  scope: Scope<'public'>,
  id: string,
  contact: { reporter_email?: string | undefined; reporter_phone?: string | undefined },
): Promise<void> {
  const changed = { reporter_email: contact.reporter_email ?? null, reporter_phone: contact.reporter_phone ?? null }
  const { rows } = await sql<{ kind: ComplaintKind }>`
    update complaints.complaint set
      reporter_email = case when kind <> 'whistleblowing' then ${changed.reporter_email}::text end,
      reporter_phone = case when kind <> 'whistleblowing' then ${changed.reporter_phone}::text end
    where institution_id = ${scope.institution} and id = ${id} returning kind`.execute(db)
  if (rows[0]?.kind === 'whistleblowing')
    await sealReporter(db, scope, id, { ...(await findSealed(db, scope, id)), ...changed })
}

/** Reporters of a matter who took their own part back, while it goes on for the others. */
export async function listLeft(db: Db, scope: Scope, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select distinct complaint_id as id from complaints.moderation
    where institution_id = ${scope.institution} and complaint_id = any(${ids}::uuid[]) and act = 'part_withdrawn'`.execute(
    db,
  )
  return new Set(rows.map(({ id }) => id))
}
