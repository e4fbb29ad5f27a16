import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { newId } from '../../platform/id.ts'

export type ExpertRow = {
  id: string
  employee_id: string | null
  name: string
  background: string
  fields: string
  offers: ('expert' | 'mentor')[]
  contact: string
  consent: string
  consented_at: Date
}

const columns = sql`id, employee_id, name, background, fields, offers, contact, consent, consented_at`

/** Those who agreed and have not withdrawn; every word must be in field, name or background. */
export async function listExperts(
  db: Db,
  scope: Scope<'talent.pool'>,
  words: readonly string[],
  offer: string | undefined,
): Promise<ExpertRow[]> {
  const patterns = words.map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`)
  const { rows } = await sql<ExpertRow>`
    select ${columns} from talent.expert
    where institution_id = ${scope.institution} and withdrawn_at is null
      and (fields || ' ' || name || ' ' || background) ilike all (${patterns}::text[])
      and (${offer ?? null}::text is null or ${offer ?? null} = any(offers))
    order by name, id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function findExpert(db: Db, scope: Scope<'talent.pool'>, id: string): Promise<ExpertRow | undefined> {
  const { rows } = await sql<ExpertRow>`
    select ${columns} from talent.expert
    where institution_id = ${scope.institution} and id = ${id} and withdrawn_at is null`.execute(db)
  return rows[0]
}

export async function findOwnExpert(db: Db, scope: Scope, employee: string): Promise<ExpertRow | undefined> {
  const { rows } = await sql<ExpertRow>`
    select ${columns} from talent.expert
    where institution_id = ${scope.institution} and employee_id = ${employee} and withdrawn_at is null`.execute(db)
  return rows[0]
}

export type NewExpert = {
  employee?: string | undefined
  name: string
  background: string
  fields: string
  offers: readonly string[]
  contact: string
  consent: string
}

/** Undefined when this employee is in the pool already. */
export async function insertExpert(db: Db, scope: Scope, now: Date, expert: NewExpert): Promise<string | undefined> {
  const id = newId(now)
  const { rows } = await sql`
    insert into talent.expert (institution_id, id, employee_id, name, background, fields, offers, contact, consent,
      consented_at, registered_by)
    values (${scope.institution}, ${id}, ${expert.employee ?? null}, ${expert.name}, ${expert.background}, ${expert.fields},
      ${expert.offers as string[]}::text[], ${expert.contact}, ${expert.consent}, ${now}, ${scope.account})
    on conflict (institution_id, employee_id) where withdrawn_at is null do nothing returning id`.execute(db)
  return rows.length > 0 ? id : undefined
}

/** Erases everything about the person but that there was an agreement and that it ended. */
export async function withdrawExpert(db: Db, scope: Scope, now: Date, id: string): Promise<boolean> {
  const done = await sql`
    update talent.expert set withdrawn_at = ${now}, contact = null, name = '••', background = '', fields = '', offers = '{}',
      consent = '', employee_id = null
    where institution_id = ${scope.institution} and id = ${id} and withdrawn_at is null`.execute(db)
  return Number(done.numAffectedRows ?? 0) > 0
}
