create schema talent;
select platform.slice_schema('talent');

create table talent.default_rule (
  key text primary key,
  value smallint not null check (value between 0 and 120),
  source text not null,
  verified boolean not null
);
comment on table talent.default_rule is 'Retirement ages (age:<kind>:<level>) and periods that hold where an institution has set nothing of its own.';
select platform.reference_table('talent.default_rule');

insert into talent.default_rule (key, value, source, verified) values
  ('age:jpt:utama', 60, 'UU 20/2023 Pasal 55 huruf a', false),
  ('age:jpt:madya', 60, 'UU 20/2023 Pasal 55 huruf a', false),
  ('age:jpt:pratama', 60, 'UU 20/2023 Pasal 55 huruf a', false),
  ('age:administrator:administrator', 58, 'UU 20/2023 Pasal 55 huruf a', false),
  ('age:pengawas:pengawas', 58, 'UU 20/2023 Pasal 55 huruf a', false),
  ('age:pelaksana:pelaksana', 58, 'UU 20/2023 Pasal 55 huruf b', false),
  ('age:fungsional_keahlian:ahli_pertama', 58, 'PP 11/2017 Pasal 239; jabatan tertentu diatur tersendiri', false),
  ('age:fungsional_keahlian:ahli_muda', 58, 'PP 11/2017 Pasal 239; jabatan tertentu diatur tersendiri', false),
  ('age:fungsional_keahlian:ahli_madya', 60, 'PP 11/2017 Pasal 239; jabatan tertentu diatur tersendiri', false),
  ('age:fungsional_keahlian:ahli_utama', 65, 'PP 11/2017 Pasal 239', false),
  ('age:fungsional_keterampilan:pemula', 58, 'PP 11/2017 Pasal 239', false),
  ('age:fungsional_keterampilan:terampil', 58, 'PP 11/2017 Pasal 239', false),
  ('age:fungsional_keterampilan:mahir', 58, 'PP 11/2017 Pasal 239', false),
  ('age:fungsional_keterampilan:penyelia', 58, 'PP 11/2017 Pasal 239', false),
  ('start_months', 1, 'Pensiun dihitung mulai tanggal 1 bulan berikutnya setelah mencapai BUP; praktik kepegawaian', false),
  ('mpp_months', 12, 'PP 11/2017 Pasal 350 dan Peraturan BKN 2/2019', false),
  ('plan_months', 36, 'Kebijakan internal: pengganti dan alih pengetahuan disiapkan sejak waktu ini', false);

create table talent.rule (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  key text not null references talent.default_rule,
  valid_from date not null,
  value smallint not null check (value between 0 and 120),
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  account_id uuid,
  at timestamptz not null,
  primary key (institution_id, id)
);
comment on table talent.rule is 'What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.';
create index on talent.rule (institution_id, key, valid_from, at);
select platform.tenant_table('talent.rule', 'append');

create table talent.default_item (
  code text primary key,
  months_before smallint not null check (months_before between 0 and 120),
  title text not null,
  hint text not null,
  source text not null,
  verified boolean not null
);
comment on table talent.default_item is 'Checklist of preparation for retirement; months_before counts back from the first day of retirement.';
select platform.reference_table('talent.default_item');

