create type app_public.registration_status as enum ('pending', 'confirmed', 'cancelled', 'expired');
create type app_public.ticket_status as enum ('valid', 'cancelled');
create type app_public.payment_status as enum ('created', 'pending', 'succeeded', 'failed', 'cancelled');
create type app_public.refund_status as enum ('queued', 'pending', 'succeeded', 'failed');
create type app_public.ledger_account as enum ('provider', 'sales', 'unallocated');

create table app_public.registrations (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  user_id uuid references app_public.users on delete set null,
  confirmation_number text not null default app_hidden.new_confirmation_number(),
  status app_public.registration_status not null default 'pending',
  buyer_name text check (length(trim(buyer_name)) between 1 and 120),
  buyer_email text check (buyer_email = lower(buyer_email) and buyer_email ~ '^[^@\s]+@[^@\s]+$' and length(buyer_email) <= 254),
  locale text not null default 'en' check (locale in ('en', 'de')),
  attendee_info jsonb not null default '[]' check (jsonb_typeof(attendee_info) = 'array'),
  total_minor bigint not null check (total_minor >= 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  idempotency_key uuid not null,
  request_fingerprint bytea not null,
  expires_at timestamptz,
  confirmed_at timestamptz,
  cancelled_at timestamptz,
  expired_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (org_id, event_id) references app_public.events (org_id, id) on delete restrict,
  unique (org_id, event_id, id),
  unique (org_id, confirmation_number),
  unique (org_id, idempotency_key, event_id),
  check ((status = 'pending') <= (expires_at is not null)),
  check ((status = 'confirmed') <= (confirmed_at is not null and buyer_email is not null)),
  check ((status = 'cancelled') <= (cancelled_at is not null)),
  check ((status = 'expired') <= (expired_at is not null))
);
create index on app_public.registrations (event_id, created_at desc);
create index on app_public.registrations (user_id, created_at desc) where user_id is not null;
-- A hold has no buyer yet: what is not indexed costs nothing while a sale opens.
create index on app_public.registrations (buyer_email, created_at desc) where buyer_email is not null;
create index registrations_overdue on app_public.registrations (expires_at) where status = 'pending';
comment on table app_public.registrations is
  'One buyer''s order. pending: its tickets are held until expires_at. Changes only through functions.';
comment on column app_public.registrations.attendee_info is
  'While pending, one {"ticketTypeId", "name", "email"} per ticket; becomes tickets when confirmed.';

create table app_public.registration_items (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  registration_id uuid not null,
  ticket_type_id uuid not null,
  quantity int not null check (quantity between 1 and 1000),
  unit_price_minor bigint not null check (unit_price_minor >= 0),
  foreign key (org_id, event_id, registration_id) references app_public.registrations (org_id, event_id, id) on delete cascade,
  foreign key (org_id, event_id, ticket_type_id) references app_public.ticket_types (org_id, event_id, id) on delete restrict,
  unique (org_id, event_id, registration_id, ticket_type_id)
);
create index on app_public.registration_items (registration_id);
create index on app_public.registration_items (org_id, event_id, ticket_type_id);
comment on table app_public.registration_items is 'How many tickets of each type a registration holds or bought, at which price.';

create table app_public.tickets (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  registration_id uuid not null,
  ticket_type_id uuid not null,
  code text not null default app_hidden.crockford(app_hidden.random_bytes_16(), 10) check (code ~ '^[0-9A-HJKMNP-TV-Z]{10}$'),
  status app_public.ticket_status not null default 'valid',
  version int not null default 1,
  attendee_name text not null check (length(trim(attendee_name)) between 1 and 120),
  attendee_email text check (attendee_email = lower(attendee_email) and attendee_email ~ '^[^@\s]+@[^@\s]+$' and length(attendee_email) <= 254),
  attendee_data jsonb not null default '{}' check (jsonb_typeof(attendee_data) = 'object'),
  -- The transaction that changed it last: the check-in service asks for what changed since.
  changed_xact xid8 not null default pg_current_xact_id(),
  issued_at timestamptz not null default now(),
  cancelled_at timestamptz,
  updated_at timestamptz not null default now(),
  foreign key (org_id, event_id, registration_id) references app_public.registrations (org_id, event_id, id) on delete restrict,
  foreign key (org_id, event_id, ticket_type_id) references app_public.ticket_types (org_id, event_id, id) on delete restrict,
  unique (org_id, event_id, id),
  unique (org_id, event_id, code),
  check ((status = 'cancelled') = (cancelled_at is not null))
);
create index on app_public.tickets (registration_id);
create index on app_public.tickets (org_id, event_id, ticket_type_id);
create index on app_public.tickets (event_id, id);
create index on app_public.tickets (event_id, changed_xact);
create index tickets_by_name on app_public.tickets using gin (attendee_name extensions.gin_trgm_ops);
create index on app_public.tickets (attendee_email);
comment on table app_public.tickets is 'One admission for one person.';
comment on column app_public.tickets.code is 'For typing at the door: 10 characters of Crockford base32, shown as XXXXX-XXXXX.';

create table app_private.ticket_secrets (
  ticket_id uuid primary key references app_public.tickets on delete cascade,
  secret bytea not null default app_hidden.random_bytes_16() check (length(secret) = 16)
);
comment on table app_private.ticket_secrets is 'The 128 bits that admit: known to the ticket''s QR code and the door.';

create table app_private.event_keys (
  event_id uuid primary key references app_public.events on delete cascade,
  key_id int not null default 1,
  public_key bytea not null,
  private_key_encrypted bytea not null,
  created_at timestamptz not null default now()
);
comment on table app_private.event_keys is
  'Ed25519 key that signs an event''s tickets; the private half is sealed with FOYER_SECRET (AES-256-GCM).';

create table app_public.payments (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  registration_id uuid not null,
  provider text not null check (provider in ('stripe', 'paypal', 'manual')),
  provider_payment_id text,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  status app_public.payment_status not null default 'created',
  failure_code text check (length(failure_code) <= 120),
  redirect_url text check (length(redirect_url) <= 4000),
  succeeded_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (org_id, event_id, registration_id) references app_public.registrations (org_id, event_id, id) on delete restrict,
  unique (org_id, id),
  check ((status = 'succeeded') <= (succeeded_at is not null))
);
create index on app_public.payments (registration_id);
create index payments_by_provider_id on app_public.payments (provider, provider_payment_id);
create index payments_open on app_public.payments (created_at) where status in ('created', 'pending');
-- One open attempt at a time: a second tab gets the same payment page.
create unique index payments_one_open on app_public.payments (org_id, registration_id) where status in ('created', 'pending');
comment on table app_public.payments is 'An attempt to pay for a registration through a provider.';

create table app_public.refunds (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  payment_id uuid not null,
  registration_id uuid not null references app_public.registrations on delete restrict,
  provider_refund_id text,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  status app_public.refund_status not null default 'queued',
  reason text not null check (reason in ('paid_after_expiry', 'paid_twice', 'amount_mismatch', 'event_cancelled', 'requested')),
  failure_code text check (length(failure_code) <= 120),
  attempt_count int not null default 0,
  next_attempt_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (org_id, payment_id) references app_public.payments (org_id, id) on delete restrict,
  unique (org_id, id)
);
create index on app_public.refunds (org_id, payment_id);
create index on app_public.refunds (registration_id);
create index refunds_due on app_public.refunds (next_attempt_at) where status in ('queued', 'pending');
comment on table app_public.refunds is 'Money on its way back to a buyer.';

create table app_public.ledger_entries (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  registration_id uuid not null references app_public.registrations on delete restrict,
  payment_id uuid not null,
  refund_id uuid,
  debit_account app_public.ledger_account not null,
  credit_account app_public.ledger_account not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  created_at timestamptz not null default now(),
  foreign key (org_id, payment_id) references app_public.payments (org_id, id) on delete restrict,
  foreign key (org_id, refund_id) references app_public.refunds (org_id, id) on delete restrict,
  check (debit_account <> credit_account)
);
create index on app_public.ledger_entries (org_id, payment_id);
create index on app_public.ledger_entries (org_id, refund_id);
create index on app_public.ledger_entries (registration_id);
-- A capture and a refund are each booked once, however often the provider tells of them.
create unique index ledger_one_capture on app_public.ledger_entries (org_id, payment_id) where debit_account = 'provider' and refund_id is null;
create unique index ledger_one_refund on app_public.ledger_entries (org_id, refund_id) where credit_account = 'provider';
create unique index ledger_one_failed_refund on app_public.ledger_entries (org_id, refund_id) where debit_account = 'provider' and refund_id is not null;
comment on table app_public.ledger_entries is
  'Each row moves amount_minor from credit_account to debit_account, so the ledger sums to zero by construction. Append only.';

create table app_private.payment_events (
  provider text not null,
  provider_event_id text not null,
  type text not null,
  payload jsonb not null,
  outcome text not null,
  received_at timestamptz not null default now(),
  primary key (provider, provider_event_id)
);
comment on table app_private.payment_events is 'Every event of a payment provider exactly once, and what it did.';
