import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Criterion, QualityRule } from './quality-model.ts'
import { inSight } from './sight.ts'

export async function listQualityRules(db: Db, scope: Scope): Promise<QualityRule[]> {
  const { rows } = await sql<QualityRule>`
    select null::uuid as id, share, valid_from, source, verified, false as replaced, null::timestamptz as created_at
    from complaints.quality_standard
    union all
    select id, share, valid_from, source, verified,
      row_number() over (partition by valid_from order by created_at desc, id desc) > 1, created_at
    from complaints.quality_rule where institution_id = ${scope.institution}
    order by valid_from, created_at nulls first, id`.execute(db)
  return rows
}

export async function insertQualityRule(
  db: Db,
  scope: Scope<'complaint.rules'>,
  now: Date,
  rule: Omit<QualityRule, 'replaced'>,
): Promise<void> {
  await sql`
    insert into complaints.quality_rule (institution_id, id, share, valid_from, source, verified, created_at, created_by)
    values (${scope.institution}, ${rule.id}, ${rule.share}, ${rule.valid_from}, ${rule.source}, ${rule.verified},
      ${now}, ${scope.account})`.execute(db)
}

export type Sampled = {
  id: string
  seq: number
  code: string
  subject: string
  body: string
  unit_name: string
  answer: string
  answered_at: Date
}

/** Answers of the last 30 days that fell into the sample, were not reviewed, and were not written by the asker. */
function sampled(scope: Scope<'complaint.verify'>, now: Date, share: number): RawBuilder<unknown> {
  return sql`select c.id, e.seq, c.code, c.subject, c.body, u.name as unit_name, e.body as answer, e.at as answered_at
    from complaints.complaint c
    join complaints.event e on e.institution_id = c.institution_id and e.complaint_id = c.id and e.kind = 'answered'
    join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
    where ${inSight(scope)} and c.resolved_at > ${now}::timestamptz - interval '30 days'
      and e.at > ${now}::timestamptz - interval '30 days' and e.account_id is distinct from ${scope.account}
      and abs(hashtext(c.id::text || e.seq)::bigint) % 100 < ${share}
      and not exists (select from complaints.quality_review q where q.institution_id = c.institution_id
        and q.complaint_id = c.id and q.seq = e.seq)`
}

export async function listSampled(
  db: Db,
  scope: Scope<'complaint.verify'>,
  now: Date,
  share: number,
): Promise<Sampled[]> {
  const { rows } = await sql<Sampled>`${sampled(scope, now, share)} order by e.at, c.id limit 50`.execute(db)
  return rows
}

export async function findSampled(
  db: Db,
  scope: Scope<'complaint.verify'>,
  now: Date,
  share: number,
  id: string,
  seq: number,
): Promise<Sampled | undefined> {
  const { rows } = await sql<Sampled>`${sampled(scope, now, share)} and c.id = ${id} and e.seq = ${seq}`.execute(db)
  return rows[0]
}

export async function insertReview(
  db: Db,
  scope: Scope<'complaint.verify'>,
  now: Date,
  review: { id: string; seq: number; note: string | undefined } & Record<Criterion, boolean>,
): Promise<boolean> {
  const { rows } = await sql`
    insert into complaints.quality_review (institution_id, complaint_id, seq, account_id, at, clear, complete, polite,
      solution, note)
    values (${scope.institution}, ${review.id}, ${review.seq}, ${scope.account}, ${now}, ${review.clear},
      ${review.complete}, ${review.polite}, ${review.solution}, ${review.note ?? null})
    on conflict do nothing returning seq`.execute(db)
  return rows.length > 0
}

export type QualityFigures = { reviewed: number } & Record<Criterion, number>

/** Reviews of the last 90 days in the units in reach. */
export async function qualityFigures(db: Db, scope: Scope<'complaint.read'>, now: Date): Promise<QualityFigures> {
  const { rows } = await sql<QualityFigures>`
    select count(*)::int as reviewed, (count(*) filter (where q.clear))::int as clear,
      (count(*) filter (where q.complete))::int as complete, (count(*) filter (where q.polite))::int as polite,
      (count(*) filter (where q.solution))::int as solution
    from complaints.quality_review q
    join complaints.complaint c on c.institution_id = q.institution_id and c.id = q.complaint_id
    where q.institution_id = ${scope.institution} and q.at > ${now}::timestamptz - interval '90 days'
      and c.unit_id = any(${scope.units}::uuid[]) and c.queue < 10`.execute(db)
  return rows[0]!
}
