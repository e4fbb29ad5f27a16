create schema questionnaires;
select platform.slice_schema('questionnaires');

create type questionnaires.state as enum ('draft', 'published', 'closed');
create type questionnaires.instrument as enum ('own', 'short_survey');
create type questionnaires.channel as enum ('link', 'invitation', 'staff', 'interview', 'kiosk', 'api');

create table questionnaires.questionnaire (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
  instrument questionnaires.instrument not null default 'own',
  opens_on date,
  closes_on date,
  results_public boolean not null default false,
  created_by uuid,
  created_at timestamptz not null,
  primary key (institution_id, id),
  unique (institution_id, slug),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check (closes_on >= opens_on)
);
comment on table questionnaires.questionnaire is 'A questionnaire through all its versions: where it lives, who owns it, when it is open.';
comment on column questionnaires.questionnaire.instrument is 'short_survey: the four questions of the source text, whose codes, scale and themes never change.';
create unique index questionnaire_short on questionnaires.questionnaire (institution_id) where instrument = 'short_survey';
create index on questionnaires.questionnaire (institution_id, unit_id);
select platform.tenant_table('questionnaires.questionnaire');

create table questionnaires.version (
  institution_id uuid not null references organization.institution,
  questionnaire_id uuid not null,
  number smallint not null check (number > 0),
  state questionnaires.state not null default 'draft',
  definition jsonb not null,
  revision integer not null default 1,
  changed_at timestamptz not null,
  published_at timestamptz,
  closed_at timestamptz,
  source text not null default '' check (length(source) <= 500),
  verified boolean not null default false,
  begins_on date,
  planned_by uuid,
  primary key (institution_id, questionnaire_id, number),
  foreign key (institution_id, questionnaire_id) references questionnaires.questionnaire (institution_id, id),
  check ((state = 'draft') = (published_at is null)),
  check ((state = 'closed') = (closed_at is not null))
);
comment on table questionnaires.version is 'One wording of a questionnaire. Once published its definition never changes; answers name their version.';
comment on column questionnaires.version.begins_on is 'The day to come on which this draft is published by itself; until then it can be taken back, and not be changed.';
comment on column questionnaires.version.source is 'After what its questions are worded; the four of the short survey always say it.';
comment on column questionnaires.version.revision is 'Counts the changes of a draft, so that two editors notice each other.';
create unique index version_draft on questionnaires.version (institution_id, questionnaire_id) where state = 'draft';
create index version_planned on questionnaires.version (institution_id, begins_on) where state = 'draft' and begins_on is not null;
create unique index version_published on questionnaires.version (institution_id, questionnaire_id) where state = 'published';
select platform.tenant_table('questionnaires.version');

create table questionnaires.draft (
  institution_id uuid not null references organization.institution,
  token_hash bytea not null,
  questionnaire_id uuid not null,
  version smallint not null,
  content bytea,
  touched_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (institution_id, token_hash),
  foreign key (institution_id, questionnaire_id, version) references questionnaires.version (institution_id, questionnaire_id, number)
);
comment on table questionnaires.draft is 'Answers that are not sent yet. The code that finds them is stored as its SHA-256, the answers encrypted.';
comment on column questionnaires.draft.content is 'Null once it was sent: what remains only lets a second submit see that the first arrived.';
create index on questionnaires.draft (institution_id, expires_at);
select platform.tenant_table('questionnaires.draft');

