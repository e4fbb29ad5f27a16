-- Generated from the migrations by npm run generate.

create type webhooks.delivery_state as enum ('waiting', 'delivered', 'given_up');

create table webhooks.attempt (
  institution_id uuid not null,
  delivery_id uuid not null,
  seq smallint not null,
  at timestamp with time zone not null,
  milliseconds integer not null,
  status smallint,
  error text,
  -- Beginning of what the receiver answered, for whoever looks for the mistake.
  reply text,
  PRIMARY KEY (institution_id, delivery_id, seq),
  FOREIGN KEY (institution_id, delivery_id) REFERENCES webhooks.delivery(institution_id, id) ON DELETE CASCADE,
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(reply) <= 500)
);
alter table webhooks.attempt enable row level security;
create policy institution on webhooks.attempt for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on webhooks.attempt to sigap_app;

create table webhooks.delivery (
  institution_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  message_id uuid not null,
  state webhooks.delivery_state not null,
  attempts smallint not null,
  next_at timestamp with time zone,
  last_at timestamp with time zone,
  last_status smallint,
  last_error text,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, endpoint_id, message_id),
  FOREIGN KEY (institution_id, endpoint_id) REFERENCES webhooks.endpoint(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, message_id) REFERENCES webhooks.message(institution_id, id)
);
CREATE INDEX delivery_institution_id_endpoint_id_id_idx ON webhooks.delivery USING btree (institution_id, endpoint_id, id DESC);
CREATE INDEX delivery_institution_id_message_id_idx ON webhooks.delivery USING btree (institution_id, message_id);
alter table webhooks.delivery enable row level security;
create policy institution on webhooks.delivery for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on webhooks.delivery to sigap_app;

create table webhooks.endpoint (
  institution_id uuid not null,
  id uuid not null,
  name text not null,
  url text not null,
  types text[] not null,
  -- Sealed with the key of the installation; shown once to whoever made it.
  secret bytea not null,
  -- Signs beside the new one for a day after a change, so that the receiver can follow.
  old_secret bytea,
  old_secret_until timestamp with time zone,
  active boolean not null,
  stopped_reason text,
  -- First failure after the last success.
  failing_since timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(name) >= 1 AND length(name) <= 100),
  CHECK (stopped_reason = ANY (ARRAY['gone'::text, 'failing'::text, 'person'::text])),
  CHECK (cardinality(types) >= 1 AND cardinality(types) <= 100),
  CHECK (length(url) <= 1000)
);
alter table webhooks.endpoint enable row level security;
create policy institution on webhooks.endpoint for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on webhooks.endpoint to sigap_app;

-- What happened, once for all receivers. Kept for thirty days.
create table webhooks.message (
  institution_id uuid not null,
  id uuid not null,
  type text not null,
  at timestamp with time zone not null,
  data jsonb not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (type) REFERENCES webhooks.type(code)
);
CREATE INDEX message_institution_id_at_idx ON webhooks.message USING btree (institution_id, at);
alter table webhooks.message enable row level security;
create policy institution on webhooks.message for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on webhooks.message to sigap_app;

-- What other systems can be told about. Each slice inserts its own types in its migration.
create table webhooks.type (
  code text not null,
  title_id text not null,
  title_en text not null,
  -- What the data of such a message hold, for the description of the API.
  fields text[] not null,
  PRIMARY KEY (code),
  CHECK (code ~ '^[a-z][a-z_]*\.[a-z][a-z_]*$'::text)
);
grant select on webhooks.type to sigap_app;
