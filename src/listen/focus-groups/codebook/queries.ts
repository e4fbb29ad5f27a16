import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { agreement } from '../../../platform/statistics/index.ts'
import { wordsOf } from '../../../platform/words.ts'
import { tableOf } from '../model.ts'
import { type FindingRow, listFindings, listPairs, type PairRow } from '../queries.ts'
import { type Codebook, codebookOf, type ThemeChange } from './model.ts'

type Row = ThemeChange & { activity_id: string }

async function listChanges(db: Db, scope: Scope, activities: readonly string[]): Promise<Row[]> {
  if (activities.length === 0) return []
  const { rows } = await sql<Row>`
    select c.activity_id, c.number, c.act, c.theme, c.name, c.into_theme, c.reason, p.name as changed_by, c.changed_at
    from focus_groups.theme_change c
    left join people.account p on p.institution_id = c.institution_id and p.id = c.changed_by
    where c.institution_id = ${scope.institution} and c.activity_id = any(${activities}::uuid[])
    order by c.activity_id, c.number`.execute(db)
  return rows
}

/** Also those that are no longer offered. */
export function themesOf(scope: Scope) {
  return wordsOf(scope.institution).list('theme')
}

export async function findCodebook(db: Db, scope: Scope, activity: string): Promise<Codebook> {
  return codebookOf(themesOf(scope), await listChanges(db, scope, [activity]))
}

export async function insertChange(
  db: Db,
  scope: Scope<'focus_group.manage'>,
  now: Date,
  row: { activity: string } & Pick<ThemeChange, 'number' | 'act' | 'theme' | 'name' | 'into_theme' | 'reason'>,
): Promise<void> {
  await sql`
    insert into focus_groups.theme_change
      (institution_id, activity_id, number, act, theme, name, into_theme, reason, changed_by, changed_at)
    values (${scope.institution}, ${row.activity}, ${row.number}, ${row.act}, ${row.theme}, ${row.name},
      ${row.into_theme}, ${row.reason}, ${scope.account}, ${now})`.execute(db)
}

/** Both coders' themes as the codebook has them today. */
export async function readPairs(db: Db, scope: Scope, activity: string, book: Codebook): Promise<PairRow[]> {
  const today = (given: string) => book.today(given)?.key ?? given
  return (await listPairs(db, scope, activity)).map((pair) => ({
    ...pair,
    one: today(pair.one),
    two: today(pair.two),
    theme: pair.theme === null ? null : today(pair.theme),
  }))
}

/** Findings with the theme and its name of today, each by the codebook of its own activity. */
export async function readFindings(
  db: Db,
  scope: Scope,
  wanted: { activity: string } | { unit: string },
): Promise<FindingRow[]> {
  const rows = await listFindings(db, scope, wanted)
  const changes = await listChanges(db, scope, [...new Set(rows.map((row) => row.activity_id))])
  const books = new Map(
    [...Map.groupBy(changes, (change) => change.activity_id)].map(([id, some]) => [
      id,
      codebookOf(themesOf(scope), some),
    ]),
  )
  return rows.map((row) => {
    const theme = books.get(row.activity_id)?.today(row.theme)
    return theme ? { ...row, theme: theme.key, theme_name: theme.name } : row
  })
}

/** The agreement over the codebook as it stands, and over the themes as given where a merge has changed it. */
export async function measure(db: Db, scope: Scope, activity: string) {
  const book = await findCodebook(db, scope, activity)
  const pairs = await readPairs(db, scope, activity, book)
  const merged = book.history.some((change) => change.act === 'merged')
  const given = merged ? agreement(tableOf(await listPairs(db, scope, activity))) : undefined
  return { book, pairs, found: agreement(tableOf(pairs)), given }
}
