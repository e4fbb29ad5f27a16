-- Generated from the migrations by npm run generate.

create type complaints.actor as enum ('citizen', 'officer', 'system', 'client');

create type complaints.channel as enum ('web', 'counter', 'phone', 'letter', 'email', 'chat', 'social', 'api', 'whatsapp', 'open311', 'lapor');

create type complaints.class as enum ('light', 'information', 'aspiration', 'ordinary', 'oversight', 'disclosure');

create type complaints.event_kind as enum ('received', 'completion_requested', 'completed', 'verified', 'rejected', 'classified', 'routed', 'returned', 'started', 'noted', 'informed', 'answered', 'rated', 'reopened', 'closed', 'postponed', 'resumed', 'referred', 'archived', 'investigated', 'merged', 'unmerged', 'extended', 'objected', 'objection_decided', 'disputed', 'dispute_decided');

create type complaints.examination_kind as enum ('finding', 'heard', 'evidence');

create type complaints.kind as enum ('complaint', 'criticism', 'suggestion', 'question', 'praise', 'whistleblowing');

create type complaints.outcome as enum ('resolved', 'partly', 'explained', 'unfounded', 'referred');

create type complaints.privacy as enum ('open', 'anonymous', 'secret');

create type complaints.recusal_kind as enum ('subject', 'superior', 'declared');

create type complaints.rule_key as enum ('verify', 'respond', 'resolve', 'complete', 'close', 'reopen', 'within_day', 'opened', 'question', 'extend', 'object', 'objection', 'dispute');

create type complaints.rule_unit as enum ('working_day', 'hour');

create type complaints.status as enum ('received', 'incomplete', 'rejected', 'forwarded', 'returned', 'processing', 'answered', 'closed', 'postponed', 'referred', 'archived');

create type complaints.task_state as enum ('open', 'done', 'waived');

-- While an officer is away, cases and reminders go to the substitute.
create table complaints.absence (
  institution_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  substitute_id uuid not null,
  from_on date not null,
  to_on date not null,
  reason text,
  -- What the officer holds goes to the substitute when the absence begins, and what the substitute still holds of it comes back at its end.
  hand_over boolean not null default false,
  handed_at timestamp with time zone,
  returned_at timestamp with time zone,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, account_id) REFERENCES people.account(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, substitute_id) REFERENCES people.account(institution_id, id),
  CHECK (to_on >= from_on AND substitute_id <> account_id)
);
CREATE INDEX absence_institution_id_account_id_to_on_idx ON complaints.absence USING btree (institution_id, account_id, to_on);
CREATE INDEX absence_institution_id_idx ON complaints.absence USING btree (institution_id) WHERE (hand_over AND (returned_at IS NULL));
alter table complaints.absence enable row level security;
create policy institution on complaints.absence for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.absence to sigap_app;

-- Which officer works on it now; changes are in the audit trail.
create table complaints.assignment (
  institution_id uuid not null,
  complaint_id uuid not null,
  account_id uuid not null,
  by_account uuid,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, complaint_id),
  FOREIGN KEY (institution_id, account_id) REFERENCES people.account(institution_id, id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
CREATE INDEX assignment_institution_id_account_id_idx ON complaints.assignment USING btree (institution_id, account_id);
alter table complaints.assignment enable row level security;
create policy institution on complaints.assignment for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.assignment to sigap_app;

create table complaints.attachment (
  institution_id uuid not null,
  complaint_id uuid not null,
  file_id uuid not null,
  -- The message it came with; empty for what came with the report itself.
  event_seq smallint,
  PRIMARY KEY (institution_id, complaint_id, file_id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id, file_id) REFERENCES platform.file(institution_id, id),
  CHECK (event_seq >= 1)
);
alter table complaints.attachment enable row level security;
create policy institution on complaints.attachment for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.attachment to sigap_app;

create table complaints.complaint (
  institution_id uuid not null,
  id uuid not null,
  -- The number of the report, without the dash; see code.ts.
  code text not null,
  -- How many keys the reporter was given; the key itself lies in no table, see key.ts.
  key_no smallint not null default 1,
  unit_id uuid not null,
  service_id uuid,
  kind complaints.kind not null default 'complaint'::complaints.kind,
  channel complaints.channel not null,
  privacy complaints.privacy not null,
  subject text not null,
  -- With subject and place sealed for whistleblowing, see whistleblowing/words.ts; no text index knows them.
  body text not null,
  place text,
  occurred_on date,
  reporter_name text,
  reporter_email text,
  reporter_phone text,
  -- Since when nothing here says who reported: the retention period is over.
  erased_at timestamp with time zone,
  photo_id uuid,
  received_at timestamp with time zone not null,
  -- This and every column down to derived_calendar repeats what the event log says, for lists; recomputed by a job.
  status complaints.status not null,
  class complaints.class,
  -- A word of the vocabulary theme, by its slug; text, because an institution adds its own, compared byte by byte.
  theme text,
  outcome complaints.outcome,
  rating smallint,
  -- First answer after the last reopening.
  resolved_at timestamp with time zone,
  -- Since when the public may read it, without names; empty for secret, unverified and refused ones.
  public_at timestamp with time zone,
  -- Since when an objection of the reporter of a request for public information waits for its decision.
  objected_at timestamp with time zone,
  -- 1 to verify, 2 at work, 3 waiting for the citizen, 4 done; 11 to 14 the same for whistleblowing, so that a query that does not know of it does not find it. A number, because row-level security keeps enum comparisons out of index conditions.
  queue smallint not null,
  -- Earliest deadline of a running clock; for done ones, when it ended.
  queue_at timestamp with time zone not null,
  derived_events smallint not null,
  -- Version of the deadline rules behind queue_at.
  derived_rules text not null,
  derived_calendar integer not null,
  search tsvector generated always as (
CASE
    WHEN (kind <> 'whistleblowing'::complaints.kind) THEN to_tsvector('simple'::regconfig, ((subject || ' '::text) || body))
    ELSE NULL::tsvector
END) stored,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, code),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, photo_id) REFERENCES platform.file(institution_id, id),
  FOREIGN KEY (institution_id, service_id) REFERENCES services.service(institution_id, id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (length(subject) >= 1 AND length(subject) <=
CASE kind
    WHEN 'whistleblowing'::complaints.kind THEN 1200
    ELSE 150
END),
  CHECK (length(body) >= 1 AND length(body) <=
CASE kind
    WHEN 'whistleblowing'::complaints.kind THEN 60000
    ELSE 10000
END),
  CHECK ((kind = 'whistleblowing'::complaints.kind) = (queue > 10)),
  CHECK (kind <> 'whistleblowing'::complaints.kind OR privacy = 'secret'::complaints.privacy AND public_at IS NULL),
  CHECK (kind <> 'whistleblowing'::complaints.kind OR COALESCE(reporter_name, reporter_email, reporter_phone) IS NULL),
  CHECK ((kind = 'whistleblowing'::complaints.kind) = starts_with(subject, 'sealed:'::text)),
  CHECK ((kind = 'whistleblowing'::complaints.kind) = starts_with(body, 'sealed:'::text)),
  CHECK (place IS NULL OR (kind = 'whistleblowing'::complaints.kind) = starts_with(place, 'sealed:'::text)),
  CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{8}$'::text),
  CHECK (key_no >= 1),
  CHECK (queue >= 1 AND queue <= 4 OR queue >= 11 AND queue <= 14),
  CHECK (rating >= 1 AND rating <= 5)
);
CREATE INDEX complaint_done_words ON complaints.complaint USING gin (search) WHERE (queue = 4);
CREATE INDEX complaint_institution_id_public_at_id_idx ON complaints.complaint USING btree (institution_id, public_at DESC, id) WHERE (public_at IS NOT NULL);
CREATE INDEX complaint_institution_id_received_at_unit_id_theme_status_q_idx ON complaints.complaint USING btree (institution_id, received_at, unit_id, theme) INCLUDE (status, queue, resolved_at);
CREATE INDEX complaint_institution_id_resolved_at_unit_id_idx ON complaints.complaint USING btree (institution_id, resolved_at, unit_id) WHERE (resolved_at IS NOT NULL);
CREATE INDEX complaint_institution_id_unit_id_queue_queue_at_id_idx ON complaints.complaint USING btree (institution_id, unit_id, queue, queue_at, id);
CREATE INDEX complaint_open ON complaints.complaint USING btree (institution_id, queue, queue_at, id);
CREATE INDEX complaint_open_words ON complaints.complaint USING gin (search) WHERE (queue <> 4);
CREATE INDEX complaint_service ON complaints.complaint USING btree (institution_id, service_id, queue, queue_at, id) WHERE (service_id IS NOT NULL);
CREATE INDEX complaint_theme ON complaints.complaint USING btree (institution_id, theme, queue, queue_at, id) WHERE (theme IS NOT NULL);
alter table complaints.complaint enable row level security;
create policy institution on complaints.complaint for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.complaint to sigap_app;

