-- Generated from the migrations by npm run generate.

-- What must not be erased whatever its age: a court case, an audit, an investigation. Every slice that erases leaves these out.
create table retention.hold (
  institution_id uuid not null,
  id uuid not null,
  kind text not null,
  subject_id uuid not null,
  label text not null,
  reason text not null,
  set_at timestamp with time zone not null,
  set_by uuid,
  lifted_at timestamp with time zone,
  lifted_by uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (kind ~ '^[a-z_]{3,40}$'::text),
  CHECK (length(label) >= 1 AND length(label) <= 100),
  CHECK (length(reason) >= 3 AND length(reason) <= 3500)
);
CREATE UNIQUE INDEX hold_once ON retention.hold USING btree (institution_id, kind, subject_id) WHERE (lifted_at IS NULL);
alter table retention.hold enable row level security;
create policy institution on retention.hold for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on retention.hold to sigap_app;

-- How long personal data are kept after the matter ended. Nothing is erased where no rule holds, where it has no months, or where it is not verified.
create table retention.rule (
  institution_id uuid not null,
  id uuid not null,
  kind text not null,
  -- Months after the end; empty: kept without a period.
  months smallint,
  -- Whether what was written freely goes as well.
  with_text boolean not null default false,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (kind ~ '^[a-z_]{3,40}$'::text),
  CHECK (months >= 1 AND months <= 1200),
  CHECK (length(source) >= 3 AND length(source) <= 500)
);
CREATE INDEX rule_institution_id_kind_valid_from_created_at_idx ON retention.rule USING btree (institution_id, kind, valid_from DESC, created_at DESC);
alter table retention.rule enable row level security;
create policy institution on retention.rule for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on retention.rule to sigap_app;

create table retention.run (
  institution_id uuid not null,
  id uuid not null,
  kind text not null,
  rule_id uuid not null,
  -- What ended before this instant is erased: the period counted back from the start.
  ended_before timestamp with time zone not null,
  with_text boolean not null,
  planned integer not null,
  erased integer not null default 0,
  started_at timestamp with time zone not null,
  started_by uuid,
  finished_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, rule_id) REFERENCES retention.rule(institution_id, id),
  CHECK (erased >= 0),
  CHECK (planned >= 0)
);
CREATE INDEX run_institution_id_kind_started_at_idx ON retention.run USING btree (institution_id, kind, started_at DESC);
CREATE UNIQUE INDEX run_once ON retention.run USING btree (institution_id, kind) WHERE (finished_at IS NULL);
alter table retention.run enable row level security;
create policy institution on retention.run for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on retention.run to sigap_app;

create view retention.v_hold as
 SELECT institution_id,
    kind,
    subject_id
   FROM retention.hold
  WHERE lifted_at IS NULL;
