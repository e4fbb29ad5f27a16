create table complaints.publication (
  institution_id uuid not null,
  complaint_id uuid not null,
  shown smallint not null check (shown between 0 and 3),
  waits smallint not null check (waits between 0 and 3),
  since timestamptz not null,
  subject text check (length(subject) between 1 and 200),
  body text,
  answer text,
  answer_seq smallint,
  reason text check (reason in ('personal', 'insult', 'accusation', 'advertising', 'off_topic', 'security')),
  note text,
  reviewed_at timestamptz,
  reviewed_by uuid,
  published_at timestamptz,
  primary key (institution_id, complaint_id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  check (shown <> 1 or (subject is not null and body is not null and reviewed_at is not null and published_at is not null)),
  check (shown <> 2 or reason is not null),
  check ((answer is null) = (answer_seq is null))
);
comment on table complaints.publication is 'What the public reads of a report: text a person has looked at. The original stays in complaints.complaint.';
comment on column complaints.publication.shown is '0 not yet, 1 public, 2 hidden by an officer, 3 withdrawn by the reporter. Numbers, because row-level security keeps enum comparisons out of index conditions.';
comment on column complaints.publication.waits is 'What an officer has to look at: 0 nothing, 1 the report, 2 its answer, 3 an objection or a note of a reader.';
comment on column complaints.publication.answer_seq is 'The line of the story whose answer was looked at.';
create index on complaints.publication (institution_id, waits, since, complaint_id) where waits > 0;
create index on complaints.publication (institution_id, published_at desc, complaint_id) where shown = 1;
select platform.tenant_table('complaints.publication');

create table complaints.moderation (
  institution_id uuid not null,
  id uuid not null,
  complaint_id uuid not null,
  act text not null check (act in ('published', 'hidden', 'withdrawn', 'part_withdrawn', 'name_withdrawn', 'objected', 'reported', 'kept')),
  at timestamptz not null,
  actor complaints.actor not null,
  account_id uuid,
  reason text,
  body text,
  primary key (institution_id, id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id)
);
comment on table complaints.moderation is 'Who changed what the public reads, and why; append only.';
create index on complaints.moderation (institution_id, complaint_id, at);
select platform.tenant_table('complaints.moderation', 'append');
grant update (body) on complaints.moderation to sigap_app;
