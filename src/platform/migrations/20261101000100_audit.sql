create schema audit;
grant usage on schema audit to sigap_app;

create table audit.event (
  institution_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  account_id uuid,
  client_id uuid,
  action text not null,
  subject text not null,
  detail jsonb not null,
  request_id text not null,
  seal bigint,
  mark bytea not null default '',
  primary key (institution_id, id)
);
comment on column audit.event.seal is 'The link of the hash chain that covers this row; empty for the few seconds until it is sealed.';
comment on column audit.event.mark is 'Made from the row with a key that is not in the database: a row without its mark was not written by Sigap.';
create index on audit.event (institution_id, subject, id);
create index on audit.event (institution_id, at desc);
create index on audit.event (institution_id, seal);
create index event_unsealed on audit.event (institution_id, id) where seal is null;
select platform.tenant_table('audit.event', 'append');

create table audit.seal (
  institution_id uuid not null,
  seq bigint not null,
  events integer not null,
  previous bytea not null,
  hash bytea not null,
  at timestamptz not null,
  primary key (institution_id, seq)
);
alter table audit.seal enable row level security;
create policy institution on audit.seal using (institution_id = nullif(current_setting('app.institution', true), '')::uuid);
grant select on audit.seal to sigap_app;

create table audit.key (
  single boolean primary key default true check (single),
  sealed bytea not null
);
comment on table audit.key is 'The key of the marks, sealed with the installation''s secret; the application role does not read it.';

-- The text that is hashed for one event. jsonb orders its keys, so equal rows give equal text.
create function audit.line(e audit.event) returns text language sql immutable as $$
  select jsonb_build_array(e.id, extract(epoch from e.at), e.account_id, e.client_id, e.action, e.subject, e.detail, e.request_id)::text
$$;

create function audit.digest(previous bytea, institution uuid, link bigint) returns bytea language sql stable as $$
  select sha256(previous || convert_to(coalesce(string_agg(audit.line(e), e'\n' order by e.id), ''), 'UTF8'))
  from audit.event e where e.institution_id = institution and e.seal = link
$$;

-- Seals what is not sealed yet, one link per institution that has something, at most `most` events each.
create function audit.seal_pending(most integer, now timestamptz) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
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
end $$;
revoke all on function audit.seal_pending from public;
grant execute on function audit.seal_pending to sigap_app;

-- Recomputes the whole chain of the current institution and names every link that does not hold.
create function audit.broken() returns table (seq bigint, problem text)
language sql stable as $$
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
$$;
grant execute on function audit.broken, audit.digest, audit.line to sigap_app;
