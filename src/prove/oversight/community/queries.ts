import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { newId } from '../../../platform/id.ts'
import { seal, unseal } from '../../../platform/seal.ts'
import type { CardState, Criterion, Scores, Side } from './model.ts'

export type CardRow = {
  id: string
  unit_id: string
  unit_name: string
  service_id: string
  service_name: string
  slug: string
  title: string
  held_on: string
  place: string
  criteria: Criterion[]
  state: CardState
  facilitator: string | null
  published_at: Date | null
}

const cards = sql`select c.id, c.unit_id, u.name as unit_name, c.service_id, s.name as service_name, s.slug, c.title,
    c.held_on, c.place, c.criteria, c.state, c.facilitator, c.published_at
  from oversight.card c
  join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
  join services.v_service s on s.institution_id = c.institution_id and s.id = c.service_id`

export async function listCards(db: Db, scope: Scope<'oversight.read'>): Promise<CardRow[]> {
  const { rows } = await sql<CardRow>`${cards}
    where c.institution_id = ${scope.institution} and c.unit_id = any(${scope.units}::uuid[])
    order by c.held_on desc, c.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function findCard(db: Db, scope: Scope, id: string): Promise<CardRow | undefined> {
  const { rows } = await sql<CardRow>`${cards}
    where c.institution_id = ${scope.institution} and c.id = ${id} and c.unit_id = any(${scope.units}::uuid[])`.execute(
    db,
  )
  return rows[0]
}

/** What everybody may read, of one service or of all. */
export async function listPublishedCards(
  db: Db,
  scope: Scope,
  only: { id?: string; slug?: string },
): Promise<CardRow[]> {
  const { rows } = await sql<CardRow>`${cards}
    where c.institution_id = ${scope.institution} and c.state = 'published'
      and (${only.id ?? null}::text is null or c.id::text = ${only.id ?? null})
      and (${only.slug ?? null}::text is null or s.slug = ${only.slug ?? null})
    order by c.held_on desc, c.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function lockCard(db: Db, scope: Scope, id: string): Promise<void> {
  await sql`select id from oversight.card where institution_id = ${scope.institution} and id = ${id} for update`.execute(
    db,
  )
}

export async function insertCard(
  db: Db,
  scope: Scope<'oversight.manage'>,
  now: Date,
  row: { unit: string; service: string; title: string; held_on: string; place: string; criteria: readonly Criterion[] },
): Promise<string> {
  const id = newId(now)
  await sql`
    insert into oversight.card (institution_id, id, unit_id, service_id, title, held_on, place, criteria, facilitator, created_at)
    values (${scope.institution}, ${id}, ${row.unit}, ${row.service}, ${row.title}, ${row.held_on}, ${row.place},
      ${JSON.stringify(row.criteria)}::jsonb, ${scope.account}, ${now})`.execute(db)
  return id
}

export async function setCard(
  db: Db,
  scope: Scope<'oversight.manage'>,
  id: string,
  state: CardState,
  at: Date | null,
): Promise<void> {
  await sql`update oversight.card set state = ${state}, published_at = ${at}, published_by = ${at ? scope.account : null}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export async function listBallots(db: Db, scope: Scope, card: string): Promise<{ side: Side; scores: Scores }[]> {
  const { rows } = await sql<{ side: Side; scores: Scores }>`
    select side, scores from oversight.ballot
    where institution_id = ${scope.institution} and card_id = ${card} order by number`.execute(db)
  return rows
}

export async function insertBallot(
  db: Db,
  scope: Scope<'oversight.manage' | 'public'>,
  card: string,
  side: Side,
  scores: Scores,
): Promise<void> {
  await sql`
    insert into oversight.ballot (institution_id, card_id, number, side, scores)
    select ${scope.institution}::uuid, ${card}::uuid, coalesce(max(number), 0) + 1, ${side}::oversight.side,
      ${JSON.stringify(scores)}::jsonb
    from oversight.ballot where institution_id = ${scope.institution} and card_id = ${card}`.execute(db)
}

export type ActionRow = {
  number: number
  action: string
  owner: string
  due_on: string
  done_on: string | null
  evidence: string
}

export async function listActions(db: Db, scope: Scope, card: string): Promise<ActionRow[]> {
  const { rows } = await sql<ActionRow>`
    select number, action, owner, due_on, done_on, evidence from oversight.card_action
    where institution_id = ${scope.institution} and card_id = ${card} order by number`.execute(db)
  return rows
}

export async function insertAction(
  db: Db,
  scope: Scope<'oversight.manage'>,
  card: string,
  row: { action: string; owner: string; due_on: string },
): Promise<void> {
  await sql`
    insert into oversight.card_action (institution_id, card_id, number, action, owner, due_on)
    select ${scope.institution}::uuid, ${card}::uuid, coalesce(max(number), 0) + 1, ${row.action}, ${row.owner},
      ${row.due_on}::date
    from oversight.card_action where institution_id = ${scope.institution} and card_id = ${card}`.execute(db)
}

export async function finishAction(
  db: Db,
  scope: Scope<'oversight.manage'>,
  card: string,
  number: number,
  done: { on: string; evidence: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update oversight.card_action set done_on = ${done.on}, evidence = ${done.evidence}
    where institution_id = ${scope.institution} and card_id = ${card} and number = ${number} and done_on is null`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0) > 0
}

