import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import pg from 'pg'
import { inject } from 'vitest'
import * as slices from '../../slices.ts'
import { type Access, type Scope, systemScope } from '../access.ts'
import { connect, type Database, type Db } from '../database/db.ts'
import { applicationUrl } from '../database/migrate.ts'
import { createInstitutions } from '../http/institutions.ts'
import type { Route } from '../http/route.ts'
import { buildServer, type ServerParts } from '../http/server.ts'
import { newApiKey, SESSION_COOKIE, startSession } from '../http/session.ts'
import { newId } from '../id.ts'
import { createLog } from '../log.ts'
import { createMailer, useMailer } from '../mail.ts'
import { createMetrics } from '../metrics.ts'
import { allApiScopes } from '../registry.ts'
import { useSealKey } from '../seal.ts'
import { loadDemoTemplate } from './demo-template.ts'

export type TestHouse = {
  app: FastifyInstance
  database: Database
  /** The owner's connection: sees and changes everything, as no request can. */
  owner: pg.Pool
  ownerUrl: string
  folder: string
  /** What the application takes for the present; tests move it. */
  clock: { now: Date }
}

let shared: Promise<TestHouse> | undefined

/**
 * One application on one copy of the migrated template per worker. Tests do not clean up: each makes its own
 * institution.
 */
export async function testHouse(): Promise<TestHouse> {
  shared ??= openHouse(slices.routes)
  const house = await shared
  startAfresh(house)
  return house
}

let withDemo: Promise<TestHouse> | undefined

/** The application on a copy of the demonstration institutions; tests that visit every route look at these. */
export async function demoHouse(): Promise<TestHouse> {
  withDemo ??= loadDemoTemplate(inject('ownerUrl')).then((template) => openHouse(slices.routes, template))
  const house = await withDemo
  startAfresh(house)
  return house
}

/** The same for a test that writes to it so much that nobody should look at it afterwards. */
export async function ownDemoHouse(around = (database: Database) => database): Promise<TestHouse> {
  const house = await openHouse(slices.routes, await loadDemoTemplate(inject('ownerUrl')), { around })
  startAfresh(house)
  return house
}

/** The file before may have moved the clock or sent its letters elsewhere. */
function startAfresh(house: TestHouse): void {
  house.clock.now = new Date()
  useMailer(createMailer({ smtpUrl: undefined, dataDir: house.folder, baseUrl: 'http://localhost:3000' }))
}

