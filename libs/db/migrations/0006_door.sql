create type app_public.scan_verdict as enum
  ('accepted', 'already_used', 'replayed', 'voided', 'wrong_event', 'unknown', 'forged', 'not_yet_valid', 'expired');
create type app_public.check_in_method as enum ('scan', 'typed', 'search');

create table app_public.gates (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  name text not null check (length(trim(name)) between 1 and 80),
  created_at timestamptz not null default now(),
  foreign key (org_id, event_id) references app_public.events (org_id, id) on delete cascade,
  unique (org_id, event_id, id),
  unique (org_id, event_id, name)
);
create index on app_public.gates (event_id);
comment on table app_public.gates is 'Where people are let in.';

create table app_public.devices (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  gate_id uuid,
  name text not null check (length(trim(name)) between 1 and 80),
  can_undo boolean not null default false,
  created_by uuid references app_public.users on delete set null,
  created_at timestamptz not null default now(),
  paired_at timestamptz,
  last_seen_at timestamptz,
  revoked_at timestamptz,
  foreign key (org_id, event_id) references app_public.events (org_id, id) on delete cascade,
  -- Gates are not deleted once devices scanned there; on delete restrict keeps the record true.
  foreign key (org_id, event_id, gate_id) references app_public.gates (org_id, event_id, id) on delete restrict,
  unique (org_id, event_id, id)
);
create index on app_public.devices (event_id);
create index on app_public.devices (org_id, event_id, gate_id);
create index on app_public.devices (created_by);
comment on table app_public.devices is 'A phone paired to scan for one event; it can be revoked at any time.';

create table app_private.device_secrets (
  device_id uuid primary key references app_public.devices on delete cascade,
  pairing_code_hash bytea unique,
  pairing_expires_at timestamptz,
  token_hash bytea unique
);
comment on table app_private.device_secrets is 'SHA-256 of the one-use pairing code and of the device token.';

create table app_public.scans (
  id uuid primary key,
  org_id uuid not null,
  event_id uuid not null,
  ticket_id uuid,
  verdict app_public.scan_verdict not null,
  -- Accepted at the door although the ticket was used elsewhere meanwhile: staff must see it.
  is_conflict boolean not null default false,
  method app_public.check_in_method not null,
  gate_id uuid,
  device_id uuid,
  scanned_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  foreign key (org_id, event_id) references app_public.events (org_id, id) on delete restrict,
  foreign key (org_id, event_id, ticket_id) references app_public.tickets (org_id, event_id, id) on delete restrict,
  foreign key (org_id, event_id, gate_id) references app_public.gates (org_id, event_id, id) on delete restrict,
  foreign key (org_id, event_id, device_id) references app_public.devices (org_id, event_id, id) on delete restrict
);
create index on app_public.scans (event_id, scanned_at desc);
create index on app_public.scans (org_id, event_id, ticket_id);
create index on app_public.scans (org_id, event_id, gate_id);
create index on app_public.scans (org_id, event_id, device_id);
comment on table app_public.scans is 'Every presentation of a code at the door, with its verdict. The id is the device''s own.';

create table app_public.check_ins (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  ticket_id uuid not null,
  session_id uuid,
  scan_id uuid not null references app_public.scans on delete restrict,
  gate_id uuid,
  device_id uuid,
  checked_in_by uuid references app_public.users on delete set null,
  checked_in_at timestamptz not null,
  method app_public.check_in_method not null,
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
  undone_at timestamptz,
  undone_by_device_id uuid,
  undone_by uuid references app_public.users on delete set null,
  foreign key (org_id, event_id, ticket_id) references app_public.tickets (org_id, event_id, id) on delete restrict,
  foreign key (org_id, session_id) references app_public.sessions (org_id, id) on delete restrict,
  foreign key (org_id, event_id, gate_id) references app_public.gates (org_id, event_id, id) on delete restrict,
  foreign key (org_id, event_id, device_id) references app_public.devices (org_id, event_id, id) on delete restrict,
  foreign key (org_id, event_id, undone_by_device_id) references app_public.devices (org_id, event_id, id) on delete restrict,
  unique (org_id, scan_id)
);
-- One person through the door once per ticket and checkpoint; an undone check-in frees it again.
create unique index check_ins_one_per_checkpoint on app_public.check_ins
  (org_id, ticket_id, coalesce(session_id, '00000000-0000-0000-0000-000000000000')) where undone_at is null;
create index on app_public.check_ins (event_id, checked_in_at desc);
create index on app_public.check_ins (ticket_id);
create index on app_public.check_ins (scan_id);
create index on app_public.check_ins (org_id, session_id);
create index on app_public.check_ins (org_id, event_id, gate_id);
create index on app_public.check_ins (org_id, event_id, device_id);
create index on app_public.check_ins (org_id, event_id, undone_by_device_id);
create index on app_public.check_ins (checked_in_by);
create index on app_public.check_ins (undone_by);
comment on table app_public.check_ins is 'A ticket that was let in. session_id null is the event''s own door.';
