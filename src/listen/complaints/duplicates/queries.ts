import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { newId } from '../../../platform/id.ts'
import type { ComplaintOutcome, Status } from '../model.ts'
import { hiddenFrom, inSight } from '../sight.ts'
import { unsealed } from '../whistleblowing/reporter.ts'
import {
  COMPARED_LETTERS,
  type DuplicateRule,
  type Likeness,
  likeness,
  type Told,
  tellingWords,
  triples,
} from './model.ts'

/** What one search reads at most, whatever the size of the archive: words, newest reports of each word, whole texts. */
const ASKED_WORDS = 24
const OF_EACH_WORD = 16
const LIKELY = 100
const COMPARED = 24
const SHOWN = 5
const DAY_MS = 86_400_000

export type Candidate = Likeness & {
  id: string
  subject: string
  body: string
  status: Status
  outcome: ComplaintOutcome | null
  received_at: Date
  reporters: number
}

/** The rule for a service that holds on this day, with where it comes from. */
export async function findRule(db: Db, scope: Scope, serviceId: string | null, today: string): Promise<DuplicateRule> {
  const { rows } = await sql<DuplicateRule>`
    select radius_m, days, similarity, valid_from::text, source, verified from (
      select r.radius_m, r.days, r.similarity, r.valid_from, r.source, r.verified,
        case when r.service_id is null then 2 else 1 end as rank, r.created_at, r.id
      from complaints.duplicate_rule r
      where r.institution_id = ${scope.institution} and (r.service_id is null or r.service_id = ${serviceId}::uuid)
      union all
      select radius_m, days, similarity, valid_from, source, verified, 3, null, null from complaints.duplicate_standard
    ) rule where valid_from <= ${today}::date order by rank, valid_from desc, created_at desc, id desc limit 1`.execute(
    db,
  )
  return rows[0]!
}

type Sought = Told & {
  id?: string | undefined
  unit_id: string
  service_id: string | null
  now: Date
  today: string
  /** For the public only what a person has let stand, in the words that stand there. */
  audience: 'public' | 'officer'
}

type Compared = {
  id: string
  subject: string
  body: string
  status: Status
  outcome: ComplaintOutcome | null
  service_id: string | null
  received_at: Date
  region_code: string | null
  latitude: number | null
  longitude: number | null
  reporters: number
}

/**
 * Reports of the same unit that look like this one, within the age of the rule. What shares a word that few others of
 * the unit have comes first; for words that many have, the newest stand for all.
 */
