import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { newId } from '../../../platform/id.ts'
import { wordsOf } from '../../../platform/words.ts'
import { type EventKind, LEVELS, type Level, type ReportInput, type State } from './model.ts'

type Own = Scope<'self'>

/** Only those named in a case find it; whoever asks without being named is told that there is none. */
function named(scope: Own): RawBuilder<unknown> {
  return sql`(c.employee_id = ${scope.employee}::uuid
    or ${scope.account}::uuid in (c.reporter, c.examiner, c.authority, c.appeal_authority))`
}

export type CaseRow = {
  id: string
  employee_id: string
  employee: string
  unit: string
  unit_id: string
  level: Level
  allegation: string
  happened_on: string
  reporter: string
  examiner: string
  authority: string
  appeal_authority: string
  reporter_name: string
  examiner_name: string
  authority_name: string
  appeal_name: string
  state: State
  hearing_on: string | null
  sanction_code: string | null
  decided_at: Date | null
  appeal_until: Date | null
  appeal_due: Date | null
  closed_at: Date | null
  created_at: Date
}

const name = (column: string) =>
  sql`(select a.name from people.account a where a.institution_id = c.institution_id and a.id = ${sql.ref(column)})`
const CASE = sql`c.id, c.employee_id, e.name as employee, u.name as unit, c.unit_id, c.level, c.allegation, c.happened_on,
  c.reporter, c.examiner, c.authority, c.appeal_authority, ${name('c.reporter')} as reporter_name,
  ${name('c.examiner')} as examiner_name, ${name('c.authority')} as authority_name,
  ${name('c.appeal_authority')} as appeal_name, c.state, c.hearing_on, c.sanction_code, c.decided_at, c.appeal_until,
  c.appeal_due, c.closed_at, c.created_at
  from performance.discipline_case c
  join people.employee e on e.institution_id = c.institution_id and e.id = c.employee_id
  join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id`

export async function listCases(db: Db, scope: Own): Promise<CaseRow[]> {
  const { rows } = await sql<CaseRow>`
    select ${CASE} where c.institution_id = ${scope.institution} and ${named(scope)}
    order by c.state in ('closed'), c.created_at desc, c.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function findCase(db: Db, scope: Own, id: string, lock = false): Promise<CaseRow | undefined> {
  if (lock)
    await sql`select from performance.discipline_case c
      where c.institution_id = ${scope.institution} and c.id = ${id} and ${named(scope)} for update`.execute(db)
  const { rows } = await sql<CaseRow>`
    select ${CASE} where c.institution_id = ${scope.institution} and c.id = ${id} and ${named(scope)}`.execute(db)
  return rows[0]
}

export type EventRow = {
  seq: number
  kind: EventKind
  at: Date
  who: string | null
  body: string
  sanction_code: string | null
}

export async function listEvents(db: Db, scope: Own, id: string): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select v.seq, v.kind, v.at, a.name as who, v.body, v.sanction_code
    from performance.discipline_event v
    join performance.discipline_case c on c.institution_id = v.institution_id and c.id = v.case_id
    left join people.account a on a.institution_id = v.institution_id and a.id = v.account_id
    where v.institution_id = ${scope.institution} and v.case_id = ${id} and ${named(scope)}
    order by v.seq limit 200`.execute(db)
  return rows
}

export type Sanction = {
  code: string
  level: Level
  source: string
  verified: boolean
  valid_from: string
  /** Whether it can be given; one that was given stays with its case. */
  offered: boolean
}

/** The lightest first, as the institution's vocabulary knows them today. */
export function listSanctions(scope: Scope): Sanction[] {
  return LEVELS.flatMap((level) =>
    wordsOf(scope.institution)
      .list('sanction')
      .filter(({ traits }) => traits.includes(level))
      .map(({ slug, source, verified, offered, from }) => ({
        code: slug,
        level,
        source,
        verified,
        offered,
        valid_from: from,
      })),
  )
}

export type Officer = { id: string; name: string; employee_id: string | null }

