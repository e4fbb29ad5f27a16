// The rules of rules.test.ts as functions of text, so that planted.test.ts can show that each of them catches something.

const SHARED_SCHEMAS = ['organization', 'people', 'roles', 'platform', 'audit']

export const CLOCK = /new Date\(\)|Date\.now\(\)/
export const ENVIRONMENT = /process\.env/
export const INLINE = /\sstyle=|<style|<script(?! type="module" src)|\son[A-Z]\w+=|dangerouslySetInnerHTML/
/** What a browser would fetch from somebody else: a script, a picture, a style, a font. */
export const ELSEWHERE =
  /\b(?:src|srcset|poster)=["'{`]*https?:|url\(["']?(?:https?:)?\/\/|@import (?:url\()?["']?(?:https?:)?\/\/|\bimport\(["'`]https?:|\bfrom ['"]https?:/
const LONGEST_FILE = 400

export function isTooLong(source: string): boolean {
  return source.split('\n').length > LONGEST_FILE + 1
}

/** Numbers of the lines that match, without comments. */
export function linesWith(source: string, pattern: RegExp): number[] {
  return source.split('\n').flatMap((line, at) => (pattern.test(line.replace(/\/\/.*|^\s*\*.*/, '')) ? [at + 1] : []))
}

/** Names of the queries that read rows of an institution and take no scope. */
export function queriesWithoutScope(source: string): string[] {
  return [...source.matchAll(/^export (?:async )?function (\w+)(?:<[^(]*>)?\(([\s\S]*?)\n\}/gm)]
    .filter(
      ([, , rest]) => /^\s*db: Db\b/.test(rest!) && !/\b_?scope: [A-Z]/.test(rest!) && /institution_id/.test(rest!),
    )
    .map(([, name]) => name!)
}

/** Schemas of other slices that the SQL of this slice names. */
export function foreignSchemas(slice: string, text: string, schemas: ReadonlySet<string>): string[] {
  // A sample says where the tests find a row; a view (v_…) is what its owner publishes for others.
  const source = text.replaceAll(/^.*\bsample: .*$/gm, '').replaceAll(/\b\w+\.v_\w+/g, '')
  const named = [
    ...source.matchAll(/(?:From|Join|Into|Table|from|using)\('(\w+)\.\w+/g),
    ...source.matchAll(/\b(?:from|join|into|update)\s+(\w+)\.\w+/g),
  ].map(([, schema]) => schema!)
  const own = slice.replaceAll('-', '_')
  return named.filter((schema) => schemas.has(schema) && schema !== own && !SHARED_SCHEMAS.includes(schema))
}

export function schemasIn(migration: string): string[] {
  return [...migration.matchAll(/^create schema (\w+)/gm)].map(([, name]) => name!)
}

type Table = { name: string; columns: string }

function tenantTables(migration: string): Table[] {
  return [...migration.matchAll(/^create (?:unlogged )?table (?:if not exists )?(\w+\.\w+) \(\s*([\s\S]*?)^\)/gm)]
    .map(([, name, columns]) => ({ name: name!, columns: columns! }))
    .filter(({ columns }) => /^\s*institution_id\b/.test(columns))
}

/** Tenant tables that no migration puts behind the wall. */
export function tablesInTheOpen(migrations: readonly string[]): string[] {
  const walled = new Set(
    migrations.flatMap((migration) => [
      ...[...migration.matchAll(/platform\.tenant_table\('([\w.]+)'/g)].map(([, name]) => name!),
      ...[...migration.matchAll(/alter table (\w+\.\w+) enable row level security/g)].map(([, name]) => name!),
    ]),
  )
  return migrations.flatMap(tenantTables).flatMap(({ name }) => (walled.has(name) ? [] : [name]))
}

/** Keys of tenant tables that do not begin with the tenant. */
export function keysWithoutTenant(migration: string): string[] {
  return tenantTables(migration).flatMap(({ name, columns }) =>
    [...columns.matchAll(/(?:primary key|unique|foreign key) \(([^)]*)\)/g)]
      .filter(([, key]) => !key!.trim().startsWith('institution_id'))
      .map(([whole]) => `${name}: ${whole}`),
  )
}