export async function listSimilar(db: Db, scope: Scope, sought: Sought): Promise<Candidate[]> {
  const mine = triples(sought.text)
  if (mine.size < 8) return []
  const rule = await findRule(db, scope, sought.service_id, sought.today)
  const since = new Date(sought.now.getTime() - rule.days * DAY_MS)
  const open = sought.audience === 'public'
  const { rows } = await sql<Compared>`
    with hit as (
      select h.complaint_id, 1.0 / count(*) over (partition by asked.word) as weight
      from unnest(${tellingWords(sought.text, ASKED_WORDS)}::text[]) asked (word)
      cross join lateral (
        select w.complaint_id from complaints.word w
        where w.institution_id = ${scope.institution} and w.unit_id = ${sought.unit_id} and w.word = asked.word
          and w.received_at > ${since}
        order by w.received_at desc limit ${OF_EACH_WORD}) h
    ), likely as materialized (
      select complaint_id as id, sum(weight) as weight from hit group by 1 order by 2 desc, 1 desc limit ${LIKELY}
    )
    select c.id, ${open ? sql`p.subject, left(p.body, ${COMPARED_LETTERS})` : sql`c.subject, left(c.body, ${COMPARED_LETTERS})`} as body,
      c.status, c.outcome, c.service_id, c.received_at, l.region_code, l.latitude::float8, l.longitude::float8,
      1 + (select count(*)::int from complaints.merge m
        where m.institution_id = c.institution_id and m.into_id = c.id and m.undone_at is null) as reporters
    from likely
    join complaints.complaint c on c.institution_id = ${scope.institution} and c.id = likely.id
    ${
      open
        ? sql`join complaints.publication p on p.institution_id = c.institution_id and p.complaint_id = c.id and p.shown = 1`
        : sql``
    }
    left join complaints.place l on l.institution_id = c.institution_id and l.complaint_id = c.id
    where c.queue <= 4
      ${open ? sql`` : sql`and ${inSight(scope)}`}
      ${sought.id ? sql`and c.id <> ${sought.id}` : sql``}
      and not exists (select from complaints.merge m
        where m.institution_id = c.institution_id and m.complaint_id = c.id and m.undone_at is null)
    order by likely.weight desc, c.id desc limit ${COMPARED}`.execute(db)
  return rows
    .flatMap(({ region_code, latitude, longitude, service_id, ...row }) => {
      const point = latitude !== null && longitude !== null ? { latitude, longitude } : undefined
      const other = { text: `${row.subject} ${row.body}`, region: region_code, point }
      const found = likeness({ triples: mine, region: sought.region, point: sought.point }, other, rule)
      // Two services of one unit are two matters, unless it happened in the same place.
      const elsewhere = service_id && sought.service_id && service_id !== sought.service_id
      return found && (found.near || !elsewhere) ? [{ ...row, ...found }] : []
    })
    .sort((a, b) => Number(b.near) - Number(a.near) || b.percent - a.percent)
    .slice(0, SHOWN)
}

/** What came in before this no rule looks back to, whatever service it is for. */
export async function lookedBackTo(db: Db, scope: Scope, now: Date): Promise<Date> {
  const { rows } = await sql<{ days: number }>`
    select max(days)::int as days from (
      select days from complaints.duplicate_rule where institution_id = ${scope.institution}
      union all select days from complaints.duplicate_standard) rule`.execute(db)
  return new Date(now.getTime() - rows[0]!.days * DAY_MS)
}

/** Makes these reports findable under the unit they lie with now. */
export async function insertWords(db: Db, scope: Scope, now: Date, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string; subject: string; body: string }>`
    select id, subject, left(body, ${COMPARED_LETTERS}) as body from complaints.complaint
    where institution_id = ${scope.institution} and id = any(${ids}::uuid[]) and queue < 10
      and received_at > ${await lookedBackTo(db, scope, now)}`.execute(db)
  const words = rows.flatMap(({ id, subject, body }) =>
    tellingWords(`${subject} ${body}`).map((word) => ({ id, word })),
  )
  if (words.length === 0) return
  await sql`
    insert into complaints.word (institution_id, unit_id, word, received_at, complaint_id)
    select c.institution_id, c.unit_id, w.word, c.received_at, c.id
    from json_to_recordset(${JSON.stringify(words)}::json) as w (id uuid, word text)
    join complaints.complaint c on c.institution_id = ${scope.institution} and c.id = w.id
    on conflict do nothing`.execute(db)
}

export type Past = { at: Date; id: string }

/** Reports of the window before this one, newest first: what a longer rule has to find again. */
export async function listPast(db: Db, scope: Scope, now: Date, before: Past, most: number): Promise<Past[]> {
  const { rows } = await sql<Past>`
    select received_at as at, id from complaints.complaint
    where institution_id = ${scope.institution} and received_at > ${await lookedBackTo(db, scope, now)}
      and (received_at, id) < (${before.at}, ${before.id}::uuid)
    order by received_at desc, id desc limit ${most}`.execute(db)
  return rows
}

export async function deleteOldWords(db: Db, scope: Scope, now: Date): Promise<void> {
  await sql`
    delete from complaints.word where institution_id = ${scope.institution}
      and received_at < ${await lookedBackTo(db, scope, now)}`.execute(db)
}

