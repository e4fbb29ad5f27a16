create schema focus_groups;
select platform.slice_schema('focus_groups');

create type focus_groups.kind as enum ('discussion', 'observation');
create type focus_groups.state as enum ('open', 'coding', 'agreed', 'closed');
create type focus_groups.consent as enum ('given', 'withdrawn');
create type focus_groups.outcome as enum ('yes', 'no', 'not_applicable');

create table focus_groups.activity (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  unit_id uuid not null,
  service_id uuid,
  kind focus_groups.kind not null,
  state focus_groups.state not null default 'open',
  title text not null check (length(title) between 1 and 200),
  purpose text not null default '' check (length(purpose) <= 2000),
  held_on date not null,
  place text not null default '' check (length(place) <= 200),
  protocol jsonb not null,
  coder_one uuid,
  coder_two uuid,
  one_done boolean not null default false,
  two_done boolean not null default false,
  created_by uuid,
  created_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id),
  check (coder_one is null or coder_one <> coder_two)
);
comment on table focus_groups.activity is 'A discussion with a group, or an observation at the place of service, about one unit.';
comment on column focus_groups.activity.protocol is 'What is asked or looked at, one text each, in order.';
create index on focus_groups.activity (institution_id, unit_id, held_on desc);
select platform.tenant_table('focus_groups.activity');

create table focus_groups.participant (
  institution_id uuid not null references organization.institution,
  activity_id uuid not null,
  number smallint not null check (number > 0),
  role text not null check (length(role) between 1 and 100),
  consent focus_groups.consent not null,
  consented_at timestamptz not null,
  consent_form text not null check (length(consent_form) between 1 and 200),
  primary key (institution_id, activity_id, number),
  foreign key (institution_id, activity_id) references focus_groups.activity (institution_id, id)
);
comment on table focus_groups.participant is 'Known by a number and a role only; no name is kept. Nobody is here without consent.';
select platform.tenant_table('focus_groups.participant');

create table focus_groups.segment (
  institution_id uuid not null references organization.institution,
  activity_id uuid not null,
  number smallint not null check (number > 0),
  item smallint,
  participant smallint,
  outcome focus_groups.outcome,
  text text not null check (length(text) <= 4000),
  primary key (institution_id, activity_id, number),
  foreign key (institution_id, activity_id) references focus_groups.activity (institution_id, id),
  foreign key (institution_id, activity_id, participant) references focus_groups.participant (institution_id, activity_id, number)
);
comment on table focus_groups.segment is 'One thought of the transcript, or one thing seen. Emptied when its speaker withdraws consent.';
select platform.tenant_table('focus_groups.segment');

create table focus_groups.coding (
  institution_id uuid not null references organization.institution,
  activity_id uuid not null,
  segment smallint not null,
  coder smallint not null check (coder in (1, 2)),
  theme text not null check (length(theme) <= 40),
  primary key (institution_id, activity_id, segment, coder),
  foreign key (institution_id, activity_id, segment) references focus_groups.segment (institution_id, activity_id, number)
);
comment on table focus_groups.coding is 'The one main theme a coder gave a segment; the other coder sees it only when both are done.';
select platform.tenant_table('focus_groups.coding');

create table focus_groups.resolution (
  institution_id uuid not null references organization.institution,
  activity_id uuid not null,
  segment smallint not null,
  theme text not null check (length(theme) <= 40),
  reason text not null check (length(reason) between 1 and 500),
  resolved_by uuid,
  resolved_at timestamptz not null,
  primary key (institution_id, activity_id, segment),
  foreign key (institution_id, activity_id, segment) references focus_groups.segment (institution_id, activity_id, number)
);
comment on table focus_groups.resolution is 'What the two agreed on where they had differed, and why.';
select platform.tenant_table('focus_groups.resolution');

create table focus_groups.finding (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  activity_id uuid not null,
  unit_id uuid not null,
  service_id uuid,
  theme text not null check (length(theme) <= 40),
  text text not null check (length(text) between 1 and 2000),
  created_by uuid,
  created_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, activity_id) references focus_groups.activity (institution_id, id),
  foreign key (institution_id, unit_id) references organization.unit (institution_id, id)
);
create index on focus_groups.finding (institution_id, unit_id, theme);
select platform.tenant_table('focus_groups.finding');

create type focus_groups.attachment_kind as enum ('consent', 'board', 'other');

create table focus_groups.attachment (
  institution_id uuid not null references organization.institution,
  activity_id uuid not null,
  file_id uuid not null,
  kind focus_groups.attachment_kind not null,
  note text not null default '' check (length(note) <= 200),
  added_by uuid,
  added_at timestamptz not null,
  primary key (institution_id, activity_id, file_id),
  foreign key (institution_id, activity_id) references focus_groups.activity (institution_id, id)
);
comment on table focus_groups.attachment is 'A scan of the signed consent, a photo of the board. Scans of consent hold names: only who manages the activity opens them.';
select platform.tenant_table('focus_groups.attachment');

create type focus_groups.theme_act as enum ('added', 'renamed', 'merged');

create table focus_groups.theme_change (
  institution_id uuid not null references organization.institution,
  activity_id uuid not null,
  number smallint not null check (number > 0),
  act focus_groups.theme_act not null,
  theme text not null check (length(theme) <= 40),
  name text check (length(name) between 1 and 80),
  into_theme text check (length(into_theme) <= 40),
  reason text not null check (length(reason) between 1 and 500),
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (institution_id, activity_id, number),
  foreign key (institution_id, activity_id) references focus_groups.activity (institution_id, id),
  check ((act = 'merged') = (into_theme is not null) and (act = 'merged') = (name is null))
);
comment on table focus_groups.theme_change is 'How the themes of one activity came to differ from the institution''s. Codes stay as they were given; merges are followed when they are read.';
select platform.tenant_table('focus_groups.theme_change', 'append');
