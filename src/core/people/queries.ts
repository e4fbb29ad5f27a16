import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'

/** By e-mail or NIP; a disabled account is not found. */
export async function findAccountByLogin(db: Db, scope: Scope<'public'>, login: string) {
  return db
    .selectFrom('people.account')
    .select(['id', 'name', 'password_hash'])
    .where('institution_id', '=', scope.institution)
    .where((or) =>
      or.or([
        or(or.fn<string>('lower', ['email']), '=', login.toLowerCase()),
        or('nip', '=', login.replaceAll(/[\s.]/g, '')),
      ]),
    )
    .where('disabled_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
}

export async function deleteSession(db: Db, scope: Scope<'self'>, session: string): Promise<void> {
  await db
    .deleteFrom('people.session')
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', scope.account)
    .where('id', '=', session)
    .execute()
}