create table questionnaires.response (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  questionnaire_id uuid not null,
  version smallint not null,
  unit_id uuid not null,
  service_id uuid,
  channel questionnaires.channel not null,
  answered_on date not null,
  respondent_id uuid,
  entered_by uuid,
  answers jsonb not null,
  settled boolean not null default false,
  primary key (institution_id, id),
  foreign key (institution_id, questionnaire_id, version) references questionnaires.version (institution_id, questionnaire_id, number),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on table questionnaires.response is 'One filled-in questionnaire under the version it was given for.';
comment on column questionnaires.response.id is 'Random, never time-ordered.';
comment on column questionnaires.response.unit_id is 'The unit it speaks about: the service''s, the respondent''s own, or the questionnaire''s.';
comment on column questionnaires.response.respondent_id is 'The account of a member of staff, only where the questionnaire says that names are kept.';
comment on column questionnaires.response.settled is 'Written again in random order after its day, so that its place in the table tells no time.';
create index on questionnaires.response (institution_id, questionnaire_id, answered_on);
create index response_unsettled on questionnaires.response (institution_id, answered_on) where not settled;
select platform.tenant_table('questionnaires.response');

create table questionnaires.participation (
  institution_id uuid not null references organization.institution,
  questionnaire_id uuid not null,
  version smallint not null,
  account_id uuid not null,
  primary key (institution_id, questionnaire_id, version, account_id),
  foreign key (institution_id, questionnaire_id, version) references questionnaires.version (institution_id, questionnaire_id, number)
);
comment on table questionnaires.participation is 'That a member of staff has answered, and nothing more: no time, no answer.';
select platform.tenant_table('questionnaires.participation', 'append');

create table questionnaires.invitation_batch (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  questionnaire_id uuid not null,
  label text not null check (length(label) between 1 and 120),
  size smallint not null check (size between 1 and 200),
  codes bytea not null,
  expires_on date not null,
  created_by uuid,
  created_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, questionnaire_id) references questionnaires.questionnaire (institution_id, id)
);
comment on column questionnaires.invitation_batch.codes is 'The codes, encrypted, so that the sheet can be printed again.';
create index on questionnaires.invitation_batch (institution_id, questionnaire_id);
select platform.tenant_table('questionnaires.invitation_batch');

create table questionnaires.invitation (
  institution_id uuid not null references organization.institution,
  code_hash bytea not null,
  batch_id uuid not null,
  used boolean not null default false,
  primary key (institution_id, code_hash),
  foreign key (institution_id, batch_id) references questionnaires.invitation_batch (institution_id, id)
);
comment on table questionnaires.invitation is 'That a code was used, and nothing more: no time, no answer.';
create index on questionnaires.invitation (institution_id, batch_id);
select platform.tenant_table('questionnaires.invitation');

create table questionnaires.rule_standard (
  code text not null check (code in ('min_group', 'draft_days')),
  valid_from date not null,
  value smallint not null check (value > 0),
  source text not null,
  verified boolean not null,
  primary key (code, valid_from)
);
comment on table questionnaires.rule_standard is 'Where an institution has set nothing of its own.';
select platform.reference_table('questionnaires.rule_standard');

insert into questionnaires.rule_standard values
  ('min_group', '2017-05-09', 10, 'Kebijakan perlindungan responden, sama dengan SKM: kelompok kecil tidak ditampilkan', false),
  ('draft_days', '2017-05-09', 14, 'Kebijakan setempat: isian yang belum dikirim dihapus setelah masa ini', false);

create table questionnaires.rule (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  code text not null check (code in ('min_group', 'draft_days')),
  valid_from date not null,
  value smallint not null check (value > 0),
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  set_by uuid,
  set_at timestamptz not null,
  primary key (institution_id, id)
);
comment on table questionnaires.rule is 'What an institution set, append only; of one day the one set last holds.';
create index on questionnaires.rule (institution_id, code, valid_from, set_at);
select platform.tenant_table('questionnaires.rule', 'append');

create table questionnaires.tally_answered (
  institution_id uuid not null references organization.institution,
  questionnaire_id uuid not null,
  version smallint not null,
  unit_id uuid not null,
  service_id uuid not null,
  month date not null,
  question text not null,
  n integer not null check (n > 0),
  primary key (institution_id, questionnaire_id, version, unit_id, service_id, month, question),
  foreign key (institution_id, questionnaire_id, version) references questionnaires.version (institution_id, questionnaire_id, number)
);
comment on table questionnaires.tally_answered is 'How many of the settled responses answered a question; with an empty one, how many there are.';
comment on column questionnaires.tally_answered.service_id is 'All zeros where a response speaks about no service: a key has no holes.';
select platform.tenant_table('questionnaires.tally_answered');

