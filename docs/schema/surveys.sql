-- Generated from the migrations by npm run generate.

create type surveys.arrival as enum ('live', 'stored', 'clock');

create type surveys.channel as enum ('link', 'invitation', 'api', 'kiosk', 'paper');

create type surveys.element as enum ('persyaratan', 'prosedur', 'waktu', 'biaya', 'produk', 'kompetensi', 'perilaku', 'sarana', 'pengaduan');

create type surveys.follow_up_state as enum ('planned', 'running', 'done', 'dropped');

create type surveys.paper_state as enum ('first', 'second', 'differences', 'kept');

create type surveys.plan_state as enum ('draft', 'active', 'closed');

create type surveys.population_origin as enum ('typed', 'transactions');

-- One anonymous questionnaire. Nothing here leads to a person, an invitation or an instant.
create table surveys.answer (
  institution_id uuid not null,
  -- Random, never time-ordered.
  id uuid not null,
  rule_code text not null,
  -- Since when the words held in which the nine were asked; null where they were those of the rule.
  wording_from date,
  service_id uuid not null,
  unit_id uuid not null,
  -- The day is the finest time that is kept.
  answered_on date not null,
  channel surveys.channel not null,
  persyaratan smallint,
  prosedur smallint,
  waktu smallint,
  biaya smallint,
  produk smallint,
  kompetensi smallint,
  perilaku smallint,
  sarana smallint,
  pengaduan smallint,
  -- Quality of information: a question of its own, never part of the index.
  informasi smallint,
  -- Trust in the office: a question of its own, never part of the index.
  kepercayaan smallint,
  -- live: the day is the server's; stored: the sender's day, sent on a later one; clock: the sender's day lay in the future, so the day of arrival was taken.
  arrival surveys.arrival not null default 'live'::surveys.arrival,
  -- Mean of the given scores in units of 1/2520, exact for 1 to 9 answers.
  mean_units smallint not null,
  age_band text,
  -- Code of a choice, as its version had it; so are the other four of the profile.
  gender text,
  education text,
  occupation text,
  disability text,
  comment text,
  -- Written again in random order with all of its day, so that its place in the table tells no time.
  settled boolean not null default false,
  -- Written together with others, apart from the invitation it came with: again, or with many at once from the start. Counted in the tallies unless surveys.uncounted names it.
  mixed boolean not null default false,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  FOREIGN KEY (rule_code) REFERENCES surveys.rule(code),
  CHECK (length(age_band) >= 1 AND length(age_band) <= 40),
  CHECK (biaya >= 1 AND biaya <= 4),
  CHECK (length(comment) <= 500),
  CHECK (length(disability) >= 1 AND length(disability) <= 40),
  CHECK (length(education) >= 1 AND length(education) <= 40),
  CHECK (length(gender) >= 1 AND length(gender) <= 40),
  CHECK (informasi >= 1 AND informasi <= 4),
  CHECK (kepercayaan >= 1 AND kepercayaan <= 4),
  CHECK (kompetensi >= 1 AND kompetensi <= 4),
  CHECK (mean_units >= 2520 AND mean_units <= 10080),
  CHECK (length(occupation) >= 1 AND length(occupation) <= 40),
  CHECK (pengaduan >= 1 AND pengaduan <= 4),
  CHECK (perilaku >= 1 AND perilaku <= 4),
  CHECK (persyaratan >= 1 AND persyaratan <= 4),
  CHECK (produk >= 1 AND produk <= 4),
  CHECK (prosedur >= 1 AND prosedur <= 4),
  CHECK (sarana >= 1 AND sarana <= 4),
  CHECK (waktu >= 1 AND waktu <= 4)
);
CREATE INDEX answer_comment ON surveys.answer USING btree (institution_id, id) WHERE (comment IS NOT NULL);
CREATE INDEX answer_institution_id_unit_id_answered_on_idx ON surveys.answer USING btree (institution_id, unit_id, answered_on);
CREATE INDEX answer_unmixed ON surveys.answer USING btree (institution_id) WHERE (NOT mixed);
CREATE INDEX answer_unsettled ON surveys.answer USING btree (institution_id, answered_on) WHERE (NOT settled);
alter table surveys.answer enable row level security;
create policy institution on surveys.answer for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on surveys.answer to sigap_app;

