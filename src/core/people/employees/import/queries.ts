import { sql } from 'kysely'
import type { Scope } from '../../../../platform/access.ts'
import { insertMany } from '../../../../platform/database/bulk.ts'
import type { Db } from '../../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../../platform/database/most-listed.ts'
import type { Text } from '../../../../platform/i18n.ts'
import { seal, unseal } from '../../../../platform/seal.ts'
import { type Advance, inParts, PART } from '../model.ts'
import type { KnownEmployee } from './employee-changes.ts'
import type { Change, ImportKind, KnownUnit, Outcome, Planned, Problem, SheetRow } from './model.ts'

type ImportScope = Scope<'employee.import'>
export const ROWS_A_PAGE = 100

export async function insertImport(
  db: Db,
  scope: ImportScope,
  now: Date,
  made: { id: string; kind: ImportKind; fileName: string; file: Buffer },
): Promise<void> {
  await db
    .insertInto('people.import')
    .values({
      institution_id: scope.institution,
      id: made.id,
      kind: made.kind,
      state: 'reading',
      file_name: made.fileName,
      file: seal('import', made.file),
      account_id: scope.account,
      created_at: now,
    })
    .execute()
  await db
    .insertInto('people.import_progress')
    .values({ institution_id: scope.institution, import_id: made.id })
    .execute()
}

export async function setProgress(
  db: Db,
  scope: ImportScope,
  id: string,
  { done, total }: { done: number; total: number },
): Promise<void> {
  await db
    .updateTable('people.import_progress')
    .set({ done, total })
    .where('institution_id', '=', scope.institution)
    .where('import_id', '=', id)
    .execute()
}

export async function listImports(db: Db, scope: ImportScope) {
  return db
    .selectFrom('people.import as i')
    .leftJoin('people.account as a', (join) =>
      join.onRef('a.institution_id', '=', 'i.institution_id').onRef('a.id', '=', 'i.account_id'),
    )
    .select(['i.id', 'i.kind', 'i.state', 'i.file_name', 'i.rows', 'i.created_at', 'a.name as who'])
    .where('i.institution_id', '=', scope.institution)
    .orderBy('i.created_at', 'desc')
    .limit(MOST_LISTED)
    .execute()
}

export async function findImport(db: Db, scope: ImportScope, id: string) {
  return db
    .selectFrom('people.import as i')
    .innerJoin('people.import_progress as p', (join) =>
      join.onRef('p.institution_id', '=', 'i.institution_id').onRef('p.import_id', '=', 'i.id'),
    )
    .select([
      'i.id',
      'i.kind',
      'i.state',
      'i.file_name',
      'i.rows',
      'i.created_rows',
      'i.changed_rows',
      'i.unchanged_rows',
      'i.refused_rows',
    ])
    .select(['i.problem', 'i.notes', 'i.created_at', 'i.checked_at', 'i.confirmed_at', 'i.applied_at'])
    .select(['p.done', 'p.total'])
    .where('i.institution_id', '=', scope.institution)
    .where('i.id', '=', id)
    .executeTakeFirst()
}
export type ImportFacts = NonNullable<Awaited<ReturnType<typeof findImport>>>

