-- Generated from the migrations by npm run generate.

create type needs.act as enum ('created', 'measured', 'planned', 'ranked', 'flagged', 'approved', 'programmed', 'closed');

create type needs.origin as enum ('signal', 'gap', 'manual');

create type needs.status as enum ('draft', 'approved', 'programmed', 'closed');

-- Who did what to a need and why; reordering keeps its written reason here.
create table needs.event (
  institution_id uuid not null,
  id uuid not null,
  need_id uuid not null,
  act needs.act not null,
  at timestamp with time zone not null,
  account_id uuid,
  reason text,
  detail jsonb not null default '{}'::jsonb,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, need_id) REFERENCES needs.need(institution_id, id)
);
CREATE INDEX event_institution_id_need_id_id_idx ON needs.event USING btree (institution_id, need_id, id);
alter table needs.event enable row level security;
create policy institution on needs.event for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on needs.event to sigap_app;

-- The inputs of the priority as they were; append only, the newest counts. Empty while too few people are assessed.
create table needs.measurement (
  institution_id uuid not null,
  id uuid not null,
  need_id uuid not null,
  at timestamp with time zone not null,
  required numeric(4,2),
  -- Mean of max(0, required - actual) over the assessed, so that strengths do not hide gaps.
  shortfall numeric(4,2),
  -- Assessed people below their standard.
  reach integer,
  assessed integer,
  -- theme_weight times max(0, signal_z), capped; 0 without a signal.
  demand numeric(8,4) not null,
  signal_z numeric(8,4),
  theme_weight numeric(4,2),
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, need_id) REFERENCES needs.need(institution_id, id),
  CHECK ((required IS NULL) = (shortfall IS NULL) AND (required IS NULL) = (reach IS NULL))
);
CREATE INDEX measurement_institution_id_need_id_at_id_idx ON needs.measurement USING btree (institution_id, need_id, at DESC, id DESC);
alter table needs.measurement enable row level security;
create policy institution on needs.measurement for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on needs.measurement to sigap_app;

create table needs.need (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  -- A competency of the competency slice.
  competency_id uuid not null,
  signal_id uuid,
  origin needs.origin not null,
  title text not null,
  note text,
  status needs.status not null default 'draft'::needs.status,
  importance smallint not null,
  -- Where the committee put it; empty follows the computed priority.
  rank integer,
  -- Prioritas utama: stands before all that are not, whatever the computed priority.
  top boolean not null default false,
  top_reason text,
  -- Form and route of development (bentuk dan jalur), a word of the vocabulary (development_method).
  route text,
  provider text,
  schedule text,
  curriculum text,
  -- Rupiah.
  budget bigint,
  created_at timestamp with time zone not null,
  created_by uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (budget >= 0),
  CHECK ((origin = 'signal'::needs.origin) = (signal_id IS NOT NULL)),
  CHECK (top = (top_reason IS NOT NULL)),
  CHECK (importance >= 1 AND importance <= 5),
  CHECK (rank >= 1),
  CHECK (length(title) >= 5 AND length(title) <= 200)
);
CREATE INDEX need_institution_id_status_idx ON needs.need USING btree (institution_id, status);
CREATE UNIQUE INDEX need_per_signal ON needs.need USING btree (institution_id, signal_id, competency_id) WHERE (signal_id IS NOT NULL);
alter table needs.need enable row level security;
create policy institution on needs.need for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on needs.need to sigap_app;

-- What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.
create table needs.parameter (
  institution_id uuid not null,
  id uuid not null,
  key text not null,
  valid_from date not null,
  value numeric(8,4) not null,
  source text not null,
  verified boolean not null,
  account_id uuid,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (key) REFERENCES needs.parameter_standard(key),
  CHECK (length(source) >= 3 AND length(source) <= 500),
  CHECK (value >= 0::numeric)
);
CREATE INDEX parameter_institution_id_key_valid_from_at_idx ON needs.parameter USING btree (institution_id, key, valid_from, at);
alter table needs.parameter enable row level security;
create policy institution on needs.parameter for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on needs.parameter to sigap_app;

-- Parameters of the priority where an institution has set nothing of its own: lambda (weight of the citizens' signal), demand_max (cap of the demand).
create table needs.parameter_standard (
  key text not null,
  value numeric(8,4) not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (key)
);
grant select on needs.parameter_standard to sigap_app;
