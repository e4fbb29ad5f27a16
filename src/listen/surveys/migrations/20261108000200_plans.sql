create type surveys.plan_state as enum ('draft', 'active', 'closed');
create type surveys.population_origin as enum ('typed', 'transactions');

create table surveys.plan (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  first_month date not null,
  last_month date not null,
  response_percent smallint not null check (response_percent between 10 and 100),
  state surveys.plan_state not null default 'draft',
  population integer not null default 0 check (population >= 0),
  target integer not null default 0 check (target between 0 and population),
  sampling jsonb,
  locked_at timestamptz,
  created_by uuid,
  created_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check (last_month >= first_month)
);
comment on table surveys.plan is 'Whom a survey asks in a period: how many of how many, per service. Once active, its numbers stay.';
comment on column surveys.plan.sampling is 'chi, share and margin the target was reckoned with, as they were in force on the day it was counted.';
comment on column surveys.plan.response_percent is 'How many of those invited are expected to answer; only the number of invitations follows from it.';
create index on surveys.plan (institution_id, last_month desc);
select platform.tenant_table('surveys.plan');

create table surveys.plan_stratum (
  institution_id uuid not null references organization.institution,
  plan_id uuid not null,
  service_id uuid not null,
  unit_id uuid not null,
  population integer not null default 0 check (population >= 0),
  origin surveys.population_origin not null default 'typed',
  source text not null default '' check (length(source) <= 300),
  target integer not null default 0 check (target between 0 and population),
  primary key (institution_id, plan_id, service_id),
  foreign key (institution_id, plan_id) references surveys.plan (institution_id, id)
);
comment on column surveys.plan_stratum.source is 'Where the number of people served was read: a register, a report, the recorded transactions.';
select platform.tenant_table('surveys.plan_stratum');
