-- Generated from the migrations by npm run generate.

create type performance.answer_kind as enum ('text', 'scale');

create type performance.dimension as enum ('task', 'responsiveness', 'adaptability', 'innovation');

create type performance.direction as enum ('up', 'down');

create type performance.discipline_event_kind as enum ('reported', 'summoned', 'answered', 'minutes', 'decided', 'appealed', 'appeal_decided');

create type performance.discipline_level as enum ('light', 'medium', 'severe');

create type performance.discipline_state as enum ('reported', 'summoned', 'heard', 'decided', 'appealed', 'closed');

create type performance.goal_state as enum ('open', 'reached', 'dropped');

create type performance.nomination_state as enum ('proposed', 'reviewed', 'granted', 'refused', 'contested', 'upheld');

create type performance.reward_for as enum ('employee', 'unit');

create type performance.target_kind as enum ('relative', 'points', 'normalized_gain');

create table performance.campaign (
  institution_id uuid not null,
  id uuid not null,
  day_id uuid not null,
  name text not null,
  year smallint not null,
  opens_on date not null,
  closes_on date not null,
  -- As they were when it opened: [{kind, body}].
  questions jsonb not null,
  opened_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, day_id, year),
  FOREIGN KEY (institution_id, day_id) REFERENCES performance.reflection_day(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (closes_on >= opens_on)
);
alter table performance.campaign enable row level security;
create policy institution on performance.campaign for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on performance.campaign to sigap_app;

-- The steps of a standard operating procedure that can be seen by watching one case.
create table performance.checklist (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  name text not null,
  source text not null,
  items text[] not null,
  active boolean not null default true,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (cardinality(items) >= 1 AND cardinality(items) <= 30),
  CHECK (length(name) >= 5 AND length(name) <= 200),
  CHECK (length(source) >= 3 AND length(source) <= 300)
);
CREATE INDEX checklist_institution_id_unit_id_name_idx ON performance.checklist USING btree (institution_id, unit_id, name);
alter table performance.checklist enable row level security;
create policy institution on performance.checklist for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on performance.checklist to sigap_app;

-- Days on which one may pause and look at one's own work: suggestions, none of them used before an institution chooses it.
create table performance.default_day (
  code text not null,
  name text not null,
  month smallint not null,
  day smallint not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (code),
  CHECK (day >= 1 AND day <= 31),
  CHECK (month >= 1 AND month <= 12)
);
grant select on performance.default_day to sigap_app;

create table performance.default_question (
  "position" smallint not null,
  kind performance.answer_kind not null,
  body text not null,
  PRIMARY KEY ("position")
);
grant select on performance.default_question to sigap_app;

-- Rewards an institution may take up.
create table performance.default_reward (
  code text not null,
  kind performance.reward_for not null,
  name text not null,
  criteria text not null,
  template_code text,
  threshold numeric(8,2),
  source text not null,
  verified boolean not null,
  PRIMARY KEY (code),
  FOREIGN KEY (template_code) REFERENCES performance.template(code),
  CHECK ((template_code IS NULL) = (threshold IS NULL))
);
grant select on performance.default_reward to sigap_app;

-- Thresholds and periods that hold where an institution has set nothing of its own.
create table performance.default_rule (
  key text not null,
  value integer not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (key)
);
grant select on performance.default_rule to sigap_app;

-- A suspected breach of discipline. Only those named in it ever see it: the employee, reporter, examiner, and the two who decide.
create table performance.discipline_case (
  institution_id uuid not null,
  id uuid not null,
  employee_id uuid not null,
  unit_id uuid not null,
  level performance.discipline_level not null,
  allegation text not null,
  happened_on date not null,
  reporter uuid not null,
  examiner uuid not null,
  authority uuid not null,
  appeal_authority uuid not null,
  state performance.discipline_state not null default 'reported'::performance.discipline_state,
  hearing_on date,
  -- Empty after a decision: no sanction.
  sanction_code text,
  decided_at timestamp with time zone,
  appeal_until timestamp with time zone,
  appealed_at timestamp with time zone,
  appeal_due timestamp with time zone,
  closed_at timestamp with time zone,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, employee_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (length(allegation) >= 20 AND length(allegation) <= 4000),
  CHECK (authority <> reporter),
  CHECK (appeal_authority <> reporter AND appeal_authority <> authority AND appeal_authority <> examiner),
  CHECK (state = 'reported'::performance.discipline_state OR hearing_on IS NOT NULL),
  CHECK ((state = ANY (ARRAY['decided'::performance.discipline_state, 'appealed'::performance.discipline_state, 'closed'::performance.discipline_state])) = (decided_at IS NOT NULL)),
  CHECK ((decided_at IS NULL) = (appeal_until IS NULL)),
  CHECK ((appealed_at IS NULL) = (appeal_due IS NULL)),
  CHECK (length(sanction_code) <= 40)
);
CREATE INDEX discipline_case_institution_id_created_at_idx ON performance.discipline_case USING btree (institution_id, created_at DESC);
CREATE INDEX discipline_case_institution_id_employee_id_created_at_idx ON performance.discipline_case USING btree (institution_id, employee_id, created_at DESC);
alter table performance.discipline_case enable row level security;
create policy institution on performance.discipline_case for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on performance.discipline_case to sigap_app;

