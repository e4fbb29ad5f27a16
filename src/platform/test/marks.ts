import type { OutgoingHttpHeaders } from 'node:http'
import type { TestHouse } from './harness.ts'
import { pdfText } from './pdf-text.ts'
import { unzip } from './sheet-readers.ts'

// Every row says whose it is: before each text in it stands a mark that names its table, its unit and its employee. What
// comes out of a route can then be read for rows that should not have.

/** Whose a row is; a unit is missing where it belongs to the institution as a whole. */
export type Owner = {
  readonly institution: string
  readonly table: string
  readonly unit: string | null
  readonly employee: string | null
}

type Answered = { readonly headers: OutgoingHttpHeaders; readonly body: string; readonly rawPayload: Buffer }
type Column = { readonly name: string; readonly kind: 'text' | 'json' | 'other' }
type Reference = { readonly column: string; readonly table: string; readonly key: string }
type Table = { readonly name: string; readonly columns: readonly Column[]; readonly references: readonly Reference[] }
/** SQL over the row `t`, or null where nothing leads there. */
type Whose = { readonly unit: string | null; readonly employee: string | null }

/** Who acted and when, and what waits to be done: not rows of the ministry's work. */
const NOT_MARKED = new Set(['audit', 'platform', 'roles', 'organization', 'vocabulary', 'founding', 'webhooks'])
/** What a row names beside the one it belongs to: who did something, and what was attached. */
const WAYS = new Set(['people.account', 'people.session', 'people.employee', 'organization.unit', 'platform.file'])
const MARK = /zq([0-9a-f]{10})qz|([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})/gi

/** What belongs to several units at once. */
const SEVERAL: Readonly<Record<string, string>> = {
  'programs.program':
    'select p.unit_id from programs.treated_unit p where p.institution_id = t.institution_id and p.program_id = t.id',
}

/** Marks every row of every institution; whose each mark is. */
export async function plantMarks(house: TestHouse): Promise<ReadonlyMap<string, Owner>> {
  const tables = await readTables(house)
  const owners = new Map<string, Owner>()
  for (const table of tables.values()) {
    // The name of an account stands in every story that its holder had a part in.
    if (NOT_MARKED.has(table.name.split('.')[0]!) || table.name === 'people.account') continue
    const words = table.columns
      .filter(({ kind }) => kind !== 'other')
      .map(({ name, kind }) => ({ name: `"${name}"`, kind }))
    const whose = whoseIs(table, tables)
    const facts = `${whose.unit ?? 'null::uuid'} as unit, ${whose.employee ?? 'null::uuid'} as employee`
    if (whose.unit && table.columns.some(({ name }) => name === 'id')) await nameRows(house, table.name, facts, owners)
    if (words.length === 0) continue
    // Words alone are marked: what has no space in it may be a code that the rules know.
    const changes = words.map(({ name, kind }) => `${name} = ${kind === 'json' ? markedJson(name) : markedText(name)}`)
    const { rows } = await house.owner.query<Owner & { mark: string }>(
      `with whose as materialized (
         select o.*, 'zq' || substr(md5(concat_ws('/', '${table.name}', o.institution_id, o.unit, o.employee)), 1, 10) || 'qz' as mark
         from (select t.ctid as place, t.institution_id, ${facts} from ${table.name} t
           where ${words.map(({ name }) => `t.${name}::text like '% %'`).join(' or ')}) o),
       marked as (update ${table.name} t set ${changes.join(', ')} from whose w where t.ctid = w.place)
       select distinct mark, institution_id as institution, unit, employee from whose`,
    )
    for (const { mark, institution, unit, employee } of rows)
      owners.set(mark.slice(2, -2), { institution, table: table.name, unit, employee })
  }
  return owners
}

function markedText(name: string): string {
  return `case when t.${name} like '% %' then w.mark || ' ' || t.${name} else t.${name} end`
}

/** Before each sentence in it that is a value. */
function markedJson(name: string): string {
  return `regexp_replace(t.${name}::text, '(: |\\[|, )"([A-Za-z][^"\\\\]* [^"\\\\]*)"(?!:)', '\\1"' || w.mark || ' \\2"', 'g')::jsonb`
}

/** Rows that say nothing are known by their ids, which stand in links and forms. */
async function nameRows(house: TestHouse, table: string, facts: string, owners: Map<string, Owner>): Promise<void> {
  const { rows } = await house.owner.query<Omit<Owner, 'table'> & { id: string }>(
    `select t.id::text, t.institution_id as institution, ${facts} from ${table} t`,
  )
  for (const { id, institution, unit, employee } of rows) owners.set(id, { institution, table, unit, employee })
}

