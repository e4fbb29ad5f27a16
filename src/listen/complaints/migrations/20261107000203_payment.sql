create table complaints.payment (
  institution_id uuid not null,
  complaint_id uuid not null,
  asked text not null check (asked in ('no', 'official', 'more')),
  amount bigint check (amount between 1 and 100000000000),
  official text not null,
  primary key (institution_id, complaint_id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  check (amount is null or asked <> 'no')
);
comment on table complaints.payment is 'What the reporter was asked to pay for the service, beside what the service promises.';
comment on column complaints.payment.official is 'The tariff as it was shown to the reporter.';
select platform.tenant_table('complaints.payment');
