import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { newId } from '../../../platform/id.ts'
import type { Sheet } from './model.ts'

export type PaperBatch = {
  id: string
  label: string
  service_id: string
  unit_id: string
  unit: string
  answered_on: string
  sheets: number
  state: 'first' | 'second' | 'differences' | 'kept'
  first_by: string | null
  second_by: string | null
  first_name: string | null
  second_name: string | null
  resolved_name: string | null
  fields: number
  differences: number
  kept: number
  too_few: number
  keyed: number
  /** Whoever keyed any sheet of the first reading. */
  first_readers: string[]
}

const columns = sql`b.id, b.label, b.service_id, b.unit_id, u.name as unit, b.answered_on, b.sheets, b.state, b.first_by,
  b.second_by, f.name as first_name, s.name as second_name, r.name as resolved_name, b.fields, b.differences, b.kept,
  b.too_few,
  (select count(*)::int from surveys.paper_sheet p where p.institution_id = b.institution_id and p.batch_id = b.id
    and p.pass = case b.state when 'first' then 1 else 2 end) as keyed,
  array(select distinct p.keyed_by from surveys.paper_sheet p where p.institution_id = b.institution_id
    and p.batch_id = b.id and p.pass = 1 and p.keyed_by is not null) as first_readers`
const source = sql`surveys.paper_batch b
  join organization.unit u on u.institution_id = b.institution_id and u.id = b.unit_id
  left join people.account f on f.institution_id = b.institution_id and f.id = b.first_by
  left join people.account s on s.institution_id = b.institution_id and s.id = b.second_by
  left join people.account r on r.institution_id = b.institution_id and r.id = b.resolved_by`

export async function listPaperBatches(db: Db, scope: Scope<'survey.paper'>): Promise<PaperBatch[]> {
  const { rows } = await sql<PaperBatch>`select ${columns} from ${source}
    where b.institution_id = ${scope.institution} and b.unit_id = any(${scope.units}::uuid[])
    order by b.created_at desc, b.id desc limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function findPaperBatch(
  db: Db,
  scope: Scope<'survey.paper'>,
  id: string,
  lock = false,
): Promise<PaperBatch | undefined> {
  const { rows } = await sql<PaperBatch>`select ${columns} from ${source}
    where b.institution_id = ${scope.institution} and b.id = ${id} and b.unit_id = any(${scope.units}::uuid[])
    ${lock ? sql`for update of b` : sql``}`.execute(db)
  return rows[0]
}

export async function insertPaperBatch(
  db: Db,
  scope: Scope<'survey.paper'>,
  now: Date,
  batch: { label: string; service_id: string; unit_id: string; answered_on: string; sheets: number },
): Promise<string> {
  const id = newId(now)
  await db
    .insertInto('surveys.paper_batch')
    .values({ ...batch, id, institution_id: scope.institution, created_by: scope.account, created_at: now })
    .execute()
  return id
}

/** A sheet keyed again in the same pass replaces what was keyed before. */
export async function putSheets(
  db: Db,
  scope: Scope<'survey.paper'>,
  batch: string,
  pass: 1 | 2,
  sheets: readonly { sheet: number; content: Sheet }[],
): Promise<void> {
  await db
    .insertInto('surveys.paper_sheet')
    .values(
      sheets.map(({ sheet, content }) => ({
        institution_id: scope.institution,
        batch_id: batch,
        sheet,
        pass,
        content: JSON.stringify(content),
        keyed_by: scope.account,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['institution_id', 'batch_id', 'sheet', 'pass'])
        .doUpdateSet((eb) => ({ content: eb.ref('excluded.content'), keyed_by: eb.ref('excluded.keyed_by') })),
    )
    .execute()
}

export type KeyedSheet = { sheet: number; pass: number; content: Sheet }

export async function listSheets(db: Db, scope: Scope<'survey.paper'>, batch: string): Promise<KeyedSheet[]> {
  return db
    .selectFrom('surveys.paper_sheet')
    .select((eb) => ['sheet', 'pass', eb.ref('content').$castTo<Sheet>().as('content')])
    .where('institution_id', '=', scope.institution)
    .where('batch_id', '=', batch)
    .orderBy('sheet')
    .orderBy('pass')
    .execute()
}

export async function setPaperBatch(
  db: Db,
  scope: Scope<'survey.paper'>,
  id: string,
  change: {
    state?: PaperBatch['state']
    first_by?: string | null
    second_by?: string | null
    resolved_by?: string | null
    fields?: number
    differences?: number
    kept?: number
    too_few?: number
    finished_at?: Date
  },
): Promise<void> {
  await db
    .updateTable('surveys.paper_batch')
    .set(change)
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .execute()
}

export async function deleteSheets(db: Db, scope: Scope<'survey.paper'>, batch: string): Promise<void> {
  await db
    .deleteFrom('surveys.paper_sheet')
    .where('institution_id', '=', scope.institution)
    .where('batch_id', '=', batch)
    .execute()
}
