create table surveys.kiosk (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  unit_id uuid not null,
  code_hash bytea,
  code_until timestamptz,
  token_hash bytea,
  paired_on date,
  seen_on date,
  revoked_at timestamptz,
  kept integer not null default 0,
  late integer not null default 0,
  refused integer not null default 0,
  created_by uuid,
  created_at timestamptz not null,
  primary key (institution_id, id),
  unique (institution_id, token_hash),
  unique (institution_id, code_hash),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on table surveys.kiosk is 'A tablet at a desk. Its answers carry no reference to it; it only counts them.';
comment on column surveys.kiosk.code_hash is 'Of the code that lets one device in, once, until code_until.';
comment on column surveys.kiosk.seen_on is 'The day is the finest time that is kept, so that no answer can be told by it.';
comment on column surveys.kiosk.late is 'Of the kept ones, those sent on a later day or with a clock that cannot be right.';
select platform.tenant_table('surveys.kiosk');

create type surveys.paper_state as enum ('first', 'second', 'differences', 'kept');

create table surveys.paper_batch (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  label text not null check (length(label) between 1 and 120),
  service_id uuid not null,
  unit_id uuid not null,
  answered_on date not null,
  sheets smallint not null check (sheets between 1 and 200),
  state surveys.paper_state not null default 'first',
  first_by uuid,
  second_by uuid,
  resolved_by uuid,
  fields integer not null default 0,
  differences integer not null default 0,
  kept smallint not null default 0,
  too_few smallint not null default 0,
  created_by uuid,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check (second_by is distinct from first_by or second_by is null)
);
comment on table surveys.paper_batch is 'A pile of paper questionnaires, keyed twice by two people.';
comment on column surveys.paper_batch.fields is 'Fields both have keyed; differences of them is the error rate.';
create index on surveys.paper_batch (institution_id, created_at desc);
select platform.tenant_table('surveys.paper_batch');

create table surveys.paper_sheet (
  institution_id uuid not null references organization.institution,
  batch_id uuid not null,
  sheet smallint not null check (sheet between 1 and 200),
  pass smallint not null check (pass between 1 and 2),
  content jsonb not null,
  keyed_by uuid,
  primary key (institution_id, batch_id, sheet, pass),
  foreign key (institution_id, batch_id) references surveys.paper_batch (institution_id, id)
);
comment on column surveys.paper_sheet.keyed_by is 'A batch may be handed to another person half way; the second reading is for nobody who keyed any sheet of the first.';
comment on table surveys.paper_sheet is 'What was keyed from one sheet; removed when the batch is kept, so that no answer leads to a sheet.';
select platform.tenant_table('surveys.paper_sheet');

create table surveys.paper_hand_over (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  batch_id uuid not null,
  pass smallint not null check (pass between 1 and 2),
  keyed smallint not null check (keyed >= 0),
  from_by uuid not null,
  to_by uuid not null,
  told_by uuid,
  reason text not null check (length(reason) between 1 and 300),
  at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, batch_id) references surveys.paper_batch (institution_id, id),
  check (from_by <> to_by)
);
comment on table surveys.paper_hand_over is 'Who handed a half keyed pile to whom, when and why, and how many sheets were keyed by then; both see it.';
create index on surveys.paper_hand_over (institution_id, batch_id, at);
select platform.tenant_table('surveys.paper_hand_over', 'append');

insert into notifications.kind values
  ('surveys.paper', 'Kuesioner kertas untuk diketik', 'Paper questionnaires to key', 'inbox', false, true);
