create schema needs;
select platform.slice_schema('needs');

-- The codes are ours, the names are from the source.
insert into vocabulary.standard (set_name, slug, valid_from, position, label_id, label_en, traits, source, verified)
select 'development_method', code, date '2021-01-01', row_number() over () * 10, name_id, name_en, array[track],
  'Peraturan BP2MI 5/2021, yang mengikuti Peraturan LAN 10/2018', true
from (values
  ('PD1', 'education', 'Tugas belajar', 'Study leave'),
  ('PD2', 'education', 'Izin belajar', 'Study permit'),
  ('K01', 'classroom', 'Pelatihan dasar CPNS', 'Basic training of new civil servants'),
  ('K02', 'classroom', 'Pelatihan struktural kepemimpinan', 'Leadership training'),
  ('K03', 'classroom', 'Pelatihan manajerial', 'Managerial training'),
  ('K04', 'classroom', 'Pelatihan teknis', 'Technical training'),
  ('K05', 'classroom', 'Pelatihan fungsional', 'Functional training'),
  ('K06', 'classroom', 'Pelatihan sosial kultural', 'Sociocultural training'),
  ('K07', 'classroom', 'Seminar, konferensi, atau sarasehan', 'Seminar, conference or discussion'),
  ('K08', 'classroom', 'Lokakarya (workshop)', 'Workshop'),
  ('K09', 'classroom', 'Kursus', 'Course'),
  ('K10', 'classroom', 'Penataran', 'Upgrading course'),
  ('K11', 'classroom', 'Bimbingan teknis', 'Technical guidance'),
  ('K12', 'classroom', 'Sosialisasi', 'Information session'),
  ('K99', 'classroom', 'Bentuk klasikal lainnya', 'Another classroom form'),
  ('N01', 'non_classroom', 'Coaching', 'Coaching'),
  ('N02', 'non_classroom', 'Mentoring', 'Mentoring'),
  ('N03', 'non_classroom', 'E-learning', 'E-learning'),
  ('N04', 'non_classroom', 'Pelatihan jarak jauh', 'Distance training'),
  ('N05', 'non_classroom', 'Detasering', 'Secondment'),
  ('N06', 'non_classroom', 'Pembelajaran alam terbuka', 'Outdoor learning'),
  ('N07', 'non_classroom', 'Patok banding (studi tiru)', 'Benchmarking visit'),
  ('N08', 'non_classroom', 'Pertukaran dengan pegawai swasta, BUMN, atau BUMD', 'Exchange with staff of companies'),
  ('N09', 'non_classroom', 'Belajar mandiri', 'Self-study'),
  ('N10', 'non_classroom', 'Komunitas belajar', 'Learning community'),
  ('N11', 'non_classroom', 'Bimbingan di tempat kerja', 'Guidance at the workplace'),
  ('N12', 'non_classroom', 'Magang atau praktik kerja', 'Internship or work practice'),
  ('N99', 'non_classroom', 'Bentuk nonklasikal lainnya', 'Another form outside the classroom')
) as v (code, track, name_id, name_en);

create type needs.status as enum ('draft', 'approved', 'programmed', 'closed');
create type needs.origin as enum ('signal', 'gap', 'manual');
create type needs.act as enum ('created', 'measured', 'planned', 'ranked', 'flagged', 'approved', 'programmed', 'closed');

create table needs.need (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  competency_id uuid not null,
  signal_id uuid,
  origin needs.origin not null,
  title text not null check (length(title) between 5 and 200),
  note text,
  status needs.status not null default 'draft',
  importance smallint not null check (importance between 1 and 5),
  rank integer check (rank >= 1),
  top boolean not null default false,
  top_reason text,
  route text,
  provider text,
  schedule text,
  curriculum text,
  budget bigint check (budget >= 0),
  created_at timestamptz not null,
  created_by uuid,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check ((origin = 'signal') = (signal_id is not null)),
  check (top = (top_reason is not null))
);
comment on column needs.need.competency_id is 'A competency of the competency slice.';
comment on column needs.need.rank is 'Where the committee put it; empty follows the computed priority.';
comment on column needs.need.top is 'Prioritas utama: stands before all that are not, whatever the computed priority.';
comment on column needs.need.route is 'Form and route of development (bentuk dan jalur), a word of the vocabulary (development_method).';
comment on column needs.need.budget is 'Rupiah.';
create index on needs.need (institution_id, status);
create unique index need_per_signal on needs.need (institution_id, signal_id, competency_id) where signal_id is not null;
select platform.tenant_table('needs.need');

create table needs.measurement (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  need_id uuid not null,
  at timestamptz not null,
  required numeric(4, 2),
  shortfall numeric(4, 2),
  reach integer,
  assessed integer,
  demand numeric(8, 4) not null,
  signal_z numeric(8, 4),
  theme_weight numeric(4, 2),
  primary key (institution_id, id),
  foreign key (institution_id, need_id) references needs.need (institution_id, id),
  check ((required is null) = (shortfall is null) and (required is null) = (reach is null))
);
comment on table needs.measurement is 'The inputs of the priority as they were; append only, the newest counts. Empty while too few people are assessed.';
comment on column needs.measurement.shortfall is 'Mean of max(0, required - actual) over the assessed, so that strengths do not hide gaps.';
comment on column needs.measurement.reach is 'Assessed people below their standard.';
comment on column needs.measurement.demand is 'theme_weight times max(0, signal_z), capped; 0 without a signal.';
create index on needs.measurement (institution_id, need_id, at desc, id desc);
select platform.tenant_table('needs.measurement', 'append');

create table needs.event (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  need_id uuid not null,
  act needs.act not null,
  at timestamptz not null,
  account_id uuid,
  reason text,
  detail jsonb not null default '{}',
  primary key (institution_id, id),
  foreign key (institution_id, need_id) references needs.need (institution_id, id)
);
comment on table needs.event is 'Who did what to a need and why; reordering keeps its written reason here.';
create index on needs.event (institution_id, need_id, id);
select platform.tenant_table('needs.event', 'append');

create table needs.parameter_standard (
  key text primary key,
  value numeric(8, 4) not null,
  source text not null,
  verified boolean not null
);
comment on table needs.parameter_standard is 'Parameters of the priority where an institution has set nothing of its own: lambda (weight of the citizens'' signal), demand_max (cap of the demand).';
select platform.reference_table('needs.parameter_standard');
insert into needs.parameter_standard (key, value, source, verified) values
  ('lambda', 0.1, 'Ditetapkan penyusun Sigap', false),
  ('demand_max', 10, 'Ditetapkan penyusun Sigap', false);

create table needs.parameter (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  key text not null references needs.parameter_standard,
  valid_from date not null,
  value numeric(8, 4) not null check (value >= 0),
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  account_id uuid,
  at timestamptz not null,
  primary key (institution_id, id)
);
comment on table needs.parameter is 'What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.';
create index on needs.parameter (institution_id, key, valid_from, at);
select platform.tenant_table('needs.parameter', 'append');
