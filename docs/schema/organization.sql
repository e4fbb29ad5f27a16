-- Generated from the migrations by npm run generate.

-- working_day takes a day off the list again; special_hours opens at other hours than usual.
create type organization.day_kind as enum ('national_holiday', 'collective_leave', 'local_holiday', 'working_day', 'special_hours');

-- Jenis jabatan; regulations: PP 11/2017 and UU 20/2023 (kept in the old grouping, shown in both).
create type organization.position_kind as enum ('jpt', 'administrator', 'pengawas', 'pelaksana', 'fungsional_keahlian', 'fungsional_keterampilan');

create type organization.season as enum ('regular', 'ramadan');

create type organization.unit_act as enum ('open', 'change', 'close');

create type organization.unit_kind as enum ('root', 'secretariat', 'department', 'agency', 'district', 'village', 'hospital', 'health_center', 'school', 'division', 'section', 'desk');

create table organization."position" (
  institution_id uuid not null,
  id uuid not null,
  code text not null,
  title text not null,
  kind organization.position_kind not null,
  -- Jenjang, for example pratama, ahli_muda, terampil.
  level text not null,
  -- Kelas jabatan, 1 to 17.
  class smallint,
  active boolean not null default true,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, code),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (class >= 1 AND class <= 17)
);
alter table organization."position" enable row level security;
create policy institution on organization."position" for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on organization."position" to sigap_app;

-- What an institution or unit adds to, or takes from, the national list; the nearest unit wins.
create table organization.calendar_day (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid,
  date date not null,
  kind organization.day_kind not null,
  name text not null,
  intervals jsonb,
  source text not null,
  verified boolean not null,
  since_version integer not null,
  until_version integer,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK ((kind = 'special_hours'::organization.day_kind) = (intervals IS NOT NULL))
);
CREATE UNIQUE INDEX calendar_day_current ON organization.calendar_day USING btree (institution_id, unit_id, date) NULLS NOT DISTINCT WHERE (until_version IS NULL);
alter table organization.calendar_day enable row level security;
create policy institution on organization.calendar_day for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on organization.calendar_day to sigap_app;

create table organization.calendar_hours (
  institution_id uuid not null,
  id uuid not null,
  -- Empty for the whole institution; otherwise this unit and all beneath it.
  unit_id uuid,
  season organization.season not null,
  valid_from date not null,
  -- Seven lists of [from, to] in minutes of the day, Monday first.
  week jsonb not null,
  source text not null,
  verified boolean not null,
  since_version integer not null,
  -- The first calendar version in which the row no longer holds.
  until_version integer,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id)
);
CREATE UNIQUE INDEX calendar_hours_current ON organization.calendar_hours USING btree (institution_id, unit_id, season, valid_from) NULLS NOT DISTINCT WHERE (until_version IS NULL);
alter table organization.calendar_hours enable row level security;
create policy institution on organization.calendar_hours for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on organization.calendar_hours to sigap_app;

-- Takes the place of the national period of the same Hijri year.
create table organization.calendar_ramadan (
  institution_id uuid not null,
  id uuid not null,
  hijri_year smallint not null,
  starts_on date not null,
  ends_on date not null,
  source text not null,
  verified boolean not null,
  since_version integer not null,
  until_version integer,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (ends_on > starts_on)
);
CREATE UNIQUE INDEX calendar_ramadan_current ON organization.calendar_ramadan USING btree (institution_id, hijri_year) WHERE (until_version IS NULL);
alter table organization.calendar_ramadan enable row level security;
create policy institution on organization.calendar_ramadan for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on organization.calendar_ramadan to sigap_app;

