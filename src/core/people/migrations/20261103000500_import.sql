alter table people.employee add column grade text;
comment on column people.employee.grade is 'Golongan ruang, I/a to IV/e; of a PPPK I to XVII.';

create type people.import_kind as enum ('unit', 'position', 'employee');
create type people.import_state as enum ('reading', 'checking', 'checked', 'refused', 'applying', 'applied', 'discarded');
comment on type people.import_state is 'refused: the file as a whole cannot be read.';
create type people.import_outcome as enum ('new', 'changed', 'unchanged', 'refused');

create table people.import (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  kind people.import_kind not null,
  state people.import_state not null,
  file_name text not null,
  file bytea,
  rows integer not null default 0,
  created_rows integer not null default 0,
  changed_rows integer not null default 0,
  unchanged_rows integer not null default 0,
  refused_rows integer not null default 0,
  problem jsonb,
  notes jsonb not null default '[]',
  account_id uuid,
  created_at timestamptz not null,
  checked_at timestamptz,
  confirmed_at timestamptz,
  applied_at timestamptz,
  primary key (institution_id, id)
);
comment on column people.import.file is 'The uploaded file, sealed; empty as soon as it has been read.';
comment on column people.import.problem is 'Why the whole file was refused, or why it has to be confirmed again; in both languages.';
comment on column people.import.notes is 'What the reader took for granted: separator, encoding, ignored columns.';
create index on people.import (institution_id, created_at desc);
select platform.tenant_table('people.import');

create table people.import_progress (
  institution_id uuid not null references organization.institution,
  import_id uuid not null,
  done integer not null default 0,
  total integer not null default 0,
  primary key (institution_id, import_id),
  foreign key (institution_id, import_id) references people.import (institution_id, id)
);
comment on table people.import_progress is 'How many rows the step under way has behind it; written beside the step''s own transaction, so only ever updated.';
select platform.tenant_table('people.import_progress');

create table people.import_row (
  institution_id uuid not null references organization.institution,
  import_id uuid not null,
  row integer not null,
  outcome people.import_outcome,
  label text not null default '',
  changes jsonb not null default '[]',
  problems jsonb not null default '[]',
  data bytea,
  primary key (institution_id, import_id, row),
  foreign key (institution_id, import_id) references people.import (institution_id, id)
);
comment on column people.import_row.row is 'Row number in the file, as a spreadsheet shows it.';
comment on column people.import_row.data is 'The cells as text, sealed because they may hold a NIK; empty once the import is over.';
create index on people.import_row (institution_id, import_id, outcome, row);
select platform.tenant_table('people.import_row');
