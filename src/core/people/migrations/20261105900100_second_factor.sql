create table people.recovery_code (
  institution_id uuid not null references organization.institution,
  account_id uuid not null,
  code_hash bytea not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (institution_id, account_id, code_hash),
  foreign key (institution_id, account_id) references people.account (institution_id, id)
);
comment on table people.recovery_code is 'For whoever lost the second factor: 120 random bits each, kept as SHA-256, each works once.';
select platform.tenant_table('people.recovery_code');

create table people.factor_demand (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  role_id uuid not null,
  demanded boolean not null,
  holds_from date,
  reason text not null check (length(reason) between 3 and 300),
  set_at timestamptz not null,
  set_by uuid not null,
  primary key (institution_id, id),
  foreign key (institution_id, role_id) references roles.role (institution_id, id),
  check (demanded = (holds_from is not null))
);
comment on table people.factor_demand is 'Which roles are held only with a second factor; the newest row of a role counts. Append-only, so that what held on a day can be looked up.';
comment on column people.factor_demand.holds_from is 'The grace date: from this day on nothing but setting one up is possible without a second factor; before it the person is led there and may go on.';
create index on people.factor_demand (institution_id, role_id, set_at desc, id desc);
select platform.tenant_table('people.factor_demand', 'append');
