create schema notifications;
select platform.slice_schema('notifications');

create type notifications.channel as enum ('email', 'digest', 'inbox', 'none');
comment on type notifications.channel is 'email: inbox and a letter at once; digest: inbox and one letter a day; inbox: inbox only; none: not kept.';

create table notifications.kind (
  code text primary key check (code ~ '^[a-z][a-z_]*\.[a-z][a-z_]*$'),
  title_id text not null,
  title_en text not null,
  preset notifications.channel not null,
  required boolean not null default false,
  for_accounts boolean not null default true,
  check (not required or preset <> 'none')
);
comment on table notifications.kind is 'What one can be told about. Each slice inserts its own kinds in its migration.';
comment on column notifications.kind.preset is 'What happens while a person has chosen nothing.';
comment on column notifications.kind.required is 'Always goes the way of its preset, such as a link to change the password.';
comment on column notifications.kind.for_accounts is 'False for what only goes to citizens without an account; nobody is asked to choose about it.';
select platform.reference_table('notifications.kind');

create table notifications.message (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  recipient text not null,
  account_id uuid,
  email text,
  kind text not null references notifications.kind,
  key text not null check (length(key) between 1 and 200),
  title text not null check (length(title) between 1 and 200),
  body text not null check (length(body) <= 4000),
  href text not null check (length(href) <= 1000),
  created_at timestamptz not null,
  read_at timestamptz,
  delivery notifications.channel not null,
  mailed_at timestamptz,
  primary key (institution_id, id),
  unique (institution_id, recipient, key),
  foreign key (institution_id, account_id) references people.account (institution_id, id),
  check ((account_id is null) <> (email is null))
);
comment on column notifications.message.recipient is 'Account id, lower-case address, or a keyed sum of an address that is kept sealed: with the key it makes telling twice harmless.';
comment on column notifications.message.href is 'A path of this site, or a full https address.';
create index on notifications.message (institution_id, account_id, created_at desc, id desc);
create index message_unread on notifications.message (institution_id, account_id) where read_at is null;
create index message_digest on notifications.message (institution_id, account_id) where delivery = 'digest' and mailed_at is null;
select platform.tenant_table('notifications.message');

create table notifications.preference (
  institution_id uuid not null references organization.institution,
  account_id uuid not null,
  kind text not null references notifications.kind,
  channel notifications.channel not null,
  primary key (institution_id, account_id, kind),
  foreign key (institution_id, account_id) references people.account (institution_id, id)
);
select platform.tenant_table('notifications.preference');

create table notifications.refusal (
  institution_id uuid not null references organization.institution,
  address_hash bytea not null,
  kind text not null references notifications.kind,
  at timestamptz not null,
  primary key (institution_id, address_hash, kind)
);
comment on table notifications.refusal is 'Addresses without an account that unsubscribed; only their SHA-256 is kept.';
select platform.tenant_table('notifications.refusal');

create table notifications.key (
  institution_id uuid not null references organization.institution,
  secret bytea not null check (length(secret) = 32),
  primary key (institution_id)
);
comment on table notifications.key is 'Signs unsubscribe links; made at first use.';
select platform.tenant_table('notifications.key');
