import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
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
