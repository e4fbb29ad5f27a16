create schema surveys;
select platform.slice_schema('surveys');

create type surveys.element as enum
  ('persyaratan', 'prosedur', 'waktu', 'biaya', 'produk', 'kompetensi', 'perilaku', 'sarana', 'pengaduan');

create table surveys.rule (
  code text primary key,
  title text not null,
  source text not null,
  valid_from date not null,
  valid_to date,
  element_count smallint not null,
  factor text not null,
  average_places smallint not null,
  index_places smallint not null,
  verified boolean not null,
  note text not null default '',
  layout_source text not null default '',
  layout_verified boolean not null default false,
  check (valid_to is null or valid_to > valid_from)
);
comment on table surveys.rule is 'How the index is reckoned, from when to when, and where that was read.';
comment on column surveys.rule.factor is 'Exact fraction as text; average of 1 to 4 times this is the index.';
comment on column surveys.rule.verified is 'False until somebody compared it with the official annex; shown as "perlu verifikasi".';
comment on column surveys.rule.layout_source is 'Where the parts of the printed report and their order were read.';
select platform.reference_table('surveys.rule');

create table surveys.rule_weight (
  rule_code text not null references surveys.rule,
  policy text not null,
  weight text not null,
  is_default boolean not null,
  source text not null,
  verified boolean not null,
  note text not null default '',
  primary key (rule_code, policy)
);
comment on table surveys.rule_weight is 'Weight policies in use; one is the default, the others only explain a figure that another office printed.';
comment on column surveys.rule_weight.weight is 'Exact fraction or decimal as text, the same for every element.';
create unique index rule_weight_default on surveys.rule_weight (rule_code) where is_default;
select platform.reference_table('surveys.rule_weight');

create table surveys.rule_band (
  rule_code text not null references surveys.rule,
  letter text not null,
  lower numeric(5, 2) not null,
  label_id text not null,
  label_en text not null,
  printed_average text not null,
  printed_index text not null,
  source text not null,
  verified boolean not null,
  primary key (rule_code, letter),
  unique (rule_code, lower)
);
comment on column surveys.rule_band.lower is 'The letter holds from this rounded index upward; the printed bounds leave gaps.';
select platform.reference_table('surveys.rule_band');

create table surveys.rule_element (
  rule_code text not null references surveys.rule,
  element surveys.element not null,
  position smallint not null,
  name_id text not null,
  name_en text not null,
  question_id text not null,
  question_en text not null,
  answers_id text[] not null check (cardinality(answers_id) = 4),
  answers_en text[] not null check (cardinality(answers_en) = 4),
  source text not null,
  verified boolean not null,
  primary key (rule_code, element),
  unique (rule_code, position)
);
comment on column surveys.rule_element.position is 'Order in the questionnaire. Answers are stored by element, because sources number the last two differently.';
comment on column surveys.rule_element.answers_id is 'Wording of the scores 1, 2, 3, 4.';
select platform.reference_table('surveys.rule_element');

create table surveys.threshold (
  code text not null check (code in ('min_respondents', 'min_answered', 'surveys_a_year')),
  valid_from date not null,
  value smallint not null check (value > 0),
  source text not null,
  verified boolean not null,
  primary key (code, valid_from),
  check (code <> 'surveys_a_year' or 12 % value = 0)
);
comment on table surveys.threshold is 'Smallest group that gets a figure and fewest answers that make a questionnaire (the house''s own policy), and how often a year a survey is held (the ministry''s), by date.';
select platform.reference_table('surveys.threshold');

create table surveys.sampling_standard (
  valid_from date primary key,
  chi numeric not null check (chi > 0),
  share numeric not null check (share > 0 and share < 1),
  margin numeric not null check (margin > 0 and margin < 1),
  source text not null,
  verified boolean not null
);
comment on table surveys.sampling_standard is 'What the size of a sample is reckoned with (Krejcie and Morgan): chi-square, expected share, margin.';
select platform.reference_table('surveys.sampling_standard');

insert into surveys.sampling_standard values
  ('2017-05-09', 3.841, 0.5, 0.05,
   'Krejcie dan Morgan (1970); lampiran PermenPANRB 14/2017 dibaca lewat laporan SKM, tabel cetaknya sama pada 31 baris', false);

