create type surveys.channel as enum ('link', 'invitation', 'api', 'kiosk', 'paper');
create type surveys.arrival as enum ('live', 'stored', 'clock');

create table surveys.answer (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  rule_code text not null references surveys.rule,
  wording_from date,
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
  informasi smallint check (informasi between 1 and 4),
  kepercayaan smallint check (kepercayaan between 1 and 4),
  arrival surveys.arrival not null default 'live',
  mean_units smallint not null check (mean_units between 2520 and 10080),
  age_band text check (length(age_band) between 1 and 40),
  gender text check (length(gender) between 1 and 40),
  education text check (length(education) between 1 and 40),
  occupation text check (length(occupation) between 1 and 40),
  disability text check (length(disability) between 1 and 40),
  comment text check (length(comment) <= 500),
  settled boolean not null default false,
  mixed boolean not null default false,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on table surveys.answer is 'One anonymous questionnaire. Nothing here leads to a person, an invitation or an instant.';
comment on column surveys.answer.id is 'Random, never time-ordered.';
comment on column surveys.answer.wording_from is 'Since when the words held in which the nine were asked; null where they were those of the rule.';
comment on column surveys.answer.answered_on is 'The day is the finest time that is kept.';
comment on column surveys.answer.gender is 'Code of a choice, as its version had it; so are the other four of the profile.';
comment on column surveys.answer.informasi is 'Quality of information: a question of its own, never part of the index.';
comment on column surveys.answer.kepercayaan is 'Trust in the office: a question of its own, never part of the index.';
comment on column surveys.answer.arrival is 'live: the day is the server''s; stored: the sender''s day, sent on a later one; clock: the sender''s day lay in the future, so the day of arrival was taken.';
comment on column surveys.answer.mean_units is 'Mean of the given scores in units of 1/2520, exact for 1 to 9 answers.';
comment on column surveys.answer.settled is 'Written again in random order with all of its day, so that its place in the table tells no time.';
comment on column surveys.answer.mixed is 'Written together with others, apart from the invitation it came with: again, or with many at once from the start. Counted in the tallies unless surveys.uncounted names it.';
create index answer_unmixed on surveys.answer (institution_id) where not mixed;
create index answer_unsettled on surveys.answer (institution_id, answered_on) where not settled;
create index on surveys.answer (institution_id, unit_id, answered_on);
create index answer_comment on surveys.answer (institution_id, id) where comment is not null;
select platform.tenant_table('surveys.answer');

create table surveys.uncounted (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  answers uuid[] not null check (cardinality(answers) > 0),
  primary key (institution_id, id)
);
comment on table surveys.uncounted is 'Answers that came many at once, until the tallies count them.';
select platform.tenant_table('surveys.uncounted');

create view surveys.v_uncounted with (security_invoker = true) as
  select institution_id, unit_id, service_id, answered_on, rule_code, wording_from, channel, arrival, mean_units,
    persyaratan, prosedur, waktu, biaya, produk, kompetensi, perilaku, sarana, pengaduan, informasi, kepercayaan,
    gender, age_band, education, occupation, disability
    from surveys.answer where not mixed
  union all
  select u.institution_id, a.unit_id, a.service_id, a.answered_on, a.rule_code, a.wording_from, a.channel, a.arrival, a.mean_units,
    a.persyaratan, a.prosedur, a.waktu, a.biaya, a.produk, a.kompetensi, a.perilaku, a.sarana, a.pengaduan, a.informasi, a.kepercayaan,
    a.gender, a.age_band, a.education, a.occupation, a.disability
    from surveys.uncounted u
    cross join lateral unnest(u.answers) one (id)
    -- "offset 0": one by one by their key. A planner without statistics would begin at the answers of a unit, and look
    -- for each of them among all that wait.
    cross join lateral (
      select * from surveys.answer where institution_id = u.institution_id and id = one.id offset 0) a;
comment on view surveys.v_uncounted is 'Answers that are in no tally yet.';
grant select on surveys.v_uncounted to sigap_app;

-- How many answered, exactly: a count tells nothing of what was answered.
create table surveys.tally_answered (
  institution_id uuid not null references organization.institution,
  unit_id uuid not null,
  service_id uuid not null,
  month date not null,
  n integer not null,
  primary key (institution_id, unit_id, service_id, month)
);
comment on table surveys.tally_answered is 'Respondents by service and month, over mixed answers; equal to counting surveys.answer again.';
create index on surveys.tally_answered (institution_id, month);
select platform.tenant_table('surveys.tally_answered');

create view surveys.v_answered with (security_invoker = true) as
  select institution_id, unit_id, service_id, month, n from surveys.tally_answered
  union all
  select institution_id, unit_id, service_id, date_trunc('month', answered_on)::date, 1 from surveys.v_uncounted;
comment on view surveys.v_answered is 'How many answered, those of the last minutes too; for plans and duties, never beside figures.';
grant select on surveys.v_answered to sigap_app;

-- Sums wait until as many are together as a figure needs, and are then counted as one (release.ts). Every figure reads
-- counted sums only, so none can be taken from another that leaves fewer people between them.
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
  waiting boolean not null default false,
  primary key (institution_id, unit_id, service_id, month, rule_code, element, waiting)
);
comment on table surveys.tally_element is 'How often each score was given, over mixed answers.';
comment on column surveys.tally_element.waiting is 'True: of the service and month of the answers, in no figure yet. False: counted, in the month in which enough were together; of the service, or of no single one (all zeros) where only several together were enough.';
create index tally_element_waiting on surveys.tally_element (institution_id) where waiting;
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
  waiting boolean not null default false,
  primary key (institution_id, unit_id, service_id, month, rule_code, waiting)
);
comment on column surveys.tally_respondent.waiting is 'As in surveys.tally_element.';
comment on column surveys.tally_respondent.mean_squares is 'Sum of squares of mean_units, for the interval.';
create index tally_respondent_waiting on surveys.tally_respondent (institution_id) where waiting;
create index on surveys.tally_respondent (institution_id, month);
select platform.tenant_table('surveys.tally_respondent');

