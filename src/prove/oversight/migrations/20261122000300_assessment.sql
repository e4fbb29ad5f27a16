create type oversight.assessment_state as enum ('draft', 'submitted', 'verified');
create type oversight.assessment_step_kind as enum ('submitted', 'verified', 'returned');

create table oversight.assessment (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  year smallint not null check (year between 2000 and 2200),
  state oversight.assessment_state not null default 'draft',
  started_by uuid,
  started_at timestamptz not null,
  verified_at timestamptz,
  primary key (institution_id, id),
  unique (institution_id, unit_id, year),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check ((state = 'verified') = (verified_at is not null))
);
comment on table oversight.assessment is 'What a unit says once a year about its own transparency, accountability and participation.';
create index on oversight.assessment (institution_id, year);
select platform.tenant_table('oversight.assessment');

create table oversight.assessment_answer (
  institution_id uuid not null references organization.institution,
  assessment_id uuid not null,
  principle text not null check (principle in ('transparency', 'accountability', 'participation')),
  key text not null,
  position smallint not null,
  question text not null,
  source text not null,
  verified boolean not null,
  answer oversight.answer,
  note text not null default '' check (length(note) <= 2000),
  link text not null default '' check (length(link) <= 500),
  file_id uuid,
  answered_by uuid,
  answered_at timestamptz,
  primary key (institution_id, assessment_id, principle, key),
  foreign key (institution_id, assessment_id) references oversight.assessment (institution_id, id),
  check (answer is null or answer in ('no', 'not_applicable') or link <> '' or file_id is not null)
);
comment on table oversight.assessment_answer is 'The questions as they stood when the unit began, with its answers; what is said to be so has evidence.';
select platform.tenant_table('oversight.assessment_answer');

create table oversight.assessment_step (
  institution_id uuid not null references organization.institution,
  assessment_id uuid not null,
  number smallint not null check (number > 0),
  step oversight.assessment_step_kind not null,
  text text not null default '' check (length(text) <= 4000),
  made_by uuid,
  made_at timestamptz not null,
  primary key (institution_id, assessment_id, number),
  foreign key (institution_id, assessment_id) references oversight.assessment (institution_id, id),
  check (step <> 'returned' or text <> '')
);
comment on table oversight.assessment_step is 'How an assessment went between the unit and the inspectorate.';
select platform.tenant_table('oversight.assessment_step', 'append');

insert into oversight.default_item (area, key, position, text, amount, source, verified, valid_from)
select area, key, position, text, null, source, false, '2009-07-18'::date from (values
  ('transparency', 'standar_terbit', 1, 'Standar pelayanan setiap layanan terbit dan dapat dibaca tanpa bertanya kepada petugas', 'UU 25/2009 Pasal 21 dan 23'),
  ('transparency', 'maklumat_terbit', 2, 'Maklumat pelayanan terbit dan dipasang di tempat pelayanan', 'UU 25/2009 Pasal 22'),
  ('transparency', 'informasi_berkala', 3, 'Informasi yang wajib diumumkan berkala terbit tahun ini, termasuk anggaran dan laporan kinerja', 'UU 14/2008 Pasal 9'),
  ('transparency', 'hasil_survei', 4, 'Hasil survei kepuasan masyarakat tahun ini diumumkan', 'PermenPANRB 14/2017'),
  ('transparency', 'biaya_terbuka', 5, 'Biaya setiap layanan, juga yang tanpa biaya, diumumkan', 'UU 25/2009 Pasal 34'),
  ('accountability', 'target_kinerja', 1, 'Target kinerja tahun ini ditetapkan dan capaiannya dapat dihitung ulang', 'PermenPANRB 88/2021'),
  ('accountability', 'pengaduan_dijawab', 2, 'Pengaduan dijawab dalam batas waktu, dan yang terlambat dibahas', 'Perpres 76/2013'),
  ('accountability', 'temuan_tuntas', 3, 'Temuan pengawasan tahun lalu sudah ditindaklanjuti', 'PP 12/2017'),
  ('accountability', 'penanggung_jawab', 4, 'Setiap layanan mempunyai penanggung jawab yang namanya diumumkan', 'UU 25/2009 Pasal 15'),
  ('accountability', 'gratifikasi', 5, 'Larangan gratifikasi diumumkan dan setiap penolakan dilaporkan', 'UU 20/2001 Pasal 12B dan 12C'),
  ('participation', 'masyarakat_standar', 1, 'Masyarakat diikutkan saat standar pelayanan disusun atau diubah', 'UU 25/2009 Pasal 20 dan 39'),
  ('participation', 'forum_konsultasi', 2, 'Forum konsultasi publik diadakan tahun ini dan hasilnya diumumkan', 'PermenPANRB 16/2017'),
  ('participation', 'tindak_lanjut_masukan', 3, 'Masukan warga ditindaklanjuti dan warga diberi tahu hasilnya', 'UU 25/2009 Pasal 39'),
  ('participation', 'kelompok_rentan', 4, 'Penyandang disabilitas dan kelompok rentan lain ditanya secara khusus', 'UU 25/2009 Pasal 29; UU 8/2016 Pasal 19')
) as rows (area, key, position, text, source);