export async function lockImport(db: Db, scope: ImportScope, id: string) {
  return db
    .selectFrom('people.import')
    .select(['id', 'kind', 'state', 'file', 'rows', 'account_id', 'checked_at'])
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function setState(
  db: Db,
  scope: ImportScope,
  id: string,
  change: {
    state: ImportFacts['state']
    rows?: number
    notes?: readonly Text[]
    problem?: Text | null
    checked_at?: Date
    confirmed_at?: Date
    applied_at?: Date
    file?: null
  },
): Promise<void> {
  const { notes, problem, ...plain } = change
  await db
    .updateTable('people.import')
    .set({
      ...plain,
      ...(notes === undefined ? {} : { notes: JSON.stringify(notes) }),
      ...(problem === undefined ? {} : { problem: problem === null ? null : JSON.stringify(problem) }),
    })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .execute()
}

export async function insertRows(
  db: Db,
  scope: ImportScope,
  importId: string,
  rows: readonly SheetRow[],
  after: Advance,
): Promise<void> {
  for (const part of inParts(rows)) {
    await insertMany(
      db,
      'people.import_row',
      part.map((row) => ({
        institution_id: scope.institution,
        import_id: importId,
        row: row.row,
        outcome: null,
        label: '',
        changes: [],
        problems: [],
        data: seal('import', JSON.stringify([row.cells, row.extra ?? null])),
      })) as never,
    )
    await after(part.length)
  }
}

export async function readRows(db: Db, scope: ImportScope, importId: string, after: Advance): Promise<SheetRow[]> {
  const read: SheetRow[] = []
  for (let last = 0; ; ) {
    const rows = await db
      .selectFrom('people.import_row')
      .select(['row', 'data'])
      .where('institution_id', '=', scope.institution)
      .where('import_id', '=', importId)
      .where('data', 'is not', null)
      .where('row', '>', last)
      .orderBy('row')
      .limit(PART)
      .execute()
    for (const { row, data } of rows) {
      const [cells, extra] = JSON.parse(unseal('import', data ?? Buffer.alloc(0))) as [
        Record<string, string>,
        number | null,
      ]
      read.push({ row, cells, extra: extra ?? undefined })
      last = row
    }
    await after(rows.length)
    if (rows.length < PART) return read
  }
}

/** Writes the outcome of every row and their counts. */
export async function setOutcomes(
  db: Db,
  scope: ImportScope,
  importId: string,
  planned: readonly Planned<unknown>[],
  after: Advance,
): Promise<void> {
  for (const part of inParts(planned)) {
    const chunk = part.map(({ act: _act, ...shown }) => shown)
    await sql`update people.import_row r set outcome = c.outcome, label = left(c.label, 300), changes = c.changes, problems = c.problems
      from jsonb_to_recordset(${JSON.stringify(chunk)}::jsonb)
        as c(row integer, outcome people.import_outcome, label text, changes jsonb, problems jsonb)
      where r.institution_id = ${scope.institution} and r.import_id = ${importId} and r.row = c.row`.execute(db)
    await after(part.length)
  }
  const count = (outcome: Outcome): number => planned.filter((one) => one.outcome === outcome).length
  await db
    .updateTable('people.import')
    .set({
      created_rows: count('new'),
      changed_rows: count('changed'),
      unchanged_rows: count('unchanged'),
      refused_rows: count('refused'),
    })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', importId)
    .execute()
}

export type ImportRow = { row: number; outcome: Outcome | null; label: string; changes: Change[]; problems: Problem[] }

/** Rows in the order of the file; one more than `limit`. */
export async function listRows(
  db: Db,
  scope: ImportScope,
  importId: string,
  filter: { outcome?: Outcome | undefined; after?: number | undefined; limit: number },
): Promise<ImportRow[]> {
  let rows = db
    .selectFrom('people.import_row')
    .select(['row', 'outcome', 'label', 'changes', 'problems'])
    .where('institution_id', '=', scope.institution)
    .where('import_id', '=', importId)
    .orderBy('row')
    .limit(filter.limit + 1)
  if (filter.outcome) rows = rows.where('outcome', '=', filter.outcome)
  if (filter.after !== undefined) rows = rows.where('row', '>', filter.after)
  return (await rows.execute()) as unknown as ImportRow[]
}

/** A text of what each row does, to see whether a second look gives the same. */
export async function outcomeDigest(db: Db, scope: ImportScope, importId: string): Promise<string> {
  const { rows } = await sql<{
    digest: string | null
  }>`select md5(string_agg(row || '|' || coalesce(outcome::text, '') || changes::text, ',' order by row)) as digest
    from people.import_row where institution_id = ${scope.institution} and import_id = ${importId}`.execute(db)
  return rows[0]?.digest ?? ''
}

/** The cells are of no more use and may hold personal data; outcome and changes stay. */
export async function forgetCells(db: Db, scope: ImportScope, importId: string): Promise<void> {
  await db
    .updateTable('people.import_row')
    .set({ data: null })
    .where('institution_id', '=', scope.institution)
    .where('import_id', '=', importId)
    .execute()
}

/** Imports that were checked before `before` and wait for someone to confirm them. */
export async function listStale(db: Db, scope: ImportScope, before: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('people.import')
    .select('id')
    .where('institution_id', '=', scope.institution)
    .where('state', '=', 'checked')
    .where('checked_at', '<', before)
    .execute()
  return rows.map((row) => row.id)
}

/** Waits for other changes of units and assignments, and keeps them waiting until the end of the transaction. */
export async function lockInstitution(db: Db, scope: ImportScope): Promise<{ time_zone: string }> {
  return db
    .selectFrom('organization.institution')
    .select('time_zone')
    .where('id', '=', scope.institution)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

export async function listKnownUnits(db: Db, scope: ImportScope): Promise<KnownUnit[]> {
  const rows = await db
    .selectFrom('organization.unit as u')
    .leftJoin('organization.unit_history as h', (join) =>
      join
        .onRef('h.institution_id', '=', 'u.institution_id')
        .onRef('h.unit_id', '=', 'u.id')
        .on('h.valid_to', 'is', null),
    )
    .select(['u.id', 'u.code', 'u.name', 'u.kind', 'u.parent_id', 'u.active_to', 'u.active_from', 'h.valid_from'])
    .where('u.institution_id', '=', scope.institution)
    .execute()
  return rows.map(({ active_from, valid_from, ...unit }) => ({ ...unit, since: valid_from ?? active_from }))
}

export async function listKnownPositions(db: Db, scope: ImportScope) {
  return db
    .selectFrom('organization.position')
    .select(['id', 'code', 'title', 'kind', 'level', 'class'])
    .where('institution_id', '=', scope.institution)
    .execute()
}

export async function listKnownEmployees(db: Db, scope: ImportScope): Promise<KnownEmployee[]> {
  const rows = await db
    .selectFrom('people.employee as e')
    .leftJoin('people.assignment as a', (join) =>
      join
        .onRef('a.institution_id', '=', 'e.institution_id')
        .onRef('a.employee_id', '=', 'e.id')
        .on('a.valid_to', 'is', null),
    )
    .select([
      'e.id',
      'e.nip',
      'e.name',
      'e.employment',
      'e.gender',
      'e.birth_date',
      'e.email',
      'e.phone',
      'e.grade',
      'e.active',
    ])
    .select(['e.nik_encrypted', 'a.unit_id', 'a.position_id', 'a.superior_id', 'a.valid_from'])
    .where('e.institution_id', '=', scope.institution)
    .execute()
  return rows.map(({ nik_encrypted: sealed, ...employee }) => ({
    ...employee,
    nik: sealed ? unseal('nik', sealed) : null,
  }))
}