-- The address of a person's calendar of deadlines. It holds 128 random bits; here lies only their SHA-256.
create table complaints.deadline_feed (
  institution_id uuid not null,
  account_id uuid not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, account_id),
  UNIQUE (institution_id, token_hash),
  FOREIGN KEY (institution_id, account_id) REFERENCES people.account(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table complaints.deadline_feed enable row level security;
create policy institution on complaints.deadline_feed for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.deadline_feed to sigap_app;

-- What this institution has set; where it has nothing, complaints.deadline_standard holds. A rule ends where the next one of its key and class begins; of one date the one set last holds.
create table complaints.deadline_rule (
  institution_id uuid not null,
  id uuid not null,
  key complaints.rule_key not null,
  class complaints.class,
  amount smallint not null,
  unit complaints.rule_unit not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (amount >= 1 AND amount <= 400),
  CHECK ((key = 'resolve'::complaints.rule_key) = (class IS NOT NULL)),
  CHECK (length(source) >= 3 AND length(source) <= 500)
);
alter table complaints.deadline_rule enable row level security;
create policy institution on complaints.deadline_rule for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on complaints.deadline_rule to sigap_app;

create table complaints.deadline_standard (
  key complaints.rule_key not null,
  class complaints.class,
  amount smallint not null,
  unit complaints.rule_unit not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  UNIQUE NULLS NOT DISTINCT (key, class, valid_from)
);
grant select on complaints.deadline_standard to sigap_app;

-- A complaint that is being written. Its address holds 128 random bits; here lies only their SHA-256.
create table complaints.draft (
  institution_id uuid not null,
  token_hash bytea not null,
  -- The id the complaint will have, so that its files already belong to it.
  complaint_id uuid not null,
  data jsonb not null,
  -- Set when it was sent; sending it again leads to the same receipt.
  code text,
  updated_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, token_hash),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
CREATE INDEX draft_institution_id_expires_at_idx ON complaints.draft USING btree (institution_id, expires_at);
alter table complaints.draft enable row level security;
create policy institution on complaints.draft for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.draft to sigap_app;

-- When two reports are offered as perhaps the same: for one service, or without service for all others; of one date the one set last holds.
create table complaints.duplicate_rule (
  institution_id uuid not null,
  id uuid not null,
  service_id uuid,
  radius_m integer not null,
  days smallint not null,
  -- How alike the texts are, in percent of common letter triples.
  similarity smallint not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, service_id) REFERENCES services.service(institution_id, id),
  CHECK (days >= 1 AND days <= 400),
  CHECK (radius_m >= 10 AND radius_m <= 50000),
  CHECK (similarity >= 5 AND similarity <= 95),
  CHECK (length(source) >= 3 AND length(source) <= 500)
);
alter table complaints.duplicate_rule enable row level security;
create policy institution on complaints.duplicate_rule for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on complaints.duplicate_rule to sigap_app;

