// The rules of rules.test.ts as functions of text, so that planted.test.ts can show that each of them catches something.

const SHARED_SCHEMAS = ['organization', 'people', 'roles', 'platform', 'audit']

export const CLOCK = /new Date\(\)|Date\.now\(\)/
/** The database's own clock, which no test can move. */
export const DATABASE_CLOCK =
  /(?<![.\w])(?:now|clock_timestamp|statement_timestamp)\(\)|\b(?:current_(?:date|timestamp)|localtimestamp)\b/
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

/**
 * Names of the functions that read or write rows of an institution and take no scope, exported or not. What makes a
 * scope has none yet.
 */
export function queriesWithoutScope(source: string, tenants: ReadonlySet<string>): string[] {
  return [
    ...source.matchAll(
      /^(?:export )?(?:(?:async )?function (\w+)|const (\w+) = (?:async )?)(?:<[^(]*>)?\(([\s\S]*?)\n[})]?\n/gm,
    ),
  ]
    .filter(
      ([, , , rest]) =>
        /^\s*db: Db\b/.test(rest!) &&
        !/\b_?scope\??: [A-Z]/.test(rest!) &&
        !/\bsystemScope\(/.test(rest!) &&
        (/institution_id/.test(rest!) ||
          (rest!.match(/\b[a-z_]+\.[a-z_0-9]+\b/g) ?? []).some((name) => tenants.has(name))),
    )
    .map(([, name, arrow]) => name ?? arrow!)
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

/** Tables with rows of an institution; wall.test.ts looks at their walls and keys in the catalog. */
export function tenantTables(migrations: readonly string[]): ReadonlySet<string> {
  return new Set(
    migrations.flatMap((migration) =>
      [...migration.matchAll(/^create (?:unlogged )?table (?:if not exists )?(\w+\.\w+) \(\s*institution_id\b/gm)].map(
        ([, name]) => name!,
      ),
    ),
  )
}
