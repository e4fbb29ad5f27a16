-- Generated from the migrations by npm run generate.

create type people.assignment_act as enum ('assign', 'leave');

create type people.employment as enum ('pns', 'pppk', 'pppk_part_time');

create type people.gender as enum ('male', 'female');

create type people.import_kind as enum ('unit', 'position', 'employee');

create type people.import_outcome as enum ('new', 'changed', 'unchanged', 'refused');

-- refused: the file as a whole cannot be read.
create type people.import_state as enum ('reading', 'checking', 'checked', 'refused', 'applying', 'applied', 'discarded');

create table people.account (
  institution_id uuid not null,
  id uuid not null,
  employee_id uuid,
  name text not null,
  email text,
  nip text,
  password_hash text,
  language text not null default 'id'::text,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, employee_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (language = ANY (ARRAY['id'::text, 'en'::text]))
);
CREATE UNIQUE INDEX account_email ON people.account USING btree (institution_id, lower(email));
CREATE UNIQUE INDEX account_employee ON people.account USING btree (institution_id, employee_id);
CREATE UNIQUE INDEX account_nip ON people.account USING btree (institution_id, nip);
alter table people.account enable row level security;
create policy institution on people.account for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on people.account to sigap_app;

create table people.api_client (
  institution_id uuid not null,
  id uuid not null,
  name text not null,
  key text not null,
  -- SHA-256 of a secret of 256 random bits.
  secret_hash bytea not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, key),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table people.api_client enable row level security;
create policy institution on people.api_client for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on people.api_client to sigap_app;

-- Who worked where, as what and under whom, from when to when; the current one has no valid_to.
create table people.assignment (
  institution_id uuid not null,
  id uuid not null,
  employee_id uuid not null,
  unit_id uuid not null,
  position_id uuid not null,
  superior_id uuid,
  valid_from date not null,
  valid_to date,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, employee_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, position_id) REFERENCES organization."position"(institution_id, id),
  FOREIGN KEY (institution_id, superior_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (valid_to IS NULL OR valid_to > valid_from),
  CHECK (superior_id IS NULL OR superior_id <> employee_id)
);
CREATE INDEX assignment_institution_id_employee_id_valid_from_idx ON people.assignment USING btree (institution_id, employee_id, valid_from);
CREATE INDEX assignment_institution_id_superior_id_idx ON people.assignment USING btree (institution_id, superior_id) WHERE (valid_to IS NULL);
CREATE INDEX assignment_institution_id_unit_id_idx ON people.assignment USING btree (institution_id, unit_id) WHERE (valid_to IS NULL);
CREATE UNIQUE INDEX assignment_current ON people.assignment USING btree (institution_id, employee_id) WHERE (valid_to IS NULL);
alter table people.assignment enable row level security;
create policy institution on people.assignment for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on people.assignment to sigap_app;

-- Who will work where from a day to come, or no longer. On that day a row turns into people.assignment and is gone; one that is withdrawn is gone at once.
create table people.assignment_plan (
  institution_id uuid not null,
  id uuid not null,
  employee_id uuid not null,
  act people.assignment_act not null,
  -- May be a unit that opens by a plan, so there is no foreign key.
  unit_id uuid,
  position_id uuid,
  superior_id uuid,
  valid_from date not null,
  account_id uuid,
  made_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, employee_id, valid_from),
  FOREIGN KEY (institution_id, employee_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, position_id) REFERENCES organization."position"(institution_id, id),
  FOREIGN KEY (institution_id, superior_id) REFERENCES people.employee(institution_id, id),
  CHECK (act = 'leave'::people.assignment_act OR unit_id IS NOT NULL AND position_id IS NOT NULL),
  CHECK (superior_id IS NULL OR superior_id <> employee_id)
);
alter table people.assignment_plan enable row level security;
create policy institution on people.assignment_plan for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on people.assignment_plan to sigap_app;

