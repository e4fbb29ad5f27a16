-- Generated from the migrations by npm run generate.

create type learning.completion_way as enum ('read', 'watched', 'transcript');

create type learning.course_status as enum ('draft', 'published', 'closed');

create type learning.enrollment_source as enum ('unit', 'gap', 'individual', 'self');

create type learning.module_kind as enum ('text', 'video');

create type learning.question_kind as enum ('single', 'multiple', 'numeric', 'short');

create type learning.test_kind as enum ('pre', 'post');

create table learning.answer (
  institution_id uuid not null,
  attempt_id uuid not null,
  question_id uuid not null,
  "position" smallint not null,
  response text[] not null default '{}'::text[],
  saved_at timestamp with time zone,
  -- The opened page that saved it, so that an old page does not undo what another one answered.
  saved_from uuid,
  -- Share of the points earned, as an exact fraction; set when graded.
  share_top integer,
  share_bottom integer,
  PRIMARY KEY (institution_id, attempt_id, question_id),
  FOREIGN KEY (institution_id, attempt_id) REFERENCES learning.attempt(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, question_id) REFERENCES learning.question(institution_id, id)
);
CREATE INDEX answer_institution_id_question_id_idx ON learning.answer USING btree (institution_id, question_id);
alter table learning.answer enable row level security;
create policy institution on learning.answer for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on learning.answer to sigap_app;

create table learning.attempt (
  institution_id uuid not null,
  id uuid not null,
  enrollment_id uuid not null,
  test_id uuid not null,
  number smallint not null,
  started_at timestamp with time zone not null,
  -- Start plus limit, by the server's clock.
  deadline_at timestamp with time zone not null,
  submitted_at timestamp with time zone,
  timed_out boolean not null default false,
  -- Rounded once, to four decimals, from the exact fraction.
  score numeric(9,4),
  max_score integer,
  passed boolean,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, enrollment_id, test_id, number),
  FOREIGN KEY (institution_id, enrollment_id) REFERENCES learning.enrollment(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, test_id) REFERENCES learning.test(institution_id, id),
  CHECK ((submitted_at IS NULL) = (score IS NULL)),
  CHECK ((submitted_at IS NULL) = (max_score IS NULL)),
  CHECK (number >= 1)
);
CREATE INDEX attempt_due ON learning.attempt USING btree (institution_id, deadline_at) WHERE (submitted_at IS NULL);
CREATE INDEX attempt_institution_id_test_id_submitted_at_idx ON learning.attempt USING btree (institution_id, test_id, submitted_at);
CREATE UNIQUE INDEX attempt_open ON learning.attempt USING btree (institution_id, enrollment_id, test_id) WHERE (submitted_at IS NULL);
alter table learning.attempt enable row level security;
create policy institution on learning.attempt for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on learning.attempt to sigap_app;

-- What the paper about a finished course says, as it was then: a later change of name, unit or course must not make a printed paper look forged.
create table learning.certificate (
  institution_id uuid not null,
  -- Random, so that nobody finds other people's papers by counting; its last symbol is a check.
  code text not null,
  enrollment_id uuid not null,
  holder text not null,
  nip text not null,
  unit text not null,
  course text not null,
  jp smallint not null,
  completed_on date not null,
  issued_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, code),
  UNIQUE (institution_id, enrollment_id),
  FOREIGN KEY (institution_id, enrollment_id) REFERENCES learning.enrollment(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{10}$'::text),
  CHECK (jp > 0)
);
alter table learning.certificate enable row level security;
create policy institution on learning.certificate for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on learning.certificate to sigap_app;

