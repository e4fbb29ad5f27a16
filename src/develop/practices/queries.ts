import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { newId } from '../../platform/id.ts'
import type { EntryInput, Initiator, InnovationForm, Kind, Part, State } from './model.ts'

type Read = Scope<'practice.read' | 'practice.manage' | 'practice.review'>
type Manage = Scope<'practice.manage'>

export type EntryRow = Record<Part, string> & {
  id: string
  kind: Kind
  unit_id: string
  unit_name: string
  service_id: string | null
  service_name: string | null
  holder: string
  title: string
  theme: string
  problem: string
  form: InnovationForm
  digital: boolean
  initiator: Initiator
  adopted_from: string | null
  adopted_change: string
  outcome: string
  state: State
  since: string | null
  published_at: Date | null
  created_by: string | null
  created_at: Date
  waiting: boolean
}

const columns = sql`e.id, e.kind, e.unit_id, u.name as unit_name, e.service_id, s.name as service_name, e.holder,
  e.title, e.theme, e.problem, e.situation, e.practice, e.success_factors, e.constraints, e.recommendations, e.outcome, e.form,
  e.digital, e.initiator, e.adopted_from, e.adopted_change, e.state, e.published_at, e.created_by, e.created_at,
  (select max(c.happened_on) from practices.change c join practices.review r on r.institution_id = c.institution_id
    and r.entry_id = c.entry_id and r.number = c.number and r.decision = 'accepted'
    where c.institution_id = e.institution_id and c.entry_id = e.id) as since,
  exists (select from practices.change c where c.institution_id = e.institution_id and c.entry_id = e.id and not exists
    (select from practices.review r where r.institution_id = c.institution_id and r.entry_id = c.entry_id
      and r.number = c.number)) as waiting`
const source = sql`practices.entry e
  join organization.unit u on u.institution_id = e.institution_id and u.id = e.unit_id
  left join services.v_service s on s.institution_id = e.institution_id and s.id = e.service_id`

export type EntryFilter = {
  state?: State | 'reference' | 'waiting' | undefined
  unit?: string | undefined
  theme?: string | undefined
  q?: string | undefined
}

const pattern = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`

/** Of the units within reach, the newest first. */
export async function listEntries(db: Db, scope: Read, filter: EntryFilter = {}): Promise<EntryRow[]> {
  const { state, unit, theme, q } = filter
  const which =
    state === undefined
      ? sql`true`
      : state === 'reference'
        ? sql`e.kind = 'reference'`
        : state === 'waiting'
          ? sql`e.kind = 'innovation'`
          : sql`e.kind = 'innovation' and e.state = ${state}`
  const { rows } = await sql<EntryRow>`
    select ${columns} from ${source}
    where e.institution_id = ${scope.institution} and e.unit_id = any(${scope.units}::uuid[]) and ${which}
      and (${unit ?? null}::text is null or e.unit_id::text = ${unit ?? null})
      and (${theme ?? null}::text is null or e.theme = ${theme ?? null})
      and (${q ? pattern(q) : null}::text is null or e.title || ' ' || e.practice || ' ' || e.holder ilike ${q ? pattern(q) : null})
    order by e.created_at desc, e.id limit ${MOST_LISTED}`.execute(db)
  return state === 'waiting' ? rows.filter((row) => row.waiting) : rows
}

export async function findEntry(db: Db, scope: Scope, id: string): Promise<EntryRow | undefined> {
  const { rows } = await sql<EntryRow>`
    select ${columns} from ${source}
    where e.institution_id = ${scope.institution} and e.id = ${id} and e.unit_id = any(${scope.units}::uuid[])`.execute(
    db,
  )
  return rows[0]
}

/** For a change: nobody else changes it at the same time. */
export async function lockEntry(db: Db, scope: Scope, id: string): Promise<EntryRow | undefined> {
  await sql`select id from practices.entry where institution_id = ${scope.institution} and id = ${id} for update`.execute(
    db,
  )
  return findEntry(db, scope, id)
}

/** As many as one page of cards holds; a problem to choose narrows it. */
export const MOST_PUBLISHED = 300

/** What everybody may read: published, and not one that was given up before it began. */
export async function listPublished(db: Db, scope: Scope, theme?: string): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select ${columns} from ${source}
    where e.institution_id = ${scope.institution} and e.published_at is not null
      and (${theme ?? null}::text is null or e.theme = ${theme ?? null})
    order by (e.kind = 'reference'), array_position(array['implemented', 'trial', 'proposed', 'stopped'], e.state::text),
      e.published_at desc, e.id limit ${MOST_PUBLISHED}`.execute(db)
  return rows
}