-- The course of a case, word for word; nothing in it is ever changed.
create table performance.discipline_event (
  institution_id uuid not null,
  case_id uuid not null,
  seq smallint not null,
  kind performance.discipline_event_kind not null,
  at timestamp with time zone not null,
  account_id uuid,
  body text not null,
  sanction_code text,
  PRIMARY KEY (institution_id, case_id, seq),
  FOREIGN KEY (institution_id, case_id) REFERENCES performance.discipline_case(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(body) >= 1 AND length(body) <= 8000),
  CHECK (length(sanction_code) <= 40)
);
alter table performance.discipline_event enable row level security;
create policy institution on performance.discipline_event for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on performance.discipline_event to sigap_app;

-- What somebody has set out to get better at; as private as the reflection it comes from.
create table performance.goal (
  institution_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  body text not null,
  due_on date not null,
  state performance.goal_state not null default 'open'::performance.goal_state,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(body) >= 5 AND length(body) <= 300)
);
CREATE INDEX goal_institution_id_account_id_due_on_idx ON performance.goal USING btree (institution_id, account_id, due_on);
alter table performance.goal enable row level security;
create policy institution on performance.goal for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
create policy own on performance.goal for all using ((account_id = (NULLIF(current_setting('app.account'::text, true), ''::text))::uuid));
grant select, insert, update, delete on performance.goal to sigap_app;

-- What a unit has promised to reach: of a computed template the target, of a recorded one the indicator itself.
create table performance.indicator (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  template_code text not null,
  name text not null,
  -- Why it matters to those the unit serves.
  relevance text not null,
  measure text not null,
  direction performance.direction not null,
  scale_min numeric(14,2),
  scale_max numeric(14,2),
  baseline numeric(14,2) not null,
  baseline_on date not null,
  target_kind performance.target_kind not null,
  target numeric(14,2) not null,
  -- The value to reach that follows from baseline, kind and target, rounded once to two decimals.
  target_value numeric(14,2) not null,
  source text not null,
  due_on date not null,
  account_id uuid,
  created_at timestamp with time zone not null,
  retired_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  FOREIGN KEY (template_code) REFERENCES performance.template(code),
  CHECK (due_on > baseline_on),
  CHECK (length(measure) >= 1 AND length(measure) <= 40),
  CHECK (length(name) >= 5 AND length(name) <= 200),
  CHECK (length(relevance) >= 10 AND length(relevance) <= 1000),
  CHECK (length(source) >= 3 AND length(source) <= 200)
);
CREATE INDEX indicator_institution_id_unit_id_template_code_created_at_idx ON performance.indicator USING btree (institution_id, unit_id, template_code, created_at DESC);
alter table performance.indicator enable row level security;
create policy institution on performance.indicator for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on performance.indicator to sigap_app;

