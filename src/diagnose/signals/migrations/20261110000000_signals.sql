create schema signals;
select platform.slice_schema('signals');

create type signals.source as enum ('complaints', 'surveys', 'short_survey');
create type signals.rule as enum ('beyond', 'shift', 'trend', 'low');
create type signals.cause as enum (
  'kompetensi', 'proses', 'alat', 'beban_kerja', 'aturan', 'motivasi', 'bukan_masalah');

create table signals.chart_standard (
  key text primary key,
  value numeric(6, 2) not null,
  source text not null,
  verified boolean not null
);
comment on table signals.chart_standard is 'How months are judged, where an institution has set nothing of its own.';
select platform.reference_table('signals.chart_standard');
insert into signals.chart_standard (key, value, source, verified) values
  ('shift', 8, 'Aturan Nelson; NIST/SEMATECH e-Handbook 6.3: 8 titik di satu sisi', true),
  ('trend', 6, 'Aturan Nelson: 6 titik searah', true),
  ('run_sigma', 3, 'Simulasi Sigap: tanpa syarat ini sekitar 5 dari 100 rangkaian yang tenang berbunyi', false),
  ('baseline_months', 12, 'Simulasi Sigap: satu tahun', false),
  ('baseline_lag', 2, 'Simulasi Sigap: pergeseran yang sedang berlangsung tidak menutupi dirinya sendiri', false),
  ('baseline_least', 6, 'Simulasi Sigap: di bawahnya batas terlalu goyah', false),
  ('minimum_answers', 5, 'Kebijakan Sigap: kelompok kecil tidak ditampilkan', false),
  ('minimum_complaints', 5, 'Kebijakan Sigap: kelompok kecil tidak ditampilkan', false),
  ('episode_gap', 3, 'Kebijakan Sigap: satu triwulan tenang', false),
  ('low_share', 50, 'Kebijakan Sigap: kurang dari separuh responden puas', false),
  ('low_months', 3, 'Kebijakan Sigap: satu triwulan', false),
  ('low_answers', 10, 'Kebijakan Sigap, sama dengan kelompok terkecil kuesioner', false);

create table signals.chart_rule (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  key text not null references signals.chart_standard,
  valid_from date not null,
  value numeric(6, 2) not null,
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  account_id uuid,
  at timestamptz not null,
  primary key (institution_id, id)
);
comment on table signals.chart_rule is 'What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.';
create index on signals.chart_rule (institution_id, key, valid_from, at);
select platform.tenant_table('signals.chart_rule', 'append');

create table signals.element_standard (
  element text not null,
  theme text not null,
  weight numeric(3, 2) not null check (weight > 0 and weight <= 1),
  valid_from date not null,
  source text not null,
  verified boolean not null,
  primary key (element, theme, valid_from)
);
comment on table signals.element_standard is 'Which theme an element of the SKM speaks about; the signal takes the theme with the largest weight. Own rows of an institution in element_theme go before them.';
select platform.reference_table('signals.element_standard');
insert into signals.element_standard
select element, theme, weight, date '2020-01-01',
  'Uraian unsur SKM dalam PermenPANRB 14/2017; pemadanan dan bobot oleh penyusun', false
from (values
  ('waktu', 'kecepatan', 1.0),
  ('prosedur', 'kemudahan', 0.6),
  ('prosedur', 'kecepatan', 0.4),
  ('perilaku', 'keramahan', 1.0),
  ('kompetensi', 'keakuratan', 1.0),
  ('produk', 'keakuratan', 1.0),
  ('persyaratan', 'kemudahan', 1.0),
  ('biaya', 'biaya', 0.7),
  ('biaya', 'integritas', 0.3),
  ('sarana', 'sarana', 1.0),
  ('pengaduan', 'keramahan', 0.5),
  ('pengaduan', 'kecepatan', 0.6)
) as v (element, theme, weight);

