create table performance.default_day (
  code text primary key,
  name text not null,
  month smallint not null check (month between 1 and 12),
  day smallint not null check (day between 1 and 31),
  source text not null,
  verified boolean not null
);
comment on table performance.default_day is 'Days on which one may pause and look at one''s own work: suggestions, none of them used before an institution chooses it.';
select platform.reference_table('performance.default_day');
insert into performance.default_day values
  ('amal_bakti', 'Hari Amal Bakti', 1, 3, 'Naskah kebijakan 004: momentum refleksi; hari lahir Kementerian Agama, 3 Januari 1946', true),
  ('korpri', 'Hari Ulang Tahun KORPRI', 11, 29, 'Keppres 82/1971: KORPRI dibentuk 29 November 1971', false);

create table performance.reflection_day (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  name text not null check (length(name) between 3 and 120),
  month smallint not null check (month between 1 and 12),
  day smallint not null check (day between 1 and 31),
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  valid_from date not null,
  ended_at timestamptz,
  account_id uuid,
  primary key (institution_id, id)
);
comment on table performance.reflection_day is 'The days an institution uses, each year from valid_from on; changed by ending one and adding another.';
select platform.tenant_table('performance.reflection_day');

create type performance.answer_kind as enum ('text', 'scale');
create table performance.default_question (
  position smallint primary key,
  kind performance.answer_kind not null,
  body text not null
);
select platform.reference_table('performance.default_question');
insert into performance.default_question values
  (1, 'text', 'Apa yang paling Anda banggakan dari pekerjaan Anda sejak refleksi terakhir?'),
  (2, 'text', 'Apa yang belum berjalan baik, dan apa bagian Anda di dalamnya?'),
  (3, 'scale', 'Seberapa cepat Anda menanggapi orang yang membutuhkan Anda?'),
  (4, 'scale', 'Seberapa mudah Anda menyesuaikan diri ketika aturan atau cara kerja berubah?'),
  (5, 'text', 'Kemampuan apa yang ingin Anda tingkatkan?');

create table performance.question (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  position smallint not null,
  kind performance.answer_kind not null,
  body text not null check (length(body) between 5 and 300),
  ended_at timestamptz,
  primary key (institution_id, id)
);
comment on table performance.question is 'An institution''s own questions; while it has none, the default ones are asked.';
select platform.tenant_table('performance.question');

create table performance.campaign (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  day_id uuid not null,
  name text not null,
  year smallint not null,
  opens_on date not null,
  closes_on date not null,
  questions jsonb not null,
  opened_at timestamptz not null,
  primary key (institution_id, id),
  unique (institution_id, day_id, year),
  foreign key (institution_id, day_id) references performance.reflection_day (institution_id, id),
  check (closes_on >= opens_on)
);
comment on column performance.campaign.questions is 'As they were when it opened: [{kind, body}].';
select platform.tenant_table('performance.campaign');

create table performance.reflection (
  institution_id uuid not null references organization.institution,
  campaign_id uuid not null,
  account_id uuid not null,
  answers jsonb not null,
  saved_at timestamptz not null,
  primary key (institution_id, campaign_id, account_id),
  foreign key (institution_id, campaign_id) references performance.campaign (institution_id, id)
);
comment on table performance.reflection is 'What somebody wrote for themselves. A second wall lets only the writer''s own requests see it: app.account names the writer.';
select platform.tenant_table('performance.reflection');
create policy own on performance.reflection as restrictive
  using (account_id = nullif(current_setting('app.account', true), '')::uuid)
  with check (account_id = nullif(current_setting('app.account', true), '')::uuid);

create type performance.goal_state as enum ('open', 'reached', 'dropped');
create table performance.goal (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  account_id uuid not null,
  body text not null check (length(body) between 5 and 300),
  due_on date not null,
  state performance.goal_state not null default 'open',
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (institution_id, id)
);
comment on table performance.goal is 'What somebody has set out to get better at; as private as the reflection it comes from.';
create index on performance.goal (institution_id, account_id, due_on);
select platform.tenant_table('performance.goal');
create policy own on performance.goal as restrictive
  using (account_id = nullif(current_setting('app.account', true), '')::uuid)
  with check (account_id = nullif(current_setting('app.account', true), '')::uuid);

create table performance.participation (
  institution_id uuid not null references organization.institution,
  campaign_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  primary key (institution_id, campaign_id, id),
  foreign key (institution_id, campaign_id) references performance.campaign (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on table performance.participation is 'That somebody of a unit took part: without who and without when, ids are random.';
select platform.tenant_table('performance.participation', 'append');

insert into notifications.kind values
  ('performance.reflection', 'Hari refleksi dibuka', 'A day of reflection opens', 'inbox', false, true);
