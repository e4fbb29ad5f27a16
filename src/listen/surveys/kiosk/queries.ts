import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { requireUnit, type Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { newId } from '../../../platform/id.ts'
import { CODE_HOURS } from './model.ts'

export type KioskRow = Awaited<ReturnType<typeof listKiosks>>[number]

export async function listKiosks(db: Db, scope: Scope<'survey.kiosk'>) {
  return kiosks(db, scope).orderBy('k.revoked_at').orderBy('k.name').limit(MOST_LISTED).execute()
}

export async function findKiosk(db: Db, scope: Scope<'survey.kiosk'>, id: string): Promise<KioskRow | undefined> {
  return kiosks(db, scope).where('k.id', '=', id).executeTakeFirst()
}

function kiosks(db: Db, scope: Scope<'survey.kiosk'>) {
  return db
    .selectFrom('surveys.kiosk as k')
    .innerJoin('organization.unit as u', (join) =>
      join.onRef('u.institution_id', '=', 'k.institution_id').onRef('u.id', '=', 'k.unit_id'),
    )
    .select([
      'k.id',
      'k.name',
      'k.unit_id',
      'u.name as unit',
      'k.paired_on',
      'k.seen_on',
      'k.revoked_at',
      'k.kept',
      'k.late',
      'k.refused',
    ])
    .where('k.institution_id', '=', scope.institution)
    .where('k.unit_id', 'in', scope.units.length > 0 ? scope.units : [scope.institution])
}

/** Registers a place for a tablet and returns the code that lets one device in. */
export async function insertKiosk(
  db: Db,
  scope: Scope<'survey.kiosk'>,
  now: Date,
  kiosk: { name: string; unit: string },
): Promise<{ id: string; code: string }> {
  requireUnit(scope, kiosk.unit)
  const id = newId(now)
  await db
    .insertInto('surveys.kiosk')
    .values({
      institution_id: scope.institution,
      id,
      name: kiosk.name,
      unit_id: kiosk.unit,
      created_by: scope.account,
      created_at: now,
    })
    .execute()
  return { id, code: await renewCode(db, scope, now, id) }
}

/** A new code; the device that was let in before stays out from now on. */
export async function renewCode(db: Db, scope: Scope<'survey.kiosk'>, now: Date, id: string): Promise<string> {
  const code = randomBytes(15).toString('base64url')
  await db
    .updateTable('surveys.kiosk')
    .set({
      code_hash: hashOf(code),
      code_until: new Date(now.getTime() + CODE_HOURS * 3_600_000),
      token_hash: null,
      paired_on: null,
      revoked_at: null,
    })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .execute()
  return code
}

export async function revokeKiosk(db: Db, scope: Scope<'survey.kiosk'>, now: Date, id: string): Promise<void> {
  await db
    .updateTable('surveys.kiosk')
    .set({ revoked_at: now, token_hash: null, code_hash: null, code_until: null })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .execute()
}

export async function findByCode(db: Db, scope: Scope<'public'>, now: Date, code: string) {
  return db
    .selectFrom('surveys.kiosk')
    .select(['id', 'name'])
    .where('institution_id', '=', scope.institution)
    .where('code_hash', '=', hashOf(code))
    .where('code_until', '>', now)
    .executeTakeFirst()
}

/** Lets one device in: its token, which is stored nowhere but in its browser. Undefined when the code is spent. */
export async function pairKiosk(
  db: Db,
  scope: Scope<'public'>,
  now: Date,
  today: string,
  code: string,
): Promise<{ id: string; token: string } | undefined> {
  const token = randomBytes(32).toString('base64url')
  const row = await db
    .updateTable('surveys.kiosk')
    .set({ token_hash: hashOf(token), code_hash: null, code_until: null, paired_on: today })
    .where('institution_id', '=', scope.institution)
    .where('code_hash', '=', hashOf(code))
    .where('code_until', '>', now)
    .returning('id')
    .executeTakeFirst()
  return row && { id: row.id, token }
}

export type Device = { id: string; name: string; unit_id: string }

export async function findDevice(
  db: Db,
  scope: Scope<'public'>,
  token: string | undefined,
): Promise<Device | undefined> {
  if (!token || token.length > 100) return undefined
  return db
    .selectFrom('surveys.kiosk')
    .select(['id', 'name', 'unit_id'])
    .where('institution_id', '=', scope.institution)
    .where('token_hash', '=', hashOf(token))
    .executeTakeFirst()
}

export async function countKiosk(
  db: Db,
  scope: Scope<'public'>,
  id: string,
  seen: { day: string; kept: number; late: number; refused: number },
): Promise<void> {
  await sql`update surveys.kiosk set seen_on = ${seen.day}, kept = kept + ${seen.kept}, late = late + ${seen.late},
      refused = refused + ${seen.refused}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
