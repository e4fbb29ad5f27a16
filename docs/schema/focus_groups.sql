-- Generated from the migrations by npm run generate.

create type focus_groups.attachment_kind as enum ('consent', 'board', 'other');

create type focus_groups.consent as enum ('given', 'withdrawn');

create type focus_groups.kind as enum ('discussion', 'observation');

create type focus_groups.outcome as enum ('yes', 'no', 'not_applicable');

create type focus_groups.state as enum ('open', 'coding', 'agreed', 'closed');

create type focus_groups.theme_act as enum ('added', 'renamed', 'merged');

-- A discussion with a group, or an observation at the place of service, about one unit.
create table focus_groups.activity (
  institution_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  service_id uuid,
  kind focus_groups.kind not null,
  state focus_groups.state not null default 'open'::focus_groups.state,
  title text not null,
  purpose text not null default ''::text,
  held_on date not null,
  place text not null default ''::text,
  -- What is asked or looked at, one text each, in order.
  protocol jsonb not null,
  coder_one uuid,
  coder_two uuid,
  one_done boolean not null default false,
  two_done boolean not null default false,
  created_by uuid,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (coder_one IS NULL OR coder_one <> coder_two),
  CHECK (length(place) <= 200),
  CHECK (length(purpose) <= 2000),
  CHECK (length(title) >= 1 AND length(title) <= 200)
);
CREATE INDEX activity_institution_id_unit_id_held_on_idx ON focus_groups.activity USING btree (institution_id, unit_id, held_on DESC);
alter table focus_groups.activity enable row level security;
create policy institution on focus_groups.activity for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on focus_groups.activity to sigap_app;

-- A scan of the signed consent, a photo of the board. Scans of consent hold names: only who manages the activity opens them.
create table focus_groups.attachment (
  institution_id uuid not null,
  activity_id uuid not null,
  file_id uuid not null,
  kind focus_groups.attachment_kind not null,
  note text not null default ''::text,
  added_by uuid,
  added_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, activity_id, file_id),
  FOREIGN KEY (institution_id, activity_id) REFERENCES focus_groups.activity(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(note) <= 200)
);
alter table focus_groups.attachment enable row level security;
create policy institution on focus_groups.attachment for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on focus_groups.attachment to sigap_app;

-- The one main theme a coder gave a segment; the other coder sees it only when both are done.
create table focus_groups.coding (
  institution_id uuid not null,
  activity_id uuid not null,
  segment smallint not null,
  coder smallint not null,
  theme text not null,
  PRIMARY KEY (institution_id, activity_id, segment, coder),
  FOREIGN KEY (institution_id, activity_id, segment) REFERENCES focus_groups.segment(institution_id, activity_id, number),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (coder = ANY (ARRAY[1, 2])),
  CHECK (length(theme) <= 40)
);
alter table focus_groups.coding enable row level security;
create policy institution on focus_groups.coding for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on focus_groups.coding to sigap_app;

create table focus_groups.finding (
  institution_id uuid not null,
  id uuid not null,
  activity_id uuid not null,
  unit_id uuid not null,
  service_id uuid,
  theme text not null,
  text text not null,
  created_by uuid,
  created_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, id),
  FOREIGN KEY (institution_id, activity_id) REFERENCES focus_groups.activity(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  FOREIGN KEY (institution_id, unit_id) REFERENCES organization.unit(institution_id, id),
  CHECK (length(text) >= 1 AND length(text) <= 2000),
  CHECK (length(theme) <= 40)
);
CREATE INDEX finding_institution_id_unit_id_theme_idx ON focus_groups.finding USING btree (institution_id, unit_id, theme);
alter table focus_groups.finding enable row level security;
create policy institution on focus_groups.finding for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on focus_groups.finding to sigap_app;

-- Known by a number and a role only; no name is kept. Nobody is here without consent.
create table focus_groups.participant (
  institution_id uuid not null,
  activity_id uuid not null,
  number smallint not null,
  role text not null,
  consent focus_groups.consent not null,
  consented_at timestamp with time zone not null,
  consent_form text not null,
  PRIMARY KEY (institution_id, activity_id, number),
  FOREIGN KEY (institution_id, activity_id) REFERENCES focus_groups.activity(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(consent_form) >= 1 AND length(consent_form) <= 200),
  CHECK (number > 0),
  CHECK (length(role) >= 1 AND length(role) <= 100)
);
alter table focus_groups.participant enable row level security;
create policy institution on focus_groups.participant for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on focus_groups.participant to sigap_app;

-- What the two agreed on where they had differed, and why.
create table focus_groups.resolution (
  institution_id uuid not null,
  activity_id uuid not null,
  segment smallint not null,
  theme text not null,
  reason text not null,
  resolved_by uuid,
  resolved_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, activity_id, segment),
  FOREIGN KEY (institution_id, activity_id, segment) REFERENCES focus_groups.segment(institution_id, activity_id, number),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (length(reason) >= 1 AND length(reason) <= 500),
  CHECK (length(theme) <= 40)
);
alter table focus_groups.resolution enable row level security;
create policy institution on focus_groups.resolution for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on focus_groups.resolution to sigap_app;

-- One thought of the transcript, or one thing seen. Emptied when its speaker withdraws consent.
create table focus_groups.segment (
  institution_id uuid not null,
  activity_id uuid not null,
  number smallint not null,
  item smallint,
  participant smallint,
  outcome focus_groups.outcome,
  text text not null,
  PRIMARY KEY (institution_id, activity_id, number),
  FOREIGN KEY (institution_id, activity_id) REFERENCES focus_groups.activity(institution_id, id),
  FOREIGN KEY (institution_id, activity_id, participant) REFERENCES focus_groups.participant(institution_id, activity_id, number),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK (number > 0),
  CHECK (length(text) <= 4000)
);
alter table focus_groups.segment enable row level security;
create policy institution on focus_groups.segment for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert, update, delete on focus_groups.segment to sigap_app;

-- How the themes of one activity came to differ from the institution's. Codes stay as they were given; merges are followed when they are read.
create table focus_groups.theme_change (
  institution_id uuid not null,
  activity_id uuid not null,
  number smallint not null,
  act focus_groups.theme_act not null,
  theme text not null,
  name text,
  into_theme text,
  reason text not null,
  changed_by uuid,
  changed_at timestamp with time zone not null,
  PRIMARY KEY (institution_id, activity_id, number),
  FOREIGN KEY (institution_id, activity_id) REFERENCES focus_groups.activity(institution_id, id),
  FOREIGN KEY (institution_id) REFERENCES organization.institution(id),
  CHECK ((act = 'merged'::focus_groups.theme_act) = (into_theme IS NOT NULL) AND (act = 'merged'::focus_groups.theme_act) = (name IS NULL)),
  CHECK (length(into_theme) <= 40),
  CHECK (length(name) >= 1 AND length(name) <= 80),
  CHECK (number > 0),
  CHECK (length(reason) >= 1 AND length(reason) <= 500),
  CHECK (length(theme) <= 40)
);
alter table focus_groups.theme_change enable row level security;
create policy institution on focus_groups.theme_change for all using ((institution_id = (NULLIF(current_setting('app.institution'::text, true), ''::text))::uuid));
grant select, insert on focus_groups.theme_change to sigap_app;
