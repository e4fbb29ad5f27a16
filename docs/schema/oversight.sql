-- Generated from the migrations by npm run generate.

create type oversight.answer as enum ('yes', 'partly', 'no', 'not_applicable');

create type oversight.assessment_state as enum ('draft', 'submitted', 'verified');

create type oversight.assessment_step_kind as enum ('submitted', 'verified', 'returned');

create type oversight.basis as enum ('plan', 'order', 'theme', 'signal', 'indicator');

create type oversight.card_state as enum ('open', 'scored', 'published');

create type oversight.finding_state as enum ('open', 'answered', 'submitted', 'done');

create type oversight.kind as enum ('inspection', 'audit', 'evaluation');

create type oversight.part as enum ('lead', 'member', 'expert');

create type oversight.side as enum ('citizen', 'staff');

create type oversight.state as enum ('planned', 'running', 'reported', 'closed');

create type oversight.step as enum ('reply', 'evidence', 'verified', 'returned');

create table oversight.activity (
  institution_id uuid not null,
  id uuid not null,
  kind oversight.kind not null,
  state oversight.state not null default 'planned'::oversight.state,
  title text not null,
  unit_id uuid not null,
  team_id uuid not null,
  period_from date not null,
  period_until date not null,
  planned_on date not null,
  basis oversight.basis not null,
  basis_text text not null,
  basis_link text not null default ''::text,
  conclusion text not null default ''::text,
  created_by uuid,
  created_at timestamp with time zone not null,
  reported_at timestamp with time zone,
  closed_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, team_id) REFERENCES oversight.team(institution_id, id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (length(basis_link) <= 300),
  CHECK (length(basis_text) >= 1 AND length(basis_text) <= 1300),
  CHECK (period_from <= period_until),
  CHECK ((state = ANY (ARRAY['reported'::oversight.state, 'closed'::oversight.state])) = (reported_at IS NOT NULL)),
  CHECK (length(conclusion) <= 4000),
  CHECK (length(title) >= 3 AND length(title) <= 200)
);
CREATE INDEX activity_institution_id_unit_id_planned_on_idx ON oversight.activity USING btree (institution_id, unit_id, planned_on DESC);
alter table oversight.activity enable row level security;
create policy institution on oversight.activity for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on oversight.activity to sigap_app;

-- What a unit says once a year about its own transparency, accountability and participation.
create table oversight.assessment (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  year smallint not null,
  state oversight.assessment_state not null default 'draft'::oversight.assessment_state,
  started_by uuid,
  started_at timestamp with time zone not null,
  verified_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, unit_id, year),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK ((state = 'verified'::oversight.assessment_state) = (verified_at IS NOT NULL)),
  CHECK (year >= 2000 AND year <= 2200)
);
CREATE INDEX assessment_institution_id_year_idx ON oversight.assessment USING btree (institution_id, year);
alter table oversight.assessment enable row level security;
create policy institution on oversight.assessment for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on oversight.assessment to sigap_app;