-- The usual choices of the questions about the respondent, from a day on.
create table surveys.choice_standard (
  field text not null,
  valid_from date not null,
  -- In the order of the form: code, id, en.
  choices jsonb not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (field, valid_from),
  CHECK (field = ANY (ARRAY['gender'::text, 'age_band'::text, 'education'::text, 'occupation'::text, 'disability'::text]))
);
grant select on surveys.choice_standard to sigap_app;

-- Choices an institution decided itself, from a day on; the newest row of a day counts. Answers keep the code they were given.
create table surveys.choice_version (
  institution_id uuid not null,
  id uuid not null,
  field text not null,
  valid_from date not null,
  choices jsonb not null,
  source text not null,
  verified boolean not null,
  note text not null default ''::text,
  created_by uuid,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (field = ANY (ARRAY['gender'::text, 'age_band'::text, 'education'::text, 'occupation'::text, 'disability'::text])),
  CHECK (length(note) <= 500),
  CHECK (length(source) >= 3 AND length(source) <= 500)
);
CREATE INDEX choice_version_institution_id_field_valid_from_created_at_idx ON surveys.choice_version USING btree (institution_id, field, valid_from DESC, created_at DESC);
alter table surveys.choice_version enable row level security;
create policy institution on surveys.choice_version for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on surveys.choice_version to sigap_app;

-- How an institution words an element from a month on; before it and where there is none, surveys.rule_element holds. Of one month the row set last counts.
create table surveys.element_wording (
  institution_id uuid not null,
  id uuid not null,
  element surveys.element not null,
  -- The first of a month to come: answers know no finer time than the day, and results none finer than the month.
  valid_from date not null,
  name_id text not null,
  name_en text not null,
  question_id text not null,
  question_en text not null,
  answers_id text[] not null,
  answers_en text[] not null,
  source text not null,
  verified boolean not null,
  note text not null default ''::text,
  created_by uuid,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (cardinality(answers_en) = 4),
  CHECK (cardinality(answers_id) = 4),
  CHECK (length(name_en) >= 3 AND length(name_en) <= 80),
  CHECK (length(name_id) >= 3 AND length(name_id) <= 80),
  CHECK (length(note) <= 500),
  CHECK (length(question_en) >= 3 AND length(question_en) <= 200),
  CHECK (length(question_id) >= 3 AND length(question_id) <= 200),
  CHECK (length(source) >= 3 AND length(source) <= 500),
  CHECK (EXTRACT(day FROM valid_from) = 1::numeric)
);
CREATE INDEX element_wording_institution_id_valid_from_idx ON surveys.element_wording USING btree (institution_id, valid_from);
alter table surveys.element_wording enable row level security;
create policy institution on surveys.element_wording for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on surveys.element_wording to sigap_app;

-- Asked beside the nine elements and never counted in the index.
create table surveys.extra_question (
  code text not null,
  "position" smallint not null,
  valid_from date not null,
  name_id text not null,
  name_en text not null,
  question_id text not null,
  question_en text not null,
  answers_id text[] not null,
  answers_en text[] not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (code),
  UNIQUE ("position"),
  CHECK (cardinality(answers_en) = 4),
  CHECK (cardinality(answers_id) = 4),
  CHECK (code = ANY (ARRAY['informasi'::text, 'kepercayaan'::text]))
);
grant select on surveys.extra_question to sigap_app;

-- What will be done about an element, by whom and until when; done only with evidence.
create table surveys.follow_up (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  first_month date not null,
  last_month date not null,
  element surveys.element not null,
  action text not null,
  -- The position that answers for it: it is published, so no name.
  owner text not null,
  due_on date not null,
  state surveys.follow_up_state not null default 'planned'::surveys.follow_up_state,
  evidence text not null default ''::text,
  evidence_file_id uuid,
  -- Where the improvement was announced.
  evidence_link text not null default ''::text,
  done_on date,
  -- On the public page of the results.
  shown boolean not null default false,
  created_by uuid,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (length(action) >= 3 AND length(action) <= 500),
  CHECK (last_month >= first_month),
  CHECK (state <> 'done'::surveys.follow_up_state OR evidence <> ''::text AND done_on IS NOT NULL),
  CHECK (length(evidence) <= 1000),
  CHECK (evidence_link = ''::text OR evidence_link ~ '^https?://'::text AND length(evidence_link) <= 500),
  CHECK (length(owner) >= 2 AND length(owner) <= 120)
);
CREATE INDEX follow_up_institution_id_unit_id_due_on_idx ON surveys.follow_up USING btree (institution_id, unit_id, due_on);
alter table surveys.follow_up enable row level security;
create policy institution on surveys.follow_up for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on surveys.follow_up to sigap_app;

