create schema competency;
select platform.slice_schema('competency');

create type competency.family as enum ('teknis', 'manajerial', 'sosio_kultural', 'digital');
create type competency.method as enum ('self', 'superior', 'test', 'course', 'observation');
create type competency.cycle_state as enum ('draft', 'open', 'closed');
create type competency.assessment_state as enum ('open', 'submitted');
create type competency.assessment_kind as enum ('self', 'superior');

create table competency.framework (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  code text not null,
  family competency.family not null,
  name text not null,
  source text not null,
  verified boolean not null,
  valid_from date not null,
  valid_to date,
  primary key (institution_id, id),
  unique (institution_id, code)
);
select platform.tenant_table('competency.framework');

create table competency.level (
  institution_id uuid not null references organization.institution,
  framework_id uuid not null,
  level smallint not null check (level between 1 and 5),
  name text not null,
  meaning text not null,
  primary key (institution_id, framework_id, level),
  foreign key (institution_id, framework_id) references competency.framework (institution_id, id)
);
select platform.tenant_table('competency.level');

create table competency.competency (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  framework_id uuid not null,
  code text not null check (length(code) between 1 and 20),
  name text not null check (length(name) between 3 and 120),
  definition text not null,
  primary key (institution_id, id),
  unique (institution_id, code),
  foreign key (institution_id, framework_id) references competency.framework (institution_id, id)
);
select platform.tenant_table('competency.competency');

create table competency.indicator (
  institution_id uuid not null references organization.institution,
  competency_id uuid not null,
  level smallint not null check (level between 1 and 5),
  ordinal smallint not null,
  behavior text not null,
  source text not null,
  verified boolean not null,
  primary key (institution_id, competency_id, level, ordinal),
  foreign key (institution_id, competency_id) references competency.competency (institution_id, id)
);
comment on table competency.indicator is 'What is seen at a level; ordinal 1 describes the level, the others are single behaviours.';
select platform.tenant_table('competency.indicator');

create table competency.edition (
  institution_id uuid not null references organization.institution,
  competency_id uuid not null,
  number smallint not null check (number >= 1),
  valid_from date not null,
  name text not null,
  definition text not null,
  levels jsonb not null,
  source text not null,
  verified boolean not null,
  account_id uuid,
  primary key (institution_id, competency_id, number),
  foreign key (institution_id, competency_id) references competency.competency (institution_id, id)
);
comment on table competency.edition is 'What the dictionary said of a competency, each from its day on, once somebody wrote it here; competency and indicator hold what it says now.';
comment on column competency.edition.levels is 'Five lists of lines, those of indicator in their order.';
select platform.tenant_table('competency.edition', 'append');

create table competency.standard (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  position_id uuid not null,
  competency_id uuid not null,
  required_level smallint not null check (required_level between 1 and 5),
  importance smallint not null check (importance between 1 and 5),
  valid_from date not null,
  valid_to date,
  source text not null,
  verified boolean not null,
  primary key (institution_id, id),
  foreign key (institution_id, position_id) references organization.position (institution_id, id),
  foreign key (institution_id, competency_id) references competency.competency (institution_id, id),
  check (valid_to is null or valid_to >= valid_from)
);
comment on column competency.standard.valid_to is 'First day on which it no longer holds; equal to valid_from when it was corrected on the same day.';
comment on column competency.standard.importance is 'How much the work of this position rests on the competency, 1 to 5.';
create unique index standard_current on competency.standard (institution_id, position_id, competency_id) where valid_to is null;
create index on competency.standard (institution_id, position_id, competency_id);
select platform.tenant_table('competency.standard');