create table questionnaires.tally_value (
  institution_id uuid not null references organization.institution,
  questionnaire_id uuid not null,
  version smallint not null,
  unit_id uuid not null,
  service_id uuid not null,
  month date not null,
  question text not null,
  item text not null,
  value text not null,
  n integer not null check (n > 0),
  primary key (institution_id, questionnaire_id, version, unit_id, service_id, month, question, item, value),
  foreign key (institution_id, questionnaire_id, version) references questionnaires.version (institution_id, questionnaire_id, number)
);
comment on table questionnaires.tally_value is 'How often each value was given in the settled responses; never what people wrote, nor dates.';
select platform.tenant_table('questionnaires.tally_value');

-- Tallies plus what is not settled yet: always complete, and a year of answers is read as a few thousand rows.
create view questionnaires.v_answered with (security_invoker = true) as
  select institution_id, questionnaire_id, version, unit_id,
    nullif(service_id, '00000000-0000-0000-0000-000000000000') as service_id, month, question, n
    from questionnaires.tally_answered
  union all
  select r.institution_id, r.questionnaire_id, r.version, r.unit_id, r.service_id,
    date_trunc('month', r.answered_on)::date, k.question, 1
    from questionnaires.response r
    cross join lateral (select '' as question union all select jsonb_object_keys(r.answers)) k
    where not r.settled;
grant select on questionnaires.v_answered to sigap_app;

create view questionnaires.v_value with (security_invoker = true) as
  select institution_id, questionnaire_id, version, unit_id,
    nullif(service_id, '00000000-0000-0000-0000-000000000000') as service_id, month, question, item, value, n
    from questionnaires.tally_value
  union all
  select r.institution_id, r.questionnaire_id, r.version, r.unit_id, r.service_id,
    date_trunc('month', r.answered_on)::date, a.key, x.item, x.value, 1
    from questionnaires.response r
    cross join lateral jsonb_each(r.answers) a
    cross join lateral (
      select '' as item, a.value #>> '{}' as value where jsonb_typeof(a.value) in ('string', 'number')
      union all
      select '', jsonb_array_elements_text(case jsonb_typeof(a.value) when 'array' then a.value else '[]' end)
      union all
      select o.key, o.value from jsonb_each_text(case jsonb_typeof(a.value) when 'object' then a.value else '{}' end) o
    ) x
    where not r.settled;
comment on view questionnaires.v_value is 'Of what is not settled yet also what people wrote: name the questions that are wanted.';
grant select on questionnaires.v_value to sigap_app;

-- What other slices may read of the four-question survey: counts per point, never who.
create view questionnaires.v_short_month with (security_invoker = true) as
  select v.institution_id, v.unit_id, v.service_id, v.month, v.question, sum(v.n)::integer as n,
    coalesce(sum(v.n) filter (where v.value in ('4', '5')), 0)::integer as top_two,
    coalesce(sum(v.n) filter (where v.value = '1'), 0)::integer as s1,
    coalesce(sum(v.n) filter (where v.value = '2'), 0)::integer as s2,
    coalesce(sum(v.n) filter (where v.value = '3'), 0)::integer as s3,
    coalesce(sum(v.n) filter (where v.value = '4'), 0)::integer as s4,
    coalesce(sum(v.n) filter (where v.value = '5'), 0)::integer as s5,
    sum(v.n * v.value::integer)::integer as sum, sum(v.n * v.value::integer * v.value::integer)::integer as sum_squares
    from questionnaires.questionnaire q
    join questionnaires.v_value v on v.institution_id = q.institution_id and v.questionnaire_id = q.id
    where q.instrument = 'short_survey' and v.question in ('kecepatan', 'keramahan', 'keakuratan', 'kemudahan')
    group by 1, 2, 3, 4, 5;
comment on view questionnaires.v_short_month is 'The four-question survey by unit, service, month and question: answers, satisfied ones (4 and 5), how many of each, sums.';
grant select on questionnaires.v_short_month to sigap_app;