-- That a link was used, and nothing more: no time, no answer.
create table surveys.invitation (
  institution_id uuid not null,
  token_hash bytea not null,
  batch_id uuid not null,
  used boolean not null default false,
  PRIMARY KEY (institution_id, token_hash),
  FOREIGN KEY (institution_id, batch_id) REFERENCES surveys.invitation_batch(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
CREATE INDEX invitation_institution_id_batch_id_idx ON surveys.invitation USING btree (institution_id, batch_id);
alter table surveys.invitation enable row level security;
create policy institution on surveys.invitation for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on surveys.invitation to sigap_app;

create table surveys.invitation_batch (
  institution_id uuid not null,
  id uuid not null,
  service_id uuid not null,
  unit_id uuid not null,
  label text not null,
  size integer not null,
  expires_on date not null,
  plan_id uuid,
  mailed boolean not null default false,
  -- Links that other systems asked for in this month: it grows with each, and its tokens are made from their keys.
  month date,
  -- Slips handed back and letters that came back: nobody was invited by them.
  undelivered smallint not null default 0,
  created_by uuid,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (size >= 0 AND (month IS NOT NULL OR size >= 1 AND size <= 200)),
  CHECK (undelivered >= 0 AND undelivered <= size),
  CHECK (length(label) >= 1 AND length(label) <= 120)
);
CREATE INDEX invitation_batch_institution_id_created_at_idx ON surveys.invitation_batch USING btree (institution_id, created_at DESC);
CREATE INDEX invitation_batch_institution_id_plan_id_idx ON surveys.invitation_batch USING btree (institution_id, plan_id) WHERE (plan_id IS NOT NULL);
CREATE UNIQUE INDEX invitation_batch_institution_id_service_id_month_idx ON surveys.invitation_batch USING btree (institution_id, service_id, month) WHERE (month IS NOT NULL);
alter table surveys.invitation_batch enable row level security;
create policy institution on surveys.invitation_batch for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on surveys.invitation_batch to sigap_app;

-- Makes the invitation tokens of a batch, so that its sheet can be printed again while only hashes are stored.
create table surveys.key (
  institution_id uuid not null,
  secret bytea not null,
  PRIMARY KEY (institution_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(secret) = 32)
);
alter table surveys.key enable row level security;
create policy institution on surveys.key for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on surveys.key to sigap_app;

-- A tablet at a desk. Its answers carry no reference to it; it only counts them.
create table surveys.kiosk (
  institution_id uuid not null,
  id uuid not null,
  name text not null,
  unit_id uuid not null,
  -- Of the code that lets one device in, once, until code_until.
  code_hash bytea,
  code_until timestamp with time zone,
  token_hash bytea,
  paired_on date,
  -- The day is the finest time that is kept, so that no answer can be told by it.
  seen_on date,
  revoked_at timestamp with time zone,
  kept integer not null default 0,
  -- Of the kept ones, those sent on a later day or with a clock that cannot be right.
  late integer not null default 0,
  refused integer not null default 0,
  created_by uuid,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, code_hash),
  UNIQUE (institution_id, token_hash),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (length(name) >= 1 AND length(name) <= 80)
);
alter table surveys.kiosk enable row level security;
create policy institution on surveys.kiosk for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on surveys.kiosk to sigap_app;

-- Results as old reports printed them, on the scale of their time; history to read, never counted with answers.
create table surveys.old_result (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  year smallint not null,
  -- 0 the whole year, 1 and 2 its halves.
  part smallint not null,
  index numeric(5,2) not null,
  respondents integer,
  rule_code text not null,
  source text not null,
  entered_by uuid,
  entered_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  withdrawn_reason text,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  FOREIGN KEY (rule_code) REFERENCES surveys.rule(code),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)),
  CHECK (index >= 25::numeric AND index <= 100::numeric),
  CHECK (part >= 0 AND part <= 2),
  CHECK (respondents > 0),
  CHECK (length(source) >= 3 AND length(source) <= 300),
  CHECK (length(withdrawn_reason) >= 3 AND length(withdrawn_reason) <= 500),
  CHECK (year >= 2000 AND year <= 2100)
);
CREATE UNIQUE INDEX old_result_place ON surveys.old_result USING btree (institution_id, unit_id, year, part) WHERE (withdrawn_at IS NULL);
alter table surveys.old_result enable row level security;
create policy institution on surveys.old_result for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on surveys.old_result to sigap_app;

