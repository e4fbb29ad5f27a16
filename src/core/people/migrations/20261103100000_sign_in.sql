create table people.totp (
  institution_id uuid not null references organization.institution,
  account_id uuid not null,
  secret_sealed bytea not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0,
  primary key (institution_id, account_id),
  foreign key (institution_id, account_id) references people.account (institution_id, id)
);
comment on column people.totp.last_step is 'The 30-second step of the last accepted code, so that no code works twice.';
select platform.tenant_table('people.totp');

create table people.passkey (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  account_id uuid not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null check (length(name) between 1 and 100),
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (institution_id, id),
  unique (institution_id, credential_id),
  foreign key (institution_id, account_id) references people.account (institution_id, id)
);
create index on people.passkey (institution_id, account_id);
select platform.tenant_table('people.passkey');

create table people.challenge (
  institution_id uuid not null references organization.institution,
  token_hash bytea not null,
  kind text not null,
  account_id uuid,
  data jsonb not null,
  expires_at timestamptz not null,
  primary key (institution_id, token_hash),
  foreign key (institution_id, account_id) references people.account (institution_id, id)
);
comment on table people.challenge is 'Something half done in sign-in: a second factor to come, a passkey''s question, a recovery link, a visit to a provider. Used once.';
create index on people.challenge (institution_id, expires_at);
select platform.tenant_table('people.challenge');

create table people.sign_in_failure (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  login_hash bytea not null,
  device_hash bytea,
  at timestamptz not null,
  primary key (institution_id, id)
);
comment on column people.sign_in_failure.device_hash is 'Set when the browser had signed in to this account before: such failures are counted apart, so that strangers cannot lock its owner out.';
create index on people.sign_in_failure (institution_id, login_hash, at);
select platform.tenant_table('people.sign_in_failure');

create table people.known_device (
  institution_id uuid not null references organization.institution,
  account_id uuid not null,
  device_hash bytea not null,
  seen_at timestamptz not null,
  primary key (institution_id, account_id, device_hash),
  foreign key (institution_id, account_id) references people.account (institution_id, id)
);
select platform.tenant_table('people.known_device');

create table people.identity_provider (
  institution_id uuid not null references organization.institution,
  id uuid not null,
  name text not null check (length(name) between 2 and 80),
  issuer text not null check (issuer ~ '^https?://'),
  client_id text not null,
  client_secret_sealed bytea not null,
  claim text not null check (claim in ('email', 'nip')),
  asks_factor boolean not null default false,
  active boolean not null default true,
  primary key (institution_id, id),
  unique (institution_id, issuer, client_id)
);
comment on column people.identity_provider.asks_factor is 'An administrator vouches that this provider asks everybody for a second factor; otherwise Sigap does, where a role demands it.';
comment on column people.identity_provider.claim is 'Which claim of the provider names the account; e-mail only counts when the provider has verified it.';
select platform.tenant_table('people.identity_provider');

create table people.provider_link (
  institution_id uuid not null references organization.institution,
  provider_id uuid not null,
  subject text not null check (length(subject) between 1 and 255),
  account_id uuid not null,
  primary key (institution_id, provider_id, subject),
  unique (institution_id, provider_id, account_id),
  foreign key (institution_id, provider_id) references people.identity_provider (institution_id, id),
  foreign key (institution_id, account_id) references people.account (institution_id, id)
);
comment on table people.provider_link is 'Who at a provider an account belongs to, since the first sign-in: an address that is given to somebody else later opens nothing. Gone when the account is disabled.';
select platform.tenant_table('people.provider_link');

create table people.founding_token (
  token_hash bytea primary key,
  at timestamptz not null
);
comment on table people.founding_token is 'SHA-256 of the link with which the first institution is founded; outside every institution, empty once one exists.';
grant select, insert, delete on people.founding_token to sigap_app;
