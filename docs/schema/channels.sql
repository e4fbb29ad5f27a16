-- Generated from the migrations by npm run generate.

create type channels.mail_state as enum ('accepted', 'ignored', 'bounce', 'quarantine', 'rejected');

-- Somebody who writes on a messaging channel.
create table channels.contact (
  institution_id uuid not null,
  id uuid not null,
  channel text not null,
  phone text,
  name text,
  -- The case their next message belongs to.
  complaint_id uuid,
  -- What was said so far while the questions before a new case are answered.
  dialog jsonb,
  dialog_at timestamp with time zone,
  -- Opens the 24 hours in which free text may be sent to them.
  last_inbound_at timestamp with time zone,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (channel = 'whatsapp'::text)
);
CREATE INDEX contact_dialog ON channels.contact USING btree (institution_id, dialog_at) WHERE (dialog IS NOT NULL);
alter table channels.contact enable row level security;
create policy institution on channels.contact for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on channels.contact to sigap_app;

create table channels.contact_case (
  institution_id uuid not null,
  complaint_id uuid not null,
  contact_id uuid not null,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, complaint_id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id, contact_id) REFERENCES channels.contact(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table channels.contact_case enable row level security;
create policy institution on channels.contact_case for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on channels.contact_case to sigap_app;

-- Every id the channel has called a contact by: number, business-scoped user id, and those of before a change of number.
create table channels.contact_name (
  institution_id uuid not null,
  channel text not null,
  external_id text not null,
  contact_id uuid not null,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, channel, external_id),
  FOREIGN KEY (institution_id, contact_id) REFERENCES channels.contact(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(external_id) >= 1 AND length(external_id) <= 160)
);
CREATE INDEX contact_name_institution_id_contact_id_at_idx ON channels.contact_name USING btree (institution_id, contact_id, at);
alter table channels.contact_name enable row level security;
create policy institution on channels.contact_name for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on channels.contact_name to sigap_app;

-- What went wrong on a channel, for the page of the channels; kept for thirty days.
create table channels.failure (
  institution_id uuid not null,
  id uuid not null,
  channel text not null,
  message text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (channel = ANY (ARRAY['email'::text, 'whatsapp'::text, 'lapor'::text, 'letter'::text])),
  CHECK (length(message) >= 1 AND length(message) <= 500)
);
CREATE INDEX failure_institution_id_channel_at_idx ON channels.failure USING btree (institution_id, channel, at DESC);
alter table channels.failure enable row level security;
create policy institution on channels.failure for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on channels.failure to sigap_app;

-- What SP4N-LAPOR! says about a case that was also reported there.
create table channels.lapor_case (
  institution_id uuid not null,
  tracking_id text not null,
  complaint_id uuid not null,
  class text,
  state text,
  disposed_on date,
  followed_on date,
  unit text,
  updated_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, tracking_id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(tracking_id) >= 3 AND length(tracking_id) <= 40)
);
CREATE INDEX lapor_case_institution_id_complaint_id_idx ON channels.lapor_case USING btree (institution_id, complaint_id);
alter table channels.lapor_case enable row level security;
create policy institution on channels.lapor_case for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on channels.lapor_case to sigap_app;

-- Which class of ours a class of SP4N-LAPOR! becomes, for reports from valid_from on; of one day the last revision holds, before channels.lapor_class_standard.
create table channels.lapor_class (
  institution_id uuid not null,
  -- Their word in small letters without signs.
  word text not null,
  -- Empty where a person decides.
  class text,
  valid_from date not null,
  revision smallint not null,
  source text not null,
  verified boolean not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  PRIMARY KEY (institution_id, word, valid_from, revision),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (class = ANY (ARRAY['light'::text, 'information'::text, 'aspiration'::text, 'ordinary'::text, 'oversight'::text, 'disclosure'::text])),
  CHECK (revision >= 1),
  CHECK (length(source) >= 3 AND length(source) <= 500),
  CHECK (length(word) >= 1 AND length(word) <= 100)
);
alter table channels.lapor_class enable row level security;
create policy institution on channels.lapor_class for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on channels.lapor_class to sigap_app;

create table channels.lapor_class_standard (
  word text not null,
  class text,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (word, valid_from)
);
grant select on channels.lapor_class_standard to sigap_app;

-- Which heading of the SP4N-LAPOR! export holds which field, where it differs from the usual one.
create table channels.lapor_column (
  institution_id uuid not null,
  field text not null,
  heading text not null,
  PRIMARY KEY (institution_id, field),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(heading) >= 1 AND length(heading) <= 200)
);
alter table channels.lapor_column enable row level security;
create policy institution on channels.lapor_column for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on channels.lapor_column to sigap_app;