-- A pile of paper questionnaires, keyed twice by two people.
create table surveys.paper_batch (
  institution_id uuid not null,
  id uuid not null,
  label text not null,
  service_id uuid not null,
  unit_id uuid not null,
  answered_on date not null,
  sheets smallint not null,
  state surveys.paper_state not null default 'first'::surveys.paper_state,
  first_by uuid,
  second_by uuid,
  resolved_by uuid,
  -- Fields both have keyed; differences of them is the error rate.
  fields integer not null default 0,
  differences integer not null default 0,
  kept smallint not null default 0,
  too_few smallint not null default 0,
  created_by uuid,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (second_by IS DISTINCT FROM first_by OR second_by IS NULL),
  CHECK (length(label) >= 1 AND length(label) <= 120),
  CHECK (sheets >= 1 AND sheets <= 200)
);
CREATE INDEX paper_batch_institution_id_created_at_idx ON surveys.paper_batch USING btree (institution_id, created_at DESC);
alter table surveys.paper_batch enable row level security;
create policy institution on surveys.paper_batch for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on surveys.paper_batch to sigap_app;

-- Who handed a half keyed pile to whom, when and why, and how many sheets were keyed by then; both see it.
create table surveys.paper_hand_over (
  institution_id uuid not null,
  id uuid not null,
  batch_id uuid not null,
  pass smallint not null,
  keyed smallint not null,
  from_by uuid not null,
  to_by uuid not null,
  told_by uuid,
  reason text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, batch_id) REFERENCES surveys.paper_batch(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (from_by <> to_by),
  CHECK (keyed >= 0),
  CHECK (pass >= 1 AND pass <= 2),
  CHECK (length(reason) >= 1 AND length(reason) <= 300)
);
CREATE INDEX paper_hand_over_institution_id_batch_id_at_idx ON surveys.paper_hand_over USING btree (institution_id, batch_id, at);
alter table surveys.paper_hand_over enable row level security;
create policy institution on surveys.paper_hand_over for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on surveys.paper_hand_over to sigap_app;