export type Merge = { id: string; complaint_id: string; into_id: string; how: 'officer' | 'joined'; merged_at: Date }
export type MergedRow = Merge & { code: string; subject: string }

/** What was merged into this one and holds. */
export async function listMerged(db: Db, scope: Scope, intoId: string): Promise<MergedRow[]> {
  const { rows } = await sql<MergedRow>`
    select m.id, m.complaint_id, m.into_id, m.how, m.merged_at, c.code, c.subject
    from complaints.merge m
    join complaints.complaint c on c.institution_id = m.institution_id and c.id = m.complaint_id
    where m.institution_id = ${scope.institution} and m.into_id = ${intoId} and m.undone_at is null
      and c.id <> all(${hiddenFrom(scope)})
    order by m.merged_at, m.id`.execute(db)
  return rows
}

export async function findMerge(db: Db, scope: Scope, complaintId: string): Promise<Merge | undefined> {
  const { rows } = await sql<Merge>`
    select id, complaint_id, into_id, how, merged_at from complaints.merge
    where institution_id = ${scope.institution} and complaint_id = ${complaintId} and undone_at is null`.execute(db)
  return rows[0]
}

/** The report under which this one is handled: itself, unless it was merged. */
export async function survivorOf(db: Db, scope: Scope, id: string): Promise<string> {
  const { rows } = await sql<{ survivor_id: string }>`
    select survivor_id from complaints.merge
    where institution_id = ${scope.institution} and complaint_id = ${id} and undone_at is null`.execute(db)
  return rows[0]?.survivor_id ?? id
}