-- Values people enter: of an indicator, or what a program has spent. Counts only when somebody else has verified it.
create table performance.measurement (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  indicator_id uuid,
  program_id uuid,
  month date not null,
  -- Of an indicator its value; of a program the rupiah spent up to the end of the month.
  value numeric(16,2) not null,
  -- With total: how many of how many. Of a program the output reached of the output planned.
  hits bigint,
  total bigint,
  measured_on date not null,
  source text not null,
  evidence_url text,
  -- 0 waits to be verified, 1 verified, 2 refused with a reason.
  state smallint not null default 0,
  entered_by uuid,
  entered_at timestamp with time zone not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  reason text,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, indicator_id) REFERENCES performance.indicator(institution_id, id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK ((indicator_id IS NULL) <> (program_id IS NULL)),
  CHECK ((hits IS NULL) = (total IS NULL)),
  CHECK ((state = 0) = (decided_at IS NULL)),
  CHECK (state <> 2 OR reason IS NOT NULL),
  CHECK (decided_by <> entered_by),
  CHECK (length(evidence_url) >= 8 AND length(evidence_url) <= 500),
  CHECK (hits >= 0),
  CHECK (EXTRACT(day FROM month) = 1::numeric),
  CHECK (length(reason) >= 3 AND length(reason) <= 1000),
  CHECK (length(source) >= 3 AND length(source) <= 300),
  CHECK (state >= 0 AND state <= 2),
  CHECK (total > 0)
);
CREATE INDEX measurement_institution_id_indicator_id_month_idx ON performance.measurement USING btree (institution_id, indicator_id, month);
CREATE INDEX measurement_institution_id_unit_id_state_month_idx ON performance.measurement USING btree (institution_id, unit_id, state, month);
CREATE UNIQUE INDEX measurement_institution_id_indicator_id_month_idx1 ON performance.measurement USING btree (institution_id, indicator_id, month) WHERE ((state = 1) AND (indicator_id IS NOT NULL));
CREATE UNIQUE INDEX measurement_institution_id_program_id_month_idx ON performance.measurement USING btree (institution_id, program_id, month) WHERE ((state = 1) AND (program_id IS NOT NULL));
alter table performance.measurement enable row level security;
create policy institution on performance.measurement for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on performance.measurement to sigap_app;

-- A reward proposed for somebody or for a unit. Who proposes, who reviews and who decides are different people, and none of them is the one proposed.
create table performance.nomination (
  institution_id uuid not null,
  id uuid not null,
  reward_id uuid not null,
  unit_id uuid not null,
  employee_id uuid,
  period text not null,
  reason text not null,
  evidence_url text,
  -- Of a reward by rule: the figure with its interval and rule version, as it was.
  figure jsonb,
  state performance.nomination_state not null default 'proposed'::performance.nomination_state,
  proposed_by uuid,
  proposed_at timestamp with time zone not null,
  reviewed_by uuid,
  reviewed_at timestamp with time zone,
  review text,
  recommended boolean,
  decided_by uuid,
  decided_at timestamp with time zone,
  decision text,
  contest_until timestamp with time zone,
  contest text,
  contested_by uuid,
  final_by uuid,
  final_at timestamp with time zone,
  final_note text,
  -- Whether the one rewarded wants it to be published; empty until asked.
  consent boolean,
  PRIMARY KEY (institution_id, id),
  UNIQUE NULLS NOT DISTINCT (institution_id, reward_id, unit_id, employee_id, period),
  FOREIGN KEY (institution_id, employee_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, reward_id) REFERENCES performance.reward(institution_id, id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (reviewed_by <> proposed_by),
  CHECK (decided_by <> proposed_by AND decided_by <> reviewed_by),
  CHECK (final_by <> proposed_by AND final_by <> reviewed_by AND final_by <> decided_by),
  CHECK ((state = 'proposed'::performance.nomination_state) = (reviewed_at IS NULL)),
  CHECK (length(evidence_url) >= 8 AND length(evidence_url) <= 500),
  CHECK (length(reason) >= 10 AND length(reason) <= 2000)
);
CREATE INDEX nomination_institution_id_employee_id_idx ON performance.nomination USING btree (institution_id, employee_id);
CREATE INDEX nomination_institution_id_state_proposed_at_idx ON performance.nomination USING btree (institution_id, state, proposed_at DESC);
alter table performance.nomination enable row level security;
create policy institution on performance.nomination for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on performance.nomination to sigap_app;

-- One case watched against a checklist.
create table performance.observation (
  institution_id uuid not null,
  id uuid not null,
  checklist_id uuid not null,
  unit_id uuid not null,
  observed_on date not null,
  -- By item of the checklist: 1 done, 0 not done, 2 did not arise.
  results smallint[] not null,
  met smallint not null,
  assessed smallint not null,
  note text,
  observer uuid,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, checklist_id) REFERENCES performance.checklist(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (assessed >= 1 AND assessed >= met),
  CHECK (met >= 0),
  CHECK (length(note) >= 1 AND length(note) <= 1000),
  CHECK (cardinality(results) >= 1 AND cardinality(results) <= 30)
);
CREATE INDEX observation_institution_id_unit_id_observed_on_idx ON performance.observation USING btree (institution_id, unit_id, observed_on);
alter table performance.observation enable row level security;
create policy institution on performance.observation for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on performance.observation to sigap_app;

-- That somebody of a unit took part: without who and without when, ids are random.
create table performance.participation (
  institution_id uuid not null,
  campaign_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  PRIMARY KEY (institution_id, campaign_id, id),
  FOREIGN KEY (institution_id, campaign_id) REFERENCES performance.campaign(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id)
);
alter table performance.participation enable row level security;
create policy institution on performance.participation for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on performance.participation to sigap_app;

-- An institution's own questions; while it has none, the default ones are asked.
create table performance.question (
  institution_id uuid not null,
  id uuid not null,
  "position" smallint not null,
  kind performance.answer_kind not null,
  body text not null,
  ended_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(body) >= 5 AND length(body) <= 300)
);
alter table performance.question enable row level security;
create policy institution on performance.question for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on performance.question to sigap_app;