-- What was keyed from one sheet; removed when the batch is kept, so that no answer leads to a sheet.
create table surveys.paper_sheet (
  institution_id uuid not null,
  batch_id uuid not null,
  sheet smallint not null,
  pass smallint not null,
  content jsonb not null,
  -- A batch may be handed to another person half way; the second reading is for nobody who keyed any sheet of the first.
  keyed_by uuid,
  PRIMARY KEY (institution_id, batch_id, sheet, pass),
  FOREIGN KEY (institution_id, batch_id) REFERENCES surveys.paper_batch(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (pass >= 1 AND pass <= 2),
  CHECK (sheet >= 1 AND sheet <= 200)
);
alter table surveys.paper_sheet enable row level security;
create policy institution on surveys.paper_sheet for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on surveys.paper_sheet to sigap_app;

-- Whom a survey asks in a period: how many of how many, per service. Once active, its numbers stay.
create table surveys.plan (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  name text not null,
  first_month date not null,
  last_month date not null,
  -- How many of those invited are expected to answer; only the number of invitations follows from it.
  response_percent smallint not null,
  state surveys.plan_state not null default 'draft'::surveys.plan_state,
  population integer not null default 0,
  target integer not null default 0,
  -- chi, share and margin the target was reckoned with, as they were in force on the day it was counted.
  sampling jsonb,
  locked_at timestamp with time zone,
  created_by uuid,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (target >= 0 AND target <= population),
  CHECK (last_month >= first_month),
  CHECK (length(name) >= 1 AND length(name) <= 120),
  CHECK (population >= 0),
  CHECK (response_percent >= 10 AND response_percent <= 100)
);
CREATE INDEX plan_institution_id_last_month_idx ON surveys.plan USING btree (institution_id, last_month DESC);
alter table surveys.plan enable row level security;
create policy institution on surveys.plan for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on surveys.plan to sigap_app;

create table surveys.plan_stratum (
  institution_id uuid not null,
  plan_id uuid not null,
  service_id uuid not null,
  unit_id uuid not null,
  population integer not null default 0,
  origin surveys.population_origin not null default 'typed'::surveys.population_origin,
  -- Where the number of people served was read: a register, a report, the recorded transactions.
  source text not null default ''::text,
  target integer not null default 0,
  PRIMARY KEY (institution_id, plan_id, service_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, plan_id) REFERENCES surveys.plan(institution_id, id),
  CHECK (target >= 0 AND target <= population),
  CHECK (population >= 0),
  CHECK (length(source) <= 300)
);
alter table surveys.plan_stratum enable row level security;
create policy institution on surveys.plan_stratum for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on surveys.plan_stratum to sigap_app;

-- A result as it was announced: the exact figures as text, their inputs, the rule and the weight.
create table surveys.publication (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  first_month date not null,
  last_month date not null,
  rule_code text not null,
  -- The day of the institution's own decision that was reckoned with, if any.
  setting_from date,
  -- Since when the institution's own words of the nine hold that its last month was asked in, if any.
  wording_from date,
  weight text not null,
  respondents integer not null,
  average text not null,
  index text not null,
  letter text not null,
  interval_low double precision not null,
  interval_high double precision not null,
  inputs jsonb not null,
  follow_up text not null default ''::text,
  published_by uuid,
  published_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  FOREIGN KEY (rule_code) REFERENCES surveys.rule(code),
  CHECK (last_month >= first_month),
  CHECK (length(follow_up) <= 2000)
);
CREATE INDEX publication_institution_id_unit_id_last_month_idx ON surveys.publication USING btree (institution_id, unit_id, last_month DESC);
alter table surveys.publication enable row level security;
create policy institution on surveys.publication for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on surveys.publication to sigap_app;

-- What an institution leaves out or words differently among the questions beside the nine, from a day on; no row means as usual, of one day the row set last counts.
create table surveys.question (
  institution_id uuid not null,
  id uuid not null,
  code text not null,
  valid_from date not null,
  asked boolean not null,
  -- Null where the usual words hold.
  wording_id text,
  wording_en text,
  source text not null,
  verified boolean not null,
  note text not null default ''::text,
  created_by uuid,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK ((wording_id IS NULL) = (wording_en IS NULL)),
  CHECK (code = ANY (ARRAY['gender'::text, 'age_band'::text, 'education'::text, 'occupation'::text, 'disability'::text, 'informasi'::text, 'kepercayaan'::text])),
  CHECK (length(note) <= 500),
  CHECK (length(source) >= 3 AND length(source) <= 500),
  CHECK (length(wording_en) >= 3 AND length(wording_en) <= 200),
  CHECK (length(wording_id) >= 3 AND length(wording_id) <= 200)
);
CREATE INDEX question_institution_id_code_valid_from_created_at_idx ON surveys.question USING btree (institution_id, code, valid_from DESC, created_at DESC);
alter table surveys.question enable row level security;
create policy institution on surveys.question for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on surveys.question to sigap_app;

-- A report over all units beneath one, made in the background.
create table surveys.report (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  first_month date not null,
  last_month date not null,
  done integer not null default 0,
  total integer not null default 0,
  file_id uuid,
  failed boolean not null default false,
  requested_by uuid,
  requested_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id)
);
CREATE INDEX report_institution_id_requested_at_idx ON surveys.report USING btree (institution_id, requested_at DESC);
alter table surveys.report enable row level security;
create policy institution on surveys.report for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on surveys.report to sigap_app;

