-- Generated from the migrations by npm run generate.

create type plans.state as enum ('proposed', 'agreed', 'reached', 'dropped');

-- Rencana pengembangan individu: what somebody sets out to learn, seen by them and their direct superior.
create table plans.item (
  institution_id uuid not null,
  id uuid not null,
  employee_id uuid not null,
  aim text not null,
  competency_id uuid,
  due_on date not null,
  state plans.state not null default 'proposed'::plans.state,
  -- What the superior answered last.
  note text,
  noted_by uuid,
  -- The private goal it was taken over from, so that it comes once; nobody but its writer can read that goal.
  reference uuid,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, employee_id) REFERENCES people.employee(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(aim) >= 5 AND length(aim) <= 300),
  CHECK (length(note) >= 1 AND length(note) <= 1000)
);
CREATE INDEX item_institution_id_employee_id_due_on_idx ON plans.item USING btree (institution_id, employee_id, due_on);
CREATE UNIQUE INDEX item_once ON plans.item USING btree (institution_id, employee_id, reference) WHERE (reference IS NOT NULL);
alter table plans.item enable row level security;
create policy institution on plans.item for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on plans.item to sigap_app;
