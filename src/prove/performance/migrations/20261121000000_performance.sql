create schema performance;
select platform.slice_schema('performance');

create type performance.dimension as enum ('task', 'responsiveness', 'adaptability', 'innovation');
create type performance.direction as enum ('up', 'down');
create type performance.target_kind as enum ('relative', 'points', 'normalized_gain');

create table performance.template (
  code text primary key,
  dimension performance.dimension not null,
  position smallint not null unique,
  recorded boolean not null,
  direction performance.direction not null,
  formula text not null
);
comment on table performance.template is 'Indicators every unit has: those computed from what other parts of the house know, and those whose values are recorded here. What they are called, after which source and who compared it are words of the vocabulary (unit_indicator).';
comment on column performance.template.recorded is 'True where people enter values, with evidence, and somebody else verifies them.';
comment on column performance.template.formula is 'Name and version of the formula; its words stand in messages.ts.';
select platform.reference_table('performance.template');

with told (place, code, dimension, recorded, direction, formula, name_id, name_en, source, verified) as (values
  (1, 'task_done', 'task', false, 'up', 'kinerja-selesai-2026.1', 'Permohonan yang diselesaikan', 'Requests completed', 'Naskah kebijakan 004: tingkat penyelesaian tugas; rumus sendiri dari pelayanan yang tercatat', false),
  (2, 'skm', 'task', false, 'up', 'skm', 'Kepuasan masyarakat (SKM)', 'Citizen satisfaction (SKM)', 'PermenPANRB 14/2017', true),
  (3, 'budget', 'task', false, 'up', 'kinerja-anggaran-2026.1', 'Efisiensi anggaran', 'Budget efficiency', 'PMK 214/PMK.02/2017 dan PMK 22/PMK.02/2021: efisiensi', false),
  (4, 'question_hours', 'responsiveness', false, 'down', 'kinerja-jawab-2026.1', 'Waktu menjawab pertanyaan', 'Time to answer questions', 'Naskah kebijakan 004: waktu respons terhadap pertanyaan masyarakat', true),
  (5, 'resolution', 'responsiveness', false, 'up', 'kinerja-terjawab-2026.1', 'Pengaduan yang dijawab', 'Complaints answered', 'Naskah kebijakan 004: penyelesaian pengaduan', true),
  (6, 'within_day', 'responsiveness', false, 'up', 'kinerja-24jam-2026.1', 'Pengaduan dijawab dalam 24 jam', 'Complaints answered within 24 hours', 'Naskah kebijakan 004: persentase pengaduan yang diselesaikan dalam 24 jam', true),
  (7, 'sop', 'responsiveness', false, 'up', 'kinerja-sop-2026.1', 'Kepatuhan pada prosedur (SOP)', 'Compliance with procedure (SOP)', 'Naskah kebijakan 004: kepatuhan terhadap prosedur pelayanan', true),
  (8, 'on_time', 'responsiveness', false, 'up', 'kinerja-tepat-2026.1', 'Pelayanan tepat waktu', 'Services on time', 'UU 25/2009 pasal 21: jangka waktu dalam standar pelayanan', true),
  (9, 'digital', 'adaptability', false, 'up', 'kinerja-digital-2026.1', 'Pelayanan secara digital', 'Services given digitally', 'Naskah kebijakan 004: tingkat pemanfaatan teknologi digital dalam pelayanan publik', true),
  (10, 'technology', 'adaptability', true, 'up', 'kinerja-catat-2026.1', 'Adopsi teknologi baru', 'Adoption of new technology', 'Naskah kebijakan 004: mengadopsi teknologi baru', true),
  (11, 'policy', 'adaptability', true, 'up', 'kinerja-catat-2026.1', 'Penyesuaian pada perubahan kebijakan', 'Adaptation to policy changes', 'Naskah kebijakan 004: kemampuan beradaptasi terhadap perubahan kebijakan', true),
  (12, 'innovation', 'innovation', true, 'up', 'kinerja-catat-2026.1', 'Inovasi pelayanan', 'Service innovation', 'Naskah kebijakan 004: mengembangkan inovasi dalam pelayanan', true)
), word as (
  insert into vocabulary.standard (set_name, slug, valid_from, position, label_id, label_en, source, verified)
  select 'unit_indicator', code, date '2026-01-01', place * 10, name_id, name_en, source, verified from told
)
insert into performance.template
select code, dimension::performance.dimension, place, recorded, direction::performance.direction, formula from told;

create table performance.default_rule (
  key text primary key,
  value integer not null,
  source text not null,
  verified boolean not null
);
comment on table performance.default_rule is 'Thresholds and periods that hold where an institution has set nothing of its own.';
select platform.reference_table('performance.default_rule');
insert into performance.default_rule values
  ('small_number', 5, 'Pedoman Sigap: angka dari kurang dari lima kejadian tidak ditampilkan', true),
  ('summon_days', 7, 'PP 94/2021 pasal 29: panggilan paling lambat tujuh hari kerja sebelum pemeriksaan', false),
  ('appeal_days', 14, 'PP 79/2021 pasal 7: keberatan paling lama 14 hari kerja sejak keputusan diterima', false),
  ('appeal_answer_days', 21, 'PP 79/2021 pasal 9: keberatan diputus paling lama 21 hari kerja', false),
  ('reward_objection_days', 5, 'Pedoman Sigap: masa sanggah usulan penghargaan', true),
  ('campaign_days', 14, 'Pedoman Sigap: lama masa refleksi', true);

