create extension if not exists pgcrypto schema extensions;

create type app_public.waiting_room_mode as enum ('auto', 'always', 'off');
comment on type app_public.waiting_room_mode is
  'auto: opens by itself when more people come than are admitted, and at opens_at. off: never.';
create type app_public.proof_of_work_mode as enum ('auto', 'always', 'off');
comment on type app_public.proof_of_work_mode is
  'Whether a browser computes a little before it may order or join the line; auto: only while demand is high.';
create type app_public.sale_stock as enum ('on_sale', 'held', 'not_yet', 'sold_out', 'ended');
comment on type app_public.sale_stock is
  'The best that can be had of an event. held: nothing free now, but held tickets may come back.';

create table app_public.waiting_rooms (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  mode app_public.waiting_room_mode not null default 'auto',
  opens_at timestamptz,
  closes_at timestamptz,
  admit_per_minute int not null default 3000 check (admit_per_minute between 1 and 600000),
  admission_minutes int not null default 10 check (admission_minutes between 2 and 60),
  requires_account boolean not null default false,
  proof_of_work app_public.proof_of_work_mode not null default 'auto',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (org_id, event_id) references app_public.events (org_id, id) on delete cascade,
  unique (org_id, event_id),
  check (closes_at is null or opens_at is not null and closes_at > opens_at)
);
comment on table app_public.waiting_rooms is
  'How an event meets more people than it can serve at once. Without a row the defaults hold.';
comment on column app_public.waiting_rooms.opens_at is
  'Open from then on, whatever the demand. People are admitted as soon as something is on sale.';
comment on column app_public.waiting_rooms.admission_minutes is 'How long an admitted person may take to order.';
comment on column app_public.waiting_rooms.requires_account is
  'Only people who are signed in may join: then one place per person is one per account.';

create table app_private.waiting_lines (
  event_id uuid primary key,
  org_id uuid not null,
  opened_at timestamptz,
  last_number bigint not null default 0,
  admitted_through bigint not null default 0,
  advanced_at timestamptz not null default clock_timestamp(),
  demand_per_second double precision not null default 0 check (demand_per_second >= 0),
  demand_at timestamptz not null default clock_timestamp(),
  signing_key bytea not null default app_hidden.random_bytes_16() || app_hidden.random_bytes_16() check (length(signing_key) = 32),
  foreign key (org_id, event_id) references app_public.events (org_id, id) on delete cascade,
  check (admitted_through between 0 and last_number)
) with (fillfactor = 50);
create index on app_private.waiting_lines (org_id, event_id);
comment on table app_private.waiting_lines is
  'The line of an event. Whoever holds a number up to admitted_through may claim an admission.';
comment on column app_private.waiting_lines.opened_at is 'Set while demand keeps the room open; see also waiting_rooms.';
comment on column app_private.waiting_lines.demand_per_second is
  'People who want to order, as a mean over some ten seconds up to demand_at.';
comment on column app_private.waiting_lines.signing_key is 'Signs admissions (HMAC-SHA256); never leaves the database.';

create table app_private.waiting_places (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null,
  event_id uuid not null,
  number bigint not null check (number > 0),
  visitor text not null,
  joined_at timestamptz not null default clock_timestamp(),
  admitted_at timestamptz,
  admitted_until timestamptz,
  registration_id uuid references app_public.registrations on delete set null,
  foreign key (org_id, event_id) references app_public.events (org_id, id) on delete cascade,
  unique (event_id, visitor),
  unique (event_id, number),
  check ((admitted_at is null) = (admitted_until is null))
);
create index on app_private.waiting_places (org_id, event_id);
create index on app_private.waiting_places (event_id, admitted_until) where admitted_until is not null;
create index on app_private.waiting_places (registration_id) where registration_id is not null;
comment on table app_private.waiting_places is
  'One place per person in the line of an event. The id is random and known to that person alone.';
comment on column app_private.waiting_places.visitor is 'user:<id>, or device:<hash of a key that the browser keeps>.';
comment on column app_private.waiting_places.registration_id is 'The order that was made with the admission of this place.';

create type app_public.waiting_line as (
  is_open boolean, stock app_public.sale_stock, last_number bigint, admitted_through bigint, admit_per_minute int,
  opens_at timestamptz, closes_at timestamptz, requires_account boolean);
comment on type app_public.waiting_line is
  'What anyone may know of a line. Place n is admitted once admitted_through reaches n.';