/** A house with other routes than the product's, for tests of the house itself. */
export async function openHouse(
  routes: readonly Route[],
  template = 'sigap_template',
  {
    rateLimits = false,
    around = (database: Database) => database,
    stopPatience = undefined as ServerParts['stopPatience'],
  } = {},
): Promise<TestHouse> {
  const serverUrl = inject('ownerUrl')
  const name = `test_${newId().replaceAll('-', '')}`
  const admin = new pg.Client(serverUrl)
  await admin.connect()
  await admin.query('select pg_advisory_lock(7316002)')
  await admin.query(`create database ${name} template ${template} strategy file_copy`)
  const ownerUrl = withDatabase(serverUrl, name)
  const appUrl = applicationUrl(ownerUrl, 'test')
  await admin.end()
  const database = around(connect(appUrl, 5))
  const institutions = createInstitutions(database)
  const clock = { now: new Date() }
  useSealKey(Buffer.alloc(32, 7))
  const folder = mkdtempSync(join(tmpdir(), 'sigap-test-'))
  const app = await buildServer({
    database,
    institutions: { ...institutions, bySlug: fresh(institutions.bySlug), byId: fresh(institutions.byId) },
    routes,
    nav: slices.nav,
    log: createLog(process.env['TEST_LOG'] ?? 'silent'),
    metrics: createMetrics(database),
    secret: Buffer.alloc(32, 7),
    assets: { css: '/assets/test.css', enhancer: '/assets/test.js', scripts: {} },
    assetFolder: folder,
    uploadFolder: join(folder, 'tmp'),
    baseUrl: 'http://localhost:3000',
    rateLimits,
    ...(stopPatience ? { stopPatience } : {}),
    notReady: async () => [],
    now: () => clock.now,
    signInPath: '/masuk',
  })
  function fresh<A, R>(find: (key: A) => Promise<R>) {
    return async (key: A) => {
      const found = await find(key)
      if (found) return found
      institutions.forget()
      return find(key)
    }
  }
  return { app, database, owner: new pg.Pool({ connectionString: ownerUrl, max: 2 }), ownerUrl, folder, clock }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

export type TestInstitution = { id: string; slug: string; root: string }

/** An institution with one unit and nobody else's data in it. */
export async function newInstitution(house: TestHouse, timeZone = 'Asia/Jakarta'): Promise<TestInstitution> {
  const id = newId()
  const slug = `uji-${id.slice(-12)}`
  await house.owner.query(
    `insert into organization.institution (id, slug, name, kind, time_zone, created_at) values ($1, $2, $3, 'kabupaten', $4, now())`,
    [id, slug, `Kabupaten Uji ${id.slice(-4)}`, timeZone],
  )
  return { id, slug, root: await newUnit(house, { id }, null, 'root') }
}

export async function newUnit(
  house: TestHouse,
  institution: { id: string },
  parent: string | null,
  kind = 'department',
  name = 'Unit uji',
): Promise<string> {
  const id = newId()
  await house.owner.query(
    `insert into organization.unit (institution_id, id, parent_id, code, name, kind, active_from) values ($1, $2, $3, $4, $5, $6, '2020-01-01')`,
    [institution.id, id, parent, `U-${id.slice(-12)}`, name, kind],
  )
  await house.owner.query('update organization.institution set tree_version = tree_version + 1 where id = $1', [
    institution.id,
  ])
  return id
}

export type TestPerson = { account: string; employee: string; cookie: string; name: string }

/** Another system's headers, with these scopes over the whole institution. */
export async function newClient(house: TestHouse, institution: { id: string }, scopes: readonly string[]) {
  // What no page can give proves nothing.
  const unknown = scopes.filter((one) => !allApiScopes().includes(one))
  if (unknown.length > 0) throw new Error(`no client can have the scope ${unknown.join(', ')}`)
  const { key, secret, hash } = newApiKey(institution.id)
  await house.owner.query(
    `insert into people.api_client (institution_id, id, name, key, secret_hash, scopes, created_at)
     values ($1, $2, 'Sistem lain', $3, $4, $5, now())`,
    [institution.id, newId(), key, hash, scopes],
  )
  return { authorization: `Bearer ${key}.${secret}` }
}

/** An employee of `unit` with an account, a session, and these permissions for the unit and all beneath it. */
export async function newPerson(
  house: TestHouse,
  institution: { id: string },
  unit: string,
  held: readonly string[] = [],
  options: { superior?: string; name?: string } = {},
): Promise<TestPerson> {
  const account = newId()
  const employee = newId()
  const position = newId()
  const name = options.name ?? `Pegawai ${account.slice(-8)}`
  const { owner } = house
  await owner.query(
    `insert into organization.position (institution_id, id, code, title, kind, level, class) values ($1, $2, $3, 'Pelaksana uji', 'pelaksana', 'pelaksana', 6)`,
    [institution.id, position, position],
  )
  await owner.query(
    `insert into people.employee (institution_id, id, nip, name, employment) values ($1, $2, $3, $4, 'pns')`,
    [institution.id, employee, newNip(), name],
  )
  await owner.query(
    `insert into people.assignment (institution_id, id, employee_id, unit_id, position_id, superior_id, valid_from) values ($1, $2, $3, $4, $5, $6, '2020-01-01')`,
    [institution.id, newId(), employee, unit, position, options.superior ?? null],
  )
  await owner.query(
    `insert into people.account (institution_id, id, employee_id, name, created_at) values ($1, $2, $3, $4, now())`,
    [institution.id, account, employee, name],
  )
  if (held.length > 0) await grant(house, institution, account, unit, held)
  const cookie = await signInAs(house, institution, account)
  return { account, employee, cookie, name }
}

let born = Math.floor(Math.random() * 12_000_000)

/** Birth date, first month of service, gender, sequence: a number that could be real, another one each time. */
function newNip(): string {
  born = (born + 1) % 11_988_000
  const birth = new Date(Date.UTC(1966, 0, 1 + (born % 12_000))).toISOString().slice(0, 10)
  const sequence = String(1 + Math.floor(born / 12_000)).padStart(3, '0')
  return `${birth.replaceAll('-', '')}2015031${sequence}`
}

/** Gives an account these permissions for a unit and all beneath it, through a role of its own. */
export async function grant(
  house: TestHouse,
  institution: { id: string },
  account: string,
  unit: string,
  held: readonly string[],
) {
  const unknown = held.filter((permission) => !(permission in slices.permissions))
  if (unknown.length > 0) throw new Error(`no such permission: ${unknown.join(', ')}`)
  const role = newId()
  await house.owner.query(
    `insert into roles.role (institution_id, id, code, name) values ($1, $2, $3, 'Peran uji ' || $3)`,
    [institution.id, role, role],
  )
  await house.owner.query(
    `insert into roles.role_permission (institution_id, role_id, permission) select $1, $2, unnest($3::text[])`,
    [institution.id, role, held],
  )
  await house.owner.query(
    `insert into roles.grant (institution_id, id, account_id, role_id, unit_id, valid_from) values ($1, $2, $3, $4, $5, '2020-01-01')`,
    [institution.id, newId(), account, role, unit],
  )
}

/** A session cookie, as after a sign-in. */
export async function signInAs(house: TestHouse, institution: { id: string }, account: string): Promise<string> {
  const session = await house.database.transaction('write', institution.id, (db) =>
    startSession(db, {
      institution: institution.id,
      account,
      now: house.clock.now,
      method: 'test',
      ip: '127.0.0.1',
      agent: 'test',
    }),
  )
  return `${SESSION_COOKIE}=${session.cookie}`
}

/** GET as this person, or as a citizen when nobody is named. */
export function get(house: TestHouse, url: string, as?: { cookie: string }) {
  return house.app.inject({ method: 'GET', url, headers: as ? { cookie: as.cookie } : {} })
}

/** A form as a browser sends it; a list value is sent as several fields of the same name. */
export function post(
  house: TestHouse,
  url: string,
  fields: Readonly<Record<string, string | readonly string[]>>,
  as?: { cookie: string },
  more: InjectOptions['headers'] = {},
) {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') body.append(name, value)
    else for (const one of value) body.append(name, one)
  }
  return house.app.inject({
    method: 'POST',
    url,
    payload: body.toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      ...(as ? { cookie: as.cookie } : {}),
      ...more,
    },
  })
}

