create type complaints.recusal_kind as enum ('subject', 'superior', 'declared');
create table complaints.recusal (
  institution_id uuid not null references organization.institution,
  complaint_id uuid not null,
  person_id uuid not null,
  kind complaints.recusal_kind not null,
  reason text,
  at timestamptz not null,
  account_id uuid,
  primary key (institution_id, person_id, complaint_id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id)
);
comment on table complaints.recusal is 'Who may not see or handle this complaint, because it is about them, about somebody they lead, or because they said they have an interest.';
comment on column complaints.recusal.person_id is 'An account or an employee.';
comment on column complaints.recusal.account_id is 'Who recorded it.';
create index on complaints.recusal (institution_id, complaint_id);
select platform.tenant_table('complaints.recusal', 'append');

create type complaints.examination_kind as enum ('finding', 'heard', 'evidence');
create table complaints.examination (
  institution_id uuid not null references organization.institution,
  complaint_id uuid not null,
  id uuid not null,
  kind complaints.examination_kind not null,
  at timestamptz not null,
  account_id uuid,
  happened_on date not null,
  person text,
  body text not null check (length(body) between 1 and 30000),
  file_id uuid,
  primary key (institution_id, complaint_id, id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  foreign key (institution_id, file_id) references platform.file (institution_id, id),
  check (kind <> 'heard' or person is not null)
);
comment on table complaints.examination is 'The record of an investigation: what was found, who was heard, what is proof. Its conclusion is an event of the story.';
select platform.tenant_table('complaints.examination', 'append');

create table complaints.assignment (
  institution_id uuid not null references organization.institution,
  complaint_id uuid not null,
  account_id uuid not null,
  by_account uuid,
  at timestamptz not null,
  primary key (institution_id, complaint_id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  foreign key (institution_id, account_id) references people.account (institution_id, id)
);
comment on table complaints.assignment is 'Which officer works on it now; changes are in the audit trail.';
create index on complaints.assignment (institution_id, account_id);
select platform.tenant_table('complaints.assignment');

create table complaints.watcher (
  institution_id uuid not null references organization.institution,
  complaint_id uuid not null,
  account_id uuid not null,
  at timestamptz not null,
  primary key (institution_id, complaint_id, account_id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  foreign key (institution_id, account_id) references people.account (institution_id, id)
);
select platform.tenant_table('complaints.watcher');

create type complaints.task_state as enum ('open', 'done', 'waived');
create table complaints.task (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  complaint_id uuid not null,
  unit_id uuid not null,
  title text not null check (length(title) between 1 and 300),
  due_on date not null,
  reminded smallint not null default 0 check (reminded between 0 and 2),
  state complaints.task_state not null default 'open',
  answer text,
  created_at timestamptz not null,
  created_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  primary key (institution_id, id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check ((state = 'open') = (ended_at is null)),
  check (state = 'open' or answer is not null)
);
comment on table complaints.task is 'What another unit contributes to one case; its coordinator can answer once all are done or waived.';
comment on column complaints.task.answer is 'What the unit found or did; of a waived one, why it is not needed.';
comment on column complaints.task.reminded is '1: the unit was reminded on the day; 2: it was told that the day is over, and so was the coordinator.';
create index on complaints.task (institution_id, complaint_id);
create index on complaints.task (institution_id, unit_id, due_on, id) where ended_at is null;
select platform.tenant_table('complaints.task');

create table complaints.template (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid,
  name text not null check (length(name) between 1 and 120),
  body text not null check (length(body) between 1 and 5000),
  active boolean not null default true,
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (institution_id, id),
  unique nulls not distinct (institution_id, unit_id, name),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on column complaints.template.unit_id is 'Empty: for every unit of the institution.';
select platform.tenant_table('complaints.template');

create table complaints.absence (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  account_id uuid not null,
  substitute_id uuid not null,
  from_on date not null,
  to_on date not null,
  reason text,
  hand_over boolean not null default false,
  handed_at timestamptz,
  returned_at timestamptz,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, account_id) references people.account (institution_id, id),
  foreign key (institution_id, substitute_id) references people.account (institution_id, id),
  check (to_on >= from_on and substitute_id <> account_id)
);
comment on table complaints.absence is 'While an officer is away, cases and reminders go to the substitute.';
create index on complaints.absence (institution_id, account_id, to_on);
comment on column complaints.absence.hand_over is 'What the officer holds goes to the substitute when the absence begins, and what the substitute still holds of it comes back at its end.';
create index on complaints.absence (institution_id) where hand_over and returned_at is null;
select platform.tenant_table('complaints.absence');

create table complaints.handed_case (
  institution_id uuid not null,
  absence_id uuid not null,
  complaint_id uuid not null,
  primary key (institution_id, absence_id, complaint_id),
  foreign key (institution_id, absence_id) references complaints.absence (institution_id, id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id)
);
select platform.tenant_table('complaints.handed_case', 'append');

create table complaints.escalation_standard (
  level smallint not null,
  days smallint not null,
  audience text not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  primary key (level, valid_from)
);
select platform.reference_table('complaints.escalation_standard');
insert into complaints.escalation_standard values
  (1, -1, 'officer', '2018-01-01', 'Kebijakan setempat: pengingat satu hari kerja sebelum batas waktu', false),
  (2, 0, 'unit_head', '2018-01-01', 'Kebijakan setempat: atasan unit diberi tahu saat batas waktu terlewati', false),
  (3, 2, 'coordinator', '2018-01-01', 'Kebijakan setempat: koordinator pengaduan setelah dua hari kerja terlambat', false),
  (4, 5, 'leader', '2018-01-01', 'Kebijakan setempat: pimpinan setelah lima hari kerja terlambat', false);

create table complaints.escalation_rule (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  level smallint not null check (level between 1 and 6),
  days smallint not null check (days between -10 and 60),
  audience text not null check (audience in ('officer', 'unit_head', 'coordinator', 'leader', 'nobody')),
  valid_from date not null,
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  created_at timestamptz not null,
  created_by uuid,
  primary key (institution_id, id)
);
comment on table complaints.escalation_rule is 'Of one level and date the one set last holds.';
comment on column complaints.escalation_rule.days is 'Working days after the deadline; negative before it.';
select platform.tenant_table('complaints.escalation_rule', 'append');

create table complaints.escalation (
  institution_id uuid not null references organization.institution,
  complaint_id uuid not null,
  due_at timestamptz not null,
  level smallint not null,
  clock complaints.rule_key not null,
  audience text not null,
  at timestamptz not null,
  told smallint not null,
  primary key (institution_id, complaint_id, due_at, level),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id)
);
comment on table complaints.escalation is 'Each deadline is escalated once to each level, however many workers look at once.';
select platform.tenant_table('complaints.escalation', 'append');

create table complaints.escalation_mark (
  institution_id uuid not null references organization.institution,
  level smallint not null,
  calendar_unit uuid not null default '00000000-0000-0000-0000-000000000000',
  until_due timestamptz not null,
  primary key (institution_id, level, calendar_unit)
);
comment on table complaints.escalation_mark is 'Deadlines up to this instant have been looked at for this level, so that each run reads only those that came due since.';
comment on column complaints.escalation_mark.calendar_unit is 'Units with hours or days of their own are looked at in their own working time: the unit whose calendar it is; zeros for the institution''s.';
select platform.tenant_table('complaints.escalation_mark');

insert into notifications.kind values
  ('complaints.escalation', 'Batas waktu pengaduan yang dekat atau terlewati', 'Complaint deadlines that are near or past', 'email', false, true),
  ('complaints.mention', 'Anda disebut dalam catatan pengaduan', 'You were named in a note on a complaint', 'email', false, true),
  ('complaints.watch', 'Perkembangan pengaduan yang Anda pantau', 'News of complaints you watch', 'digest', false, true);