-- The questions as they stood when the unit began, with its answers; what is said to be so has evidence.
create table oversight.assessment_answer (
  institution_id uuid not null,
  assessment_id uuid not null,
  principle text not null,
  key text not null,
  "position" smallint not null,
  question text not null,
  source text not null,
  verified boolean not null,
  answer oversight.answer,
  note text not null default ''::text,
  link text not null default ''::text,
  file_id uuid,
  answered_by uuid,
  answered_at timestamp with time zone,
  PRIMARY KEY (institution_id, assessment_id, principle, key),
  FOREIGN KEY (institution_id, assessment_id) REFERENCES oversight.assessment(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (answer IS NULL OR (answer = ANY (ARRAY['no'::oversight.answer, 'not_applicable'::oversight.answer])) OR link <> ''::text OR file_id IS NOT NULL),
  CHECK (length(link) <= 500),
  CHECK (length(note) <= 2000),
  CHECK (principle = ANY (ARRAY['transparency'::text, 'accountability'::text, 'participation'::text]))
);
alter table oversight.assessment_answer enable row level security;
create policy institution on oversight.assessment_answer for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on oversight.assessment_answer to sigap_app;

-- How an assessment went between the unit and the inspectorate.
create table oversight.assessment_step (
  institution_id uuid not null,
  assessment_id uuid not null,
  number smallint not null,
  step oversight.assessment_step_kind not null,
  text text not null default ''::text,
  made_by uuid,
  made_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, assessment_id, number),
  FOREIGN KEY (institution_id, assessment_id) REFERENCES oversight.assessment(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (step <> 'returned'::oversight.assessment_step_kind OR text <> ''::text),
  CHECK (number > 0),
  CHECK (length(text) <= 4000)
);
alter table oversight.assessment_step enable row level security;
create policy institution on oversight.assessment_step for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on oversight.assessment_step to sigap_app;

-- Scores from 1 to 5 by criterion; nothing tells whose they are.
create table oversight.ballot (
  institution_id uuid not null,
  card_id uuid not null,
  number smallint not null,
  side oversight.side not null,
  scores jsonb not null,
  PRIMARY KEY (institution_id, card_id, number),
  FOREIGN KEY (institution_id, card_id) REFERENCES oversight.card(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (number > 0)
);
alter table oversight.ballot enable row level security;
create policy institution on oversight.ballot for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on oversight.ballot to sigap_app;

-- A community scorecard: citizens and staff score the same criteria of a service at a facilitated meeting.
create table oversight.card (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  service_id uuid not null,
  title text not null,
  held_on date not null,
  place text not null,
  criteria jsonb not null,
  state oversight.card_state not null default 'open'::oversight.card_state,
  facilitator uuid,
  created_at timestamp with time zone not null,
  published_by uuid,
  published_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (published_by IS NULL OR facilitator IS NULL OR published_by <> facilitator),
  CHECK (length(place) >= 1 AND length(place) <= 200),
  CHECK (length(title) >= 3 AND length(title) <= 200)
);
alter table oversight.card enable row level security;
create policy institution on oversight.card for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on oversight.card to sigap_app;

-- What citizens and staff agreed on together: who does what until when.
create table oversight.card_action (
  institution_id uuid not null,
  card_id uuid not null,
  number smallint not null,
  action text not null,
  owner text not null,
  due_on date not null,
  done_on date,
  evidence text not null default ''::text,
  PRIMARY KEY (institution_id, card_id, number),
  FOREIGN KEY (institution_id, card_id) REFERENCES oversight.card(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(action) >= 1 AND length(action) <= 500),
  CHECK ((done_on IS NULL) = (evidence = ''::text)),
  CHECK (length(evidence) <= 1000),
  CHECK (number > 0),
  CHECK (length(owner) >= 1 AND length(owner) <= 120)
);
alter table oversight.card_action enable row level security;
create policy institution on oversight.card_action for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on oversight.card_action to sigap_app;

-- The checklist as it stood when the activity began, with the answers.
create table oversight.check_item (
  institution_id uuid not null,
  activity_id uuid not null,
  key text not null,
  "position" smallint not null,
  criterion text not null,
  source text not null,
  verified boolean not null,
  answer oversight.answer,
  note text not null default ''::text,
  link text not null default ''::text,
  file_id uuid,
  answered_by uuid,
  answered_at timestamp with time zone,
  PRIMARY KEY (institution_id, activity_id, key),
  FOREIGN KEY (institution_id, activity_id) REFERENCES oversight.activity(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(link) <= 500),
  CHECK (length(note) <= 2000)
);
alter table oversight.check_item enable row level security;
create policy institution on oversight.check_item for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on oversight.check_item to sigap_app;

-- Checklists, criteria and periods that hold where an institution has set nothing of its own.
create table oversight.default_item (
  area text not null,
  key text not null,
  "position" smallint not null,
  text text not null,
  amount integer,
  source text not null,
  verified boolean not null,
  valid_from date not null,
  PRIMARY KEY (area, key)
);
grant select on oversight.default_item to sigap_app;

-- Who was told that a finding is overdue: first the unit and the team, later the leadership.
create table oversight.escalation (
  institution_id uuid not null,
  finding_id uuid not null,
  due_at timestamp with time zone not null,
  level smallint not null,
  told integer not null,
  made_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, finding_id, due_at, level),
  FOREIGN KEY (institution_id, finding_id) REFERENCES oversight.finding(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (level = ANY (ARRAY[1, 2]))
);
alter table oversight.escalation enable row level security;
create policy institution on oversight.escalation for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on oversight.escalation to sigap_app;

create table oversight.finding (
  institution_id uuid not null,
  id uuid not null,
  activity_id uuid not null,
  number smallint not null,
  unit_id uuid not null,
  condition text not null,
  criterion text not null,
  cause text not null,
  effect text not null,
  recommendation text not null,
  state oversight.finding_state not null default 'open'::oversight.finding_state,
  reply_due_at timestamp with time zone,
  -- Set when the report reaches the unit, by the working calendar and the period in force then.
  due_at timestamp with time zone,
  done_at timestamp with time zone,
  created_by uuid,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, activity_id, number),
  FOREIGN KEY (institution_id, activity_id) REFERENCES oversight.activity(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (length(cause) >= 1 AND length(cause) <= 2000),
  CHECK (length(condition) >= 1 AND length(condition) <= 4000),
  CHECK (length(criterion) >= 1 AND length(criterion) <= 2000),
  CHECK (length(effect) >= 1 AND length(effect) <= 2000),
  CHECK (number > 0),
  CHECK (length(recommendation) >= 1 AND length(recommendation) <= 2000)
);
CREATE INDEX finding_institution_id_due_at_idx ON oversight.finding USING btree (institution_id, due_at) WHERE (done_at IS NULL);
CREATE INDEX finding_institution_id_unit_id_due_at_idx ON oversight.finding USING btree (institution_id, unit_id, due_at);
alter table oversight.finding enable row level security;
create policy institution on oversight.finding for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on oversight.finding to sigap_app;

-- What the unit answered and did, and what a member of the team said to it.
create table oversight.finding_step (
  institution_id uuid not null,
  finding_id uuid not null,
  number smallint not null,
  step oversight.step not null,
  text text not null,
  link text not null default ''::text,
  file_id uuid,
  made_by uuid,
  made_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, finding_id, number),
  FOREIGN KEY (institution_id, finding_id) REFERENCES oversight.finding(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(link) <= 500),
  CHECK (number > 0),
  CHECK (length(text) >= 1 AND length(text) <= 4000)
);
alter table oversight.finding_step enable row level security;
create policy institution on oversight.finding_step for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on oversight.finding_step to sigap_app;

-- A conflict of interest that somebody declared about a unit; what follows from places of work is computed.
create table oversight.interest (
  institution_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  unit_id uuid not null,
  reason text not null,
  declared_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, account_id, unit_id),
  FOREIGN KEY (institution_id, account_id) REFERENCES people.account(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (length(reason) >= 1 AND length(reason) <= 500)
);
alter table oversight.interest enable row level security;
create policy institution on oversight.interest for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on oversight.interest to sigap_app;

-- An institution's own wording of an item from a day on, append only; an empty text ends it. Of one day the one set last holds.
create table oversight.item (
  institution_id uuid not null,
  id uuid not null,
  area text not null,
  key text not null,
  text text not null,
  amount integer,
  source text not null,
  verified boolean not null,
  valid_from date not null,
  set_by uuid,
  set_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (amount >= 1 AND amount <= 365),
  CHECK (length(area) <= 30),
  CHECK (key ~ '^[a-z][a-z0-9_]{1,30}$'::text),
  CHECK (length(source) >= 1 AND length(source) <= 300),
  CHECK (length(text) <= 400)
);
CREATE INDEX item_institution_id_area_key_valid_from_set_at_idx ON oversight.item USING btree (institution_id, area, key, valid_from, set_at);
alter table oversight.item enable row level security;
create policy institution on oversight.item for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on oversight.item to sigap_app;

create table oversight.member (
  institution_id uuid not null,
  team_id uuid not null,
  account_id uuid not null,
  part oversight.part not null,
  from_on date not null,
  until_on date,
  PRIMARY KEY (institution_id, team_id, account_id, from_on),
  FOREIGN KEY (institution_id, account_id) REFERENCES people.account(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, team_id) REFERENCES oversight.team(institution_id, id),
  CHECK (until_on IS NULL OR until_on >= from_on)
);
CREATE INDEX member_institution_id_account_id_idx ON oversight.member USING btree (institution_id, account_id);
alter table oversight.member enable row level security;
create policy institution on oversight.member for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on oversight.member to sigap_app;

-- A volunteer citizen who comes by a link of their own; a name to be called by is all that is kept, and it goes when they stop.
create table oversight.monitor (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  name text not null default ''::text,
  token_hash bytea not null,
  token_sealed bytea not null,
  invited_by uuid,
  invited_at timestamp with time zone not null,
  consented_at timestamp with time zone,
  withdrawn_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, token_hash),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (length(name) <= 80)
);
alter table oversight.monitor enable row level security;
create policy institution on oversight.monitor for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on oversight.monitor to sigap_app;