insert into talent.default_item (code, months_before, title, hint, source, verified) values
  ('data', 60, 'Periksa data kepegawaian', 'Tanggal lahir, riwayat jabatan, pangkat, dan masa kerja harus sama dengan surat keputusan Anda. Memperbaikinya dapat memakan waktu lama.', 'Kebijakan internal', true),
  ('keluarga', 60, 'Perbarui data keluarga', 'Nama pasangan dan anak menentukan siapa yang berhak atas pensiun keluarga.', 'UU 11/1969', false),
  ('pengetahuan', 36, 'Tulis apa yang hanya Anda ketahui', 'Pekerjaan, kebiasaan, dan orang yang perlu dikenal pengganti Anda.', 'Kebijakan internal', true),
  ('keuangan', 24, 'Hitung keuangan keluarga', 'Bandingkan uang pensiun bulanan dengan pengeluaran dan utang yang masih ada.', 'Kebijakan internal', true),
  ('kesehatan', 24, 'Pastikan jaminan kesehatan', 'Tanyakan bagaimana kepesertaan Anda berlanjut setelah berhenti bekerja.', 'Kebijakan internal', true),
  ('kegiatan', 24, 'Pikirkan kegiatan sesudah pensiun', 'Keluarga, usaha, ibadah, atau berbagi ilmu sebagai narasumber dan mentor.', 'Kebijakan internal', true),
  ('mpp', 15, 'Putuskan: mengambil masa persiapan pensiun atau tidak', 'Permohonan tertulis diajukan paling lambat satu bulan sebelum mulai, dan dapat ditolak karena kepentingan dinas.', 'Peraturan BKN 2/2019', false),
  ('berkas', 12, 'Lengkapi berkas usul pensiun', 'Tanyakan daftar berkas terbaru kepada bagian kepegawaian.', 'Peraturan BKN 2/2018', false),
  ('serah', 3, 'Serahkan pekerjaan dan barang milik negara', 'Buat berita acara: dokumen, kunci, kendaraan, akun, dan kata sandi bersama yang harus diganti.', 'Kebijakan internal', true),
  ('rekening', 3, 'Tentukan rekening pembayaran pensiun', 'Daftarkan kepada pengelola dana pensiun sebelum hari terakhir bekerja.', 'Kebijakan internal', true);

create table talent.item (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  code text not null check (length(code) between 1 and 40),
  months_before smallint not null check (months_before between 0 and 120),
  title text not null check (length(title) between 3 and 160),
  hint text not null check (length(hint) <= 500),
  valid_from date not null,
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  hidden boolean not null,
  account_id uuid,
  at timestamptz not null,
  primary key (institution_id, id)
);
comment on table talent.item is 'An institution''s own items of the checklist, and its wording in the place of a default one, append only: of a code the row with the latest day that has come holds, of one day the one set last.';
select platform.tenant_table('talent.item', 'append');

create table talent.progress (
  institution_id uuid not null references organization.institution,
  employee_id uuid not null,
  code text not null,
  done_on date not null,
  primary key (institution_id, employee_id, code),
  foreign key (institution_id, employee_id) references people.employee (institution_id, id)
);
select platform.tenant_table('talent.progress');

create table talent.successor (
  institution_id uuid not null references organization.institution,
  employee_id uuid not null,
  candidate_id uuid not null,
  ready text not null check (ready in ('now', 'year', 'later')),
  note text,
  named_by uuid,
  named_at timestamptz not null,
  primary key (institution_id, employee_id, candidate_id),
  foreign key (institution_id, employee_id) references people.employee (institution_id, id),
  foreign key (institution_id, candidate_id) references people.employee (institution_id, id),
  check (employee_id <> candidate_id)
);
comment on table talent.successor is 'Who could take over. Seen by superiors and by whoever manages talent in the unit, not by the candidate.';
select platform.tenant_table('talent.successor');

create table talent.transfer (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  employee_id uuid not null,
  knowledge text not null check (length(knowledge) between 5 and 400),
  way text not null check (way in ('written', 'shown', 'mentoring', 'introduction')),
  to_employee_id uuid,
  due_on date not null,
  done_on date,
  made_by uuid,
  made_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, employee_id) references people.employee (institution_id, id),
  foreign key (institution_id, to_employee_id) references people.employee (institution_id, id),
  check (to_employee_id is null or to_employee_id <> employee_id)
);
comment on table talent.transfer is 'What somebody who retires knows, to whom it goes, how and by when.';
create index on talent.transfer (institution_id, employee_id, due_on);
select platform.tenant_table('talent.transfer');

create table talent.expert (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  employee_id uuid,
  name text not null check (length(name) between 2 and 200),
  background text not null,
  fields text not null,
  offers text[] not null,
  contact text,
  consent text not null,
  consented_at timestamptz not null,
  registered_by uuid,
  withdrawn_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, employee_id) references people.employee (institution_id, id),
  check ((withdrawn_at is null) = (contact is not null))
);
comment on table talent.expert is 'Retired people, and those about to retire, who agreed to be asked as expert or mentor. Withdrawing erases all but the fact.';
create unique index expert_once on talent.expert (institution_id, employee_id) where withdrawn_at is null;
select platform.tenant_table('talent.expert');