create table complaints.duplicate_standard (
  radius_m integer not null,
  days smallint not null,
  similarity smallint not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (valid_from)
);
grant select on complaints.duplicate_standard to sigap_app;

-- Each deadline is escalated once to each level, however many workers look at once.
create table complaints.escalation (
  institution_id uuid not null,
  complaint_id uuid not null,
  due_at timestamp with time zone not null,
  level smallint not null,
  clock complaints.rule_key not null,
  audience text not null,
  at timestamp with time zone not null,
  told smallint not null,
  PRIMARY KEY (institution_id, complaint_id, due_at, level),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table complaints.escalation enable row level security;
create policy institution on complaints.escalation for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on complaints.escalation to sigap_app;

-- Deadlines up to this instant have been looked at for this level, so that each run reads only those that came due since.
create table complaints.escalation_mark (
  institution_id uuid not null,
  level smallint not null,
  -- Units with hours or days of their own are looked at in their own working time: the unit whose calendar it is; zeros for the institution's.
  calendar_unit uuid not null default '00000000-0000-0000-0000-000000000000'::uuid,
  until_due timestamp with time zone not null,
  PRIMARY KEY (institution_id, level, calendar_unit),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table complaints.escalation_mark enable row level security;
create policy institution on complaints.escalation_mark for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.escalation_mark to sigap_app;

-- Of one level and date the one set last holds.
create table complaints.escalation_rule (
  institution_id uuid not null,
  id uuid not null,
  level smallint not null,
  -- Working days after the deadline; negative before it.
  days smallint not null,
  audience text not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (audience = ANY (ARRAY['officer'::text, 'unit_head'::text, 'coordinator'::text, 'leader'::text, 'nobody'::text])),
  CHECK (days >= '-10'::integer AND days <= 60),
  CHECK (level >= 1 AND level <= 6),
  CHECK (length(source) >= 3 AND length(source) <= 500)
);
alter table complaints.escalation_rule enable row level security;
create policy institution on complaints.escalation_rule for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on complaints.escalation_rule to sigap_app;

create table complaints.escalation_standard (
  level smallint not null,
  days smallint not null,
  audience text not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (level, valid_from)
);
grant select on complaints.escalation_standard to sigap_app;

-- The story of each complaint, append only: states, clocks and indicators are computed from it.
create table complaints.event (
  institution_id uuid not null,
  complaint_id uuid not null,
  seq smallint not null,
  kind complaints.event_kind not null,
  at timestamp with time zone not null,
  actor complaints.actor not null,
  account_id uuid,
  unit_id uuid,
  class complaints.class,
  theme text,
  outcome complaints.outcome,
  -- Reason code of a refusal or return, the citizen's words of a reopening, or the outside institution a case was referred to.
  reason text,
  score smallint,
  body text,
  -- How a message came in when it was not the page of the case.
  channel complaints.channel,
  -- The report whose reporter speaks, where it is handled with this one: the other reporters do not read it.
  voice_id uuid,
  PRIMARY KEY (institution_id, complaint_id, seq),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  FOREIGN KEY (institution_id, voice_id) REFERENCES complaints.complaint(institution_id, id),
  CHECK ((kind <> ALL (ARRAY['received'::complaints.event_kind, 'routed'::complaints.event_kind])) OR unit_id IS NOT NULL),
  CHECK (kind <> 'classified'::complaints.event_kind OR class IS NOT NULL AND (theme IS NOT NULL OR actor = 'system'::complaints.actor)),
  CHECK (kind <> 'answered'::complaints.event_kind OR outcome IS NOT NULL AND body IS NOT NULL),
  CHECK ((kind <> ALL (ARRAY['rejected'::complaints.event_kind, 'reopened'::complaints.event_kind, 'returned'::complaints.event_kind, 'postponed'::complaints.event_kind, 'referred'::complaints.event_kind, 'archived'::complaints.event_kind, 'investigated'::complaints.event_kind, 'objected'::complaints.event_kind, 'objection_decided'::complaints.event_kind, 'dispute_decided'::complaints.event_kind])) OR reason IS NOT NULL),
  CHECK ((kind <> ALL (ARRAY['noted'::complaints.event_kind, 'informed'::complaints.event_kind, 'completed'::complaints.event_kind, 'completion_requested'::complaints.event_kind, 'extended'::complaints.event_kind, 'objected'::complaints.event_kind, 'objection_decided'::complaints.event_kind, 'disputed'::complaints.event_kind, 'dispute_decided'::complaints.event_kind])) OR body IS NOT NULL),
  CHECK (kind <> 'rated'::complaints.event_kind OR score IS NOT NULL),
  CHECK (score >= 1 AND score <= 5),
  CHECK (seq >= 1)
);
CREATE INDEX event_answered ON complaints.event USING btree (institution_id, complaint_id, at) WHERE (kind = 'answered'::complaints.event_kind);
CREATE INDEX event_by_time ON complaints.event USING brin (institution_id, at);
CREATE INDEX event_told ON complaints.event USING btree (institution_id, at, complaint_id, seq) WHERE (kind <> ALL (ARRAY['received'::complaints.event_kind, 'noted'::complaints.event_kind, 'informed'::complaints.event_kind, 'rated'::complaints.event_kind, 'classified'::complaints.event_kind, 'investigated'::complaints.event_kind, 'merged'::complaints.event_kind, 'unmerged'::complaints.event_kind, 'extended'::complaints.event_kind, 'objected'::complaints.event_kind, 'objection_decided'::complaints.event_kind, 'disputed'::complaints.event_kind, 'dispute_decided'::complaints.event_kind]));
alter table complaints.event enable row level security;
create policy institution on complaints.event for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on complaints.event to sigap_app;

-- The record of an investigation: what was found, who was heard, what is proof. Its conclusion is an event of the story.
create table complaints.examination (
  institution_id uuid not null,
  complaint_id uuid not null,
  id uuid not null,
  kind complaints.examination_kind not null,
  at timestamp with time zone not null,
  account_id uuid,
  happened_on date not null,
  person text,
  body text not null,
  file_id uuid,
  PRIMARY KEY (institution_id, complaint_id, id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id, file_id) REFERENCES platform.file(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(body) >= 1 AND length(body) <= 30000),
  CHECK (kind <> 'heard'::complaints.examination_kind OR person IS NOT NULL)
);
alter table complaints.examination enable row level security;
create policy institution on complaints.examination for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on complaints.examination to sigap_app;

-- What each reporter says about one answer: whether it is solved, and three questions about the handling. Not the SKM.
create table complaints.feedback (
  institution_id uuid not null,
  complaint_id uuid not null,
  -- The answer in the story of the report under which theirs is handled.
  answer_seq smallint not null,
  at timestamp with time zone not null,
  verdict text,
  reason text,
  speed smallint,
  clarity smallint,
  overall smallint,
  comment text,
  PRIMARY KEY (institution_id, complaint_id, answer_seq),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  CHECK (verdict IS NULL OR verdict = 'solved'::text OR reason IS NOT NULL),
  CHECK (clarity >= 1 AND clarity <= 5),
  CHECK (overall >= 1 AND overall <= 5),
  CHECK (speed >= 1 AND speed <= 5),
  CHECK (verdict = ANY (ARRAY['solved'::text, 'partly'::text, 'unsolved'::text]))
);
CREATE INDEX feedback_institution_id_at_complaint_id_idx ON complaints.feedback USING btree (institution_id, at, complaint_id);
alter table complaints.feedback enable row level security;
create policy institution on complaints.feedback for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.feedback to sigap_app;

-- For a unit with all beneath it, a class, or both; of the same unit and class the newest that has begun counts.
create table complaints.four_eyes_rule (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid,
  class complaints.class,
  demanded boolean not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (length(source) >= 3 AND length(source) <= 500)
);
alter table complaints.four_eyes_rule enable row level security;
create policy institution on complaints.four_eyes_rule for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on complaints.four_eyes_rule to sigap_app;

create table complaints.handed_case (
  institution_id uuid not null,
  absence_id uuid not null,
  complaint_id uuid not null,
  PRIMARY KEY (institution_id, absence_id, complaint_id),
  FOREIGN KEY (institution_id, absence_id) REFERENCES complaints.absence(institution_id, id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id)
);
alter table complaints.handed_case enable row level security;
create policy institution on complaints.handed_case for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on complaints.handed_case to sigap_app;

-- An answer that waits for its second reader: the reporter has nothing of it yet, and the clocks go on.
create table complaints.held_answer (
  institution_id uuid not null,
  id uuid not null,
  complaint_id uuid not null,
  outcome complaints.outcome not null,
  body text not null,
  written_by uuid,
  written_at timestamp with time zone not null,
  -- 0 waits, 1 sent, 2 returned to its writer. A number, because row-level security keeps enum comparisons out of index conditions.
  state smallint not null default 0,
  decided_by uuid,
  decided_at timestamp with time zone,
  note text,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK ((state = 0) = (decided_at IS NULL)),
  CHECK (state <> 2 OR note IS NOT NULL),
  CHECK (length(note) >= 1 AND length(note) <= 12000),
  CHECK (state >= 0 AND state <= 2)
);
CREATE INDEX held_answer_institution_id_complaint_id_written_at_idx ON complaints.held_answer USING btree (institution_id, complaint_id, written_at DESC);
CREATE UNIQUE INDEX held_answer_waits ON complaints.held_answer USING btree (institution_id, complaint_id) WHERE (state = 0);
alter table complaints.held_answer enable row level security;
create policy institution on complaints.held_answer for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.held_answer to sigap_app;

-- Somebody asks to read who reported wrongdoing, somebody else decides.
create table complaints.identity_request (
  institution_id uuid not null,
  id uuid not null,
  complaint_id uuid not null,
  reason text not null,
  asked_by uuid not null,
  asked_at timestamp with time zone not null,
  granted boolean,
  decided_by uuid,
  decided_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK ((granted IS NULL) = (decided_at IS NULL) AND (granted IS NULL) = (decided_by IS NULL)),
  CHECK (decided_by IS DISTINCT FROM asked_by),
  CHECK (length(reason) >= 3 AND length(reason) <= 3500)
);
CREATE INDEX identity_request_institution_id_complaint_id_asked_at_idx ON complaints.identity_request USING btree (institution_id, complaint_id, asked_at DESC);
CREATE UNIQUE INDEX identity_request_waits ON complaints.identity_request USING btree (institution_id, complaint_id) WHERE (decided_at IS NULL);
alter table complaints.identity_request enable row level security;
create policy institution on complaints.identity_request for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.identity_request to sigap_app;

-- The same delivery sent twice by an API client, a webhook or an import gives the same complaint.
create table complaints.intake_key (
  institution_id uuid not null,
  source text not null,
  key text not null,
  complaint_id uuid not null,
  -- Fingerprint of what was sent, so that a key used for something else is told apart from a retry; empty where the key is a message id.
  print bytea,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, source, key),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(key) >= 1 AND length(key) <= 300),
  CHECK (length(source) >= 1 AND length(source) <= 100)
);
CREATE INDEX intake_key_institution_id_created_at_idx ON complaints.intake_key USING btree (institution_id, created_at);
alter table complaints.intake_key enable row level security;
create policy institution on complaints.intake_key for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.intake_key to sigap_app;

