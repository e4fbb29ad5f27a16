-- Where an administrator demands it, an answer is read by a second person before the reporter gets it. Off by default.
create table complaints.four_eyes_rule (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid,
  class complaints.class,
  demanded boolean not null,
  valid_from date not null,
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  created_at timestamptz not null,
  created_by uuid,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on table complaints.four_eyes_rule is 'For a unit with all beneath it, a class, or both; of the same unit and class the newest that has begun counts.';
select platform.tenant_table('complaints.four_eyes_rule', 'append');

create table complaints.held_answer (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  complaint_id uuid not null,
  outcome complaints.outcome not null,
  body text not null,
  written_by uuid,
  written_at timestamptz not null,
  state smallint not null default 0 check (state between 0 and 2),
  decided_by uuid,
  decided_at timestamptz,
  note text check (length(note) between 1 and 12000),
  primary key (institution_id, id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  check ((state = 0) = (decided_at is null)),
  check (state <> 2 or note is not null)
);
comment on table complaints.held_answer is 'An answer that waits for its second reader: the reporter has nothing of it yet, and the clocks go on.';
comment on column complaints.held_answer.state is '0 waits, 1 sent, 2 returned to its writer. A number, because row-level security keeps enum comparisons out of index conditions.';
create unique index held_answer_waits on complaints.held_answer (institution_id, complaint_id) where state = 0;
create index on complaints.held_answer (institution_id, complaint_id, written_at desc);
select platform.tenant_table('complaints.held_answer');
