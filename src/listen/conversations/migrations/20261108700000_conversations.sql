create schema conversations;
select platform.slice_schema('conversations');

create type conversations.state as enum ('open', 'closed');
create type conversations.author as enum ('citizen', 'officer', 'note', 'event');
create type conversations.outcome as enum ('answered', 'case', 'silent', 'withdrawn', 'unserious', 'unanswered');
create type conversations.happening as enum ('taken', 'handed', 'closed', 'silent', 'left', 'reopened', 'case', 'erased',
  'file_refused', 'undeliverable', 'unanswered');

create table conversations.conversation (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  token_hash bytea not null check (length(token_hash) = 32),
  start_key bytea check (length(start_key) = 32),
  unit_id uuid not null,
  service_id uuid,
  name text check (length(name) <= 120),
  language text not null check (language in ('id', 'en')),
  state conversations.state not null default 'open',
  outcome conversations.outcome,
  assignee_id uuid,
  opened_at timestamptz not null,
  waiting_since timestamptz,
  first_answered_at timestamptz,
  last_at timestamptz not null,
  closed_at timestamptz,
  last_seq int not null,
  citizen_seq int not null,
  seen_seq int not null default 0,
  hint text check (hint in ('id', 'jv', 'su', 'en')),
  hint_sure boolean not null default false,
  complaint_id uuid,
  sealed boolean not null default false,
  mailed_seq int not null default 0,
  email_sealed bytea,
  token_sealed bytea,
  erased_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  check ((email_sealed is null) = (token_sealed is null)),
  check ((state = 'closed') = (closed_at is not null)),
  check (state = 'open' or waiting_since is null)
);
comment on table conversations.conversation is 'What one citizen asks in writing, and who answers.';
comment on column conversations.conversation.token_hash is 'SHA-256 of the address under which the citizen reads on; the address itself is kept nowhere.';
comment on column conversations.conversation.start_key is 'SHA-256 of the key of the form that began it, so that a repeat finds it.';
comment on column conversations.conversation.waiting_since is 'The oldest message of the citizen that nobody has answered.';
comment on column conversations.conversation.citizen_seq is 'Their newest message.';
comment on column conversations.conversation.seen_seq is 'The newest message their page has shown them, as far as it could say so.';
comment on column conversations.conversation.hint is 'The language a guess from letters takes it for.';
comment on column conversations.conversation.sealed is 'It became a report of wrongdoing: no officer reads it here any more.';
comment on column conversations.conversation.mailed_seq is 'The newest message that went to the address they left.';
comment on column conversations.conversation.token_sealed is 'Only while an address is left: the link of the letter, under the key of the installation.';
create unique index on conversations.conversation (institution_id, token_hash);
create unique index on conversations.conversation (institution_id, start_key) where start_key is not null;
create index on conversations.conversation (institution_id, unit_id, waiting_since) where waiting_since is not null;
create index on conversations.conversation (institution_id, unit_id, last_at desc, id desc);
create index on conversations.conversation (institution_id, complaint_id) where complaint_id is not null;
create index on conversations.conversation (institution_id, opened_at);
create index on conversations.conversation (institution_id, closed_at) where closed_at is not null and erased_at is null;
select platform.tenant_table('conversations.conversation');

create table conversations.message (
  institution_id uuid not null references organization.institution,
  conversation_id uuid not null,
  seq int not null check (seq > 0),
  author conversations.author not null,
  happening conversations.happening,
  account_id uuid,
  body text not null check (length(body) <= 4000),
  detail text check (length(detail) <= 200),
  file_id uuid,
  key_hash bytea check (length(key_hash) = 32),
  by_mail boolean not null default false,
  at timestamptz not null,
  primary key (institution_id, conversation_id, seq),
  foreign key (institution_id, conversation_id) references conversations.conversation (institution_id, id),
  foreign key (institution_id, file_id) references platform.file (institution_id, id),
  check ((author = 'event') = (happening is not null))
);
comment on table conversations.message is 'Words of both sides, notes among officers, and what happened in between. Erasing empties the words, not the rows.';
comment on column conversations.message.detail is 'Of a happening: to whom it was handed, the code of the case, or which file was not taken and why.';
comment on column conversations.message.key_hash is 'SHA-256 of the key of the form it came with, so that a repeat is known.';
create unique index on conversations.message (institution_id, conversation_id, key_hash) where key_hash is not null;
create index on conversations.message (institution_id, file_id) where file_id is not null;
select platform.tenant_table('conversations.message');

create table conversations.canned (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid,
  shortcut text not null check (shortcut ~ '^[a-z0-9-]{1,30}$'),
  name text not null check (length(name) between 1 and 120),
  body text not null check (length(body) between 1 and 4000),
  active boolean not null,
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on table conversations.canned is 'Answers written once, of the whole institution or of one unit.';
create unique index on conversations.canned (institution_id, coalesce(unit_id, '00000000-0000-0000-0000-000000000000'::uuid), shortcut);
select platform.tenant_table('conversations.canned');

create table conversations.standard (
  valid_from date primary key,
  answer_minutes int not null,
  away_minutes int not null,
  close_days int not null,
  unanswered_days int not null,
  keep_days int not null,
  source text not null,
  verified boolean not null
);
comment on table conversations.standard is 'What holds where an institution has set nothing.';
select platform.reference_table('conversations.standard');
insert into conversations.standard values
  ('2020-01-01', 60, 5, 3, 30, 180, 'Kebiasaan Sigap; belum ada peraturan yang menetapkan waktu jawab percakapan. Masa simpan mengikuti asas pembatasan penyimpanan, UU 27/2022 Pasal 16 ayat (2) huruf g.', false);

create table conversations.rule (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  valid_from date not null,
  answer_minutes int not null check (answer_minutes between 1 and 10000),
  away_minutes int not null check (away_minutes between 1 and 1440),
  close_days int not null check (close_days between 1 and 90),
  unanswered_days int not null check (unanswered_days between 1 and 365),
  keep_days int not null check (keep_days between 1 and 3650),
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  set_by uuid,
  set_at timestamptz not null,
  primary key (institution_id, id)
);
comment on table conversations.rule is 'Dated: a rule ends where the next one begins; of one date the one set last holds.';
create index on conversations.rule (institution_id, valid_from, set_at);
comment on column conversations.rule.answer_minutes is 'Minutes of working time within which the first answer is promised.';
comment on column conversations.rule.away_minutes is 'After these minutes an answer nobody has seen goes to the address that was left.';
comment on column conversations.rule.close_days is 'Days without a word of the citizen after an answer, until it closes by itself.';
comment on column conversations.rule.unanswered_days is 'Days for which nobody answered, until it closes by itself and says so, so that its words are erased in their time too.';
comment on column conversations.rule.keep_days is 'Days after closing, until names, words and files are erased.';
select platform.tenant_table('conversations.rule', 'append');

insert into notifications.kind values
  ('conversations.citizen', 'Jawaban atas pertanyaan Anda', 'Answer to your question', 'email', false, false),
  ('conversations.officer', 'Percakapan yang menunggu jawaban', 'Conversations that wait for an answer', 'inbox', false, true);

insert into webhooks.type values
  ('conversation.opened', 'Percakapan dimulai', 'Conversation opened', '{conversation,unit}'),
  ('conversation.answered', 'Percakapan dijawab pertama kali', 'Conversation answered for the first time', '{conversation,unit}'),
  ('conversation.closed', 'Percakapan ditutup', 'Conversation closed', '{conversation,unit,outcome}');
