-- Generated from the migrations by npm run generate.

create type competency.assessment_kind as enum ('self', 'superior');

create type competency.assessment_state as enum ('open', 'submitted');

create type competency.cycle_state as enum ('draft', 'open', 'closed');

create type competency.family as enum ('teknis', 'manajerial', 'sosio_kultural', 'digital');

create type competency.method as enum ('self', 'superior', 'test', 'course', 'observation');

create table competency.answer (
  institution_id uuid not null,
  assessment_id uuid not null,
  competency_id uuid not null,
  level smallint,
  note text,
  PRIMARY KEY (institution_id, assessment_id, competency_id),
  FOREIGN KEY (institution_id, assessment_id) REFERENCES competency.assessment(institution_id, id),
  FOREIGN KEY (institution_id, competency_id) REFERENCES competency.competency(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (level >= 0 AND level <= 5)
);
alter table competency.answer enable row level security;
create policy institution on competency.answer for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on competency.answer to sigap_app;

create table competency.assessment (
  institution_id uuid not null,
  id uuid not null,
  cycle_id uuid not null,
  employee_id uuid not null,
  assessor_id uuid not null,
  kind competency.assessment_kind not null,
  state competency.assessment_state not null,
  saved_at timestamp with time zone not null,
  submitted_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, cycle_id, employee_id, kind, assessor_id),
  FOREIGN KEY (institution_id, assessor_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id, cycle_id) REFERENCES competency.cycle(institution_id, id),
  FOREIGN KEY (institution_id, employee_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK ((kind = 'self'::competency.assessment_kind) = (employee_id = assessor_id)),
  CHECK ((state = 'submitted'::competency.assessment_state) = (submitted_at IS NOT NULL))
);
CREATE INDEX assessment_institution_id_assessor_id_idx ON competency.assessment USING btree (institution_id, assessor_id);
CREATE INDEX assessment_institution_id_employee_id_idx ON competency.assessment USING btree (institution_id, employee_id);
CREATE UNIQUE INDEX assessment_once ON competency.assessment USING btree (institution_id, cycle_id, employee_id, kind) WHERE (state = 'submitted'::competency.assessment_state);
alter table competency.assessment enable row level security;
create policy institution on competency.assessment for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on competency.assessment to sigap_app;

create table competency.competency (
  institution_id uuid not null,
  id uuid not null,
  framework_id uuid not null,
  code text not null,
  name text not null,
  definition text not null,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, code),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, framework_id) REFERENCES competency.framework(institution_id, id),
  CHECK (length(code) >= 1 AND length(code) <= 20),
  CHECK (length(name) >= 3 AND length(name) <= 120)
);
alter table competency.competency enable row level security;
create policy institution on competency.competency for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on competency.competency to sigap_app;

