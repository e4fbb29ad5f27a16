import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import type { StandardContent } from './content.ts'

export type StandardRow = {
  id: string
  service_id: string
  version: number
  state: 'draft' | 'submitted' | 'approved' | 'withdrawn'
  content: StandardContent
  note: string
  drafted_by: string | null
  drafted_by_name: string | null
  drafted_at: Date
  submitted_by: string | null
  submitted_by_name: string | null
  submitted_at: Date | null
  authors: string[]
  approved_by: string | null
  approved_by_name: string | null
  approved_at: Date | null
  decree_number: string | null
  decree_date: string | null
  effective_from: string | null
}

const columns = sql`s.id, s.service_id, s.version, s.state, s.content, s.note, s.drafted_by, d.name as drafted_by_name,
  s.drafted_at, s.authors, s.submitted_by, b.name as submitted_by_name, s.submitted_at, s.approved_by, a.name as approved_by_name,
  s.approved_at, s.decree_number, s.decree_date, s.effective_from`
const source = sql`services.standard s
  left join people.account d on d.institution_id = s.institution_id and d.id = s.drafted_by
  left join people.account b on b.institution_id = s.institution_id and b.id = s.submitted_by
  left join people.account a on a.institution_id = s.institution_id and a.id = s.approved_by`

/** The version in force on a date. */
export async function findEffective(
  db: Db,
  scope: Scope,
  service: string,
  on: string,
): Promise<StandardRow | undefined> {
  const { rows } = await sql<StandardRow>`
    select ${columns} from ${source}
    where s.institution_id = ${scope.institution} and s.service_id = ${service} and s.effective_from <= ${on}
    order by s.effective_from desc limit 1`.execute(db)
  return rows[0]
}

export type EffectiveTime = { service_id: string; standard_id: string; effective_from: string } & Pick<
  StandardContent,
  'days' | 'minutes'
>

/** The promised times of these services, newest first: enough to give many transactions their clock. */
export async function listEffectiveTimes(db: Db, scope: Scope, services: readonly string[]): Promise<EffectiveTime[]> {
  const { rows } = await sql<EffectiveTime>`
    select service_id, id as standard_id, effective_from, (content->>'days')::int as days,
      (content->>'minutes')::int as minutes
    from services.standard
    where institution_id = ${scope.institution} and service_id = any(${services}::uuid[]) and effective_from is not null
    order by effective_from desc`.execute(db)
  return rows
}

/** All versions, newest first: those that were approved are public. */
export async function listStandards(db: Db, scope: Scope, service: string): Promise<StandardRow[]> {
  const { rows } = await sql<StandardRow>`
    select ${columns} from ${source} where s.institution_id = ${scope.institution} and s.service_id = ${service}
    order by s.version desc limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function lockStandard(db: Db, scope: Scope, service: string, version: number) {
  await sql`select 1 from services.standard where institution_id = ${scope.institution} and service_id = ${service}
    and version = ${version} for update`.execute(db)
  return (await listStandards(db, scope, service)).find((row) => row.version === version)
}

export type NewStandard = {
  id: string
  service_id: string
  version: number
  state: 'draft' | 'submitted' | 'approved'
  content: StandardContent
  drafted_by: string | null
  drafted_at: Date
  submitted_by?: string | null
  submitted_at?: Date | null
  approved_by?: string | null
  approved_at?: Date | null
  decree_number?: string | null
  decree_date?: string | null
  effective_from?: string | null
}

export async function insertStandards(
  db: Db,
  scope: Scope<'service.manage'>,
  rows: readonly NewStandard[],
): Promise<void> {
  await sql`
    insert into services.standard (institution_id, id, service_id, version, state, content, drafted_by, drafted_at,
      submitted_by, submitted_at, approved_by, approved_at, decree_number, decree_date, effective_from, authors)
    select ${scope.institution}::uuid, i.*, array_remove(array[i.drafted_by, i.submitted_by], null) from json_to_recordset(${JSON.stringify(rows)}::json) as i (id uuid,
      service_id uuid, version smallint, state services.standard_state, content jsonb, drafted_by uuid,
      drafted_at timestamptz, submitted_by uuid, submitted_at timestamptz, approved_by uuid, approved_at timestamptz,
      decree_number text, decree_date date, effective_from date)`.execute(db)
}

/** An author once is an author for good, whoever writes on afterwards. */
function withAuthor({ account }: Scope) {
  return sql`case when ${account}::uuid is null or ${account}::uuid = any(authors) then authors
    else authors || ${account}::uuid end`
}

export async function setDraft(
  db: Db,
  scope: Scope<'service.manage'>,
  now: Date,
  id: string,
  content: StandardContent,
): Promise<void> {
  await sql`update services.standard set content = ${JSON.stringify(content)}::jsonb, drafted_by = ${scope.account},
      drafted_at = ${now}, authors = ${withAuthor(scope)}
    where institution_id = ${scope.institution} and id = ${id} and state = 'draft'`.execute(db)
}

export async function setSubmitted(db: Db, scope: Scope<'service.manage'>, now: Date, id: string): Promise<void> {
  await sql`update services.standard set state = 'submitted', submitted_by = ${scope.account}, submitted_at = ${now},
      note = '', authors = ${withAuthor(scope)}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export async function setReturned(db: Db, scope: Scope, id: string, note: string): Promise<void> {
  await sql`update services.standard set state = 'draft', submitted_by = null, submitted_at = null, note = ${note}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

/** It never holds: without a day from which it would, no statement finds it among those in force. */
export async function setWithdrawn(db: Db, scope: Scope<'service.approve'>, id: string, note: string): Promise<void> {
  await sql`update services.standard set state = 'withdrawn', effective_from = null, note = ${note}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export type Decree = { decree_number: string; decree_date: string; effective_from: string }

export async function setApproved(
  db: Db,
  scope: Scope<'service.approve'>,
  now: Date,
  id: string,
  decree: Decree,
): Promise<void> {
  await sql`update services.standard set state = 'approved', approved_by = ${scope.account}, approved_at = ${now},
      decree_number = ${decree.decree_number}, decree_date = ${decree.decree_date},
      effective_from = ${decree.effective_from}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

/** Carries what the versions in force on a date say into the catalog's own columns, for the services where it differs. */
export async function projectStandards(db: Db, scope: Scope, now: Date, on: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update services.service s set product = e.content->>'product', procedure = e.content->>'procedure',
      requirements = e.requirements, promise_days = (e.content->>'days')::smallint,
      promise_minutes = (e.content->>'minutes')::smallint, cost = e.cost, cost_note = e.content->>'tariff_note',
      standard_id = e.id, updated_at = ${now}
    from (select distinct on (service_id) id, service_id, content,
        (select coalesce(max((t->>'amount')::bigint), 0) from jsonb_array_elements(content->'tariff') t) as cost,
        (select coalesce(string_agg(r->>'name', e'\n' order by n), '')
          from jsonb_array_elements(content->'requirements') with ordinality as q (r, n)) as requirements
      from services.standard where institution_id = ${scope.institution} and effective_from <= ${on}
      order by service_id, effective_from desc) e
    where s.institution_id = ${scope.institution} and s.id = e.service_id and s.standard_id is distinct from e.id`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0n)
}
