create schema oversight;
select platform.slice_schema('oversight');

create type oversight.kind as enum ('inspection', 'audit', 'evaluation');
create type oversight.state as enum ('planned', 'running', 'reported', 'closed');
create type oversight.part as enum ('lead', 'member', 'expert');
create type oversight.basis as enum ('plan', 'order', 'theme', 'signal', 'indicator');
create type oversight.answer as enum ('yes', 'partly', 'no', 'not_applicable');
create type oversight.finding_state as enum ('open', 'answered', 'submitted', 'done');
create type oversight.step as enum ('reply', 'evidence', 'verified', 'returned');

create table oversight.team (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  name text not null check (length(name) between 3 and 200),
  decree_number text not null check (length(decree_number) between 1 and 100),
  decree_on date not null,
  decree_file_id uuid,
  ends_on date,
  created_by uuid,
  created_at timestamptz not null,
  primary key (institution_id, id),
  check (ends_on is null or ends_on >= decree_on)
);
comment on table oversight.team is 'Tim pengawas, set up by a decree.';
select platform.tenant_table('oversight.team');

create table oversight.member (
  institution_id uuid not null references organization.institution,
  team_id uuid not null,
  account_id uuid not null,
  part oversight.part not null,
  from_on date not null,
  until_on date,
  primary key (institution_id, team_id, account_id, from_on),
  foreign key (institution_id, team_id) references oversight.team (institution_id, id),
  foreign key (institution_id, account_id) references people.account (institution_id, id),
  check (until_on is null or until_on >= from_on)
);
create index on oversight.member (institution_id, account_id);
select platform.tenant_table('oversight.member');

