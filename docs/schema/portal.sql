-- Generated from the migrations by npm run generate.

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
