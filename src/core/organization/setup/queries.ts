import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import type { INSTITUTION_KINDS } from '../model.ts'

export type NewInstitution = {
  id: string
  slug: string
  name: string
  kind: (typeof INSTITUTION_KINDS)[number]
  regionCode: string | null
  timeZone: string
  hostname: string | null
  synthetic: boolean
  /** Code of the unit that stands for the whole institution. */
  rootCode: string
  /** From when the root unit exists; history before that date cannot be recorded. */
  activeFrom: string
}

export async function insertInstitution(db: Db, now: Date, institution: NewInstitution): Promise<void> {
  await db
    .insertInto('organization.institution')
    .values({
      id: institution.id,
      slug: institution.slug,
      name: institution.name,
      kind: institution.kind,
      region_code: institution.regionCode,
      time_zone: institution.timeZone,
      hostname: institution.hostname,
      synthetic: institution.synthetic,
      created_at: now,
    })
    .execute()
}

export async function findInstitution(db: Db, scope: Scope) {
  return db
    .selectFrom('organization.institution as i')
    .leftJoin('organization.region as r', 'r.code', 'i.region_code')
    .select([
      'i.id',
      'i.slug',
      'i.name',
      'i.kind',
      'i.region_code',
      'r.name as region',
      'i.time_zone',
      'i.hostname',
      'i.synthetic',
    ])
    .where('i.id', '=', scope.institution)
    .executeTakeFirstOrThrow()
}

export async function findBySlug(db: Db, slug: string) {
  return db.selectFrom('organization.institution').select('id').where('slug', '=', slug).executeTakeFirst()
}

export async function setInstitution(
  db: Db,
  scope: Scope<'organization.manage'>,
  change: Pick<NewInstitution, 'slug' | 'name' | 'kind' | 'timeZone'>,
): Promise<void> {
  await db
    .updateTable('organization.institution')
    .set({ slug: change.slug, name: change.name, kind: change.kind, time_zone: change.timeZone })
    .where('id', '=', scope.institution)
    .execute()
}

export async function setRegion(db: Db, scope: Scope<'organization.manage'>, code: string): Promise<void> {
  await db
    .updateTable('organization.institution')
    .set({ region_code: code })
    .where('id', '=', scope.institution)
    .execute()
}