-- Something half done in sign-in: a second factor to come, a passkey's question, a recovery link, a visit to a provider. Used once.
create table people.challenge (
  institution_id uuid not null,
  token_hash bytea not null,
  kind text not null,
  account_id uuid,
  data jsonb not null,
  expires_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, token_hash),
  FOREIGN KEY (institution_id, account_id) REFERENCES people.account(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
CREATE INDEX challenge_institution_id_expires_at_idx ON people.challenge USING btree (institution_id, expires_at);
alter table people.challenge enable row level security;
create policy institution on people.challenge for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on people.challenge to sigap_app;

create table people.employee (
  institution_id uuid not null,
  id uuid not null,
  -- NIP or NI PPPK, 18 digits.
  nip text not null,
  name text not null,
  email text,
  phone text,
  employment people.employment not null,
  gender people.gender,
  birth_date date,
  -- AES-256-GCM under the installation's key; shown masked.
  nik_encrypted bytea,
  active boolean not null default true,
  -- Since when this is a row without a name: the retention period of somebody who left is over.
  erased_at timestamp with time zone,
  -- Golongan ruang, I/a to IV/e; of a PPPK I to XVII.
  grade text,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, nip),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
CREATE INDEX employee_institution_id_name_id_idx ON people.employee USING btree (institution_id, name, id);
alter table people.employee enable row level security;
create policy institution on people.employee for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on people.employee to sigap_app;

-- Which roles are held only with a second factor; the newest row of a role counts. Append-only, so that what held on a day can be looked up.
create table people.factor_demand (
  institution_id uuid not null,
  id uuid not null,
  role_id uuid not null,
  demanded boolean not null,
  -- The grace date: from this day on nothing but setting one up is possible without a second factor; before it the person is led there and may go on.
  holds_from date,
  reason text not null,
  set_at timestamp with time zone not null,
  set_by uuid not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, role_id) REFERENCES roles.role(institution_id, id),
  CHECK (demanded = (holds_from IS NOT NULL)),
  CHECK (length(reason) >= 3 AND length(reason) <= 300)
);
CREATE INDEX factor_demand_institution_id_role_id_set_at_id_idx ON people.factor_demand USING btree (institution_id, role_id, set_at DESC, id DESC);
alter table people.factor_demand enable row level security;
create policy institution on people.factor_demand for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on people.factor_demand to sigap_app;

-- SHA-256 of the link with which the first institution is founded; outside every institution, empty once one exists.
create table people.founding_token (
  token_hash bytea not null,
  at timestamp with time zone not null,
  PRIMARY KEY (token_hash)
);
grant select, insert, delete on people.founding_token to sigap_app;

create table people.identity_provider (
  institution_id uuid not null,
  id uuid not null,
  name text not null,
  issuer text not null,
  client_id text not null,
  client_secret_sealed bytea not null,
  -- Which claim of the provider names the account; e-mail only counts when the provider has verified it.
  claim text not null,
  -- An administrator vouches that this provider asks everybody for a second factor; otherwise Sigap does, where a role demands it.
  asks_factor boolean not null default false,
  active boolean not null default true,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, issuer, client_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (claim = ANY (ARRAY['email'::text, 'nip'::text])),
  CHECK (issuer ~ '^https?://'::text),
  CHECK (length(name) >= 2 AND length(name) <= 80)
);
alter table people.identity_provider enable row level security;
create policy institution on people.identity_provider for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on people.identity_provider to sigap_app;

create table people.import (
  institution_id uuid not null,
  id uuid not null,
  kind people.import_kind not null,
  state people.import_state not null,
  file_name text not null,
  -- The uploaded file, sealed; empty as soon as it has been read.
  file bytea,
  rows integer not null default 0,
  created_rows integer not null default 0,
  changed_rows integer not null default 0,
  unchanged_rows integer not null default 0,
  refused_rows integer not null default 0,
  -- Why the whole file was refused, or why it has to be confirmed again; in both languages.
  problem jsonb,
  -- What the reader took for granted: separator, encoding, ignored columns.
  notes jsonb not null default '[]'::jsonb,
  account_id uuid,
  created_at timestamp with time zone not null,
  checked_at timestamp with time zone,
  confirmed_at timestamp with time zone,
  applied_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
CREATE INDEX import_institution_id_created_at_idx ON people.import USING btree (institution_id, created_at DESC);
alter table people.import enable row level security;
create policy institution on people.import for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on people.import to sigap_app;

-- How many rows the step under way has behind it; written beside the step's own transaction, so only ever updated.
create table people.import_progress (
  institution_id uuid not null,
  import_id uuid not null,
  done integer not null default 0,
  total integer not null default 0,
  PRIMARY KEY (institution_id, import_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, import_id) REFERENCES people.import(institution_id, id)
);
alter table people.import_progress enable row level security;
create policy institution on people.import_progress for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on people.import_progress to sigap_app;

create table people.import_row (
  institution_id uuid not null,
  import_id uuid not null,
  -- Row number in the file, as a spreadsheet shows it.
  "row" integer not null,
  outcome people.import_outcome,
  label text not null default ''::text,
  changes jsonb not null default '[]'::jsonb,
  problems jsonb not null default '[]'::jsonb,
  -- The cells as text, sealed because they may hold a NIK; empty once the import is over.
  data bytea,
  PRIMARY KEY (institution_id, import_id, "row"),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, import_id) REFERENCES people.import(institution_id, id)
);
CREATE INDEX import_row_institution_id_import_id_outcome_row_idx ON people.import_row USING btree (institution_id, import_id, outcome, "row");
alter table people.import_row enable row level security;
create policy institution on people.import_row for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on people.import_row to sigap_app;

