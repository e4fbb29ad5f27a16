/**
 * The tables of every slice as they are in this database: Map from schema name to readable SQL.
 * Read from the catalogs, because a slice's migrations tell how it came about, not what it is.
 */
export async function describeSchemas(client) {
  const schemas = await rows(
    client,
    `select nspname as name, obj_description(oid, 'pg_namespace') as comment from pg_namespace
     where nspname not like 'pg\\_%' and nspname not in ('information_schema', 'public', 'graphile_worker')
     order by nspname`,
  )
  const texts = new Map()
  for (const schema of schemas) texts.set(schema.name, await schemaText(client, schema))
  return texts
}

async function schemaText(client, schema) {
  const parts = ['-- Generated from the migrations by npm run generate.', comment('', schema.comment)]
  for (const type of await rows(client, ENUMS, [schema.name])) {
    const labels = type.labels.map((label) => `'${label}'`).join(', ')
    parts.push(`${comment('', type.comment)}create type ${type.name} as enum (${labels});`)
  }
  for (const table of await rows(client, TABLES, [schema.name])) parts.push(await tableText(client, table))
  for (const view of await rows(client, VIEWS, [schema.name])) {
    parts.push(`${comment('', view.comment)}create ${view.kind} ${view.name} as\n${view.definition}`)
  }
  for (const routine of await rows(client, FUNCTIONS, [schema.name])) {
    parts.push(`${comment('', routine.comment)}${routine.definition.trim()};`)
  }
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

async function tableText(client, table) {
  const columns = await rows(client, COLUMNS, [table.oid])
  const constraints = await rows(client, CONSTRAINTS, [table.oid])
  const indexes = await rows(client, INDEXES, [table.oid])
  const policies = await rows(client, POLICIES, [table.oid])
  const grants = await rows(client, GRANTS, [table.oid])
  const lines = [
    ...columns.map((column) => ({
      text: `${column.name} ${column.type}${column.required ? ' not null' : ''}${column.fallback ? ` ${column.fallback}` : ''}`,
      comment: column.comment,
    })),
    ...constraints.map((constraint) => ({ text: constraint.definition, comment: null })),
  ]
  const body = lines
    .map((line, index) => `${comment('  ', line.comment)}  ${line.text}${index < lines.length - 1 ? ',' : ''}`)
    .join('\n')
  const kind = table.unlogged ? 'create unlogged table' : 'create table'
  return [
    `${comment('', table.comment)}${kind} ${table.name} (\n${body}\n)${table.partition ? ` partition by ${table.partition}` : ''};`,
    ...indexes.map((index) => `${index.definition};`),
    ...(table.secured ? [`alter table ${table.name} enable row level security;`] : []),
    ...policies.map((policy) => policyText(table.name, policy)),
    ...grants.map((grant) => `grant ${grant.rights} on ${table.name} to sigap_app;`),
  ].join('\n')
}

function policyText(table, policy) {
  const using = policy.using ? ` using (${policy.using})` : ''
  const check = policy.check && policy.check !== policy.using ? ` with check (${policy.check})` : ''
  return `create policy ${policy.name} on ${table} for ${policy.command.toLowerCase()}${using}${check};`
}

function comment(indent, text) {
  if (!text) return ''
  return text
    .split('\n')
    .map((line) => `${indent}-- ${line}\n`)
    .join('')
}

async function rows(client, text, values = []) {
  return (await client.query(text, values)).rows
}

const ENUMS = `
  select t.oid::regtype::text as name, array_agg(e.enumlabel::text order by e.enumsortorder) as labels,
    obj_description(t.oid, 'pg_type') as comment
  from pg_type t join pg_enum e on e.enumtypid = t.oid join pg_namespace n on n.oid = t.typnamespace
  where n.nspname = $1 group by t.oid order by 1`

const TABLES = `
  select c.oid, c.oid::regclass::text as name, c.relrowsecurity as secured, c.relpersistence = 'u' as unlogged,
    obj_description(c.oid, 'pg_class') as comment, pg_get_partkeydef(c.oid) as partition
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition order by 2`

const VIEWS = `
  select c.oid::regclass::text as name, pg_get_viewdef(c.oid, true) as definition,
    case c.relkind when 'm' then 'materialized view' else 'view' end as kind,
    obj_description(c.oid, 'pg_class') as comment
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = $1 and c.relkind in ('v', 'm') order by 1`

const FUNCTIONS = `
  select pg_get_functiondef(p.oid) as definition, obj_description(p.oid, 'pg_proc') as comment
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = $1 and p.prokind in ('f', 'p')
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by p.proname, p.oid`

const COLUMNS = `
  select quote_ident(a.attname) as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
    case when a.attidentity <> '' then 'generated as identity'
      when a.attgenerated = 's' then 'generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
      when a.attgenerated = 'v' then 'generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ')'
      when d.oid is not null then 'default ' || pg_get_expr(d.adbin, d.adrelid) end as fallback,
    col_description(a.attrelid, a.attnum) as comment
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum`

// Since version 18 "not null" is a constraint too; it already stands with its column.
const CONSTRAINTS = `
  select pg_get_constraintdef(oid, true) as definition from pg_constraint
  where conrelid = $1 and contype <> 'n' order by array_position(array['p', 'u', 'f', 'c', 'x'], contype::text), conname`

const INDEXES = `
  select pg_get_indexdef(i.indexrelid) as definition from pg_index i
  where i.indrelid = $1 and not exists (select from pg_constraint c where c.conindid = i.indexrelid and c.conrelid = $1)
  order by 1`

const POLICIES = `
  select polname as name, pg_get_expr(polqual, polrelid) as using, pg_get_expr(polwithcheck, polrelid) as check,
    case polcmd when '*' then 'all' when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' else 'delete' end
      as command
  from pg_policy where polrelid = $1 order by 1`

const GRANTS = `
  select string_agg(lower(g.privilege_type), ', ' order by array_position(
      array['SELECT', 'INSERT', 'UPDATE', 'DELETE'], g.privilege_type)) as rights
  from pg_class c, aclexplode(c.relacl) g join pg_roles r on r.oid = g.grantee
  where c.oid = $1 and r.rolname = 'sigap_app' group by r.rolname`
