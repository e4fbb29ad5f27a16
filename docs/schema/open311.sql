-- Generated from the migrations by npm run generate.

create type open311.datatype as enum ('string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist');

create type open311.forwarding_state as enum ('waiting', 'sent', 'failed');

-- What an Open311 client asks besides the text when it reports about this service.
create table open311.attribute (
  institution_id uuid not null,
  id uuid not null,
  service_id uuid not null,
  code text not null,
  -- False: only words to read, nothing to answer.
  variable boolean not null,
  datatype open311.datatype not null,
  required boolean not null,
  description text not null,
  datatype_description text not null default ''::text,
  "position" smallint not null,
  -- For the two list types: [{key, name}].
  options jsonb not null default '[]'::jsonb,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, service_id, code),
  UNIQUE (institution_id, service_id, "position"),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, service_id) REFERENCES services.service(institution_id, id),
  CHECK (code ~ '^[A-Za-z0-9_-]{1,40}$'::text),
  CHECK (length(description) >= 1 AND length(description) <= 300),
  CHECK ("position" >= 1)
);
alter table open311.attribute enable row level security;
create policy institution on open311.attribute for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on open311.attribute to sigap_app;

-- When the questions of a service were last changed, for the changeset that clients compare.
create table open311.definition (
  institution_id uuid not null,
  service_id uuid not null,
  updated_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, service_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, service_id) REFERENCES services.service(institution_id, id)
);
alter table open311.definition enable row level security;
create policy institution on open311.definition for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on open311.definition to sigap_app;

-- Another institution's Open311 server, to which cases beyond our duty are passed on.
create table open311.endpoint (
  institution_id uuid not null,
  id uuid not null,
  name text not null,
  url text not null,
  jurisdiction_id text not null default ''::text,
  service_code text not null,
  sealed_key bytea not null,
  active boolean not null default true,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, name),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(name) >= 3 AND length(name) <= 150),
  CHECK (length(service_code) >= 1 AND length(service_code) <= 200),
  CHECK (url ~ '^https?://'::text AND length(url) <= 500)
);
alter table open311.endpoint enable row level security;
create policy institution on open311.endpoint for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on open311.endpoint to sigap_app;

create table open311.forwarding (
  institution_id uuid not null,
  complaint_id uuid not null,
  endpoint_id uuid not null,
  state open311.forwarding_state not null,
  -- service_request_id at the other server.
  remote_id text,
  remote_status text,
  remote_notes text,
  problem text,
  attempts smallint not null default 0,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  polled_at timestamp with time zone,
  PRIMARY KEY (institution_id, complaint_id, endpoint_id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id, endpoint_id) REFERENCES open311.endpoint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table open311.forwarding enable row level security;
create policy institution on open311.forwarding for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on open311.forwarding to sigap_app;

-- Updates of another server that stand in a story here, so that none stands there twice.
create table open311.heard_update (
  institution_id uuid not null,
  endpoint_id uuid not null,
  update_id text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, endpoint_id, update_id),
  FOREIGN KEY (institution_id, endpoint_id) REFERENCES open311.endpoint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(update_id) >= 1 AND length(update_id) <= 200)
);
alter table open311.heard_update enable row level security;
create policy institution on open311.heard_update for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on open311.heard_update to sigap_app;

-- Updates a client has sent, so that the same one sent again adds nothing.
create table open311.received_update (
  institution_id uuid not null,
  client_id uuid not null,
  update_id text not null,
  complaint_id uuid not null,
  seq smallint not null,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, client_id, update_id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(update_id) >= 1 AND length(update_id) <= 200)
);
alter table open311.received_update enable row level security;
create policy institution on open311.received_update for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on open311.received_update to sigap_app;

-- What came in through Open311 besides the complaint itself, and which client sent it.
create table open311.request (
  institution_id uuid not null,
  complaint_id uuid not null,
  client_id uuid not null,
  created_at timestamp with time zone not null,
  lat numeric(9,6),
  long numeric(9,6),
  address_id text,
  account_id text,
  -- As it was sent; never fetched by the server.
  media_url text,
  attributes jsonb not null default '{}'::jsonb,
  PRIMARY KEY (institution_id, complaint_id),
  FOREIGN KEY (institution_id, client_id) REFERENCES people.api_client(institution_id, id),
  FOREIGN KEY (institution_id, complaint_id) REFERENCES complaints.complaint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (lat >= '-90'::integer::numeric AND lat <= 90::numeric),
  CHECK (long >= '-180'::integer::numeric AND long <= 180::numeric)
);
CREATE INDEX request_institution_id_client_id_created_at_idx ON open311.request USING btree (institution_id, client_id, created_at);
alter table open311.request enable row level security;
create policy institution on open311.request for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on open311.request to sigap_app;

-- News of a case that were passed on after the case itself, by their place in its story.
create table open311.sent_update (
  institution_id uuid not null,
  complaint_id uuid not null,
  endpoint_id uuid not null,
  seq smallint not null,
  state open311.forwarding_state not null,
  -- update_id at the other server, so that its own list does not bring them back.
  remote_update_id text,
  attempts smallint not null default 0,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, complaint_id, endpoint_id, seq),
  FOREIGN KEY (institution_id, complaint_id, endpoint_id) REFERENCES open311.forwarding(institution_id, complaint_id, endpoint_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table open311.sent_update enable row level security;
create policy institution on open311.sent_update for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on open311.sent_update to sigap_app;
