import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import type pg from 'pg'
import type { Actor, Grant } from '../access.ts'
import type { Db } from '../database/db.ts'
import { ask } from '../database/statements.ts'
import { isId, newId, openChance } from '../id.ts'
import type { Language } from './input.ts'

export const SESSION_COOKIE = 'sigap'
/** Where a session that is held back sets up its second factor. */
export const FACTOR_PAGE = '/keamanan/faktor'
const SESSION_HOURS = 12
const IDLE_HOURS = 2
const FRESH_MS = 15 * 60_000

export type Signed = {
  /** When the session or API client was last seen, to the few minutes. */
  seenAt: Date
  /** When this session began; an API client has none. */
  beganAt: Date | null
  actor: Actor
  grants: readonly Grant[]
  treeVersion: number
  language: Language
  inbox: number
  /** Whether anybody answers to them today. */
  leads: boolean
  client: string | null
  /** Nothing but setting up a second factor is possible. */
  held: boolean
}

/** The cookie names the institution, so that the look-up happens behind the wall and on one shard. */
export function readSessionCookie(value: string | undefined): { institution: string; hash: Buffer } | undefined {
  const [institution, token] = value?.split('.', 2) ?? []
  if (!institution || !token || !isId(institution) || !/^[\w-]{43}$/.test(token)) return undefined
  return { institution, hash: sha256(token) }
}

/** Starts a session; the returned value goes into the cookie and is stored nowhere. */
export async function startSession(
  db: Db,
  session: {
    institution: string
    account: string
    now: Date
    method: string
    ip: string
    agent: string
    held?: boolean
    /** Where the browser ends its session at a provider too, sealed. */
    signOut?: Buffer | undefined
  },
): Promise<{ id: string; cookie: string; maxAge: number }> {
  const token = randomBytes(32).toString('base64url')
  const id = newId()
  await db
    .insertInto('people.session')
    .values({
      institution_id: session.institution,
      token_hash: sha256(token),
      id,
      account_id: session.account,
      created_at: session.now,
      seen_at: session.now,
      expires_at: new Date(session.now.getTime() + SESSION_HOURS * 3_600_000),
      method: session.method,
      ip: session.ip,
      agent: session.agent.slice(0, 300),
      held: session.held ?? false,
      sign_out_sealed: session.signOut ?? null,
    })
    .execute()
  return { id, cookie: `${session.institution}.${token}`, maxAge: SESSION_HOURS * 3600 }
}

type SignedRow = {
  session_id: string
  account_id: string
  employee_id: string | null
  name: string
  language: Language
  seen_at: Date
  created_at: Date
  held: boolean
  /** Whether any role of the institution has ever demanded a second factor. */
  demands: boolean
  tree_version: number
  inbox: number
  leads: boolean
  grants: [string, string][]
}

/** Their provider asks for a second factor by itself. */
const VOUCHED = `(s.method = 'single_sign_on' and exists (select from people.provider_link l
      join people.identity_provider p on p.institution_id = l.institution_id and p.id = l.provider_id
      where l.institution_id = s.institution_id and l.account_id = s.account_id and p.asks_factor))`

const OWES_FACTOR = `
  select from people.session s
  where s.institution_id = $1 and s.id = $2 and s.method in ('password', 'single_sign_on') and not ${VOUCHED}
    and (exists (select from people.totp t where t.institution_id = s.institution_id
        and t.account_id = s.account_id and t.confirmed_at is not null)
      or exists (select from people.passkey p where p.institution_id = s.institution_id
        and p.account_id = s.account_id))`

/**
 * A role of theirs has come to demand a second factor while the session was open, and they have none to show. Apart from
 * the statement that every request begins with: most institutions demand none, and parts that are not run cost as well.
 */
