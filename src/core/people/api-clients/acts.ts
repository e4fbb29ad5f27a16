import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { newApiKey } from '../../../platform/http/session.ts'
import { newId } from '../../../platform/id.ts'

export type MadeClient = { id: string; key: string; secret: string }

/** Makes an API client for other systems and returns its key and secret; the secret is stored nowhere. */
export async function createApiClient(
  db: Db,
  scope: Scope<'api_client.manage'>,
  now: Date,
  client: { name: string; scopes: readonly string[] },
): Promise<MadeClient> {
  const { key, secret, hash } = newApiKey(scope.institution)
  const id = newId(now)
  await db
    .insertInto('people.api_client')
    .values({
      institution_id: scope.institution,
      id,
      name: client.name,
      key,
      secret_hash: hash,
      scopes: [...client.scopes],
      created_at: now,
      created_by: scope.account,
    })
    .execute()
  return { id, key, secret }
}
