create schema programs;
select platform.slice_schema('programs');

insert into vocabulary.standard (set_name, slug, valid_from, position, label_id, label_en, traits, source, verified) values
  ('program_kind', 'development', '2026-01-01', 10, 'Pengembangan kompetensi', 'Competency development', '{}', 'Kebijakan internal', true),
  ('program_kind', 'change', '2026-01-01', 20, 'Manajemen perubahan dan budaya kerja', 'Change management and work culture',
    '{behavior,questionnaire,champion}', 'Kebijakan internal: perubahan pola pikir dan budaya kerja diukur dari perilaku', true);

create type programs.status as enum ('draft', 'approved', 'running', 'finished', 'reported');
create table programs.program (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  need_id uuid,
  title text not null check (length(title) between 5 and 200),
  objective text not null check (length(objective) between 10 and 2000),
  method_code text not null check (length(method_code) between 1 and 40),
  kind_code text not null default 'development' check (length(kind_code) between 1 and 40),
  questionnaire text check (length(questionnaire) between 5 and 200),
  champion text check (length(champion) between 3 and 120),
  status programs.status not null default 'draft',
  starts_on date not null,
  ends_on date not null,
  participants integer not null check (participants between 1 and 100000),
  created_at timestamptz not null,
  approved_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  reported_at timestamptz,
  primary key (institution_id, id),
  check (ends_on >= starts_on),
  check ((status = 'draft') = (approved_at is null)),
  check ((status in ('draft', 'approved')) = (started_at is null)),
  check ((status in ('finished', 'reported')) = (finished_at is not null)),
  check ((status = 'reported') = (reported_at is not null))
);
comment on column programs.program.need_id is 'The need this program answers; empty only where it was planned without one.';
comment on column programs.program.questionnaire is 'The questionnaire that is asked before and after, where the kind needs one.';
comment on column programs.program.champion is 'Who leads the change by example, where the kind needs somebody.';
comment on column programs.program.participants is 'How many people are planned for.';
create index on programs.program (institution_id, status, starts_on desc, id);
create index on programs.program (institution_id, need_id);
select platform.tenant_table('programs.program');

create table programs.treated_unit (
  institution_id uuid not null references organization.institution,
  program_id uuid not null,
  unit_id uuid not null,
  starts_on date,
  primary key (institution_id, program_id, unit_id),
  foreign key (institution_id, program_id) references programs.program (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on column programs.treated_unit.starts_on is 'The wave of this unit in a stepped wedge; empty: with the program.';
create index on programs.treated_unit (institution_id, unit_id, program_id);
select platform.tenant_table('programs.treated_unit');

create type programs.direction as enum ('up', 'down');
create type programs.target_kind as enum ('relative', 'points', 'normalized_gain');
create type programs.level as enum ('reaction', 'learning', 'behavior', 'result');
create table programs.indicator (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  program_id uuid not null,
  name text not null check (length(name) between 5 and 200),
  level programs.level not null,
  measure text not null check (length(measure) between 1 and 40),
  direction programs.direction not null,
  scale_min numeric(14, 2),
  scale_max numeric(14, 2),
  baseline numeric(14, 2) not null,
  baseline_on date not null,
  target_kind programs.target_kind not null,
  target numeric(14, 2) not null,
  target_value numeric(14, 2) not null,
  source text not null check (length(source) between 3 and 200),
  due_on date not null,
  created_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, program_id) references programs.program (institution_id, id),
  check (due_on > baseline_on)
);
comment on column programs.indicator.measure is 'Unit of measure: poin, %, menit, pengaduan per bulan.';
comment on column programs.indicator.target is 'As agreed: percent for relative, points for points, 0 to 1 for normalized gain.';
comment on column programs.indicator.target_value is 'The value to reach that follows from baseline, kind and target, rounded once to two decimals.';
create index on programs.indicator (institution_id, program_id, id);
select platform.tenant_table('programs.indicator');

create type programs.cost_kind as enum ('instructor', 'materials', 'platform', 'travel', 'other');
create table programs.budget_line (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  program_id uuid not null,
  kind programs.cost_kind not null,
  account text not null check (length(account) between 3 and 120),
  description text not null check (length(description) between 3 and 200),
  quantity integer not null check (quantity between 1 and 10000),
  unit text not null check (length(unit) between 1 and 40),
  unit_cost bigint not null check (unit_cost between 0 and 100000000000),
  created_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, program_id) references programs.program (institution_id, id)
);
comment on column programs.budget_line.account is 'Kode rekening and its name, as in the budget document.';
comment on column programs.budget_line.unit_cost is 'Whole rupiah.';
create index on programs.budget_line (institution_id, program_id, id);
select platform.tenant_table('programs.budget_line');

create type programs.design_kind as enum ('stepped_wedge', 'difference_in_differences', 'interrupted_series', 'pre_post');
create type programs.outcome_kind as enum ('skm', 'complaints');
create table programs.design (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  program_id uuid not null,
  version smallint not null check (version >= 1),
  kind programs.design_kind not null,
  outcome_kind programs.outcome_kind not null,
  outcome_key text not null,
  baseline_from date not null,
  baseline_to date not null,
  follow_from date not null,
  follow_to date not null,
  reason text check (length(reason) between 10 and 1000),
  chosen_at timestamptz not null,
  chosen_by uuid,
  primary key (institution_id, id),
  unique (institution_id, program_id, version),
  foreign key (institution_id, program_id) references programs.program (institution_id, id),
  check (baseline_from < baseline_to and baseline_to < follow_from and follow_from < follow_to),
  check (version = 1 or reason is not null)
);
comment on table programs.design is 'How the effect will be judged, chosen before the start. A change is a new version with its reason; none after the start.';
comment on column programs.design.outcome_key is 'For skm: index or the slug of one element; for complaints: all or one theme.';
select platform.tenant_table('programs.design', 'append');

create table programs.comparison_unit (
  institution_id uuid not null references organization.institution,
  design_id uuid not null,
  unit_id uuid not null,
  primary key (institution_id, design_id, unit_id),
  foreign key (institution_id, design_id) references programs.design (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
select platform.tenant_table('programs.comparison_unit', 'append');