create table learning.course (
  institution_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  competency_id uuid,
  -- The level of the competency that completion is evidence for.
  competency_level smallint,
  title text not null,
  summary text not null,
  -- Jam pelajaran of the curriculum, credited once on completion.
  jp smallint not null,
  -- Share of the post-test that passes.
  pass_percent smallint not null,
  self_enroll boolean not null default false,
  status learning.course_status not null default 'draft'::learning.course_status,
  created_at timestamp with time zone not null,
  published_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, program_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (jp >= 1 AND jp <= 200),
  CHECK (pass_percent >= 1 AND pass_percent <= 100),
  CHECK (length(summary) >= 10 AND length(summary) <= 1000),
  CHECK (length(title) >= 5 AND length(title) <= 200)
);
alter table learning.course enable row level security;
create policy institution on learning.course for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on learning.course to sigap_app;

-- The units the program treats, as approved; they decide who may manage the course.
create table learning.course_unit (
  institution_id uuid not null,
  course_id uuid not null,
  unit_id uuid not null,
  PRIMARY KEY (institution_id, course_id, unit_id),
  FOREIGN KEY (institution_id, course_id) REFERENCES learning.course(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id)
);
CREATE INDEX course_unit_institution_id_unit_id_course_id_idx ON learning.course_unit USING btree (institution_id, unit_id, course_id);
alter table learning.course_unit enable row level security;
create policy institution on learning.course_unit for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on learning.course_unit to sigap_app;

create table learning.enrollment (
  institution_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  employee_id uuid not null,
  -- Where the person worked when enrolled.
  unit_id uuid not null,
  -- gap: because the competency was below standard.
  source learning.enrollment_source not null,
  enrolled_at timestamp with time zone not null,
  completed_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, course_id, employee_id),
  FOREIGN KEY (institution_id, course_id) REFERENCES learning.course(institution_id, id),
  FOREIGN KEY (institution_id, employee_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id)
);
CREATE INDEX enrollment_institution_id_employee_id_enrolled_at_idx ON learning.enrollment USING btree (institution_id, employee_id, enrolled_at DESC);
alter table learning.enrollment enable row level security;
create policy institution on learning.enrollment for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on learning.enrollment to sigap_app;

-- JP credited, once per enrollment however often completion is repeated.
create table learning.jp_ledger (
  institution_id uuid not null,
  id uuid not null,
  employee_id uuid not null,
  enrollment_id uuid not null,
  jp smallint not null,
  credited_on date not null,
  -- The day from which the institution's own length of a JP held; null: the shipped one.
  rule_from date,
  minutes_per_jp smallint not null,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, enrollment_id),
  FOREIGN KEY (institution_id, employee_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id, enrollment_id) REFERENCES learning.enrollment(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (jp > 0)
);
CREATE INDEX jp_ledger_institution_id_employee_id_credited_on_idx ON learning.jp_ledger USING btree (institution_id, employee_id, credited_on);
alter table learning.jp_ledger enable row level security;
create policy institution on learning.jp_ledger for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on learning.jp_ledger to sigap_app;

-- What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.
create table learning.jp_rule (
  institution_id uuid not null,
  id uuid not null,
  key text not null,
  valid_from date not null,
  value integer not null,
  source text not null,
  verified boolean not null,
  account_id uuid,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (key) REFERENCES learning.jp_standard(key),
  CHECK (length(source) >= 3 AND length(source) <= 500),
  CHECK (value >= 0 AND value <= 1000)
);
CREATE INDEX jp_rule_institution_id_key_valid_from_at_idx ON learning.jp_rule USING btree (institution_id, key, valid_from, at);
alter table learning.jp_rule enable row level security;
create policy institution on learning.jp_rule for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on learning.jp_rule to sigap_app;

-- Rules about jam pelajaran that hold where an institution has set nothing of its own; of a yearly rule 0 says that there is none.
create table learning.jp_standard (
  key text not null,
  value integer not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (key)
);
grant select on learning.jp_standard to sigap_app;

