-- Generated from the migrations by npm run generate.

create type services.channel as enum ('counter', 'online', 'mobile_unit', 'phone');

create type services.intake as enum ('counter', 'online', 'api', 'import');

create type services.outcome as enum ('completed', 'rejected', 'incomplete', 'no_show', 'withdrawn', 'lapsed');

create type services.standard_state as enum ('draft', 'submitted', 'approved', 'withdrawn');

-- Names of the 14 components, wording and thresholds that hold where an institution has set nothing of its own.
create table services.default_rule (
  key text not null,
  value text not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (key)
);
grant select on services.default_rule to sigap_app;

-- Projection: what each unit gave in each month that is over where the institution is; counted again every hour.
create table services.given_month (
  institution_id uuid not null,
  month date not null,
  unit_id uuid not null,
  ended integer not null,
  completed integer not null,
  digital integer not null,
  promised integer not null,
  on_time integer not null,
  PRIMARY KEY (institution_id, month, unit_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table services.given_month enable row level security;
create policy institution on services.given_month for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on services.given_month to sigap_app;

-- A unit's waiting hall; the token is in the address that its kiosk opens, so that numbers are taken in the hall only.
create table services.hall (
  institution_id uuid not null,
  unit_id uuid not null,
  kiosk_token text not null,
  PRIMARY KEY (institution_id, unit_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (length(kiosk_token) >= 16 AND length(kiosk_token) <= 64)
);
alter table services.hall enable row level security;
create policy institution on services.hall for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on services.hall to sigap_app;

-- A checked file of services given that waits to be applied; nothing about persons is in it.
create table services.import (
  institution_id uuid not null,
  id uuid not null,
  file_name text not null,
  -- Units of the services in it: whoever may record for all of them may see and apply it.
  units uuid[] not null,
  rows jsonb not null,
  problems jsonb not null,
  at timestamp with time zone not null,
  account_id uuid,
  applied_at timestamp with time zone,
  added integer,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
CREATE INDEX import_institution_id_at_idx ON services.import USING btree (institution_id, at);
alter table services.import enable row level security;
create policy institution on services.import for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on services.import to sigap_app;

-- Maklumat pelayanan of a unit; the newest signed one is shown, the others stay readable.
create table services.pledge (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  body text not null,
  place text not null,
  signed_on date not null,
  signer_name text not null,
  signer_title text not null,
  account_id uuid,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (length(body) >= 20 AND length(body) <= 2000)
);
CREATE INDEX pledge_institution_id_unit_id_signed_on_idx ON services.pledge USING btree (institution_id, unit_id, signed_on);
alter table services.pledge enable row level security;
create policy institution on services.pledge for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on services.pledge to sigap_app;

-- What a citizen sent with an online request; name and contact are erased some time after the end (rule keep_days).
create table services.request (
  institution_id uuid not null,
  transaction_id uuid not null,
  code text not null,
  applicant text,
  contact text,
  -- One entry per requirement: its name, whether it was mandatory, and the id of the file or the tick.
  answers jsonb not null,
  PRIMARY KEY (institution_id, transaction_id),
  UNIQUE (institution_id, code),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, transaction_id) REFERENCES services.transaction(institution_id, id),
  CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{10}$'::text)
);
alter table services.request enable row level security;
create policy institution on services.request for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on services.request to sigap_app;

-- The story of an online request, as its applicant reads it.
create table services.request_entry (
  institution_id uuid not null,
  id uuid not null,
  transaction_id uuid not null,
  at timestamp with time zone not null,
  kind text not null,
  body text not null default ''::text,
  account_id uuid,
  file_id uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, transaction_id) REFERENCES services.request(institution_id, transaction_id),
  CHECK (kind = ANY (ARRAY['sent'::text, 'asked'::text, 'added'::text, 'accepted'::text, 'ended'::text]))
);
CREATE INDEX request_entry_institution_id_transaction_id_at_idx ON services.request_entry USING btree (institution_id, transaction_id, at);
alter table services.request_entry enable row level security;
create policy institution on services.request_entry for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on services.request_entry to sigap_app;

-- What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.
create table services.rule (
  institution_id uuid not null,
  id uuid not null,
  key text not null,
  valid_from date not null,
  value text not null,
  source text not null,
  verified boolean not null,
  account_id uuid,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (key) REFERENCES services.default_rule(key),
  CHECK (length(source) >= 3 AND length(source) <= 500),
  CHECK (length(value) >= 1 AND length(value) <= 2000)
);
CREATE INDEX rule_institution_id_key_valid_from_at_idx ON services.rule USING btree (institution_id, key, valid_from, at);
alter table services.rule enable row level security;
create policy institution on services.rule for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on services.rule to sigap_app;

-- A public service and the published part of its standard (PermenPANRB 15/2014: six service delivery components).
create table services.service (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  name text not null,
  slug text not null,
  summary text not null default ''::text,
  product text not null,
  -- One requirement a line.
  requirements text not null default ''::text,
  -- One step a line.
  procedure text not null default ''::text,
  -- Working days from complete file to product; either this or promise_minutes.
  promise_days smallint,
  promise_minutes smallint,
  -- Rupiah; 0 is free of charge.
  cost bigint not null default 0,
  cost_note text not null default ''::text,
  channels services.channel[] not null,
  need text not null default 'other'::text,
  active boolean not null default true,
  updated_at timestamp with time zone not null,
  -- The version whose content the columns above repeat, for lists; null while no standard has been approved.
  standard_id uuid,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, slug),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK ((promise_days IS NULL) <> (promise_minutes IS NULL)),
  CHECK (cost >= 0 AND cost <= 1000000000),
  CHECK (length(name) >= 3 AND length(name) <= 200),
  CHECK (length(need) >= 1 AND length(need) <= 40),
  CHECK (promise_days >= 1 AND promise_days <= 365),
  CHECK (promise_minutes >= 1 AND promise_minutes <= 1440),
  CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text AND length(slug) <= 80)
);
CREATE INDEX service_institution_id_unit_id_idx ON services.service USING btree (institution_id, unit_id);
alter table services.service enable row level security;
create policy institution on services.service for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on services.service to sigap_app;