-- What an institution shows to everybody; the latest row of a topic holds, without one it is shown.
create table oversight.publication (
  institution_id uuid not null,
  id uuid not null,
  topic text not null,
  shown boolean not null,
  reason text not null,
  set_by uuid,
  set_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(reason) >= 1 AND length(reason) <= 500),
  CHECK (topic = ANY (ARRAY['findings'::text, 'scorecards'::text, 'assessments'::text]))
);
alter table oversight.publication enable row level security;
create policy institution on oversight.publication for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on oversight.publication to sigap_app;

-- That a volunteer has scored, apart from what they scored.
create table oversight.taken_part (
  institution_id uuid not null,
  card_id uuid not null,
  monitor_id uuid not null,
  PRIMARY KEY (institution_id, card_id, monitor_id),
  FOREIGN KEY (institution_id, card_id) REFERENCES oversight.card(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, monitor_id) REFERENCES oversight.monitor(institution_id, id)
);
alter table oversight.taken_part enable row level security;
create policy institution on oversight.taken_part for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on oversight.taken_part to sigap_app;

-- Tim pengawas, set up by a decree.
create table oversight.team (
  institution_id uuid not null,
  id uuid not null,
  name text not null,
  decree_number text not null,
  decree_on date not null,
  decree_file_id uuid,
  ends_on date,
  created_by uuid,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (ends_on IS NULL OR ends_on >= decree_on),
  CHECK (length(decree_number) >= 1 AND length(decree_number) <= 100),
  CHECK (length(name) >= 3 AND length(name) <= 200)
);
alter table oversight.team enable row level security;
create policy institution on oversight.team for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on oversight.team to sigap_app;
