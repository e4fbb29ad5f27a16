create type organization.day_kind as enum ('national_holiday', 'collective_leave', 'local_holiday', 'working_day', 'special_hours');
comment on type organization.day_kind is 'working_day takes a day off the list again; special_hours opens at other hours than usual.';
create type organization.season as enum ('regular', 'ramadan');

create table organization.national_holiday (
  date date primary key,
  kind organization.day_kind not null check (kind in ('national_holiday', 'collective_leave')),
  name text not null,
  source text not null,
  verified boolean not null
);
comment on column organization.national_holiday.verified is 'Compared with the decree itself or a faithful copy.';
select platform.reference_table('organization.national_holiday');

create table organization.national_ramadan (
  hijri_year smallint primary key,
  starts_on date not null,
  ends_on date not null check (ends_on > starts_on),
  source text not null,
  verified boolean not null
);
select platform.reference_table('organization.national_ramadan');

create table organization.default_hours (
  season organization.season not null,
  valid_from date not null,
  week jsonb not null,
  source text not null,
  verified boolean not null,
  primary key (season, valid_from)
);
comment on table organization.default_hours is 'What a new institution starts with; it then keeps its own rows.';
comment on column organization.default_hours.week is 'Seven lists of [from, to] in minutes of the day, Monday first.';
select platform.reference_table('organization.default_hours');

create table organization.calendar_version (
  institution_id uuid not null references organization.institution,
  version integer not null,
  at timestamptz not null,
  account_id uuid,
  note text not null,
  primary key (institution_id, version)
);
comment on table organization.calendar_version is 'Every edit of the calendar makes the next version; rows say since and until which version they hold.';
select platform.tenant_table('organization.calendar_version', 'append');

