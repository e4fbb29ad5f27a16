create schema people;
select platform.slice_schema('people');

create type people.employment as enum ('pns', 'pppk', 'pppk_part_time');
create type people.gender as enum ('male', 'female');

create table people.employee (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  nip text not null,
  name text not null,
  email text,
  phone text,
  employment people.employment not null,
  gender people.gender,
  birth_date date,
  nik_encrypted bytea,
  active boolean not null default true,
  erased_at timestamptz,
  primary key (institution_id, id),
  unique (institution_id, nip)
);
comment on column people.employee.nip is 'NIP or NI PPPK, 18 digits.';
comment on column people.employee.erased_at is 'Since when this is a row without a name: the retention period of somebody who left is over.';
comment on column people.employee.nik_encrypted is 'AES-256-GCM under the installation''s key; shown masked.';
create index on people.employee (institution_id, name, id);
select platform.tenant_table('people.employee');

create table people.assignment (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  employee_id uuid not null,
  unit_id uuid not null,
  position_id uuid not null,
  superior_id uuid,
  valid_from date not null,
  valid_to date,
  primary key (institution_id, id),
  foreign key (institution_id, employee_id) references people.employee (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  foreign key (institution_id, position_id) references organization.position (institution_id, id),
  foreign key (institution_id, superior_id) references people.employee (institution_id, id),
  check (valid_to is null or valid_to > valid_from),
  check (superior_id is null or superior_id <> employee_id)
);
comment on table people.assignment is 'Who worked where, as what and under whom, from when to when; the current one has no valid_to.';
create unique index assignment_current on people.assignment (institution_id, employee_id) where valid_to is null;
create index on people.assignment (institution_id, unit_id) where valid_to is null;
create index on people.assignment (institution_id, superior_id) where valid_to is null;
create index on people.assignment (institution_id, employee_id, valid_from);
select platform.tenant_table('people.assignment');

create type people.assignment_act as enum ('assign', 'leave');
create table people.assignment_plan (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  employee_id uuid not null,
  act people.assignment_act not null,
  unit_id uuid,
  position_id uuid,
  superior_id uuid,
  valid_from date not null,
  account_id uuid,
  made_at timestamptz not null,
  primary key (institution_id, id),
  unique (institution_id, employee_id, valid_from),
  foreign key (institution_id, employee_id) references people.employee (institution_id, id),
  foreign key (institution_id, position_id) references organization.position (institution_id, id),
  foreign key (institution_id, superior_id) references people.employee (institution_id, id),
  check (act = 'leave' or (unit_id is not null and position_id is not null)),
  check (superior_id is null or superior_id <> employee_id)
);
comment on table people.assignment_plan is 'Who will work where from a day to come, or no longer. On that day a row turns into people.assignment and is gone; one that is withdrawn is gone at once.';
comment on column people.assignment_plan.unit_id is 'May be a unit that opens by a plan, so there is no foreign key.';
select platform.tenant_table('people.assignment_plan');

create table people.account (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  employee_id uuid,
  name text not null,
  email text,
  nip text,
  password_hash text,
  language text not null default 'id' check (language in ('id', 'en')),
  disabled_at timestamptz,
  created_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, employee_id) references people.employee (institution_id, id)
);
create unique index account_email on people.account (institution_id, lower(email));
create unique index account_nip on people.account (institution_id, nip);
create unique index account_employee on people.account (institution_id, employee_id);
select platform.tenant_table('people.account');

create table people.session (
  institution_id uuid not null references organization.institution,
  token_hash bytea not null,
  id uuid not null,
  account_id uuid not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  method text not null,
  ip text,
  agent text,
  held boolean not null default false,
  sign_out_sealed bytea,
  primary key (institution_id, token_hash),
  foreign key (institution_id, account_id) references people.account (institution_id, id)
);
comment on column people.session.held is 'A role demands a second factor that this person lacks: until it is set up nothing else is possible in this session.';
comment on column people.session.sign_out_sealed is 'Of a session that a provider vouched for: where the browser ends its session at the provider too, with the id token as a hint; sealed, gone with the session.';
comment on column people.session.token_hash is 'SHA-256 of the 256-bit token; the token itself is only in the cookie.';
create index on people.session (institution_id, account_id);
select platform.tenant_table('people.session');

create table people.api_client (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  name text not null,
  key text not null,
  secret_hash bytea not null,
  scopes text[] not null,
  created_at timestamptz not null,
  created_by uuid,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (institution_id, id),
  unique (institution_id, key)
);
comment on column people.api_client.secret_hash is 'SHA-256 of a secret of 256 random bits.';
select platform.tenant_table('people.api_client');
