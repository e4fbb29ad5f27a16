create schema roles;
select platform.slice_schema('roles');

create table roles.role (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  code text not null,
  name text not null,
  description text not null default '',
  built_in boolean not null default false,
  primary key (institution_id, id),
  unique (institution_id, code)
);
create unique index on roles.role (institution_id, lower(name));
select platform.tenant_table('roles.role');

create table roles.role_permission (
  institution_id uuid not null references organization.institution,
  role_id uuid not null,
  permission text not null,
  primary key (institution_id, role_id, permission),
  foreign key (institution_id, role_id) references roles.role (institution_id, id)
);
select platform.tenant_table('roles.role_permission');

create type roles.grant_kind as enum ('definitive', 'plt', 'plh');
comment on type roles.grant_kind is 'plt: pelaksana tugas (acting), plh: pelaksana harian (daily substitute); both end by themselves.';
create table roles.grant (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  account_id uuid not null,
  role_id uuid not null,
  unit_id uuid not null,
  kind roles.grant_kind not null default 'definitive',
  valid_from timestamptz not null,
  valid_to timestamptz,
  granted_by uuid,
  reason text,
  primary key (institution_id, id),
  foreign key (institution_id, account_id) references people.account (institution_id, id),
  foreign key (institution_id, role_id) references roles.role (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check (kind = 'definitive' or valid_to is not null),
  check (valid_to is null or valid_to > valid_from)
);
comment on table roles.grant is 'This account holds this role for this unit and all beneath it, from when to when.';
create index on roles.grant (institution_id, account_id);
select platform.tenant_table('roles.grant');
