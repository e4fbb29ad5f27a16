-- Who reported wrongdoing lies apart from the report, and sealed: a copy of the database without secret.key names nobody.
create table complaints.sealed_reporter (
  institution_id uuid not null references organization.institution,
  complaint_id uuid not null,
  content bytea not null,
  primary key (institution_id, complaint_id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id)
);
comment on table complaints.sealed_reporter is 'Name, e-mail and telephone of who reported wrongdoing, as one sealed value. complaints.complaint holds none of them.';
select platform.tenant_table('complaints.sealed_reporter');

create table complaints.identity_request (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  complaint_id uuid not null,
  reason text not null check (length(reason) between 3 and 3500),
  asked_by uuid not null,
  asked_at timestamptz not null,
  granted boolean,
  decided_by uuid,
  decided_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  check ((granted is null) = (decided_at is null) and (granted is null) = (decided_by is null)),
  check (decided_by is distinct from asked_by)
);
comment on table complaints.identity_request is 'Somebody asks to read who reported wrongdoing, somebody else decides.';
create unique index identity_request_waits on complaints.identity_request (institution_id, complaint_id)
  where decided_at is null;
create index on complaints.identity_request (institution_id, complaint_id, asked_at desc);
select platform.tenant_table('complaints.identity_request');
