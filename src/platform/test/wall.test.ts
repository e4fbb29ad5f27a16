import { beforeAll, expect, test } from 'vitest'
import { routes } from '../../slices.ts'
import { type TestHouse, testHouse } from './harness.ts'
import { WALL } from './wall.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

type Rule = keyof typeof WALL

/** What breaks this rule, after these statements if they are given, of which nothing stays. */
async function broken(rule: Rule, planted?: string): Promise<string[]> {
  const client = await house.owner.connect()
  try {
    await client.query('begin')
    if (planted) await client.query(planted)
    const { rows } = await client.query<{ name: string }>(WALL[rule])
    return rows.map(({ name }) => name).sort()
  } finally {
    await client.query('rollback')
    client.release()
  }
}

const TABLE = 'create table services.planted (institution_id uuid not null, id uuid not null, code text'
const WALLED = `select platform.tenant_table('services.planted')`

/** Each rule with mistakes planted on purpose: what is done, and what is found then. */
const PLANTED: Readonly<Record<Rule, readonly (readonly [statements: string, found: string])[]>> = {
  'a table with rows of an institution and no wall': [
    [`${TABLE}, primary key (institution_id, id))`, 'services.planted'],
    ['alter table services.service disable row level security', 'services.service'],
    ['drop policy institution on services.service', 'services.service'],
  ],
  'a wall with a gate in it': [
    ['create policy planted on services.service using (true)', 'services.service'],
    ['create policy planted on services.service for select using (active)', 'services.service'],
    ['create policy planted on services.service for insert with check (true)', 'services.service'],
  ],
  'a view with the eyes of its owner, or a stored copy outside the wall': [
    ['create view services.v_planted as select id from services.service', 'services.v_planted'],
    ['create materialized view services.v_planted as select id from services.service', 'services.v_planted'],
  ],
  'a key that does not begin with the tenant': [
    [`${TABLE}, primary key (id, institution_id)); ${WALLED}`, 'services.planted_pkey'],
    [`${TABLE}); ${WALLED}`, 'services.planted'],
    [`${TABLE} unique, primary key (institution_id, id)); ${WALLED}`, 'services.planted_code_key'],
    // Over no row: those of other tests may share a slug.
    ['create unique index planted on services.service (slug) where false', 'services.planted'],
    [
      `create unique index planted_both on services.service (institution_id, id);
       ${TABLE}, primary key (institution_id, id), constraint planted_service foreign key (id, institution_id) references services.service (id, institution_id))`,
      'services.planted.planted_service',
    ],
  ],
  'a trigger or a sequence, which act behind a statement': [
    [
      `create function services.planted() returns trigger language plpgsql as 'begin return new; end';
       create trigger planted before insert on services.service for each row execute function services.planted()`,
      'planted',
    ],
    ['create table services.planted (id bigserial primary key)', 'services.planted_id_seq'],
  ],
  'a function that acts as the owner and is not known': [
    [
      `create function services.planted() returns bigint language sql security definer as 'select count(*) from services.service'`,
      'services.planted',
    ],
    ['grant execute on function audit.seal_pending to public', 'audit.seal_pending'],
    ['alter function audit.seal_pending reset search_path', 'audit.seal_pending'],
  ],
  'something the role that requests run as owns': [
    ['create table services.planted (id uuid primary key); alter table services.planted owner to sigap_app', 'planted'],
  ],
  'a right that role does not need': [
    ['grant truncate on services.service to sigap_app', 'services.service'],
    ['grant update on audit.event to sigap_app', 'audit.event update'],
  ],
}

test.each(Object.keys(WALL) as Rule[])('there is no such thing as %s; planted on purpose it is found', async (rule) => {
  expect(await broken(rule)).toEqual([])
  for (const [statements, found] of PLANTED[rule]) expect(await broken(rule, statements), statements).toContain(found)
  expect(await broken(rule)).toEqual([])
})

test('the role that requests run as can do nothing to the server', async () => {
  const { rows } = await house.owner.query(
    `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication from pg_roles where rolname = 'sigap_app'`,
  )
  expect(Object.values(rows[0])).toEqual([false, false, false, false, false])
})

test('everybody may send only so much: each form that needs no sign-in has a limit', () => {
  const unlimited = routes
    .filter((route) => route.access === 'public' && route.method !== 'GET' && route.limit === undefined)
    .map(({ method, path }) => `${method} ${path}`)
  expect(unlimited).toEqual([])
})
