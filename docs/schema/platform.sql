-- Generated from the migrations by npm run generate.

create table platform.file (
  institution_id uuid not null,
  id uuid not null,
  name text not null,
  type text not null,
  bytes bigint not null,
  sha256 bytea not null,
  width integer,
  height integer,
  -- Re-encoded by us, so it may be shown in a page.
  safe_inline boolean not null default false,
  -- False while an image is still as it came, with what its camera hid in it: nobody may read it until a job has cleaned it.
  clean boolean not null default true,
  -- Opens the bytes where they lie encrypted; sealed itself. The sum is then that of the encrypted bytes, and the name says nothing.
  sealed_key bytea,
  -- What the file belongs to, as slice:id; the owning slice decides who may read it.
  owner text not null,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  CHECK (bytes >= 0)
);
CREATE INDEX file_institution_id_owner_idx ON platform.file USING btree (institution_id, owner);
alter table platform.file enable row level security;
create policy institution on platform.file for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on platform.file to sigap_app;

-- Counters of the rate limiter; losing them in a crash only forgives.
create unlogged table platform.rate_limit (
  key character varying(255) not null,
  points integer not null default 0,
  expire bigint,
  PRIMARY KEY (key)
);
grant select, insert, update, delete on platform.rate_limit to sigap_app;

-- Files whose row is gone; their bytes follow after a grace period, unless another file has the same ones.
create table platform.removed_file (
  institution_id uuid not null,
  id uuid not null,
  sha256 bytea not null,
  removed_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id)
);
CREATE INDEX removed_file_institution_id_removed_at_idx ON platform.removed_file USING btree (institution_id, removed_at);
alter table platform.removed_file enable row level security;
create policy institution on platform.removed_file for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on platform.removed_file to sigap_app;

-- Facts about this installation as a whole, such as that its demonstration data is complete.
create table platform.setting (
  key text not null,
  value text not null,
  PRIMARY KEY (key)
);
grant select, insert, update, delete on platform.setting to sigap_app;

create table platform.submission (
  institution_id uuid not null,
  key uuid not null,
  path text not null,
  outcome jsonb not null,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, key)
);
CREATE INDEX submission_institution_id_at_idx ON platform.submission USING btree (institution_id, at);
alter table platform.submission enable row level security;
create policy institution on platform.submission for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on platform.submission to sigap_app;

CREATE OR REPLACE FUNCTION platform.add_job(identifier text, payload json, run_at timestamp with time zone, job_key text, max_attempts integer, priority integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform graphile_worker.add_job(identifier, payload, run_at => run_at, job_key => job_key, max_attempts => max_attempts,
    priority => priority);
end $function$;

CREATE OR REPLACE FUNCTION platform.current_institution()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ select nullif(current_setting('app.institution', true), '')::uuid $function$;

CREATE OR REPLACE FUNCTION platform.reference_table(t regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('grant select on %s to sigap_app', t);
end $function$;

CREATE OR REPLACE FUNCTION platform.refuse_repeat()
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  raise exception using errcode = 'SG409', message = 'this form was sent before';
end $function$;

-- Lets the application role see a slice's schema.
CREATE OR REPLACE FUNCTION platform.slice_schema(name text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('grant usage on schema %I to sigap_app', name);
end $function$;

-- Row-level security by institution, and the application role's rights; mode append leaves out update and delete.
CREATE OR REPLACE FUNCTION platform.tenant_table(t regclass, mode text DEFAULT 'full'::text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  mine constant text := 'institution_id = nullif(current_setting(''app.institution'', true), '''')::uuid';
begin
  execute format('alter table %s enable row level security', t);
  execute format('create policy institution on %s using (%s) with check (%s)', t, mine, mine);
  execute format('grant select, insert%s on %s to sigap_app',
    case mode when 'full' then ', update, delete' when 'append' then '' end, t);
end $function$;
