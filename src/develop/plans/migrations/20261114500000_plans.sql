create schema plans;
select platform.slice_schema('plans');

create type plans.state as enum ('proposed', 'agreed', 'reached', 'dropped');
create table plans.item (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  employee_id uuid not null,
  aim text not null check (length(aim) between 5 and 300),
  competency_id uuid,
  due_on date not null,
  state plans.state not null default 'proposed',
  note text check (length(note) between 1 and 1000),
  noted_by uuid,
  reference uuid,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, employee_id) references people.employee (institution_id, id)
);
comment on table plans.item is 'Rencana pengembangan individu: what somebody sets out to learn, seen by them and their direct superior.';
comment on column plans.item.note is 'What the superior answered last.';
comment on column plans.item.reference is 'The private goal it was taken over from, so that it comes once; nobody but its writer can read that goal.';
create index on plans.item (institution_id, employee_id, due_on);
create unique index item_once on plans.item (institution_id, employee_id, reference) where reference is not null;
select platform.tenant_table('plans.item');

insert into notifications.kind values
  ('plans.item', 'Rencana pengembangan diri', 'Development plans', 'inbox', false, true);
