import { sql } from 'kysely'
import { makeRequestCode } from '../../../listen/services/index.ts'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'

export type Certificate = {
  code: string
  holder: string
  nip: string
  unit: string
  course: string
  jp: number
  completed_on: string
}

/** One paper for each finished enrollment, in the transaction that finished it; a repetition writes nothing. */
export async function issueCertificates(
  db: Db,
  scope: Scope,
  now: Date,
  finished: readonly { id: string; day: string }[],
): Promise<void> {
  const rows = finished.map((one) => ({ ...one, code: makeRequestCode() }))
  await sql`
    insert into learning.certificate (institution_id, code, enrollment_id, holder, nip, unit, course, jp, completed_on, issued_at)
    select e.institution_id, r.code, e.id, p.name, p.nip, u.name, c.title, c.jp, r.day, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, day date, code text)
    join learning.enrollment e on e.institution_id = ${scope.institution} and e.id = r.id
    join learning.course c on c.institution_id = e.institution_id and c.id = e.course_id
    join people.employee p on p.institution_id = e.institution_id and p.id = e.employee_id
    join organization.unit u on u.institution_id = e.institution_id and u.id = e.unit_id
    on conflict (institution_id, enrollment_id) do nothing`.execute(db)
}

/** The paper of this person about this course. */
export async function findMyCertificate(
  db: Db,
  scope: Scope<'self'>,
  courseId: string,
): Promise<Certificate | undefined> {
  const { rows } = await sql<Certificate>`
    select t.code, t.holder, t.nip, t.unit, t.course, t.jp, t.completed_on::text
    from learning.certificate t
    join learning.enrollment e on e.institution_id = t.institution_id and e.id = t.enrollment_id
    where t.institution_id = ${scope.institution} and e.employee_id = ${scope.employee} and e.course_id = ${courseId}`.execute(
    db,
  )
  return rows[0]
}

/** What anybody who holds the paper may compare it with. */
export async function findByCode(db: Db, scope: Scope<'public'>, code: string): Promise<Certificate | undefined> {
  const { rows } = await sql<Certificate>`
    select code, holder, nip, unit, course, jp, completed_on::text from learning.certificate
    where institution_id = ${scope.institution} and code = ${code}`.execute(db)
  return rows[0]
}