const hashOf = (token: string) => createHash('sha256').update(token).digest()

export type MonitorRow = {
  id: string
  unit_id: string
  unit_name: string
  name: string
  token: string
  consented_at: Date | null
}

export async function insertMonitor(
  db: Db,
  scope: Scope<'oversight.manage'>,
  now: Date,
  unit: string,
  token: string,
): Promise<string> {
  const id = newId(now)
  await sql`
    insert into oversight.monitor (institution_id, id, unit_id, token_hash, token_sealed, invited_by, invited_at)
    values (${scope.institution}, ${id}, ${unit}, ${hashOf(token)}, ${seal('monitor', token)}, ${scope.account}, ${now})`.execute(
    db,
  )
  return id
}

/** Volunteers of the units in reach, with the link that is handed to them. */
export async function listMonitors(db: Db, scope: Scope<'oversight.manage'>): Promise<MonitorRow[]> {
  const { rows } = await sql<Omit<MonitorRow, 'token'> & { token_sealed: Buffer }>`
    select m.id, m.unit_id, u.name as unit_name, m.name, m.token_sealed, m.consented_at
    from oversight.monitor m join organization.unit u on u.institution_id = m.institution_id and u.id = m.unit_id
    where m.institution_id = ${scope.institution} and m.unit_id = any(${scope.units}::uuid[]) and m.withdrawn_at is null
    order by m.invited_at desc limit ${MOST_LISTED}`.execute(db)
  return rows.map(({ token_sealed, ...row }) => ({ ...row, token: unseal('monitor', token_sealed) }))
}

export type Guest = { id: string; unit_id: string; unit_name: string; name: string; consented_at: Date | null }

/** Who comes by this link; undefined when nobody does any more. */
export async function findMonitor(db: Db, scope: Scope<'public'>, token: string): Promise<Guest | undefined> {
  const { rows } = await sql<Guest>`
    select m.id, m.unit_id, u.name as unit_name, m.name, m.consented_at
    from oversight.monitor m join organization.unit u on u.institution_id = m.institution_id and u.id = m.unit_id
    where m.institution_id = ${scope.institution} and m.token_hash = ${hashOf(token)} and m.withdrawn_at is null`.execute(
    db,
  )
  return rows[0]
}

export async function consent(db: Db, scope: Scope<'public'>, now: Date, id: string, name: string): Promise<void> {
  await sql`update oversight.monitor set name = ${name}, consented_at = ${now}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

/** The name goes; that a link was once given stays. */
export async function withdraw(db: Db, scope: Scope<'public'>, now: Date, id: string): Promise<void> {
  await sql`update oversight.monitor set name = '', withdrawn_at = ${now}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

/** Scorecards that wait for a volunteer of this unit or one above it, and whether they have scored. */
export async function listOpenFor(
  db: Db,
  scope: Scope<'public'>,
  guest: Guest,
): Promise<(CardRow & { taken: boolean })[]> {
  const { rows } = await sql<CardRow & { taken: boolean }>`
    select card.*, exists (select from oversight.taken_part t where t.institution_id = ${scope.institution}
      and t.card_id = card.id and t.monitor_id = ${guest.id}) as taken
    from (${cards} where c.institution_id = ${scope.institution} and c.state = 'open' and c.unit_id = ${guest.unit_id}) as card
    order by card.held_on, card.id limit 50`.execute(db)
  return rows
}

/** False when this volunteer has scored already. */
export async function takePart(db: Db, scope: Scope<'public'>, card: string, monitor: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into oversight.taken_part (institution_id, card_id, monitor_id)
    values (${scope.institution}, ${card}, ${monitor}) on conflict do nothing`.execute(db)
  return Number(numAffectedRows ?? 0) > 0
}
