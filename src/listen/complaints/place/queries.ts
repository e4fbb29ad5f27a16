import { sql } from 'kysely'
import { findRegionPath, listRegions } from '../../../core/organization/index.ts'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { LEVELS, levelOf, type PlaceAnswer, type Region, rounded } from './model.ts'

export type RegionChoice = {
  /** From the province down to what is chosen so far. */
  path: readonly Region[]
  /** What lies right beneath it; empty at a village, or where no codes are loaded. */
  options: readonly Region[]
}

/** What is chosen and what can be chosen next. Without a code it begins at the institution's own region. */
export async function regionChoice(db: Db, scope: Scope, code: string | undefined): Promise<RegionChoice> {
  const from = code ?? (await homeRegion(db, scope)) ?? ''
  const path = from === '' ? [] : await findRegionPath(db, scope, from)
  const last = path.at(-1)
  if (last && last.level >= LEVELS) return { path, options: [] }
  return { path, options: await listRegions(db, scope, last?.code ?? null) }
}

async function homeRegion(db: Db, scope: Scope): Promise<string | null> {
  const { rows } = await sql<{ region_code: string | null }>`
    select region_code from organization.institution where id = ${scope.institution}`.execute(db)
  return rows[0]?.region_code ?? null
}

export async function isRegion(db: Db, scope: Scope, code: string): Promise<boolean> {
  return (await findRegionPath(db, scope, code)).at(-1)?.level === levelOf(code)
}

export async function insertPlace(
  db: Db,
  scope: Scope,
  complaintId: string,
  answer: PlaceAnswer & { secret: boolean },
): Promise<void> {
  const { region = null, rt = null, rw = null } = answer
  const position = rounded(answer, answer.secret)
  if (region === null && rt === null && rw === null && !position) return
  await sql`
    insert into complaints.place (institution_id, complaint_id, region_code, rt, rw, latitude, longitude)
    values (${scope.institution}, ${complaintId}, ${region}, ${rt}, ${rw}, ${position?.latitude ?? null},
      ${position?.longitude ?? null})`.execute(db)
}

export type PlaceRow = {
  region_code: string | null
  rt: number | null
  rw: number | null
  latitude: string | null
  longitude: string | null
  path: readonly Region[]
}

/** Where a complaint happened; undefined when nothing but words was told. The caller has checked the complaint. */
export async function findPlaceOf(db: Db, scope: Scope, complaintId: string): Promise<PlaceRow | undefined> {
  const { rows } = await sql<Omit<PlaceRow, 'path'>>`
    select region_code, rt, rw, latitude::text, longitude::text from complaints.place
    where institution_id = ${scope.institution} and complaint_id = ${complaintId}`.execute(db)
  const row = rows[0]
  return row && { ...row, path: row.region_code ? await findRegionPath(db, scope, row.region_code) : [] }
}