-- Where an institution takes the pictures of its maps from. Without a row no page shows a map and nothing is loaded.
create table complaints.map (
  institution_id uuid not null,
  -- Address with {z}, {x} and {y}; one that begins with / lies on the same server.
  tiles text not null,
  attribution text not null,
  attribution_url text,
  max_zoom smallint not null,
  -- What a map shows first, with longitude and zoom; without it the whole country.
  latitude numeric(8,5),
  longitude numeric(8,5),
  zoom smallint not null,
  changed_at timestamp with time zone not null,
  changed_by uuid,
  PRIMARY KEY (institution_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(attribution) >= 1 AND length(attribution) <= 200),
  CHECK (length(attribution_url) <= 500),
  CHECK ((latitude IS NULL) = (longitude IS NULL)),
  CHECK (latitude >= '-90'::integer::numeric AND latitude <= 90::numeric),
  CHECK (longitude >= '-180'::integer::numeric AND longitude <= 180::numeric),
  CHECK (max_zoom >= 1 AND max_zoom <= 22),
  CHECK (length(tiles) <= 500),
  CHECK (zoom >= 1 AND zoom <= 22)
);
alter table complaints.map enable row level security;
create policy institution on complaints.map for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.map to sigap_app;

-- Reports of the same matter that are handled as one. Each keeps its code, text, privacy and contact, so that a merge can be undone.
create table complaints.merge (
  institution_id uuid not null,
  id uuid not null,
  complaint_id uuid not null,
  into_id uuid not null,
  -- By an officer, or because the reporter joined a public report.
  how text not null,
  merged_at timestamp with time zone not null,
  merged_by uuid,
  undone_at timestamp with time zone,
  undone_by uuid,
  -- The reports from into_id up to the one under which all of them are handled now; of an undone merge, as it was.
  path uuid[] not null,
  -- The last of the path.
  survivor_id uuid not null,
  -- When it came under the survivor: the latest merge on the path.
  since timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id, into_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id, survivor_id) REFERENCES complaints.complaint(institution_id, id),
  CHECK (complaint_id <> into_id),
  CHECK (survivor_id = path[cardinality(path)]),
  CHECK (how = ANY (ARRAY['officer'::text, 'joined'::text]))
);
CREATE INDEX merge_institution_id_complaint_id_merged_at_idx ON complaints.merge USING btree (institution_id, complaint_id, merged_at);
CREATE INDEX merge_institution_id_into_id_idx ON complaints.merge USING btree (institution_id, into_id) WHERE (undone_at IS NULL);
CREATE INDEX merge_institution_id_survivor_id_idx ON complaints.merge USING btree (institution_id, survivor_id) WHERE (undone_at IS NULL);
CREATE UNIQUE INDEX merge_institution_id_complaint_id_idx ON complaints.merge USING btree (institution_id, complaint_id) WHERE (undone_at IS NULL);
alter table complaints.merge enable row level security;
create policy institution on complaints.merge for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.merge to sigap_app;

