-- Generated from the migrations by npm run generate.

create table audit.event (
  institution_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  account_id uuid,
  client_id uuid,
  action text not null,
  subject text not null,
  detail jsonb not null,
  request_id text not null,
  -- The link of the hash chain that covers this row; empty for the few seconds until it is sealed.
  seal bigint,
  -- Made from the row with a key that is not in the database: a row without its mark was not written by Sigap.
  mark bytea not null default '\x'::bytea,
  PRIMARY KEY (institution_id, id)
);
CREATE INDEX event_institution_id_at_idx ON audit.event USING btree (institution_id, at DESC);
CREATE INDEX event_institution_id_seal_idx ON audit.event USING btree (institution_id, seal);
CREATE INDEX event_institution_id_subject_id_idx ON audit.event USING btree (institution_id, subject, id);
CREATE INDEX event_unsealed ON audit.event USING btree (institution_id, id) WHERE (seal IS NULL);
alter table audit.event enable row level security;
create policy institution on audit.event for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on audit.event to sigap_app;

-- The key of the marks, sealed with the installation's secret; the application role does not read it.
create table audit.key (
  single boolean not null default true,
  sealed bytea not null,
  PRIMARY KEY (single),
  CHECK (single)
);

create table audit.seal (
  institution_id uuid not null,
  seq bigint not null,
  events integer not null,
  previous bytea not null,
  hash bytea not null,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, seq)
);
alter table audit.seal enable row level security;
create policy institution on audit.seal for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select on audit.seal to sigap_app;

CREATE OR REPLACE FUNCTION audit.broken()
 RETURNS TABLE(seq bigint, problem text)
 LANGUAGE sql
 STABLE
AS $function$
  with chain as (
    select s.*, lag(s.hash) over (order by s.seq) as expected_previous, lag(s.seq) over (order by s.seq) as before,
      lag(s.at) over (order by s.seq) as closed_before,
      (select count(*) from audit.event e where e.institution_id = s.institution_id and e.seal = s.seq) as found,
      audit.digest(s.previous, s.institution_id, s.seq) as recomputed
    from audit.seal s where s.institution_id = platform.current_institution()
  )
  select c.seq, 'rows' from chain c where c.found <> c.events
  union all select c.seq, 'content' from chain c where c.found = c.events and c.recomputed <> c.hash
  union all select c.seq, 'chain' from chain c
    where c.previous <> coalesce(c.expected_previous, sha256(convert_to(c.institution_id::text, 'UTF8')))
      or c.seq <> coalesce(c.before, 0) + 1
  union all select e.seal, 'no link' from audit.event e
    where e.institution_id = platform.current_institution() and e.seal is not null
      and not exists (select from audit.seal s where s.institution_id = e.institution_id and s.seq = e.seal)
  -- A row is sealed within seconds; the hour is for long work and for clocks that differ.
  union all select c.seq, 'dated earlier' from chain c where exists (
      select from audit.event e where e.institution_id = c.institution_id and e.seal = c.seq
        and e.at < c.closed_before - interval '1 hour')
  union all select null, 'inserted later' from audit.event e
    where e.institution_id = platform.current_institution() and e.seal is null
      and e.at < (select max(s.at) from audit.seal s where s.institution_id = e.institution_id) - interval '10 minutes'
$function$;

CREATE OR REPLACE FUNCTION audit.digest(previous bytea, institution uuid, link bigint)
 RETURNS bytea
 LANGUAGE sql
 STABLE
AS $function$
  select sha256(previous || convert_to(coalesce(string_agg(audit.line(e), e'\n' order by e.id), ''), 'UTF8'))
  from audit.event e where e.institution_id = institution and e.seal = link
$function$;

CREATE OR REPLACE FUNCTION audit.line(e audit.event)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select jsonb_build_array(e.id, extract(epoch from e.at), e.account_id, e.client_id, e.action, e.subject, e.detail, e.request_id)::text
$function$;

CREATE OR REPLACE FUNCTION audit.seal_pending(most integer, now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  tenant uuid;
  link bigint;
  last bytea;
  sealed integer;
  total integer := 0;
begin
  if not pg_try_advisory_xact_lock(7316001) then return 0; end if;
  for tenant in select distinct e.institution_id from audit.event e where e.seal is null loop
    select s.seq, s.hash into link, last from audit.seal s where s.institution_id = tenant order by s.seq desc limit 1;
    link := coalesce(link, 0) + 1;
    last := coalesce(last, sha256(convert_to(tenant::text, 'UTF8')));
    update audit.event e set seal = link
      where e.institution_id = tenant and e.id in (
        select p.id from audit.event p where p.institution_id = tenant and p.seal is null order by p.id limit most);
    get diagnostics sealed = row_count;
    insert into audit.seal values (tenant, link, sealed, last, audit.digest(last, tenant, link), now);
    total := total + sealed;
  end loop;
  return total;
end $function$;
