create table complaints.feedback (
  institution_id uuid not null,
  complaint_id uuid not null,
  answer_seq smallint not null,
  at timestamptz not null,
  verdict text check (verdict in ('solved', 'partly', 'unsolved')),
  reason text,
  speed smallint check (speed between 1 and 5),
  clarity smallint check (clarity between 1 and 5),
  overall smallint check (overall between 1 and 5),
  comment text,
  primary key (institution_id, complaint_id, answer_seq),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  check (verdict is null or verdict = 'solved' or reason is not null)
);
comment on table complaints.feedback is 'What each reporter says about one answer: whether it is solved, and three questions about the handling. Not the SKM.';
comment on column complaints.feedback.answer_seq is 'The answer in the story of the report under which theirs is handled.';
create index on complaints.feedback (institution_id, at, complaint_id);
select platform.tenant_table('complaints.feedback');
