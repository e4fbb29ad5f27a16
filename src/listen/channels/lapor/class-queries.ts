import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import type { ClassRule } from './class-model.ts'
import { plain } from './model.ts'

/** By day; of one day the national standard first, then what this institution has set, in that order. */
export async function listClassRules(db: Db, scope: Scope): Promise<ClassRule[]> {
  const { rows } = await sql<ClassRule>`
    select 0::smallint as revision, word, class, valid_from, source, verified
    from channels.lapor_class_standard
    union all select revision, word, class, valid_from, source, verified from channels.lapor_class
    where institution_id = ${scope.institution} order by valid_from, revision`.execute(db)
  return rows
}

export async function setClassRule(
  db: Db,
  scope: Scope<'channel.manage'>,
  now: Date,
  rule: Omit<ClassRule, 'revision'>,
): Promise<void> {
  // One after the other: two at once would take the same revision.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`lapor-class:${scope.institution}`}, 0))`.execute(db)
  const word = plain(rule.word)
  await sql`insert into channels.lapor_class (institution_id, word, valid_from, revision, class, source, verified,
      created_at, created_by)
    select ${scope.institution}, ${word}, ${rule.valid_from}::date, coalesce(max(revision), 0) + 1, ${rule.class},
      ${rule.source}, ${rule.verified}::boolean, ${now}::timestamptz, ${scope.account}
    from channels.lapor_class where institution_id = ${scope.institution} and word = ${word}
      and valid_from = ${rule.valid_from}`.execute(db)
}
