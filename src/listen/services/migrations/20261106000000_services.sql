create schema services;
select platform.slice_schema('services');

create type services.channel as enum ('counter', 'online', 'mobile_unit', 'phone');

create table services.service (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  name text not null check (length(name) between 3 and 200),
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
  summary text not null default '',
  product text not null,
  requirements text not null default '',
  procedure text not null default '',
  promise_days smallint check (promise_days between 1 and 365),
  promise_minutes smallint check (promise_minutes between 1 and 1440),
  cost bigint not null default 0 check (cost between 0 and 1000000000),
  cost_note text not null default '',
  channels services.channel[] not null,
  need text not null default 'other' check (length(need) between 1 and 40),
  active boolean not null default true,
  updated_at timestamptz not null,
  standard_id uuid,
  primary key (institution_id, id),
  unique (institution_id, slug),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check ((promise_days is null) <> (promise_minutes is null))
);
comment on table services.service is 'A public service and the published part of its standard (PermenPANRB 15/2014: six service delivery components).';
comment on column services.service.promise_days is 'Working days from complete file to product; either this or promise_minutes.';
comment on column services.service.cost is 'Rupiah; 0 is free of charge.';
comment on column services.service.requirements is 'One requirement a line.';
comment on column services.service.standard_id is 'The version whose content the columns above repeat, for lists; null while no standard has been approved.';
comment on column services.service.procedure is 'One step a line.';
create index on services.service (institution_id, unit_id);
select platform.tenant_table('services.service');

create view services.v_service with (security_invoker = true) as
  select institution_id, id, unit_id, name, slug, summary, active, updated_at from services.service;
comment on view services.v_service is 'What other slices'' statements may join: the name of a service. Row-level security is the reader''s.';
grant select on services.v_service to sigap_app;

insert into vocabulary.standard (set_name, slug, valid_from, position, label_id, label_en, note_id, note_en, source, verified) values
  ('theme', 'kecepatan', '2018-01-01', 10, 'Kecepatan', 'Speed', 'Lama menunggu atau terlambat selesai.', 'Waiting long, or done late.', 'Naskah dasar layanan publik, tabel 5: kecepatan, keramahan, keakuratan, kemudahan', true),
  ('theme', 'keramahan', '2018-01-01', 20, 'Keramahan', 'Courtesy', 'Cara petugas melayani.', 'How the staff treat people.', 'Naskah dasar layanan publik, tabel 5: kecepatan, keramahan, keakuratan, kemudahan', true),
  ('theme', 'keakuratan', '2018-01-01', 30, 'Keakuratan', 'Accuracy', 'Keterangan atau hasil yang keliru.', 'Wrong information or a wrong result.', 'Naskah dasar layanan publik, tabel 5: kecepatan, keramahan, keakuratan, kemudahan', true),
  ('theme', 'kemudahan', '2018-01-01', 40, 'Kemudahan', 'Ease', 'Syarat, langkah, atau cara mencapai layanan.', 'Requirements, steps, or how to reach the service.', 'Naskah dasar layanan publik, tabel 5: kecepatan, keramahan, keakuratan, kemudahan', true),
  ('theme', 'biaya', '2018-01-01', 50, 'Biaya', 'Cost', 'Tarif dan pembayaran.', 'Fees and payment.', 'Disejajarkan dengan unsur biaya/tarif SKM; tidak ada peraturan yang menetapkan tema pengaduan', false),
  ('theme', 'sarana', '2018-01-01', 60, 'Sarana', 'Facilities', 'Gedung, jalan, alat, dan aplikasi.', 'Buildings, roads, equipment and applications.', 'Disejajarkan dengan unsur sarana dan prasarana SKM; tidak ada peraturan yang menetapkan tema pengaduan', false),
  ('theme', 'integritas', '2018-01-01', 70, 'Integritas', 'Integrity', 'Pungutan liar, suap, atau pilih kasih.', 'Illegal fees, bribes or favours.', 'Praktik setempat; tidak ada peraturan yang menetapkan tema pengaduan', false);
