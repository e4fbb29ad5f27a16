create type portal.article_state as enum ('draft', 'submitted', 'published');

create table portal.article (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
  topic text not null check (topic in ('characteristics', 'measurement', 'technology', 'challenges', 'citizens')),
  language text not null check (language in ('id', 'en')),
  starter text,
  made_at timestamptz not null,
  review_by date,
  reviewed_at timestamptz,
  reminded_for date,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  primary key (institution_id, id),
  unique (institution_id, slug),
  check ((withdrawn_at is null) = (withdrawn_reason is null))
);
comment on table portal.article is 'A knowledge page: its address and topic stay, its text has versions.';
comment on column portal.article.starter is 'The starter article it began as; taken over once.';
comment on column portal.article.review_by is 'The day by which somebody has to look whether it still holds.';
comment on column portal.article.reminded_for is 'The review date of which its writer and those who publish were told; each date is told once.';
create unique index article_starter on portal.article (institution_id, starter);
select platform.tenant_table('portal.article');

create table portal.article_version (
  institution_id uuid not null references organization.institution,
  article_id uuid not null,
  version smallint not null check (version >= 1),
  state portal.article_state not null,
  title text not null check (length(title) between 5 and 120),
  summary text not null check (length(summary) between 20 and 400),
  body text not null check (length(body) between 40 and 20000),
  sources jsonb not null,
  related uuid[] not null,
  review_by date not null,
  note text,
  written_by uuid,
  written_at timestamptz not null,
  returned_reason text,
  published_by uuid,
  published_at timestamptz,
  primary key (institution_id, article_id, version),
  foreign key (institution_id, article_id) references portal.article (institution_id, id),
  check ((state = 'published') = (published_at is not null)),
  check (published_by is null or written_by is null or published_by <> written_by)
);
comment on column portal.article_version.sources is 'List of {text, address, verified}; [n] in the body points to the n-th.';
comment on column portal.article_version.written_by is 'Whoever wrote last; somebody else publishes.';
create unique index article_version_open on portal.article_version (institution_id, article_id) where published_at is null;
select platform.tenant_table('portal.article_version');

insert into notifications.kind values
  ('portal.article_stale', 'Artikel pengetahuan yang perlu diperiksa ulang', 'Knowledge articles that need another look', 'digest', false, true);