create table learning.module (
  institution_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  "position" smallint not null,
  kind learning.module_kind not null,
  title text not null,
  -- Simple markup; for a video its transcript.
  body text not null,
  minutes smallint not null,
  video_file_id uuid,
  -- Name of a video that comes with the program, instead of an uploaded file.
  video_shipped text,
  video_seconds integer,
  -- WebVTT.
  captions text,
  removed_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, course_id) REFERENCES learning.course(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(body) <= 40000),
  CHECK ((kind = 'video'::learning.module_kind) = (video_file_id IS NOT NULL OR video_shipped IS NOT NULL)),
  CHECK (kind = 'text'::learning.module_kind OR captions IS NOT NULL AND video_seconds IS NOT NULL),
  CHECK (kind = 'text'::learning.module_kind OR length(body) > 0),
  CHECK (minutes >= 1 AND minutes <= 600),
  CHECK (length(title) >= 3 AND length(title) <= 200),
  CHECK (video_seconds >= 1 AND video_seconds <= 21600)
);
CREATE INDEX module_institution_id_course_id_position_idx ON learning.module USING btree (institution_id, course_id, "position");
alter table learning.module enable row level security;
create policy institution on learning.module for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on learning.module to sigap_app;

create table learning.module_progress (
  institution_id uuid not null,
  enrollment_id uuid not null,
  module_id uuid not null,
  opened_at timestamp with time zone not null,
  -- Seconds of the video that were played; ranges only ever grow, in whatever order reports arrive.
  watched int4multirange not null default '{}'::int4multirange,
  completed_at timestamp with time zone,
  way learning.completion_way,
  PRIMARY KEY (institution_id, enrollment_id, module_id),
  FOREIGN KEY (institution_id, enrollment_id) REFERENCES learning.enrollment(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, module_id) REFERENCES learning.module(institution_id, id),
  CHECK ((completed_at IS NULL) = (way IS NULL))
);
alter table learning.module_progress enable row level security;
create policy institution on learning.module_progress for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on learning.module_progress to sigap_app;

-- Never changed, so that a graded attempt stays explainable: an edit retires the question and adds a new one.
create table learning.question (
  institution_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  kind learning.question_kind not null,
  title text not null,
  stem text not null,
  -- Choices, ranges or accepted answers: QuestionBody in catalog/question.ts.
  body jsonb not null,
  feedback text not null default ''::text,
  points smallint not null,
  -- SHA-256 of kind, stem and body, so that the same import changes nothing.
  fingerprint text not null,
  created_at timestamp with time zone not null,
  retired_at timestamp with time zone,
  -- The question an edit put in its place; empty where it was removed.
  replaced_by uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, course_id) REFERENCES learning.course(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, replaced_by) REFERENCES learning.question(institution_id, id),
  CHECK (points >= 1 AND points <= 100),
  CHECK (length(stem) >= 1 AND length(stem) <= 4000)
);
CREATE INDEX question_institution_id_course_id_id_idx ON learning.question USING btree (institution_id, course_id, id);
CREATE UNIQUE INDEX question_once ON learning.question USING btree (institution_id, course_id, fingerprint) WHERE (retired_at IS NULL);
alter table learning.question enable row level security;
create policy institution on learning.question for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on learning.question to sigap_app;

create table learning.test (
  institution_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  kind learning.test_kind not null,
  minutes smallint not null,
  -- How often it may be taken; a pre-test once, because it measures where somebody starts.
  attempts smallint not null,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, course_id, kind),
  FOREIGN KEY (institution_id, course_id) REFERENCES learning.course(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (attempts >= 1 AND attempts <= 10),
  CHECK (kind = 'post'::learning.test_kind OR attempts = 1),
  CHECK (minutes >= 1 AND minutes <= 300)
);
alter table learning.test enable row level security;
create policy institution on learning.test for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on learning.test to sigap_app;

create table learning.test_question (
  institution_id uuid not null,
  test_id uuid not null,
  question_id uuid not null,
  "position" smallint not null,
  PRIMARY KEY (institution_id, test_id, question_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, question_id) REFERENCES learning.question(institution_id, id),
  FOREIGN KEY (institution_id, test_id) REFERENCES learning.test(institution_id, id)
);
alter table learning.test_question enable row level security;
create policy institution on learning.test_question for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on learning.test_question to sigap_app;
