import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import type { IndicatorRow } from './framework-queries.ts'
import type { Entry, Family } from './model.ts'
import type { CompetencyRow } from './queries.ts'

export async function listFrameworks(db: Db, scope: Scope<'competency.manage'>) {
  const { rows } = await sql<{ id: string; name: string; family: Family }>`
    select id, name, family from competency.framework
    where institution_id = ${scope.institution} and valid_to is null order by family, code`.execute(db)
  return rows
}

export type EditionRow = Entry & { number: number; valid_from: string; who: string | null }

/** What the dictionary said and says of a competency, the newest first; nothing while nobody has changed it. */
export async function listEditions(db: Db, scope: Scope, competency: string, most: number): Promise<EditionRow[]> {
  const { rows } = await sql<EditionRow>`
    select e.number, e.valid_from, e.name, e.definition, e.levels, e.source, e.verified, a.name as who
    from competency.edition e
    left join people.account a on a.institution_id = e.institution_id and a.id = e.account_id
    where e.institution_id = ${scope.institution} and e.competency_id = ${competency}
    order by e.number desc limit ${most}`.execute(db)
  return rows
}

/** What indicators say, in the shape in which people write it. */
export function entryOf(competency: CompetencyRow, indicators: readonly IndicatorRow[]): Entry {
  const sources = [...new Set(indicators.map((one) => one.source))]
  return {
    name: competency.name,
    definition: competency.definition,
    levels: [1, 2, 3, 4, 5].map((level) => indicators.filter((one) => one.level === level).map((one) => one.behavior)),
    source: (sources.length > 0 ? sources : [competency.source]).join('; '),
    verified: indicators.length > 0 && indicators.every((one) => one.verified),
  }
}

/** Undefined when the code is taken. */
export async function insertEntry(
  db: Db,
  scope: Scope<'competency.manage'>,
  now: Date,
  day: string,
  place: { framework: string; code: string },
  entry: Entry,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into competency.competency (institution_id, id, framework_id, code, name, definition)
    values (${scope.institution}, ${newId(now)}, ${place.framework}, ${place.code}, ${entry.name}, ${entry.definition})
    on conflict (institution_id, code) do nothing returning id`.execute(db)
  const id = rows[0]?.id
  if (id) {
    await insertEdition(db, scope, id, day, entry, scope.account)
    await setIndicators(db, scope, id, entry)
  }
  return id
}

/** From today on the dictionary says this; what it said before is kept, also what it was installed with. */
export async function replaceEntry(
  db: Db,
  scope: Scope<'competency.manage'>,
  day: string,
  competency: string,
  before: Entry,
  entry: Entry,
): Promise<void> {
  const { institution } = scope
  const { rows } = await sql`
    update competency.competency c set name = ${entry.name}, definition = ${entry.definition}
    where c.institution_id = ${institution} and c.id = ${competency}
    returning exists (select from competency.edition e where e.institution_id = c.institution_id and e.competency_id = c.id)
      as kept`.execute(db)
  if (!(rows[0] as { kept: boolean }).kept) await insertEdition(db, scope, competency, null, before, null)
  await insertEdition(db, scope, competency, day, entry, scope.account)
  await setIndicators(db, scope, competency, entry)
}

/** Without a day it holds since its framework does. */
async function insertEdition(
  db: Db,
  scope: Scope<'competency.manage'>,
  competency: string,
  day: string | null,
  { name, definition, levels, source, verified }: Entry,
  account: string | null,
): Promise<void> {
  await sql`
    insert into competency.edition (institution_id, competency_id, number, valid_from, name, definition, levels, source,
      verified, account_id)
    select ${scope.institution}, ${competency}, coalesce(max(e.number), 0) + 1, coalesce(${day}::date,
      (select f.valid_from from competency.competency c
        join competency.framework f on f.institution_id = c.institution_id and f.id = c.framework_id
        where c.institution_id = ${scope.institution} and c.id = ${competency})), ${name}, ${definition},
      ${JSON.stringify(levels)}::jsonb, ${source}, ${verified}, ${account}
    from competency.edition e where e.institution_id = ${scope.institution} and e.competency_id = ${competency}`.execute(
    db,
  )
}

async function setIndicators(
  db: Db,
  scope: Scope<'competency.manage'>,
  competency: string,
  { levels, source, verified }: Entry,
): Promise<void> {
  await sql`delete from competency.indicator
    where institution_id = ${scope.institution} and competency_id = ${competency}`.execute(db)
  const lines = levels.flatMap((texts, at) => texts.map((text, place) => ({ level: at + 1, ordinal: place + 1, text })))
  await sql`
    insert into competency.indicator (institution_id, competency_id, level, ordinal, behavior, source, verified)
    select ${scope.institution}, ${competency}, i.level, i.ordinal, i.behavior, ${source}, ${verified}
    from unnest(${lines.map((one) => one.level)}::smallint[], ${lines.map((one) => one.ordinal)}::smallint[],
      ${lines.map((one) => one.text)}::text[]) as i (level, ordinal, behavior)`.execute(db)
}
