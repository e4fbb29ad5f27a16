import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { removeFile } from '../../platform/files.ts'
import { newId } from '../../platform/id.ts'
import type { Intake, TransactionOutcome } from './transaction-model.ts'

export type Answer = { name: string; mandatory: boolean; file_id: string | null; ticked: boolean }

export async function insertRequest(
  db: Db,
  scope: Scope,
  request: { transaction_id: string; code: string; applicant: string; contact: string; answers: readonly Answer[] },
): Promise<void> {
  await sql`insert into services.request (institution_id, transaction_id, code, applicant, contact, answers)
    values (${scope.institution}, ${request.transaction_id}, ${request.code}, ${request.applicant}, ${request.contact},
      ${JSON.stringify(request.answers)}::jsonb)`.execute(db)
}

export type EntryKind = 'sent' | 'asked' | 'added' | 'accepted' | 'ended'

export async function addEntry(
  db: Db,
  scope: Scope,
  now: Date,
  entry: { transaction_id: string; kind: EntryKind; body?: string | undefined; file_id?: string | undefined },
): Promise<void> {
  await sql`insert into services.request_entry (institution_id, id, transaction_id, at, kind, body, account_id, file_id)
    values (${scope.institution}, ${newId(now)}, ${entry.transaction_id}, ${now}, ${entry.kind}, ${entry.body ?? ''},
      ${scope.account}, ${entry.file_id ?? null})`.execute(db)
}

export type ProcessRow = {
  id: string
  service_id: string
  service_name: string
  service_slug: string
  unit_id: string
  unit_name: string
  state: number
  channel: Intake
  queue_number: string | null
  arrived_at: Date
  started_at: Date | null
  ended_at: Date | null
  due_at: Date | null
  on_time: boolean | null
  outcome: TransactionOutcome | null
  compensation: string | null
  code: string | null
  applicant: string | null
  contact: string | null
  answers: readonly Answer[] | null
}

const columns = sql`t.id, t.service_id, s.name as service_name, s.slug as service_slug, t.unit_id, u.name as unit_name,
  t.state, t.channel, coalesce(t.queue_label, t.queue_number::text) as queue_number, t.arrived_at, t.started_at, t.ended_at, t.due_at, t.on_time, t.outcome,
  p.content->>'compensation' as compensation, r.code, r.applicant, r.contact, r.answers`
const source = sql`services.transaction t
  join services.service s on s.institution_id = t.institution_id and s.id = t.service_id
  join organization.unit u on u.institution_id = t.institution_id and u.id = t.unit_id
  left join services.standard p on p.institution_id = t.institution_id and p.id = t.standard_id
  left join services.request r on r.institution_id = t.institution_id and r.transaction_id = t.id`

/** Whoever has the code is the applicant. */
export async function findByCode(db: Db, scope: Scope, code: string): Promise<ProcessRow | undefined> {
  const { rows } = await sql<ProcessRow>`select ${columns} from ${source}
    where t.institution_id = ${scope.institution} and r.code = ${code}`.execute(db)
  return rows[0]
}

export async function findProcess(db: Db, scope: Scope<'service.serve'>, id: string): Promise<ProcessRow | undefined> {
  const { rows } = await sql<ProcessRow>`select ${columns} from ${source}
    where t.institution_id = ${scope.institution} and t.id = ${id} and t.unit_id = any(${scope.units}::uuid[])`.execute(
    db,
  )
  return rows[0]
}

/** Most urgent first: what is past its promise, what nobody has looked at yet, then by promise. */
const urgency = sql`coalesce(t.due_at, t.arrived_at)`

/** What is under way behind the counter: online requests and files that were taken in on paper. */
export async function listProcess(
  db: Db,
  scope: Scope<'service.serve'>,
  today: string,
  after: { urgency: Date; id: string } | undefined,
  limit: number,
): Promise<(ProcessRow & { urgency: Date })[]> {
  const { rows } = await sql<ProcessRow & { urgency: Date }>`select ${columns}, ${urgency} as urgency from ${source}
    where t.institution_id = ${scope.institution} and t.state < 3 and t.unit_id = any(${scope.units}::uuid[])
      and (t.channel = 'online' or (t.state = 2 and (t.desk is null or t.queue_on < ${today})))
      ${after ? sql`and (${urgency}, t.id) > (${after.urgency}, ${after.id}::uuid)` : sql``}
    order by ${urgency}, t.id limit ${limit}`.execute(db)
  return rows
}

export type Entry = { at: Date; kind: EntryKind; body: string; file_id: string | null; who: string | null }

export async function listEntries(db: Db, scope: Scope, transaction: string): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    select e.at, e.kind, e.body, e.file_id, a.name as who from services.request_entry e
    left join people.account a on a.institution_id = e.institution_id and a.id = e.account_id
    where e.institution_id = ${scope.institution} and e.transaction_id = ${transaction}
    order by e.at, e.id limit 200`.execute(db)
  return rows
}

/** Erases who applied and the papers they sent, so many days after the end: the record of the service stays without a person. */
export async function forgetApplicants(db: Db, scope: Scope, now: Date, before: Date): Promise<number> {
  const { rows } = await sql<{ files: string[] }>`
    with old as (
      select r.transaction_id, r.answers from services.request r
      join services.transaction t on t.institution_id = r.institution_id and t.id = r.transaction_id
      where r.institution_id = ${scope.institution} and t.ended_at < ${before} and r.applicant is not null
      order by t.ended_at limit 500
    ), forgotten as (
      update services.request r set applicant = null, contact = null,
        answers = (select coalesce(jsonb_agg(a || '{"file_id": null}'), '[]') from jsonb_array_elements(r.answers) a)
      from old where r.institution_id = ${scope.institution} and r.transaction_id = old.transaction_id
      returning r.transaction_id
    )
    select array(
        select (a->>'file_id') from jsonb_array_elements(old.answers) a where a->>'file_id' is not null
        union select e.file_id::text from services.request_entry e
        where e.institution_id = ${scope.institution} and e.transaction_id = old.transaction_id and e.file_id is not null
      ) as files
    from old join forgotten using (transaction_id)`.execute(db)
  for (const id of rows.flatMap((row) => row.files)) await removeFile(db, scope, now, id)
  return rows.length
}
