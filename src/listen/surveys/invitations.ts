import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { requireUnit, type Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { newId } from '../../platform/id.ts'

export type Batch = {
  id: string
  service_id: string
  unit_id: string
  label: string
  size: number
  expires_on: string
  plan_id?: string | undefined
  mailed?: boolean | undefined
}

/** Makes `size` one-time links for a service of a unit within reach. */
export async function createInvitations(
  db: Db,
  scope: Scope<'survey.invite' | 'survey.plan'>,
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
  const secret = await keyOf(db, scope)
  return Array.from({ length: size }, (_, index) => tokenOf(secret, batch, index))
}

async function keyOf(db: Db, scope: Scope): Promise<Buffer> {
  const row = await db
    .selectFrom('surveys.key')
    .select('secret')
    .where('institution_id', '=', scope.institution)
    .executeTakeFirstOrThrow()
  return row.secret
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

function tokenOf(secret: Buffer, batch: string, index: number | string): string {
  const bytes = createHmac('sha256', secret).update(`${batch}:${index}`).digest()
  const letters = [...bytes.subarray(0, 12)].map((byte) => CROCKFORD[byte % 32]).join('')
  return letters.replace(/(.{4})(.{4})(.{4})/, '$1-$2-$3')
}

export type Invited = { key: string; token: string; expires_on: string }

/**
 * Links for people another system has served. Each is made from that system's key and nothing but its hash is stored,
 * in one batch of the service's month: the same key gives the same link, and nobody here knows whose it is.
 */
export async function inviteByKeys(
  db: Db,
  scope: Scope<'survey.invite'>,
  now: Date,
  wanted: {
    today: string
    label: string
    service: { id: string; unit_id: string }
    client: string
    keys: readonly string[]
  },
): Promise<{ made: number; invited: Invited[] }> {
  const { service } = wanted
  requireUnit(scope, service.unit_id)
  await insertKey(db, scope)
  const secret = await keyOf(db, scope)
  const tokens = wanted.keys.map((key) => ({ key, token: tokenOf(secret, `api:${wanted.client}:${service.id}`, key) }))
  // Locked until the end: two that ask at the same time count one after the other.
  const { rows } = await sql<{ id: string }>`
    insert into surveys.invitation_batch as b (institution_id, id, service_id, unit_id, label, size, month, mailed,
      expires_on, created_at)
    values (${scope.institution}, ${newId(now)}, ${service.id}, ${service.unit_id}, ${wanted.label}, 0,
      date_trunc('month', ${wanted.today}::date), true,
      date_trunc('month', ${wanted.today}::date) + interval '2 months' - interval '1 day', ${now})
    on conflict (institution_id, service_id, month) where month is not null do update set size = b.size
    returning id`.execute(db)
  const batch = rows[0]!.id
  const hashes = tokens.map(({ token }) => tokenHash(token))
  const { numAffectedRows: made = 0n } = await sql`
    insert into surveys.invitation (institution_id, token_hash, batch_id)
    select ${scope.institution}::uuid, hash, ${batch}::uuid from unnest(${hashes}::bytea[]) hash
    on conflict do nothing`.execute(db)
  await sql`
    update surveys.invitation_batch set size = size + ${Number(made)}
    where institution_id = ${scope.institution} and id = ${batch}`.execute(db)
  await sql`
    delete from surveys.invitation_batch where institution_id = ${scope.institution} and id = ${batch} and size = 0`.execute(
    db,
  )
  const { rows: kept } = await sql<{ hash: string; expires_on: string }>`
    select encode(i.token_hash, 'hex') as hash, b.expires_on from surveys.invitation i
    join surveys.invitation_batch b on b.institution_id = i.institution_id and b.id = i.batch_id
    where i.institution_id = ${scope.institution} and i.token_hash = any(${hashes}::bytea[])`.execute(db)
  const expiry = new Map(kept.map((row) => [row.hash, row.expires_on]))
  const invited = tokens.map((one, at) => ({ ...one, expires_on: expiry.get(hashes[at]!.toString('hex'))! }))
  return { made: Number(made), invited }
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
  return batches(db, scope).orderBy('b.created_at', 'desc').limit(MOST_LISTED).execute()
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
      'b.plan_id',
      'b.mailed',
      'b.month',
      'b.undelivered',
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

/** What a letter about this batch says. */
export async function findLetterBatch(db: Db, scope: Scope<'survey.invite'>, id: string) {
  return db
    .selectFrom('surveys.invitation_batch as b')
    .innerJoin('organization.institution as o', 'o.id', 'b.institution_id')
    .select(['b.size', 'b.label', 'b.service_id', 'b.expires_on', 'o.slug', 'o.name as institution'])
    .where('b.institution_id', '=', scope.institution)
    .where('b.id', '=', id)
    .executeTakeFirst()
}

/** 0 to n-1 in an order nobody can foresee: the place of an address in a list tells nothing about its link. */
export function shuffled(n: number): number[] {
  const order = Array.from({ length: n }, (_, index) => index)
  for (let at = n - 1; at > 0; at--) {
    const other = randomInt(at + 1)
    ;[order[at], order[other]] = [order[other]!, order[at]!]
  }
  return order
}
