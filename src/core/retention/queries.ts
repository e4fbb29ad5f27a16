import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { newId } from '../../platform/id.ts'
import type { Manager } from './erasable.ts'
import type { Rule } from './model.ts'

export async function listRules(db: Db, scope: Manager, kind: string): Promise<Rule[]> {
  const { rows } = await sql<Rule>`
    select id, kind, months, with_text, valid_from, source, verified from retention.rule
    where institution_id = ${scope.institution} and kind = ${kind}
    order by valid_from desc, created_at desc, id desc limit 100`.execute(db)
  return rows
}

export async function insertRule(
  db: Db,
  scope: Manager,
  now: Date,
  rule: Pick<Rule, 'kind' | 'months' | 'with_text' | 'valid_from' | 'source' | 'verified'>,
): Promise<void> {
  await sql`
    insert into retention.rule (institution_id, id, kind, months, with_text, valid_from, source, verified, created_at, created_by)
    values (${scope.institution}, ${newId(now)}, ${rule.kind}, ${rule.months}, ${rule.with_text}, ${rule.valid_from},
      ${rule.source}, ${rule.verified}, ${now}, ${scope.account})`.execute(db)
}

export type Hold = { id: string; label: string; reason: string; set_at: Date; by: string | null }

export async function listHolds(db: Db, scope: Manager, kind: string): Promise<Hold[]> {
  const { rows } = await sql<Hold>`
    select h.id, h.label, h.reason, h.set_at, a.name as by from retention.hold h
    left join people.account a on a.institution_id = h.institution_id and a.id = h.set_by
    where h.institution_id = ${scope.institution} and h.kind = ${kind} and h.lifted_at is null
    order by h.set_at desc, h.id desc limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** False when it is held already. */
export async function insertHold(
  db: Db,
  scope: Manager,
  now: Date,
  made: { kind: string; subject: string; label: string; reason: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into retention.hold (institution_id, id, kind, subject_id, label, reason, set_at, set_by)
    values (${scope.institution}, ${newId(now)}, ${made.kind}, ${made.subject}, ${made.label}, ${made.reason}, ${now},
      ${scope.account})
    on conflict do nothing returning id`.execute(db)
  return rows.length > 0
}

type Held = { kind: string; subject: string }

/** For the slice whose matters are apart: its own pages hold them back; nothing changes where it is held already. */
export async function hold(
  db: Db,
  scope: Scope,
  now: Date,
  { kind, subject, label, reason }: Held & { label: string; reason: string },
): Promise<void> {
  await sql`
    insert into retention.hold (institution_id, id, kind, subject_id, label, reason, set_at, set_by)
    values (${scope.institution}, ${newId(now)}, ${kind}, ${subject}, ${label}, ${reason}, ${now}, ${scope.account})
    on conflict do nothing`.execute(db)
}

/** False when it was not held. */
export async function release(db: Db, scope: Scope, now: Date, { kind, subject }: Held): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update retention.hold set lifted_at = ${now}, lifted_by = ${scope.account}
    where institution_id = ${scope.institution} and kind = ${kind} and subject_id = ${subject} and lifted_at is null`.execute(
    db,
  )
  return numAffectedRows === 1n
}

export async function findHold(
  db: Db,
  scope: Scope,
  { kind, subject }: Held,
): Promise<{ set_at: Date; reason: string } | undefined> {
  const { rows } = await sql<{ set_at: Date; reason: string }>`
    select set_at, reason from retention.hold
    where institution_id = ${scope.institution} and kind = ${kind} and subject_id = ${subject} and lifted_at is null`.execute(
    db,
  )
  return rows[0]
}

/** What is no longer held, for the trail; undefined when there is no such hold. */
export async function liftHold(db: Db, scope: Manager, now: Date, id: string) {
  const { rows } = await sql<{ kind: string; label: string; subject_id: string }>`
    update retention.hold set lifted_at = ${now}, lifted_by = ${scope.account}
    where institution_id = ${scope.institution} and id = ${id} and lifted_at is null
    returning kind, label, subject_id`.execute(db)
  return rows[0]
}

export type Run = {
  id: string
  kind: string
  ended_before: Date
  with_text: boolean
  planned: number
  erased: number
  started_at: Date
  finished_at: Date | null
  by: string | null
}

const run = sql`r.id, r.kind, r.ended_before, r.with_text, r.planned, r.erased, r.started_at, r.finished_at`

export const MOST_RUNS = 20

export async function listRuns(db: Db, scope: Manager, kind: string): Promise<Run[]> {
  const { rows } = await sql<Run>`
    select ${run}, a.name as by from retention.run r
    left join people.account a on a.institution_id = r.institution_id and a.id = r.started_by
    where r.institution_id = ${scope.institution} and r.kind = ${kind}
    order by r.started_at desc, r.id desc limit ${MOST_RUNS}`.execute(db)
  return rows
}

/** Undefined while another run of this kind is not finished. */
export async function insertRun(
  db: Db,
  scope: Manager,
  now: Date,
  made: { kind: string; rule: string; before: Date; withText: boolean; planned: number },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into retention.run (institution_id, id, kind, rule_id, ended_before, with_text, planned, started_at, started_by)
    values (${scope.institution}, ${newId(now)}, ${made.kind}, ${made.rule}, ${made.before}, ${made.withText},
      ${made.planned}, ${now}, ${scope.account})
    on conflict do nothing returning id`.execute(db)
  return rows[0]?.id
}

export async function lockRun(db: Db, scope: Manager, id: string): Promise<Omit<Run, 'by'> | undefined> {
  const { rows } = await sql<Omit<Run, 'by'>>`
    select ${run} from retention.run r where r.institution_id = ${scope.institution} and r.id = ${id}
      and r.finished_at is null for update`.execute(db)
  return rows[0]
}

export async function advanceRun(db: Db, scope: Manager, id: string, erased: number, finished: Date | null) {
  await sql`
    update retention.run set erased = erased + ${erased}, finished_at = ${finished}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}