create table performance.rule (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  key text not null references performance.default_rule,
  valid_from date not null,
  value integer not null check (value between 1 and 365),
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  account_id uuid,
  at timestamptz not null,
  primary key (institution_id, id)
);
comment on table performance.rule is 'What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.';
create index on performance.rule (institution_id, key, valid_from, at);
select platform.tenant_table('performance.rule', 'append');

create table performance.indicator (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  template_code text not null references performance.template,
  name text not null check (length(name) between 5 and 200),
  relevance text not null check (length(relevance) between 10 and 1000),
  measure text not null check (length(measure) between 1 and 40),
  direction performance.direction not null,
  scale_min numeric(14, 2),
  scale_max numeric(14, 2),
  baseline numeric(14, 2) not null,
  baseline_on date not null,
  target_kind performance.target_kind not null,
  target numeric(14, 2) not null,
  target_value numeric(14, 2) not null,
  source text not null check (length(source) between 3 and 200),
  due_on date not null,
  account_id uuid,
  created_at timestamptz not null,
  retired_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check (due_on > baseline_on)
);
comment on table performance.indicator is 'What a unit has promised to reach: of a computed template the target, of a recorded one the indicator itself.';
comment on column performance.indicator.relevance is 'Why it matters to those the unit serves.';
comment on column performance.indicator.target_value is 'The value to reach that follows from baseline, kind and target, rounded once to two decimals.';
create index on performance.indicator (institution_id, unit_id, template_code, created_at desc);
select platform.tenant_table('performance.indicator');
create view performance.v_indicator with (security_invoker = true) as
  select institution_id, id, unit_id, template_code, name, target_value, measure, due_on from performance.indicator
  where retired_at is null;
comment on view performance.v_indicator is 'What units have promised to reach and still count; the figures themselves come from the scorecard. Row-level security is the reader''s.';
grant select on performance.v_indicator to sigap_app;

create table performance.measurement (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  indicator_id uuid,
  program_id uuid,
  month date not null check (extract(day from month) = 1),
  value numeric(16, 2) not null,
  hits bigint check (hits >= 0),
  total bigint check (total > 0),
  measured_on date not null,
  source text not null check (length(source) between 3 and 300),
  evidence_url text check (length(evidence_url) between 8 and 500),
  state smallint not null default 0 check (state between 0 and 2),
  entered_by uuid,
  entered_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  reason text check (length(reason) between 3 and 1000),
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  foreign key (institution_id, indicator_id) references performance.indicator (institution_id, id),
  check ((indicator_id is null) <> (program_id is null)),
  check ((hits is null) = (total is null)),
  check ((state = 0) = (decided_at is null)),
  check (state <> 2 or reason is not null),
  check (decided_by <> entered_by)
);
comment on table performance.measurement is 'Values people enter: of an indicator, or what a program has spent. Counts only when somebody else has verified it.';
comment on column performance.measurement.state is '0 waits to be verified, 1 verified, 2 refused with a reason.';
comment on column performance.measurement.value is 'Of an indicator its value; of a program the rupiah spent up to the end of the month.';
comment on column performance.measurement.hits is 'With total: how many of how many. Of a program the output reached of the output planned.';
create index on performance.measurement (institution_id, indicator_id, month);
create index on performance.measurement (institution_id, unit_id, state, month);
create unique index on performance.measurement (institution_id, indicator_id, month) where state = 1 and indicator_id is not null;
create unique index on performance.measurement (institution_id, program_id, month) where state = 1 and program_id is not null;
select platform.tenant_table('performance.measurement');

create table performance.checklist (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  name text not null check (length(name) between 5 and 200),
  source text not null check (length(source) between 3 and 300),
  items text[] not null check (cardinality(items) between 1 and 30),
  active boolean not null default true,
  created_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on table performance.checklist is 'The steps of a standard operating procedure that can be seen by watching one case.';
create index on performance.checklist (institution_id, unit_id, name);
select platform.tenant_table('performance.checklist');

create table performance.observation (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  checklist_id uuid not null,
  unit_id uuid not null,
  observed_on date not null,
  results smallint[] not null check (cardinality(results) between 1 and 30),
  met smallint not null check (met >= 0),
  assessed smallint not null check (assessed >= 1 and assessed >= met),
  note text check (length(note) between 1 and 1000),
  observer uuid,
  at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, checklist_id) references performance.checklist (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on table performance.observation is 'One case watched against a checklist.';
comment on column performance.observation.results is 'By item of the checklist: 1 done, 0 not done, 2 did not arise.';
create index on performance.observation (institution_id, unit_id, observed_on);
select platform.tenant_table('performance.observation', 'append');
