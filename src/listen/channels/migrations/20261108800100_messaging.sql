create table channels.provider (
  institution_id uuid not null references organization.institution,
  graph_url text not null,
  phone_number_id text not null check (phone_number_id ~ '^[0-9]{3,40}$'),
  display_phone text,
  template text,
  verify_sealed bytea not null,
  secret_sealed bytea not null,
  access_sealed bytea not null,
  active boolean not null,
  tested_at timestamptz,
  test_result text,
  updated_at timestamptz not null,
  primary key (institution_id)
);
comment on table channels.provider is 'The WhatsApp Cloud API of this institution, or what speaks like it. Its three secrets are sealed and never shown again.';
comment on column channels.provider.template is 'Name of the approved template that may be sent outside the 24-hour window; without one e-mail is the way.';
select platform.tenant_table('channels.provider');

create table channels.contact (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  channel text not null check (channel in ('whatsapp')),
  phone text,
  name text,
  complaint_id uuid,
  dialog jsonb,
  dialog_at timestamptz,
  last_inbound_at timestamptz,
  created_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id)
);
comment on table channels.contact is 'Somebody who writes on a messaging channel.';
comment on column channels.contact.complaint_id is 'The case their next message belongs to.';
comment on column channels.contact.dialog is 'What was said so far while the questions before a new case are answered.';
comment on column channels.contact.last_inbound_at is 'Opens the 24 hours in which free text may be sent to them.';
create index contact_dialog on channels.contact (institution_id, dialog_at) where dialog is not null;
select platform.tenant_table('channels.contact');

create table channels.contact_name (
  institution_id uuid not null references organization.institution,
  channel text not null,
  external_id text not null check (length(external_id) between 1 and 160),
  contact_id uuid not null,
  at timestamptz not null,
  primary key (institution_id, channel, external_id),
  foreign key (institution_id, contact_id) references channels.contact (institution_id, id)
);
comment on table channels.contact_name is 'Every id the channel has called a contact by: number, business-scoped user id, and those of before a change of number.';
create index on channels.contact_name (institution_id, contact_id, at);
select platform.tenant_table('channels.contact_name');

create table channels.contact_case (
  institution_id uuid not null references organization.institution,
  complaint_id uuid not null,
  contact_id uuid not null,
  at timestamptz not null,
  primary key (institution_id, complaint_id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id),
  foreign key (institution_id, contact_id) references channels.contact (institution_id, id)
);
select platform.tenant_table('channels.contact_case');

create table channels.message (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  contact_id uuid not null,
  complaint_id uuid,
  outgoing boolean not null,
  external_id text,
  kind text not null check (kind in ('text', 'media', 'template', 'email', 'other')),
  body text not null,
  media_id text,
  media_type text,
  media_state text check (media_state in ('wanted', 'kept', 'refused', 'gone')),
  event_seq smallint,
  at timestamptz not null,
  sent_at timestamptz,
  error text,
  primary key (institution_id, id),
  unique (institution_id, external_id),
  foreign key (institution_id, contact_id) references channels.contact (institution_id, id),
  foreign key (institution_id, complaint_id) references complaints.complaint (institution_id, id)
);
comment on column channels.message.external_id is 'The channel''s id of the message: a delivery that comes twice finds it here.';
comment on column channels.message.kind is 'Of an outgoing one, the way it took: text within 24 hours, otherwise template or e-mail.';
create index on channels.message (institution_id, complaint_id, at) where complaint_id is not null;
create index on channels.message (institution_id, contact_id, at);
create index on channels.message (institution_id) where outgoing and sent_at is null and error is null and kind <> 'email';
select platform.tenant_table('channels.message');

create table channels.message_status (
  institution_id uuid not null references organization.institution,
  external_id text not null,
  status text not null check (status in ('sent', 'delivered', 'read', 'failed')),
  at timestamptz not null,
  error text,
  primary key (institution_id, external_id, status)
);
comment on table channels.message_status is 'What the channel said about a message, in whatever order: the furthest one counts.';
select platform.tenant_table('channels.message_status', 'append');
