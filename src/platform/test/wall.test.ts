import { beforeAll, expect, test } from 'vitest'
import { routes } from '../../slices.ts'
import { type TestHouse, testHouse } from './harness.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

const OURS = `n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'graphile_worker') and n.nspname not like 'pg_%'`

async function names(sql: string): Promise<string[]> {
  const { rows } = await house.owner.query<{ name: string }>(sql)
  return rows.map(({ name }) => name).sort()
}

test('every table with rows of an institution has the wall and a rule for it', async () => {
  const open = await names(`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and ${OURS}
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'institution_id' and not a.attisdropped)
      and not (c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))`)
  expect(open).toEqual([])
})

test('a view looks with the eyes of whoever asks, and no stored copy stands outside the wall', async () => {
  const views = await names(`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and (c.relkind = 'm' or c.relkind = 'v' and not coalesce(c.reloptions @> '{security_invoker=true}', false))`)
  expect(views).toEqual([])
})

test('the functions that act as the owner are few, keep to their search path and are not for everybody', async () => {
  const { rows } = await house.owner.query(`
    select p.oid::regproc::text as name, 'search_path=pg_catalog, pg_temp' = any(p.proconfig) as kept,
      has_function_privilege('public', p.oid, 'execute') as everybody
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${OURS} and p.prosecdef order by 1`)
  expect(rows).toEqual(
    ['audit.seal_pending', 'complaints.matching', 'platform.add_job'].map((name) => ({
      name,
      kept: true,
      everybody: false,
    })),
  )
})

test('the role that requests run as owns nothing and can do nothing to the server', async () => {
  const { rows } = await house.owner.query(
    `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication from pg_roles where rolname = 'sigap_app'`,
  )
  expect(Object.values(rows[0])).toEqual([false, false, false, false, false])
  expect(
    await names(`select relname as name from pg_class where relowner = 'sigap_app'::regrole
      union all select proname from pg_proc where proowner = 'sigap_app'::regrole`),
  ).toEqual([])
  expect(
    await names(`select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where ${OURS} and c.relkind in ('r', 'p', 'v') and has_table_privilege('sigap_app', c.oid, 'truncate, trigger, references')`),
  ).toEqual([])
  expect(
    await names(
      `select x as name from unnest(array['update', 'delete']) x where has_table_privilege('sigap_app', 'audit.event', x)`,
    ),
  ).toEqual([])
})

test('everybody may send only so much: each form that needs no sign-in has a limit', () => {
  const unlimited = routes
    .filter((route) => route.access === 'public' && route.method !== 'GET' && route.limit === undefined)
    .map(({ method, path }) => `${method} ${path}`)
  expect(unlimited).toEqual([])
})