/** What a person can read in an answer: pages and text as they are, sheets and papers unpacked. */
export function wordsOf({ headers, body, rawPayload }: Answered): string {
  const type = String(headers['content-type'] ?? '')
  if (type.startsWith('application/pdf')) return pdfText(rawPayload)
  return type.includes('openxmlformats') ? [...unzip(rawPayload).values()].join('\n') : body
}

/** The marks in what was answered. */
export function marksIn(body: string): ReadonlySet<string> {
  return new Set([...body.matchAll(MARK)].map(([, mark, id]) => (mark ?? id!).toLowerCase()))
}

/** Whose the rows are that this column names, as SQL with the institution as $1, and which table they lie in. */
export async function keyOwners(
  house: TestHouse,
  name: string,
  column: string,
): Promise<{ readonly table: string; readonly sql: string } | undefined> {
  const tables = await readTables(house)
  if (!tables.get(name)?.columns.some((one) => one.name === column)) return undefined
  const named = tables.get(name)?.references.find((reference) => reference.column === column)
  const table = tables.get(named?.table ?? name)
  if (!table) return undefined
  const key = named?.key ?? column
  const whose = whoseIs(table, tables)
  const units = SEVERAL[table.name] ?? (whose.unit && `select ${whose.unit}`)
  if (!units) return undefined
  const sql = `select t.${key}::text as value, array(select unit::text from (${units}) u (unit) where unit is not null order by 1) as units,
    ${whose.employee ?? 'null'}::text as employee from ${table.name} t where t.institution_id = $1`
  return { table: table.name, sql }
}

/** By a column of its own, otherwise through what it is a part of. */
function whoseIs(table: Table, tables: ReadonlyMap<string, Table>, above: readonly string[] = []): Whose {
  const has = (column: string) => table.columns.some(({ name }) => name === column)
  const at = (column: string) => `${above.length === 0 ? 't' : `t${above.length}`}.${column}`
  const employee = has('employee_id') ? at('employee_id') : table.name === 'people.employee' ? at('id') : null
  const of = (who: string) =>
    `(select w.unit_id from people.assignment w where w.institution_id = ${at('institution_id')} and w.employee_id = ${who} and w.valid_to is null)`
  if (table.name === 'organization.unit') return { unit: at('id'), employee: null }
  // The four-question survey speaks about every unit.
  if (table.name === 'questionnaires.questionnaire')
    return { unit: `(case when ${at('instrument')} <> 'short_survey' then ${at('unit_id')} end)`, employee: null }
  // The unit of a planned change is the one to come.
  if (has('unit_id') && table.name !== 'people.assignment_plan') return { unit: at('unit_id'), employee }
  if (employee) return { unit: of(employee), employee }
  for (const { column, table: parent, key } of table.references) {
    const owner = tables.get(parent)
    if (!owner || WAYS.has(parent) || parent === table.name || above.includes(parent)) continue
    const found = whoseIs(owner, tables, [...above, table.name])
    if (!found.unit) continue
    const alias = `t${above.length + 1}`
    const through = (value: string | null) =>
      value &&
      `(select ${value} from ${parent} ${alias} where ${alias}.institution_id = ${at('institution_id')} and ${alias}.${key} = ${at(column)})`
    return { unit: through(found.unit), employee: through(found.employee) }
  }
  return { unit: null, employee: null }
}

let read: Promise<ReadonlyMap<string, Table>> | undefined

function readTables(house: TestHouse): Promise<ReadonlyMap<string, Table>> {
  read ??= house.owner
    .query<Table>(
      `select n.nspname || '.' || quote_ident(c.relname) as name,
         (select json_agg(json_build_object('name', a.attname,
             'kind', case when a.attgenerated <> '' then 'other' when a.atttypid = 'text'::regtype then 'text'
               when a.atttypid = 'jsonb'::regtype then 'json' else 'other' end) order by a.attnum)
           from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
         coalesce((select json_agg(json_build_object('table', rn.nspname || '.' || quote_ident(r.relname),
             'column', own.attname, 'key', theirs.attname) order by rn.nspname <> n.nspname, own.attnotnull desc, own.attnum)
           from pg_constraint f
           join pg_class r on r.oid = f.confrelid join pg_namespace rn on rn.oid = r.relnamespace
           join pg_attribute own on own.attrelid = f.conrelid and own.attnum = f.conkey[2]
           join pg_attribute theirs on theirs.attrelid = f.confrelid and theirs.attnum = f.confkey[2]
           where f.conrelid = c.oid and f.contype = 'f' and cardinality(f.conkey) = 2), '[]') as references
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute i on i.attrelid = c.oid and i.attname = 'institution_id'
       where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema')
       order by 1`,
    )
    .then(({ rows }) => new Map(rows.map((row) => [row.name, row])))
  return read
}