create table signals.element_theme (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  element text not null,
  theme text not null,
  weight numeric(3, 2) not null check (weight >= 0 and weight <= 1),
  valid_from date not null,
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  account_id uuid,
  at timestamptz not null,
  primary key (institution_id, id)
);
comment on table signals.element_theme is 'Own weights by the date from which they hold, append only; of one date the one set last holds; weight 0 takes the pair out.';
create index on signals.element_theme (institution_id, element, theme, valid_from, at);
select platform.tenant_table('signals.element_theme', 'append');

create table signals.competency_standard (
  theme text not null,
  competency_code text not null,
  weight numeric(3, 2) not null check (weight >= 0 and weight <= 1),
  valid_from date not null,
  source text not null,
  verified boolean not null,
  primary key (theme, competency_code, valid_from)
);
comment on table signals.competency_standard is 'Starting weights of theme × competency; an institution''s own rows in theme_competency go before them.';
select platform.reference_table('signals.competency_standard');
insert into signals.competency_standard
select theme, code, weight, date '2020-01-01', source, false
from (values
  ('kecepatan', 'M4', 0.5, 'Titik awal: kecepatan → teknis dan proses'),
  ('kecepatan', 'T1', 0.7, 'Titik awal: kecepatan → teknis dan proses'),
  ('kecepatan', 'D1', 0.4, 'Titik awal: kecepatan → teknis dan proses'),
  ('keramahan', 'M5', 1.0, 'PermenPANRB 38/2017: Pelayanan Publik; titik awal: keramahan → sosial kultural'),
  ('keramahan', 'M3', 0.6, 'PermenPANRB 38/2017: Komunikasi'),
  ('keramahan', 'S1', 0.3, 'PermenPANRB 38/2017: Perekat Bangsa'),
  ('keakuratan', 'T1', 0.7, 'Titik awal: keakuratan → teknis'),
  ('keakuratan', 'T2', 0.6, 'Titik awal: keakuratan → teknis'),
  ('keakuratan', 'M4', 0.3, 'Titik awal: keakuratan → teknis'),
  ('kemudahan', 'D1', 0.7, 'Titik awal: kemudahan akses → digital'),
  ('kemudahan', 'M5', 0.5, 'PermenPANRB 38/2017: Pelayanan Publik'),
  ('biaya', 'M1', 0.5, 'PermenPANRB 38/2017: Integritas'),
  ('biaya', 'M3', 0.3, 'PermenPANRB 38/2017: Komunikasi'),
  ('sarana', 'M8', 0.2, 'Sarana jarang soal kompetensi: bobot sengaja kecil'),
  ('integritas', 'M1', 1.0, 'PermenPANRB 38/2017: Integritas'),
  ('integritas', 'D2', 0.3, 'Titik awal: etika digital')
) as v (theme, code, weight, source);

create table signals.theme_competency (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  theme text not null,
  competency_code text not null,
  weight numeric(3, 2) not null check (weight >= 0 and weight <= 1),
  valid_from date not null,
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  account_id uuid,
  at timestamptz not null,
  primary key (institution_id, id)
);
comment on table signals.theme_competency is 'Own weights by the date from which they hold, append only; of one date the one set last holds; weight 0 takes the pair out.';
create index on signals.theme_competency (institution_id, theme, competency_code, valid_from, at);
select platform.tenant_table('signals.theme_competency', 'append');