create table competency.rule_standard (
  key text primary key,
  value integer not null check (value >= 0),
  source text not null,
  verified boolean not null
);
comment on table competency.rule_standard is 'Weights, confidences, validity, thresholds and the level a grade (jenjang) starts from, where an institution has set nothing of its own.';
select platform.reference_table('competency.rule_standard');
insert into competency.rule_standard (key, value, source, verified) values
  ('weight.superior', 50, 'Ketentuan internal instansi; dapat diubah', false),
  ('weight.test', 30, 'Ketentuan internal instansi; dapat diubah', false),
  ('weight.observation', 40, 'Ketentuan internal instansi; dapat diubah', false),
  ('weight.course', 20, 'Ketentuan internal instansi; dapat diubah', false),
  ('weight.self', 10, 'Ketentuan internal instansi; dapat diubah', false),
  ('confidence.superior', 80, 'Ketentuan internal instansi; dapat diubah', false),
  ('confidence.test', 90, 'Ketentuan internal instansi; dapat diubah', false),
  ('confidence.observation', 70, 'Ketentuan internal instansi; dapat diubah', false),
  ('confidence.course', 60, 'Ketentuan internal instansi; dapat diubah', false),
  ('confidence.self', 50, 'Ketentuan internal instansi; dapat diubah', false),
  ('valid_months', 24, 'Ketentuan internal instansi; dapat diubah', false),
  ('min_group', 5, 'Ketentuan internal instansi; dapat diubah', false),
  ('jpm.meets', 80, 'Batas yang lazim dipakai; berbeda antarinstansi, perlu ditetapkan sendiri', false),
  ('jpm.nearly', 68, 'Batas yang lazim dipakai; berbeda antarinstansi, perlu ditetapkan sendiri', false),
  ('most_digital', 3, 'Ketentuan internal instansi; dapat diubah', false),
  ('grade.jpt_utama', 5, 'Transkripsi formulir IDP Bappeda Provinsi Lampung; perlu dicocokkan dengan lampiran PermenPANRB 38/2017', false),
  ('grade.jpt_madya', 4, 'Transkripsi formulir IDP Bappeda Provinsi Lampung; perlu dicocokkan dengan lampiran PermenPANRB 38/2017. Sumber lain mengingat level 5', false),
  ('grade.jpt_pratama', 4, 'Transkripsi formulir IDP Bappeda Provinsi Lampung; perlu dicocokkan dengan lampiran PermenPANRB 38/2017', false),
  ('grade.administrator', 3, 'Transkripsi formulir IDP Bappeda Provinsi Lampung; perlu dicocokkan dengan lampiran PermenPANRB 38/2017', false),
  ('grade.pengawas', 2, 'Transkripsi formulir IDP Bappeda Provinsi Lampung; perlu dicocokkan dengan lampiran PermenPANRB 38/2017', false),
  ('grade.pelaksana', 1, 'Transkripsi formulir IDP Bappeda Provinsi Lampung; perlu dicocokkan dengan lampiran PermenPANRB 38/2017', false),
  ('grade.pemula', 1, 'Transkripsi formulir IDP Bappeda Provinsi Lampung; perlu dicocokkan dengan lampiran PermenPANRB 38/2017', false),
  ('grade.terampil', 2, 'Transkripsi formulir IDP Bappeda Provinsi Lampung; perlu dicocokkan dengan lampiran PermenPANRB 38/2017', false),
  ('grade.mahir', 2, 'Transkripsi formulir IDP Bappeda Provinsi Lampung; perlu dicocokkan dengan lampiran PermenPANRB 38/2017', false),
  ('grade.penyelia', 3, 'Transkripsi formulir IDP Bappeda Provinsi Lampung; perlu dicocokkan dengan lampiran PermenPANRB 38/2017', false),
  ('grade.ahli_pertama', 2, 'Transkripsi formulir IDP Bappeda Provinsi Lampung; perlu dicocokkan dengan lampiran PermenPANRB 38/2017', false),
  ('grade.ahli_muda', 3, 'Transkripsi formulir IDP Bappeda Provinsi Lampung; perlu dicocokkan dengan lampiran PermenPANRB 38/2017', false),
  ('grade.ahli_madya', 4, 'Transkripsi formulir IDP Bappeda Provinsi Lampung; perlu dicocokkan dengan lampiran PermenPANRB 38/2017', false),
  ('grade.ahli_utama', 5, 'Transkripsi formulir IDP Bappeda Provinsi Lampung; perlu dicocokkan dengan lampiran PermenPANRB 38/2017', false);

create table competency.rule (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  key text not null references competency.rule_standard,
  valid_from date not null,
  value integer not null check (value >= 0),
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  account_id uuid,
  at timestamptz not null,
  primary key (institution_id, id)
);
comment on table competency.rule is 'What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.';
create index on competency.rule (institution_id, key, valid_from, at);
select platform.tenant_table('competency.rule', 'append');

create table competency.evidence (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  employee_id uuid not null,
  competency_id uuid not null,
  level smallint not null check (level between 0 and 5),
  method competency.method not null,
  observed_on date not null,
  confidence smallint not null check (confidence between 1 and 100),
  expires_on date,
  source text not null,
  reference text not null,
  note text,
  recorded_at timestamptz not null,
  primary key (institution_id, id),
  unique (institution_id, employee_id, competency_id, source, reference),
  foreign key (institution_id, employee_id) references people.employee (institution_id, id),
  foreign key (institution_id, competency_id) references competency.competency (institution_id, id),
  check (expires_on is null or expires_on > observed_on)
);
comment on table competency.evidence is 'Append-only ledger of what was seen of a person''s competency. Level 0: not shown yet.';
comment on column competency.evidence.confidence is 'Percent.';
comment on column competency.evidence.reference is 'What proves it in the source, for example an assessment''s id; the same proof is taken once.';
select platform.tenant_table('competency.evidence', 'append');