-- Who changed what the public reads, and why; append only.
create table complaints.moderation (
  institution_id uuid not null,
  id uuid not null,
  complaint_id uuid not null,
  act text not null,
  at timestamp with time zone not null,
  actor complaints.actor not null,
  account_id uuid,
  reason text,
  body text,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  CHECK (act = ANY (ARRAY['published'::text, 'hidden'::text, 'withdrawn'::text, 'part_withdrawn'::text, 'name_withdrawn'::text, 'objected'::text, 'reported'::text, 'kept'::text]))
);
CREATE INDEX moderation_institution_id_complaint_id_at_idx ON complaints.moderation USING btree (institution_id, complaint_id, at);
alter table complaints.moderation enable row level security;
create policy institution on complaints.moderation for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on complaints.moderation to sigap_app;

-- What the reporter was asked to pay for the service, beside what the service promises.
create table complaints.payment (
  institution_id uuid not null,
  complaint_id uuid not null,
  asked text not null,
  amount bigint,
  -- The tariff as it was shown to the reporter.
  official text not null,
  PRIMARY KEY (institution_id, complaint_id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  CHECK (amount >= 1 AND amount <= '100000000000'::bigint),
  CHECK (asked = ANY (ARRAY['no'::text, 'official'::text, 'more'::text])),
  CHECK (amount IS NULL OR asked <> 'no'::text)
);
alter table complaints.payment enable row level security;
create policy institution on complaints.payment for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.payment to sigap_app;

-- Where it happened, as far as the reporter told; the landmark in words is complaint.place.
create table complaints.place (
  institution_id uuid not null,
  complaint_id uuid not null,
  -- Kode wilayah Kemendagri of any level; a prefix finds everything beneath it.
  region_code text,
  rt smallint,
  rw smallint,
  -- Rounded when it comes in: to about 11 m, for secret reports to about 1 km.
  latitude numeric(8,5),
  longitude numeric(8,5),
  PRIMARY KEY (institution_id, complaint_id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (region_code) REFERENCES organization.region(code),
  CHECK ((latitude IS NULL) = (longitude IS NULL)),
  CHECK (COALESCE(region_code, rt::text, rw::text, latitude::text) IS NOT NULL),
  CHECK (latitude >= '-90'::integer::numeric AND latitude <= 90::numeric),
  CHECK (longitude >= '-180'::integer::numeric AND longitude <= 180::numeric),
  CHECK (rt >= 1 AND rt <= 999),
  CHECK (rw >= 1 AND rw <= 999)
);
CREATE INDEX place_institution_id_latitude_longitude_idx ON complaints.place USING btree (institution_id, latitude, longitude) WHERE (latitude IS NOT NULL);
CREATE INDEX place_institution_id_region_code_complaint_id_idx ON complaints.place USING btree (institution_id, region_code text_pattern_ops, complaint_id) WHERE (region_code IS NOT NULL);
alter table complaints.place enable row level security;
create policy institution on complaints.place for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.place to sigap_app;

-- Proofs of work that were handed in, until they expire: none counts twice.
create table complaints.proof_used (
  institution_id uuid not null,
  challenge text not null,
  expires_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, challenge),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(challenge) = 64)
);
CREATE INDEX proof_used_institution_id_expires_at_idx ON complaints.proof_used USING btree (institution_id, expires_at);
alter table complaints.proof_used enable row level security;
create policy institution on complaints.proof_used for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.proof_used to sigap_app;

