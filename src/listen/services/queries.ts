import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { remembered } from '../../platform/remember.ts'
import type { Need, ServiceChannel } from './model.ts'

export type ServiceRow = {
  id: string
  unit_id: string
  unit_name: string
  name: string
  slug: string
  summary: string
  product: string
  requirements: string
  procedure: string
  promise_days: number | null
  promise_minutes: number | null
  cost: number
  cost_note: string
  channels: ServiceChannel[]
  need: Need
  active: boolean
  updated_at: Date
  /** The approved version that these columns repeat; null while there is none. */
  standard_id: string | null
}

// to_json, because the driver does not know how to read an array of an enum of ours.
const columns = sql`s.id, s.unit_id, u.name as unit_name, s.name, s.slug, s.summary, s.product, s.requirements,
  s.procedure, s.promise_days, s.promise_minutes, s.cost, s.cost_note, to_json(s.channels) as channels, s.active, s.updated_at,
  s.need, s.standard_id`
const source = sql`services.service s
  join organization.unit u on u.institution_id = s.institution_id and u.id = s.unit_id`

export const MOST_SERVICES = 5000

/** All services of the institution by name: public knowledge, so every scope sees all of them. */
export async function listServices(db: Db, scope: Scope): Promise<ServiceRow[]> {
  const { rows } = await sql<ServiceRow>`
    select ${columns} from ${source} where s.institution_id = ${scope.institution} order by s.name, s.id limit ${MOST_SERVICES}`.execute(
    db,
  )
  return rows
}

export type ServiceName = { id: string; unit_id: string; name: string }

/** What a choice of services shows. */
export async function listServiceNames(db: Db, scope: Scope): Promise<ServiceName[]> {
  const { rows } = await sql<ServiceName>`
    select id, unit_id, name from services.service where institution_id = ${scope.institution}
    order by name, id limit ${MOST_SERVICES}`.execute(db)
  return rows
}

export async function findServiceBySlug(db: Db, scope: Scope, slug: string): Promise<ServiceRow | undefined> {
  const { rows } = await sql<ServiceRow>`
    select ${columns} from ${source} where s.institution_id = ${scope.institution} and s.slug = ${slug}`.execute(db)
  return rows[0]
}

export async function findServiceById(db: Db, scope: Scope, id: string): Promise<ServiceRow | undefined> {
  const { rows } = await sql<ServiceRow>`
    select ${columns} from ${source} where s.institution_id = ${scope.institution} and s.id = ${id}`.execute(db)
  return rows[0]
}

/** Lets one change of a service's standards wait for another. */
export async function lockService(db: Db, scope: Scope, id: string): Promise<void> {
  await sql`select 1 from services.service where institution_id = ${scope.institution} and id = ${id} for update`.execute(
    db,
  )
}

export async function institutionZone(db: Db, scope: Scope): Promise<string> {
  const row = await db
    .selectFrom('organization.institution')
    .select('time_zone')
    .where('id', '=', scope.institution)
    .executeTakeFirstOrThrow()
  return row.time_zone
}

const providers = remembered<[string], string | undefined>((unit) => unit !== undefined)

/** The unit that provides a service; undefined when the service is not there or no longer provided. */
export function findProvider(db: Db, scope: Scope, now: Date, id: string): Promise<string | undefined> {
  return providers(scope, now, [id], async () => {
    const { rows } = await sql<{ unit_id: string }>`
      select unit_id from services.service where institution_id = ${scope.institution} and id = ${id} and active`.execute(
      db,
    )
    return rows[0]?.unit_id
  })
}

/** Only services of the units in reach. */
export async function findService(db: Db, scope: Scope<'service.read'>, id: string): Promise<ServiceRow | undefined> {
  const { rows } = await sql<ServiceRow>`
    select ${columns} from ${source}
    where s.institution_id = ${scope.institution} and s.id = ${id} and s.unit_id = any(${scope.units}::uuid[])`.execute(
    db,
  )
  return rows[0]
}

export async function listSlugs(db: Db, scope: Scope, like: string): Promise<string[]> {
  const { rows } = await sql<{ slug: string }>`
    select slug from services.service where institution_id = ${scope.institution} and starts_with(slug, ${like})`.execute(
    db,
  )
  return rows.map((row) => row.slug)
}

export type UnitRow = { id: string; name: string }

export type ServiceValues = Omit<ServiceRow, 'unit_name' | 'standard_id'>

/** Inserts new services and changes known ones, by id; a changed one keeps its address. */
export async function putServices(
  db: Db,
  scope: Scope<'service.manage'>,
  rows: readonly ServiceValues[],
): Promise<void> {
  providers.forget(scope.institution)
  await sql`
    insert into services.service (institution_id, id, unit_id, name, slug, summary, product, requirements, procedure,
      promise_days, promise_minutes, cost, cost_note, channels, need, active, updated_at)
    select ${scope.institution}::uuid, i.id, i.unit_id, i.name, i.slug, i.summary, i.product, i.requirements, i.procedure,
      i.promise_days, i.promise_minutes, i.cost, i.cost_note, i.channels, i.need, i.active, i.updated_at
    from json_to_recordset(${JSON.stringify(rows)}::json) as i (id uuid, unit_id uuid, name text, slug text,
      summary text, product text, requirements text, procedure text, promise_days smallint, promise_minutes smallint,
      cost bigint, cost_note text, channels services.channel[], need text, active boolean, updated_at timestamptz)
    on conflict (institution_id, id) do update set unit_id = excluded.unit_id, name = excluded.name,
      summary = excluded.summary, product = excluded.product, requirements = excluded.requirements,
      procedure = excluded.procedure, promise_days = excluded.promise_days, promise_minutes = excluded.promise_minutes,
      cost = excluded.cost, cost_note = excluded.cost_note, channels = excluded.channels, need = excluded.need, active = excluded.active,
      updated_at = excluded.updated_at`.execute(db)
}
