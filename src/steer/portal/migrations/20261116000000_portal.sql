create schema portal;
select platform.slice_schema('portal');

create table portal.story (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  signal_id uuid not null,
  program_id uuid not null,
  result_id uuid not null,
  unit_id uuid not null,
  title text not null check (length(title) between 5 and 120),
  heard text not null check (length(heard) between 20 and 2000),
  learned text not null check (length(learned) between 20 and 2000),
  changed text not null check (length(changed) between 20 and 2000),
  verdict text not null check (verdict in ('improved', 'worsened', 'no_effect', 'inconclusive')),
  published_at timestamptz not null,
  published_by uuid,
  withdrawn_at timestamptz,
  withdrawn_reason text,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check ((withdrawn_at is null) = (withdrawn_reason is null))
);
comment on table portal.story is 'One turn of the loop, told to citizens: "Anda sampaikan, kami pelajari, ini yang berubah". Text is kept as it was published.';
comment on column portal.story.result_id is 'The evaluation snapshot the last part was written from.';
create index on portal.story (institution_id, published_at desc);
create unique index story_of_program on portal.story (institution_id, program_id) where withdrawn_at is null;
select platform.tenant_table('portal.story');
