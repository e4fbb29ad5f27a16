create table complaints.merge (
  institution_id uuid not null,
  id uuid not null,
  complaint_id uuid not null,
  into_id uuid not null,
  how text not null check (how in ('officer', 'joined')),
  merged_at timestamptz not null,
  merged_by uuid,
  undone_at timestamptz,
  undone_by uuid,
  path uuid[] not null,
  survivor_id uuid not null,
  since timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  foreign key (institution_id, into_id) references complaints.complaint (institution_id, id),
  foreign key (institution_id, survivor_id) references complaints.complaint (institution_id, id),
  check (complaint_id <> into_id),
  check (survivor_id = path[cardinality(path)])
);
comment on table complaints.merge is 'Reports of the same matter that are handled as one. Each keeps its code, text, privacy and contact, so that a merge can be undone.';
comment on column complaints.merge.how is 'By an officer, or because the reporter joined a public report.';
comment on column complaints.merge.path is 'The reports from into_id up to the one under which all of them are handled now; of an undone merge, as it was.';
comment on column complaints.merge.survivor_id is 'The last of the path.';
comment on column complaints.merge.since is 'When it came under the survivor: the latest merge on the path.';
create unique index on complaints.merge (institution_id, complaint_id) where undone_at is null;
create index on complaints.merge (institution_id, complaint_id, merged_at);
create index on complaints.merge (institution_id, into_id) where undone_at is null;
create index on complaints.merge (institution_id, survivor_id) where undone_at is null;
select platform.tenant_table('complaints.merge');

create table complaints.duplicate_rule (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  service_id uuid,
  radius_m integer not null check (radius_m between 10 and 50000),
  days smallint not null check (days between 1 and 400),
  similarity smallint not null check (similarity between 5 and 95),
  valid_from date not null,
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  created_at timestamptz not null,
  created_by uuid,
  primary key (institution_id, id),
  foreign key (institution_id, service_id) references services.service (institution_id, id)
);
comment on table complaints.duplicate_rule is 'When two reports are offered as perhaps the same: for one service, or without service for all others; of one date the one set last holds.';
comment on column complaints.duplicate_rule.similarity is 'How alike the texts are, in percent of common letter triples.';
select platform.tenant_table('complaints.duplicate_rule', 'append');

create table complaints.duplicate_standard (
  radius_m integer not null,
  days smallint not null,
  similarity smallint not null,
  valid_from date primary key,
  source text not null,
  verified boolean not null
);
select platform.reference_table('complaints.duplicate_standard');
insert into complaints.duplicate_standard values
  (250, 60, 30, '2018-01-01', 'Kebijakan setempat: 250 meter dan 60 hari; tidak ada peraturan yang menetapkannya', false);

create table complaints.word (
  institution_id uuid not null,
  unit_id uuid not null,
  word text collate "C" not null,
  received_at timestamptz not null,
  complaint_id uuid not null,
  primary key (institution_id, unit_id, word, received_at, complaint_id)
);
comment on table complaints.word is 'The most telling words of each report, under every unit it lay with: where similar ones are looked for. Word by word and newest first, because row-level security keeps full text out of index conditions, and so that a search reads as much in a large archive as in a small one. Whistleblowing has none.';
select platform.tenant_table('complaints.word');
create index word_by_age on complaints.word using brin (institution_id, received_at);
