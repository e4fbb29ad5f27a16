create schema open311;
select platform.slice_schema('open311');

create type open311.datatype as enum (
  'string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist');

create table open311.attribute (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  service_id uuid not null,
  code text not null check (code ~ '^[A-Za-z0-9_-]{1,40}$'),
  variable boolean not null,
  datatype open311.datatype not null,
  required boolean not null,
  description text not null check (length(description) between 1 and 300),
  datatype_description text not null default '',
  position smallint not null check (position >= 1),
  options jsonb not null default '[]',
  primary key (institution_id, id),
  unique (institution_id, service_id, code),
  unique (institution_id, service_id, position),
  foreign key (institution_id, service_id) references services.service (institution_id, id)
);
comment on table open311.attribute is 'What an Open311 client asks besides the text when it reports about this service.';
comment on column open311.attribute.variable is 'False: only words to read, nothing to answer.';
comment on column open311.attribute.options is 'For the two list types: [{key, name}].';
select platform.tenant_table('open311.attribute');

create table open311.definition (
  institution_id uuid not null references organization.institution,
  service_id uuid not null,
  updated_at timestamptz not null,
  primary key (institution_id, service_id),
  foreign key (institution_id, service_id) references services.service (institution_id, id)
);
comment on table open311.definition is 'When the questions of a service were last changed, for the changeset that clients compare.';
select platform.tenant_table('open311.definition');

create table open311.request (
  institution_id uuid not null references organization.institution,
  complaint_id uuid not null,
  client_id uuid not null,
  created_at timestamptz not null,
  lat numeric(9, 6) check (lat between -90 and 90),
  long numeric(9, 6) check (long between -180 and 180),
  address_id text,
  account_id text,
  media_url text,
  attributes jsonb not null default '{}',
  primary key (institution_id, complaint_id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  foreign key (institution_id, client_id) references people.api_client (institution_id, id)
);
comment on table open311.request is 'What came in through Open311 besides the complaint itself, and which client sent it.';
comment on column open311.request.media_url is 'As it was sent; never fetched by the server.';
create index on open311.request (institution_id, client_id, created_at);
select platform.tenant_table('open311.request');

create table open311.received_update (
  institution_id uuid not null references organization.institution,
  client_id uuid not null,
  update_id text not null check (length(update_id) between 1 and 200),
  complaint_id uuid not null,
  seq smallint not null,
  at timestamptz not null,
  primary key (institution_id, client_id, update_id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id)
);
comment on table open311.received_update is 'Updates a client has sent, so that the same one sent again adds nothing.';
select platform.tenant_table('open311.received_update', 'append');

create table open311.endpoint (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  name text not null check (length(name) between 3 and 150),
  url text not null check (url ~ '^https?://' and length(url) <= 500),
  jurisdiction_id text not null default '',
  service_code text not null check (length(service_code) between 1 and 200),
  sealed_key bytea not null,
  active boolean not null default true,
  created_at timestamptz not null,
  primary key (institution_id, id),
  unique (institution_id, name)
);
comment on table open311.endpoint is 'Another institution''s Open311 server, to which cases beyond our duty are passed on.';
select platform.tenant_table('open311.endpoint');

create type open311.forwarding_state as enum ('waiting', 'sent', 'failed');
create table open311.forwarding (
  institution_id uuid not null references organization.institution,
  complaint_id uuid not null,
  endpoint_id uuid not null,
  state open311.forwarding_state not null,
  remote_id text,
  remote_status text,
  remote_notes text,
  problem text,
  attempts smallint not null default 0,
  created_at timestamptz not null,
  sent_at timestamptz,
  polled_at timestamptz,
  primary key (institution_id, complaint_id, endpoint_id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  foreign key (institution_id, endpoint_id) references open311.endpoint (institution_id, id)
);
comment on column open311.forwarding.remote_id is 'service_request_id at the other server.';
select platform.tenant_table('open311.forwarding');

create table open311.sent_update (
  institution_id uuid not null references organization.institution,
  complaint_id uuid not null,
  endpoint_id uuid not null,
  seq smallint not null,
  state open311.forwarding_state not null,
  remote_update_id text,
  attempts smallint not null default 0,
  at timestamptz not null,
  primary key (institution_id, complaint_id, endpoint_id, seq),
  foreign key (institution_id, complaint_id, endpoint_id)
    references open311.forwarding (institution_id, complaint_id, endpoint_id)
);
comment on table open311.sent_update is 'News of a case that were passed on after the case itself, by their place in its story.';
comment on column open311.sent_update.remote_update_id is 'update_id at the other server, so that its own list does not bring them back.';
select platform.tenant_table('open311.sent_update');

create table open311.heard_update (
  institution_id uuid not null references organization.institution,
  endpoint_id uuid not null,
  update_id text not null check (length(update_id) between 1 and 200),
  at timestamptz not null,
  primary key (institution_id, endpoint_id, update_id),
  foreign key (institution_id, endpoint_id) references open311.endpoint (institution_id, id)
);
comment on table open311.heard_update is 'Updates of another server that stand in a story here, so that none stands there twice.';
select platform.tenant_table('open311.heard_update', 'append');
