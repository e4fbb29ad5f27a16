-- Generated from the migrations by npm run generate.

-- plt: pelaksana tugas (acting), plh: pelaksana harian (daily substitute); both end by themselves.
create type roles.grant_kind as enum ('definitive', 'plt', 'plh');

-- This account holds this role for this unit and all beneath it, from when to when.
create table roles."grant" (
  institution_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  role_id uuid not null,
  unit_id uuid not null,
  kind roles.grant_kind not null default 'definitive'::roles.grant_kind,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  granted_by uuid,
  reason text,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, account_id) REFERENCES people.account(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, role_id) REFERENCES roles.role(institution_id, id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (kind = 'definitive'::roles.grant_kind OR valid_to IS NOT NULL),
  CHECK (valid_to IS NULL OR valid_to > valid_from)
);
CREATE INDEX grant_institution_id_account_id_idx ON roles."grant" USING btree (institution_id, account_id);
alter table roles."grant" enable row level security;
create policy institution on roles."grant" for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on roles."grant" to sigap_app;

create table roles.role (
  institution_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  description text not null default ''::text,
  built_in boolean not null default false,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, code),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
CREATE UNIQUE INDEX role_institution_id_lower_idx ON roles.role USING btree (institution_id, lower(name));
alter table roles.role enable row level security;
create policy institution on roles.role for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on roles.role to sigap_app;

create table roles.role_permission (
  institution_id uuid not null,
  role_id uuid not null,
  permission text not null,
  PRIMARY KEY (institution_id, role_id, permission),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, role_id) REFERENCES roles.role(institution_id, id)
);
alter table roles.role_permission enable row level security;
create policy institution on roles.role_permission for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on roles.role_permission to sigap_app;
