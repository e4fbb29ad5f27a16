import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { newId } from '../../../platform/id.ts'

export type ProviderRow = Awaited<ReturnType<typeof listAllProviders>>[number]

export async function listAllProviders(db: Db, scope: Scope<'role.manage'>) {
  return db
    .selectFrom('people.identity_provider')
    .select(['id', 'name', 'issuer', 'client_id', 'claim', 'asks_factor', 'active'])
    .where('institution_id', '=', scope.institution)
    .orderBy('name')
    .limit(100)
    .execute()
}

/** Undefined when the same client of the same provider is there already. */
export async function insertProvider(
  db: Db,
  scope: Scope<'role.manage'>,
  provider: {
    name: string
    issuer: string
    clientId: string
    secretSealed: Buffer
    claim: string
    asksFactor: boolean
  },
): Promise<string | undefined> {
  const row = await db
    .insertInto('people.identity_provider')
    .values({
      institution_id: scope.institution,
      id: newId(),
      name: provider.name,
      issuer: provider.issuer,
      client_id: provider.clientId,
      client_secret_sealed: provider.secretSealed,
      claim: provider.claim,
      asks_factor: provider.asksFactor,
    })
    .onConflict((conflict) => conflict.columns(['institution_id', 'issuer', 'client_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

export async function stopProvider(db: Db, scope: Scope<'role.manage'>, id: string): Promise<boolean> {
  const done = await db
    .updateTable('people.identity_provider')
    .set({ active: false })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .executeTakeFirst()
  return Number(done.numUpdatedRows) > 0
}