-- How the index is reckoned, from when to when, and where that was read.
create table surveys.rule (
  code text not null,
  title text not null,
  source text not null,
  valid_from date not null,
  valid_to date,
  element_count smallint not null,
  -- Exact fraction as text; average of 1 to 4 times this is the index.
  factor text not null,
  average_places smallint not null,
  index_places smallint not null,
  -- False until somebody compared it with the official annex; shown as "perlu verifikasi".
  verified boolean not null,
  note text not null default ''::text,
  -- Where the parts of the printed report and their order were read.
  layout_source text not null default ''::text,
  layout_verified boolean not null default false,
  PRIMARY KEY (code),
  CHECK (valid_to IS NULL OR valid_to > valid_from)
);
grant select on surveys.rule to sigap_app;

create table surveys.rule_band (
  rule_code text not null,
  letter text not null,
  -- The letter holds from this rounded index upward; the printed bounds leave gaps.
  lower numeric(5,2) not null,
  label_id text not null,
  label_en text not null,
  printed_average text not null,
  printed_index text not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (rule_code, letter),
  UNIQUE (rule_code, lower),
  FOREIGN KEY (rule_code) REFERENCES surveys.rule(code)
);
grant select on surveys.rule_band to sigap_app;

create table surveys.rule_element (
  rule_code text not null,
  element surveys.element not null,
  -- Order in the questionnaire. Answers are stored by element, because sources number the last two differently.
  "position" smallint not null,
  name_id text not null,
  name_en text not null,
  question_id text not null,
  question_en text not null,
  -- Wording of the scores 1, 2, 3, 4.
  answers_id text[] not null,
  answers_en text[] not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (rule_code, element),
  UNIQUE (rule_code, "position"),
  FOREIGN KEY (rule_code) REFERENCES surveys.rule(code),
  CHECK (cardinality(answers_en) = 4),
  CHECK (cardinality(answers_id) = 4)
);
grant select on surveys.rule_element to sigap_app;

-- What an institution decided to reckon differently, from a day on; the newest row of a day counts.
create table surveys.rule_setting (
  institution_id uuid not null,
  id uuid not null,
  rule_code text not null,
  valid_from date not null,
  -- Exact fraction as text per element; together they are 1.
  weights jsonb not null,
  -- Lowest index of each letter as text.
  bands jsonb not null,
  min_respondents smallint not null,
  min_answered smallint not null,
  source text not null,
  verified boolean not null,
  note text not null default ''::text,
  layout_source text not null default ''::text,
  layout_verified boolean not null default false,
  -- chi, share and margin; null where the standard is used.
  sampling jsonb,
  -- As rule.factor; null where the law's own holds.
  factor text,
  -- How often a year a survey is held; null where the law's own number holds.
  surveys_a_year smallint,
  created_by uuid,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (rule_code) REFERENCES surveys.rule(code),
  CHECK (length(layout_source) <= 500),
  CHECK (min_answered >= 1 AND min_answered <= 9),
  CHECK (min_respondents >= 3 AND min_respondents <= 100),
  CHECK (length(note) <= 500),
  CHECK (length(source) >= 3 AND length(source) <= 500),
  CHECK (surveys_a_year > 0 AND (12 % surveys_a_year::integer) = 0)
);
CREATE INDEX rule_setting_institution_id_rule_code_valid_from_created_at_idx ON surveys.rule_setting USING btree (institution_id, rule_code, valid_from DESC, created_at DESC);
alter table surveys.rule_setting enable row level security;
create policy institution on surveys.rule_setting for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on surveys.rule_setting to sigap_app;

-- Weight policies in use; one is the default, the others only explain a figure that another office printed.
create table surveys.rule_weight (
  rule_code text not null,
  policy text not null,
  -- Exact fraction or decimal as text, the same for every element.
  weight text not null,
  is_default boolean not null,
  source text not null,
  verified boolean not null,
  note text not null default ''::text,
  PRIMARY KEY (rule_code, policy),
  FOREIGN KEY (rule_code) REFERENCES surveys.rule(code)
);
CREATE UNIQUE INDEX rule_weight_default ON surveys.rule_weight USING btree (rule_code) WHERE is_default;
grant select on surveys.rule_weight to sigap_app;

