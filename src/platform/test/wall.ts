/** What must find nothing in the catalog: each statement gives the names of what breaks its rule. */
const OURS = `n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'graphile_worker') and n.nspname not like 'pg_%'`
const CLASSES = 'pg_class c join pg_namespace n on n.oid = c.relnamespace'
const TENANT = `join pg_attribute a on a.attrelid = c.oid and a.attname = 'institution_id' and not a.attisdropped`
const OWN_ROWS = `(institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid)`

export const WALL = {
  'a table with rows of an institution and no wall': `
    select c.oid::regclass::text as name from ${CLASSES} ${TENANT}
    where c.relkind in ('r', 'p') and ${OURS}
      and not (c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid and p.polpermissive))`,

  'a wall with a gate in it': `
    select distinct c.oid::regclass::text as name from ${CLASSES} ${TENANT} join pg_policy p on p.polrelid = c.oid
    where ${OURS} and p.polpermissive
      and (pg_get_expr(p.polqual, p.polrelid) is distinct from $$${OWN_ROWS}$$
        or coalesce(pg_get_expr(p.polwithcheck, p.polrelid), $$${OWN_ROWS}$$) <> $$${OWN_ROWS}$$)`,

  'a view with the eyes of its owner, or a stored copy outside the wall': `
    select c.oid::regclass::text as name from ${CLASSES} where ${OURS}
      and (c.relkind = 'm' or c.relkind = 'v' and not coalesce(c.reloptions @> '{security_invoker=true}', false))`,

  'a key that does not begin with the tenant': `
    select i.indexrelid::regclass::text as name from ${CLASSES} ${TENANT} join pg_index i on i.indrelid = c.oid
    where ${OURS} and i.indisunique and i.indkey[0] <> a.attnum
    union all
    select c.oid::regclass || '.' || k.conname from ${CLASSES} ${TENANT} join pg_constraint k on k.conrelid = c.oid
    where ${OURS} and k.contype = 'f' and k.conkey[1] <> a.attnum
      and exists (select from pg_attribute b where b.attrelid = k.confrelid and b.attname = 'institution_id')
    union all
    select c.oid::regclass::text from ${CLASSES} ${TENANT} where c.relkind in ('r', 'p') and ${OURS}
      and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)`,

  'a trigger or a sequence, which act behind a statement': `
    select t.tgname::text as name from pg_trigger t join ${CLASSES} on c.oid = t.tgrelid where ${OURS} and not t.tgisinternal
    union all select c.oid::regclass::text from ${CLASSES} where c.relkind = 'S' and ${OURS}`,

  'a function that acts as the owner and is not known': `
    select p.oid::regproc::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where ${OURS} and p.prosecdef and not (p.oid::regproc::text in ('audit.seal_pending', 'complaints.matching', 'platform.add_job')
      and 'search_path=pg_catalog, pg_temp' = any(coalesce(p.proconfig, '{}')) and not has_function_privilege('public', p.oid, 'execute'))`,

  'something the role that requests run as owns': `
    select relname::text as name from pg_class where relowner = 'sigap_app'::regrole
    union all select proname from pg_proc where proowner = 'sigap_app'::regrole`,

  'a right that role does not need': `
    select c.oid::regclass::text as name from ${CLASSES}
    where ${OURS} and c.relkind in ('r', 'p', 'v') and has_table_privilege('sigap_app', c.oid, 'truncate, trigger, references')
    union all select 'audit.event ' || x from unnest(array['update', 'delete']) x where has_table_privilege('sigap_app', 'audit.event', x)`,
} as const
