create type performance.discipline_level as enum ('light', 'medium', 'severe');
with told (code, level, position, name_id, name_en) as (values
  ('r1', 'light', 1, 'Teguran lisan', 'Oral reprimand'),
  ('r2', 'light', 2, 'Teguran tertulis', 'Written reprimand'),
  ('r3', 'light', 3, 'Pernyataan tidak puas secara tertulis', 'Written statement of dissatisfaction'),
  ('s1', 'medium', 4, 'Pemotongan tunjangan kinerja 25 % selama 6 bulan', 'Performance allowance cut by 25% for 6 months'),
  ('s2', 'medium', 5, 'Pemotongan tunjangan kinerja 25 % selama 9 bulan', 'Performance allowance cut by 25% for 9 months'),
  ('s3', 'medium', 6, 'Pemotongan tunjangan kinerja 25 % selama 12 bulan', 'Performance allowance cut by 25% for 12 months'),
  ('b1', 'severe', 7, 'Penurunan jabatan setingkat lebih rendah selama 12 bulan', 'One position lower for 12 months'),
  ('b2', 'severe', 8, 'Pembebasan dari jabatan menjadi jabatan pelaksana selama 12 bulan', 'Released to an executor position for 12 months'),
  ('b3', 'severe', 9, 'Pemberhentian dengan hormat tidak atas permintaan sendiri sebagai PNS', 'Honourable dismissal not at own request')
)
insert into vocabulary.standard (set_name, slug, valid_from, position, label_id, label_en, traits, source, verified)
select 'sanction', code, date '2021-08-31', position * 10, name_id, name_en, array[level], 'PP 94/2021 pasal 8', false from told;

create type performance.discipline_state as enum ('reported', 'summoned', 'heard', 'decided', 'appealed', 'closed');
create table performance.discipline_case (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  employee_id uuid not null,
  unit_id uuid not null,
  level performance.discipline_level not null,
  allegation text not null check (length(allegation) between 20 and 4000),
  happened_on date not null,
  reporter uuid not null,
  examiner uuid not null,
  authority uuid not null,
  appeal_authority uuid not null,
  state performance.discipline_state not null default 'reported',
  hearing_on date,
  sanction_code text check (length(sanction_code) <= 40),
  decided_at timestamptz,
  appeal_until timestamptz,
  appealed_at timestamptz,
  appeal_due timestamptz,
  closed_at timestamptz,
  created_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, employee_id) references people.employee (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check (authority <> reporter),
  check (appeal_authority <> reporter and appeal_authority <> authority and appeal_authority <> examiner),
  check (state = 'reported' or hearing_on is not null),
  check ((state in ('decided', 'appealed', 'closed')) = (decided_at is not null)),
  check ((decided_at is null) = (appeal_until is null)),
  check ((appealed_at is null) = (appeal_due is null))
);
comment on table performance.discipline_case is 'A suspected breach of discipline. Only those named in it ever see it: the employee, reporter, examiner, and the two who decide.';
comment on column performance.discipline_case.sanction_code is 'Empty after a decision: no sanction.';
create index on performance.discipline_case (institution_id, employee_id, created_at desc);
create index on performance.discipline_case (institution_id, created_at desc);
select platform.tenant_table('performance.discipline_case');

create type performance.discipline_event_kind as enum
  ('reported', 'summoned', 'answered', 'minutes', 'decided', 'appealed', 'appeal_decided');
create table performance.discipline_event (
  institution_id uuid not null references organization.institution,
  case_id uuid not null,
  seq smallint not null,
  kind performance.discipline_event_kind not null,
  at timestamptz not null,
  account_id uuid,
  body text not null check (length(body) between 1 and 8000),
  sanction_code text check (length(sanction_code) <= 40),
  primary key (institution_id, case_id, seq),
  foreign key (institution_id, case_id) references performance.discipline_case (institution_id, id)
);
comment on table performance.discipline_event is 'The course of a case, word for word; nothing in it is ever changed.';
select platform.tenant_table('performance.discipline_event', 'append');

insert into notifications.kind values
  ('performance.discipline', 'Perkara disiplin yang menyebut Anda', 'A discipline case that names you', 'inbox', true, true);