create table surveys.tally_group (
  institution_id uuid not null references organization.institution,
  unit_id uuid not null,
  service_id uuid not null,
  month date not null,
  rule_code text not null references surveys.rule,
  field text not null,
  value text not null,
  n integer not null,
  mean_sum bigint not null,
  waiting boolean not null default false,
  primary key (institution_id, unit_id, service_id, month, rule_code, field, value, waiting)
);
comment on table surveys.tally_group is 'Respondents per group of each profile question, per score of the questions beside the index, per channel, arrival and wording; empty text is "not answered", of a wording that of the rule, "*" small groups together.';
comment on column surveys.tally_group.waiting is 'As in surveys.tally_element; profile groups of all services (all zeros) wait for the end of their quarter.';
create index tally_group_waiting on surveys.tally_group (institution_id) where waiting;
create index on surveys.tally_group (institution_id, field, month);
select platform.tenant_table('surveys.tally_group');

create view surveys.v_element with (security_invoker = true) as
  select institution_id, unit_id, service_id, month, rule_code, element, score1, score2, score3, score4
    from surveys.tally_element where not waiting;
comment on view surveys.v_element is 'What figures are made of: counted sums only.';
grant select on surveys.v_element to sigap_app;

create view surveys.v_group with (security_invoker = true) as
  select institution_id, unit_id, service_id, month, rule_code, field, value, n, mean_sum
    from surveys.tally_group where not waiting;
grant select on surveys.v_group to sigap_app;

create view surveys.v_respondent with (security_invoker = true) as
  select institution_id, unit_id, service_id, month, rule_code, respondents, mean_sum, mean_squares
    from surveys.tally_respondent where not waiting;
grant select on surveys.v_respondent to sigap_app;