create table people.known_device (
  institution_id uuid not null,
  account_id uuid not null,
  device_hash bytea not null,
  seen_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, account_id, device_hash),
  FOREIGN KEY (institution_id, account_id) REFERENCES people.account(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table people.known_device enable row level security;
create policy institution on people.known_device for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on people.known_device to sigap_app;

create table people.passkey (
  institution_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, credential_id),
  FOREIGN KEY (institution_id, account_id) REFERENCES people.account(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(name) >= 1 AND length(name) <= 100)
);
CREATE INDEX passkey_institution_id_account_id_idx ON people.passkey USING btree (institution_id, account_id);
alter table people.passkey enable row level security;
create policy institution on people.passkey for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on people.passkey to sigap_app;

-- Who at a provider an account belongs to, since the first sign-in: an address that is given to somebody else later opens nothing. Gone when the account is disabled.
create table people.provider_link (
  institution_id uuid not null,
  provider_id uuid not null,
  subject text not null,
  account_id uuid not null,
  PRIMARY KEY (institution_id, provider_id, subject),
  UNIQUE (institution_id, provider_id, account_id),
  FOREIGN KEY (institution_id, account_id) REFERENCES people.account(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, provider_id) REFERENCES people.identity_provider(institution_id, id),
  CHECK (length(subject) >= 1 AND length(subject) <= 255)
);
alter table people.provider_link enable row level security;
create policy institution on people.provider_link for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on people.provider_link to sigap_app;

-- For whoever lost the second factor: 120 random bits each, kept as SHA-256, each works once.
create table people.recovery_code (
  institution_id uuid not null,
  account_id uuid not null,
  code_hash bytea not null,
  created_at timestamp with time zone not null,
  used_at timestamp with time zone,
  PRIMARY KEY (institution_id, account_id, code_hash),
  FOREIGN KEY (institution_id, account_id) REFERENCES people.account(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table people.recovery_code enable row level security;
create policy institution on people.recovery_code for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on people.recovery_code to sigap_app;

create table people.session (
  institution_id uuid not null,
  -- SHA-256 of the 256-bit token; the token itself is only in the cookie.
  token_hash bytea not null,
  id uuid not null,
  account_id uuid not null,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  method text not null,
  ip text,
  agent text,
  -- A role demands a second factor that this person lacks: until it is set up nothing else is possible in this session.
  held boolean not null default false,
  -- Of a session that a provider vouched for: where the browser ends its session at the provider too, with the id token as a hint; sealed, gone with the session.
  sign_out_sealed bytea,
  PRIMARY KEY (institution_id, token_hash),
  FOREIGN KEY (institution_id, account_id) REFERENCES people.account(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
CREATE INDEX session_institution_id_account_id_idx ON people.session USING btree (institution_id, account_id);
alter table people.session enable row level security;
create policy institution on people.session for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on people.session to sigap_app;

create table people.sign_in_failure (
  institution_id uuid not null,
  id uuid not null,
  login_hash bytea not null,
  -- Set when the browser had signed in to this account before: such failures are counted apart, so that strangers cannot lock its owner out.
  device_hash bytea,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
CREATE INDEX sign_in_failure_institution_id_login_hash_at_idx ON people.sign_in_failure USING btree (institution_id, login_hash, at);
alter table people.sign_in_failure enable row level security;
create policy institution on people.sign_in_failure for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on people.sign_in_failure to sigap_app;

create table people.totp (
  institution_id uuid not null,
  account_id uuid not null,
  secret_sealed bytea not null,
  confirmed_at timestamp with time zone,
  -- The 30-second step of the last accepted code, so that no code works twice.
  last_step bigint not null default 0,
  PRIMARY KEY (institution_id, account_id),
  FOREIGN KEY (institution_id, account_id) REFERENCES people.account(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table people.totp enable row level security;
create policy institution on people.totp for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on people.totp to sigap_app;
