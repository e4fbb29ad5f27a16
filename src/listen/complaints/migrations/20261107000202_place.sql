create table complaints.place (
  institution_id uuid not null,
  complaint_id uuid not null,
  region_code text references organization.region (code),
  rt smallint check (rt between 1 and 999),
  rw smallint check (rw between 1 and 999),
  latitude numeric(8, 5) check (latitude between -90 and 90),
  longitude numeric(8, 5) check (longitude between -180 and 180),
  primary key (institution_id, complaint_id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  check ((latitude is null) = (longitude is null)),
  check (coalesce(region_code, rt::text, rw::text, latitude::text) is not null)
);
comment on table complaints.place is 'Where it happened, as far as the reporter told; the landmark in words is complaint.place.';
comment on column complaints.place.region_code is 'Kode wilayah Kemendagri of any level; a prefix finds everything beneath it.';
comment on column complaints.place.latitude is 'Rounded when it comes in: to about 11 m, for secret reports to about 1 km.';
create index on complaints.place (institution_id, region_code text_pattern_ops, complaint_id) where region_code is not null;
create index on complaints.place (institution_id, latitude, longitude) where latitude is not null;
select platform.tenant_table('complaints.place');
