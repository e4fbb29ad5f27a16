import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'

export type ApiClientRow = Awaited<ReturnType<typeof listApiClients>>[number]

export async function listApiClients(db: Db, scope: Scope<'api_client.manage'>) {
  return db
    .selectFrom('people.api_client')
    .select(['id', 'name', 'key', 'scopes', 'created_at', 'last_used_at', 'revoked_at'])
    .where('institution_id', '=', scope.institution)
    .orderBy('created_at', 'desc')
    .limit(MOST_LISTED)
    .execute()
}

/** False when there is no such client or it is revoked already. */
export async function revokeApiClient(
  db: Db,
  scope: Scope<'api_client.manage'>,
  id: string,
  now: Date,
): Promise<boolean> {
  const done = await db
    .updateTable('people.api_client')
    .set({ revoked_at: now })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return Number(done.numUpdatedRows) > 0
}
