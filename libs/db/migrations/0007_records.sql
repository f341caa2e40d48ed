create table app_public.audit_logs (
  id bigint generated always as identity primary key,
  -- No foreign keys: the record outlives what it tells of, and is written on every hot path.
  org_id uuid not null,
  table_name text not null,
  record_id uuid not null,
  action text not null check (action in ('insert', 'update', 'delete')),
  old_data jsonb,
  new_data jsonb,
  user_id uuid,
  request_id text,
  xact xid8 not null default pg_current_xact_id(),
  created_at timestamptz not null default clock_timestamp()
);
create index on app_public.audit_logs (org_id, record_id, id);
create index on app_public.audit_logs (xact, id);
comment on table app_public.audit_logs is
  'Who changed what, before and after; written in the transaction of the change, append only, sealed by audit_seals.';

create table app_private.audit_seals (
  id bigint generated always as identity primary key,
  -- Every audit row whose transaction is older than this is in this seal or an earlier one.
  until_xact xid8 not null,
  row_count bigint not null,
  hash bytea not null,
  sealed_at timestamptz not null default clock_timestamp()
);
comment on table app_private.audit_seals is
  'Hash chain over audit_logs: hash = sha256(previous hash || sha256 of each row in (xact, id) order). A changed, missing or added row breaks it.';

create table app_private.outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  org_id uuid,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  leased_until timestamptz not null default '-infinity',
  attempt_count int not null default 0,
  published_at timestamptz
);
create index outbox_waiting on app_private.outbox (leased_until, id) where published_at is null;
create index outbox_published on app_private.outbox (published_at) where published_at is not null;
comment on table app_private.outbox is
  'What must happen after a transaction. Leased, published to the queue, swept; never published before commit, never lost.';

create table app_private.deliveries (
  dedupe_key text primary key,
  channel text not null check (channel in ('email', 'sms', 'push')),
  claimed_at timestamptz not null default now(),
  delivered_at timestamptz
);
create index on app_private.deliveries (claimed_at);
comment on table app_private.deliveries is 'One row per message: delivered at most once per key unless a crash leaves it unmarked.';
