-- Generated from the migrations by npm run generate.

create type conversations.author as enum ('citizen', 'officer', 'note', 'event');

create type conversations.happening as enum ('taken', 'handed', 'closed', 'silent', 'left', 'reopened', 'case', 'erased', 'file_refused', 'undeliverable', 'unanswered');

create type conversations.outcome as enum ('answered', 'case', 'silent', 'withdrawn', 'unserious', 'unanswered');

create type conversations.state as enum ('open', 'closed');

-- Answers written once, of the whole institution or of one unit.
create table conversations.canned (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid,
  shortcut text not null,
  name text not null,
  body text not null,
  active boolean not null,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (length(body) >= 1 AND length(body) <= 4000),
  CHECK (length(name) >= 1 AND length(name) <= 120),
  CHECK (shortcut ~ '^[a-z0-9-]{1,30}$'::text)
);
CREATE UNIQUE INDEX canned_institution_id_coalesce_shortcut_idx ON conversations.canned USING btree (institution_id, COALESCE(unit_id, '00000000-0000-0000-0000-000000000000'::uuid), shortcut);
alter table conversations.canned enable row level security;
create policy institution on conversations.canned for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on conversations.canned to sigap_app;

-- What one citizen asks in writing, and who answers.
create table conversations.conversation (
  institution_id uuid not null,
  id uuid not null,
  -- SHA-256 of the address under which the citizen reads on; the address itself is kept nowhere.
  token_hash bytea not null,
  -- SHA-256 of the key of the form that began it, so that a repeat finds it.
  start_key bytea,
  unit_id uuid not null,
  service_id uuid,
  name text,
  language text not null,
  state conversations.state not null default 'open'::conversations.state,
  outcome conversations.outcome,
  assignee_id uuid,
  opened_at timestamp with time zone not null,
  -- The oldest message of the citizen that nobody has answered.
  waiting_since timestamp with time zone,
  first_answered_at timestamp with time zone,
  last_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  last_seq integer not null,
  -- Their newest message.
  citizen_seq integer not null,
  -- The newest message their page has shown them, as far as it could say so.
  seen_seq integer not null default 0,
  -- The language a guess from letters takes it for.
  hint text,
  hint_sure boolean not null default false,
  complaint_id uuid,
  -- It became a report of wrongdoing: no officer reads it here any more.
  sealed boolean not null default false,
  -- The newest message that went to the address they left.
  mailed_seq integer not null default 0,
  email_sealed bytea,
  -- Only while an address is left: the link of the letter, under the key of the installation.
  token_sealed bytea,
  erased_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK ((email_sealed IS NULL) = (token_sealed IS NULL)),
  CHECK ((state = 'closed'::conversations.state) = (closed_at IS NOT NULL)),
  CHECK (state = 'open'::conversations.state OR waiting_since IS NULL),
  CHECK (hint = ANY (ARRAY['id'::text, 'jv'::text, 'su'::text, 'en'::text])),
  CHECK (language = ANY (ARRAY['id'::text, 'en'::text])),
  CHECK (length(name) <= 120),
  CHECK (length(start_key) = 32),
  CHECK (length(token_hash) = 32)
);
CREATE INDEX conversation_institution_id_closed_at_idx ON conversations.conversation USING btree (institution_id, closed_at) WHERE ((closed_at IS NOT NULL) AND (erased_at IS NULL));
CREATE INDEX conversation_institution_id_complaint_id_idx ON conversations.conversation USING btree (institution_id, complaint_id) WHERE (complaint_id IS NOT NULL);
CREATE INDEX conversation_institution_id_opened_at_idx ON conversations.conversation USING btree (institution_id, opened_at);
CREATE INDEX conversation_institution_id_unit_id_last_at_id_idx ON conversations.conversation USING btree (institution_id, unit_id, last_at DESC, id DESC);
CREATE INDEX conversation_institution_id_unit_id_waiting_since_idx ON conversations.conversation USING btree (institution_id, unit_id, waiting_since) WHERE (waiting_since IS NOT NULL);
CREATE UNIQUE INDEX conversation_institution_id_start_key_idx ON conversations.conversation USING btree (institution_id, start_key) WHERE (start_key IS NOT NULL);
CREATE UNIQUE INDEX conversation_institution_id_token_hash_idx ON conversations.conversation USING btree (institution_id, token_hash);
alter table conversations.conversation enable row level security;
create policy institution on conversations.conversation for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on conversations.conversation to sigap_app;

-- Words of both sides, notes among officers, and what happened in between. Erasing empties the words, not the rows.
create table conversations.message (
  institution_id uuid not null,
  conversation_id uuid not null,
  seq integer not null,
  author conversations.author not null,
  happening conversations.happening,
  account_id uuid,
  body text not null,
  -- Of a happening: to whom it was handed, the code of the case, or which file was not taken and why.
  detail text,
  file_id uuid,
  -- SHA-256 of the key of the form it came with, so that a repeat is known.
  key_hash bytea,
  by_mail boolean not null default false,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, conversation_id, seq),
  FOREIGN KEY (institution_id, conversation_id) REFERENCES conversations.conversation(institution_id, id),
  FOREIGN KEY (institution_id, file_id) REFERENCES platform.file(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(body) <= 4000),
  CHECK ((author = 'event'::conversations.author) = (happening IS NOT NULL)),
  CHECK (length(detail) <= 200),
  CHECK (length(key_hash) = 32),
  CHECK (seq > 0)
);
CREATE INDEX message_institution_id_file_id_idx ON conversations.message USING btree (institution_id, file_id) WHERE (file_id IS NOT NULL);
CREATE UNIQUE INDEX message_institution_id_conversation_id_key_hash_idx ON conversations.message USING btree (institution_id, conversation_id, key_hash) WHERE (key_hash IS NOT NULL);
alter table conversations.message enable row level security;
create policy institution on conversations.message for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on conversations.message to sigap_app;

-- Dated: a rule ends where the next one begins; of one date the one set last holds.
create table conversations.rule (
  institution_id uuid not null,
  id uuid not null,
  valid_from date not null,
  -- Minutes of working time within which the first answer is promised.
  answer_minutes integer not null,
  -- After these minutes an answer nobody has seen goes to the address that was left.
  away_minutes integer not null,
  -- Days without a word of the citizen after an answer, until it closes by itself.
  close_days integer not null,
  -- Days for which nobody answered, until it closes by itself and says so, so that its words are erased in their time too.
  unanswered_days integer not null,
  -- Days after closing, until names, words and files are erased.
  keep_days integer not null,
  source text not null,
  verified boolean not null,
  set_by uuid,
  set_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (answer_minutes >= 1 AND answer_minutes <= 10000),
  CHECK (away_minutes >= 1 AND away_minutes <= 1440),
  CHECK (close_days >= 1 AND close_days <= 90),
  CHECK (keep_days >= 1 AND keep_days <= 3650),
  CHECK (length(source) >= 3 AND length(source) <= 500),
  CHECK (unanswered_days >= 1 AND unanswered_days <= 365)
);
CREATE INDEX rule_institution_id_valid_from_set_at_idx ON conversations.rule USING btree (institution_id, valid_from, set_at);
alter table conversations.rule enable row level security;
create policy institution on conversations.rule for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on conversations.rule to sigap_app;

-- What holds where an institution has set nothing.
create table conversations.standard (
  valid_from date not null,
  answer_minutes integer not null,
  away_minutes integer not null,
  close_days integer not null,
  unanswered_days integer not null,
  keep_days integer not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (valid_from)
);
grant select on conversations.standard to sigap_app;