-- What somebody wrote for themselves. A second wall lets only the writer's own requests see it: app.account names the writer.
create table performance.reflection (
  institution_id uuid not null,
  campaign_id uuid not null,
  account_id uuid not null,
  answers jsonb not null,
  saved_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, campaign_id, account_id),
  FOREIGN KEY (institution_id, campaign_id) REFERENCES performance.campaign(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table performance.reflection enable row level security;
create policy institution on performance.reflection for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
create policy own on performance.reflection for all using ((account_id = (NULLIF(current_setting('app.account'::text, true), ''::text))::uuid));
grant select, insert, update, delete on performance.reflection to sigap_app;

-- The days an institution uses, each year from valid_from on; changed by ending one and adding another.
create table performance.reflection_day (
  institution_id uuid not null,
  id uuid not null,
  name text not null,
  month smallint not null,
  day smallint not null,
  source text not null,
  verified boolean not null,
  valid_from date not null,
  ended_at timestamp with time zone,
  account_id uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (day >= 1 AND day <= 31),
  CHECK (month >= 1 AND month <= 12),
  CHECK (length(name) >= 3 AND length(name) <= 120),
  CHECK (length(source) >= 3 AND length(source) <= 500)
);
alter table performance.reflection_day enable row level security;
create policy institution on performance.reflection_day for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on performance.reflection_day to sigap_app;

-- Published criteria, by the date from which they hold; changed by ending one and adding another.
create table performance.reward (
  institution_id uuid not null,
  id uuid not null,
  kind performance.reward_for not null,
  name text not null,
  criteria text not null,
  template_code text,
  -- What the worse end of the interval of the indicator has to reach, in percent, points or hours.
  threshold numeric(8,2),
  source text not null,
  verified boolean not null,
  valid_from date not null,
  ended_at timestamp with time zone,
  account_id uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (template_code) REFERENCES performance.template(code),
  CHECK ((template_code IS NULL) = (threshold IS NULL)),
  CHECK (template_code IS NULL OR kind = 'unit'::performance.reward_for),
  CHECK (length(criteria) >= 20 AND length(criteria) <= 2000),
  CHECK (length(name) >= 5 AND length(name) <= 160),
  CHECK (length(source) >= 3 AND length(source) <= 500)
);
alter table performance.reward enable row level security;
create policy institution on performance.reward for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on performance.reward to sigap_app;

-- What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.
create table performance.rule (
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
  FOREIGN KEY (key) REFERENCES performance.default_rule(key),
  CHECK (length(source) >= 3 AND length(source) <= 500),
  CHECK (value >= 1 AND value <= 365)
);
CREATE INDEX rule_institution_id_key_valid_from_at_idx ON performance.rule USING btree (institution_id, key, valid_from, at);
alter table performance.rule enable row level security;
create policy institution on performance.rule for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on performance.rule to sigap_app;

-- Indicators every unit has: those computed from what other parts of the house know, and those whose values are recorded here. What they are called, after which source and who compared it are words of the vocabulary (unit_indicator).
create table performance.template (
  code text not null,
  dimension performance.dimension not null,
  "position" smallint not null,
  -- True where people enter values, with evidence, and somebody else verifies them.
  recorded boolean not null,
  direction performance.direction not null,
  -- Name and version of the formula; its words stand in messages.ts.
  formula text not null,
  PRIMARY KEY (code),
  UNIQUE ("position")
);
grant select on performance.template to sigap_app;

-- What units have promised to reach and still count; the figures themselves come from the scorecard. Row-level security is the reader's.
create view performance.v_indicator as
 SELECT institution_id,
    id,
    unit_id,
    template_code,
    name,
    target_value,
    measure,
    due_on
   FROM performance.indicator
  WHERE retired_at IS NULL;