-- A file from SP4N-LAPOR! between its check and its taking over; lines are emptied when it was taken over or after a week.
create table channels.lapor_import (
  institution_id uuid not null,
  id uuid not null,
  file_name text not null,
  headings jsonb not null,
  lines jsonb not null,
  numbers jsonb not null,
  created_by uuid,
  created_at timestamp with time zone not null,
  applied_at timestamp with time zone,
  counts jsonb,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
CREATE INDEX lapor_import_institution_id_created_at_id_idx ON channels.lapor_import USING btree (institution_id, created_at DESC, id DESC);
alter table channels.lapor_import enable row level security;
create policy institution on channels.lapor_import for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on channels.lapor_import to sigap_app;

-- Scans of paper letters; a draft until it has a case.
create table channels.letter (
  institution_id uuid not null,
  id uuid not null,
  file_id uuid not null,
  file_name text not null,
  number text,
  dated date,
  sender text,
  complaint_id uuid,
  uploaded_by uuid,
  uploaded_at timestamp with time zone not null,
  discarded_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id, file_id) REFERENCES platform.file(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
CREATE INDEX letter_institution_id_uploaded_at_id_idx ON channels.letter USING btree (institution_id, uploaded_at DESC, id DESC);
alter table channels.letter enable row level security;
create policy institution on channels.letter for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on channels.letter to sigap_app;

-- Every mail that came in and what became of it.
create table channels.mail (
  institution_id uuid not null,
  id uuid not null,
  -- The same mail by another road has the same one, so it is taken once.
  fingerprint bytea not null,
  state channels.mail_state not null,
  reason text,
  message_id text,
  sender text,
  sender_name text,
  subject text not null,
  words text not null,
  complaint_id uuid,
  -- The case it speaks of without proof that its writer may add to it.
  suggested_id uuid,
  -- What else it answers to, such as a conversation; accepted there, nothing of it is kept here.
  matter text,
  matter_id uuid,
  -- Sentences about enclosures that were not taken.
  remarks jsonb not null default '[]'::jsonb,
  received_at timestamp with time zone not null,
  replied_at timestamp with time zone,
  -- As it came in, gzip; emptied after keep_raw_days.
  raw bytea,
  raw_bytes integer not null,
  decided_by uuid,
  decided_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, fingerprint),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, suggested_id) REFERENCES complaints.complaint(institution_id, id),
  CHECK ((matter IS NULL) = (matter_id IS NULL))
);
CREATE INDEX mail_institution_id_complaint_id_idx ON channels.mail USING btree (institution_id, complaint_id) WHERE (complaint_id IS NOT NULL);
CREATE INDEX mail_institution_id_matter_id_received_at_idx ON channels.mail USING btree (institution_id, matter_id, received_at) WHERE (matter_id IS NOT NULL);
CREATE INDEX mail_institution_id_received_at_id_idx ON channels.mail USING btree (institution_id, received_at DESC, id DESC);
CREATE INDEX mail_institution_id_sender_received_at_idx ON channels.mail USING btree (institution_id, sender, received_at);
CREATE INDEX mail_raw ON channels.mail USING btree (institution_id, received_at) WHERE (raw IS NOT NULL);
alter table channels.mail enable row level security;
create policy institution on channels.mail for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on channels.mail to sigap_app;

create table channels.message (
  institution_id uuid not null,
  id uuid not null,
  contact_id uuid not null,
  complaint_id uuid,
  outgoing boolean not null,
  -- The channel's id of the message: a delivery that comes twice finds it here.
  external_id text,
  -- Of an outgoing one, the way it took: text within 24 hours, otherwise template or e-mail.
  kind text not null,
  body text not null,
  media_id text,
  media_type text,
  media_state text,
  event_seq smallint,
  at timestamp with time zone not null,
  sent_at timestamp with time zone,
  error text,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, external_id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id, contact_id) REFERENCES channels.contact(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (kind = ANY (ARRAY['text'::text, 'media'::text, 'template'::text, 'email'::text, 'other'::text])),
  CHECK (media_state = ANY (ARRAY['wanted'::text, 'kept'::text, 'refused'::text, 'gone'::text]))
);
CREATE INDEX message_institution_id_complaint_id_at_idx ON channels.message USING btree (institution_id, complaint_id, at) WHERE (complaint_id IS NOT NULL);
CREATE INDEX message_institution_id_contact_id_at_idx ON channels.message USING btree (institution_id, contact_id, at);
CREATE INDEX message_institution_id_idx ON channels.message USING btree (institution_id) WHERE (outgoing AND (sent_at IS NULL) AND (error IS NULL) AND (kind <> 'email'::text));
alter table channels.message enable row level security;
create policy institution on channels.message for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on channels.message to sigap_app;

