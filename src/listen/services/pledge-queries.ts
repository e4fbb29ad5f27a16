import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'

export type Pledge = {
  unit_id: string
  body: string
  place: string
  signed_on: string
  signer_name: string
  signer_title: string
}
export type PledgeRow = Pledge & { unit_name: string }

/** Adds the newest maklumat of a unit; those before it stay as they were. */
export async function putPledge(db: Db, scope: Scope<'service.manage'>, now: Date, pledge: Pledge): Promise<void> {
  await sql`
    insert into services.pledge (institution_id, id, unit_id, body, place, signed_on, signer_name, signer_title,
      account_id, at)
    values (${scope.institution}, ${newId(now)}, ${pledge.unit_id}, ${pledge.body}, ${pledge.place},
      ${pledge.signed_on}, ${pledge.signer_name}, ${pledge.signer_title}, ${scope.account}, ${now})`.execute(db)
}

/** The maklumat that holds for each unit that has signed one. */
export async function listPledges(db: Db, scope: Scope): Promise<PledgeRow[]> {
  const { rows } = await sql<PledgeRow>`
    select p.unit_id, u.name as unit_name, p.body, p.place, p.signed_on, p.signer_name, p.signer_title
    from (select distinct on (unit_id) * from services.pledge where institution_id = ${scope.institution}
      order by unit_id, signed_on desc, id desc) p
    join organization.unit u on u.institution_id = p.institution_id and u.id = p.unit_id
    order by u.name limit 5000`.execute(db)
  return rows
}
