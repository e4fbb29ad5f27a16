create schema webhooks;
select platform.slice_schema('webhooks');

create table webhooks.type (
  code text primary key check (code ~ '^[a-z][a-z_]*\.[a-z][a-z_]*$'),
  title_id text not null,
  title_en text not null,
  fields text[] not null
);
comment on table webhooks.type is 'What other systems can be told about. Each slice inserts its own types in its migration.';
comment on column webhooks.type.fields is 'What the data of such a message hold, for the description of the API.';
select platform.reference_table('webhooks.type');
insert into webhooks.type values ('webhook.test', 'Pesan uji', 'Test message', '{test}');

create type webhooks.delivery_state as enum ('waiting', 'delivered', 'given_up');

create table webhooks.endpoint (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  name text not null check (length(name) between 1 and 100),
  url text not null check (length(url) <= 1000),
  types text[] not null check (cardinality(types) between 1 and 100),
  secret bytea not null,
  old_secret bytea,
  old_secret_until timestamptz,
  active boolean not null,
  stopped_reason text check (stopped_reason in ('gone', 'failing', 'person')),
  failing_since timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  primary key (institution_id, id)
);
comment on column webhooks.endpoint.secret is 'Sealed with the key of the installation; shown once to whoever made it.';
comment on column webhooks.endpoint.old_secret is 'Signs beside the new one for a day after a change, so that the receiver can follow.';
comment on column webhooks.endpoint.failing_since is 'First failure after the last success.';
select platform.tenant_table('webhooks.endpoint');

create table webhooks.message (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  type text not null references webhooks.type,
  at timestamptz not null,
  data jsonb not null,
  primary key (institution_id, id)
);
comment on table webhooks.message is 'What happened, once for all receivers. Kept for thirty days.';
create index on webhooks.message (institution_id, at);
select platform.tenant_table('webhooks.message');

create table webhooks.delivery (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  endpoint_id uuid not null,
  message_id uuid not null,
  state webhooks.delivery_state not null,
  attempts smallint not null,
  next_at timestamptz,
  last_at timestamptz,
  last_status smallint,
  last_error text,
  primary key (institution_id, id),
  unique (institution_id, endpoint_id, message_id),
  foreign key (institution_id, endpoint_id) references webhooks.endpoint (institution_id, id),
  foreign key (institution_id, message_id) references webhooks.message (institution_id, id)
);
create index on webhooks.delivery (institution_id, endpoint_id, id desc);
create index on webhooks.delivery (institution_id, message_id);
select platform.tenant_table('webhooks.delivery');

create table webhooks.attempt (
  institution_id uuid not null references organization.institution,
  delivery_id uuid not null,
  seq smallint not null,
  at timestamptz not null,
  milliseconds integer not null,
  status smallint,
  error text,
  reply text check (length(reply) <= 500),
  primary key (institution_id, delivery_id, seq),
  foreign key (institution_id, delivery_id) references webhooks.delivery (institution_id, id) on delete cascade
);
comment on column webhooks.attempt.reply is 'Beginning of what the receiver answered, for whoever looks for the mistake.';
select platform.tenant_table('webhooks.attempt');
insert into notifications.kind values
  ('webhooks.stopped', 'Webhook berhenti karena penerimanya tidak menjawab', 'A webhook stopped because its receiver does not answer', 'email', false, true);
