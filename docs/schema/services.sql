-- Generated from the migrations by npm run generate.

create type services.channel as enum ('counter', 'online', 'mobile_unit', 'phone');

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
  active boolean not null default true,
  updated_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, slug),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK ((promise_days IS NULL) <> (promise_minutes IS NULL)),
  CHECK (cost >= 0 AND cost <= 1000000000),
  CHECK (length(name) >= 3 AND length(name) <= 200),
  CHECK (promise_days >= 1 AND promise_days <= 365),
  CHECK (promise_minutes >= 1 AND promise_minutes <= 1440),
  CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text AND length(slug) <= 80)
);
CREATE INDEX service_institution_id_unit_id_idx ON services.service USING btree (institution_id, unit_id);
alter table services.service enable row level security;
create policy institution on services.service for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on services.service to sigap_app;

-- What other slices' statements may join: the name of a service. Row-level security is the reader's.
create view services.v_service as
 SELECT institution_id,
    id,
    unit_id,
    name,
    slug,
    active
   FROM services.service;