-- What the public reads of a report: text a person has looked at. The original stays in complaints.complaint.
create table complaints.publication (
  institution_id uuid not null,
  complaint_id uuid not null,
  -- 0 not yet, 1 public, 2 hidden by an officer, 3 withdrawn by the reporter. Numbers, because row-level security keeps enum comparisons out of index conditions.
  shown smallint not null,
  -- What an officer has to look at: 0 nothing, 1 the report, 2 its answer, 3 an objection or a note of a reader.
  waits smallint not null,
  since timestamp with time zone not null,
  subject text,
  body text,
  answer text,
  -- The line of the story whose answer was looked at.
  answer_seq smallint,
  reason text,
  note text,
  reviewed_at timestamp with time zone,
  reviewed_by uuid,
  published_at timestamp with time zone,
  PRIMARY KEY (institution_id, complaint_id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  CHECK (shown <> 1 OR subject IS NOT NULL AND body IS NOT NULL AND reviewed_at IS NOT NULL AND published_at IS NOT NULL),
  CHECK (shown <> 2 OR reason IS NOT NULL),
  CHECK ((answer IS NULL) = (answer_seq IS NULL)),
  CHECK (reason = ANY (ARRAY['personal'::text, 'insult'::text, 'accusation'::text, 'advertising'::text, 'off_topic'::text, 'security'::text])),
  CHECK (shown >= 0 AND shown <= 3),
  CHECK (length(subject) >= 1 AND length(subject) <= 200),
  CHECK (waits >= 0 AND waits <= 3)
);
CREATE INDEX publication_institution_id_published_at_complaint_id_idx ON complaints.publication USING btree (institution_id, published_at DESC, complaint_id) WHERE (shown = 1);
CREATE INDEX publication_institution_id_waits_since_complaint_id_idx ON complaints.publication USING btree (institution_id, waits, since, complaint_id) WHERE (waits > 0);
alter table complaints.publication enable row level security;
create policy institution on complaints.publication for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.publication to sigap_app;

-- What somebody other than its writer says about an answer; each answer is reviewed once.
create table complaints.quality_review (
  institution_id uuid not null,
  complaint_id uuid not null,
  seq smallint not null,
  account_id uuid not null,
  at timestamp with time zone not null,
  clear boolean not null,
  complete boolean not null,
  polite boolean not null,
  solution boolean not null,
  note text,
  PRIMARY KEY (institution_id, complaint_id, seq),
  FOREIGN KEY (institution_id, complaint_id, seq) REFERENCES complaints.event(institution_id, complaint_id, seq),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(note) >= 1 AND length(note) <= 2000)
);
CREATE INDEX quality_review_institution_id_at_idx ON complaints.quality_review USING btree (institution_id, at);
alter table complaints.quality_review enable row level security;
create policy institution on complaints.quality_review for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on complaints.quality_review to sigap_app;

-- Of one date the one set last holds.
create table complaints.quality_rule (
  institution_id uuid not null,
  id uuid not null,
  -- Percent of the answers that a second person reviews.
  share smallint not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (share >= 0 AND share <= 100),
  CHECK (length(source) >= 3 AND length(source) <= 500)
);
alter table complaints.quality_rule enable row level security;
create policy institution on complaints.quality_rule for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on complaints.quality_rule to sigap_app;

create table complaints.quality_standard (
  share smallint not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (valid_from)
);
grant select on complaints.quality_standard to sigap_app;

