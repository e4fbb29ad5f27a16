create type learning.enrollment_source as enum ('unit', 'gap', 'individual', 'self');
create table learning.enrollment (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  course_id uuid not null,
  employee_id uuid not null,
  unit_id uuid not null,
  source learning.enrollment_source not null,
  enrolled_at timestamptz not null,
  completed_at timestamptz,
  primary key (institution_id, id),
  unique (institution_id, course_id, employee_id),
  foreign key (institution_id, course_id) references learning.course (institution_id, id),
  foreign key (institution_id, employee_id) references people.employee (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on column learning.enrollment.unit_id is 'Where the person worked when enrolled.';
comment on column learning.enrollment.source is 'gap: because the competency was below standard.';
create index on learning.enrollment (institution_id, employee_id, enrolled_at desc);
select platform.tenant_table('learning.enrollment');

create type learning.completion_way as enum ('read', 'watched', 'transcript');
create table learning.module_progress (
  institution_id uuid not null references organization.institution,
  enrollment_id uuid not null,
  module_id uuid not null,
  opened_at timestamptz not null,
  watched int4multirange not null default '{}',
  completed_at timestamptz,
  way learning.completion_way,
  primary key (institution_id, enrollment_id, module_id),
  foreign key (institution_id, enrollment_id) references learning.enrollment (institution_id, id),
  foreign key (institution_id, module_id) references learning.module (institution_id, id),
  check ((completed_at is null) = (way is null))
);
comment on column learning.module_progress.watched is 'Seconds of the video that were played; ranges only ever grow, in whatever order reports arrive.';
select platform.tenant_table('learning.module_progress');

create table learning.attempt (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  enrollment_id uuid not null,
  test_id uuid not null,
  number smallint not null check (number >= 1),
  started_at timestamptz not null,
  deadline_at timestamptz not null,
  submitted_at timestamptz,
  timed_out boolean not null default false,
  score numeric(9, 4),
  max_score integer,
  passed boolean,
  primary key (institution_id, id),
  unique (institution_id, enrollment_id, test_id, number),
  foreign key (institution_id, enrollment_id) references learning.enrollment (institution_id, id),
  foreign key (institution_id, test_id) references learning.test (institution_id, id),
  check ((submitted_at is null) = (score is null)),
  check ((submitted_at is null) = (max_score is null))
);
comment on column learning.attempt.deadline_at is 'Start plus limit, by the server''s clock.';
comment on column learning.attempt.score is 'Rounded once, to four decimals, from the exact fraction.';
create unique index attempt_open on learning.attempt (institution_id, enrollment_id, test_id) where submitted_at is null;
create index attempt_due on learning.attempt (institution_id, deadline_at) where submitted_at is null;
create index on learning.attempt (institution_id, test_id, submitted_at);
select platform.tenant_table('learning.attempt');

create table learning.answer (
  institution_id uuid not null references organization.institution,
  attempt_id uuid not null,
  question_id uuid not null,
  position smallint not null,
  response text[] not null default '{}',
  saved_at timestamptz,
  saved_from uuid,
  share_top integer,
  share_bottom integer,
  primary key (institution_id, attempt_id, question_id),
  foreign key (institution_id, attempt_id) references learning.attempt (institution_id, id),
  foreign key (institution_id, question_id) references learning.question (institution_id, id)
);
comment on column learning.answer.saved_from is 'The opened page that saved it, so that an old page does not undo what another one answered.';
comment on column learning.answer.share_top is 'Share of the points earned, as an exact fraction; set when graded.';
create index on learning.answer (institution_id, question_id);
select platform.tenant_table('learning.answer');

create table learning.jp_ledger (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  employee_id uuid not null,
  enrollment_id uuid not null,
  jp smallint not null check (jp > 0),
  credited_on date not null,
  rule_from date,
  minutes_per_jp smallint not null,
  primary key (institution_id, id),
  unique (institution_id, enrollment_id),
  foreign key (institution_id, employee_id) references people.employee (institution_id, id),
  foreign key (institution_id, enrollment_id) references learning.enrollment (institution_id, id)
);
comment on table learning.jp_ledger is 'JP credited, once per enrollment however often completion is repeated.';
comment on column learning.jp_ledger.rule_from is 'The day from which the institution''s own length of a JP held; null: the shipped one.';
create index on learning.jp_ledger (institution_id, employee_id, credited_on);
select platform.tenant_table('learning.jp_ledger', 'append');

create table learning.certificate (
  institution_id uuid not null references organization.institution,
  code text not null check (code ~ '^[0-9A-HJKMNP-TV-Z]{10}$'),
  enrollment_id uuid not null,
  holder text not null,
  nip text not null,
  unit text not null,
  course text not null,
  jp smallint not null check (jp > 0),
  completed_on date not null,
  issued_at timestamptz not null,
  primary key (institution_id, code),
  unique (institution_id, enrollment_id),
  foreign key (institution_id, enrollment_id) references learning.enrollment (institution_id, id)
);
comment on table learning.certificate is 'What the paper about a finished course says, as it was then: a later change of name, unit or course must not make a printed paper look forged.';
comment on column learning.certificate.code is 'Random, so that nobody finds other people''s papers by counting; its last symbol is a check.';
select platform.tenant_table('learning.certificate', 'append');
