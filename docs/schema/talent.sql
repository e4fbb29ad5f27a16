-- Generated from the migrations by npm run generate.

-- Checklist of preparation for retirement; months_before counts back from the first day of retirement.
create table talent.default_item (
  code text not null,
  months_before smallint not null,
  title text not null,
  hint text not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (code),
  CHECK (months_before >= 0 AND months_before <= 120)
);
grant select on talent.default_item to sigap_app;

-- Retirement ages (age:<kind>:<level>) and periods that hold where an institution has set nothing of its own.
create table talent.default_rule (
  key text not null,
  value smallint not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (key),
  CHECK (value >= 0 AND value <= 120)
);
grant select on talent.default_rule to sigap_app;

-- Retired people, and those about to retire, who agreed to be asked as expert or mentor. Withdrawing erases all but the fact.
create table talent.expert (
  institution_id uuid not null,
  id uuid not null,
  employee_id uuid,
  name text not null,
  background text not null,
  fields text not null,
  offers text[] not null,
  contact text,
  consent text not null,
  consented_at timestamp with time zone not null,
  registered_by uuid,
  withdrawn_at timestamp with time zone,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, employee_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK ((withdrawn_at IS NULL) = (contact IS NOT NULL)),
  CHECK (length(name) >= 2 AND length(name) <= 200)
);
CREATE UNIQUE INDEX expert_once ON talent.expert USING btree (institution_id, employee_id) WHERE (withdrawn_at IS NULL);
alter table talent.expert enable row level security;
create policy institution on talent.expert for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on talent.expert to sigap_app;

-- An institution's own items of the checklist, and its wording in the place of a default one, append only: of a code the row with the latest day that has come holds, of one day the one set last.
create table talent.item (
  institution_id uuid not null,
  id uuid not null,
  code text not null,
  months_before smallint not null,
  title text not null,
  hint text not null,
  valid_from date not null,
  source text not null,
  verified boolean not null,
  hidden boolean not null,
  account_id uuid,
  at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(code) >= 1 AND length(code) <= 40),
  CHECK (length(hint) <= 500),
  CHECK (months_before >= 0 AND months_before <= 120),
  CHECK (length(source) >= 3 AND length(source) <= 500),
  CHECK (length(title) >= 3 AND length(title) <= 160)
);
alter table talent.item enable row level security;
create policy institution on talent.item for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on talent.item to sigap_app;

create table talent.progress (
  institution_id uuid not null,
  employee_id uuid not null,
  code text not null,
  done_on date not null,
  PRIMARY KEY (institution_id, employee_id, code),
  FOREIGN KEY (institution_id, employee_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table talent.progress enable row level security;
create policy institution on talent.progress for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on talent.progress to sigap_app;

-- What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.
create table talent.rule (
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
  FOREIGN KEY (key) REFERENCES talent.default_rule(key),
  CHECK (length(source) >= 3 AND length(source) <= 500),
  CHECK (value >= 0 AND value <= 120)
);
CREATE INDEX rule_institution_id_key_valid_from_at_idx ON talent.rule USING btree (institution_id, key, valid_from, at);
alter table talent.rule enable row level security;
create policy institution on talent.rule for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on talent.rule to sigap_app;

-- Who could take over. Seen by superiors and by whoever manages talent in the unit, not by the candidate.
create table talent.successor (
  institution_id uuid not null,
  employee_id uuid not null,
  candidate_id uuid not null,
  ready text not null,
  note text,
  named_by uuid,
  named_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, employee_id, candidate_id),
  FOREIGN KEY (institution_id, candidate_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id, employee_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (employee_id <> candidate_id),
  CHECK (ready = ANY (ARRAY['now'::text, 'year'::text, 'later'::text]))
);
alter table talent.successor enable row level security;
create policy institution on talent.successor for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on talent.successor to sigap_app;

-- What somebody who retires knows, to whom it goes, how and by when.
create table talent.transfer (
  institution_id uuid not null,
  id uuid not null,
  employee_id uuid not null,
  knowledge text not null,
  way text not null,
  to_employee_id uuid,
  due_on date not null,
  done_on date,
  made_by uuid,
  made_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, employee_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, to_employee_id) REFERENCES people.employee(institution_id, id),
  CHECK (to_employee_id IS NULL OR to_employee_id <> employee_id),
  CHECK (length(knowledge) >= 5 AND length(knowledge) <= 400),
  CHECK (way = ANY (ARRAY['written'::text, 'shown'::text, 'mentoring'::text, 'introduction'::text]))
);
CREATE INDEX transfer_institution_id_employee_id_due_on_idx ON talent.transfer USING btree (institution_id, employee_id, due_on);
alter table talent.transfer enable row level security;
create policy institution on talent.transfer for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on talent.transfer to sigap_app;
