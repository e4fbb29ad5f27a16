import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { newId } from '../../platform/id.ts'
import { type Criterion, implementedIn, type NewCriterion, type State, type Step } from './model.ts'

export type OwnRow = {
  id: string
  title: string
  unit_name: string
  part: string
  state: State
  created_at: Date
  steps: { to: State; on: string; decision: 'accepted' | 'returned' | null; note: string | null }[]
}

/** What one person thought of or takes part in, for themselves. */
export async function listOwn(db: Db, scope: Scope<'self'>): Promise<OwnRow[]> {
  const { rows } = await sql<OwnRow>`
    select e.id, e.title, u.name as unit_name, coalesce(p.part, '') as part, e.state, e.created_at,
      coalesce((select json_agg(json_build_object('to', c.to_state, 'on', c.happened_on, 'decision', r.decision,
          'note', r.note) order by c.number)
        from practices.change c left join practices.review r on r.institution_id = c.institution_id
          and r.entry_id = c.entry_id and r.number = c.number
        where c.institution_id = e.institution_id and c.entry_id = e.id), '[]') as steps
    from practices.entry e
    join organization.unit u on u.institution_id = e.institution_id and u.id = e.unit_id
    left join practices.person p on p.institution_id = e.institution_id and p.entry_id = e.id
      and p.employee_id = ${scope.employee}::uuid
    where e.institution_id = ${scope.institution} and e.kind = 'innovation'
      and (p.employee_id is not null or e.created_by = ${scope.account}::uuid)
    order by e.created_at desc, e.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export type LogRow = {
  entry_id: string
  title: string
  unit_id: string
  unit_name: string
  on: string
  state: State
  people: string | null
}

/** The innovation log: every dated step of the units within reach, and the day an idea was written down. */
export async function listLog(
  db: Db,
  scope: Scope<'practice.read'>,
  period: { from: string; until: string },
  unit: string | undefined,
): Promise<LogRow[]> {
  const { rows } = await sql<LogRow>`
    with step as (
      select e.id, (e.created_at at time zone i.time_zone)::date as on, 'proposed'::practices.state as state
      from practices.entry e join organization.institution i on i.id = e.institution_id
      where e.institution_id = ${scope.institution} and e.kind = 'innovation'
      union all
      select c.entry_id, c.happened_on, c.to_state from practices.change c
      join practices.review r on r.institution_id = c.institution_id and r.entry_id = c.entry_id and r.number = c.number
        and r.decision = 'accepted'
      where c.institution_id = ${scope.institution}
    )
    select e.id as entry_id, e.title, e.unit_id, u.name as unit_name, step.on, step.state,
      (select string_agg(m.name, ', ' order by m.name) from practices.person p
        join people.employee m on m.institution_id = p.institution_id and m.id = p.employee_id
        where p.institution_id = e.institution_id and p.entry_id = e.id) as people
    from step join practices.entry e on e.institution_id = ${scope.institution} and e.id = step.id
    join organization.unit u on u.institution_id = e.institution_id and u.id = e.unit_id
    where e.unit_id = any(${scope.units}::uuid[]) and step.on between ${period.from}::date and ${period.until}::date
      and (${unit ?? null}::text is null or e.unit_id::text = ${unit ?? null})
    order by step.on desc, e.title, e.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export type Implemented = {
  /** The indicator itself: "jumlah inovasi pelayanan publik yang diimplementasikan". */
  count: number
  /** What it counts, so that the figure opens to its inputs. */
  entries: { id: string; title: string; unit_id: string; since: string }[]
}

/**
 * Public service innovations of these units (as far as the scope reaches) that came into use between two days, both
 * included, by a change with evidence that somebody else accepted, and that were still in use on the last day.
 */
export async function countImplementedInnovations(
  db: Db,
  scope: Scope,
  wanted: { unitIds: readonly string[]; from: string; until: string },
): Promise<Implemented> {
  const units = wanted.unitIds.filter((unit) => scope.units.includes(unit))
  if (units.length === 0) return { count: 0, entries: [] }
  const { rows } = await sql<Step & { title: string; unit_id: string }>`
    select c.entry_id as entry, c.number, c.to_state as to, c.happened_on as on, e.title, e.unit_id
    from practices.entry e
    join practices.change c on c.institution_id = e.institution_id and c.entry_id = e.id
    join practices.review r on r.institution_id = c.institution_id and r.entry_id = c.entry_id and r.number = c.number
      and r.decision = 'accepted'
    where e.institution_id = ${scope.institution} and e.unit_id = any(${units}::uuid[]) and e.kind = 'innovation'
      and e.form = 'public_service' and c.happened_on <= ${wanted.until}::date
    order by c.entry_id, c.number`.execute(db)
  const facts = new Map(rows.map((row) => [row.entry, row]))
  const entries = implementedIn(rows, wanted.from, wanted.until).flatMap(({ entry, since }) => {
    const fact = facts.get(entry)
    return fact ? [{ id: entry, title: fact.title, unit_id: fact.unit_id, since }] : []
  })
  return { count: entries.length, entries }
}

/** Every wording of every criterion: the ones of the law and the institution's own. */
export async function listCriteria(db: Db, scope: Scope): Promise<Criterion[]> {
  const { rows } = await sql<Criterion>`
    select key, position, text, source, verified, valid_from, false as own, false as replaced,
      null::timestamptz as set_at, null::uuid as id from practices.default_criterion
    union all
    select c.key, coalesce(d.position, 90), c.text, c.source, c.verified, c.valid_from, true,
      row_number() over (partition by c.key, c.valid_from order by c.set_at desc, c.id desc) > 1, c.set_at, c.id
    from practices.criterion c left join practices.default_criterion d on d.key = c.key
    where c.institution_id = ${scope.institution}
    order by position, key, valid_from desc, own desc, set_at desc, id desc`.execute(db)
  return rows
}

export async function putCriterion(
  db: Db,
  scope: Scope<'practice.rules'>,
  now: Date,
  row: NewCriterion,
): Promise<void> {
  await db
    .insertInto('practices.criterion')
    .values({ ...row, institution_id: scope.institution, id: newId(now), set_by: scope.account, set_at: now })
    .execute()
}
