create schema learning;
select platform.slice_schema('learning');

create table learning.jp_standard (
  key text primary key,
  value integer not null,
  source text not null,
  verified boolean not null
);
comment on table learning.jp_standard is 'Rules about jam pelajaran that hold where an institution has set nothing of its own; of a yearly rule 0 says that there is none.';
select platform.reference_table('learning.jp_standard');
insert into learning.jp_standard (key, value, source, verified) values
  ('minutes_per_jp', 45, 'Peraturan LAN 10/2018 (lampiran belum dibaca)', false),
  ('yearly_minimum:pns', 20, 'PP 11/2017 jo. PP 17/2020 Pasal 203 ayat (4), berlaku sejak 7 April 2017', true),
  ('yearly_maximum:pns', 0, 'Tidak ada ketentuan yang diketahui', false),
  ('yearly_minimum:pppk', 0, 'Tidak ada ketentuan yang diketahui', false),
  ('yearly_maximum:pppk', 24, 'PP 49/2018 Pasal 40 ayat (1); UU 20/2023 Pasal 49 ayat (1), berlaku sejak 28 November 2018', true),
  ('yearly_minimum:pppk_part_time', 0, 'Tidak ada ketentuan yang diketahui', false),
  ('yearly_maximum:pppk_part_time', 24, 'PP 49/2018 Pasal 40 ayat (1), dianggap berlaku sama', false),
  ('watched_percent', 90, 'Pedoman Sigap: sisanya judul dan ucapan penutup', true);

create table learning.jp_rule (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  key text not null references learning.jp_standard,
  valid_from date not null,
  value integer not null check (value between 0 and 1000),
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  account_id uuid,
  at timestamptz not null,
  primary key (institution_id, id)
);
comment on table learning.jp_rule is 'What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.';
create index on learning.jp_rule (institution_id, key, valid_from, at);
select platform.tenant_table('learning.jp_rule', 'append');

create type learning.course_status as enum ('draft', 'published', 'closed');
create table learning.course (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  program_id uuid not null,
  competency_id uuid,
  competency_level smallint,
  title text not null check (length(title) between 5 and 200),
  summary text not null check (length(summary) between 10 and 1000),
  jp smallint not null check (jp between 1 and 200),
  pass_percent smallint not null check (pass_percent between 1 and 100),
  self_enroll boolean not null default false,
  status learning.course_status not null default 'draft',
  created_at timestamptz not null,
  published_at timestamptz,
  primary key (institution_id, id),
  unique (institution_id, program_id)
);
comment on column learning.course.jp is 'Jam pelajaran of the curriculum, credited once on completion.';
comment on column learning.course.competency_level is 'The level of the competency that completion is evidence for.';
comment on column learning.course.pass_percent is 'Share of the post-test that passes.';
select platform.tenant_table('learning.course');

create table learning.course_unit (
  institution_id uuid not null references organization.institution,
  course_id uuid not null,
  unit_id uuid not null,
  primary key (institution_id, course_id, unit_id),
  foreign key (institution_id, course_id) references learning.course (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on table learning.course_unit is 'The units the program treats, as approved; they decide who may manage the course.';
create index on learning.course_unit (institution_id, unit_id, course_id);
select platform.tenant_table('learning.course_unit');

create type learning.module_kind as enum ('text', 'video');
create table learning.module (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  course_id uuid not null,
  position smallint not null,
  kind learning.module_kind not null,
  title text not null check (length(title) between 3 and 200),
  body text not null check (length(body) <= 40000),
  minutes smallint not null check (minutes between 1 and 600),
  video_file_id uuid,
  video_shipped text,
  video_seconds integer check (video_seconds between 1 and 21600),
  captions text,
  removed_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, course_id) references learning.course (institution_id, id),
  check ((kind = 'video') = (video_file_id is not null or video_shipped is not null)),
  check (kind = 'text' or (captions is not null and video_seconds is not null)),
  check (kind = 'text' or length(body) > 0)
);
comment on column learning.module.body is 'Simple markup; for a video its transcript.';
comment on column learning.module.video_shipped is 'Name of a video that comes with the program, instead of an uploaded file.';
comment on column learning.module.captions is 'WebVTT.';
create index on learning.module (institution_id, course_id, position);
select platform.tenant_table('learning.module');

create type learning.question_kind as enum ('single', 'multiple', 'numeric', 'short');
create table learning.question (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  course_id uuid not null,
  kind learning.question_kind not null,
  title text not null,
  stem text not null check (length(stem) between 1 and 4000),
  body jsonb not null,
  feedback text not null default '',
  points smallint not null check (points between 1 and 100),
  fingerprint text not null,
  created_at timestamptz not null,
  retired_at timestamptz,
  replaced_by uuid,
  primary key (institution_id, id),
  foreign key (institution_id, course_id) references learning.course (institution_id, id),
  foreign key (institution_id, replaced_by) references learning.question (institution_id, id)
);
comment on table learning.question is 'Never changed, so that a graded attempt stays explainable: an edit retires the question and adds a new one.';
comment on column learning.question.replaced_by is 'The question an edit put in its place; empty where it was removed.';
comment on column learning.question.body is 'Choices, ranges or accepted answers: QuestionBody in catalog/question.ts.';
comment on column learning.question.fingerprint is 'SHA-256 of kind, stem and body, so that the same import changes nothing.';
create unique index question_once on learning.question (institution_id, course_id, fingerprint) where retired_at is null;
create index on learning.question (institution_id, course_id, id);
select platform.tenant_table('learning.question');

create type learning.test_kind as enum ('pre', 'post');
create table learning.test (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  course_id uuid not null,
  kind learning.test_kind not null,
  minutes smallint not null check (minutes between 1 and 300),
  attempts smallint not null check (attempts between 1 and 10),
  primary key (institution_id, id),
  unique (institution_id, course_id, kind),
  foreign key (institution_id, course_id) references learning.course (institution_id, id),
  check (kind = 'post' or attempts = 1)
);
comment on column learning.test.attempts is 'How often it may be taken; a pre-test once, because it measures where somebody starts.';
select platform.tenant_table('learning.test');

create table learning.test_question (
  institution_id uuid not null references organization.institution,
  test_id uuid not null,
  question_id uuid not null,
  position smallint not null,
  primary key (institution_id, test_id, question_id),
  foreign key (institution_id, test_id) references learning.test (institution_id, id),
  foreign key (institution_id, question_id) references learning.question (institution_id, id)
);
select platform.tenant_table('learning.test_question');
