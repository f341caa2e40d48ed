create type app_public.webhook_topic as enum (
  'registration_confirmed', 'registration_cancelled', 'event_published', 'event_unpublished', 'event_cancelled',
  'ticket_checked_in', 'ticket_check_in_undone', 'endpoint_tested');
comment on type app_public.webhook_topic is 'What an endpoint can be told of; docs/webhooks.md says what each carries.';
create type app_public.webhook_status as enum ('pending', 'delivered', 'failed');
create type app_public.webhook_failure as enum
  ('answer', 'redirect', 'timeout', 'connection', 'certificate', 'private_address', 'unknown_host', 'disabled');
comment on type app_public.webhook_failure is
  'Why an attempt failed. answer: a status other than 2xx. private_address: not on the public internet. disabled: the endpoint was switched off.';
create type app_public.webhook_disabling as enum ('staff', 'gone', 'failing');
comment on type app_public.webhook_disabling is
  'Why an endpoint is switched off. gone: it answered 410. failing: nothing arrived for days.';

create table app_public.webhook_endpoints (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null references app_public.organizations on delete cascade,
  name text not null check (length(trim(name)) between 1 and 80),
  url text not null check (length(url) <= 2000),
  topics app_public.webhook_topic[] not null check (cardinality(topics) between 1 and 20),
  disabled_at timestamptz,
  disabled_because app_public.webhook_disabling,
  failing_since timestamptz,
  paused_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id),
  check ((disabled_at is null) = (disabled_because is null))
);
comment on table app_public.webhook_endpoints is
  'An address of an integrator that is told what happens, by signed POST requests (Standard Webhooks).';
comment on column app_public.webhook_endpoints.failing_since is 'The first failure since something arrived last.';
comment on column app_public.webhook_endpoints.paused_until is 'Left alone until then: it failed, or asked for it (Retry-After).';

create table app_private.webhook_secrets (
  id uuid primary key default app_hidden.uuid_v7(),
  webhook_endpoint_id uuid not null references app_public.webhook_endpoints on delete cascade,
  secret bytea not null default app_hidden.random_bytes_16() || app_hidden.random_bytes_16() check (length(secret) = 32),
  ends_at timestamptz
);
create index on app_private.webhook_secrets (webhook_endpoint_id);
create unique index webhook_secrets_present on app_private.webhook_secrets (webhook_endpoint_id) where ends_at is null;
comment on table app_private.webhook_secrets is
  'Signs what an endpoint is sent (HMAC-SHA256). One that was exchanged signs for another day, so that nothing is refused meanwhile.';

create table app_public.webhook_deliveries (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  webhook_endpoint_id uuid not null,
  topic app_public.webhook_topic not null,
  subject_id uuid not null,
  status app_public.webhook_status not null default 'pending',
  attempt_count int not null default 0,
  next_attempt_at timestamptz default clock_timestamp(),
  claimed_until timestamptz,
  last_attempt_at timestamptz,
  last_http_status int,
  last_failure app_public.webhook_failure,
  delivered_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  foreign key (org_id, webhook_endpoint_id) references app_public.webhook_endpoints (org_id, id) on delete cascade,
  check ((status = 'pending') = (next_attempt_at is not null)),
  check ((status = 'delivered') = (delivered_at is not null))
);
create index webhook_deliveries_of_endpoint on app_public.webhook_deliveries (webhook_endpoint_id, created_at desc, id);
create index webhook_deliveries_due on app_public.webhook_deliveries (webhook_endpoint_id, next_attempt_at, id) where status = 'pending';
create index webhook_deliveries_claimed on app_public.webhook_deliveries (webhook_endpoint_id) where claimed_until is not null;
create index webhook_deliveries_ended on app_public.webhook_deliveries (created_at) where status <> 'pending';
comment on table app_public.webhook_deliveries is
  'What one endpoint is told of one thing that happened. The id is the same over all attempts: receivers tell repeats by it. No personal data: the body is made when it is sent.';
comment on column app_public.webhook_deliveries.subject_id is 'The registration, event or check-in that it is about.';

create type app_public.webhook_endpoint_secret as (endpoint app_public.webhook_endpoints, secret text);
comment on type app_public.webhook_endpoint_secret is 'An endpoint, and the secret that signs what it is sent. The secret is shown now or never.';
