create schema policy;
select platform.slice_schema('policy');

create type policy.state as enum ('draft', 'applied', 'evaluating', 'amended', 'revoked');

create table policy.default_rule (
  key text primary key,
  value smallint not null check (value between 1 and 120),
  source text not null,
  verified boolean not null
);
comment on table policy.default_rule is 'When a policy is evaluated, where an institution has set nothing of its own.';
select platform.reference_table('policy.default_rule');
insert into policy.default_rule (key, value, source, verified) values
  ('first_months', 12, 'Kebijakan internal: pengukuran berkala setelah kebijakan diterapkan', true),
  ('repeat_months', 24, 'Kebijakan internal: pengukuran berkala setelah kebijakan diterapkan', true),
  ('remind_days', 30, 'Kebijakan internal', true);

create table policy.rule (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  key text not null references policy.default_rule,
  valid_from date not null,
  value smallint not null check (value between 1 and 120),
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  account_id uuid,
  at timestamptz not null,
  primary key (institution_id, id)
);
comment on table policy.rule is 'What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.';
create index on policy.rule (institution_id, key, valid_from, at);
select platform.tenant_table('policy.rule', 'append');

create table policy.policy (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  number text,
  title text not null check (length(title) between 5 and 300),
  kind text not null check (kind in ('regulation', 'decision', 'circular', 'procedure', 'standard', 'other')),
  unit_id uuid not null,
  purpose text not null check (length(purpose) between 10 and 2000),
  basis text not null,
  address text,
  file_id uuid,
  state policy.state not null,
  replaces_id uuid,
  applied_on date,
  next_evaluation_on date,
  reminded_for date,
  ended_on date,
  ended_reason text,
  made_by uuid,
  made_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  foreign key (institution_id, replaces_id) references policy.policy (institution_id, id),
  check ((state = 'draft') = (applied_on is null)),
  check (state = 'draft' or number is not null),
  check ((state in ('amended', 'revoked')) = (ended_on is not null))
);
comment on table policy.policy is 'rancangan (draft) → diterapkan (applied) → evaluasi (evaluating) → diterapkan, diubah (amended) or dicabut (revoked).';
comment on column policy.policy.purpose is 'What should be different for citizens or staff: what an evaluation measures.';
comment on column policy.policy.reminded_for is 'The evaluation date for which the unit was reminded.';
create unique index policy_number on policy.policy (institution_id, kind, number) where number is not null;
create unique index policy_successor on policy.policy (institution_id, replaces_id) where replaces_id is not null;
create index on policy.policy (institution_id, next_evaluation_on) where next_evaluation_on is not null;
select platform.tenant_table('policy.policy');

create table policy.evaluation (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  policy_id uuid not null,
  opened_at timestamptz not null,
  opened_by uuid,
  before_from date not null,
  before_to date not null,
  after_from date not null,
  after_to date not null,
  finding text,
  decision text check (decision in ('continue', 'amend', 'revoke')),
  decided_by uuid,
  decided_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, policy_id) references policy.policy (institution_id, id),
  check ((decision is null) = (decided_at is null)),
  check (decision is null or finding is not null)
);
comment on table policy.evaluation is 'One look at an applied policy: as many months before and after the day from which it applied.';
create unique index evaluation_open on policy.evaluation (institution_id, policy_id) where decided_at is null;
select platform.tenant_table('policy.evaluation');

create table policy.measure (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  evaluation_id uuid not null,
  kind text not null check (kind in ('skm', 'answered', 'other')),
  label text not null check (length(label) between 3 and 200),
  before_value numeric,
  before_count integer,
  after_value numeric,
  after_count integer,
  unit text not null,
  source text not null,
  made_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, evaluation_id) references policy.evaluation (institution_id, id)
);
comment on table policy.measure is 'What was measured, as it was on that day; values of too few answers are null.';
create index on policy.measure (institution_id, evaluation_id, made_at);
select platform.tenant_table('policy.measure');

insert into notifications.kind (code, title_id, title_en, preset) values
  ('policy.evaluation_due', 'Kebijakan yang waktunya dievaluasi', 'A policy that is due for evaluation', 'digest');