-- What the size of a sample is reckoned with (Krejcie and Morgan): chi-square, expected share, margin.
create table surveys.sampling_standard (
  valid_from date not null,
  chi numeric not null,
  share numeric not null,
  margin numeric not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (valid_from),
  CHECK (chi > 0::numeric),
  CHECK (margin > 0::numeric AND margin < 1::numeric),
  CHECK (share > 0::numeric AND share < 1::numeric)
);
grant select on surveys.sampling_standard to sigap_app;

-- Respondents by service and month, over mixed answers; equal to counting surveys.answer again.
create table surveys.tally_answered (
  institution_id uuid not null,
  unit_id uuid not null,
  service_id uuid not null,
  month date not null,
  n integer not null,
  PRIMARY KEY (institution_id, unit_id, service_id, month),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
CREATE INDEX tally_answered_institution_id_month_idx ON surveys.tally_answered USING btree (institution_id, month);
alter table surveys.tally_answered enable row level security;
create policy institution on surveys.tally_answered for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on surveys.tally_answered to sigap_app;

-- How often each score was given, over mixed answers.
create table surveys.tally_element (
  institution_id uuid not null,
  unit_id uuid not null,
  service_id uuid not null,
  month date not null,
  rule_code text not null,
  element surveys.element not null,
  score1 integer not null,
  score2 integer not null,
  score3 integer not null,
  score4 integer not null,
  -- True: of the service and month of the answers, in no figure yet. False: counted, in the month in which enough were together; of the service, or of no single one (all zeros) where only several together were enough.
  waiting boolean not null default false,
  PRIMARY KEY (institution_id, unit_id, service_id, month, rule_code, element, waiting),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (rule_code) REFERENCES surveys.rule(code)
);
CREATE INDEX tally_element_institution_id_month_idx ON surveys.tally_element USING btree (institution_id, month);
CREATE INDEX tally_element_waiting ON surveys.tally_element USING btree (institution_id) WHERE waiting;
alter table surveys.tally_element enable row level security;
create policy institution on surveys.tally_element for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on surveys.tally_element to sigap_app;

-- Respondents per group of each profile question, per score of the questions beside the index, per channel, arrival and wording; empty text is "not answered", of a wording that of the rule, "*" small groups together.
create table surveys.tally_group (
  institution_id uuid not null,
  unit_id uuid not null,
  service_id uuid not null,
  month date not null,
  rule_code text not null,
  field text not null,
  value text not null,
  n integer not null,
  mean_sum bigint not null,
  -- As in surveys.tally_element; profile groups of all services (all zeros) wait for the end of their quarter.
  waiting boolean not null default false,
  PRIMARY KEY (institution_id, unit_id, service_id, month, rule_code, field, value, waiting),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (rule_code) REFERENCES surveys.rule(code)
);
CREATE INDEX tally_group_institution_id_field_month_idx ON surveys.tally_group USING btree (institution_id, field, month);
CREATE INDEX tally_group_waiting ON surveys.tally_group USING btree (institution_id) WHERE waiting;
alter table surveys.tally_group enable row level security;
create policy institution on surveys.tally_group for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on surveys.tally_group to sigap_app;

create table surveys.tally_respondent (
  institution_id uuid not null,
  unit_id uuid not null,
  service_id uuid not null,
  month date not null,
  rule_code text not null,
  respondents integer not null,
  mean_sum bigint not null,
  -- Sum of squares of mean_units, for the interval.
  mean_squares bigint not null,
  -- As in surveys.tally_element.
  waiting boolean not null default false,
  PRIMARY KEY (institution_id, unit_id, service_id, month, rule_code, waiting),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (rule_code) REFERENCES surveys.rule(code)
);
CREATE INDEX tally_respondent_institution_id_month_idx ON surveys.tally_respondent USING btree (institution_id, month);
CREATE INDEX tally_respondent_waiting ON surveys.tally_respondent USING btree (institution_id) WHERE waiting;
alter table surveys.tally_respondent enable row level security;
create policy institution on surveys.tally_respondent for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on surveys.tally_respondent to sigap_app;

-- Smallest group that gets a figure and fewest answers that make a questionnaire (the house's own policy), and how often a year a survey is held (the ministry's), by date.
create table surveys.threshold (
  code text not null,
  valid_from date not null,
  value smallint not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (code, valid_from),
  CHECK (code <> 'surveys_a_year'::text OR (12 % value::integer) = 0),
  CHECK (code = ANY (ARRAY['min_respondents'::text, 'min_answered'::text, 'surveys_a_year'::text])),
  CHECK (value > 0)
);
grant select on surveys.threshold to sigap_app;

-- Answers that came many at once, until the tallies count them.
create table surveys.uncounted (
  institution_id uuid not null,
  id uuid not null,
  answers uuid[] not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (cardinality(answers) > 0)
);
alter table surveys.uncounted enable row level security;
create policy institution on surveys.uncounted for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on surveys.uncounted to sigap_app;

-- How many answered, those of the last minutes too; for plans and duties, never beside figures.
create view surveys.v_answered as
 SELECT tally_answered.institution_id,
    tally_answered.unit_id,
    tally_answered.service_id,
    tally_answered.month,
    tally_answered.n
   FROM surveys.tally_answered
UNION ALL
 SELECT v_uncounted.institution_id,
    v_uncounted.unit_id,
    v_uncounted.service_id,
    date_trunc('month'::text, v_uncounted.answered_on::timestamp with time zone)::date AS month,
    1 AS n
   FROM surveys.v_uncounted;

-- What figures are made of: counted sums only.
create view surveys.v_element as
 SELECT institution_id,
    unit_id,
    service_id,
    month,
    rule_code,
    element,
    score1,
    score2,
    score3,
    score4
   FROM surveys.tally_element
  WHERE NOT waiting;

create view surveys.v_group as
 SELECT institution_id,
    unit_id,
    service_id,
    month,
    rule_code,
    field,
    value,
    n,
    mean_sum
   FROM surveys.tally_group
  WHERE NOT waiting;

create view surveys.v_respondent as
 SELECT institution_id,
    unit_id,
    service_id,
    month,
    rule_code,
    respondents,
    mean_sum,
    mean_squares
   FROM surveys.tally_respondent
  WHERE NOT waiting;

-- Answers that are in no tally yet.
create view surveys.v_uncounted as
 SELECT answer.institution_id,
    answer.unit_id,
    answer.service_id,
    answer.answered_on,
    answer.rule_code,
    answer.wording_from,
    answer.channel,
    answer.arrival,
    answer.mean_units,
    answer.persyaratan,
    answer.prosedur,
    answer.waktu,
    answer.biaya,
    answer.produk,
    answer.kompetensi,
    answer.perilaku,
    answer.sarana,
    answer.pengaduan,
    answer.informasi,
    answer.kepercayaan,
    answer.gender,
    answer.age_band,
    answer.education,
    answer.occupation,
    answer.disability
   FROM surveys.answer
  WHERE NOT answer.mixed
UNION ALL
 SELECT u.institution_id,
    a.unit_id,
    a.service_id,
    a.answered_on,
    a.rule_code,
    a.wording_from,
    a.channel,
    a.arrival,
    a.mean_units,
    a.persyaratan,
    a.prosedur,
    a.waktu,
    a.biaya,
    a.produk,
    a.kompetensi,
    a.perilaku,
    a.sarana,
    a.pengaduan,
    a.informasi,
    a.kepercayaan,
    a.gender,
    a.age_band,
    a.education,
    a.occupation,
    a.disability
   FROM surveys.uncounted u
     CROSS JOIN LATERAL unnest(u.answers) one(id)
     CROSS JOIN LATERAL ( SELECT answer.institution_id,
            answer.id,
            answer.rule_code,
            answer.wording_from,
            answer.service_id,
            answer.unit_id,
            answer.answered_on,
            answer.channel,
            answer.persyaratan,
            answer.prosedur,
            answer.waktu,
            answer.biaya,
            answer.produk,
            answer.kompetensi,
            answer.perilaku,
            answer.sarana,
            answer.pengaduan,
            answer.informasi,
            answer.kepercayaan,
            answer.arrival,
            answer.mean_units,
            answer.age_band,
            answer.gender,
            answer.education,
            answer.occupation,
            answer.disability,
            answer.comment,
            answer.settled,
            answer.mixed
           FROM surveys.answer
          WHERE answer.institution_id = u.institution_id AND answer.id = one.id
         OFFSET 0) a;
