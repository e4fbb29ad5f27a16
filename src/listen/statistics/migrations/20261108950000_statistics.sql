create schema statistics;
select platform.slice_schema('statistics');

create table statistics.fact (
  institution_id uuid not null references organization.institution,
  complaint_id uuid not null,
  month date not null,
  received_at timestamptz not null,
  unit_id uuid not null,
  service_id uuid,
  kind text not null,
  channel text not null,
  place text,
  area text,
  class text,
  hidden boolean not null,
  state smallint not null check (state between 1 and 3),
  due_at timestamptz,
  answer_hours integer check (answer_hours >= 0),
  answer_days smallint,
  verify_days smallint,
  reopened boolean not null,
  solved boolean not null,
  evidence boolean not null,
  sketch integer[],
  shuffle integer not null,
  events smallint not null,
  calendar integer not null,
  primary key (institution_id, complaint_id),
  check ((state = 1) = (due_at is not null)),
  check ((state = 2) = (answer_hours is not null))
);
comment on table statistics.fact is 'One row for each complaint, computed from its story; the statistics job keeps it, and it can be thrown away.';
comment on column statistics.fact.month is 'First day of the month of receipt, in the institution''s time zone.';
comment on column statistics.fact.hidden is 'Secret or whistleblowing: in no table and no file.';
comment on column statistics.fact.area is 'Middle of the square of about 2 km it lies in, as latitude,longitude; null where no point was told.';
comment on column statistics.fact.state is '1 waits for a first answer, 2 has had one, 3 was refused or archived without one. A case referred to another institution still waits.';
comment on column statistics.fact.answer_hours is 'Hours to the first answer, every begun one counted: 24 or less exactly when it came within 24 hours.';
comment on column statistics.fact.answer_days is 'Working days after the day of receipt up to the day of the first answer.';
comment on column statistics.fact.solved is 'The first answer says that the problem is solved.';
comment on column statistics.fact.evidence is 'A file came with an answer.';
comment on column statistics.fact.sketch is 'The 32 smallest fingerprints of the word pairs of the first answer, in order, without words that hold digits: how alike two answers are follows from them, see alikeness.';
comment on column statistics.fact.shuffle is 'Order of the rows in open data, which must not tell the order of receipt.';
comment on column statistics.fact.events is 'How much of the story it was computed from; calendar: with which version of the calendar.';
create index fact_month on statistics.fact (institution_id, month, shuffle, complaint_id) where not hidden;
create index fact_open on statistics.fact (institution_id, month)
  include (received_at, due_at, unit_id, service_id, kind, channel, place, shuffle) where state = 1 and not hidden;
select platform.tenant_table('statistics.fact');

create table statistics.cell (
  institution_id uuid not null references organization.institution,
  month date not null,
  dimension text not null check (dimension in ('all', 'unit', 'service', 'kind', 'channel', 'place', 'area')),
  key text not null,
  received integer not null,
  rejected integer not null,
  answered integer not null,
  within_day integer not null,
  within_day_lasting integer not null,
  reopened integer not null,
  days1 integer not null,
  days3 integer not null,
  days5 integer not null,
  days14 integer not null,
  days60 integer not null,
  primary key (institution_id, month, dimension, key)
);
comment on table statistics.cell is 'Sums of statistics.fact by month and one more property, without hidden ones; rebuilt for each month in which something changed.';
select platform.tenant_table('statistics.cell');

create table statistics.hidden (
  institution_id uuid not null references organization.institution,
  month date not null,
  received integer not null,
  primary key (institution_id, month)
);
comment on table statistics.hidden is 'How many secret ones and whistleblowings a month had: added up, told for a whole year and only when they are many.';
select platform.tenant_table('statistics.hidden');

create table statistics.curve (
  institution_id uuid not null references organization.institution,
  month date not null,
  dimension text not null,
  key text not null,
  bin smallint not null,
  answered integer not null,
  primary key (institution_id, month, dimension, key, bin)
);
comment on column statistics.curve.bin is 'Hours up to 72, days after that; see binOf in model.ts.';
select platform.tenant_table('statistics.curve');

create table statistics.unit_curve (
  institution_id uuid not null references organization.institution,
  month date not null,
  unit_id uuid not null,
  question boolean not null,
  bin smallint not null,
  answered integer not null,
  primary key (institution_id, month, unit_id, question, bin)
);
comment on table statistics.unit_curve is 'As curve, with questions apart from all else: what indicators of units are computed from.';
select platform.tenant_table('statistics.unit_curve');

create table statistics.state (
  institution_id uuid not null references organization.institution,
  folded_at timestamptz not null,
  primary key (institution_id)
);
comment on table statistics.state is 'Up to when the statistics know what happened.';
select platform.tenant_table('statistics.state');

create table statistics.waiting (
  institution_id uuid not null references organization.institution,
  month date not null,
  dimension text not null,
  key text not null,
  open integer not null,
  open_day integer not null,
  overdue integer not null,
  primary key (institution_id, month, dimension, key)
);
comment on table statistics.waiting is 'Cases without a first answer at state.folded_at, without hidden ones; written anew each time.';
comment on column statistics.waiting.open_day is 'Those that have waited 24 hours or more.';
select platform.tenant_table('statistics.waiting');

create table statistics.waiting_age (
  institution_id uuid not null references organization.institution,
  month date not null,
  hours integer not null,
  open integer not null,
  overdue integer not null,
  primary key (institution_id, month, hours)
);
comment on column statistics.waiting_age.hours is 'Whole hours waited at state.folded_at.';
select platform.tenant_table('statistics.waiting_age');