/** Who has a case now: of a joined report, whoever answers for all. */
export async function getUnitName(db: Db, scope: Scope, id: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select u.name from complaints.complaint c
    join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
    where c.institution_id = ${scope.institution} and c.id = ${id}`.execute(db)
  return rows[0]!.name
}

export type Parted = { id: string; since: Date; until: Date }

/** The reports under which this one was handled once and is no more, with the time in which it was. */
export async function listParted(db: Db, scope: Scope, id: string, survivor: string): Promise<Parted[]> {
  const { rows } = await sql<Parted>`
    with recursive path as (
      select m.into_id as id, m.merged_at as since, coalesce(m.undone_at, 'infinity') as until, 1 as depth
      from complaints.merge m where m.institution_id = ${scope.institution} and m.complaint_id = ${id}
      union all
      select m.into_id, greatest(p.since, m.merged_at), least(p.until, coalesce(m.undone_at, 'infinity')), p.depth + 1
      from path p
      join complaints.merge m on m.institution_id = ${scope.institution} and m.complaint_id = p.id
      where p.depth < 20 and greatest(p.since, m.merged_at) < least(p.until, coalesce(m.undone_at, 'infinity'))
    )
    select id, since, until from path where until < 'infinity' and id not in (${survivor}::uuid, ${id}::uuid)
    order by since limit 200`.execute(db)
  return rows
}

/** `into_id` is not handled under another one. */
export async function insertMerge(
  db: Db,
  scope: Scope,
  now: Date,
  merge: Pick<Merge, 'complaint_id' | 'into_id' | 'how'>,
): Promise<void> {
  await sql`
    insert into complaints.merge (institution_id, id, complaint_id, into_id, how, merged_at, merged_by, path, survivor_id, since)
    values (${scope.institution}, ${newId(now)}, ${merge.complaint_id}, ${merge.into_id}, ${merge.how}, ${now},
      ${merge.how === 'officer' ? scope.account : null}, array[${merge.into_id}::uuid], ${merge.into_id}, ${now})`.execute(
    db,
  )
  await setPaths(db, scope, merge.complaint_id)
}

export async function setUndone(db: Db, scope: Scope, now: Date, merge: Merge): Promise<void> {
  await sql`
    update complaints.merge set undone_at = ${now}, undone_by = ${scope.account}
    where institution_id = ${scope.institution} and id = ${merge.id} and undone_at is null`.execute(db)
  await setPaths(db, scope, merge.complaint_id)
}

/**
 * Writes anew under which report those are handled that were merged into `top`, after `top` itself was merged or parted.
 * Whoever reads a million reports could not follow the path of each.
 */
async function setPaths(db: Db, scope: Scope, top: string): Promise<void> {
  await sql`
    with recursive below as (
      select m.id, m.complaint_id, m.into_id || coalesce(t.path, '{}') as path, greatest(m.merged_at, t.since) as since
      from complaints.merge m
      left join complaints.merge t on t.institution_id = m.institution_id and t.complaint_id = m.into_id and t.undone_at is null
      where m.institution_id = ${scope.institution} and m.into_id = ${top} and m.undone_at is null
      union all
      select m.id, m.complaint_id, m.into_id || b.path, greatest(m.merged_at, b.since)
      from below b
      join complaints.merge m on m.institution_id = ${scope.institution} and m.into_id = b.complaint_id and m.undone_at is null
    )
    update complaints.merge m set path = b.path, survivor_id = b.path[cardinality(b.path)], since = b.since
    from below b where m.institution_id = ${scope.institution} and m.id = b.id`.execute(db)
}

export type Waiting = { id: string; code: string; key_no: number; reporter_email: string | null }

/** Everybody who waits for news of this report: its own reporter and those of the reports merged into it. */
export async function listReporters(db: Db, scope: Scope, id: string): Promise<Waiting[]> {
  const { rows } = await sql<Waiting & { sealed: Buffer | null }>`
    with recursive joined as (
      select ${id}::uuid as id
      union
      select m.complaint_id from joined j
      join complaints.merge m on m.institution_id = ${scope.institution} and m.into_id = j.id and m.undone_at is null
    )
    select c.id, c.code, c.key_no, c.reporter_email, s.content as sealed from joined j
    join complaints.complaint c on c.institution_id = ${scope.institution} and c.id = j.id
    left join complaints.sealed_reporter s on s.institution_id = c.institution_id and s.complaint_id = c.id
    order by c.received_at, c.id limit 50000`.execute(db)
  return rows.map(({ sealed, ...row }) => (sealed ? { ...row, ...emailOf(sealed) } : row))
}

function emailOf(sealed: Buffer): Pick<Waiting, 'reporter_email'> {
  return { reporter_email: unsealed(sealed).reporter_email }
}

/** `replaced`: set again for the same day. */
export type RuleRow = DuplicateRule & { service_name: string | null; replaced: boolean }

export async function listDuplicateRules(db: Db, scope: Scope<'complaint.rules'>): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    select s.name as service_name, r.radius_m, r.days, r.similarity, r.valid_from::text, r.source, r.verified,
      row_number() over (partition by r.service_id, r.valid_from order by r.created_at desc, r.id desc) > 1 as replaced,
      r.created_at
    from complaints.duplicate_rule r
    left join services.v_service s on s.institution_id = r.institution_id and s.id = r.service_id
    where r.institution_id = ${scope.institution}
    union all
    select null, radius_m, days, similarity, valid_from::text, source, verified, false, null from complaints.duplicate_standard
    order by service_name nulls last, valid_from desc, created_at desc nulls last`.execute(db)
  return rows
}

export async function insertDuplicateRule(
  db: Db,
  scope: Scope<'complaint.rules'>,
  now: Date,
  rule: DuplicateRule & { service_id: string | null },
): Promise<void> {
  await sql`
    insert into complaints.duplicate_rule (institution_id, id, service_id, radius_m, days, similarity, valid_from, source,
      verified, created_at, created_by)
    values (${scope.institution}, ${newId(now)}, ${rule.service_id}, ${rule.radius_m}, ${rule.days}, ${rule.similarity},
      ${rule.valid_from}, ${rule.source}, ${rule.verified}, ${now}, ${scope.account})`.execute(db)
}
