create table complaints.map (
  institution_id uuid not null references organization.institution,
  tiles text not null check (length(tiles) <= 500),
  attribution text not null check (length(attribution) between 1 and 200),
  attribution_url text check (length(attribution_url) <= 500),
  max_zoom smallint not null check (max_zoom between 1 and 22),
  latitude numeric(8, 5) check (latitude between -90 and 90),
  longitude numeric(8, 5) check (longitude between -180 and 180),
  zoom smallint not null check (zoom between 1 and 22),
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (institution_id),
  check ((latitude is null) = (longitude is null))
);
comment on table complaints.map is 'Where an institution takes the pictures of its maps from. Without a row no page shows a map and nothing is loaded.';
comment on column complaints.map.tiles is 'Address with {z}, {x} and {y}; one that begins with / lies on the same server.';
comment on column complaints.map.latitude is 'What a map shows first, with longitude and zoom; without it the whole country.';
select platform.tenant_table('complaints.map');
