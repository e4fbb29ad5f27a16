-- Generated from the migrations by npm run generate.

create type questionnaires.channel as enum ('link', 'invitation', 'staff', 'interview', 'kiosk', 'api');

create type questionnaires.instrument as enum ('own', 'short_survey');

create type questionnaires.state as enum ('draft', 'published', 'closed');

-- Answers that are not sent yet. The code that finds them is stored as its SHA-256, the answers encrypted.
create table questionnaires.draft (
  institution_id uuid not null,
  token_hash bytea not null,
  questionnaire_id uuid not null,
  version smallint not null,
  -- Null once it was sent: what remains only lets a second submit see that the first arrived.
  content bytea,
  touched_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, token_hash),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, questionnaire_id, version) REFERENCES questionnaires.version(institution_id, questionnaire_id, number)
);
CREATE INDEX draft_institution_id_expires_at_idx ON questionnaires.draft USING btree (institution_id, expires_at);
alter table questionnaires.draft enable row level security;
create policy institution on questionnaires.draft for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on questionnaires.draft to sigap_app;

-- That a code was used, and nothing more: no time, no answer.
create table questionnaires.invitation (
  institution_id uuid not null,
  code_hash bytea not null,
  batch_id uuid not null,
  used boolean not null default false,
  PRIMARY KEY (institution_id, code_hash),
  FOREIGN KEY (institution_id, batch_id) REFERENCES questionnaires.invitation_batch(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id)
);
CREATE INDEX invitation_institution_id_batch_id_idx ON questionnaires.invitation USING btree (institution_id, batch_id);
alter table questionnaires.invitation enable row level security;
create policy institution on questionnaires.invitation for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on questionnaires.invitation to sigap_app;

create table questionnaires.invitation_batch (
  institution_id uuid not null,
  id uuid not null,
  questionnaire_id uuid not null,
  label text not null,
  size smallint not null,
  -- The codes, encrypted, so that the sheet can be printed again.
  codes bytea not null,
  expires_on date not null,
  created_by uuid,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, questionnaire_id) REFERENCES questionnaires.questionnaire(institution_id, id),
  CHECK (length(label) >= 1 AND length(label) <= 120),
  CHECK (size >= 1 AND size <= 200)
);
CREATE INDEX invitation_batch_institution_id_questionnaire_id_idx ON questionnaires.invitation_batch USING btree (institution_id, questionnaire_id);
alter table questionnaires.invitation_batch enable row level security;
create policy institution on questionnaires.invitation_batch for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on questionnaires.invitation_batch to sigap_app;

-- That a member of staff has answered, and nothing more: no time, no answer.
create table questionnaires.participation (
  institution_id uuid not null,
  questionnaire_id uuid not null,
  version smallint not null,
  account_id uuid not null,
  PRIMARY KEY (institution_id, questionnaire_id, version, account_id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, questionnaire_id, version) REFERENCES questionnaires.version(institution_id, questionnaire_id, number)
);
alter table questionnaires.participation enable row level security;
create policy institution on questionnaires.participation for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on questionnaires.participation to sigap_app;

-- A questionnaire through all its versions: where it lives, who owns it, when it is open.
create table questionnaires.questionnaire (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  slug text not null,
  -- short_survey: the four questions of the source text, whose codes, scale and themes never change.
  instrument questionnaires.instrument not null default 'own'::questionnaires.instrument,
  opens_on date,
  closes_on date,
  results_public boolean not null default false,
  created_by uuid,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, slug),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (closes_on >= opens_on),
  CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text AND length(slug) <= 80)
);
CREATE INDEX questionnaire_institution_id_unit_id_idx ON questionnaires.questionnaire USING btree (institution_id, unit_id);
CREATE UNIQUE INDEX questionnaire_short ON questionnaires.questionnaire USING btree (institution_id) WHERE (instrument = 'short_survey'::questionnaires.instrument);
alter table questionnaires.questionnaire enable row level security;
create policy institution on questionnaires.questionnaire for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on questionnaires.questionnaire to sigap_app;

-- One filled-in questionnaire under the version it was given for.
create table questionnaires.response (
  institution_id uuid not null,
  -- Random, never time-ordered.
  id uuid not null,
  questionnaire_id uuid not null,
  version smallint not null,
  -- The unit it speaks about: the service's, the respondent's own, or the questionnaire's.
  unit_id uuid not null,
  service_id uuid,
  channel questionnaires.channel not null,
  answered_on date not null,
  -- The account of a member of staff, only where the questionnaire says that names are kept.
  respondent_id uuid,
  entered_by uuid,
  answers jsonb not null,
  -- Written again in random order after its day, so that its place in the table tells no time.
  settled boolean not null default false,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, questionnaire_id, version) REFERENCES questionnaires.version(institution_id, questionnaire_id, number),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id)
);
CREATE INDEX response_institution_id_questionnaire_id_answered_on_idx ON questionnaires.response USING btree (institution_id, questionnaire_id, answered_on);
CREATE INDEX response_unsettled ON questionnaires.response USING btree (institution_id, answered_on) WHERE (NOT settled);
alter table questionnaires.response enable row level security;
create policy institution on questionnaires.response for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on questionnaires.response to sigap_app;

