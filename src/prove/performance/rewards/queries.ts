import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { newId } from '../../../platform/id.ts'
import type { Computed } from '../score.ts'
import type { Kind, RewardInput, State } from './model.ts'

export type RewardRow = {
  id: string
  kind: Kind
  name: string
  criteria: string
  template_code: Computed | null
  threshold: number | null
  source: string
  verified: boolean
  valid_from: string
}

/** Criteria that hold on a day, which everybody may read. */
export async function listRewards(db: Db, scope: Scope, today: string): Promise<RewardRow[]> {
  const { rows } = await sql<RewardRow>`
    select id, kind, name, criteria, template_code, threshold::float8, source, verified, valid_from
    from performance.reward
    where institution_id = ${scope.institution} and ended_at is null and valid_from <= ${today}
    order by kind, name, id limit 100`.execute(db)
  return rows
}

export type Suggestion = Omit<RewardRow, 'id' | 'valid_from'> & { code: string }

export async function listSuggestions(db: Db, scope: Scope<'reward.rules'>): Promise<Suggestion[]> {
  const { rows } = await sql<Suggestion>`
    select d.code, d.kind, d.name, d.criteria, d.template_code, d.threshold::float8, d.source, d.verified
    from performance.default_reward d
    where not exists (select from performance.reward r where r.institution_id = ${scope.institution}
      and r.name = d.name and r.ended_at is null)
    order by d.code`.execute(db)
  return rows
}

export async function insertReward(
  db: Db,
  scope: Scope<'reward.rules'>,
  now: Date,
  reward: RewardInput,
): Promise<string> {
  const id = newId(now)
  await sql`
    insert into performance.reward (institution_id, id, kind, name, criteria, template_code, threshold, source, verified,
      valid_from, account_id)
    values (${scope.institution}, ${id}, ${reward.kind}::performance.reward_for, ${reward.name}, ${reward.criteria},
      ${reward.template ?? null}, ${reward.threshold ?? null}, ${reward.source}, ${reward.verified}, ${reward.valid_from},
      ${scope.account})`.execute(db)
  return id
}

