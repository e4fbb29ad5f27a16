-- Generated from the migrations by npm run generate.

create type signals.cause as enum ('kompetensi', 'proses', 'alat', 'beban_kerja', 'aturan', 'motivasi', 'bukan_masalah');

create type signals.rule as enum ('beyond', 'shift', 'trend', 'low');

create type signals.source as enum ('complaints', 'surveys', 'short_survey');

-- Own questions, and own words of the shipped ones, by the date from which they hold, append only; of one date the one set last holds.
create table signals.cause_question (
  institution_id uuid not null,
  id uuid not null,
  cause signals.cause not null,
  "position" smallint not null,
  question_id text not null,
  question_en text not null,
  points_to boolean not null,
  asked boolean not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  account_id uuid,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK ("position" >= 1 AND "position" <= 99),
  CHECK (length(question_en) >= 10 AND length(question_en) <= 300),
  CHECK (length(question_id) >= 10 AND length(question_id) <= 300),
  CHECK (length(source) >= 3 AND length(source) <= 500)
);
CREATE INDEX cause_question_institution_id_cause_position_valid_from_at_idx ON signals.cause_question USING btree (institution_id, cause, "position", valid_from, at);
alter table signals.cause_question enable row level security;
create policy institution on signals.cause_question for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on signals.cause_question to sigap_app;

-- What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.
create table signals.chart_rule (
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
  FOREIGN KEY (key) REFERENCES signals.chart_standard(key),
  CHECK (length(source) >= 3 AND length(source) <= 500)
);
CREATE INDEX chart_rule_institution_id_key_valid_from_at_idx ON signals.chart_rule USING btree (institution_id, key, valid_from, at);
alter table signals.chart_rule enable row level security;
create policy institution on signals.chart_rule for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on signals.chart_rule to sigap_app;

-- How months are judged, where an institution has set nothing of its own.
create table signals.chart_standard (
  key text not null,
  value numeric(6,2) not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (key)
);
grant select on signals.chart_standard to sigap_app;

-- Starting weights of theme × competency; an institution's own rows in theme_competency go before them.
create table signals.competency_standard (
  theme text not null,
  competency_code text not null,
  weight numeric(3,2) not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (theme, competency_code, valid_from),
  CHECK (weight >= 0::numeric AND weight <= 1::numeric)
);
grant select on signals.competency_standard to sigap_app;

-- Append only; the newest decision of a signal holds, the earlier ones stay readable.
create table signals.diagnosis (
  institution_id uuid not null,
  id uuid not null,
  signal_id uuid not null,
  cause signals.cause not null,
  answers jsonb not null,
  reason text not null,
  recommendation text,
  decided_by uuid,
  decided_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, signal_id) REFERENCES signals.signal(institution_id, id),
  CHECK ((cause = ANY (ARRAY['kompetensi'::signals.cause, 'bukan_masalah'::signals.cause])) OR recommendation IS NOT NULL),
  CHECK (length(reason) >= 10 AND length(reason) <= 2000),
  CHECK (length(recommendation) >= 10 AND length(recommendation) <= 2000)
);
CREATE INDEX diagnosis_institution_id_signal_id_decided_at_idx ON signals.diagnosis USING btree (institution_id, signal_id, decided_at DESC);
alter table signals.diagnosis enable row level security;
create policy institution on signals.diagnosis for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on signals.diagnosis to sigap_app;

-- Which theme an element of the SKM speaks about; the signal takes the theme with the largest weight. Own rows of an institution in element_theme go before them.
create table signals.element_standard (
  element text not null,
  theme text not null,
  weight numeric(3,2) not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (element, theme, valid_from),
  CHECK (weight > 0::numeric AND weight <= 1::numeric)
);
grant select on signals.element_standard to sigap_app;

-- Own weights by the date from which they hold, append only; of one date the one set last holds; weight 0 takes the pair out.
create table signals.element_theme (
  institution_id uuid not null,
  id uuid not null,
  element text not null,
  theme text not null,
  weight numeric(3,2) not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  account_id uuid,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(source) >= 3 AND length(source) <= 500),
  CHECK (weight >= 0::numeric AND weight <= 1::numeric)
);
CREATE INDEX element_theme_institution_id_element_theme_valid_from_at_idx ON signals.element_theme USING btree (institution_id, element, theme, valid_from, at);
alter table signals.element_theme enable row level security;
create policy institution on signals.element_theme for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on signals.element_theme to sigap_app;

create table signals.question_standard (
  cause signals.cause not null,
  "position" smallint not null,
  question_id text not null,
  question_en text not null,
  -- The answer (true: yes) that speaks for this cause.
  points_to boolean not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (cause, "position")
);
grant select on signals.question_standard to sigap_app;

-- One episode of a special cause: a unit, a theme, a source.
create table signals.signal (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  theme text not null,
  source signals.source not null,
  element text,
  -- Of the four-question survey: the service that was judged; null where an answer names none.
  service_id uuid,
  rule signals.rule not null,
  -- Where the run began; the detected month itself when one point was beyond the limit.
  first_month date not null,
  detected_month date not null,
  -- The newest month in which a rule still held.
  last_month date not null,
  opened_at timestamp with time zone not null,
  -- The chart as it was when the signal opened: months, values, limits, baseline, and the numbers of the rules it was judged by.
  evidence jsonb not null,
  PRIMARY KEY (institution_id, id),
  UNIQUE NULLS NOT DISTINCT (institution_id, unit_id, theme, source, service_id, detected_month),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (first_month <= detected_month AND detected_month <= last_month),
  CHECK ((source = 'surveys'::signals.source) = (element IS NOT NULL)),
  CHECK ((source = 'short_survey'::signals.source) = (rule = 'low'::signals.rule))
);
CREATE INDEX signal_institution_id_opened_at_id_idx ON signals.signal USING btree (institution_id, opened_at DESC, id);
alter table signals.signal enable row level security;
create policy institution on signals.signal for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on signals.signal to sigap_app;

-- Own weights by the date from which they hold, append only; of one date the one set last holds; weight 0 takes the pair out.
create table signals.theme_competency (
  institution_id uuid not null,
  id uuid not null,
  theme text not null,
  competency_code text not null,
  weight numeric(3,2) not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  account_id uuid,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(source) >= 3 AND length(source) <= 500),
  CHECK (weight >= 0::numeric AND weight <= 1::numeric)
);
CREATE INDEX theme_competency_institution_id_theme_competency_code_valid_idx ON signals.theme_competency USING btree (institution_id, theme, competency_code, valid_from, at);
alter table signals.theme_competency enable row level security;
create policy institution on signals.theme_competency for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on signals.theme_competency to sigap_app;