-- What an institution set, append only; of one day the one set last holds.
create table questionnaires.rule (
  institution_id uuid not null,
  id uuid not null,
  code text not null,
  valid_from date not null,
  value smallint not null,
  source text not null,
  verified boolean not null,
  set_by uuid,
  set_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (code = ANY (ARRAY['min_group'::text, 'draft_days'::text])),
  CHECK (length(source) >= 3 AND length(source) <= 500),
  CHECK (value > 0)
);
CREATE INDEX rule_institution_id_code_valid_from_set_at_idx ON questionnaires.rule USING btree (institution_id, code, valid_from, set_at);
alter table questionnaires.rule enable row level security;
create policy institution on questionnaires.rule for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on questionnaires.rule to sigap_app;

-- Where an institution has set nothing of its own.
create table questionnaires.rule_standard (
  code text not null,
  valid_from date not null,
  value smallint not null,
  source text not null,
  verified boolean not null,
  PRIMARY KEY (code, valid_from),
  CHECK (code = ANY (ARRAY['min_group'::text, 'draft_days'::text])),
  CHECK (value > 0)
);
grant select on questionnaires.rule_standard to sigap_app;

-- How many of the settled responses answered a question; with an empty one, how many there are.
create table questionnaires.tally_answered (
  institution_id uuid not null,
  questionnaire_id uuid not null,
  version smallint not null,
  unit_id uuid not null,
  -- All zeros where a response speaks about no service: a key has no holes.
  service_id uuid not null,
  month date not null,
  question text not null,
  n integer not null,
  PRIMARY KEY (institution_id, questionnaire_id, version, unit_id, service_id, month, question),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, questionnaire_id, version) REFERENCES questionnaires.version(institution_id, questionnaire_id, number),
  CHECK (n > 0)
);
alter table questionnaires.tally_answered enable row level security;
create policy institution on questionnaires.tally_answered for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on questionnaires.tally_answered to sigap_app;

-- How often each value was given in the settled responses; never what people wrote, nor dates.
create table questionnaires.tally_value (
  institution_id uuid not null,
  questionnaire_id uuid not null,
  version smallint not null,
  unit_id uuid not null,
  service_id uuid not null,
  month date not null,
  question text not null,
  item text not null,
  value text not null,
  n integer not null,
  PRIMARY KEY (institution_id, questionnaire_id, version, unit_id, service_id, month, question, item, value),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, questionnaire_id, version) REFERENCES questionnaires.version(institution_id, questionnaire_id, number),
  CHECK (n > 0)
);
alter table questionnaires.tally_value enable row level security;
create policy institution on questionnaires.tally_value for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on questionnaires.tally_value to sigap_app;

-- One wording of a questionnaire. Once published its definition never changes; answers name their version.
create table questionnaires.version (
  institution_id uuid not null,
  questionnaire_id uuid not null,
  number smallint not null,
  state questionnaires.state not null default 'draft'::questionnaires.state,
  definition jsonb not null,
  -- Counts the changes of a draft, so that two editors notice each other.
  revision integer not null default 1,
  changed_at timestamp with time zone not null,
  published_at timestamp with time zone,
  closed_at timestamp with time zone,
  -- After what its questions are worded; the four of the short survey always say it.
  source text not null default ''::text,
  verified boolean not null default false,
  -- The day to come on which this draft is published by itself; until then it can be taken back, and not be changed.
  begins_on date,
  planned_by uuid,
  PRIMARY KEY (institution_id, questionnaire_id, number),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, questionnaire_id) REFERENCES questionnaires.questionnaire(institution_id, id),
  CHECK ((state = 'draft'::questionnaires.state) = (published_at IS NULL)),
  CHECK ((state = 'closed'::questionnaires.state) = (closed_at IS NOT NULL)),
  CHECK (number > 0),
  CHECK (length(source) <= 500)
);
CREATE INDEX version_planned ON questionnaires.version USING btree (institution_id, begins_on) WHERE ((state = 'draft'::questionnaires.state) AND (begins_on IS NOT NULL));
CREATE UNIQUE INDEX version_draft ON questionnaires.version USING btree (institution_id, questionnaire_id) WHERE (state = 'draft'::questionnaires.state);
CREATE UNIQUE INDEX version_published ON questionnaires.version USING btree (institution_id, questionnaire_id) WHERE (state = 'published'::questionnaires.state);
alter table questionnaires.version enable row level security;
create policy institution on questionnaires.version for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on questionnaires.version to sigap_app;

