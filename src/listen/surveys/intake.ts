import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { requireUnit, type Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import { ELEMENTS, type Submission } from './model.ts'
import { getRule } from './rules.ts'
import { meanInUnits } from './skm.ts'

const CHUNK = 5000

/**
 * Keeps filled-in questionnaires; those whose id is known already are left as they are. Each needs at least one
 * answer. Returns how many were new.
 */
export async function submitAnswers(db: Db, scope: Scope, _now: Date, items: readonly Submission[]): Promise<number> {
  let added = 0
  for (let start = 0; start < items.length; start += CHUNK)
    added += await insertSome(db, scope, items.slice(start, start + CHUNK))
  return added
}

async function insertSome(db: Db, scope: Scope, items: readonly Submission[]): Promise<number> {
  const rows = []
  for (const item of items) {
    const mean = meanInUnits(item.answers)
    if (mean === undefined) throw new RangeError('a questionnaire without any answer')
    rows.push({
      id: item.id ?? randomUUID(),
      rule_code: (await getRule(db, scope, item.answeredOn)).code,
      service_id: item.serviceId,
      unit_id: item.unitId,
      answered_on: item.answeredOn,
      channel: item.channel,
      mean_units: mean,
      age_band: item.profile?.ageBand,
      gender: item.profile?.gender,
      education: item.profile?.education,
      occupation: item.profile?.occupation,
      disability: item.profile?.disability,
      comment: item.comment,
      ...item.answers,
    })
  }
  const columns = sql.raw(ELEMENTS.join(', '))
  const typed = sql.raw(ELEMENTS.map((element) => `${element} smallint`).join(', '))
  const result = await sql`
    insert into surveys.answer (institution_id, id, rule_code, service_id, unit_id, answered_on, channel, mean_units,
      age_band, gender, education, occupation, disability, comment, ${columns})
    select ${scope.institution}::uuid, id, rule_code, service_id, unit_id, answered_on, channel, mean_units,
      age_band, gender, education, occupation, disability, comment, ${columns}
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, rule_code text, service_id uuid, unit_id uuid,
      answered_on date, channel surveys.channel, mean_units smallint, age_band surveys.age_band, gender surveys.gender,
      education surveys.education, occupation surveys.occupation, disability surveys.disability, comment text, ${typed})
    on conflict (institution_id, id) do nothing`.execute(db)
  return Number(result.numAffectedRows ?? 0)
}

/** An id out of a sender's own key: the same key gives the same id, and a time inside the key is lost. */
export function answerIdOf(institution: string, key: string): string {
  const bytes = createHash('sha256').update(`${institution}:${key}`).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const SETTLE_AT_ONCE = 20_000

/**
 * Counts the answers of days that are over and writes them again in random order, all in one transaction: afterwards
 * neither the place of a row nor the transaction that wrote it tells when it was given. Returns how many.
 */
export async function settleAnswers(db: Db, scope: Scope, today: string): Promise<number> {
  let settled = 0
  for (;;) {
    const some = await settleSome(db, scope, today)
    settled += some
    if (some < SETTLE_AT_ONCE) return settled
  }
}

async function settleSome(db: Db, scope: Scope, today: string): Promise<number> {
  const elements = sql.raw(ELEMENTS.map((element) => `('${element}'::surveys.element, m.${element})`).join(', '))
  const result = await sql`
    with due as (
      select id from surveys.answer
      where institution_id = ${scope.institution} and not settled and answered_on < ${today}::date
      limit ${SETTLE_AT_ONCE} for update
    ), moved as (
      delete from surveys.answer a using due
      where a.institution_id = ${scope.institution} and a.id = due.id returning a.*
    ), element_tally as (
      insert into surveys.tally_element as t
      select m.institution_id, m.unit_id, m.service_id, date_trunc('month', m.answered_on)::date, m.rule_code, e.element,
        count(*) filter (where e.score = 1), count(*) filter (where e.score = 2),
        count(*) filter (where e.score = 3), count(*) filter (where e.score = 4)
      from moved m cross join lateral (values ${elements}) e (element, score)
      where e.score is not null group by 1, 2, 3, 4, 5, 6
      on conflict (institution_id, unit_id, service_id, month, rule_code, element) do update set
        score1 = t.score1 + excluded.score1, score2 = t.score2 + excluded.score2,
        score3 = t.score3 + excluded.score3, score4 = t.score4 + excluded.score4
    ), respondent_tally as (
      insert into surveys.tally_respondent as t
      select m.institution_id, m.unit_id, m.service_id, date_trunc('month', m.answered_on)::date, m.rule_code, count(*),
        sum(m.mean_units), sum(m.mean_units::bigint * m.mean_units)
      from moved m group by 1, 2, 3, 4, 5
      on conflict (institution_id, unit_id, service_id, month, rule_code) do update set
        respondents = t.respondents + excluded.respondents, mean_sum = t.mean_sum + excluded.mean_sum,
        mean_squares = t.mean_squares + excluded.mean_squares
    )
    insert into surveys.answer (institution_id, id, rule_code, service_id, unit_id, answered_on, channel,
      ${sql.raw(ELEMENTS.join(', '))}, mean_units, age_band, gender, education, occupation, disability, comment, settled)
    select institution_id, id, rule_code, service_id, unit_id, answered_on, channel,
      ${sql.raw(ELEMENTS.join(', '))}, mean_units, age_band, gender, education, occupation, disability, comment, true
    from moved order by gen_random_uuid()`.execute(db)
  return Number(result.numAffectedRows ?? 0)
}

export type Batch = { id: string; service_id: string; unit_id: string; label: string; size: number; expires_on: string }

/** Makes `size` one-time links for a service of a unit within reach. */
export async function createInvitations(
  db: Db,
  scope: Scope<'survey.invite'>,
  now: Date,
  batch: Omit<Batch, 'id'>,
): Promise<string> {
  requireUnit(scope, batch.unit_id)
  const id = newId(now)
  await db
    .insertInto('surveys.invitation_batch')
    .values({ ...batch, id, institution_id: scope.institution, created_by: scope.account, created_at: now })
    .execute()
  await insertKey(db, scope)
  const tokens = await batchTokens(db, scope, id, batch.size)
  await db
    .insertInto('surveys.invitation')
    .values(tokens.map((token) => ({ institution_id: scope.institution, token_hash: tokenHash(token), batch_id: id })))
    .execute()
  return id
}

async function insertKey(db: Db, scope: Scope): Promise<void> {
  await db
    .insertInto('surveys.key')
    .values({ institution_id: scope.institution, secret: randomBytes(32) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The tokens of a batch, made again from the institution's key: 60 bits each, as 7K3P-Q9XM-2B4T. */
export async function batchTokens(db: Db, scope: Scope, batch: string, size: number): Promise<string[]> {
  const row = await db
    .selectFrom('surveys.key')
    .select('secret')
    .where('institution_id', '=', scope.institution)
    .executeTakeFirstOrThrow()
  return Array.from({ length: size }, (_, index) => tokenOf(row.secret, batch, index))
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

function tokenOf(secret: Buffer, batch: string, index: number): string {
  const bytes = createHmac('sha256', secret).update(`${batch}:${index}`).digest()
  const letters = [...bytes.subarray(0, 12)].map((byte) => CROCKFORD[byte % 32]).join('')
  return letters.replace(/(.{4})(.{4})(.{4})/, '$1-$2-$3')
}

/** Read over the phone, typed in small letters, O for 0, I or L for 1: all the same token. */
export function tokenHash(token: string): Buffer {
  const plain = token.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return createHash('sha256').update(plain).digest()
}

export type Invitation = { service_id: string; unit_id: string; used: boolean; expires_on: string }

export async function findInvitation(db: Db, scope: Scope<'public'>, token: string): Promise<Invitation | undefined> {
  return db
    .selectFrom('surveys.invitation as i')
    .innerJoin('surveys.invitation_batch as b', (join) =>
      join.onRef('b.institution_id', '=', 'i.institution_id').onRef('b.id', '=', 'i.batch_id'),
    )
    .select(['b.service_id', 'b.unit_id', 'b.expires_on', 'i.used'])
    .where('i.institution_id', '=', scope.institution)
    .where('i.token_hash', '=', tokenHash(token))
    .executeTakeFirst()
}

/** True for exactly one caller, however many send the same token at once. */
export async function redeemInvitation(db: Db, scope: Scope<'public'>, token: string): Promise<boolean> {
  const result = await db
    .updateTable('surveys.invitation')
    .set({ used: true })
    .where('institution_id', '=', scope.institution)
    .where('token_hash', '=', tokenHash(token))
    .where('used', '=', false)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export type BatchRow = Awaited<ReturnType<typeof listBatches>>[number]

export async function listBatches(db: Db, scope: Scope<'survey.invite'>) {
  return batches(db, scope).orderBy('b.created_at', 'desc').limit(100).execute()
}

export async function findBatch(db: Db, scope: Scope<'survey.invite'>, id: string) {
  return batches(db, scope).where('b.id', '=', id).executeTakeFirst()
}

function batches(db: Db, scope: Scope<'survey.invite'>) {
  return db
    .selectFrom('surveys.invitation_batch as b')
    .innerJoin('organization.unit as u', (join) =>
      join.onRef('u.institution_id', '=', 'b.institution_id').onRef('u.id', '=', 'b.unit_id'),
    )
    .select((eb) => [
      'b.id',
      'b.label',
      'b.size',
      'b.service_id',
      'b.unit_id',
      'b.expires_on',
      'b.created_at',
      'u.name as unit',
      eb
        .selectFrom('surveys.invitation as i')
        .select((count) => count.fn.countAll<number>().as('used'))
        .whereRef('i.institution_id', '=', 'b.institution_id')
        .whereRef('i.batch_id', '=', 'b.id')
        .where('i.used', '=', true)
        .as('used'),
    ])
    .where('b.institution_id', '=', scope.institution)
    .where('b.unit_id', 'in', scope.units.length > 0 ? scope.units : [scope.institution])
}