create table competency.current_level (
  institution_id uuid not null references organization.institution,
  employee_id uuid not null,
  competency_id uuid not null,
  level numeric(3, 2) not null,
  certain boolean not null,
  methods smallint not null,
  observed_on date not null,
  changes_on date,
  computed_on date not null,
  primary key (institution_id, employee_id, competency_id)
);
comment on table competency.current_level is 'Projection of the ledger under the rules of computed_on; written with the evidence, can be rebuilt.';
comment on column competency.current_level.certain is 'False when nothing but self-assessment supports the level.';
comment on column competency.current_level.changes_on is 'The first day on which some of the evidence used expires.';
create index on competency.current_level (institution_id, changes_on);
select platform.tenant_table('competency.current_level');

create table competency.unit_gap (
  institution_id uuid not null references organization.institution,
  unit_id uuid not null,
  competency_id uuid not null,
  required_count integer not null,
  assessed_count integer not null,
  uncertain_count integer not null,
  below_count integer not null,
  required_sum integer not null,
  level_sum numeric(12, 2) not null,
  capped_sum numeric(12, 2) not null,
  importance smallint not null,
  computed_at timestamptz not null,
  primary key (institution_id, unit_id, competency_id)
);
comment on table competency.unit_gap is 'Projection per unit (without units beneath): sums over its assessed employees, so that any subtree is a sum.';
comment on column competency.unit_gap.required_sum is 'Of the assessed employees only.';
comment on column competency.unit_gap.capped_sum is 'Sum of the smaller of level and required level.';
comment on column competency.unit_gap.importance is 'The highest importance among the unit''s positions.';
select platform.tenant_table('competency.unit_gap');

create table competency.gap_time (
  institution_id uuid not null references organization.institution,
  unit_id uuid not null,
  competency_id uuid not null,
  happened boolean not null,
  days integer not null,
  people integer not null,
  computed_at timestamptz not null,
  primary key (institution_id, unit_id, competency_id, happened, days)
);
comment on table competency.gap_time is 'Projection: how many people of a unit (without units beneath) waited so many days from a gap seen to the standard reached, or to today.';
select platform.tenant_table('competency.gap_time');

create table competency.cycle (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  name text not null check (length(name) between 3 and 120),
  opens_on date not null,
  closes_on date not null,
  state competency.cycle_state not null,
  created_at timestamptz not null,
  primary key (institution_id, id),
  check (closes_on >= opens_on)
);
select platform.tenant_table('competency.cycle');

create table competency.assessment (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  cycle_id uuid not null,
  employee_id uuid not null,
  assessor_id uuid not null,
  kind competency.assessment_kind not null,
  state competency.assessment_state not null,
  saved_at timestamptz not null,
  submitted_at timestamptz,
  primary key (institution_id, id),
  unique (institution_id, cycle_id, employee_id, kind, assessor_id),
  foreign key (institution_id, cycle_id) references competency.cycle (institution_id, id),
  foreign key (institution_id, employee_id) references people.employee (institution_id, id),
  foreign key (institution_id, assessor_id) references people.employee (institution_id, id),
  check ((kind = 'self') = (employee_id = assessor_id)),
  check ((state = 'submitted') = (submitted_at is not null))
);
create unique index assessment_once on competency.assessment (institution_id, cycle_id, employee_id, kind) where state = 'submitted';
comment on index competency.assessment_once is 'A draft of a former superior may remain; only one is handed in.';
create index on competency.assessment (institution_id, employee_id);
create index on competency.assessment (institution_id, assessor_id);
select platform.tenant_table('competency.assessment');

create table competency.answer (
  institution_id uuid not null references organization.institution,
  assessment_id uuid not null,
  competency_id uuid not null,
  level smallint check (level between 0 and 5),
  note text,
  primary key (institution_id, assessment_id, competency_id),
  foreign key (institution_id, assessment_id) references competency.assessment (institution_id, id),
  foreign key (institution_id, competency_id) references competency.competency (institution_id, id)
);
select platform.tenant_table('competency.answer');
