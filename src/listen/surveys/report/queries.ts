import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { newId } from '../../../platform/id.ts'

export type ReportRow = Awaited<ReturnType<typeof listReports>>[number]

export async function listReports(db: Db, scope: Scope<'survey.read'>) {
  return reports(db, scope).orderBy('r.requested_at', 'desc').limit(MOST_LISTED).execute()
}

export async function findReport(db: Db, scope: Scope<'survey.read'>, id: string) {
  return reports(db, scope).where('r.id', '=', id).executeTakeFirst()
}

function reports(db: Db, scope: Scope<'survey.read'>) {
  return db
    .selectFrom('surveys.report as r')
    .innerJoin('organization.unit as u', (join) =>
      join.onRef('u.institution_id', '=', 'r.institution_id').onRef('u.id', '=', 'r.unit_id'),
    )
    .select([
      'r.id',
      'r.unit_id',
      'u.name as unit',
      'r.first_month',
      'r.last_month',
      'r.done',
      'r.total',
      'r.file_id',
      'r.failed',
      'r.requested_at',
    ])
    .where('r.institution_id', '=', scope.institution)
    .where('r.unit_id', 'in', scope.units.length > 0 ? scope.units : [scope.institution])
}

export async function insertReport(
  db: Db,
  scope: Scope<'survey.read'>,
  now: Date,
  wanted: { unit: string; from: string; to: string },
): Promise<string> {
  const id = newId(now)
  await db
    .insertInto('surveys.report')
    .values({
      institution_id: scope.institution,
      id,
      unit_id: wanted.unit,
      first_month: `${wanted.from}-01`,
      last_month: `${wanted.to}-01`,
      requested_by: scope.account,
      requested_at: now,
    })
    .execute()
  return id
}

export async function setReport(
  db: Db,
  scope: Scope<'survey.read'>,
  id: string,
  change: { done?: number; total?: number; file_id?: string; failed?: boolean },
): Promise<void> {
  await db
    .updateTable('surveys.report')
    .set(change)
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .execute()
}
