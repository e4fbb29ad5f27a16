create table services.default_rule (
  key text primary key,
  value text not null,
  source text not null,
  verified boolean not null
);
comment on table services.default_rule is 'Names of the 14 components, wording and thresholds that hold where an institution has set nothing of its own.';
select platform.reference_table('services.default_rule');

create table services.rule (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  key text not null references services.default_rule,
  valid_from date not null,
  value text not null check (length(value) between 1 and 2000),
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  account_id uuid,
  at timestamptz not null,
  primary key (institution_id, id)
);
comment on table services.rule is 'What an institution has checked or set itself, by the date from which it holds, append only; of one date the one set last holds.';
create index on services.rule (institution_id, key, valid_from, at);
select platform.tenant_table('services.rule', 'append');

insert into services.default_rule (key, value, source, verified) values
  ('component.requirements', 'Persyaratan', 'UU 25/2009 pasal 21 dan PermenPANRB 15/2014, dibaca pada salinan PMK 46/PMK.01/2021 (pasal.id)', true),
  ('component.procedure', 'Sistem, mekanisme, dan prosedur', 'UU 25/2009 pasal 21 dan PermenPANRB 15/2014, dibaca pada salinan PMK 46/PMK.01/2021 (pasal.id)', true),
  ('component.time', 'Jangka waktu pelayanan', 'UU 25/2009 pasal 21 dan PermenPANRB 15/2014, dibaca pada salinan PMK 46/PMK.01/2021 (pasal.id)', true),
  ('component.tariff', 'Biaya/tarif', 'UU 25/2009 pasal 21 dan PermenPANRB 15/2014, dibaca pada salinan PMK 46/PMK.01/2021 (pasal.id)', true),
  ('component.product', 'Produk pelayanan', 'UU 25/2009 pasal 21 dan PermenPANRB 15/2014, dibaca pada salinan PMK 46/PMK.01/2021 (pasal.id)', true),
  ('component.complaints', 'Penanganan pengaduan, saran, dan masukan', 'UU 25/2009 pasal 21 dan PermenPANRB 15/2014, dibaca pada salinan PMK 46/PMK.01/2021 (pasal.id)', true),
  ('component.legal_basis', 'Dasar hukum', 'UU 25/2009 pasal 21 dan PermenPANRB 15/2014, dibaca pada salinan PMK 46/PMK.01/2021 (pasal.id)', true),
  ('component.facilities', 'Sarana dan prasarana, dan/atau fasilitas', 'UU 25/2009 pasal 21 dan PermenPANRB 15/2014, dibaca pada salinan PMK 46/PMK.01/2021 (pasal.id)', true),
  ('component.competence', 'Kompetensi pelaksana', 'UU 25/2009 pasal 21 dan PermenPANRB 15/2014, dibaca pada salinan PMK 46/PMK.01/2021 (pasal.id)', true),
  ('component.supervision', 'Pengawasan internal', 'UU 25/2009 pasal 21 dan PermenPANRB 15/2014, dibaca pada salinan PMK 46/PMK.01/2021 (pasal.id)', true),
  ('component.staffing', 'Jumlah pelaksana', 'PermenPANRB 15/2014; salinan yang dibaca terpotong sebelum komponen ini', false),
  ('component.guarantee', 'Jaminan pelayanan', 'PermenPANRB 15/2014; salinan yang dibaca terpotong sebelum komponen ini', false),
  ('component.safety', 'Jaminan keamanan dan keselamatan pelayanan', 'PermenPANRB 15/2014; salinan yang dibaca terpotong sebelum komponen ini', false),
  ('component.evaluation', 'Evaluasi kinerja pelaksana', 'PermenPANRB 15/2014; salinan yang dibaca terpotong sebelum komponen ini', false),
  ('pledge', 'Dengan ini kami menyatakan sanggup menyelenggarakan pelayanan sesuai standar pelayanan yang telah ditetapkan. Apabila kami tidak menepati janji ini, kami siap menerima sanksi sesuai peraturan perundang-undangan yang berlaku.', 'UU 25/2009 pasal 22 mewajibkan maklumat; bunyinya yang lazim dipakai', false),
  ('small_number', '10', 'Kebijakan Sigap: di bawah angka ini persentase tidak diumumkan', false),
  ('small_cell', '5', 'Kebijakan Sigap: kelompok laporan yang lebih kecil digabung di halaman dan data terbuka', false),
  ('receipts_per_day', '10', 'Kebijakan Sigap: siapa pun dapat menuliskan alamat surel orang lain pada laporan', false),
  ('keep_days', '365', 'UU 27/2022; kebijakan Sigap: nama dan kontak pemohon dihapus setelah sekian hari sejak selesai', false);

create type services.standard_state as enum ('draft', 'submitted', 'approved', 'withdrawn');

create table services.standard (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  service_id uuid not null,
  version smallint not null check (version > 0),
  state services.standard_state not null,
  content jsonb not null,
  note text not null default '',
  drafted_by uuid,
  drafted_at timestamptz not null,
  submitted_by uuid,
  submitted_at timestamptz,
  authors uuid[] not null default '{}',
  approved_by uuid,
  approved_at timestamptz,
  decree_number text check (length(decree_number) between 1 and 120),
  decree_date date,
  effective_from date,
  primary key (institution_id, id),
  unique (institution_id, service_id, version),
  foreign key (institution_id, service_id) references services.service (institution_id, id),
  check ((state in ('approved', 'withdrawn')) = (approved_at is not null)),
  check ((state in ('approved', 'withdrawn')) = (decree_number is not null and decree_date is not null)),
  check ((state = 'approved') = (effective_from is not null)),
  check (approved_by is null or approved_by is distinct from drafted_by),
  check (approved_by is null or approved_by is distinct from submitted_by),
  check (approved_by is null or approved_by <> all(authors))
);
comment on table services.standard is 'A version of a service''s standard with all 14 components. In force is the approved one with the latest effective_from that has come; an approved version is never changed.';
comment on column services.standard.content is 'The 14 components; its shape is StandardContent in content.ts.';
comment on column services.standard.authors is 'Everybody who ever wrote or submitted this version; none of them approves it.';
comment on column services.standard.note is 'Why the approver sent it back, or took the approval back before its day: then it never held.';
create unique index standard_open on services.standard (institution_id, service_id) where approved_at is null;
create unique index standard_effective on services.standard (institution_id, service_id, effective_from) where effective_from is not null;
select platform.tenant_table('services.standard');

create table services.pledge (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  body text not null check (length(body) between 20 and 2000),
  place text not null,
  signed_on date not null,
  signer_name text not null,
  signer_title text not null,
  account_id uuid,
  at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on table services.pledge is 'Maklumat pelayanan of a unit; the newest signed one is shown, the others stay readable.';
create index on services.pledge (institution_id, unit_id, signed_on);
select platform.tenant_table('services.pledge', 'append');