-- Projection of the ledger under the rules of computed_on; written with the evidence, can be rebuilt.
create table competency.current_level (
  institution_id uuid not null,
  employee_id uuid not null,
  competency_id uuid not null,
  level numeric(3,2) not null,
  -- False when nothing but self-assessment supports the level.
  certain boolean not null,
  methods smallint not null,
  observed_on date not null,
  -- The first day on which some of the evidence used expires.
  changes_on date,
  computed_on date not null,
  PRIMARY KEY (institution_id, employee_id, competency_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
CREATE INDEX current_level_institution_id_changes_on_idx ON competency.current_level USING btree (institution_id, changes_on);
alter table competency.current_level enable row level security;
create policy institution on competency.current_level for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on competency.current_level to sigap_app;

create table competency.cycle (
  institution_id uuid not null,
  id uuid not null,
  name text not null,
  opens_on date not null,
  closes_on date not null,
  state competency.cycle_state not null,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (closes_on >= opens_on),
  CHECK (length(name) >= 3 AND length(name) <= 120)
);
alter table competency.cycle enable row level security;
create policy institution on competency.cycle for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on competency.cycle to sigap_app;

-- What the dictionary said of a competency, each from its day on, once somebody wrote it here; competency and indicator hold what it says now.
create table competency.edition (
  institution_id uuid not null,
  competency_id uuid not null,
  number smallint not null,
  valid_from date not null,
  name text not null,
  definition text not null,
  -- Five lists of lines, those of indicator in their order.
  levels jsonb not null,
  source text not null,
  verified boolean not null,
  account_id uuid,
  PRIMARY KEY (institution_id, competency_id, number),
  FOREIGN KEY (institution_id, competency_id) REFERENCES competency.competency(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (number >= 1)
);
alter table competency.edition enable row level security;
create policy institution on competency.edition for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on competency.edition to sigap_app;

-- Append-only ledger of what was seen of a person's competency. Level 0: not shown yet.
create table competency.evidence (
  institution_id uuid not null,
  id uuid not null,
  employee_id uuid not null,
  competency_id uuid not null,
  level smallint not null,
  method competency.method not null,
  observed_on date not null,
  -- Percent.
  confidence smallint not null,
  expires_on date,
  source text not null,
  -- What proves it in the source, for example an assessment's id; the same proof is taken once.
  reference text not null,
  note text,
  recorded_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, employee_id, competency_id, source, reference),
  FOREIGN KEY (institution_id, competency_id) REFERENCES competency.competency(institution_id, id),
  FOREIGN KEY (institution_id, employee_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (expires_on IS NULL OR expires_on > observed_on),
  CHECK (confidence >= 1 AND confidence <= 100),
  CHECK (level >= 0 AND level <= 5)
);
alter table competency.evidence enable row level security;
create policy institution on competency.evidence for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on competency.evidence to sigap_app;

create table competency.framework (
  institution_id uuid not null,
  id uuid not null,
  code text not null,
  family competency.family not null,
  name text not null,
  source text not null,
  verified boolean not null,
  valid_from date not null,
  valid_to date,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, code),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table competency.framework enable row level security;
create policy institution on competency.framework for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on competency.framework to sigap_app;

-- Projection: how many people of a unit (without units beneath) waited so many days from a gap seen to the standard reached, or to today.
create table competency.gap_time (
  institution_id uuid not null,
  unit_id uuid not null,
  competency_id uuid not null,
  happened boolean not null,
  days integer not null,
  people integer not null,
  computed_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, unit_id, competency_id, happened, days),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table competency.gap_time enable row level security;
create policy institution on competency.gap_time for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on competency.gap_time to sigap_app;

-- What is seen at a level; ordinal 1 describes the level, the others are single behaviours.
create table competency.indicator (
  institution_id uuid not null,
  competency_id uuid not null,
  level smallint not null,
  ordinal smallint not null,
  behavior text not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (institution_id, competency_id, level, ordinal),
  FOREIGN KEY (institution_id, competency_id) REFERENCES competency.competency(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (level >= 1 AND level <= 5)
);
alter table competency.indicator enable row level security;
create policy institution on competency.indicator for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on competency.indicator to sigap_app;

create table competency.level (
  institution_id uuid not null,
  framework_id uuid not null,
  level smallint not null,
  name text not null,
  meaning text not null,
  PRIMARY KEY (institution_id, framework_id, level),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, framework_id) REFERENCES competency.framework(institution_id, id),
  CHECK (level >= 1 AND level <= 5)
);
alter table competency.level enable row level security;
create policy institution on competency.level for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on competency.level to sigap_app;

-- What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.
create table competency.rule (
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
  FOREIGN KEY (key) REFERENCES competency.rule_standard(key),
  CHECK (length(source) >= 3 AND length(source) <= 500),
  CHECK (value >= 0)
);
CREATE INDEX rule_institution_id_key_valid_from_at_idx ON competency.rule USING btree (institution_id, key, valid_from, at);
alter table competency.rule enable row level security;
create policy institution on competency.rule for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on competency.rule to sigap_app;

-- Weights, confidences, validity, thresholds and the level a grade (jenjang) starts from, where an institution has set nothing of its own.
create table competency.rule_standard (
  key text not null,
  value integer not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (key),
  CHECK (value >= 0)
);
grant select on competency.rule_standard to sigap_app;

create table competency.standard (
  institution_id uuid not null,
  id uuid not null,
  position_id uuid not null,
  competency_id uuid not null,
  required_level smallint not null,
  -- How much the work of this position rests on the competency, 1 to 5.
  importance smallint not null,
  valid_from date not null,
  -- First day on which it no longer holds; equal to valid_from when it was corrected on the same day.
  valid_to date,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, competency_id) REFERENCES competency.competency(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, position_id) REFERENCES organization."position"(institution_id, id),
  CHECK (valid_to IS NULL OR valid_to >= valid_from),
  CHECK (importance >= 1 AND importance <= 5),
  CHECK (required_level >= 1 AND required_level <= 5)
);
CREATE INDEX standard_institution_id_position_id_competency_id_idx ON competency.standard USING btree (institution_id, position_id, competency_id);
CREATE UNIQUE INDEX standard_current ON competency.standard USING btree (institution_id, position_id, competency_id) WHERE (valid_to IS NULL);
alter table competency.standard enable row level security;
create policy institution on competency.standard for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on competency.standard to sigap_app;

-- Projection per unit (without units beneath): sums over its assessed employees, so that any subtree is a sum.
create table competency.unit_gap (
  institution_id uuid not null,
  unit_id uuid not null,
  competency_id uuid not null,
  required_count integer not null,
  assessed_count integer not null,
  uncertain_count integer not null,
  below_count integer not null,
  -- Of the assessed employees only.
  required_sum integer not null,
  level_sum numeric(12,2) not null,
  -- Sum of the smaller of level and required level.
  capped_sum numeric(12,2) not null,
  -- The highest importance among the unit's positions.
  importance smallint not null,
  computed_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, unit_id, competency_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table competency.unit_gap enable row level security;
create policy institution on competency.unit_gap for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on competency.unit_gap to sigap_app;
