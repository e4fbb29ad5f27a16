-- A second person looks at a sample of the answers. The sample is drawn from the id of the answer, so nobody chooses it.
create table complaints.quality_standard (
  share smallint not null,
  valid_from date not null primary key,
  source text not null,
  verified boolean not null
);
select platform.reference_table('complaints.quality_standard');
insert into complaints.quality_standard values
  (10, '2018-01-01', 'Kebijakan setempat: satu dari sepuluh jawaban ditelaah orang kedua', false);

create table complaints.quality_rule (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  share smallint not null check (share between 0 and 100),
  valid_from date not null,
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  created_at timestamptz not null,
  created_by uuid,
  primary key (institution_id, id)
);
comment on table complaints.quality_rule is 'Of one date the one set last holds.';
comment on column complaints.quality_rule.share is 'Percent of the answers that a second person reviews.';
select platform.tenant_table('complaints.quality_rule', 'append');

create table complaints.quality_review (
  institution_id uuid not null references organization.institution,
  complaint_id uuid not null,
  seq smallint not null,
  account_id uuid not null,
  at timestamptz not null,
  clear boolean not null,
  complete boolean not null,
  polite boolean not null,
  solution boolean not null,
  note text check (length(note) between 1 and 2000),
  primary key (institution_id, complaint_id, seq),
  foreign key (institution_id, complaint_id, seq) references complaints.event (institution_id, complaint_id, seq)
);
comment on table complaints.quality_review is 'What somebody other than its writer says about an answer; each answer is reviewed once.';
create index on complaints.quality_review (institution_id, at);
select platform.tenant_table('complaints.quality_review', 'append');
