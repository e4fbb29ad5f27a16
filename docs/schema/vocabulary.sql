-- Generated from the migrations by npm run generate.

-- The words every institution begins with; the slices whose words they are write them here.
create table vocabulary.standard (
  set_name text not null,
  slug text not null,
  valid_from date not null,
  "position" smallint not null,
  label_id text not null,
  label_en text not null,
  note_id text not null default ''::text,
  note_en text not null default ''::text,
  traits text[] not null default '{}'::text[],
  source text not null,
  verified boolean not null,
  PRIMARY KEY (set_name, slug, valid_from),
  CHECK (set_name ~ '^[a-z_]{3,40}$'::text),
  CHECK (slug ~ '^[A-Za-z0-9_]{1,40}$'::text),
  CHECK (length(source) >= 3 AND length(source) <= 500)
);
grant select on vocabulary.standard to sigap_app;

-- What an institution has set, append only: of a word the row with the latest date that has come holds, of one date the one set last. Where it has nothing, vocabulary.standard holds.
create table vocabulary.term (
  institution_id uuid not null,
  id uuid not null,
  set_name text not null,
  slug text not null,
  valid_from date not null,
  "position" smallint not null,
  label_id text not null,
  label_en text not null,
  note_id text not null,
  note_en text not null,
  -- What the program reads off the word, of the traits its list has.
  traits text[] not null,
  -- Whether it can be chosen from that day on; what was given it before keeps it.
  offered boolean not null,
  source text not null,
  verified boolean not null,
  at timestamp with time zone not null,
  account_id uuid,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(label_en) >= 1 AND length(label_en) <= 80),
  CHECK (length(label_id) >= 1 AND length(label_id) <= 80),
  CHECK (length(note_en) <= 300),
  CHECK (length(note_id) <= 300),
  CHECK ("position" >= 1 AND "position" <= 9999),
  CHECK (set_name ~ '^[a-z_]{3,40}$'::text),
  CHECK (slug ~ '^[A-Za-z0-9_]{1,40}$'::text),
  CHECK (length(source) >= 3 AND length(source) <= 500)
);
CREATE INDEX term_institution_id_set_name_slug_valid_from_at_idx ON vocabulary.term USING btree (institution_id, set_name, slug, valid_from, at);
alter table vocabulary.term enable row level security;
create policy institution on vocabulary.term for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on vocabulary.term to sigap_app;
