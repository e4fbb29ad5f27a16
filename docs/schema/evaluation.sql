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
  -- Of the shipped numbers, and behind + how many of the institution's own rows held; the numbers stand in the card.
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
  CHECK (number >= 1)
);
alter table evaluation.result enable row level security;
create policy institution on evaluation.result for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on evaluation.result to sigap_app;

-- What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.
create table evaluation.rule (
  institution_id uuid not null,
  id uuid not null,
  key text not null,
  valid_from date not null,
  value numeric(6,2) not null,
  source text not null,
  verified boolean not null,
  account_id uuid,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (key) REFERENCES evaluation.rule_standard(key),
  CHECK (length(source) >= 3 AND length(source) <= 500)
);
CREATE INDEX rule_institution_id_key_valid_from_at_idx ON evaluation.rule USING btree (institution_id, key, valid_from, at);
alter table evaluation.rule enable row level security;
create policy institution on evaluation.rule for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on evaluation.rule to sigap_app;

-- How results are judged, where an institution has set nothing of its own.
create table evaluation.rule_standard (
  key text not null,
  value numeric(6,2) not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (key)
);
grant select on evaluation.rule_standard to sigap_app;
