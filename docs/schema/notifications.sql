-- Generated from the migrations by npm run generate.

-- email: inbox and a letter at once; digest: inbox and one letter a day; inbox: inbox only; none: not kept.
create type notifications.channel as enum ('email', 'digest', 'inbox', 'none');

-- Signs unsubscribe links; made at first use.
create table notifications.key (
  institution_id uuid not null,
  secret bytea not null,
  PRIMARY KEY (institution_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(secret) = 32)
);
alter table notifications.key enable row level security;
create policy institution on notifications.key for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on notifications.key to sigap_app;

-- What one can be told about. Each slice inserts its own kinds in its migration.
create table notifications.kind (
  code text not null,
  title_id text not null,
  title_en text not null,
  -- What happens while a person has chosen nothing.
  preset notifications.channel not null,
  -- Always goes the way of its preset, such as a link to change the password.
  required boolean not null default false,
  -- False for what only goes to citizens without an account; nobody is asked to choose about it.
  for_accounts boolean not null default true,
  PRIMARY KEY (code),
  CHECK (NOT required OR preset <> 'none'::notifications.channel),
  CHECK (code ~ '^[a-z][a-z_]*\.[a-z][a-z_]*$'::text)
);
grant select on notifications.kind to sigap_app;

create table notifications.message (
  institution_id uuid not null,
  id uuid not null,
  -- Account id, lower-case address, or a keyed sum of an address that is kept sealed: with the key it makes telling twice harmless.
  recipient text not null,
  account_id uuid,
  email text,
  kind text not null,
  key text not null,
  title text not null,
  body text not null,
  -- A path of this site, or a full https address.
  href text not null,
  created_at timestamp with time zone not null,
  read_at timestamp with time zone,
  delivery notifications.channel not null,
  mailed_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, recipient, key),
  FOREIGN KEY (institution_id, account_id) REFERENCES people.account(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (kind) REFERENCES notifications.kind(code),
  CHECK (length(body) <= 4000),
  CHECK ((account_id IS NULL) <> (email IS NULL)),
  CHECK (length(href) <= 1000),
  CHECK (length(key) >= 1 AND length(key) <= 200),
  CHECK (length(title) >= 1 AND length(title) <= 200)
);
CREATE INDEX message_digest ON notifications.message USING btree (institution_id, account_id) WHERE ((delivery = 'digest'::notifications.channel) AND (mailed_at IS NULL));
CREATE INDEX message_institution_id_account_id_created_at_id_idx ON notifications.message USING btree (institution_id, account_id, created_at DESC, id DESC);
CREATE INDEX message_unread ON notifications.message USING btree (institution_id, account_id) WHERE (read_at IS NULL);
alter table notifications.message enable row level security;
create policy institution on notifications.message for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on notifications.message to sigap_app;

create table notifications.preference (
  institution_id uuid not null,
  account_id uuid not null,
  kind text not null,
  channel notifications.channel not null,
  PRIMARY KEY (institution_id, account_id, kind),
  FOREIGN KEY (institution_id, account_id) REFERENCES people.account(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (kind) REFERENCES notifications.kind(code)
);
alter table notifications.preference enable row level security;
create policy institution on notifications.preference for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on notifications.preference to sigap_app;

-- Addresses without an account that unsubscribed; only their SHA-256 is kept.
create table notifications.refusal (
  institution_id uuid not null,
  address_hash bytea not null,
  kind text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, address_hash, kind),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (kind) REFERENCES notifications.kind(code)
);
alter table notifications.refusal enable row level security;
create policy institution on notifications.refusal for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on notifications.refusal to sigap_app;