const LACKS_FACTOR = `
  select from people.session s join organization.institution i on i.id = s.institution_id
  where s.institution_id = $1 and s.id = $2
    and exists (select from roles.grant g
      join lateral (select d.demanded, d.holds_from from people.factor_demand d
        where d.institution_id = g.institution_id and d.role_id = g.role_id order by d.set_at desc, d.id desc limit 1
      ) d on d.demanded and d.holds_from <= ($3::timestamptz at time zone i.time_zone)::date
      where g.institution_id = s.institution_id and g.account_id = s.account_id
        and g.valid_from <= $3::timestamptz and (g.valid_to is null or g.valid_to > $3::timestamptz))
    and not exists (select from people.totp t where t.institution_id = s.institution_id
      and t.account_id = s.account_id and t.confirmed_at is not null)
    and not exists (select from people.passkey p where p.institution_id = s.institution_id
      and p.account_id = s.account_id)
    and not ${VOUCHED}`

/**
 * One prepared statement: session, person, every permission they hold now, and the version of the unit tree. Instants
 * are sub-selects, so that the planner does not look at them and keeps one plan.
 */
const FIND_SESSION = `
  select s.id as session_id, a.id as account_id, a.employee_id, a.name, a.language, s.seen_at, s.created_at,
    s.held, i.tree_version,
    exists (select from people.factor_demand d where d.institution_id = s.institution_id) as demands,
    (select count(*)::int from notifications.message m
      where m.institution_id = a.institution_id and m.account_id = a.id and m.read_at is null) as inbox,
    exists (select from people.assignment w where w.institution_id = a.institution_id
      and w.superior_id = a.employee_id and w.valid_to is null) as leads,
    coalesce((select jsonb_agg(distinct jsonb_build_array(rp.permission, g.unit_id))
      from roles.grant g
      join roles.role_permission rp on rp.institution_id = g.institution_id and rp.role_id = g.role_id
      where g.institution_id = a.institution_id and g.account_id = a.id
        and g.valid_from <= (select $3::timestamptz)
        and (g.valid_to is null or g.valid_to > (select $3::timestamptz))), '[]') as grants
  from people.session s
  join people.account a on a.institution_id = s.institution_id and a.id = s.account_id
  join organization.institution i on i.id = s.institution_id
  where s.institution_id = $1 and s.token_hash = $2 and s.expires_at > (select $3::timestamptz)
    and s.seen_at > (select $4::timestamptz) and a.disabled_at is null`

export async function findSession(
  client: pg.PoolClient,
  cookie: { institution: string; hash: Buffer },
  now: Date,
): Promise<Signed | undefined> {
  const { rows } = await ask<SignedRow>(client, {
    name: 'find-session',
    text: FIND_SESSION,
    values: [cookie.institution, cookie.hash, now, new Date(now.getTime() - IDLE_HOURS * 3_600_000)],
  })
  const row = rows[0]
  if (!row) return undefined
  const held = row.held || (row.demands && (await lacksFactor(client, cookie.institution, row.session_id, now)))
  const grants = held ? [] : row.grants
  return {
    actor: {
      account: row.account_id,
      employee: row.employee_id,
      session: row.session_id,
      client: null,
      name: row.name,
      permissions: new Set(grants.map(([permission]) => permission)),
    },
    grants,
    held,
    treeVersion: row.tree_version,
    language: row.language,
    inbox: row.inbox,
    leads: row.leads,
    client: null,
    seenAt: row.seen_at,
    beganAt: row.created_at,
  }
}

async function lacksFactor(client: pg.PoolClient, institution: string, session: string, now: Date): Promise<boolean> {
  const { rows } = await ask(client, { name: 'lacks-factor', text: LACKS_FACTOR, values: [institution, session, now] })
  return rows.length > 0
}

/** They have a second factor that this session did without: set up elsewhere meanwhile, or a passkey beside a password. */
export async function owesFactor(client: pg.PoolClient, institution: string, session: string): Promise<boolean> {
  const { rows } = await ask(client, { name: 'owes-factor', text: OWES_FACTOR, values: [institution, session] })
  return rows.length > 0
}

/** Whether this person signed in just now (ASVS 7.5): whoever finds a session left open makes no lasting way in of it. */
export function isFresh(signed: Signed | undefined, now: Date): boolean {
  const began = signed?.beganAt?.getTime()
  return began !== undefined && now.getTime() - began <= FRESH_MS
}