/** Who holds a permission now, of those that are not the one reporting: candidates for a part in a case. */
export async function listOfficers(
  db: Db,
  scope: Scope<'discipline.report'>,
  now: Date,
  permission: string,
): Promise<Officer[]> {
  const { rows } = await sql<Officer>`
    select distinct a.id, a.name, a.employee_id from people.account a
    join roles.grant g on g.institution_id = a.institution_id and g.account_id = a.id
    join roles.role_permission p on p.institution_id = g.institution_id and p.role_id = g.role_id
    where a.institution_id = ${scope.institution} and a.disabled_at is null and p.permission = ${permission}
      and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to > ${now})
    order by a.name, a.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export type Subject = { id: string; name: string; unit_id: string; account_id: string | null }

/** Somebody who works in a unit within reach now. */
export async function findSubject(
  db: Db,
  scope: Scope<'discipline.report'>,
  nip: string,
): Promise<Subject | undefined> {
  const { rows } = await sql<Subject>`
    select e.id, e.name, p.unit_id, a.id as account_id from people.employee e
    join people.assignment p on p.institution_id = e.institution_id and p.employee_id = e.id and p.valid_to is null
    left join people.account a on a.institution_id = e.institution_id and a.employee_id = e.id
    where e.institution_id = ${scope.institution} and e.nip = ${nip} and p.unit_id = any(${scope.units}::uuid[])`.execute(
    db,
  )
  return rows[0]
}

/** The accounts of those named, for what they have to be told. */
export async function listNamed(db: Db, scope: Scope, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select a.id from performance.discipline_case c
    join people.account a on a.institution_id = c.institution_id
      and (a.employee_id = c.employee_id or a.id in (c.reporter, c.examiner, c.authority, c.appeal_authority))
    where c.institution_id = ${scope.institution} and c.id = ${id}`.execute(db)
  return rows.map((row) => row.id)
}

export async function insertCase(
  db: Db,
  scope: Scope<'discipline.report'>,
  now: Date,
  report: Omit<ReportInput, 'nip'> & { subject: Pick<Subject, 'id' | 'unit_id'>; reporter: string },
): Promise<string> {
  const id = newId(now)
  await sql`
    insert into performance.discipline_case (institution_id, id, employee_id, unit_id, level, allegation, happened_on,
      reporter, examiner, authority, appeal_authority, created_at)
    values (${scope.institution}, ${id}, ${report.subject.id}, ${report.subject.unit_id}, ${report.level},
      ${report.allegation}, ${report.happened_on}, ${report.reporter}, ${report.examiner}, ${report.authority},
      ${report.appeal_authority}, ${now})`.execute(db)
  await sql`
    insert into performance.discipline_event (institution_id, case_id, seq, kind, at, account_id, body)
    values (${scope.institution}, ${id}, 1, 'reported', ${now}, ${report.reporter}, ${report.allegation})`.execute(db)
  return id
}

export type Step = {
  kind: EventKind
  body: string
  state: State
  account: string | null
  hearing_on?: string
  sanction?: string | null
  appeal_until?: Date
  appeal_due?: Date
}

/** The next line of the story and where the case stands with it; the caller holds the lock and has checked the act. */
export async function addStep(db: Db, scope: Own, now: Date, id: string, step: Step): Promise<void> {
  await sql`
    insert into performance.discipline_event (institution_id, case_id, seq, kind, at, account_id, body, sanction_code)
    select ${scope.institution}, ${id}, coalesce(max(seq), 0) + 1, ${step.kind}::performance.discipline_event_kind,
      ${now}::timestamptz, ${step.account}::uuid, ${step.body}, ${step.sanction ?? null}::text
    from performance.discipline_event where institution_id = ${scope.institution} and case_id = ${id}`.execute(db)
  const decides = step.kind === 'decided' || step.kind === 'appeal_decided'
  await sql`
    update performance.discipline_case c set state = ${step.state}::performance.discipline_state,
      hearing_on = coalesce(${step.hearing_on ?? null}::date, hearing_on),
      sanction_code = case when ${decides} then ${step.sanction ?? null}::text else sanction_code end,
      decided_at = case when ${step.kind === 'decided'} then ${now}::timestamptz else decided_at end,
      appeal_until = coalesce(${step.appeal_until ?? null}::timestamptz, appeal_until),
      appealed_at = case when ${step.kind === 'appealed'} then ${now}::timestamptz else appealed_at end,
      appeal_due = coalesce(${step.appeal_due ?? null}::timestamptz, appeal_due),
      closed_at = case when ${step.state === 'closed'} then ${now}::timestamptz else closed_at end
    where c.institution_id = ${scope.institution} and c.id = ${id} and ${named(scope)}`.execute(db)
}
