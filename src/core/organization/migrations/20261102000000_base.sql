create schema organization;
select platform.slice_schema('organization');

create table organization.institution (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,40}$'),
  name text not null check (length(name) between 3 and 200),
  kind text not null,
  region_code text,
  time_zone text not null check (time_zone in ('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura')),
  hostname text unique,
  synthetic boolean not null default false,
  tree_version integer not null default 0,
  day date,
  created_at timestamptz not null
);
comment on column organization.institution.synthetic is 'Invented demonstration data; every page of it says so.';
comment on column organization.institution.tree_version is 'Rises with every change of the unit tree, so that processes know when to read it again.';
comment on column organization.institution.day is 'The newest day whose planned changes have taken effect; nothing can be planned for it any more.';
grant select, insert, update on organization.institution to sigap_app;
alter table organization.institution enable row level security;
create policy anyone_reads on organization.institution for select using (true);
create policy own_insert on organization.institution for insert with check (id = platform.current_institution());
create policy own_update on organization.institution for update using (id = platform.current_institution());

create type organization.unit_kind as enum ('root', 'secretariat', 'department', 'agency', 'district', 'village', 'hospital', 'health_center', 'school', 'division', 'section', 'desk');
create table organization.unit (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  parent_id uuid,
  code text not null check (length(code) between 1 and 40),
  name text not null check (length(name) between 2 and 200),
  kind organization.unit_kind not null,
  active_from date not null,
  active_to date,
  primary key (institution_id, id),
  unique (institution_id, code),
  foreign key (institution_id, parent_id) references organization.unit (institution_id, id)
);
create index on organization.unit (institution_id, parent_id);
select platform.tenant_table('organization.unit');

create type organization.position_kind as enum ('jpt', 'administrator', 'pengawas', 'pelaksana', 'fungsional_keahlian', 'fungsional_keterampilan');
comment on type organization.position_kind is 'Jenis jabatan; regulations: PP 11/2017 and UU 20/2023 (kept in the old grouping, shown in both).';
create table organization.position (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  code text not null,
  title text not null,
  kind organization.position_kind not null,
  level text not null,
  class smallint check (class between 1 and 17),
  active boolean not null default true,
  primary key (institution_id, id),
  unique (institution_id, code)
);
comment on column organization.position.level is 'Jenjang, for example pratama, ahli_muda, terampil.';
comment on column organization.position.class is 'Kelas jabatan, 1 to 17.';
select platform.tenant_table('organization.position');
