import pg from 'pg'
import { ConfigError } from '../config.ts'

const OLDEST = 15
const PATIENCE_MS = 10_000

export interface ServerFacts {
  /** As server_version_num gives it: 150004 is 15.4. */
  readonly version: number
  readonly encoding: string
  readonly readOnly: boolean
  /** Whether the account may make schemas in this database, and roles. */
  readonly mayCreate: boolean
  readonly mayMakeRoles: boolean
}

/**
 * Looks at a server of one's own before anything is written there, so that what the operator has to mend is said in
 * one sentence.
 * @throws ConfigError
 */
export async function checkOwnServer(databaseUrl: string, patience = PATIENCE_MS): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: patience })
  // A connection that breaks while it is looked at is told by the query.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<ServerFacts>(
      `select current_setting('server_version_num')::int as version, getdatabaseencoding() as encoding,
         pg_is_in_recovery() as "readOnly", has_database_privilege(current_database(), 'create') as "mayCreate",
         (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as "mayMakeRoles"`,
    )
    const problem = serverProblem(rows[0]!)
    if (problem !== undefined) throw new ConfigError(`DATABASE_URL: ${problem}`)
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(`DATABASE_URL: ${connectionProblem(error as Error & { code?: string }, databaseUrl)}`)
  } finally {
    await client.end().catch(() => undefined)
  }
}

export function serverProblem(facts: ServerFacts): string | undefined {
  const major = Math.floor(facts.version / 10_000)
  if (major < OLDEST) return `the server is PostgreSQL ${major}; Sigap needs ${OLDEST} or newer`
  if (facts.encoding !== 'UTF8')
    return `the database holds text as ${facts.encoding}; make one with: create database sigap encoding 'UTF8' template template0`
  if (facts.readOnly) return 'the server only copies another one and takes no changes; name the one it copies'
  if (!facts.mayCreate)
    return 'this account may not make tables in the database; let it own the database (alter database … owner to …)'
  return facts.mayMakeRoles
    ? undefined
    : 'this account may not make the role that requests run as; allow it with: alter role … createrole'
}

/** The address is said without its password. */
function connectionProblem(error: Error & { code?: string }, databaseUrl: string): string {
  const url = new URL(databaseUrl)
  const socket = url.searchParams.get('host')
  const server = `the server ${socket ?? (url.hostname || 'localhost')}:${url.port || 5432}`
  const account = decodeURIComponent(url.username) || 'of this system'
  if (error.code === '28P01') return `${server} does not accept this password for the account ${account}`
  if (error.code === '28000') return `${server} does not let the account ${account} in: ${error.message}`
  if (error.code === '3D000') return `${server} has no database ${url.pathname.slice(1)}; make it first`
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return `the name ${url.hostname} is not known`
  if (error.code === 'ECONNREFUSED') return `nothing answers at ${server}; is it running?`
  if (/timeout/.test(error.message)) return `${server} does not answer; is the way there open?`
  return `${server} cannot be used: ${error.message}`
}