-- Who may not see or handle this complaint, because it is about them, about somebody they lead, or because they said they have an interest.
create table complaints.recusal (
  institution_id uuid not null,
  complaint_id uuid not null,
  -- An account or an employee.
  person_id uuid not null,
  kind complaints.recusal_kind not null,
  reason text,
  at timestamp with time zone not null,
  -- Who recorded it.
  account_id uuid,
  PRIMARY KEY (institution_id, person_id, complaint_id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
CREATE INDEX recusal_institution_id_complaint_id_idx ON complaints.recusal USING btree (institution_id, complaint_id);
alter table complaints.recusal enable row level security;
create policy institution on complaints.recusal for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on complaints.recusal to sigap_app;

-- What other systems call this complaint: SP4N-LAPOR!, Open311, a chat, the thread of an e-mail.
create table complaints.reference (
  institution_id uuid not null,
  system text not null,
  external_id text not null,
  complaint_id uuid not null,
  data jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, system, external_id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(external_id) >= 1 AND length(external_id) <= 300),
  CHECK (system ~ '^[a-z0-9][a-z0-9_.:-]{0,60}$'::text)
);
CREATE INDEX reference_institution_id_complaint_id_idx ON complaints.reference USING btree (institution_id, complaint_id);
alter table complaints.reference enable row level security;
create policy institution on complaints.reference for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.reference to sigap_app;

-- Name, e-mail and telephone of who reported wrongdoing, as one sealed value. complaints.complaint holds none of them.
create table complaints.sealed_reporter (
  institution_id uuid not null,
  complaint_id uuid not null,
  content bytea not null,
  PRIMARY KEY (institution_id, complaint_id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table complaints.sealed_reporter enable row level security;
create policy institution on complaints.sealed_reporter for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.sealed_reporter to sigap_app;

-- What another unit contributes to one case; its coordinator can answer once all are done or waived.
create table complaints.task (
  institution_id uuid not null,
  id uuid not null,
  complaint_id uuid not null,
  unit_id uuid not null,
  title text not null,
  due_on date not null,
  -- 1: the unit was reminded on the day; 2: it was told that the day is over, and so was the coordinator.
  reminded smallint not null default 0,
  state complaints.task_state not null default 'open'::complaints.task_state,
  -- What the unit found or did; of a waived one, why it is not needed.
  answer text,
  created_at timestamp with time zone not null,
  created_by uuid,
  ended_at timestamp with time zone,
  ended_by uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK ((state = 'open'::complaints.task_state) = (ended_at IS NULL)),
  CHECK (state = 'open'::complaints.task_state OR answer IS NOT NULL),
  CHECK (reminded >= 0 AND reminded <= 2),
  CHECK (length(title) >= 1 AND length(title) <= 300)
);
CREATE INDEX task_institution_id_complaint_id_idx ON complaints.task USING btree (institution_id, complaint_id);
CREATE INDEX task_institution_id_unit_id_due_on_id_idx ON complaints.task USING btree (institution_id, unit_id, due_on, id) WHERE (ended_at IS NULL);
alter table complaints.task enable row level security;
create policy institution on complaints.task for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.task to sigap_app;

create table complaints.template (
  institution_id uuid not null,
  id uuid not null,
  -- Empty: for every unit of the institution.
  unit_id uuid,
  name text not null,
  body text not null,
  active boolean not null default true,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  PRIMARY KEY (institution_id, id),
  UNIQUE NULLS NOT DISTINCT (institution_id, unit_id, name),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (length(body) >= 1 AND length(body) <= 5000),
  CHECK (length(name) >= 1 AND length(name) <= 120)
);
alter table complaints.template enable row level security;
create policy institution on complaints.template for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.template to sigap_app;

-- Reports that came without a sign of a person, such as from a browser without script: an officer looks first, nothing is lost.
create table complaints.unproven (
  institution_id uuid not null,
  complaint_id uuid not null,
  reasons text[] not null,
  at timestamp with time zone not null,
  looked_at timestamp with time zone,
  looked_by uuid,
  PRIMARY KEY (institution_id, complaint_id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  CHECK (reasons <@ ARRAY['no_proof'::text, 'reused'::text, 'trap'::text, 'fast'::text] AND cardinality(reasons) > 0)
);
CREATE INDEX unproven_institution_id_at_idx ON complaints.unproven USING btree (institution_id, at) WHERE (looked_at IS NULL);
alter table complaints.unproven enable row level security;
create policy institution on complaints.unproven for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.unproven to sigap_app;

create table complaints.watcher (
  institution_id uuid not null,
  complaint_id uuid not null,
  account_id uuid not null,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, complaint_id, account_id),
  FOREIGN KEY (institution_id, account_id) REFERENCES people.account(institution_id, id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table complaints.watcher enable row level security;
create policy institution on complaints.watcher for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.watcher to sigap_app;

-- The most telling words of each report, under every unit it lay with: where similar ones are looked for. Word by word and newest first, because row-level security keeps full text out of index conditions, and so that a search reads as much in a large archive as in a small one. Whistleblowing has none.
create table complaints.word (
  institution_id uuid not null,
  unit_id uuid not null,
  word text not null,
  received_at timestamp with time zone not null,
  complaint_id uuid not null,
  PRIMARY KEY (institution_id, unit_id, word, received_at, complaint_id)
);
CREATE INDEX word_by_age ON complaints.word USING brin (institution_id, received_at);
alter table complaints.word enable row level security;
create policy institution on complaints.word for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on complaints.word to sigap_app;

-- Every complaint. Its words are for whoever sent them; what the public reads of it is v_publication, where hidden is not. The region is its district (kecamatan); the area is the middle of a square of about 2 km, latitude and longitude.
create view complaints.v_case as
 SELECT institution_id,
    id,
    code,
    unit_id,
    service_id,
    kind,
    channel,
    privacy,
    status,
    class,
    theme,
    outcome,
    subject,
    body,
    place,
    received_at,
    queue,
    queue_at,
    derived_events AS events,
    privacy = 'secret'::complaints.privacy OR kind = 'whistleblowing'::complaints.kind AS hidden,
    ( SELECT "left"(p.region_code, 8) AS "left"
           FROM complaints.place p
          WHERE p.institution_id = c.institution_id AND p.complaint_id = c.id AND length(p.region_code) >= 8) AS region,
    ( SELECT ((floor(p.latitude * 50::numeric) / 50::numeric + 0.01)::numeric(5,2) || ','::text) || (floor(p.longitude * 50::numeric) / 50::numeric + 0.01)::numeric(6,2)
           FROM complaints.place p
          WHERE p.institution_id = c.institution_id AND p.complaint_id = c.id AND p.latitude IS NOT NULL) AS area
   FROM complaints.complaint c;

-- The course of every complaint; of what was said, only the answers.
create view complaints.v_event as
 SELECT institution_id,
    complaint_id,
    seq,
    kind,
    at,
    actor,
    unit_id,
    outcome,
    reason,
        CASE
            WHEN kind = 'answered'::complaints.event_kind THEN body
            ELSE NULL::text
        END AS answer,
    ( SELECT count(*) AS count
           FROM complaints.attachment a
          WHERE a.institution_id = e.institution_id AND a.complaint_id = e.complaint_id AND a.event_seq = e.seq) AS files
   FROM complaints.event e;

-- Reports that are handled as part of another: which one that is, since when, how many lines the stories on the way to it have, and where it stands.
create view complaints.v_merge as
 SELECT m.institution_id,
    m.complaint_id,
    m.survivor_id,
    m.since,
    c.status,
    c.queue,
    c.queue_at,
    ( SELECT sum(p.derived_events)::integer AS sum
           FROM complaints.complaint p
          WHERE p.institution_id = m.institution_id AND (p.id = ANY (m.path))) AS events
   FROM complaints.merge m
     JOIN complaints.complaint c ON c.institution_id = m.institution_id AND c.id = m.survivor_id
  WHERE m.undone_at IS NULL;

-- Where a reporter said it happened, to about 100 m. Only for what the reporter let everybody read.
create view complaints.v_point as
 SELECT institution_id,
    complaint_id,
    round(latitude, 3)::double precision AS latitude,
    round(longitude, 3)::double precision AS longitude
   FROM complaints.place
  WHERE latitude IS NOT NULL;

-- What the public reads of a report: text a person has looked at. A report that is not here shows no word to the public.
create view complaints.v_publication as
 SELECT institution_id,
    complaint_id,
    subject,
    body,
    answer,
    answer_seq
   FROM complaints.publication
  WHERE shown = 1;

-- The lines of each story that other systems are told of, read from their own index.
create view complaints.v_told as
 SELECT institution_id,
    complaint_id,
    seq,
    at
   FROM complaints.event
  WHERE kind <> ALL (ARRAY['received'::complaints.event_kind, 'noted'::complaints.event_kind, 'informed'::complaints.event_kind, 'rated'::complaints.event_kind, 'classified'::complaints.event_kind, 'investigated'::complaints.event_kind, 'merged'::complaints.event_kind, 'unmerged'::complaints.event_kind, 'extended'::complaints.event_kind, 'objected'::complaints.event_kind, 'objection_decided'::complaints.event_kind, 'disputed'::complaints.event_kind, 'dispute_decided'::complaints.event_kind]);

CREATE OR REPLACE FUNCTION complaints.matching(words tsquery, in_units uuid[], in_queues smallint[], of_service uuid, of_theme text, due_before timestamp with time zone, after_at timestamp with time zone, after_id uuid, newest_first boolean, most integer, hidden uuid[], of_kind complaints.kind, of_account uuid, of_nobody boolean, walked integer, without_secret boolean DEFAULT false)
 RETURNS TABLE(id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 51
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
  direction constant text := case when newest_first then 'desc' else 'asc' end;
  -- A word that so many reports hold is still rare. All of them are read, wherever they lie: of more, a walk through the
  -- queue meets a page full sooner.
  few constant integer := 600;
  place constant text := format($q$c.institution_id = platform.current_institution() and c.unit_id %s
      and ($3 is null or c.service_id = $3) and ($5 is null or c.queue_at < $5)
      and ($6 is null or (c.queue_at, c.id) %s ($6, $7))$q$,
    case cardinality(in_units) when 1 then '= ($2)[1]' else '= any($2)' end, case when newest_first then '<' else '>' end);
  hit constant text := $q$c.search @@ $1 and ($4 is null or c.theme = $4) and c.id <> all($9)
      and ($10 is null or c.kind = $10)
      and ($11 is null or exists (select from complaints.assignment g where g.institution_id = c.institution_id
        and g.complaint_id = c.id and g.account_id = $11))
      and (not $12 or not exists (select from complaints.assignment g where g.institution_id = c.institution_id
        and g.complaint_id = c.id))$q$ || case when without_secret then $q$ and c.privacy <> 'secret'$q$ else '' end;
  sought tsquery;
  rare tsquery;
  expected float8;
  branches text;
  lying text;
  found uuid[];
  reached integer;
begin
  if walked is not null then
    -- ANALYZE has counted the common words; what it does not list is in fewer reports than any of them. Together they
    -- are in as many as if none had to do with another.
    with known as materialized (
      select k.lexeme, k.share from pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) k (lexeme, share)
      where s.schemaname = 'complaints' and s.tablename = 'complaint' and s.attname = 'search'
    ), asked as (
      select one.word, least(1, (select coalesce(sum(known.share), 0) from known
        where starts_with(known.lexeme, split_part(one.word, '''', 2)))) as share
      from string_to_table(words::text, ' & ') one (word) where length(one.word) > 6
    ), indexed as (
      select greatest(reltuples, 0) as reports from pg_class where oid = case when in_queues = array[4]::smallint[]
        then 'complaints.complaint_done_words' else 'complaints.complaint_open_words' end::regclass
    )
    select string_agg(word, ' & ')::tsquery, (string_agg(word, ' & ') filter (where share * reports <= few))::tsquery,
      min(reports) * exp(sum(ln(greatest(share, 1e-6))))
    into sought, rare, expected from asked cross join indexed;
    -- Common words that are rarely together: among open cases the index finds the few faster than a walk.
    if rare is null and expected <= few / 2 and in_queues <> array[4]::smallint[] then
      rare := sought;
    end if;
  end if;
  if rare is not null then
    -- The text index is written in two parts, and the planner takes one only where the condition names it.
    return query execute format($q$
      with holding as materialized (
        select c.* from complaints.complaint c where c.search @@ $13 and c.queue %s 4
          and c.institution_id = platform.current_institution())
      select c.id from holding c where %s and %s and c.queue = any($14) order by c.queue_at %s, c.id %4$s limit $8$q$,
      case when in_queues = array[4]::smallint[] then '=' else '<>' end, place, hit, direction)
    using words, in_units, of_service, of_theme, due_before, after_at, after_id, most, hidden, of_kind, of_account,
      of_nobody, rare, in_queues;
    return;
  end if;
  -- One branch for each queue: only an equality lets the planner read the index in the order of the deadlines.
  select string_agg(format($q$(
    select c.queue_at, c.id, %s as hit from complaints.complaint c where c.queue = %s and %s %s
    order by c.queue_at %s, c.id %5$s limit $13)$q$,
    case when walked is null then 'true' else hit end, queue, place, case when walked is null then 'and ' || hit else '' end,
    direction), ' union all '),
    string_agg(format($q$(select from complaints.complaint c where c.queue = %s and %s limit $13)$q$, queue, place), ' union all ')
  into branches, lying from unnest(in_queues) queue;
  -- Nothing is read beyond the last row of the page: only where too few are found does it matter how far one came.
  execute format($q$
    select array(select r.id from (select * from (%s) q order by q.queue_at %s, q.id %2$s limit $13) r
      where r.hit order by r.queue_at %2$s, r.id %2$s limit $8)$q$,
    branches, direction)
  into found
  using words, in_units, of_service, of_theme, due_before, after_at, after_id, most, hidden, of_kind, of_account,
    of_nobody, coalesce(walked, most);
  return query select unnest(found);
  if cardinality(found) < most and walked is not null then
    -- In no order: which they are does not matter.
    execute format('select count(*) from (select from (%s) b limit $13) q', lying) into reached
    using words, in_units, of_service, of_theme, due_before, after_at, after_id, most, hidden, of_kind, of_account,
      of_nobody, walked;
    if reached = walked then
      return query select null::uuid;
    end if;
  end if;
end $function$;
