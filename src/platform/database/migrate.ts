import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { ConfigError } from '../config.ts'
import { projectRoot } from '../root.ts'

const GO_BACK =
  'Start the version that made it or a newer one, or restore a backup of the version you have (docs/operations.md).'

/**
 * Brings the database up to date: the job queue's own tables, then every src/**\/migrations/*.sql in order, each in
 * its own transaction. Returns the names it applied.
 * @throws ConfigError when an applied migration was changed or is missing from the code: the database is newer or was edited.
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client(ownerUrl)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(7316000)')
    await client.query(
      'create table if not exists public.migration (name text primary key, hash text not null, at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from public.migration')
    const applied = new Map(rows.map((row) => [row.name, row.hash]))
    const fresh: string[] = []
    for (const file of await migrationFiles()) {
      const name = basename(file)
      const source = await readFile(file, 'utf8')
      const hash = createHash('sha256').update(source).digest('hex')
      const before = applied.get(name)
      applied.delete(name)
      if (before === hash) continue
      if (before)
        throw new ConfigError(
          `The database was made with another text of the migration ${name}: this is another version of Sigap, or its ` +
            `files were changed. ${GO_BACK}`,
        )
      await client.query('begin')
      try {
        await client.query(source)
        await client.query('insert into public.migration (name, hash) values ($1, $2)', [name, hash])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw Object.assign(
          new ConfigError(
            `The migration ${name} could not be applied; nothing of it was kept: ${(error as Error).message}`,
          ),
          { cause: error },
        )
      }
      fresh.push(name)
    }
    const unknown = [...applied.keys()]
    if (unknown.length > 0)
      throw new ConfigError(
        `A newer Sigap has brought this database up to date; this one does not know ${unknown.join(', ')}. ${GO_BACK}`,
      )
    // For readyz, which asks as the application.
    await client.query('grant select on public.migration to sigap_app')
    await runMigrations({ connectionString: ownerUrl, logger: quiet() })
    return fresh
  } finally {
    await client.end()
  }
}

/** Lets the application role sign in with this password, and returns the address it uses. */
export async function openApplicationRole(ownerUrl: string, password: string): Promise<string> {
  const client = new pg.Client(ownerUrl)
  await client.connect()
  try {
    await client.query(`alter role sigap_app with login password '${password.replaceAll("'", "''")}'`)
  } finally {
    await client.end()
  }
  return applicationUrl(ownerUrl, password)
}

/** The application role's address on the same database, for a password that openApplicationRole has set before. */
export function applicationUrl(ownerUrl: string, password: string): string {
  const url = new URL(ownerUrl)
  url.username = 'sigap_app'
  url.password = encodeURIComponent(password)
  return url.href
}

let known: Promise<ReadonlySet<string>> | undefined

/** How the database differs from this version: migrations it lacks, and such that only another version knows. */
export async function migrationGap(pool: pg.Pool): Promise<{ missing: number; unknown: number }> {
  known ??= migrationFiles().then((files) => new Set(files.map((file) => basename(file))))
  const names = await known
  const { rows } = await pool.query<{ name: string }>('select name from public.migration')
  const applied = rows.filter(({ name }) => names.has(name)).length
  return { missing: names.size - applied, unknown: rows.length - applied }
}

async function migrationFiles(): Promise<string[]> {
  const root = join(projectRoot, 'src')
  const all = await readdir(root, { recursive: true })
  return inOrder(all.filter((path) => /migrations[\\/][^\\/]+\.sql$/.test(path))).map((path) => join(root, path))
}

/** By the instant in their names; one without would be passed over in silence, one of two of a name never be run. */
export function inOrder(paths: readonly string[]): string[] {
  const names = new Set<string>()
  for (const path of paths) {
    const name = basename(path)
    if (!/^\d{14}_\w+\.sql$/.test(name)) throw new Error(`${path}: a migration is named 20261106000000_words.sql`)
    if (names.has(name)) throw new Error(`${path}: there is another migration of this name`)
    names.add(name)
  }
  return paths.toSorted((a, b) => (basename(a) < basename(b) ? -1 : 1))
}

function quiet() {
  return new Logger(() => () => undefined)
}
