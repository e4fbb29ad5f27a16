create type performance.reward_for as enum ('employee', 'unit');
create table performance.default_reward (
  code text primary key,
  kind performance.reward_for not null,
  name text not null,
  criteria text not null,
  template_code text references performance.template,
  threshold numeric(8, 2),
  source text not null,
  verified boolean not null,
  check ((template_code is null) = (threshold is null))
);
comment on table performance.default_reward is 'Rewards an institution may take up.';
select platform.reference_table('performance.default_reward');
insert into performance.default_reward values
  ('skls_10', 'employee', 'Satyalancana Karya Satya X Tahun', 'Bekerja terus-menerus paling sedikit 10 tahun dengan kesetiaan, pengabdian, kecakapan, kejujuran, dan disiplin.', null, null, 'PP 25/1994; PP 35/2010 pasal 22', true),
  ('skls_20', 'employee', 'Satyalancana Karya Satya XX Tahun', 'Bekerja terus-menerus paling sedikit 20 tahun dengan kesetiaan, pengabdian, kecakapan, kejujuran, dan disiplin.', null, null, 'PP 25/1994; PP 35/2010 pasal 22', true),
  ('skls_30', 'employee', 'Satyalancana Karya Satya XXX Tahun', 'Bekerja terus-menerus paling sedikit 30 tahun dengan kesetiaan, pengabdian, kecakapan, kejujuran, dan disiplin.', null, null, 'PP 25/1994; PP 35/2010 pasal 22', true),
  ('tepat_waktu', 'unit', 'Unit Tepat Janji', 'Paling sedikit 90 % pelayanan selesai dalam janji standar pelayanan, dengan batas bawah selang kepercayaan 95 %.', 'on_time', 90, 'Pedoman Sigap; dasar penghargaan UU 20/2023 pasal 21', false);

create table performance.reward (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  kind performance.reward_for not null,
  name text not null check (length(name) between 5 and 160),
  criteria text not null check (length(criteria) between 20 and 2000),
  template_code text references performance.template,
  threshold numeric(8, 2),
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  valid_from date not null,
  ended_at timestamptz,
  account_id uuid,
  primary key (institution_id, id),
  check ((template_code is null) = (threshold is null)),
  check (template_code is null or kind = 'unit')
);
comment on table performance.reward is 'Published criteria, by the date from which they hold; changed by ending one and adding another.';
comment on column performance.reward.threshold is 'What the worse end of the interval of the indicator has to reach, in percent, points or hours.';
select platform.tenant_table('performance.reward');

create type performance.nomination_state as enum ('proposed', 'reviewed', 'granted', 'refused', 'contested', 'upheld');
create table performance.nomination (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  reward_id uuid not null,
  unit_id uuid not null,
  employee_id uuid,
  period text not null,
  reason text not null check (length(reason) between 10 and 2000),
  evidence_url text check (length(evidence_url) between 8 and 500),
  figure jsonb,
  state performance.nomination_state not null default 'proposed',
  proposed_by uuid,
  proposed_at timestamptz not null,
  reviewed_by uuid,
  reviewed_at timestamptz,
  review text,
  recommended boolean,
  decided_by uuid,
  decided_at timestamptz,
  decision text,
  contest_until timestamptz,
  contest text,
  contested_by uuid,
  final_by uuid,
  final_at timestamptz,
  final_note text,
  consent boolean,
  primary key (institution_id, id),
  unique nulls not distinct (institution_id, reward_id, unit_id, employee_id, period),
  foreign key (institution_id, reward_id) references performance.reward (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  foreign key (institution_id, employee_id) references people.employee (institution_id, id),
  check (reviewed_by <> proposed_by),
  check (decided_by <> proposed_by and decided_by <> reviewed_by),
  check (final_by <> proposed_by and final_by <> reviewed_by and final_by <> decided_by),
  check ((state in ('proposed')) = (reviewed_at is null))
);
comment on table performance.nomination is 'A reward proposed for somebody or for a unit. Who proposes, who reviews and who decides are different people, and none of them is the one proposed.';
comment on column performance.nomination.figure is 'Of a reward by rule: the figure with its interval and rule version, as it was.';
comment on column performance.nomination.consent is 'Whether the one rewarded wants it to be published; empty until asked.';
create index on performance.nomination (institution_id, state, proposed_at desc);
create index on performance.nomination (institution_id, employee_id);
select platform.tenant_table('performance.nomination');

insert into notifications.kind values
  ('performance.reward', 'Usulan penghargaan untuk Anda', 'Rewards you are proposed for', 'inbox', true, true);
