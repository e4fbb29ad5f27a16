create table surveys.old_result (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  year smallint not null check (year between 2000 and 2100),
  part smallint not null check (part between 0 and 2),
  index numeric(5, 2) not null check (index between 25 and 100),
  respondents integer check (respondents > 0),
  rule_code text not null references surveys.rule,
  source text not null check (length(source) between 3 and 300),
  entered_by uuid,
  entered_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_reason text check (length(withdrawn_reason) between 3 and 500),
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check ((withdrawn_at is null) = (withdrawn_reason is null))
);
comment on table surveys.old_result is 'Results as old reports printed them, on the scale of their time; history to read, never counted with answers.';
comment on column surveys.old_result.part is '0 the whole year, 1 and 2 its halves.';
create unique index old_result_place on surveys.old_result (institution_id, unit_id, year, part) where withdrawn_at is null;
select platform.tenant_table('surveys.old_result');