-- Every edit of the calendar makes the next version; rows say since and until which version they hold.
create table organization.calendar_version (
  institution_id uuid not null,
  version integer not null,
  at timestamp with time zone not null,
  account_id uuid,
  note text not null,
  PRIMARY KEY (institution_id, version),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
alter table organization.calendar_version enable row level security;
create policy institution on organization.calendar_version for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on organization.calendar_version to sigap_app;

-- What a new institution starts with; it then keeps its own rows.
create table organization.default_hours (
  season organization.season not null,
  valid_from date not null,
  -- Seven lists of [from, to] in minutes of the day, Monday first.
  week jsonb not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (season, valid_from)
);
grant select on organization.default_hours to sigap_app;

create table organization.institution (
  id uuid not null,
  slug text not null,
  name text not null,
  kind text not null,
  region_code text,
  time_zone text not null,
  hostname text,
  -- Invented demonstration data; every page of it says so.
  synthetic boolean not null default false,
  -- Rises with every change of the unit tree, so that processes know when to read it again.
  tree_version integer not null default 0,
  -- The newest day whose planned changes have taken effect; nothing can be planned for it any more.
  day date,
  created_at timestamp with time zone not null,
  PRIMARY KEY (id),
  UNIQUE (hostname),
  UNIQUE (slug),
  CHECK (length(name) >= 3 AND length(name) <= 200),
  CHECK (slug ~ '^[a-z0-9][a-z0-9-]{1,40}$'::text),
  CHECK (time_zone = ANY (ARRAY['Asia/Jakarta'::text, 'Asia/Makassar'::text, 'Asia/Jayapura'::text]))
);
alter table organization.institution enable row level security;
create policy anyone_reads on organization.institution for select using (true);
create policy own_insert on organization.institution for insert with check ((id = platform.current_institution()));
create policy own_update on organization.institution for update using ((id = platform.current_institution()));
grant select, insert, update on organization.institution to sigap_app;

create table organization.national_holiday (
  date date not null,
  kind organization.day_kind not null,
  name text not null,
  source text not null,
  -- Compared with the decree itself or a faithful copy.
  verified boolean not null,
  PRIMARY KEY (date),
  CHECK (kind = ANY (ARRAY['national_holiday'::organization.day_kind, 'collective_leave'::organization.day_kind]))
);
grant select on organization.national_holiday to sigap_app;

create table organization.national_ramadan (
  hijri_year smallint not null,
  starts_on date not null,
  ends_on date not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (hijri_year),
  CHECK (ends_on > starts_on)
);
grant select on organization.national_ramadan to sigap_app;

create table organization.region (
  -- Kode wilayah Kemendagri, PP.KK.CC.DDDD.
  code text not null,
  parent_code text,
  -- 1 province, 2 regency or city, 3 district, 4 village.
  level smallint not null,
  name text not null,
  PRIMARY KEY (code),
  FOREIGN KEY (parent_code) REFERENCES organization.region(code),
  CHECK (level >= 1 AND level <= 4)
);
CREATE INDEX region_parent_code_name_idx ON organization.region USING btree (parent_code, name);
grant select on organization.region to sigap_app;

-- Which edition of the region codes is loaded.
create table organization.region_release (
  release text not null,
  loaded_at timestamp with time zone not null,
  PRIMARY KEY (release)
);
grant select on organization.region_release to sigap_app;

create table organization.unit (
  institution_id uuid not null,
  id uuid not null,
  parent_id uuid,
  code text not null,
  name text not null,
  kind organization.unit_kind not null,
  active_from date not null,
  active_to date,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, code),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, parent_id) REFERENCES organization.unit(institution_id, id),
  CHECK (length(code) >= 1 AND length(code) <= 40),
  CHECK (length(name) >= 2 AND length(name) <= 200)
);
CREATE INDEX unit_institution_id_parent_id_idx ON organization.unit USING btree (institution_id, parent_id);
alter table organization.unit enable row level security;
create policy institution on organization.unit for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on organization.unit to sigap_app;

-- How a unit was called and where it stood, from when to when; organization.unit holds the current row.
create table organization.unit_history (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  parent_id uuid,
  name text not null,
  kind organization.unit_kind not null,
  valid_from date not null,
  valid_to date,
  reason text not null default ''::text,
  -- Why the unit was closed; of its last row only.
  closing_reason text,
  account_id uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, parent_id) REFERENCES organization.unit(institution_id, id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (valid_to > valid_from)
);
CREATE INDEX unit_history_institution_id_unit_id_valid_from_idx ON organization.unit_history USING btree (institution_id, unit_id, valid_from);
CREATE UNIQUE INDEX unit_history_current ON organization.unit_history USING btree (institution_id, unit_id) WHERE (valid_to IS NULL);
alter table organization.unit_history enable row level security;
create policy institution on organization.unit_history for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on organization.unit_history to sigap_app;

-- What becomes of units on a day to come. On that day a row turns into organization.unit and unit_history and is gone; one that is withdrawn is gone at once.
create table organization.unit_plan (
  institution_id uuid not null,
  id uuid not null,
  -- A unit that is opened by a plan is in organization.unit from that day on only, under this id.
  unit_id uuid not null,
  act organization.unit_act not null,
  code text,
  -- Of a change: what is not given (name, kind, parent) stays as it will be then.
  name text,
  kind organization.unit_kind,
  parent_id uuid,
  valid_from date not null,
  reason text not null,
  account_id uuid,
  made_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, unit_id, valid_from),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(code) >= 1 AND length(code) <= 40),
  CHECK (length(name) >= 2 AND length(name) <= 200)
);
alter table organization.unit_plan enable row level security;
create policy institution on organization.unit_plan for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on organization.unit_plan to sigap_app;