/** A form with files, as a browser sends it. */
export function postMultipart(
  house: TestHouse,
  url: string,
  fields: Readonly<Record<string, string | { name: string; type: string; body: Buffer }>>,
  as?: { cookie?: string; authorization?: string },
) {
  const boundary = `----sigap${newId()}`
  const parts = Object.entries(fields).flatMap(([name, value]) => {
    const file = typeof value === 'string' ? undefined : value
    const head = file
      ? `content-disposition: form-data; name="${name}"; filename="${file.name}"\r\ncontent-type: ${file.type}`
      : `content-disposition: form-data; name="${name}"`
    return [
      Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`),
      file ? file.body : Buffer.from(value as string),
      Buffer.from('\r\n'),
    ]
  })
  return house.app.inject({
    method: 'POST',
    url,
    payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'sec-fetch-site': 'same-origin',
      ...(as?.cookie ? { cookie: as.cookie } : {}),
      ...(as?.authorization ? { authorization: as.authorization } : {}),
    },
  })
}

/** Runs `work` as a job would: the application role, behind the wall, with a scope over all units. */
export async function asSystem<A extends Access, T>(
  house: TestHouse,
  institution: { id: string },
  access: A,
  work: (db: Db, scope: Scope<A>) => Promise<T>,
): Promise<T> {
  return house.database.transaction('write', institution.id, async (db) => {
    const units = await db
      .selectFrom('organization.unit')
      .select('id')
      .where('institution_id', '=', institution.id)
      .execute()
    return work(
      db,
      systemScope(
        access,
        'test',
        institution.id,
        units.map((unit) => unit.id),
      ),
    )
  })
}
