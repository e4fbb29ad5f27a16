-- Generated from the migrations by npm run generate.

create type evaluation.grade as enum ('strong', 'good', 'moderate', 'weak');

create type evaluation.verdict as enum ('improved', 'worsened', 'no_effect', 'inconclusive');

-- Values of indicators that no system here measures; the newest of an indicator holds.
create table evaluation.measurement (
  institution_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  indicator_id uuid not null,
  value numeric(14,2) not null,
  measured_on date not null,
  source text not null,
  recorded_by uuid,
  recorded_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(source) >= 3 AND length(source) <= 200)
);
CREATE INDEX measurement_institution_id_program_id_indicator_id_recorded_idx ON evaluation.measurement USING btree (institution_id, program_id, indicator_id, recorded_at DESC);
alter table evaluation.measurement enable row level security;
create policy institution on evaluation.measurement for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on evaluation.measurement to sigap_app;

-- Append-only snapshots: a result once told can be looked up for ever. The newest of a program is the one in force.
create table evaluation.result (
  institution_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  -- Snapshots of a program, counted from 1; the highest is in force.
  number integer not null,
  -- The treated unit, the first by name if there are several; decides who sees the result.
  unit_id uuid not null,
  computed_at timestamp with time zone not null,
  data_through date not null,
  rule_version text not null,
  -- SHA-256 of everything that went in: as long as it stays the same no further row is kept.
  inputs_hash text not null,
  verdict evaluation.verdict not null,
  grade evaluation.grade not null,
  -- Inputs, steps and figures of the result card, as computed.
  card jsonb not null,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, program_id, number),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  FOREIGN KEY (rule_version) REFERENCES evaluation.rule(version),
  CHECK (number >= 1)
);
alter table evaluation.result enable row level security;
create policy institution on evaluation.result for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on evaluation.result to sigap_app;

-- How results are judged. The newest row valid on the day of the computation is used; its version stands in every result.
create table evaluation.rule (
  version text not null,
  valid_from date not null,
  confidence numeric(4,3) not null,
  least_months smallint not null,
  least_comparison smallint not null,
  advised_comparison smallint not null,
  least_answers smallint not null,
  least_complaints smallint not null,
  -- Smallest change of an SKM element (scale 1 to 4) that would be worth the training.
  worthwhile_skm numeric(4,2) not null,
  -- Smallest relative change of complaints that would be worth the training (0.25: a quarter fewer).
  worthwhile_complaints numeric(4,2) not null,
  -- Months before the program in which the bad state must have lasted besides the month that raised the signal.
  selection_months smallint not null,
  -- Share of the signal's deviation that those months must show on average; below it the unit may only have had one bad month.
  selection_share numeric(4,2) not null,
  -- A program without a signal: how far its worst month must stand out to be taken for the reason it was picked.
  selection_sigma numeric(4,2) not null,
  -- Fewer people than this: no figures about them.
  least_group smallint not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (version),
  CHECK (confidence >= 0.8 AND confidence <= 0.999),
  CHECK (least_comparison >= 2),
  CHECK (least_months >= 2),
  CHECK (worthwhile_complaints > 0::numeric),
  CHECK (worthwhile_skm > 0::numeric)
);
grant select on evaluation.rule to sigap_app;