create view questionnaires.v_answered as
 SELECT tally_answered.institution_id,
    tally_answered.questionnaire_id,
    tally_answered.version,
    tally_answered.unit_id,
    NULLIF(tally_answered.service_id, '00000000-0000-0000-0000-000000000000'::uuid) AS service_id,
    tally_answered.month,
    tally_answered.question,
    tally_answered.n
   FROM questionnaires.tally_answered
UNION ALL
 SELECT r.institution_id,
    r.questionnaire_id,
    r.version,
    r.unit_id,
    r.service_id,
    date_trunc('month'::text, r.answered_on::timestamp with time zone)::date AS month,
    k.question,
    1 AS n
   FROM questionnaires.response r
     CROSS JOIN LATERAL ( SELECT ''::text AS question
        UNION ALL
         SELECT jsonb_object_keys(r.answers) AS jsonb_object_keys) k
  WHERE NOT r.settled;

-- The four-question survey by unit, service, month and question: answers, satisfied ones (4 and 5), how many of each, sums.
create view questionnaires.v_short_month as
 SELECT v.institution_id,
    v.unit_id,
    v.service_id,
    v.month,
    v.question,
    sum(v.n)::integer AS n,
    COALESCE(sum(v.n) FILTER (WHERE v.value = ANY (ARRAY['4'::text, '5'::text])), 0::bigint)::integer AS top_two,
    COALESCE(sum(v.n) FILTER (WHERE v.value = '1'::text), 0::bigint)::integer AS s1,
    COALESCE(sum(v.n) FILTER (WHERE v.value = '2'::text), 0::bigint)::integer AS s2,
    COALESCE(sum(v.n) FILTER (WHERE v.value = '3'::text), 0::bigint)::integer AS s3,
    COALESCE(sum(v.n) FILTER (WHERE v.value = '4'::text), 0::bigint)::integer AS s4,
    COALESCE(sum(v.n) FILTER (WHERE v.value = '5'::text), 0::bigint)::integer AS s5,
    sum(v.n * v.value::integer)::integer AS sum,
    sum(v.n * v.value::integer * v.value::integer)::integer AS sum_squares
   FROM questionnaires.questionnaire q
     JOIN questionnaires.v_value v ON v.institution_id = q.institution_id AND v.questionnaire_id = q.id
  WHERE q.instrument = 'short_survey'::questionnaires.instrument AND (v.question = ANY (ARRAY['kecepatan'::text, 'keramahan'::text, 'keakuratan'::text, 'kemudahan'::text]))
  GROUP BY v.institution_id, v.unit_id, v.service_id, v.month, v.question;

-- Of what is not settled yet also what people wrote: name the questions that are wanted.
create view questionnaires.v_value as
 SELECT tally_value.institution_id,
    tally_value.questionnaire_id,
    tally_value.version,
    tally_value.unit_id,
    NULLIF(tally_value.service_id, '00000000-0000-0000-0000-000000000000'::uuid) AS service_id,
    tally_value.month,
    tally_value.question,
    tally_value.item,
    tally_value.value,
    tally_value.n
   FROM questionnaires.tally_value
UNION ALL
 SELECT r.institution_id,
    r.questionnaire_id,
    r.version,
    r.unit_id,
    r.service_id,
    date_trunc('month'::text, r.answered_on::timestamp with time zone)::date AS month,
    a.key AS question,
    x.item,
    x.value,
    1 AS n
   FROM questionnaires.response r
     CROSS JOIN LATERAL jsonb_each(r.answers) a(key, value)
     CROSS JOIN LATERAL ( SELECT ''::text AS item,
            a.value #>> '{}'::text[] AS value
          WHERE jsonb_typeof(a.value) = ANY (ARRAY['string'::text, 'number'::text])
        UNION ALL
         SELECT ''::text,
            jsonb_array_elements_text(
                CASE jsonb_typeof(a.value)
                    WHEN 'array'::text THEN a.value
                    ELSE '[]'::jsonb
                END) AS jsonb_array_elements_text
        UNION ALL
         SELECT o.key,
            o.value
           FROM jsonb_each_text(
                CASE jsonb_typeof(a.value)
                    WHEN 'object'::text THEN a.value
                    ELSE '{}'::jsonb
                END) o(key, value)) x
  WHERE NOT r.settled;
