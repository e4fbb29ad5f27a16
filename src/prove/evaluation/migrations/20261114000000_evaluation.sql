create schema evaluation;
select platform.slice_schema('evaluation');

create type evaluation.verdict as enum ('improved', 'worsened', 'no_effect', 'inconclusive');
create type evaluation.grade as enum ('strong', 'good', 'moderate', 'weak');

create table evaluation.rule (
  version text primary key,
  valid_from date not null,
  confidence numeric(4, 3) not null check (confidence between 0.8 and 0.999),
  least_months smallint not null check (least_months >= 2),
  least_comparison smallint not null check (least_comparison >= 2),
  advised_comparison smallint not null,
  least_answers smallint not null,
  least_complaints smallint not null,
  worthwhile_skm numeric(4, 2) not null check (worthwhile_skm > 0),
  worthwhile_complaints numeric(4, 2) not null check (worthwhile_complaints > 0),
  selection_months smallint not null,
  selection_share numeric(4, 2) not null,
  selection_sigma numeric(4, 2) not null,
  least_group smallint not null,
  source text not null,
  verified boolean not null
);
comment on table evaluation.rule is 'How results are judged. The newest row valid on the day of the computation is used; its version stands in every result.';
comment on column evaluation.rule.worthwhile_skm is 'Smallest change of an SKM element (scale 1 to 4) that would be worth the training.';
comment on column evaluation.rule.worthwhile_complaints is 'Smallest relative change of complaints that would be worth the training (0.25: a quarter fewer).';
comment on column evaluation.rule.selection_months is 'Months before the program in which the bad state must have lasted besides the month that raised the signal.';
comment on column evaluation.rule.selection_share is 'Share of the signal''s deviation that those months must show on average; below it the unit may only have had one bad month.';
comment on column evaluation.rule.selection_sigma is 'A program without a signal: how far its worst month must stand out to be taken for the reason it was picked.';
comment on column evaluation.rule.least_group is 'Fewer people than this: no figures about them.';
select platform.reference_table('evaluation.rule');
insert into evaluation.rule values (
  'dampak-2026.1', date '2020-01-01', 0.95, 3, 2, 5, 20, 5, 0.25, 0.25, 4, 0.5, 3, 5,
  'Bertrand, Duflo dan Mullainathan 2004; Donald dan Lang 2007; ambang kebermaknaan ditetapkan penyusun', false);

create table evaluation.result (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  program_id uuid not null,
  number integer not null check (number >= 1),
  unit_id uuid not null,
  computed_at timestamptz not null,
  data_through date not null,
  rule_version text not null references evaluation.rule,
  inputs_hash text not null,
  verdict evaluation.verdict not null,
  grade evaluation.grade not null,
  card jsonb not null,
  primary key (institution_id, id),
  unique (institution_id, program_id, number),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on table evaluation.result is 'Append-only snapshots: a result once told can be looked up for ever. The newest of a program is the one in force.';
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