-- What the channel said about a message, in whatever order: the furthest one counts.
create table channels.message_status (
  institution_id uuid not null,
  external_id text not null,
  status text not null,
  at timestamp with time zone not null,
  error text,
  PRIMARY KEY (institution_id, external_id, status),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (status = ANY (ARRAY['sent'::text, 'delivered'::text, 'read'::text, 'failed'::text]))
);
alter table channels.message_status enable row level security;
create policy institution on channels.message_status for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on channels.message_status to sigap_app;

-- The WhatsApp Cloud API of this institution, or what speaks like it. Its three secrets are sealed and never shown again.
create table channels.provider (
  institution_id uuid not null,
  graph_url text not null,
  phone_number_id text not null,
  display_phone text,
  -- Name of the approved template that may be sent outside the 24-hour window; without one e-mail is the way.
  template text,
  verify_sealed bytea not null,
  secret_sealed bytea not null,
  access_sealed bytea not null,
  active boolean not null,
  tested_at timestamp with time zone,
  test_result text,
  updated_at timestamp with time zone not null,
  PRIMARY KEY (institution_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (phone_number_id ~ '^[0-9]{3,40}$'::text)
);
alter table channels.provider enable row level security;
create policy institution on channels.provider for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on channels.provider to sigap_app;

create table channels.setting (
  institution_id uuid not null,
  -- Signs the address of each case; made at first use.
  secret bytea not null,
  -- The address citizens write to; with +token in front of the @ it is the address of one case.
  mailbox text,
  mail_active boolean not null default false,
  -- How long a mail is kept as it came in; its words stay on the case.
  keep_raw_days smallint not null default 30,
  most_per_hour smallint not null default 20,
  reply_pause_minutes smallint not null default 10,
  -- Name under which the institution's mail server writes Authentication-Results (RFC 8601); without it no sender is proven by that header.
  authserv_id text,
  updated_at timestamp with time zone not null,
  PRIMARY KEY (institution_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (authserv_id ~ '^[a-z0-9._-]{1,200}$'::text),
  CHECK (keep_raw_days >= 1 AND keep_raw_days <= 365),
  CHECK (mailbox ~ '^[^@[:space:]]{1,60}@[^@[:space:]]{3,190}$'::text),
  CHECK (most_per_hour >= 1 AND most_per_hour <= 1000),
  CHECK (reply_pause_minutes >= 1 AND reply_pause_minutes <= 1440),
  CHECK (length(secret) = 32)
);
alter table channels.setting enable row level security;
create policy institution on channels.setting for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on channels.setting to sigap_app;

-- The public post a case was taken from.
create table channels.social_post (
  institution_id uuid not null,
  complaint_id uuid not null,
  url text not null,
  platform text not null,
  author text,
  posted_on date,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, complaint_id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(url) >= 10 AND length(url) <= 1000)
);
CREATE UNIQUE INDEX social_post_institution_id_url_idx ON channels.social_post USING btree (institution_id, url);
alter table channels.social_post enable row level security;
create policy institution on channels.social_post for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on channels.social_post to sigap_app;

-- Message-IDs of the letters of each case and of each other matter that is answered by mail. Ours hold random bits, so an answer to one is from whoever received it; theirs prove nothing.
create table channels.thread (
  institution_id uuid not null,
  message_hash bytea not null,
  complaint_id uuid,
  matter text,
  matter_id uuid,
  address text,
  outgoing boolean not null,
  message_id text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, message_hash),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK ((matter IS NULL) = (matter_id IS NULL) AND (complaint_id IS NULL) <> (matter IS NULL))
);
CREATE INDEX thread_institution_id_complaint_id_at_idx ON channels.thread USING btree (institution_id, complaint_id, at) WHERE (complaint_id IS NOT NULL);
CREATE INDEX thread_institution_id_matter_id_at_idx ON channels.thread USING btree (institution_id, matter_id, at) WHERE (matter_id IS NOT NULL);
alter table channels.thread enable row level security;
create policy institution on channels.thread for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on channels.thread to sigap_app;

-- Addresses of a case that letters came back from.
create table channels.undeliverable (
  institution_id uuid not null,
  complaint_id uuid not null,
  address text not null,
  status text,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, complaint_id, address),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table channels.undeliverable enable row level security;
create policy institution on channels.undeliverable for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on channels.undeliverable to sigap_app;