export async function endReward(db: Db, scope: Scope<'reward.rules'>, now: Date, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update performance.reward set ended_at = ${now}
    where institution_id = ${scope.institution} and id = ${id} and ended_at is null`.execute(db)
  return numAffectedRows === 1n
}

export type NominationRow = {
  id: string
  reward_id: string
  reward: string
  kind: Kind
  unit_id: string
  unit: string
  employee_id: string | null
  employee: string | null
  period: string
  reason: string
  evidence_url: string | null
  figure: FigureKept | null
  state: State
  proposed_by: string | null
  proposer: string | null
  proposed_at: Date
  reviewed_by: string | null
  reviewer: string | null
  reviewed_at: Date | null
  review: string | null
  recommended: boolean | null
  decided_by: string | null
  decider: string | null
  decided_at: Date | null
  decision: string | null
  contest_until: Date | null
  contest: string | null
  final_at: Date | null
  final_note: string | null
  consent: boolean | null
}
/** As it was when it was proposed; shares in percent. */
export type FigureKept = {
  template: Computed
  value: number
  low: number | null
  high: number | null
  n: number
  ruleVersion: string
}

const account = (column: string) =>
  sql`(select a.name from people.account a where a.institution_id = n.institution_id and a.id = ${sql.ref(column)})`
const NOMINATION = sql`n.id, n.reward_id, r.name as reward, r.kind, n.unit_id, u.name as unit, n.employee_id,
  e.name as employee, n.period, n.reason, n.evidence_url, n.figure, n.state, n.proposed_by,
  ${account('n.proposed_by')} as proposer, n.proposed_at, n.reviewed_by, ${account('n.reviewed_by')} as reviewer,
  n.reviewed_at, n.review, n.recommended, n.decided_by, ${account('n.decided_by')} as decider, n.decided_at, n.decision,
  n.contest_until, n.contest, n.final_at, n.final_note, n.consent
  from performance.nomination n
  join performance.reward r on r.institution_id = n.institution_id and r.id = n.reward_id
  join organization.unit u on u.institution_id = n.institution_id and u.id = n.unit_id
  left join people.employee e on e.institution_id = n.institution_id and e.id = n.employee_id`

/** The one proposed, who proposed, and whoever reviews or decides for the unit: the units of these roles come along. */
function visible(scope: Scope<'self'>, units: readonly string[]): RawBuilder<unknown> {
  return sql`(n.employee_id = ${scope.employee}::uuid or n.proposed_by = ${scope.account}::uuid
    or n.unit_id = any(${units}::uuid[]))`
}

/** The one proposed and the proposer, as accounts. */
export async function listConcerned(
  db: Db,
  scope: Scope<'self' | 'reward.propose'>,
  id: string,
): Promise<{ account: string; reward: string }[]> {
  const { rows } = await sql<{ account: string; reward: string }>`
    select a.id as account, r.name as reward from performance.nomination n
    join performance.reward r on r.institution_id = n.institution_id and r.id = n.reward_id
    join people.account a on a.institution_id = n.institution_id and a.disabled_at is null
      and (a.id = n.proposed_by or a.employee_id = n.employee_id)
    where n.institution_id = ${scope.institution} and n.id = ${id}`.execute(db)
  return rows
}

export async function listNominations(
  db: Db,
  scope: Scope<'self'>,
  units: readonly string[],
): Promise<NominationRow[]> {
  const { rows } = await sql<NominationRow>`
    select ${NOMINATION} where n.institution_id = ${scope.institution} and ${visible(scope, units)}
    order by n.state in ('granted', 'upheld'), n.proposed_at desc, n.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function findNomination(
  db: Db,
  scope: Scope<'self'>,
  units: readonly string[],
  id: string,
  lock = false,
): Promise<NominationRow | undefined> {
  if (lock)
    await sql`select from performance.nomination
      where institution_id = ${scope.institution} and id = ${id} for update`.execute(db)
  const { rows } = await sql<NominationRow>`
    select ${NOMINATION} where n.institution_id = ${scope.institution} and n.id = ${id} and ${visible(scope, units)}`.execute(
    db,
  )
  return rows[0]
}

export type AwardRow = { id: string; reward: string; who: string; period: string; granted_at: Date }

/** Rewards granted; of people only those who agreed to be named. */
export async function listAwards(db: Db, scope: Scope): Promise<AwardRow[]> {
  const { rows } = await sql<AwardRow>`
    select n.id, r.name as reward, coalesce(e.name || ' · ', '') || u.name as who, n.period,
      coalesce(n.final_at, n.decided_at) as granted_at
    from performance.nomination n
    join performance.reward r on r.institution_id = n.institution_id and r.id = n.reward_id
    join organization.unit u on u.institution_id = n.institution_id and u.id = n.unit_id
    left join people.employee e on e.institution_id = n.institution_id and e.id = n.employee_id
    where n.institution_id = ${scope.institution} and n.state = 'granted' and (n.employee_id is null or n.consent)
    order by granted_at desc, n.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export type NewNomination = {
  reward_id: string
  unit_id: string
  employee_id: string | null
  period: string
  reason: string
  evidence_url: string | undefined
  figure: FigureKept | null
  proposed_by: string | null
}

/** Undefined when the same was proposed for the same period before. */
export async function insertNomination(
  db: Db,
  scope: Scope<'reward.propose' | 'reward.review'>,
  now: Date,
  one: NewNomination,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into performance.nomination (institution_id, id, reward_id, unit_id, employee_id, period, reason, evidence_url,
      figure, proposed_by, proposed_at)
    select ${scope.institution}, ${newId(now)}, ${one.reward_id}, ${one.unit_id}, ${one.employee_id}, ${one.period},
      ${one.reason}, ${one.evidence_url ?? null}, ${one.figure ? JSON.stringify(one.figure) : null}::jsonb,
      ${one.proposed_by}::uuid, ${now}
    where ${one.unit_id}::uuid = any(${scope.units}::uuid[])
    on conflict do nothing returning id`.execute(db)
  return rows[0]?.id
}

export type Nominee = { id: string; name: string; unit_id: string }

export async function findNominee(db: Db, scope: Scope<'reward.propose'>, nip: string): Promise<Nominee | undefined> {
  const { rows } = await sql<Nominee>`
    select e.id, e.name, p.unit_id from people.employee e
    join people.assignment p on p.institution_id = e.institution_id and p.employee_id = e.id and p.valid_to is null
    where e.institution_id = ${scope.institution} and e.nip = ${nip} and p.unit_id = any(${scope.units}::uuid[])`.execute(
    db,
  )
  return rows[0]
}

/** Whether a sanction stands against an employee; a case that is not decided yet counts for nothing. */
export async function isSanctioned(db: Db, scope: Scope, employee: string): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`
    select exists (select from performance.discipline_case c where c.institution_id = ${scope.institution}
      and c.employee_id = ${employee} and c.sanction_code is not null) as open`.execute(db)
  return rows[0]!.open
}

export type Change =
  | { act: 'review'; note: string; recommended: boolean }
  | { act: 'decide'; note: string; granted: boolean; contestUntil: Date }
  | { act: 'contest'; note: string }
  | { act: 'final'; note: string; granted: boolean }
  | { act: 'consent'; consent: boolean }

/** The caller holds the lock and has checked the act; the table refuses one person in two parts. */
export async function changeNomination(
  db: Db,
  scope: Scope<'self'>,
  now: Date,
  id: string,
  change: Change,
): Promise<void> {
  const set = (() => {
    switch (change.act) {
      case 'review':
        return sql`state = 'reviewed', reviewed_by = ${scope.account}, reviewed_at = ${now}, review = ${change.note},
          recommended = ${change.recommended}`
      case 'decide':
        return sql`state = ${change.granted ? 'granted' : 'refused'}::performance.nomination_state,
          decided_by = ${scope.account}, decided_at = ${now}, decision = ${change.note},
          contest_until = ${change.granted ? null : change.contestUntil}::timestamptz`
      case 'contest':
        return sql`state = 'contested', contest = ${change.note}, contested_by = ${scope.account}`
      case 'final':
        return sql`state = ${change.granted ? 'granted' : 'upheld'}::performance.nomination_state,
          final_by = ${scope.account}, final_at = ${now}, final_note = ${change.note}`
      case 'consent':
        return sql`consent = ${change.consent}`
    }
  })()
  await sql`
    update performance.nomination set ${set}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}
