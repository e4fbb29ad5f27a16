create table complaints.proof_used (
  institution_id uuid not null references organization.institution,
  challenge text not null check (length(challenge) = 64),
  expires_at timestamptz not null,
  primary key (institution_id, challenge)
);
comment on table complaints.proof_used is 'Proofs of work that were handed in, until they expire: none counts twice.';
create index on complaints.proof_used (institution_id, expires_at);
select platform.tenant_table('complaints.proof_used');

create table complaints.unproven (
  institution_id uuid not null,
  complaint_id uuid not null,
  reasons text[] not null check (reasons <@ array['no_proof', 'reused', 'trap', 'fast'] and cardinality(reasons) > 0),
  at timestamptz not null,
  looked_at timestamptz,
  looked_by uuid,
  primary key (institution_id, complaint_id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id)
);
comment on table complaints.unproven is 'Reports that came without a sign of a person, such as from a browser without script: an officer looks first, nothing is lost.';
create index on complaints.unproven (institution_id, at) where looked_at is null;
select platform.tenant_table('complaints.unproven');