create table signals.question_standard (
  cause signals.cause not null,
  position smallint not null,
  question_id text not null,
  question_en text not null,
  points_to boolean not null,
  source text not null,
  verified boolean not null,
  primary key (cause, position)
);
comment on column signals.question_standard.points_to is 'The answer (true: yes) that speaks for this cause.';
select platform.reference_table('signals.question_standard');
insert into signals.question_standard values
  ('kompetensi', 1, 'Apakah petugas dapat melakukannya dengan benar bila sungguh diperlukan, misalnya saat diawasi?', 'Could staff do it right if they really had to, for example while watched?', false, 'Mager dan Pipe, Analyzing Performance Problems', false),
  ('kompetensi', 2, 'Apakah ada petugas lain dengan alat, aturan, dan beban yang sama yang hasilnya baik?', 'Do colleagues with the same tools, rules and load do well?', true, 'Gilbert, Human Competence', false),
  ('proses', 1, 'Apakah langkah kerja atau antrean berubah sebelum bulan itu?', 'Did the steps or the queue change before that month?', true, 'Gilbert, Human Competence', false),
  ('proses', 2, 'Apakah berkas menunggu di satu titik lebih lama daripada dikerjakan?', 'Do files wait at one point longer than they are worked on?', true, 'Gilbert, Human Competence', false),
  ('alat', 1, 'Apakah aplikasi, jaringan, atau peralatan sering terganggu?', 'Do the application, the network or the equipment fail often?', true, 'Gilbert, Human Competence', false),
  ('beban_kerja', 1, 'Apakah jumlah pemohon naik atau jumlah petugas turun?', 'Did applicants increase or staff decrease?', true, 'Gilbert, Human Competence', false),
  ('aturan', 1, 'Apakah persyaratan atau aturan baru menyulitkan pemohon atau petugas?', 'Do new requirements or rules make it hard for applicants or staff?', true, 'Gilbert, Human Competence', false),
  ('motivasi', 1, 'Apakah petugas yang melayani dengan baik justru tidak memperoleh apa-apa, atau malah dirugikan?', 'Do those who serve well gain nothing, or even lose?', true, 'Mager dan Pipe, Analyzing Performance Problems', false);

create table signals.cause_question (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  cause signals.cause not null,
  position smallint not null check (position between 1 and 99),
  question_id text not null check (length(question_id) between 10 and 300),
  question_en text not null check (length(question_en) between 10 and 300),
  points_to boolean not null,
  asked boolean not null,
  valid_from date not null,
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  account_id uuid,
  at timestamptz not null,
  primary key (institution_id, id)
);
comment on table signals.cause_question is 'Own questions, and own words of the shipped ones, by the date from which they hold, append only; of one date the one set last holds.';
create index on signals.cause_question (institution_id, cause, position, valid_from, at);
select platform.tenant_table('signals.cause_question', 'append');

create table signals.signal (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  theme text not null,
  source signals.source not null,
  element text,
  service_id uuid,
  rule signals.rule not null,
  first_month date not null,
  detected_month date not null,
  last_month date not null,
  opened_at timestamptz not null,
  evidence jsonb not null,
  primary key (institution_id, id),
  unique nulls not distinct (institution_id, unit_id, theme, source, service_id, detected_month),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check (first_month <= detected_month and detected_month <= last_month),
  check ((source = 'surveys') = (element is not null)),
  check ((source = 'short_survey') = (rule = 'low'))
);
comment on table signals.signal is 'One episode of a special cause: a unit, a theme, a source.';
comment on column signals.signal.service_id is 'Of the four-question survey: the service that was judged; null where an answer names none.';
comment on column signals.signal.first_month is 'Where the run began; the detected month itself when one point was beyond the limit.';
comment on column signals.signal.last_month is 'The newest month in which a rule still held.';
comment on column signals.signal.evidence is 'The chart as it was when the signal opened: months, values, limits, baseline, and the numbers of the rules it was judged by.';
create index on signals.signal (institution_id, opened_at desc, id);
select platform.tenant_table('signals.signal');

create table signals.diagnosis (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  signal_id uuid not null,
  cause signals.cause not null,
  answers jsonb not null,
  reason text not null check (length(reason) between 10 and 2000),
  recommendation text check (length(recommendation) between 10 and 2000),
  decided_by uuid,
  decided_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, signal_id) references signals.signal (institution_id, id),
  check (cause in ('kompetensi', 'bukan_masalah') or recommendation is not null)
);
comment on table signals.diagnosis is 'Append only; the newest decision of a signal holds, the earlier ones stay readable.';
create index on signals.diagnosis (institution_id, signal_id, decided_at desc);
select platform.tenant_table('signals.diagnosis', 'append');
