create schema retention;
select platform.slice_schema('retention');

create table retention.rule (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  kind text not null check (kind ~ '^[a-z_]{3,40}$'),
  months smallint check (months between 1 and 1200),
  with_text boolean not null default false,
  valid_from date not null,
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  created_at timestamptz not null,
  created_by uuid,
  primary key (institution_id, id)
);
comment on table retention.rule is 'How long personal data are kept after the matter ended. Nothing is erased where no rule holds, where it has no months, or where it is not verified.';
comment on column retention.rule.months is 'Months after the end; empty: kept without a period.';
comment on column retention.rule.with_text is 'Whether what was written freely goes as well.';
create index on retention.rule (institution_id, kind, valid_from desc, created_at desc);
select platform.tenant_table('retention.rule', 'append');

create table retention.hold (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  kind text not null check (kind ~ '^[a-z_]{3,40}$'),
  subject_id uuid not null,
  label text not null check (length(label) between 1 and 100),
  reason text not null check (length(reason) between 3 and 3500),
  set_at timestamptz not null,
  set_by uuid,
  lifted_at timestamptz,
  lifted_by uuid,
  primary key (institution_id, id)
);
comment on table retention.hold is 'What must not be erased whatever its age: a court case, an audit, an investigation. Every slice that erases leaves these out.';
create unique index hold_once on retention.hold (institution_id, kind, subject_id) where lifted_at is null;
select platform.tenant_table('retention.hold');

create table retention.run (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  kind text not null,
  rule_id uuid not null,
  ended_before timestamptz not null,
  with_text boolean not null,
  planned integer not null check (planned >= 0),
  erased integer not null default 0 check (erased >= 0),
  started_at timestamptz not null,
  started_by uuid,
  finished_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, rule_id) references retention.rule (institution_id, id)
);
comment on column retention.run.ended_before is 'What ended before this instant is erased: the period counted back from the start.';
create unique index run_once on retention.run (institution_id, kind) where finished_at is null;
create index on retention.run (institution_id, kind, started_at desc);
select platform.tenant_table('retention.run');

-- What slices that erase leave out.
create view retention.v_hold with (security_invoker = true) as
  select institution_id, kind, subject_id from retention.hold where lifted_at is null;
grant select on retention.v_hold to sigap_app;