create table organization.calendar_hours (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid,
  season organization.season not null,
  valid_from date not null,
  week jsonb not null,
  source text not null,
  verified boolean not null,
  since_version integer not null,
  until_version integer,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on column organization.calendar_hours.unit_id is 'Empty for the whole institution; otherwise this unit and all beneath it.';
comment on column organization.calendar_hours.week is 'Seven lists of [from, to] in minutes of the day, Monday first.';
comment on column organization.calendar_hours.until_version is 'The first calendar version in which the row no longer holds.';
create unique index calendar_hours_current on organization.calendar_hours (institution_id, unit_id, season, valid_from)
  nulls not distinct where until_version is null;
select platform.tenant_table('organization.calendar_hours');

create table organization.calendar_day (
  institution_id uuid not null references organization.institution,
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
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check ((kind = 'special_hours') = (intervals is not null))
);
comment on table organization.calendar_day is 'What an institution or unit adds to, or takes from, the national list; the nearest unit wins.';
create unique index calendar_day_current on organization.calendar_day (institution_id, unit_id, date)
  nulls not distinct where until_version is null;
select platform.tenant_table('organization.calendar_day');

create table organization.calendar_ramadan (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  hijri_year smallint not null,
  starts_on date not null,
  ends_on date not null check (ends_on > starts_on),
  source text not null,
  verified boolean not null,
  since_version integer not null,
  until_version integer,
  primary key (institution_id, id)
);
comment on table organization.calendar_ramadan is 'Takes the place of the national period of the same Hijri year.';
create unique index calendar_ramadan_current on organization.calendar_ramadan (institution_id, hijri_year) where until_version is null;
select platform.tenant_table('organization.calendar_ramadan');

create table organization.unit_history (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  parent_id uuid,
  name text not null,
  kind organization.unit_kind not null,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  reason text not null default '',
  closing_reason text,
  account_id uuid,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  foreign key (institution_id, parent_id) references organization.unit (institution_id, id)
);
comment on table organization.unit_history is 'How a unit was called and where it stood, from when to when; organization.unit holds the current row.';
comment on column organization.unit_history.closing_reason is 'Why the unit was closed; of its last row only.';
create unique index unit_history_current on organization.unit_history (institution_id, unit_id) where valid_to is null;
create index on organization.unit_history (institution_id, unit_id, valid_from);
select platform.tenant_table('organization.unit_history');

create type organization.unit_act as enum ('open', 'change', 'close');
create table organization.unit_plan (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  act organization.unit_act not null,
  code text check (length(code) between 1 and 40),
  name text check (length(name) between 2 and 200),
  kind organization.unit_kind,
  parent_id uuid,
  valid_from date not null,
  reason text not null,
  account_id uuid,
  made_at timestamptz not null,
  primary key (institution_id, id),
  unique (institution_id, unit_id, valid_from)
);
comment on table organization.unit_plan is 'What becomes of units on a day to come. On that day a row turns into organization.unit and unit_history and is gone; one that is withdrawn is gone at once.';
comment on column organization.unit_plan.unit_id is 'A unit that is opened by a plan is in organization.unit from that day on only, under this id.';
comment on column organization.unit_plan.name is 'Of a change: what is not given (name, kind, parent) stays as it will be then.';
select platform.tenant_table('organization.unit_plan');

create table organization.region (
  code text primary key,
  parent_code text references organization.region,
  level smallint not null check (level between 1 and 4),
  name text not null
);
comment on column organization.region.code is 'Kode wilayah Kemendagri, PP.KK.CC.DDDD.';
comment on column organization.region.level is '1 province, 2 regency or city, 3 district, 4 village.';
create index on organization.region (parent_code, name);
select platform.reference_table('organization.region');

create table organization.region_release (
  release text primary key,
  loaded_at timestamptz not null
);
comment on table organization.region_release is 'Which edition of the region codes is loaded.';
select platform.reference_table('organization.region_release');

insert into organization.default_hours (season, valid_from, week, source, verified) values
  ('regular', '2023-04-12', '[[[450, 720], [780, 960]], [[450, 720], [780, 960]], [[450, 720], [780, 960]], [[450, 720], [780, 960]], [[450, 690], [780, 990]], [], []]',
   'Perpres 21/2023: 37,5 jam seminggu mulai 07.30, istirahat 60 menit (Jumat 90 menit); letak istirahat belum diperiksa', false),
  ('ramadan', '2023-04-12', '[[[480, 720], [750, 900]], [[480, 720], [750, 900]], [[480, 720], [750, 900]], [[480, 720], [750, 900]], [[480, 690], [750, 930]], [], []]',
   'Perpres 21/2023: 32,5 jam seminggu mulai 08.00, istirahat 30 menit (Jumat 60 menit); letak istirahat belum diperiksa', false);

insert into organization.national_ramadan (hijri_year, starts_on, ends_on, source, verified) values
  (1441, '2020-04-24', '2020-05-23', 'Akhir: sehari sebelum Idul Fitri menurut daftar libur; awal belum dicocokkan dengan penetapan Kementerian Agama', false),
  (1442, '2021-04-13', '2021-05-12', 'Akhir: sehari sebelum Idul Fitri menurut daftar libur; awal belum dicocokkan dengan penetapan Kementerian Agama', false),
  (1443, '2022-04-03', '2022-05-01', 'Akhir: sehari sebelum Idul Fitri menurut daftar libur; awal belum dicocokkan dengan penetapan Kementerian Agama', false),
  (1444, '2023-03-23', '2023-04-21', 'Akhir: sehari sebelum Idul Fitri menurut daftar libur; awal belum dicocokkan dengan penetapan Kementerian Agama', false),
  (1445, '2024-03-12', '2024-04-09', 'Akhir: sehari sebelum Idul Fitri menurut daftar libur; awal belum dicocokkan dengan penetapan Kementerian Agama', false),
  (1446, '2025-03-01', '2025-03-30', 'Akhir: sehari sebelum Idul Fitri menurut daftar libur; awal belum dicocokkan dengan penetapan Kementerian Agama', false),
  (1447, '2026-02-19', '2026-03-20', 'Akhir: sehari sebelum Idul Fitri menurut daftar libur; awal belum dicocokkan dengan penetapan Kementerian Agama', false),
  (1448, '2027-02-08', '2027-03-08', 'Perkiraan; penetapan Kementerian Agama belum ada', false);

insert into organization.national_holiday (date, kind, name, source, verified) values
  ('2020-01-01', 'national_holiday', 'Tahun Baru Masehi', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-01-25', 'national_holiday', 'Tahun Baru Imlek', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-03-22', 'national_holiday', 'Isra Mikraj Nabi Muhammad', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-03-25', 'national_holiday', 'Hari Suci Nyepi', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-04-10', 'national_holiday', 'Wafat Yesus Kristus', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-05-01', 'national_holiday', 'Hari Buruh Internasional', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-05-07', 'national_holiday', 'Hari Raya Waisak', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-05-21', 'national_holiday', 'Kenaikan Yesus Kristus', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-05-24', 'national_holiday', 'Hari Raya Idul Fitri', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-05-25', 'national_holiday', 'Hari kedua dari Hari Raya Idul Fitri', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-06-01', 'national_holiday', 'Hari Lahir Pancasila', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-07-31', 'national_holiday', 'Hari Raya Idul Adha', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-08-17', 'national_holiday', 'Hari Kemerdekaan Republik Indonesia', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-08-20', 'national_holiday', 'Tahun Baru Islam', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-08-21', 'collective_leave', 'Cuti Bersama Tahun Baru Islam', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-10-28', 'collective_leave', 'Cuti Bersama Maulid Nabi Muhammad', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-10-29', 'national_holiday', 'Maulid Nabi Muhammad', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-10-30', 'collective_leave', 'Cuti Bersama Maulid Nabi Muhammad', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-12-09', 'national_holiday', 'Hari Pemilihan Kepala Daerah', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-12-24', 'collective_leave', 'Cuti Bersama Hari Raya Natal', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-12-25', 'national_holiday', 'Hari Raya Natal', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2020-12-31', 'collective_leave', 'Pengganti Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2020 (menurut data vacanza/holidays)', true),
  ('2021-01-01', 'national_holiday', 'Tahun Baru Masehi', 'SKB 3 Menteri 2021 (menurut data vacanza/holidays)', true),
  ('2021-02-12', 'national_holiday', 'Tahun Baru Imlek', 'SKB 3 Menteri 2021 (menurut data vacanza/holidays)', true),
  ('2021-03-11', 'national_holiday', 'Isra Mikraj Nabi Muhammad', 'SKB 3 Menteri 2021 (menurut data vacanza/holidays)', true),
  ('2021-03-14', 'national_holiday', 'Hari Suci Nyepi', 'SKB 3 Menteri 2021 (menurut data vacanza/holidays)', true),
  ('2021-04-02', 'national_holiday', 'Wafat Yesus Kristus', 'SKB 3 Menteri 2021 (menurut data vacanza/holidays)', true),
  ('2021-05-01', 'national_holiday', 'Hari Buruh Internasional', 'SKB 3 Menteri 2021 (menurut data vacanza/holidays)', true),
  ('2021-05-12', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2021 (menurut data vacanza/holidays)', true),
  ('2021-05-13', 'national_holiday', 'Hari Raya Idul Fitri; Kenaikan Yesus Kristus', 'SKB 3 Menteri 2021 (menurut data vacanza/holidays)', true),
  ('2021-05-14', 'national_holiday', 'Hari kedua dari Hari Raya Idul Fitri', 'SKB 3 Menteri 2021 (menurut data vacanza/holidays)', true),
  ('2021-05-26', 'national_holiday', 'Hari Raya Waisak', 'SKB 3 Menteri 2021 (menurut data vacanza/holidays)', true),
  ('2021-06-01', 'national_holiday', 'Hari Lahir Pancasila', 'SKB 3 Menteri 2021 (menurut data vacanza/holidays)', true),
  ('2021-07-20', 'national_holiday', 'Hari Raya Idul Adha', 'SKB 3 Menteri 2021 (menurut data vacanza/holidays)', true),
  ('2021-08-11', 'national_holiday', 'Tahun Baru Islam', 'SKB 3 Menteri 2021 (menurut data vacanza/holidays)', true),
  ('2021-08-17', 'national_holiday', 'Hari Kemerdekaan Republik Indonesia', 'SKB 3 Menteri 2021 (menurut data vacanza/holidays)', true),
  ('2021-10-20', 'national_holiday', 'Maulid Nabi Muhammad', 'SKB 3 Menteri 2021 (menurut data vacanza/holidays)', true),
  ('2021-12-25', 'national_holiday', 'Hari Raya Natal', 'SKB 3 Menteri 2021 (menurut data vacanza/holidays)', true),
  ('2022-01-01', 'national_holiday', 'Tahun Baru Masehi', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-02-01', 'national_holiday', 'Tahun Baru Imlek', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-02-28', 'national_holiday', 'Isra Mikraj Nabi Muhammad', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-03-03', 'national_holiday', 'Hari Suci Nyepi', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-04-15', 'national_holiday', 'Wafat Yesus Kristus', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-04-29', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-05-01', 'national_holiday', 'Hari Buruh Internasional', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-05-02', 'national_holiday', 'Hari Raya Idul Fitri', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-05-03', 'national_holiday', 'Hari kedua dari Hari Raya Idul Fitri', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-05-04', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-05-05', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-05-06', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-05-16', 'national_holiday', 'Hari Raya Waisak', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-05-26', 'national_holiday', 'Kenaikan Yesus Kristus', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-06-01', 'national_holiday', 'Hari Lahir Pancasila', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-07-10', 'national_holiday', 'Hari Raya Idul Adha', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-07-30', 'national_holiday', 'Tahun Baru Islam', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-08-17', 'national_holiday', 'Hari Kemerdekaan Republik Indonesia', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-10-08', 'national_holiday', 'Maulid Nabi Muhammad', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2022-12-25', 'national_holiday', 'Hari Raya Natal', 'SKB 3 Menteri 2022 (menurut data vacanza/holidays)', true),
  ('2023-01-01', 'national_holiday', 'Tahun Baru Masehi', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-01-22', 'national_holiday', 'Tahun Baru Imlek', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-01-23', 'collective_leave', 'Cuti Bersama Tahun Baru Imlek', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-02-18', 'national_holiday', 'Isra Mikraj Nabi Muhammad', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-03-22', 'national_holiday', 'Hari Suci Nyepi', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-03-23', 'collective_leave', 'Cuti Bersama Hari Suci Nyepi', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-04-07', 'national_holiday', 'Wafat Yesus Kristus', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-04-19', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-04-20', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-04-21', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-04-22', 'national_holiday', 'Hari Raya Idul Fitri', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-04-23', 'national_holiday', 'Hari kedua dari Hari Raya Idul Fitri', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-04-24', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-04-25', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-05-01', 'national_holiday', 'Hari Buruh Internasional', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-05-18', 'national_holiday', 'Kenaikan Yesus Kristus', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-06-01', 'national_holiday', 'Hari Lahir Pancasila', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-06-02', 'collective_leave', 'Cuti Bersama Hari Raya Waisak', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-06-04', 'national_holiday', 'Hari Raya Waisak', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-06-28', 'collective_leave', 'Cuti Bersama Hari Raya Idul Adha', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-06-29', 'national_holiday', 'Hari Raya Idul Adha', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-06-30', 'collective_leave', 'Cuti Bersama Hari Raya Idul Adha', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-07-19', 'national_holiday', 'Tahun Baru Islam', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-08-17', 'national_holiday', 'Hari Kemerdekaan Republik Indonesia', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-09-28', 'national_holiday', 'Maulid Nabi Muhammad', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-12-25', 'national_holiday', 'Hari Raya Natal', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2023-12-26', 'collective_leave', 'Cuti Bersama Hari Raya Natal', 'SKB 3 Menteri 2023 (menurut data vacanza/holidays)', true),
  ('2024-01-01', 'national_holiday', 'Tahun Baru Masehi', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-02-08', 'national_holiday', 'Isra Mikraj Nabi Muhammad', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-02-09', 'collective_leave', 'Cuti Bersama Tahun Baru Imlek', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-02-10', 'national_holiday', 'Tahun Baru Imlek', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-02-14', 'national_holiday', 'Hari Pemilihan Umum', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-03-11', 'national_holiday', 'Hari Suci Nyepi', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-03-12', 'collective_leave', 'Cuti Bersama Hari Suci Nyepi', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-03-29', 'national_holiday', 'Wafat Yesus Kristus', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-03-31', 'national_holiday', 'Kebangkitan Yesus Kristus', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-04-08', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-04-09', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-04-10', 'national_holiday', 'Hari Raya Idul Fitri', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-04-11', 'national_holiday', 'Hari kedua dari Hari Raya Idul Fitri', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-04-12', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-04-15', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-05-01', 'national_holiday', 'Hari Buruh Internasional', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-05-09', 'national_holiday', 'Kenaikan Yesus Kristus', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-05-10', 'collective_leave', 'Cuti Bersama Kenaikan Yesus Kristus', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-05-23', 'national_holiday', 'Hari Raya Waisak', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-05-24', 'collective_leave', 'Cuti Bersama Hari Raya Waisak', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-06-01', 'national_holiday', 'Hari Lahir Pancasila', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-06-17', 'national_holiday', 'Hari Raya Idul Adha', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-06-18', 'collective_leave', 'Cuti Bersama Hari Raya Idul Adha', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-07-07', 'national_holiday', 'Tahun Baru Islam', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-08-17', 'national_holiday', 'Hari Kemerdekaan Republik Indonesia', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-09-16', 'national_holiday', 'Maulid Nabi Muhammad', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-11-27', 'national_holiday', 'Hari Pemilihan Kepala Daerah', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-12-25', 'national_holiday', 'Hari Raya Natal', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2024-12-26', 'collective_leave', 'Cuti Bersama Hari Raya Natal', 'SKB 3 Menteri 2024 (menurut data vacanza/holidays)', true),
  ('2025-01-01', 'national_holiday', 'Tahun Baru Masehi', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-01-27', 'national_holiday', 'Isra Mikraj Nabi Muhammad', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-01-28', 'collective_leave', 'Cuti Bersama Tahun Baru Imlek', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-01-29', 'national_holiday', 'Tahun Baru Imlek', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-03-28', 'collective_leave', 'Cuti Bersama Hari Suci Nyepi', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-03-29', 'national_holiday', 'Hari Suci Nyepi', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-03-31', 'national_holiday', 'Hari Raya Idul Fitri', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-04-01', 'national_holiday', 'Hari kedua dari Hari Raya Idul Fitri', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-04-02', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-04-03', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-04-04', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-04-07', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-04-18', 'national_holiday', 'Wafat Yesus Kristus', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-04-20', 'national_holiday', 'Kebangkitan Yesus Kristus', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-05-01', 'national_holiday', 'Hari Buruh Internasional', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-05-12', 'national_holiday', 'Hari Raya Waisak', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-05-13', 'collective_leave', 'Cuti Bersama Hari Raya Waisak', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-05-29', 'national_holiday', 'Kenaikan Yesus Kristus', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-05-30', 'collective_leave', 'Cuti Bersama Kenaikan Yesus Kristus', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-06-01', 'national_holiday', 'Hari Lahir Pancasila', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-06-06', 'national_holiday', 'Hari Raya Idul Adha', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-06-09', 'collective_leave', 'Cuti Bersama Hari Raya Idul Adha', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-06-27', 'national_holiday', 'Tahun Baru Islam', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-08-17', 'national_holiday', 'Hari Kemerdekaan Republik Indonesia', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-08-18', 'collective_leave', 'Cuti Bersama Hari Kemerdekaan Republik Indonesia', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-09-05', 'national_holiday', 'Maulid Nabi Muhammad', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-12-25', 'national_holiday', 'Hari Raya Natal', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2025-12-26', 'collective_leave', 'Cuti Bersama Hari Raya Natal', 'SKB 3 Menteri 2025 (menurut data vacanza/holidays)', true),
  ('2026-01-01', 'national_holiday', 'Tahun Baru Masehi', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-01-16', 'national_holiday', 'Isra Mikraj Nabi Muhammad', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-02-16', 'collective_leave', 'Cuti Bersama Tahun Baru Imlek', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-02-17', 'national_holiday', 'Tahun Baru Imlek', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-03-18', 'collective_leave', 'Cuti Bersama Hari Suci Nyepi', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-03-19', 'national_holiday', 'Hari Suci Nyepi', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-03-20', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-03-21', 'national_holiday', 'Hari Raya Idul Fitri', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-03-22', 'national_holiday', 'Hari kedua dari Hari Raya Idul Fitri', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-03-23', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-03-24', 'collective_leave', 'Cuti Bersama Hari Raya Idul Fitri', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-04-03', 'national_holiday', 'Wafat Yesus Kristus', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-04-05', 'national_holiday', 'Kebangkitan Yesus Kristus', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-05-01', 'national_holiday', 'Hari Buruh Internasional', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-05-14', 'national_holiday', 'Kenaikan Yesus Kristus', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-05-15', 'collective_leave', 'Cuti Bersama Kenaikan Yesus Kristus', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-05-27', 'national_holiday', 'Hari Raya Idul Adha', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-05-28', 'collective_leave', 'Cuti Bersama Hari Raya Idul Adha', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-05-31', 'national_holiday', 'Hari Raya Waisak', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-06-01', 'national_holiday', 'Hari Lahir Pancasila', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-06-16', 'national_holiday', 'Tahun Baru Islam', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-08-17', 'national_holiday', 'Hari Kemerdekaan Republik Indonesia', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-08-25', 'national_holiday', 'Maulid Nabi Muhammad', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-12-24', 'collective_leave', 'Cuti Bersama Hari Raya Natal', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2026-12-25', 'national_holiday', 'Hari Raya Natal', 'SKB 3 Menteri 2026 (menurut data vacanza/holidays)', true),
  ('2027-01-01', 'national_holiday', 'Tahun Baru Masehi', 'Perkiraan; SKB 3 Menteri 2027 belum diperiksa', false),
  ('2027-01-05', 'national_holiday', 'Isra Mikraj Nabi Muhammad (perkiraan)', 'Perkiraan; SKB 3 Menteri 2027 belum diperiksa', false),
  ('2027-02-06', 'national_holiday', 'Tahun Baru Imlek (perkiraan)', 'Perkiraan; SKB 3 Menteri 2027 belum diperiksa', false),
  ('2027-03-08', 'national_holiday', 'Hari Suci Nyepi', 'Perkiraan; SKB 3 Menteri 2027 belum diperiksa', false),
  ('2027-03-09', 'national_holiday', 'Hari Raya Idul Fitri (perkiraan)', 'Perkiraan; SKB 3 Menteri 2027 belum diperiksa', false),
  ('2027-03-10', 'national_holiday', 'Hari kedua dari Hari Raya Idul Fitri (perkiraan)', 'Perkiraan; SKB 3 Menteri 2027 belum diperiksa', false),
  ('2027-03-26', 'national_holiday', 'Wafat Yesus Kristus', 'Perkiraan; SKB 3 Menteri 2027 belum diperiksa', false),
  ('2027-03-28', 'national_holiday', 'Kebangkitan Yesus Kristus', 'Perkiraan; SKB 3 Menteri 2027 belum diperiksa', false),
  ('2027-05-01', 'national_holiday', 'Hari Buruh Internasional', 'Perkiraan; SKB 3 Menteri 2027 belum diperiksa', false),
  ('2027-05-06', 'national_holiday', 'Kenaikan Yesus Kristus', 'Perkiraan; SKB 3 Menteri 2027 belum diperiksa', false),
  ('2027-05-16', 'national_holiday', 'Hari Raya Idul Adha (perkiraan)', 'Perkiraan; SKB 3 Menteri 2027 belum diperiksa', false),
  ('2027-05-20', 'national_holiday', 'Hari Raya Waisak (perkiraan)', 'Perkiraan; SKB 3 Menteri 2027 belum diperiksa', false),
  ('2027-06-01', 'national_holiday', 'Hari Lahir Pancasila', 'Perkiraan; SKB 3 Menteri 2027 belum diperiksa', false),
  ('2027-06-06', 'national_holiday', 'Tahun Baru Islam (perkiraan)', 'Perkiraan; SKB 3 Menteri 2027 belum diperiksa', false),
  ('2027-08-14', 'national_holiday', 'Maulid Nabi Muhammad (perkiraan)', 'Perkiraan; SKB 3 Menteri 2027 belum diperiksa', false),
  ('2027-08-17', 'national_holiday', 'Hari Kemerdekaan Republik Indonesia', 'Perkiraan; SKB 3 Menteri 2027 belum diperiksa', false),
  ('2027-12-25', 'national_holiday', 'Hari Raya Natal; Isra Mikraj Nabi Muhammad (perkiraan)', 'Perkiraan; SKB 3 Menteri 2027 belum diperiksa', false);