insert into surveys.rule values
  ('permenpanrb-14-2017', 'Survei Kepuasan Masyarakat, 9 unsur',
   'PermenPANRB 14/2017 tentang Pedoman Penyusunan Survei Kepuasan Masyarakat Unit Penyelenggara Pelayanan Publik',
   '2017-05-09', null, 9, '25', 4, 2, false,
   'Batang tubuh dibaca pada salinan verbatim; lampiran hanya melalui sistem dan laporan pemerintah. Tanggal berlaku belum dicocokkan.'),
  ('kepmenpan-25-2004', 'Indeks Kepuasan Masyarakat, 14 unsur (riwayat)',
   'KEP/25/M.PAN/2/2004', '2004-02-24', '2017-05-09', 14, '25', 2, 2, false,
   'Hanya untuk membaca laporan sebelum 2017; tidak dipakai untuk menghitung.');

insert into surveys.rule_weight values
  ('permenpanrb-14-2017', 'exact', '1/9', true, 'Laporan SKM pemerintah (minerba.esdm.go.id): bobot = 1 / jumlah unsur; lampiran PermenPANRB 14/2017 belum dibaca', true,
   'Jumlah bobot tepat 1, sehingga indeks tertinggi 100,00.'),
  ('permenpanrb-14-2017', 'three_decimals', '0.111', false, 'Laporan SKM pemerintah daerah menurut PermenPANRB 14/2017 (e-smile.tubaba.go.id)', true,
   'Indeks tertinggi 99,90.'),
  ('permenpanrb-14-2017', 'two_decimals', '0.11', false, 'Contoh lama dan aplikasi yang masih beredar', false,
   'Indeks tertinggi 99,00; dapat menggeser huruf mutu.');

insert into surveys.rule_band values
  ('permenpanrb-14-2017', 'A', 88.31, 'Sangat baik', 'Very good', '3,5324 – 4,00', '88,31 – 100,00', 'Laporan SKM pemerintah daerah menurut PermenPANRB 14/2017 (e-smile.tubaba.go.id)', true),
  ('permenpanrb-14-2017', 'B', 76.61, 'Baik', 'Good', '3,0644 – 3,532', '76,61 – 88,30', 'Laporan SKM pemerintah daerah menurut PermenPANRB 14/2017 (e-smile.tubaba.go.id)', true),
  ('permenpanrb-14-2017', 'C', 65.00, 'Kurang baik', 'Less than good', '2,60 – 3,064', '65,00 – 76,60', 'Laporan SKM pemerintah daerah menurut PermenPANRB 14/2017 (e-smile.tubaba.go.id)', true),
  ('permenpanrb-14-2017', 'D', 25.00, 'Tidak baik', 'Not good', '1,00 – 2,5996', '25,00 – 64,99', 'Laporan SKM pemerintah daerah menurut PermenPANRB 14/2017 (e-smile.tubaba.go.id)', true),
  ('kepmenpan-25-2004', 'A', 81.26, 'Sangat baik', 'Very good', '3,26 – 4,00', '81,26 – 100,00', 'Salinan sekunder KEP/25/M.PAN/2/2004', false),
  ('kepmenpan-25-2004', 'B', 62.51, 'Baik', 'Good', '2,51 – 3,25', '62,51 – 81,25', 'Salinan sekunder KEP/25/M.PAN/2/2004', false),
  ('kepmenpan-25-2004', 'C', 43.76, 'Kurang baik', 'Less than good', '1,76 – 2,50', '43,76 – 62,50', 'Salinan sekunder KEP/25/M.PAN/2/2004', false),
  ('kepmenpan-25-2004', 'D', 25.00, 'Tidak baik', 'Not good', '1,00 – 1,75', '25,00 – 43,75', 'Salinan sekunder KEP/25/M.PAN/2/2004', false);

