-- Generated from the migrations by npm run generate.

create type programs.cost_kind as enum ('instructor', 'materials', 'platform', 'travel', 'other');

create type programs.design_kind as enum ('stepped_wedge', 'difference_in_differences', 'interrupted_series', 'pre_post');

create type programs.direction as enum ('up', 'down');

create type programs.level as enum ('reaction', 'learning', 'behavior', 'result');

create type programs.outcome_kind as enum ('skm', 'complaints');

create type programs.status as enum ('draft', 'approved', 'running', 'finished', 'reported');

create type programs.target_kind as enum ('relative', 'points', 'normalized_gain');

create table programs.budget_line (
  institution_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  kind programs.cost_kind not null,
  -- Kode rekening and its name, as in the budget document.
  account text not null,
  description text not null,
  quantity integer not null,
  unit text not null,
  -- Whole rupiah.
  unit_cost bigint not null,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, program_id) REFERENCES programs.program(institution_id, id),
  CHECK (length(account) >= 3 AND length(account) <= 120),
  CHECK (length(description) >= 3 AND length(description) <= 200),
  CHECK (quantity >= 1 AND quantity <= 10000),
  CHECK (length(unit) >= 1 AND length(unit) <= 40),
  CHECK (unit_cost >= 0 AND unit_cost <= '100000000000'::bigint)
);
CREATE INDEX budget_line_institution_id_program_id_id_idx ON programs.budget_line USING btree (institution_id, program_id, id);
alter table programs.budget_line enable row level security;
create policy institution on programs.budget_line for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on programs.budget_line to sigap_app;

create table programs.comparison_unit (
  institution_id uuid not null,
  design_id uuid not null,
  unit_id uuid not null,
  PRIMARY KEY (institution_id, design_id, unit_id),
  FOREIGN KEY (institution_id, design_id) REFERENCES programs.design(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id)
);
alter table programs.comparison_unit enable row level security;
create policy institution on programs.comparison_unit for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on programs.comparison_unit to sigap_app;

-- How the effect will be judged, chosen before the start. A change is a new version with its reason; none after the start.
create table programs.design (
  institution_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  version smallint not null,
  kind programs.design_kind not null,
  outcome_kind programs.outcome_kind not null,
  -- For skm: index or the slug of one element; for complaints: all or one theme.
  outcome_key text not null,
  baseline_from date not null,
  baseline_to date not null,
  follow_from date not null,
  follow_to date not null,
  reason text,
  chosen_at timestamp with time zone not null,
  chosen_by uuid,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, program_id, version),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, program_id) REFERENCES programs.program(institution_id, id),
  CHECK (baseline_from < baseline_to AND baseline_to < follow_from AND follow_from < follow_to),
  CHECK (version = 1 OR reason IS NOT NULL),
  CHECK (length(reason) >= 10 AND length(reason) <= 1000),
  CHECK (version >= 1)
);
alter table programs.design enable row level security;
create policy institution on programs.design for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on programs.design to sigap_app;

create table programs.indicator (
  institution_id uuid not null,
  id uuid not null,
  program_id uuid not null,
  name text not null,
  level programs.level not null,
  -- Unit of measure: poin, %, menit, pengaduan per bulan.
  measure text not null,
  direction programs.direction not null,
  scale_min numeric(14,2),
  scale_max numeric(14,2),
  baseline numeric(14,2) not null,
  baseline_on date not null,
  target_kind programs.target_kind not null,
  -- As agreed: percent for relative, points for points, 0 to 1 for normalized gain.
  target numeric(14,2) not null,
  -- The value to reach that follows from baseline, kind and target, rounded once to two decimals.
  target_value numeric(14,2) not null,
  source text not null,
  due_on date not null,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, program_id) REFERENCES programs.program(institution_id, id),
  CHECK (due_on > baseline_on),
  CHECK (length(measure) >= 1 AND length(measure) <= 40),
  CHECK (length(name) >= 5 AND length(name) <= 200),
  CHECK (length(source) >= 3 AND length(source) <= 200)
);
CREATE INDEX indicator_institution_id_program_id_id_idx ON programs.indicator USING btree (institution_id, program_id, id);
alter table programs.indicator enable row level security;
create policy institution on programs.indicator for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on programs.indicator to sigap_app;

create table programs.program (
  institution_id uuid not null,
  id uuid not null,
  -- The need this program answers; empty only where it was planned without one.
  need_id uuid,
  title text not null,
  objective text not null,
  method_code text not null,
  kind_code text not null default 'development'::text,
  -- The questionnaire that is asked before and after, where the kind needs one.
  questionnaire text,
  -- Who leads the change by example, where the kind needs somebody.
  champion text,
  status programs.status not null default 'draft'::programs.status,
  starts_on date not null,
  ends_on date not null,
  -- How many people are planned for.
  participants integer not null,
  created_at timestamp with time zone not null,
  approved_at timestamp with time zone,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  reported_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(champion) >= 3 AND length(champion) <= 120),
  CHECK (ends_on >= starts_on),
  CHECK ((status = 'draft'::programs.status) = (approved_at IS NULL)),
  CHECK ((status = ANY (ARRAY['draft'::programs.status, 'approved'::programs.status])) = (started_at IS NULL)),
  CHECK ((status = ANY (ARRAY['finished'::programs.status, 'reported'::programs.status])) = (finished_at IS NOT NULL)),
  CHECK ((status = 'reported'::programs.status) = (reported_at IS NOT NULL)),
  CHECK (length(kind_code) >= 1 AND length(kind_code) <= 40),
  CHECK (length(method_code) >= 1 AND length(method_code) <= 40),
  CHECK (length(objective) >= 10 AND length(objective) <= 2000),
  CHECK (participants >= 1 AND participants <= 100000),
  CHECK (length(questionnaire) >= 5 AND length(questionnaire) <= 200),
  CHECK (length(title) >= 5 AND length(title) <= 200)
);
CREATE INDEX program_institution_id_need_id_idx ON programs.program USING btree (institution_id, need_id);
CREATE INDEX program_institution_id_status_starts_on_id_idx ON programs.program USING btree (institution_id, status, starts_on DESC, id);
alter table programs.program enable row level security;
create policy institution on programs.program for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on programs.program to sigap_app;

create table programs.treated_unit (
  institution_id uuid not null,
  program_id uuid not null,
  unit_id uuid not null,
  -- The wave of this unit in a stepped wedge; empty: with the program.
  starts_on date,
  PRIMARY KEY (institution_id, program_id, unit_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, program_id) REFERENCES programs.program(institution_id, id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id)
);
CREATE INDEX treated_unit_institution_id_unit_id_program_id_idx ON programs.treated_unit USING btree (institution_id, unit_id, program_id);
alter table programs.treated_unit enable row level security;
create policy institution on programs.treated_unit for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on programs.treated_unit to sigap_app;