export async function findPublished(db: Db, scope: Scope, id: string): Promise<EntryRow | undefined> {
  const { rows } = await sql<EntryRow>`
    select ${columns} from ${source}
    where e.institution_id = ${scope.institution} and e.id = ${id} and e.published_at is not null`.execute(db)
  return rows[0]
}

export type EntryValues = Omit<EntryInput, 'kind' | 'unit' | 'service' | 'adopted_from'> & {
  unit_id: string
  service_id: string | null
  adopted_from: string | null
}

export async function insertEntry(
  db: Db,
  scope: Scope<'practice.manage' | 'self'>,
  now: Date,
  kind: Kind,
  values: EntryValues,
): Promise<string> {
  const id = newId(now)
  await db
    .insertInto('practices.entry')
    .values({
      ...values,
      institution_id: scope.institution,
      id,
      kind,
      created_by: scope.account,
      created_at: now,
      changed_at: now,
    })
    .execute()
  return id
}

export async function updateEntry(db: Db, scope: Manage, now: Date, id: string, values: EntryValues): Promise<void> {
  await db
    .updateTable('practices.entry')
    .set({ ...values, changed_at: now })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .execute()
}

export async function setState(db: Db, scope: Scope<'practice.review'>, id: string, state: State): Promise<void> {
  await sql`update practices.entry set state = ${state} where institution_id = ${scope.institution} and id = ${id}`.execute(
    db,
  )
}

export async function setPublished(
  db: Db,
  scope: Scope<'practice.review'>,
  id: string,
  at: Date | null,
): Promise<void> {
  await sql`update practices.entry set published_at = ${at}, published_by = ${at ? scope.account : null}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export type LineRow = { id: string; title: string; unit_name: string; holder: string; state: State; depth: number }

/** Where an entry comes from, farthest first, and what was adopted from it; only what the reader may open. */
export async function listLineage(
  db: Db,
  scope: Scope,
  id: string,
  sight: 'reach' | 'public',
): Promise<{ from: LineRow[]; into: LineRow[] }> {
  const seen =
    sight === 'public'
      ? sql`e.published_at is not null`
      : sql`(e.published_at is not null or e.unit_id = any(${scope.units}::uuid[]))`
  const shown = sql`e.id, e.title, u.name as unit_name, e.holder, e.state, l.depth from line l
    join practices.entry e on e.institution_id = ${scope.institution} and e.id = l.id
    join organization.unit u on u.institution_id = e.institution_id and u.id = e.unit_id
    where l.depth > 0 and ${seen}`
  const from = await sql<LineRow>`
    with recursive line as (
      select id, adopted_from, 0 as depth from practices.entry where institution_id = ${scope.institution} and id = ${id}
      union all
      select e.id, e.adopted_from, l.depth + 1 from practices.entry e join line l on e.id = l.adopted_from
      where e.institution_id = ${scope.institution} and l.depth < 20
    ) select ${shown} order by l.depth desc`.execute(db)
  const into = await sql<LineRow>`
    with recursive line as (
      select id, 0 as depth from practices.entry where institution_id = ${scope.institution} and id = ${id}
      union all
      select e.id, l.depth + 1 from practices.entry e join line l on e.adopted_from = l.id
      where e.institution_id = ${scope.institution} and l.depth < 20
    ) select ${shown} order by l.depth, e.created_at limit 100`.execute(db)
  return { from: from.rows, into: into.rows }
}

/** Entries that may be adopted: what everybody may read, and what is within reach. */
export async function listAdoptable(db: Db, scope: Manage): Promise<{ id: string; title: string; holder: string }[]> {
  const { rows } = await sql<{ id: string; title: string; holder: string }>`
    select e.id, e.title, coalesce(nullif(e.holder, ''), u.name) as holder from ${source}
    where e.institution_id = ${scope.institution}
      and (e.published_at is not null or e.unit_id = any(${scope.units}::uuid[]))
    order by e.title, e.id limit 5000`.execute(db)
  return rows
}

/** Whether `id` stands somewhere in the line that `from` comes from, so that adopting it would go in a circle. */
export async function descendsFrom(db: Db, scope: Manage, from: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    with recursive line as (
      select id, adopted_from, 0 as depth from practices.entry where institution_id = ${scope.institution} and id = ${from}
      union all
      select e.id, e.adopted_from, l.depth + 1 from practices.entry e join line l on e.id = l.adopted_from
      where e.institution_id = ${scope.institution} and l.depth < 50
    ) select 1 from line where id = ${id}`.execute(db)
  return rows.length > 0
}
