-- Generated from the migrations by npm run generate.

-- First steps that a person declared finished although the data alone cannot tell.
create table founding.checked_step (
  institution_id uuid not null,
  step text not null,
  at timestamp with time zone not null,
  account_id uuid not null,
  PRIMARY KEY (institution_id, step),
  FOREIGN KEY (institution_id, account_id) REFERENCES people.account(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(step) >= 1 AND length(step) <= 40)
);
alter table founding.checked_step enable row level security;
create policy institution on founding.checked_step for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on founding.checked_step to sigap_app;
