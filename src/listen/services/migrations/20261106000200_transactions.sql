create type services.intake as enum ('counter', 'online', 'api', 'import');
create type services.outcome as enum ('completed', 'rejected', 'incomplete', 'no_show', 'withdrawn', 'lapsed');

create table services.transaction (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  service_id uuid not null,
  unit_id uuid not null,
  state smallint not null check (state between 0 and 3),
  channel services.intake not null,
  digital boolean not null,
  arrived_at timestamptz not null,
  called_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  outcome services.outcome,
  queue_on date,
  queue_number smallint check (queue_number > 0),
  queue_label text check (length(queue_label) between 1 and 12),
  desk text check (length(desk) <= 40),
  source_key text check (length(source_key) between 1 and 120),
  standard_id uuid,
  due_at timestamptz,
  on_time boolean,
  officer_id uuid,
  primary key (institution_id, id),
  foreign key (institution_id, service_id) references services.service (institution_id, id),
  check (started_at >= arrived_at),
  check (ended_at >= arrived_at and ended_at >= started_at),
  check ((outcome is null) = (ended_at is null)),
  check ((state = 3) = (ended_at is not null))
);
comment on table services.transaction is 'One service given to one person, from arrival to end; without anything about the person.';
comment on column services.transaction.state is '0 waiting, 1 called, 2 being served, 3 ended.';
comment on column services.transaction.outcome is 'lapsed: a queue number of a day that is over, never called or called and never ended; counted by itself.';
comment on column services.transaction.unit_id is 'The unit that gave it, which later changes of the catalog do not touch.';
comment on column services.transaction.started_at is 'When the file was complete and the promised time began.';
comment on column services.transaction.standard_id is 'The version of the standard whose promise counted.';
comment on column services.transaction.due_at is 'Projection: started_at plus the promised working time.';
comment on column services.transaction.on_time is 'Projection: ended by due_at; null where nothing was promised or nothing was completed.';
comment on column services.transaction.queue_number is 'Of a hall of ours, counted from 1 each day.';
comment on column services.transaction.queue_label is 'As the queue system of somebody else printed it, such as A012.';
comment on column services.transaction.source_key is 'The sender''s own key, so that a record sent again is known.';
create index transaction_by_service on services.transaction (institution_id, service_id, ended_at);
create index transaction_open on services.transaction (institution_id, unit_id, arrived_at) where state < 3;
create unique index transaction_key on services.transaction (institution_id, source_key) where source_key is not null;
create unique index transaction_number on services.transaction (institution_id, unit_id, queue_on, queue_number)
  where queue_number is not null;
create index transaction_given on services.transaction (institution_id, unit_id, ended_at)
  include (outcome, digital, on_time) where ended_at is not null;
select platform.tenant_table('services.transaction');

create table services.given_month (
  institution_id uuid not null references organization.institution,
  month date not null,
  unit_id uuid not null,
  ended integer not null,
  completed integer not null,
  digital integer not null,
  promised integer not null,
  on_time integer not null,
  primary key (institution_id, month, unit_id)
);
comment on table services.given_month is 'Projection: what each unit gave in each month that is over where the institution is; counted again every hour.';
select platform.tenant_table('services.given_month');

create table services.request (
  institution_id uuid not null references organization.institution,
  transaction_id uuid not null,
  code text not null check (code ~ '^[0-9A-HJKMNP-TV-Z]{10}$'),
  applicant text,
  contact text,
  answers jsonb not null,
  primary key (institution_id, transaction_id),
  unique (institution_id, code),
  foreign key (institution_id, transaction_id) references services.transaction (institution_id, id)
);
comment on table services.request is 'What a citizen sent with an online request; name and contact are erased some time after the end (rule keep_days).';
comment on column services.request.answers is 'One entry per requirement: its name, whether it was mandatory, and the id of the file or the tick.';
select platform.tenant_table('services.request');

create table services.request_entry (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  transaction_id uuid not null,
  at timestamptz not null,
  kind text not null check (kind in ('sent', 'asked', 'added', 'accepted', 'ended')),
  body text not null default '',
  account_id uuid,
  file_id uuid,
  primary key (institution_id, id),
  foreign key (institution_id, transaction_id) references services.request (institution_id, transaction_id)
);
comment on table services.request_entry is 'The story of an online request, as its applicant reads it.';
create index on services.request_entry (institution_id, transaction_id, at);
select platform.tenant_table('services.request_entry', 'append');

create table services.hall (
  institution_id uuid not null references organization.institution,
  unit_id uuid not null,
  kiosk_token text not null check (length(kiosk_token) between 16 and 64),
  primary key (institution_id, unit_id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on table services.hall is 'A unit''s waiting hall; the token is in the address that its kiosk opens, so that numbers are taken in the hall only.';
select platform.tenant_table('services.hall');

create table services.import (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  file_name text not null,
  units uuid[] not null,
  rows jsonb not null,
  problems jsonb not null,
  at timestamptz not null,
  account_id uuid,
  applied_at timestamptz,
  added integer,
  primary key (institution_id, id)
);
comment on table services.import is 'A checked file of services given that waits to be applied; nothing about persons is in it.';
create index on services.import (institution_id, at);
comment on column services.import.units is 'Units of the services in it: whoever may record for all of them may see and apply it.';
select platform.tenant_table('services.import');
