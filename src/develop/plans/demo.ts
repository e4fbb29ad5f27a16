import { sql } from 'kysely'
import type { DemoWorld } from '../../demo/world.ts'
import { selfScope } from '../../platform/access.ts'
import { insertItem, setAnswer } from './queries.ts'

const AIMS = [
  'Memandu warga mengisi permohonan daring sampai selesai',
  'Menjelaskan alasan penolakan dengan kalimat yang mudah dimengerti',
]

/** Two aims of everybody who can sign in and has a superior; the first is agreed. */
export async function demoPlans(world: DemoWorld): Promise<void> {
  const { db, anchor, institution } = world
  const { rows } = await sql<{ account: string; employee: string }>`
    select a.id as account, a.employee_id as employee from people.account a
    join people.assignment w on w.institution_id = a.institution_id and w.employee_id = a.employee_id
      and w.valid_to is null and w.superior_id is not null
    where a.institution_id = ${institution.id} order by a.id limit 8`.execute(db)
  const due = new Date(anchor.getTime() + 90 * 86_400_000).toISOString().slice(0, 10)
  for (const { account, employee } of rows) {
    const scope = selfScope(institution.id, account, employee)
    for (const [index, aim] of AIMS.entries()) {
      const id = await insertItem(db, scope, anchor, { aim, competency: null, due_on: due, reference: null })
      if (id && index === 0)
        await setAnswer(db, scope, anchor, { id, agreed: true, note: 'Didampingi petugas senior setiap Jumat.' })
    }
  }
}
