import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { sameMatter } from './sight.ts'
import { opened } from './whistleblowing/words.ts'

export const EXAMINATION_KINDS = ['finding', 'heard', 'evidence'] as const
export type ExaminationKind = (typeof EXAMINATION_KINDS)[number]

export type ExaminationRow = {
  id: string
  kind: ExaminationKind
  at: Date
  happened_on: string
  person: string | null
  body: string
  file_id: string | null
  file_name: string | null
  account_name: string | null
}

export async function listExamination(db: Db, scope: Scope, complaint: string): Promise<ExaminationRow[]> {
  const { rows } = await sql<ExaminationRow>`
    select x.id, x.kind, x.at, x.happened_on, x.person, x.body, x.file_id, f.name as file_name, a.name as account_name
    from complaints.examination x
    left join platform.file f on f.institution_id = x.institution_id and f.id = x.file_id
    left join people.account a on a.institution_id = x.institution_id and a.id = x.account_id
    where x.institution_id = ${scope.institution} and x.complaint_id = ${complaint}
    order by x.happened_on, x.id`.execute(db)
  return rows.map((row) => opened(row, complaint, 'person', 'body'))
}

export type NewExamination = Pick<ExaminationRow, 'id' | 'kind' | 'happened_on' | 'person' | 'body' | 'file_id'>

export async function insertExamination(db: Db, scope: Scope, now: Date, complaint: string, entry: NewExamination) {
  await sql`insert into complaints.examination (institution_id, complaint_id, id, kind, at, account_id, happened_on,
      person, body, file_id)
    values (${scope.institution}, ${complaint}, ${entry.id}, ${entry.kind}, ${now}, ${scope.account},
      ${entry.happened_on}, ${entry.person}, ${entry.body}, ${entry.file_id})`.execute(db)
}

export type RecusalRow = { name: string; kind: 'subject' | 'superior' | 'declared'; reason: string | null; at: Date }

export async function listRecusals(db: Db, scope: Scope, complaint: string): Promise<RecusalRow[]> {
  const { rows } = await sql<RecusalRow>`
    select coalesce(e.name, a.name) as name, r.kind, r.reason, r.at from complaints.recusal r
    left join people.employee e on e.institution_id = r.institution_id and e.id = r.person_id
    left join people.account a on a.institution_id = r.institution_id and a.id = r.person_id
    where r.institution_id = ${scope.institution} and r.complaint_id = ${complaint}
    order by r.kind, r.at, name`.execute(db)
  return rows.map((row) => opened(row, complaint, 'reason'))
}

/** The person who says so loses the case at once, and is not its officer any more. */
export async function declareInterest(db: Db, scope: Scope, now: Date, complaint: string, reason: string) {
  await sql`insert into complaints.recusal (institution_id, complaint_id, person_id, kind, reason, at, account_id)
    values (${scope.institution}, ${complaint}, ${scope.account}, 'declared', ${reason}, ${now}, ${scope.account})
    on conflict do nothing`.execute(db)
  await dropRecused(db, scope, complaint)
}

export async function findEmployeeByNip(
  db: Db,
  scope: Scope,
  nip: string,
): Promise<{ id: string; name: string } | undefined> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from people.employee where institution_id = ${scope.institution} and nip = ${nip}`.execute(db)
  return rows[0]
}

/** The employee a complaint is about and everybody above them on the day of the record; returns how many that are. */
export async function recuseSubject(db: Db, scope: Scope, now: Date, complaint: string, employee: string) {
  const { rows } = await sql`
    with recursive chain as (
      select ${employee}::uuid as person_id, 0 as distance
      union
      select s.superior_id, c.distance + 1 from chain c
      join people.assignment s on s.institution_id = ${scope.institution} and s.employee_id = c.person_id
        and s.valid_to is null
      where s.superior_id is not null and c.distance < 20
    )
    insert into complaints.recusal (institution_id, complaint_id, person_id, kind, at, account_id)
    select ${scope.institution}, ${complaint}, person_id,
      (case when min(distance) = 0 then 'subject' else 'superior' end)::complaints.recusal_kind, ${now}, ${scope.account}
    from chain group by person_id
    on conflict do nothing returning person_id`.execute(db)
  await dropRecused(db, scope, complaint)
  return rows.length
}

/** Whoever has a conflict of interest in this matter neither holds nor watches any report of it. */
export async function dropRecused(db: Db, scope: Scope, complaint: string): Promise<void> {
  const matter = sameMatter(scope, sql`select ${complaint}::uuid`)
  const recused = sql`select from complaints.recusal r
    join people.account a on a.institution_id = r.institution_id and (a.id = r.person_id or a.employee_id = r.person_id)
    where r.institution_id = t.institution_id and r.complaint_id in ${matter} and a.id = t.account_id`
  await sql`delete from complaints.assignment t where t.institution_id = ${scope.institution}
    and t.complaint_id in ${matter} and exists (${recused})`.execute(db)
  await sql`delete from complaints.watcher t where t.institution_id = ${scope.institution}
    and t.complaint_id in ${matter} and exists (${recused})`.execute(db)
}
