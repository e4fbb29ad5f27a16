create type oversight.card_state as enum ('open', 'scored', 'published');
create type oversight.side as enum ('citizen', 'staff');

create table oversight.monitor (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  name text not null default '' check (length(name) <= 80),
  token_hash bytea not null,
  token_sealed bytea not null,
  invited_by uuid,
  invited_at timestamptz not null,
  consented_at timestamptz,
  withdrawn_at timestamptz,
  primary key (institution_id, id),
  unique (institution_id, token_hash),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
comment on table oversight.monitor is 'A volunteer citizen who comes by a link of their own; a name to be called by is all that is kept, and it goes when they stop.';
select platform.tenant_table('oversight.monitor');

create table oversight.card (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  service_id uuid not null,
  title text not null check (length(title) between 3 and 200),
  held_on date not null,
  place text not null check (length(place) between 1 and 200),
  criteria jsonb not null,
  state oversight.card_state not null default 'open',
  facilitator uuid,
  created_at timestamptz not null,
  published_by uuid,
  published_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check (published_by is null or facilitator is null or published_by <> facilitator)
);
comment on table oversight.card is 'A community scorecard: citizens and staff score the same criteria of a service at a facilitated meeting.';
select platform.tenant_table('oversight.card');

create table oversight.ballot (
  institution_id uuid not null references organization.institution,
  card_id uuid not null,
  number smallint not null check (number > 0),
  side oversight.side not null,
  scores jsonb not null,
  primary key (institution_id, card_id, number),
  foreign key (institution_id, card_id) references oversight.card (institution_id, id)
);
comment on table oversight.ballot is 'Scores from 1 to 5 by criterion; nothing tells whose they are.';
select platform.tenant_table('oversight.ballot', 'append');

create table oversight.taken_part (
  institution_id uuid not null references organization.institution,
  card_id uuid not null,
  monitor_id uuid not null,
  primary key (institution_id, card_id, monitor_id),
  foreign key (institution_id, card_id) references oversight.card (institution_id, id),
  foreign key (institution_id, monitor_id) references oversight.monitor (institution_id, id)
);
comment on table oversight.taken_part is 'That a volunteer has scored, apart from what they scored.';
select platform.tenant_table('oversight.taken_part', 'append');

create table oversight.card_action (
  institution_id uuid not null references organization.institution,
  card_id uuid not null,
  number smallint not null check (number > 0),
  action text not null check (length(action) between 1 and 500),
  owner text not null check (length(owner) between 1 and 120),
  due_on date not null,
  done_on date,
  evidence text not null default '' check (length(evidence) <= 1000),
  primary key (institution_id, card_id, number),
  foreign key (institution_id, card_id) references oversight.card (institution_id, id),
  check ((done_on is null) = (evidence = ''))
);
comment on table oversight.card_action is 'What citizens and staff agreed on together: who does what until when.';
select platform.tenant_table('oversight.card_action');
