-- Generated from the migrations by npm run generate.

create type policy.state as enum ('draft', 'applied', 'evaluating', 'amended', 'revoked');

-- When a policy is evaluated, where an institution has set nothing of its own.
create table policy.default_rule (
  key text not null,
  value smallint not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (key),
  CHECK (value >= 1 AND value <= 120)
);
grant select on policy.default_rule to sigap_app;

-- One look at an applied policy: as many months before and after the day from which it applied.
create table policy.evaluation (
  institution_id uuid not null,
  id uuid not null,
  policy_id uuid not null,
  opened_at timestamp with time zone not null,
  opened_by uuid,
  before_from date not null,
  before_to date not null,
  after_from date not null,
  after_to date not null,
  finding text,
  decision text,
  decided_by uuid,
  decided_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, policy_id) REFERENCES policy.policy(institution_id, id),
  CHECK ((decision IS NULL) = (decided_at IS NULL)),
  CHECK (decision IS NULL OR finding IS NOT NULL),
  CHECK (decision = ANY (ARRAY['continue'::text, 'amend'::text, 'revoke'::text]))
);
CREATE UNIQUE INDEX evaluation_open ON policy.evaluation USING btree (institution_id, policy_id) WHERE (decided_at IS NULL);
alter table policy.evaluation enable row level security;
create policy institution on policy.evaluation for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on policy.evaluation to sigap_app;

-- What was measured, as it was on that day; values of too few answers are null.
create table policy.measure (
  institution_id uuid not null,
  id uuid not null,
  evaluation_id uuid not null,
  kind text not null,
  label text not null,
  before_value numeric,
  before_count integer,
  after_value numeric,
  after_count integer,
  unit text not null,
  source text not null,
  made_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, evaluation_id) REFERENCES policy.evaluation(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (kind = ANY (ARRAY['skm'::text, 'answered'::text, 'other'::text])),
  CHECK (length(label) >= 3 AND length(label) <= 200)
);
CREATE INDEX measure_institution_id_evaluation_id_made_at_idx ON policy.measure USING btree (institution_id, evaluation_id, made_at);
alter table policy.measure enable row level security;
create policy institution on policy.measure for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on policy.measure to sigap_app;

-- rancangan (draft) → diterapkan (applied) → evaluasi (evaluating) → diterapkan, diubah (amended) or dicabut (revoked).
create table policy.policy (
  institution_id uuid not null,
  id uuid not null,
  number text,
  title text not null,
  kind text not null,
  unit_id uuid not null,
  -- What should be different for citizens or staff: what an evaluation measures.
  purpose text not null,
  basis text not null,
  address text,
  file_id uuid,
  state policy.state not null,
  replaces_id uuid,
  applied_on date,
  next_evaluation_on date,
  -- The evaluation date for which the unit was reminded.
  reminded_for date,
  ended_on date,
  ended_reason text,
  made_by uuid,
  made_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, replaces_id) REFERENCES policy.policy(institution_id, id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK ((state = 'draft'::policy.state) = (applied_on IS NULL)),
  CHECK (state = 'draft'::policy.state OR number IS NOT NULL),
  CHECK ((state = ANY (ARRAY['amended'::policy.state, 'revoked'::policy.state])) = (ended_on IS NOT NULL)),
  CHECK (kind = ANY (ARRAY['regulation'::text, 'decision'::text, 'circular'::text, 'procedure'::text, 'standard'::text, 'other'::text])),
  CHECK (length(purpose) >= 10 AND length(purpose) <= 2000),
  CHECK (length(title) >= 5 AND length(title) <= 300)
);
CREATE INDEX policy_institution_id_next_evaluation_on_idx ON policy.policy USING btree (institution_id, next_evaluation_on) WHERE (next_evaluation_on IS NOT NULL);
CREATE UNIQUE INDEX policy_number ON policy.policy USING btree (institution_id, kind, number) WHERE (number IS NOT NULL);
CREATE UNIQUE INDEX policy_successor ON policy.policy USING btree (institution_id, replaces_id) WHERE (replaces_id IS NOT NULL);
alter table policy.policy enable row level security;
create policy institution on policy.policy for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on policy.policy to sigap_app;

-- What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.
create table policy.rule (
  institution_id uuid not null,
  id uuid not null,
  key text not null,
  valid_from date not null,
  value smallint not null,
  source text not null,
  verified boolean not null,
  account_id uuid,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (key) REFERENCES policy.default_rule(key),
  CHECK (length(source) >= 3 AND length(source) <= 500),
  CHECK (value >= 1 AND value <= 120)
);
CREATE INDEX rule_institution_id_key_valid_from_at_idx ON policy.rule USING btree (institution_id, key, valid_from, at);
alter table policy.rule enable row level security;
create policy institution on policy.rule for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on policy.rule to sigap_app;