-- A version of a service's standard with all 14 components. In force is the approved one with the latest effective_from that has come; an approved version is never changed.
create table services.standard (
  institution_id uuid not null,
  id uuid not null,
  service_id uuid not null,
  version smallint not null,
  state services.standard_state not null,
  -- The 14 components; its shape is StandardContent in content.ts.
  content jsonb not null,
  -- Why the approver sent it back, or took the approval back before its day: then it never held.
  note text not null default ''::text,
  drafted_by uuid,
  drafted_at timestamp with time zone not null,
  submitted_by uuid,
  submitted_at timestamp with time zone,
  -- Everybody who ever wrote or submitted this version; none of them approves it.
  authors uuid[] not null default '{}'::uuid[],
  approved_by uuid,
  approved_at timestamp with time zone,
  decree_number text,
  decree_date date,
  effective_from date,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, service_id, version),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, service_id) REFERENCES services.service(institution_id, id),
  CHECK ((state = ANY (ARRAY['approved'::services.standard_state, 'withdrawn'::services.standard_state])) = (approved_at IS NOT NULL)),
  CHECK ((state = ANY (ARRAY['approved'::services.standard_state, 'withdrawn'::services.standard_state])) = (decree_number IS NOT NULL AND decree_date IS NOT NULL)),
  CHECK ((state = 'approved'::services.standard_state) = (effective_from IS NOT NULL)),
  CHECK (approved_by IS NULL OR approved_by IS DISTINCT FROM drafted_by),
  CHECK (approved_by IS NULL OR approved_by IS DISTINCT FROM submitted_by),
  CHECK (approved_by IS NULL OR (approved_by <> ALL (authors))),
  CHECK (length(decree_number) >= 1 AND length(decree_number) <= 120),
  CHECK (version > 0)
);
CREATE UNIQUE INDEX standard_effective ON services.standard USING btree (institution_id, service_id, effective_from) WHERE (effective_from IS NOT NULL);
CREATE UNIQUE INDEX standard_open ON services.standard USING btree (institution_id, service_id) WHERE (approved_at IS NULL);
alter table services.standard enable row level security;
create policy institution on services.standard for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on services.standard to sigap_app;

-- One service given to one person, from arrival to end; without anything about the person.
create table services.transaction (
  institution_id uuid not null,
  id uuid not null,
  service_id uuid not null,
  -- The unit that gave it, which later changes of the catalog do not touch.
  unit_id uuid not null,
  -- 0 waiting, 1 called, 2 being served, 3 ended.
  state smallint not null,
  channel services.intake not null,
  digital boolean not null,
  arrived_at timestamp with time zone not null,
  called_at timestamp with time zone,
  -- When the file was complete and the promised time began.
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  -- lapsed: a queue number of a day that is over, never called or called and never ended; counted by itself.
  outcome services.outcome,
  queue_on date,
  -- Of a hall of ours, counted from 1 each day.
  queue_number smallint,
  -- As the queue system of somebody else printed it, such as A012.
  queue_label text,
  desk text,
  -- The sender's own key, so that a record sent again is known.
  source_key text,
  -- The version of the standard whose promise counted.
  standard_id uuid,
  -- Projection: started_at plus the promised working time.
  due_at timestamp with time zone,
  -- Projection: ended by due_at; null where nothing was promised or nothing was completed.
  on_time boolean,
  officer_id uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, service_id) REFERENCES services.service(institution_id, id),
  CHECK (started_at >= arrived_at),
  CHECK (ended_at >= arrived_at AND ended_at >= started_at),
  CHECK ((outcome IS NULL) = (ended_at IS NULL)),
  CHECK ((state = 3) = (ended_at IS NOT NULL)),
  CHECK (length(desk) <= 40),
  CHECK (length(queue_label) >= 1 AND length(queue_label) <= 12),
  CHECK (queue_number > 0),
  CHECK (length(source_key) >= 1 AND length(source_key) <= 120),
  CHECK (state >= 0 AND state <= 3)
);
CREATE INDEX transaction_by_service ON services.transaction USING btree (institution_id, service_id, ended_at);
CREATE INDEX transaction_given ON services.transaction USING btree (institution_id, unit_id, ended_at) INCLUDE (outcome, digital, on_time) WHERE (ended_at IS NOT NULL);
CREATE INDEX transaction_open ON services.transaction USING btree (institution_id, unit_id, arrived_at) WHERE (state < 3);
CREATE UNIQUE INDEX transaction_key ON services.transaction USING btree (institution_id, source_key) WHERE (source_key IS NOT NULL);
CREATE UNIQUE INDEX transaction_number ON services.transaction USING btree (institution_id, unit_id, queue_on, queue_number) WHERE (queue_number IS NOT NULL);
alter table services.transaction enable row level security;
create policy institution on services.transaction for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on services.transaction to sigap_app;

-- What other slices' statements may join: the name of a service. Row-level security is the reader's.
create view services.v_service as
 SELECT institution_id,
    id,
    unit_id,
    name,
    slug,
    summary,
    active,
    updated_at
   FROM services.service;