insert into surveys.rule_element values
  ('permenpanrb-14-2017', 'persyaratan', 1, 'Persyaratan', 'Requirements',
   'Bagaimana kesesuaian persyaratan dengan jenis pelayanannya?', 'How well did the requirements fit the kind of service?',
   '{Tidak sesuai,Kurang sesuai,Sesuai,Sangat sesuai}', '{Not fitting,Less fitting,Fitting,Very fitting}', 'PermenPANRB 14/2017, lampiran: contoh kuesioner; dibaca pada salinan, belum dicocokkan dengan lampiran resminya', false),
  ('permenpanrb-14-2017', 'prosedur', 2, 'Sistem, mekanisme, dan prosedur', 'System, mechanism and procedure',
   'Bagaimana kemudahan prosedur pelayanan?', 'How easy was the procedure?',
   '{Tidak mudah,Kurang mudah,Mudah,Sangat mudah}', '{Not easy,Less easy,Easy,Very easy}', 'PermenPANRB 14/2017, lampiran: contoh kuesioner; dibaca pada salinan, belum dicocokkan dengan lampiran resminya', false),
  ('permenpanrb-14-2017', 'waktu', 3, 'Waktu penyelesaian', 'Time to completion',
   'Bagaimana kecepatan waktu pelayanan?', 'How quick was the service?',
   '{Tidak cepat,Kurang cepat,Cepat,Sangat cepat}', '{Not quick,Less quick,Quick,Very quick}', 'PermenPANRB 14/2017, lampiran: contoh kuesioner; dibaca pada salinan, belum dicocokkan dengan lampiran resminya', false),
  ('permenpanrb-14-2017', 'biaya', 4, 'Biaya/tarif', 'Cost or fee',
   'Bagaimana kewajaran biaya atau tarif pelayanan?', 'How reasonable was the cost or fee?',
   '{Sangat mahal,Cukup mahal,Murah,Gratis}', '{Very expensive,Rather expensive,Cheap,Free}', 'PermenPANRB 14/2017, lampiran: contoh kuesioner; dibaca pada salinan, belum dicocokkan dengan lampiran resminya', false),
  ('permenpanrb-14-2017', 'produk', 5, 'Produk spesifikasi jenis pelayanan', 'Service product',
   'Bagaimana kesesuaian hasil pelayanan dengan standar pelayanan?', 'How well did the result match the service standard?',
   '{Tidak sesuai,Kurang sesuai,Sesuai,Sangat sesuai}', '{Not matching,Less matching,Matching,Very well matching}', 'PermenPANRB 14/2017, lampiran: contoh kuesioner; dibaca pada salinan, belum dicocokkan dengan lampiran resminya', false),
  ('permenpanrb-14-2017', 'kompetensi', 6, 'Kompetensi pelaksana', 'Competence of staff',
   'Bagaimana kemampuan petugas dalam melayani?', 'How capable were the staff who served you?',
   '{Tidak kompeten,Kurang kompeten,Kompeten,Sangat kompeten}', '{Not capable,Less capable,Capable,Very capable}', 'PermenPANRB 14/2017, lampiran: contoh kuesioner; pilihan jawaban belum dicocokkan dengan lampiran resminya', false),
  ('permenpanrb-14-2017', 'perilaku', 7, 'Perilaku pelaksana', 'Conduct of staff',
   'Bagaimana kesopanan dan keramahan petugas?', 'How polite and friendly were the staff?',
   '{Tidak sopan dan ramah,Kurang sopan dan ramah,Sopan dan ramah,Sangat sopan dan ramah}', '{Not polite and friendly,Less polite and friendly,Polite and friendly,Very polite and friendly}', 'PermenPANRB 14/2017, lampiran: contoh kuesioner; dibaca pada salinan, belum dicocokkan dengan lampiran resminya', false),
  ('permenpanrb-14-2017', 'sarana', 8, 'Sarana dan prasarana', 'Facilities',
   'Bagaimana kualitas sarana dan prasarana?', 'How good were the facilities?',
   '{Buruk,Cukup,Baik,Sangat baik}', '{Poor,Fair,Good,Very good}', 'PermenPANRB 14/2017, lampiran: contoh kuesioner; dibaca pada salinan, belum dicocokkan dengan lampiran resminya', false),
  ('permenpanrb-14-2017', 'pengaduan', 9, 'Penanganan pengaduan, saran, dan masukan', 'Handling of complaints and suggestions',
   'Bagaimana penanganan pengaduan pengguna layanan?', 'How are complaints from service users handled?',
   '{Tidak ada,Ada tetapi tidak berfungsi,Berfungsi kurang maksimal,Dikelola dengan baik}', '{There is none,It exists but does not work,It works but not fully,It is well managed}', 'PermenPANRB 14/2017; nama unsur dari laporan SKM pemerintah daerah, pilihan jawaban belum dicocokkan dengan lampiran resminya', false);

update surveys.rule set layout_source = 'Susunan menurut lampiran PermenPANRB 14/2017, dibaca dari laporan SKM pemerintah yang memakainya (e-smile.tubaba.go.id, minerba.esdm.go.id); lampiran aslinya belum dibaca'
where code = 'permenpanrb-14-2017';

