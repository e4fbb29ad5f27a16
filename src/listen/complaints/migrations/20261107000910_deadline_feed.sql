create table complaints.deadline_feed (
  institution_id uuid not null references organization.institution,
  account_id uuid not null,
  token_hash bytea not null,
  created_at timestamptz not null,
  primary key (institution_id, account_id),
  unique (institution_id, token_hash),
  foreign key (institution_id, account_id) references people.account (institution_id, id)
);
comment on table complaints.deadline_feed is 'The address of a person''s calendar of deadlines. It holds 128 random bits; here lies only their SHA-256.';
select platform.tenant_table('complaints.deadline_feed');
