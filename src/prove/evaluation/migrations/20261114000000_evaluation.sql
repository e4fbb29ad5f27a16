create schema evaluation;
select platform.slice_schema('evaluation');

create type evaluation.verdict as enum ('improved', 'worsened', 'no_effect', 'inconclusive');
create type evaluation.grade as enum ('strong', 'good', 'moderate', 'weak');

create table evaluation.rule_standard (
  key text primary key,
  value numeric(6, 2) not null,
  source text not null,
  verified boolean not null
);
comment on table evaluation.rule_standard is 'How results are judged, where an institution has set nothing of its own.';
select platform.reference_table('evaluation.rule_standard');
insert into evaluation.rule_standard (key, value, source, verified) values
  ('confidence', 95, 'Kebiasaan dalam statistika', false),
  ('worthwhile_skm', 0.25, 'Ambang kebermaknaan ditetapkan penyusun Sigap', false),
  ('worthwhile_complaints', 25, 'Ambang kebermaknaan ditetapkan penyusun Sigap', false),
  ('least_months', 3, 'Ditetapkan penyusun Sigap', false),
  ('least_answers', 20, 'Ditetapkan penyusun Sigap', false),
  ('least_complaints', 5, 'Ditetapkan penyusun Sigap', false),
  ('least_comparison', 2, 'Donald dan Lang 2007: selang t dengan derajat bebas unit dikurangi 2', false),
  ('advised_comparison', 5, 'Bertrand, Duflo dan Mullainathan 2004: sedikit unit membuat selang goyah; angkanya ditetapkan penyusun', false),
  ('selection_months', 4, 'Ditetapkan penyusun Sigap', false),
  ('selection_share', 50, 'Ditetapkan penyusun Sigap: regresi ke rerata', false),
  ('selection_sigma', 3, 'Batas peta kendali', false),
  ('least_group', 5, 'Kebijakan Sigap: kelompok kecil tidak ditampilkan', false);

create table evaluation.rule (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  key text not null references evaluation.rule_standard,
  valid_from date not null,
  value numeric(6, 2) not null,
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  account_id uuid,
  at timestamptz not null,
  primary key (institution_id, id)
);
comment on table evaluation.rule is 'What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.';
create index on evaluation.rule (institution_id, key, valid_from, at);
select platform.tenant_table('evaluation.rule', 'append');

create table evaluation.result (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  program_id uuid not null,
  number integer not null check (number >= 1),
  unit_id uuid not null,
  computed_at timestamptz not null,
  data_through date not null,
  rule_version text not null,
  inputs_hash text not null,
  verdict evaluation.verdict not null,
  grade evaluation.grade not null,
  card jsonb not null,
  primary key (institution_id, id),
  unique (institution_id, program_id, number),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on table evaluation.result is 'Append-only snapshots: a result once told can be looked up for ever. The newest of a program is the one in force.';
comment on column evaluation.result.rule_version is 'Of the shipped numbers, and behind + how many of the institution''s own rows held; the numbers stand in the card.';
comment on column evaluation.result.unit_id is 'The treated unit, the first by name if there are several; decides who sees the result.';
comment on column evaluation.result.inputs_hash is 'SHA-256 of everything that went in: as long as it stays the same no further row is kept.';
comment on column evaluation.result.card is 'Inputs, steps and figures of the result card, as computed.';
comment on column evaluation.result.number is 'Snapshots of a program, counted from 1; the highest is in force.';
select platform.tenant_table('evaluation.result', 'append');

create table evaluation.measurement (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  program_id uuid not null,
  indicator_id uuid not null,
  value numeric(14, 2) not null,
  measured_on date not null,
  source text not null check (length(source) between 3 and 200),
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (institution_id, id)
);
comment on table evaluation.measurement is 'Values of indicators that no system here measures; the newest of an indicator holds.';
create index on evaluation.measurement (institution_id, program_id, indicator_id, recorded_at desc);
select platform.tenant_table('evaluation.measurement', 'append');