create table oversight.interest (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  account_id uuid not null,
  unit_id uuid not null,
  reason text not null check (length(reason) between 1 and 500),
  declared_at timestamptz not null,
  primary key (institution_id, id),
  unique (institution_id, account_id, unit_id),
  foreign key (institution_id, account_id) references people.account (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on table oversight.interest is 'A conflict of interest that somebody declared about a unit; what follows from places of work is computed.';
select platform.tenant_table('oversight.interest', 'append');

create table oversight.default_item (
  area text not null,
  key text not null,
  position smallint not null,
  text text not null,
  amount integer,
  source text not null,
  verified boolean not null,
  valid_from date not null,
  primary key (area, key)
);
comment on table oversight.default_item is 'Checklists, criteria and periods that hold where an institution has set nothing of its own.';
select platform.reference_table('oversight.default_item');

create table oversight.item (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  area text not null check (length(area) <= 30),
  key text not null check (key ~ '^[a-z][a-z0-9_]{1,30}$'),
  text text not null check (length(text) <= 400),
  amount integer check (amount between 1 and 365),
  source text not null check (length(source) between 1 and 300),
  verified boolean not null,
  valid_from date not null,
  set_by uuid,
  set_at timestamptz not null,
  primary key (institution_id, id)
);
comment on table oversight.item is 'An institution''s own wording of an item from a day on, append only; an empty text ends it. Of one day the one set last holds.';
create index on oversight.item (institution_id, area, key, valid_from, set_at);
select platform.tenant_table('oversight.item', 'append');

create table oversight.activity (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  kind oversight.kind not null,
  state oversight.state not null default 'planned',
  title text not null check (length(title) between 3 and 200),
  unit_id uuid not null,
  team_id uuid not null,
  period_from date not null,
  period_until date not null,
  planned_on date not null,
  basis oversight.basis not null,
  basis_text text not null check (length(basis_text) between 1 and 1300),
  basis_link text not null default '' check (length(basis_link) <= 300),
  conclusion text not null default '' check (length(conclusion) <= 4000),
  created_by uuid,
  created_at timestamptz not null,
  reported_at timestamptz,
  closed_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  foreign key (institution_id, team_id) references oversight.team (institution_id, id),
  check (period_from <= period_until),
  check ((state in ('reported', 'closed')) = (reported_at is not null))
);
create index on oversight.activity (institution_id, unit_id, planned_on desc);
select platform.tenant_table('oversight.activity');

create table oversight.check_item (
  institution_id uuid not null references organization.institution,
  activity_id uuid not null,
  key text not null,
  position smallint not null,
  criterion text not null,
  source text not null,
  verified boolean not null,
  answer oversight.answer,
  note text not null default '' check (length(note) <= 2000),
  link text not null default '' check (length(link) <= 500),
  file_id uuid,
  answered_by uuid,
  answered_at timestamptz,
  primary key (institution_id, activity_id, key),
  foreign key (institution_id, activity_id) references oversight.activity (institution_id, id)
);
comment on table oversight.check_item is 'The checklist as it stood when the activity began, with the answers.';
select platform.tenant_table('oversight.check_item');

create table oversight.finding (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  activity_id uuid not null,
  number smallint not null check (number > 0),
  unit_id uuid not null,
  condition text not null check (length(condition) between 1 and 4000),
  criterion text not null check (length(criterion) between 1 and 2000),
  cause text not null check (length(cause) between 1 and 2000),
  effect text not null check (length(effect) between 1 and 2000),
  recommendation text not null check (length(recommendation) between 1 and 2000),
  state oversight.finding_state not null default 'open',
  reply_due_at timestamptz,
  due_at timestamptz,
  done_at timestamptz,
  created_by uuid,
  created_at timestamptz not null,
  primary key (institution_id, id),
  unique (institution_id, activity_id, number),
  foreign key (institution_id, activity_id) references oversight.activity (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on column oversight.finding.due_at is 'Set when the report reaches the unit, by the working calendar and the period in force then.';
create index on oversight.finding (institution_id, unit_id, due_at);
create index on oversight.finding (institution_id, due_at) where done_at is null;
select platform.tenant_table('oversight.finding');

create table oversight.finding_step (
  institution_id uuid not null references organization.institution,
  finding_id uuid not null,
  number smallint not null check (number > 0),
  step oversight.step not null,
  text text not null check (length(text) between 1 and 4000),
  link text not null default '' check (length(link) <= 500),
  file_id uuid,
  made_by uuid,
  made_at timestamptz not null,
  primary key (institution_id, finding_id, number),
  foreign key (institution_id, finding_id) references oversight.finding (institution_id, id)
);
comment on table oversight.finding_step is 'What the unit answered and did, and what a member of the team said to it.';
select platform.tenant_table('oversight.finding_step', 'append');

create table oversight.escalation (
  institution_id uuid not null references organization.institution,
  finding_id uuid not null,
  due_at timestamptz not null,
  level smallint not null check (level in (1, 2)),
  told integer not null,
  made_at timestamptz not null,
  primary key (institution_id, finding_id, due_at, level),
  foreign key (institution_id, finding_id) references oversight.finding (institution_id, id)
);
comment on table oversight.escalation is 'Who was told that a finding is overdue: first the unit and the team, later the leadership.';
select platform.tenant_table('oversight.escalation', 'append');

create table oversight.publication (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  topic text not null check (topic in ('findings', 'scorecards', 'assessments')),
  shown boolean not null,
  reason text not null check (length(reason) between 1 and 500),
  set_by uuid,
  set_at timestamptz not null,
  primary key (institution_id, id)
);
comment on table oversight.publication is 'What an institution shows to everybody; the latest row of a topic holds, without one it is shown.';
select platform.tenant_table('oversight.publication', 'append');

insert into notifications.kind values
  ('oversight.reported', 'Laporan pengawasan untuk unit Anda', 'Oversight reports about your unit', 'email', false, true),
  ('oversight.step', 'Tanggapan dan tindak lanjut temuan', 'Replies and follow-up of findings', 'digest', false, true),
  ('oversight.assessment', 'Penilaian mandiri tata kelola', 'Self-assessments of governance', 'digest', false, true),
  ('oversight.overdue', 'Tindak lanjut temuan yang terlambat', 'Overdue follow-up of findings', 'email', false, true);