insert into surveys.threshold values
  ('min_respondents', '2017-05-09', 10, 'Kebijakan perlindungan responden: kelompok kecil tidak ditampilkan', false),
  ('min_answered', '2017-05-09', 5, 'Kebijakan kuesioner: paling sedikit lebih dari separuh unsur dijawab', false),
  ('surveys_a_year', '2017-05-09', 1, 'PermenPANRB 14/2017 pasal 1 ayat (1): survei wajib berkala, minimal 1 (satu) kali setahun; dibaca pada salinan verbatim', true);

create table surveys.extra_question (
  code text primary key check (code in ('informasi', 'kepercayaan')),
  position smallint not null unique,
  valid_from date not null,
  name_id text not null,
  name_en text not null,
  question_id text not null,
  question_en text not null,
  answers_id text[] not null check (cardinality(answers_id) = 4),
  answers_en text[] not null check (cardinality(answers_en) = 4),
  source text not null,
  verified boolean not null
);
comment on table surveys.extra_question is 'Asked beside the nine elements and never counted in the index.';
select platform.reference_table('surveys.extra_question');

insert into surveys.extra_question values
  ('informasi', 1, '2017-05-09', 'Kualitas informasi', 'Quality of information',
   'Bagaimana kejelasan informasi yang Anda terima?', 'How clear was the information you were given?',
   '{Tidak jelas,Kurang jelas,Jelas,Sangat jelas}', '{Not clear,Not clear enough,Clear,Very clear}',
   'Pertanyaan tambahan: tanda keberhasilan kebijakan bersama unsur waktu', false),
  ('kepercayaan', 2, '2017-05-09', 'Kepercayaan', 'Trust',
   'Seberapa percaya Anda bahwa kantor ini melayani semua orang dengan jujur dan adil?',
   'How much do you trust this office to serve everybody honestly and fairly?',
   '{Tidak percaya,Kurang percaya,Percaya,Sangat percaya}', '{No trust,Little trust,Trust,Great trust}',
   'Pertanyaan tambahan: kepercayaan publik', false);

create table surveys.rule_setting (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  rule_code text not null references surveys.rule,
  valid_from date not null,
  weights jsonb not null,
  bands jsonb not null,
  min_respondents smallint not null check (min_respondents between 3 and 100),
  min_answered smallint not null check (min_answered between 1 and 9),
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  note text not null default '' check (length(note) <= 500),
  layout_source text not null default '' check (length(layout_source) <= 500),
  layout_verified boolean not null default false,
  sampling jsonb,
  factor text,
  surveys_a_year smallint check (surveys_a_year > 0 and 12 % surveys_a_year = 0),
  created_by uuid,
  created_at timestamptz not null,
  primary key (institution_id, id)
);
comment on table surveys.rule_setting is 'What an institution decided to reckon differently, from a day on; the newest row of a day counts.';
comment on column surveys.rule_setting.weights is 'Exact fraction as text per element; together they are 1.';
comment on column surveys.rule_setting.sampling is 'chi, share and margin; null where the standard is used.';
comment on column surveys.rule_setting.factor is 'As rule.factor; null where the law''s own holds.';
comment on column surveys.rule_setting.surveys_a_year is 'How often a year a survey is held; null where the law''s own number holds.';
comment on column surveys.rule_setting.bands is 'Lowest index of each letter as text.';
create index on surveys.rule_setting (institution_id, rule_code, valid_from desc, created_at desc);
select platform.tenant_table('surveys.rule_setting', 'append');

create table surveys.element_wording (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  element surveys.element not null,
  valid_from date not null check (extract(day from valid_from) = 1),
  name_id text not null check (length(name_id) between 3 and 80),
  name_en text not null check (length(name_en) between 3 and 80),
  question_id text not null check (length(question_id) between 3 and 200),
  question_en text not null check (length(question_en) between 3 and 200),
  answers_id text[] not null check (cardinality(answers_id) = 4),
  answers_en text[] not null check (cardinality(answers_en) = 4),
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  note text not null default '' check (length(note) <= 500),
  created_by uuid,
  created_at timestamptz not null,
  primary key (institution_id, id)
);
comment on table surveys.element_wording is 'How an institution words an element from a month on; before it and where there is none, surveys.rule_element holds. Of one month the row set last counts.';
comment on column surveys.element_wording.valid_from is 'The first of a month to come: answers know no finer time than the day, and results none finer than the month.';
create index on surveys.element_wording (institution_id, valid_from);
select platform.tenant_table('surveys.element_wording', 'append');
