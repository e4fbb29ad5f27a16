create type surveys.follow_up_state as enum ('planned', 'running', 'done', 'dropped');

create table surveys.follow_up (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  first_month date not null,
  last_month date not null,
  element surveys.element not null,
  action text not null check (length(action) between 3 and 500),
  owner text not null check (length(owner) between 2 and 120),
  due_on date not null,
  state surveys.follow_up_state not null default 'planned',
  evidence text not null default '' check (length(evidence) <= 1000),
  evidence_file_id uuid,
  evidence_link text not null default '' check (evidence_link = '' or evidence_link ~ '^https?://' and length(evidence_link) <= 500),
  done_on date,
  shown boolean not null default false,
  created_by uuid,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check (last_month >= first_month),
  check (state <> 'done' or (evidence <> '' and done_on is not null))
);
comment on table surveys.follow_up is 'What will be done about an element, by whom and until when; done only with evidence.';
comment on column surveys.follow_up.owner is 'The position that answers for it: it is published, so no name.';
comment on column surveys.follow_up.evidence_link is 'Where the improvement was announced.';
comment on column surveys.follow_up.shown is 'On the public page of the results.';
create index on surveys.follow_up (institution_id, unit_id, due_on);
select platform.tenant_table('surveys.follow_up');

create table surveys.report (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  first_month date not null,
  last_month date not null,
  done integer not null default 0,
  total integer not null default 0,
  file_id uuid,
  failed boolean not null default false,
  requested_by uuid,
  requested_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on table surveys.report is 'A report over all units beneath one, made in the background.';
create index on surveys.report (institution_id, requested_at desc);
select platform.tenant_table('surveys.report');
