import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'

export type AuditRow = Awaited<ReturnType<typeof listAudit>>[number]
export type AuditFilter = { action?: string | undefined; subject?: string | undefined; before?: string | undefined }

const RECENT = 5000

/** The acts of the newest rows; the trail itself has no end and no index by act. */
export async function listActs(db: Db, scope: Scope<'audit.read'>): Promise<string[]> {
  const recent = db
    .selectFrom('audit.event')
    .select('action')
    .where('institution_id', '=', scope.institution)
    .orderBy('id', 'desc')
    .limit(RECENT)
  const rows = await db.selectFrom(recent.as('recent')).select('action').distinct().execute()
  return rows.map((row) => row.action)
}

/** Newest first; ids grow with time, so the last id of a page begins the next. */
export async function listAudit(db: Db, scope: Scope<'audit.read'>, filter: AuditFilter, limit: number) {
  let rows = audit(db, scope).orderBy('e.id', 'desc').limit(limit)
  if (filter.action) rows = rows.where('e.action', '=', filter.action)
  if (filter.subject) rows = rows.where('e.subject', 'like', `${filter.subject.replaceAll(/[\\%_]/g, '\\$&')}%`)
  if (filter.before) rows = rows.where('e.id', '<', filter.before)
  return rows.execute()
}

export async function findAudit(db: Db, scope: Scope<'audit.read'>, id: string): Promise<AuditRow | undefined> {
  return audit(db, scope).where('e.id', '=', id).executeTakeFirst()
}

function audit(db: Db, scope: Scope<'audit.read'>) {
  return db
    .selectFrom('audit.event as e')
    .leftJoin('people.account as a', (on) =>
      on.onRef('a.institution_id', '=', 'e.institution_id').onRef('a.id', '=', 'e.account_id'),
    )
    .leftJoin('people.api_client as c', (on) =>
      on.onRef('c.institution_id', '=', 'e.institution_id').onRef('c.id', '=', 'e.client_id'),
    )
    .select([
      'e.id',
      'e.at',
      'e.action',
      'e.subject',
      'e.detail',
      'e.request_id',
      'e.seal',
      'a.name as person',
      'c.name as client',
    ])
    .where('e.institution_id', '=', scope.institution)
}
