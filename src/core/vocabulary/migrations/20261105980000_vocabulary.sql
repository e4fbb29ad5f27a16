create schema vocabulary;
select platform.slice_schema('vocabulary');

create table vocabulary.standard (
  set_name text not null check (set_name ~ '^[a-z_]{3,40}$'),
  slug text collate "C" not null check (slug ~ '^[A-Za-z0-9_]{1,40}$'),
  valid_from date not null,
  position smallint not null,
  label_id text not null,
  label_en text not null,
  note_id text not null default '',
  note_en text not null default '',
  traits text[] not null default '{}',
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  primary key (set_name, slug, valid_from)
);
comment on table vocabulary.standard is 'The words every institution begins with; the slices whose words they are write them here.';
select platform.reference_table('vocabulary.standard');

create table vocabulary.term (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  set_name text not null check (set_name ~ '^[a-z_]{3,40}$'),
  slug text collate "C" not null check (slug ~ '^[A-Za-z0-9_]{1,40}$'),
  valid_from date not null,
  position smallint not null check (position between 1 and 9999),
  label_id text not null check (length(label_id) between 1 and 80),
  label_en text not null check (length(label_en) between 1 and 80),
  note_id text not null check (length(note_id) <= 300),
  note_en text not null check (length(note_en) <= 300),
  traits text[] not null,
  offered boolean not null,
  source text not null check (length(source) between 3 and 500),
  verified boolean not null,
  at timestamptz not null,
  account_id uuid,
  primary key (institution_id, id)
);
comment on table vocabulary.term is 'What an institution has set, append only: of a word the row with the latest date that has come holds, of one date the one set last. Where it has nothing, vocabulary.standard holds.';
comment on column vocabulary.term.offered is 'Whether it can be chosen from that day on; what was given it before keeps it.';
comment on column vocabulary.term.traits is 'What the program reads off the word, of the traits its list has.';
create index on vocabulary.term (institution_id, set_name, slug, valid_from, at);
select platform.tenant_table('vocabulary.term', 'append');
