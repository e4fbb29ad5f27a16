create schema founding;
select platform.slice_schema('founding');

create table founding.checked_step (
  institution_id uuid not null references organization.institution,
  step text not null check (length(step) between 1 and 40),
  at timestamptz not null,
  account_id uuid not null,
  primary key (institution_id, step),
  foreign key (institution_id, account_id) references people.account (institution_id, id)
);
comment on table founding.checked_step is 'First steps that a person declared finished although the data alone cannot tell.';
select platform.tenant_table('founding.checked_step');