create table surveys.invitation_batch (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  service_id uuid not null,
  unit_id uuid not null,
  label text not null check (length(label) between 1 and 120),
  size integer not null check (size >= 0 and (month is not null or size between 1 and 200)),
  expires_on date not null,
  plan_id uuid,
  mailed boolean not null default false,
  month date,
  undelivered smallint not null default 0 check (undelivered between 0 and size),
  created_by uuid,
  created_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on column surveys.invitation_batch.undelivered is 'Slips handed back and letters that came back: nobody was invited by them.';
comment on column surveys.invitation_batch.month is 'Links that other systems asked for in this month: it grows with each, and its tokens are made from their keys.';
create unique index on surveys.invitation_batch (institution_id, service_id, month) where month is not null;
create index on surveys.invitation_batch (institution_id, created_at desc);
create index on surveys.invitation_batch (institution_id, plan_id) where plan_id is not null;
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
  setting_from date,
  wording_from date,
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
comment on column surveys.publication.wording_from is 'Since when the institution''s own words of the nine hold that its last month was asked in, if any.';
comment on column surveys.publication.setting_from is 'The day of the institution''s own decision that was reckoned with, if any.';
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

create table surveys.question (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  code text not null check (code in ('gender', 'age_band', 'education', 'occupation', 'disability', 'informasi', 'kepercayaan')),
  valid_from date not null,
  asked boolean not null,
  wording_id text check (length(wording_id) between 3 and 200),
  wording_en text check (length(wording_en) between 3 and 200),
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  note text not null default '' check (length(note) <= 500),
  created_by uuid,
  created_at timestamptz not null,
  primary key (institution_id, id),
  check ((wording_id is null) = (wording_en is null))
);
comment on table surveys.question is 'What an institution leaves out or words differently among the questions beside the nine, from a day on; no row means as usual, of one day the row set last counts.';
comment on column surveys.question.wording_id is 'Null where the usual words hold.';
create index on surveys.question (institution_id, code, valid_from desc, created_at desc);
select platform.tenant_table('surveys.question', 'append');

create table surveys.choice_standard (
  field text not null,
  valid_from date not null,
  choices jsonb not null,
  source text not null,
  verified boolean not null,
  primary key (field, valid_from),
  check (field in ('gender', 'age_band', 'education', 'occupation', 'disability'))
);
comment on table surveys.choice_standard is 'The usual choices of the questions about the respondent, from a day on.';
comment on column surveys.choice_standard.choices is 'In the order of the form: code, id, en.';
select platform.reference_table('surveys.choice_standard');

insert into surveys.choice_standard (field, valid_from, choices, source, verified) values
  ('gender', '2017-05-09', '[{"code": "male", "id": "Laki-laki", "en": "Male"}, {"code": "female", "id": "Perempuan", "en": "Female"}]',
   'PermenPANRB 14/2017, kuesioner: jenis kelamin', false),
  ('age_band', '2017-05-09', '[{"code": "under_18", "id": "Di bawah 18 tahun", "en": "Under 18"}, {"code": "18_29", "id": "18–29 tahun", "en": "18–29"}, {"code": "30_44", "id": "30–44 tahun", "en": "30–44"}, {"code": "45_59", "id": "45–59 tahun", "en": "45–59"}, {"code": "60_plus", "id": "60 tahun ke atas", "en": "60 and over"}]',
   'Kebijakan sendiri: kuesioner menanyakan usia dalam tahun, kelompok menjaga kerahasiaan', false),
  ('education', '2017-05-09', '[{"code": "sd", "id": "SD", "en": "Primary school"}, {"code": "smp", "id": "SMP", "en": "Lower secondary"}, {"code": "sma", "id": "SMA", "en": "Upper secondary"}, {"code": "s1", "id": "S1", "en": "Bachelor"}, {"code": "s2", "id": "S2", "en": "Master"}, {"code": "s3", "id": "S3", "en": "Doctor"}]',
   'PermenPANRB 14/2017, kuesioner: pendidikan', false),
  ('occupation', '2017-05-09', '[{"code": "pns", "id": "PNS", "en": "Civil servant"}, {"code": "tni", "id": "TNI", "en": "Military"}, {"code": "polri", "id": "Polri", "en": "Police"}, {"code": "swasta", "id": "Pegawai swasta", "en": "Private employee"}, {"code": "wirausaha", "id": "Wirausaha", "en": "Self-employed"}, {"code": "lainnya", "id": "Lainnya", "en": "Other"}]',
   'PermenPANRB 14/2017, kuesioner: pekerjaan', false),
  ('disability', '2017-05-09', '[{"code": "none", "id": "Tidak", "en": "No"}, {"code": "yes", "id": "Ya", "en": "Yes"}]',
   'UU 8/2016 tentang Penyandang Disabilitas; pertanyaan sendiri', false);

create table surveys.choice_version (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  field text not null check (field in ('gender', 'age_band', 'education', 'occupation', 'disability')),
  valid_from date not null,
  choices jsonb not null,
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  note text not null default '' check (length(note) <= 500),
  created_by uuid,
  created_at timestamptz not null,
  primary key (institution_id, id)
);
comment on table surveys.choice_version is 'Choices an institution decided itself, from a day on; the newest row of a day counts. Answers keep the code they were given.';
create index on surveys.choice_version (institution_id, field, valid_from desc, created_at desc);
select platform.tenant_table('surveys.choice_version', 'append');
