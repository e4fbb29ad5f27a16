create type surveys.channel as enum ('link', 'invitation', 'api');
create type surveys.age_band as enum ('under_18', '18_29', '30_44', '45_59', '60_plus');
create type surveys.gender as enum ('male', 'female');
create type surveys.education as enum ('sd', 'smp', 'sma', 's1', 's2', 's3');
create type surveys.occupation as enum ('pns', 'tni', 'polri', 'swasta', 'wirausaha', 'lainnya');
create type surveys.disability as enum ('none', 'yes');

create table surveys.answer (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  rule_code text not null references surveys.rule,
  service_id uuid not null,
  unit_id uuid not null,
  answered_on date not null,
  channel surveys.channel not null,
  persyaratan smallint check (persyaratan between 1 and 4),
  prosedur smallint check (prosedur between 1 and 4),
  waktu smallint check (waktu between 1 and 4),
  biaya smallint check (biaya between 1 and 4),
  produk smallint check (produk between 1 and 4),
  kompetensi smallint check (kompetensi between 1 and 4),
  perilaku smallint check (perilaku between 1 and 4),
  sarana smallint check (sarana between 1 and 4),
  pengaduan smallint check (pengaduan between 1 and 4),
  mean_units smallint not null check (mean_units between 2520 and 10080),
  age_band surveys.age_band,
  gender surveys.gender,
  education surveys.education,
  occupation surveys.occupation,
  disability surveys.disability,
  comment text check (length(comment) <= 500),
  settled boolean not null default false,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on table surveys.answer is 'One anonymous questionnaire. Nothing here leads to a person, an invitation or an instant.';
comment on column surveys.answer.id is 'Random, never time-ordered.';
comment on column surveys.answer.answered_on is 'The day is the finest time that is kept.';
comment on column surveys.answer.mean_units is 'Mean of the given scores in units of 1/2520, exact for 1 to 9 answers.';
comment on column surveys.answer.settled is 'Counted in the tallies and written again in random order, so that its place in the table tells no time.';
create index answer_unsettled on surveys.answer (institution_id, answered_on) where not settled;
create index on surveys.answer (institution_id, unit_id, answered_on);
select platform.tenant_table('surveys.answer');

create table surveys.tally_element (
  institution_id uuid not null references organization.institution,
  unit_id uuid not null,
  service_id uuid not null,
  month date not null,
  rule_code text not null references surveys.rule,
  element surveys.element not null,
  score1 integer not null,
  score2 integer not null,
  score3 integer not null,
  score4 integer not null,
  primary key (institution_id, unit_id, service_id, month, rule_code, element)
);
comment on table surveys.tally_element is 'How often each score was given, over settled answers; equal to counting surveys.answer again.';
create index on surveys.tally_element (institution_id, month);
select platform.tenant_table('surveys.tally_element');

create table surveys.tally_respondent (
  institution_id uuid not null references organization.institution,
  unit_id uuid not null,
  service_id uuid not null,
  month date not null,
  rule_code text not null references surveys.rule,
  respondents integer not null,
  mean_sum bigint not null,
  mean_squares bigint not null,
  primary key (institution_id, unit_id, service_id, month, rule_code)
);
comment on column surveys.tally_respondent.mean_squares is 'Sum of squares of mean_units, for the interval.';
create index on surveys.tally_respondent (institution_id, month);
select platform.tenant_table('surveys.tally_respondent');

-- Settled months from the tallies, the last day or two straight from the answers: always complete, never counted twice.
create view surveys.v_element with (security_invoker = true) as
  select institution_id, unit_id, service_id, month, rule_code, element, score1, score2, score3, score4
    from surveys.tally_element
  union all
  select a.institution_id, a.unit_id, a.service_id, date_trunc('month', a.answered_on)::date, a.rule_code, e.element,
    (e.score = 1)::integer, (e.score = 2)::integer, (e.score = 3)::integer, (e.score = 4)::integer
    from surveys.answer a
    cross join lateral (values
      ('persyaratan'::surveys.element, a.persyaratan), ('prosedur', a.prosedur), ('waktu', a.waktu), ('biaya', a.biaya),
      ('produk', a.produk), ('kompetensi', a.kompetensi), ('perilaku', a.perilaku), ('sarana', a.sarana),
      ('pengaduan', a.pengaduan)) e (element, score)
    where not a.settled and e.score is not null;
grant select on surveys.v_element to sigap_app;

create view surveys.v_respondent with (security_invoker = true) as
  select institution_id, unit_id, service_id, month, rule_code, respondents, mean_sum, mean_squares
    from surveys.tally_respondent
  union all
  select institution_id, unit_id, service_id, date_trunc('month', answered_on)::date, rule_code, 1, mean_units,
    mean_units::bigint * mean_units
    from surveys.answer where not settled;
grant select on surveys.v_respondent to sigap_app;

create table surveys.invitation_batch (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  service_id uuid not null,
  unit_id uuid not null,
  label text not null check (length(label) between 1 and 120),
  size smallint not null check (size between 1 and 200),
  expires_on date not null,
  created_by uuid,
  created_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
create index on surveys.invitation_batch (institution_id, created_at desc);
select platform.tenant_table('surveys.invitation_batch');

create table surveys.invitation (
  institution_id uuid not null references organization.institution,
  token_hash bytea not null,
  batch_id uuid not null,
  used boolean not null default false,
  primary key (institution_id, token_hash),
  foreign key (institution_id, batch_id) references surveys.invitation_batch (institution_id, id)
);
comment on table surveys.invitation is 'That a link was used, and nothing more: no time, no answer.';
create index on surveys.invitation (institution_id, batch_id);
select platform.tenant_table('surveys.invitation');

create table surveys.publication (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  first_month date not null,
  last_month date not null,
  rule_code text not null references surveys.rule,
  weight text not null,
  respondents integer not null,
  average text not null,
  "index" text not null,
  letter text not null,
  interval_low double precision not null,
  interval_high double precision not null,
  inputs jsonb not null,
  follow_up text not null default '' check (length(follow_up) <= 2000),
  published_by uuid,
  published_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check (last_month >= first_month)
);
comment on table surveys.publication is 'A result as it was announced: the exact figures as text, their inputs, the rule and the weight.';
create index on surveys.publication (institution_id, unit_id, last_month desc);
select platform.tenant_table('surveys.publication', 'append');

create table surveys.key (
  institution_id uuid not null references organization.institution,
  secret bytea not null check (length(secret) = 32),
  primary key (institution_id)
);
comment on table surveys.key is 'Makes the invitation tokens of a batch, so that its sheet can be printed again while only hashes are stored.';
select platform.tenant_table('surveys.key');
