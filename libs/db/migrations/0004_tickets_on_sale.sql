create type app_public.quota_kind as enum ('event', 'pool');
comment on type app_public.quota_kind is 'event: the capacity of the whole event, at most one. pool: shared by chosen ticket types.';

create table app_public.quotas (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  name text not null check (length(trim(name)) between 1 and 120),
  kind app_public.quota_kind not null default 'pool',
  capacity int not null check (capacity between 0 and 10000000),
  held_count int not null default 0 check (held_count >= 0),
  sold_count int not null default 0 check (sold_count >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (org_id, event_id) references app_public.events (org_id, id) on delete cascade,
  unique (org_id, event_id, id),
  -- Never one ticket too many, whatever the code above does.
  constraint quotas_never_oversold check (held_count + sold_count <= capacity)
) with (fillfactor = 50);
create unique index quotas_one_per_event on app_public.quotas (org_id, event_id) where kind = 'event';
create index on app_public.quotas (event_id);
comment on table app_public.quotas is
  'A counted pool that ticket types draw from. free = capacity - held_count - sold_count.';

create table app_public.ticket_types (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  name text not null check (length(trim(name)) between 1 and 120),
  description text not null default '' check (length(description) <= 2000),
  price_minor bigint not null default 0 check (price_minor between 0 and 100000000000),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  position int not null default 0,
  sale_starts_at timestamptz,
  sale_ends_at timestamptz,
  min_per_order int not null default 1 check (min_per_order >= 1),
  max_per_order int not null default 10 check (max_per_order between 1 and 1000),
  is_hidden boolean not null default false,
  is_active boolean not null default true,
  restrictions jsonb not null default '{}' check (jsonb_typeof(restrictions) = 'object'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (org_id, event_id) references app_public.events (org_id, id) on delete cascade,
  unique (org_id, event_id, id),
  check (sale_ends_at > sale_starts_at),
  check (max_per_order >= min_per_order)
);
create index on app_public.ticket_types (event_id, position);
comment on table app_public.ticket_types is 'What is sold. How many: by the quotas it draws from; with none, without limit.';
comment on column app_public.ticket_types.price_minor is 'Price of one ticket in minor units of currency; 0 is free.';
comment on column app_public.ticket_types.is_hidden is 'Only shown and sold through a private link that unlocks hidden types.';

create table app_public.ticket_type_quotas (
  org_id uuid not null,
  event_id uuid not null,
  ticket_type_id uuid not null,
  quota_id uuid not null,
  primary key (org_id, event_id, ticket_type_id, quota_id),
  foreign key (org_id, event_id, ticket_type_id) references app_public.ticket_types (org_id, event_id, id) on delete cascade,
  foreign key (org_id, event_id, quota_id) references app_public.quotas (org_id, event_id, id) on delete cascade
);
create index on app_public.ticket_type_quotas (org_id, event_id, quota_id);
create index on app_public.ticket_type_quotas (ticket_type_id);
comment on table app_public.ticket_type_quotas is 'Which quotas a ticket of this type takes one from.';