/** Whether this browser is signed in to this very account: signing in once more is asked for before a weighty change. */
export async function isSignedIn(
  db: Db,
  cookie: { institution: string; hash: Buffer },
  account: string,
  now: Date,
): Promise<boolean> {
  const found = await db
    .selectFrom('people.session')
    .select('id')
    .where('institution_id', '=', cookie.institution)
    .where('token_hash', '=', cookie.hash)
    .where('account_id', '=', account)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return found !== undefined
}

/** Ends the session that this cookie stands for; another one takes its place. */
/** Answers whose it was and how its provider is left, if there was one. */
export async function endSession(db: Db, cookie: { institution: string; hash: Buffer }) {
  return db
    .deleteFrom('people.session')
    .where('institution_id', '=', cookie.institution)
    .where('token_hash', '=', cookie.hash)
    .returning(['account_id', 'sign_out_sealed'])
    .executeTakeFirst()
}

/** Keeps an active session from ending; called at most every few minutes per session. */
export async function touchSession(db: Db, cookie: { institution: string; hash: Buffer }, now: Date): Promise<void> {
  await db
    .updateTable('people.session')
    .set({ seen_at: now })
    .where('institution_id', '=', cookie.institution)
    .where('token_hash', '=', cookie.hash)
    .execute()
}

/** Shows when an API client was last used, to the minute or so. */
export async function touchApiClient(db: Db, institution: string, id: string, now: Date): Promise<void> {
  await db
    .updateTable('people.api_client')
    .set({ last_used_at: now })
    .where('institution_id', '=', institution)
    .where('id', '=', id)
    .execute()
}

/** Key and secret of an API client, from HTTP Basic or a bearer token `key.secret`. */
export function readApiKey(
  header: string | undefined,
): { institution: string; key: string; secret: string } | undefined {
  const [scheme, value] = header?.split(' ', 2) ?? []
  if (!scheme || !value) return undefined
  const text = scheme.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString('utf8') : value
  const cut = text.indexOf(scheme.toLowerCase() === 'basic' ? ':' : '.')
  if (cut < 0) return undefined
  const key = text.slice(0, cut)
  const match = /^sgp_([0-9a-f]{32})_[0-9a-f]{16}$/.exec(key)
  if (!match) return undefined
  const institution = match[1]!.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { institution, key, secret: text.slice(cut + 1) }
}

/** A new API client's key and secret. The secret has 256 random bits, so a plain SHA-256 keeps it. */
export function newApiKey(institution: string): { key: string; secret: string; hash: Buffer } {
  const secret = randomBytes(32).toString('base64url')
  return {
    key: `sgp_${institution.replaceAll('-', '')}_${Buffer.from(openChance(8)).toString('hex')}`,
    secret,
    hash: sha256(secret),
  }
}

export async function findApiClient(
  client: pg.PoolClient,
  credentials: { institution: string; key: string; secret: string },
): Promise<Signed | undefined> {
  const { rows } = await ask<{
    id: string
    name: string
    secret_hash: Buffer
    scopes: string[]
    last_used_at: Date | null
    tree_version: number
    root: string[]
  }>(client, {
    name: 'find-api-client',
    text: `select c.id, c.name, c.secret_hash, c.scopes, c.last_used_at, i.tree_version,
        array(select u.id from organization.unit u where u.institution_id = c.institution_id and u.parent_id is null) as root
      from people.api_client c join organization.institution i on i.id = c.institution_id
      where c.institution_id = $1 and c.key = $2 and c.revoked_at is null`,
    values: [credentials.institution, credentials.key],
  })
  const row = rows[0]
  if (!row || !timingSafeEqual(row.secret_hash, sha256(credentials.secret))) return undefined
  return {
    actor: {
      account: '',
      employee: null,
      session: '',
      client: row.id,
      name: row.name,
      permissions: new Set(row.scopes),
    },
    grants: row.root.flatMap((unit) => row.scopes.map((scope) => [scope, unit] as const)),
    treeVersion: row.tree_version,
    language: 'id',
    inbox: 0,
    leads: false,
    client: row.id,
    beganAt: null,
    held: false,
    seenAt: row.last_used_at ?? new Date(0),
  }
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
