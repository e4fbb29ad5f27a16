-- Generated from the migrations by npm run generate.

-- Sums of statistics.fact by month and one more property, without hidden ones; rebuilt for each month in which something changed.
create table statistics.cell (
  institution_id uuid not null,
  month date not null,
  dimension text not null,
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
  PRIMARY KEY (institution_id, month, dimension, key),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (dimension = ANY (ARRAY['all'::text, 'unit'::text, 'service'::text, 'kind'::text, 'channel'::text, 'place'::text, 'area'::text]))
);
alter table statistics.cell enable row level security;
create policy institution on statistics.cell for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on statistics.cell to sigap_app;

create table statistics.curve (
  institution_id uuid not null,
  month date not null,
  dimension text not null,
  key text not null,
  -- Hours up to 72, days after that; see binOf in model.ts.
  bin smallint not null,
  answered integer not null,
  PRIMARY KEY (institution_id, month, dimension, key, bin),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table statistics.curve enable row level security;
create policy institution on statistics.curve for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on statistics.curve to sigap_app;

-- One row for each complaint, computed from its story; the statistics job keeps it, and it can be thrown away.
create table statistics.fact (
  institution_id uuid not null,
  complaint_id uuid not null,
  -- First day of the month of receipt, in the institution's time zone.
  month date not null,
  received_at timestamp with time zone not null,
  unit_id uuid not null,
  service_id uuid,
  kind text not null,
  channel text not null,
  place text,
  -- Middle of the square of about 2 km it lies in, as latitude,longitude; null where no point was told.
  area text,
  class text,
  -- Secret or whistleblowing: in no table and no file.
  hidden boolean not null,
  -- 1 waits for a first answer, 2 has had one, 3 was refused or archived without one. A case referred to another institution still waits.
  state smallint not null,
  due_at timestamp with time zone,
  -- Hours to the first answer, every begun one counted: 24 or less exactly when it came within 24 hours.
  answer_hours integer,
  -- Working days after the day of receipt up to the day of the first answer.
  answer_days smallint,
  verify_days smallint,
  reopened boolean not null,
  -- The first answer says that the problem is solved.
  solved boolean not null,
  -- A file came with an answer.
  evidence boolean not null,
  -- The 32 smallest fingerprints of the word pairs of the first answer, in order, without words that hold digits: how alike two answers are follows from them, see alikeness.
  sketch integer[],
  -- Order of the rows in open data, which must not tell the order of receipt.
  shuffle integer not null,
  -- How much of the story it was computed from; calendar: with which version of the calendar.
  events smallint not null,
  calendar integer not null,
  PRIMARY KEY (institution_id, complaint_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (answer_hours >= 0),
  CHECK ((state = 1) = (due_at IS NOT NULL)),
  CHECK ((state = 2) = (answer_hours IS NOT NULL)),
  CHECK (state >= 1 AND state <= 3)
);
CREATE INDEX fact_month ON statistics.fact USING btree (institution_id, month, shuffle, complaint_id) WHERE (NOT hidden);
CREATE INDEX fact_open ON statistics.fact USING btree (institution_id, month) INCLUDE (received_at, due_at, unit_id, service_id, kind, channel, place, shuffle) WHERE ((state = 1) AND (NOT hidden));
alter table statistics.fact enable row level security;
create policy institution on statistics.fact for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on statistics.fact to sigap_app;

-- How many secret ones and whistleblowings a month had: added up, told for a whole year and only when they are many.
create table statistics.hidden (
  institution_id uuid not null,
  month date not null,
  received integer not null,
  PRIMARY KEY (institution_id, month),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table statistics.hidden enable row level security;
create policy institution on statistics.hidden for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on statistics.hidden to sigap_app;

-- Up to when the statistics know what happened.
create table statistics.state (
  institution_id uuid not null,
  folded_at timestamp with time zone not null,
  PRIMARY KEY (institution_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table statistics.state enable row level security;
create policy institution on statistics.state for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on statistics.state to sigap_app;

-- As curve, with questions apart from all else: what indicators of units are computed from.
create table statistics.unit_curve (
  institution_id uuid not null,
  month date not null,
  unit_id uuid not null,
  question boolean not null,
  bin smallint not null,
  answered integer not null,
  PRIMARY KEY (institution_id, month, unit_id, question, bin),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table statistics.unit_curve enable row level security;
create policy institution on statistics.unit_curve for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on statistics.unit_curve to sigap_app;

-- Cases without a first answer at state.folded_at, without hidden ones; written anew each time.
create table statistics.waiting (
  institution_id uuid not null,
  month date not null,
  dimension text not null,
  key text not null,
  open integer not null,
  -- Those that have waited 24 hours or more.
  open_day integer not null,
  overdue integer not null,
  PRIMARY KEY (institution_id, month, dimension, key),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table statistics.waiting enable row level security;
create policy institution on statistics.waiting for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on statistics.waiting to sigap_app;

create table statistics.waiting_age (
  institution_id uuid not null,
  month date not null,
  -- Whole hours waited at state.folded_at.
  hours integer not null,
  open integer not null,
  overdue integer not null,
  PRIMARY KEY (institution_id, month, hours),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table statistics.waiting_age enable row level security;
create policy institution on statistics.waiting_age for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on statistics.waiting_age to sigap_app;
