import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'

/** Names of the steps that somebody declared finished. */
export async function listChecked(db: Db, scope: Scope<'organization.manage'>): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('founding.checked_step')
    .select('step')
    .where('institution_id', '=', scope.institution)
    .execute()
  return new Set(rows.map((row) => row.step))
}

export async function setChecked(
  db: Db,
  scope: Scope<'organization.manage'>,
  step: string,
  checked: boolean,
  now: Date,
): Promise<void> {
  if (checked)
    await db
      .insertInto('founding.checked_step')
      .values({ institution_id: scope.institution, step, at: now, account_id: scope.account! })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  else
    await db
      .deleteFrom('founding.checked_step')
      .where('institution_id', '=', scope.institution)
      .where('step', '=', step)
      .execute()
}
