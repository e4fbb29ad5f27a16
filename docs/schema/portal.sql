-- Generated from the migrations by npm run generate.

create type portal.article_state as enum ('draft', 'submitted', 'published');

-- A knowledge page: its address and topic stay, its text has versions.
create table portal.article (
  institution_id uuid not null,
  id uuid not null,
  slug text not null,
  topic text not null,
  language text not null,
  -- The starter article it began as; taken over once.
  starter text,
  made_at timestamp with time zone not null,
  -- The day by which somebody has to look whether it still holds.
  review_by date,
  reviewed_at timestamp with time zone,
  -- The review date of which its writer and those who publish were told; each date is told once.
  reminded_for date,
  withdrawn_at timestamp with time zone,
  withdrawn_reason text,
  PRIMARY KEY (institution_id, id),
  UNIQUE (institution_id, slug),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)),
  CHECK (language = ANY (ARRAY['id'::text, 'en'::text])),
  CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text AND length(slug) <= 80),
  CHECK (topic = ANY (ARRAY['characteristics'::text, 'measurement'::text, 'technology'::text, 'challenges'::text, 'citizens'::text]))
);
CREATE UNIQUE INDEX article_starter ON portal.article USING btree (institution_id, starter);
alter table portal.article enable row level security;
create policy institution on portal.article for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on portal.article to sigap_app;

create table portal.article_version (
  institution_id uuid not null,
  article_id uuid not null,
  version smallint not null,
  state portal.article_state not null,
  title text not null,
  summary text not null,
  body text not null,
  -- List of {text, address, verified}; [n] in the body points to the n-th.
  sources jsonb not null,
  related uuid[] not null,
  review_by date not null,
  note text,
  -- Whoever wrote last; somebody else publishes.
  written_by uuid,
  written_at timestamp with time zone not null,
  returned_reason text,
  published_by uuid,
  published_at timestamp with time zone,
  PRIMARY KEY (institution_id, article_id, version),
  FOREIGN KEY (institution_id, article_id) REFERENCES portal.article(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(body) >= 40 AND length(body) <= 20000),
  CHECK ((state = 'published'::portal.article_state) = (published_at IS NOT NULL)),
  CHECK (published_by IS NULL OR written_by IS NULL OR published_by <> written_by),
  CHECK (length(summary) >= 20 AND length(summary) <= 400),
  CHECK (length(title) >= 5 AND length(title) <= 120),
  CHECK (version >= 1)
);
CREATE UNIQUE INDEX article_version_open ON portal.article_version USING btree (institution_id, article_id) WHERE (published_at IS NULL);
alter table portal.article_version enable row level security;
create policy institution on portal.article_version for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on portal.article_version to sigap_app;

-- One turn of the loop, told to citizens: "Anda sampaikan, kami pelajari, ini yang berubah". Text is kept as it was published.
create table portal.story (
  institution_id uuid not null,
  id uuid not null,
  signal_id uuid not null,
  program_id uuid not null,
  -- The evaluation snapshot the last part was written from.
  result_id uuid not null,
  unit_id uuid not null,
  title text not null,
  heard text not null,
  learned text not null,
  changed text not null,
  verdict text not null,
  published_at timestamp with time zone not null,
  published_by uuid,
  withdrawn_at timestamp with time zone,
  withdrawn_reason text,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (length(changed) >= 20 AND length(changed) <= 2000),
  CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)),
  CHECK (length(heard) >= 20 AND length(heard) <= 2000),
  CHECK (length(learned) >= 20 AND length(learned) <= 2000),
  CHECK (length(title) >= 5 AND length(title) <= 120),
  CHECK (verdict = ANY (ARRAY['improved'::text, 'worsened'::text, 'no_effect'::text, 'inconclusive'::text]))
);
CREATE INDEX story_institution_id_published_at_idx ON portal.story USING btree (institution_id, published_at DESC);
CREATE UNIQUE INDEX story_of_program ON portal.story USING btree (institution_id, program_id) WHERE (withdrawn_at IS NULL);
alter table portal.story enable row level security;
create policy institution on portal.story for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on portal.story to sigap_app;
