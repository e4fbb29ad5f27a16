create schema channels;
select platform.slice_schema('channels');

create table channels.setting (
  institution_id uuid not null references organization.institution,
  secret bytea not null check (length(secret) = 32),
  mailbox text check (mailbox ~ '^[^@[:space:]]{1,60}@[^@[:space:]]{3,190}$'),
  mail_active boolean not null default false,
  keep_raw_days smallint not null default 30 check (keep_raw_days between 1 and 365),
  most_per_hour smallint not null default 20 check (most_per_hour between 1 and 1000),
  reply_pause_minutes smallint not null default 10 check (reply_pause_minutes between 1 and 1440),
  authserv_id text check (authserv_id ~ '^[a-z0-9._-]{1,200}$'),
  updated_at timestamptz not null,
  primary key (institution_id)
);
comment on column channels.setting.secret is 'Signs the address of each case; made at first use.';
comment on column channels.setting.mailbox is 'The address citizens write to; with +token in front of the @ it is the address of one case.';
comment on column channels.setting.authserv_id is 'Name under which the institution''s mail server writes Authentication-Results (RFC 8601); without it no sender is proven by that header.';
comment on column channels.setting.keep_raw_days is 'How long a mail is kept as it came in; its words stay on the case.';
select platform.tenant_table('channels.setting');

create type channels.mail_state as enum ('accepted', 'ignored', 'bounce', 'quarantine', 'rejected');

create table channels.mail (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  fingerprint bytea not null,
  state channels.mail_state not null,
  reason text,
  message_id text,
  sender text,
  sender_name text,
  subject text not null,
  words text not null,
  complaint_id uuid,
  suggested_id uuid,
  matter text,
  matter_id uuid,
  remarks jsonb not null default '[]',
  received_at timestamptz not null,
  replied_at timestamptz,
  raw bytea,
  raw_bytes integer not null,
  decided_by uuid,
  decided_at timestamptz,
  primary key (institution_id, id),
  unique (institution_id, fingerprint),
  check ((matter is null) = (matter_id is null)),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  foreign key (institution_id, suggested_id) references complaints.complaint (institution_id, id)
);
comment on table channels.mail is 'Every mail that came in and what became of it.';
comment on column channels.mail.fingerprint is 'The same mail by another road has the same one, so it is taken once.';
comment on column channels.mail.suggested_id is 'The case it speaks of without proof that its writer may add to it.';
comment on column channels.mail.matter is 'What else it answers to, such as a conversation; accepted there, nothing of it is kept here.';
comment on column channels.mail.remarks is 'Sentences about enclosures that were not taken.';
comment on column channels.mail.raw is 'As it came in, gzip; emptied after keep_raw_days.';
create index on channels.mail (institution_id, received_at desc, id desc);
create index on channels.mail (institution_id, sender, received_at);
create index on channels.mail (institution_id, complaint_id) where complaint_id is not null;
create index on channels.mail (institution_id, matter_id, received_at) where matter_id is not null;
create index mail_raw on channels.mail (institution_id, received_at) where raw is not null;
select platform.tenant_table('channels.mail');

create table channels.thread (
  institution_id uuid not null references organization.institution,
  message_hash bytea not null,
  complaint_id uuid,
  matter text,
  matter_id uuid,
  address text,
  outgoing boolean not null,
  message_id text not null,
  at timestamptz not null,
  primary key (institution_id, message_hash),
  check ((matter is null) = (matter_id is null) and (complaint_id is null) <> (matter is null)),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id)
);
comment on table channels.thread is 'Message-IDs of the letters of each case and of each other matter that is answered by mail. Ours hold random bits, so an answer to one is from whoever received it; theirs prove nothing.';
create index on channels.thread (institution_id, complaint_id, at) where complaint_id is not null;
create index on channels.thread (institution_id, matter_id, at) where matter_id is not null;
select platform.tenant_table('channels.thread');

create table channels.undeliverable (
  institution_id uuid not null references organization.institution,
  complaint_id uuid not null,
  address text not null,
  status text,
  at timestamptz not null,
  primary key (institution_id, complaint_id, address),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id)
);
comment on table channels.undeliverable is 'Addresses of a case that letters came back from.';
select platform.tenant_table('channels.undeliverable');

create table channels.failure (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  channel text not null check (channel in ('email', 'whatsapp', 'lapor', 'letter')),
  message text not null check (length(message) between 1 and 500),
  at timestamptz not null,
  primary key (institution_id, id)
);
comment on table channels.failure is 'What went wrong on a channel, for the page of the channels; kept for thirty days.';
create index on channels.failure (institution_id, channel, at desc);
select platform.tenant_table('channels.failure');
