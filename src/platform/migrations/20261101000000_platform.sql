-- The application role owns nothing: it reads and writes only what a migration grants it.
do $$ begin
  if not exists (select from pg_roles where rolname = 'sigap_app') then
    create role sigap_app nologin;
  end if;
end $$;

create schema platform;
grant usage on schema platform to sigap_app;

create function platform.current_institution() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('app.institution', true), '')::uuid $$;

create function platform.slice_schema(name text) returns void language plpgsql as $$
begin
  execute format('grant usage on schema %I to sigap_app', name);
end $$;

comment on function platform.slice_schema is 'Lets the application role see a slice''s schema.';

create function platform.tenant_table(t regclass, mode text default 'full') returns void language plpgsql as $$
declare
  mine constant text := 'institution_id = nullif(current_setting(''app.institution'', true), '''')::uuid';
begin
  execute format('alter table %s enable row level security', t);
  execute format('create policy institution on %s using (%s) with check (%s)', t, mine, mine);
  execute format('grant select, insert%s on %s to sigap_app',
    case mode when 'full' then ', update, delete' when 'append' then '' end, t);
end $$;

comment on function platform.tenant_table is
  'Row-level security by institution, and the application role''s rights; mode append leaves out update and delete.';

create function platform.reference_table(t regclass) returns void language plpgsql as $$
begin
  execute format('grant select on %s to sigap_app', t);
end $$;

-- What a form answered the first time, so that a repeated submit gets the same answer and nothing is doubled.
create table platform.submission (
  institution_id uuid not null,
  key uuid not null,
  path text not null,
  outcome jsonb not null,
  at timestamptz not null,
  primary key (institution_id, key)
);
create index on platform.submission (institution_id, at);
select platform.tenant_table('platform.submission');
-- Undoes a form that was sent before. A violated key would do so too, and would stand in the server's log.
create function platform.refuse_repeat() returns void language plpgsql as $$
begin
  raise exception using errcode = 'SG409', message = 'this form was sent before';
end $$;

create unlogged table platform.rate_limit (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
grant select, insert, update, delete on platform.rate_limit to sigap_app;
comment on table platform.rate_limit is 'Counters of the rate limiter; losing them in a crash only forgives.';

create table platform.file (
  institution_id uuid not null,
  id uuid not null,
  name text not null,
  type text not null,
  bytes bigint not null check (bytes >= 0),
  sha256 bytea not null,
  width integer,
  height integer,
  safe_inline boolean not null default false,
  clean boolean not null default true,
  sealed_key bytea,
  owner text not null,
  created_at timestamptz not null,
  primary key (institution_id, id)
);
comment on column platform.file.clean is 'False while an image is still as it came, with what its camera hid in it: nobody may read it until a job has cleaned it.';
comment on column platform.file.sealed_key is 'Opens the bytes where they lie encrypted; sealed itself. The sum is then that of the encrypted bytes, and the name says nothing.';
comment on column platform.file.owner is 'What the file belongs to, as slice:id; the owning slice decides who may read it.';
comment on column platform.file.safe_inline is 'Re-encoded by us, so it may be shown in a page.';
create index on platform.file (institution_id, owner);
select platform.tenant_table('platform.file');

create table platform.removed_file (
  institution_id uuid not null,
  id uuid not null,
  sha256 bytea not null,
  removed_at timestamptz not null,
  primary key (institution_id, id)
);
comment on table platform.removed_file is 'Files whose row is gone; their bytes follow after a grace period, unless another file has the same ones.';
create index on platform.removed_file (institution_id, removed_at);
select platform.tenant_table('platform.removed_file');

create table platform.setting (
  key text primary key,
  value text not null
);
comment on table platform.setting is 'Facts about this installation as a whole, such as that its demonstration data is complete.';
grant select, insert, update, delete on platform.setting to sigap_app;

-- Queues a job in the caller's transaction without giving the application role the queue's own tables.
create function platform.add_job(identifier text, payload json, run_at timestamptz, job_key text, max_attempts integer, priority integer)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform graphile_worker.add_job(identifier, payload, run_at => run_at, job_key => job_key, max_attempts => max_attempts,
    priority => priority);
end $$;
revoke all on function platform.add_job from public;
grant execute on function platform.add_job to sigap_app;
