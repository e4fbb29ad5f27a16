import type { Scope } from '../../platform/access.ts'
import { recordAudit } from '../../platform/audit.ts'
import type { Database, Db } from '../../platform/database/db.ts'
import { newApiKey } from '../../platform/http/session.ts'
import { newId } from '../../platform/id.ts'

export type NewAccount = {
  employee?: string | null
  name: string
  email?: string | null
  nip?: string | null
  passwordHash?: string | null
}

/** Opens accounts; returns their ids in the same order. */
export async function openAccounts(
  db: Db,
  scope: Scope<'account.manage'>,
  now: Date,
  accounts: readonly NewAccount[],
): Promise<string[]> {
  const rows = accounts.map((account) => ({
    institution_id: scope.institution,
    id: newId(now),
    employee_id: account.employee ?? null,
    name: account.name,
    email: account.email ?? null,
    nip: account.nip ?? null,
    password_hash: account.passwordHash ?? null,
    created_at: now,
  }))
  for (let at = 0; at < rows.length; at += 2000)
    await db
      .insertInto('people.account')
      .values(rows.slice(at, at + 2000))
      .execute()
  return rows.map((row) => row.id)
}

/** Makes an API client for other systems and returns its key and secret; the secret is stored nowhere. */
export async function createApiClient(
  database: Database,
  institution: string,
  name: string,
  scopes: readonly string[],
  now: Date,
): Promise<{ id: string; key: string; secret: string }> {
  const { key, secret, hash } = newApiKey(institution)
  const id = newId(now)
  await database.transaction('write', institution, async (db) => {
    await db
      .insertInto('people.api_client')
      .values({ institution_id: institution, id, name, key, secret_hash: hash, scopes: [...scopes], created_at: now })
      .execute()
    await recordAudit(db, [
      {
        institution,
        at: now,
        account: null,
        action: 'api_client.created',
        requestId: 'command line',
        subject: `api_client:${id}`,
        detail: { name, scopes },
      },
    ])
  })
  return { id, key, secret }
}
