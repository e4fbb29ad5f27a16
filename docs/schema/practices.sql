-- Generated from the migrations by npm run generate.

create type practices.decision as enum ('accepted', 'returned');

create type practices.form as enum ('governance', 'public_service', 'other');

create type practices.initiator as enum ('head', 'council', 'unit', 'employee', 'citizen');

create type practices.kind as enum ('innovation', 'reference');

create type practices.state as enum ('proposed', 'trial', 'implemented', 'stopped');

-- A state that the unit says the innovation has reached, since when and by what evidence; it counts once somebody else accepted it.
create table practices.change (
  institution_id uuid not null,
  entry_id uuid not null,
  number smallint not null,
  from_state practices.state not null,
  to_state practices.state not null,
  happened_on date not null,
  evidence text not null,
  link text not null default ''::text,
  file_id uuid,
  -- The criteria in force on that day and why each is met; asked for what is to count as implemented.
  criteria jsonb not null default '[]'::jsonb,
  asked_by uuid,
  asked_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, entry_id, number),
  FOREIGN KEY (institution_id, entry_id) REFERENCES practices.entry(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (from_state <> to_state),
  CHECK (length(evidence) >= 1 AND length(evidence) <= 2000),
  CHECK (length(link) <= 500),
  CHECK (number > 0)
);
alter table practices.change enable row level security;
create policy institution on practices.change for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on practices.change to sigap_app;

-- An institution's own wording of a criterion from a day on, append only; an empty text ends it. Of one day the one set last holds.
create table practices.criterion (
  institution_id uuid not null,
  id uuid not null,
  key text not null,
  text text not null,
  source text not null,
  verified boolean not null,
  valid_from date not null,
  set_by uuid,
  set_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (key ~ '^[a-z][a-z0-9_]{1,30}$'::text),
  CHECK (length(source) >= 1 AND length(source) <= 300),
  CHECK (length(text) <= 300)
);
CREATE INDEX criterion_institution_id_key_valid_from_set_at_idx ON practices.criterion USING btree (institution_id, key, valid_from, set_at);
alter table practices.criterion enable row level security;
create policy institution on practices.criterion for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on practices.criterion to sigap_app;

-- What an innovation has to be, where an institution has set nothing of its own.
create table practices.default_criterion (
  key text not null,
  "position" smallint not null,
  text text not null,
  source text not null,
  verified boolean not null,
  valid_from date not null,
  PRIMARY KEY (key)
);
grant select on practices.default_criterion to sigap_app;

-- An innovation of a unit with its states, or a practice of another institution that the library keeps as a reference.
create table practices.entry (
  institution_id uuid not null,
  id uuid not null,
  kind practices.kind not null,
  unit_id uuid not null,
  service_id uuid,
  -- The other institution whose practice a reference is; empty for what is our own.
  holder text not null default ''::text,
  title text not null,
  theme text not null,
  problem text not null,
  situation text not null default ''::text,
  practice text not null,
  success_factors text not null default ''::text,
  constraints text not null default ''::text,
  recommendations text not null default ''::text,
  -- The result in words; what was measured is in practices.result.
  outcome text not null default ''::text,
  form practices.form not null default 'public_service'::practices.form,
  digital boolean not null default false,
  initiator practices.initiator not null default 'unit'::practices.initiator,
  adopted_from uuid,
  adopted_change text not null default ''::text,
  -- What the accepted changes say; kept here for lists.
  state practices.state not null default 'proposed'::practices.state,
  published_at timestamp with time zone,
  published_by uuid,
  created_by uuid,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, adopted_from) REFERENCES practices.entry(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (length(adopted_change) <= 1000),
  CHECK (adopted_from IS NULL OR adopted_from <> id),
  CHECK ((kind = 'reference'::practices.kind) = (holder <> ''::text)),
  CHECK (length(constraints) <= 4000),
  CHECK (length(holder) <= 200),
  CHECK (length(outcome) <= 1000),
  CHECK (length(practice) >= 1 AND length(practice) <= 4000),
  CHECK (length(problem) >= 1 AND length(problem) <= 2000),
  CHECK (length(recommendations) <= 4000),
  CHECK (length(situation) <= 4000),
  CHECK (length(success_factors) <= 4000),
  CHECK (length(theme) <= 40),
  CHECK (length(title) >= 3 AND length(title) <= 200)
);
CREATE INDEX entry_institution_id_adopted_from_idx ON practices.entry USING btree (institution_id, adopted_from);
CREATE INDEX entry_institution_id_unit_id_created_at_idx ON practices.entry USING btree (institution_id, unit_id, created_at DESC);
alter table practices.entry enable row level security;
create policy institution on practices.entry for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on practices.entry to sigap_app;

-- Who thought of it and who carries it out: the innovation log of an employee is read from here.
create table practices.person (
  institution_id uuid not null,
  entry_id uuid not null,
  employee_id uuid not null,
  part text not null,
  PRIMARY KEY (institution_id, entry_id, employee_id),
  FOREIGN KEY (institution_id, employee_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id, entry_id) REFERENCES practices.entry(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(part) >= 1 AND length(part) <= 100)
);
CREATE INDEX person_institution_id_employee_id_idx ON practices.person USING btree (institution_id, employee_id);
alter table practices.person enable row level security;
create policy institution on practices.person for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on practices.person to sigap_app;

-- What was measured before and after, when and how.
create table practices.result (
  institution_id uuid not null,
  entry_id uuid not null,
  number smallint not null,
  indicator text not null,
  measure text not null,
  value_before numeric(14,2) not null,
  value_after numeric(14,2) not null,
  measured_on date not null,
  basis text not null,
  link text not null default ''::text,
  added_by uuid,
  added_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, entry_id, number),
  FOREIGN KEY (institution_id, entry_id) REFERENCES practices.entry(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(basis) >= 1 AND length(basis) <= 500),
  CHECK (length(indicator) >= 1 AND length(indicator) <= 200),
  CHECK (length(link) <= 500),
  CHECK (length(measure) >= 1 AND length(measure) <= 40),
  CHECK (number > 0)
);
alter table practices.result enable row level security;
create policy institution on practices.result for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on practices.result to sigap_app;

-- What somebody other than the one who asked decided about a change.
create table practices.review (
  institution_id uuid not null,
  entry_id uuid not null,
  number smallint not null,
  decision practices.decision not null,
  note text not null,
  asked_by uuid,
  reviewed_by uuid,
  reviewed_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, entry_id, number),
  FOREIGN KEY (institution_id, entry_id, number) REFERENCES practices.change(institution_id, entry_id, number),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (asked_by IS NULL OR reviewed_by IS NULL OR asked_by <> reviewed_by),
  CHECK (length(note) >= 1 AND length(note) <= 2000)
);
alter table practices.review enable row level security;
create policy institution on practices.review for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on practices.review to sigap_app;
