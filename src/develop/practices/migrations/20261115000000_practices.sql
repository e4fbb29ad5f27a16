create schema practices;
select platform.slice_schema('practices');

create type practices.kind as enum ('innovation', 'reference');
create type practices.state as enum ('proposed', 'trial', 'implemented', 'stopped');
create type practices.form as enum ('governance', 'public_service', 'other');
create type practices.initiator as enum ('head', 'council', 'unit', 'employee', 'citizen');
create type practices.decision as enum ('accepted', 'returned');

create table practices.entry (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  kind practices.kind not null,
  unit_id uuid not null,
  service_id uuid,
  holder text not null default '' check (length(holder) <= 200),
  title text not null check (length(title) between 3 and 200),
  theme text not null check (length(theme) <= 40),
  problem text not null check (length(problem) between 1 and 2000),
  situation text not null default '' check (length(situation) <= 4000),
  practice text not null check (length(practice) between 1 and 4000),
  success_factors text not null default '' check (length(success_factors) <= 4000),
  constraints text not null default '' check (length(constraints) <= 4000),
  recommendations text not null default '' check (length(recommendations) <= 4000),
  outcome text not null default '' check (length(outcome) <= 1000),
  form practices.form not null default 'public_service',
  digital boolean not null default false,
  initiator practices.initiator not null default 'unit',
  adopted_from uuid,
  adopted_change text not null default '' check (length(adopted_change) <= 1000),
  state practices.state not null default 'proposed',
  published_at timestamptz,
  published_by uuid,
  created_by uuid,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  foreign key (institution_id, adopted_from) references practices.entry (institution_id, id),
  check (adopted_from is null or adopted_from <> id),
  check ((kind = 'reference') = (holder <> ''))
);
comment on table practices.entry is 'An innovation of a unit with its states, or a practice of another institution that the library keeps as a reference.';
comment on column practices.entry.holder is 'The other institution whose practice a reference is; empty for what is our own.';
comment on column practices.entry.outcome is 'The result in words; what was measured is in practices.result.';
comment on column practices.entry.state is 'What the accepted changes say; kept here for lists.';
create index on practices.entry (institution_id, unit_id, created_at desc);
create index on practices.entry (institution_id, adopted_from);
select platform.tenant_table('practices.entry');

create table practices.person (
  institution_id uuid not null references organization.institution,
  entry_id uuid not null,
  employee_id uuid not null,
  part text not null check (length(part) between 1 and 100),
  primary key (institution_id, entry_id, employee_id),
  foreign key (institution_id, entry_id) references practices.entry (institution_id, id),
  foreign key (institution_id, employee_id) references people.employee (institution_id, id)
);
comment on table practices.person is 'Who thought of it and who carries it out: the innovation log of an employee is read from here.';
create index on practices.person (institution_id, employee_id);
select platform.tenant_table('practices.person');

create table practices.result (
  institution_id uuid not null references organization.institution,
  entry_id uuid not null,
  number smallint not null check (number > 0),
  indicator text not null check (length(indicator) between 1 and 200),
  measure text not null check (length(measure) between 1 and 40),
  value_before numeric(14, 2) not null,
  value_after numeric(14, 2) not null,
  measured_on date not null,
  basis text not null check (length(basis) between 1 and 500),
  link text not null default '' check (length(link) <= 500),
  added_by uuid,
  added_at timestamptz not null,
  primary key (institution_id, entry_id, number),
  foreign key (institution_id, entry_id) references practices.entry (institution_id, id)
);
comment on table practices.result is 'What was measured before and after, when and how.';
select platform.tenant_table('practices.result', 'append');

create table practices.change (
  institution_id uuid not null references organization.institution,
  entry_id uuid not null,
  number smallint not null check (number > 0),
  from_state practices.state not null,
  to_state practices.state not null,
  happened_on date not null,
  evidence text not null check (length(evidence) between 1 and 2000),
  link text not null default '' check (length(link) <= 500),
  file_id uuid,
  criteria jsonb not null default '[]',
  asked_by uuid,
  asked_at timestamptz not null,
  primary key (institution_id, entry_id, number),
  foreign key (institution_id, entry_id) references practices.entry (institution_id, id),
  check (from_state <> to_state)
);
comment on table practices.change is 'A state that the unit says the innovation has reached, since when and by what evidence; it counts once somebody else accepted it.';
comment on column practices.change.criteria is 'The criteria in force on that day and why each is met; asked for what is to count as implemented.';
select platform.tenant_table('practices.change', 'append');

create table practices.review (
  institution_id uuid not null references organization.institution,
  entry_id uuid not null,
  number smallint not null,
  decision practices.decision not null,
  note text not null check (length(note) between 1 and 2000),
  asked_by uuid,
  reviewed_by uuid,
  reviewed_at timestamptz not null,
  primary key (institution_id, entry_id, number),
  foreign key (institution_id, entry_id, number) references practices.change (institution_id, entry_id, number),
  check (asked_by is null or reviewed_by is null or asked_by <> reviewed_by)
);
comment on table practices.review is 'What somebody other than the one who asked decided about a change.';
select platform.tenant_table('practices.review', 'append');

create table practices.default_criterion (
  key text primary key,
  position smallint not null,
  text text not null,
  source text not null,
  verified boolean not null,
  valid_from date not null
);
comment on table practices.default_criterion is 'What an innovation has to be, where an institution has set nothing of its own.';
select platform.reference_table('practices.default_criterion');

insert into practices.default_criterion values
  ('pembaharuan', 1, 'Mengandung pembaharuan seluruh atau sebagian unsur dari cara sebelumnya', 'PP 38/2017 Pasal 6', false, '2017-09-06'),
  ('manfaat', 2, 'Memberi manfaat bagi daerah dan/atau masyarakat', 'PP 38/2017 Pasal 6', false, '2017-09-06'),
  ('beban', 3, 'Tidak mengakibatkan pembebanan dan/atau pembatasan pada masyarakat', 'PP 38/2017 Pasal 6', false, '2017-09-06'),
  ('kewenangan', 4, 'Merupakan urusan pemerintahan yang menjadi kewenangan daerah', 'PP 38/2017 Pasal 6', false, '2017-09-06'),
  ('replikasi', 5, 'Dapat direplikasi', 'PP 38/2017 Pasal 6', false, '2017-09-06');

create table practices.criterion (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  key text not null check (key ~ '^[a-z][a-z0-9_]{1,30}$'),
  text text not null check (length(text) <= 300),
  source text not null check (length(source) between 1 and 300),
  verified boolean not null,
  valid_from date not null,
  set_by uuid,
  set_at timestamptz not null,
  primary key (institution_id, id)
);
comment on table practices.criterion is 'An institution''s own wording of a criterion from a day on, append only; an empty text ends it. Of one day the one set last holds.';
create index on practices.criterion (institution_id, key, valid_from, set_at);
select platform.tenant_table('practices.criterion', 'append');

insert into notifications.kind values
  ('practices.review', 'Perubahan keadaan inovasi yang menunggu tinjauan Anda', 'State changes of innovations that wait for your review', 'digest', false, true),
  ('practices.decided', 'Tinjauan atas inovasi yang Anda ajukan', 'Reviews of innovations you asked for', 'digest', false, true);
