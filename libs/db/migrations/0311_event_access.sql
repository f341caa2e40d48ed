-- The link to take part leaves the event's public row: only those with a ticket, and the organization, may have it.
create table app_public.event_access (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  online_url text not null check (length(online_url) between 1 and 4000),
  updated_at timestamptz not null default now(),
  unique (org_id, event_id),
  -- Deferred: it is written while its event is, just before.
  foreign key (org_id, event_id) references app_public.events (org_id, id) on delete cascade deferrable initially deferred
);
create index on app_public.event_access (event_id);
comment on table app_public.event_access is
  'How to take part in an online event, for those with a confirmed registration and for the organization. Written through location.onlineUrl of its event.';

insert into app_public.event_access (org_id, event_id, online_url)
select org_id, id, trim(location ->> 'onlineUrl') from app_public.events
where trim(location ->> 'onlineUrl') <> '';
update app_public.events set location = location - 'onlineUrl' where location ? 'onlineUrl';
comment on column app_public.events.location is
  '{"venue", "address", "city", "country" (ISO 3166 alpha-2), "latitude", "longitude"}, each optional. "onlineUrl" may be written here, and "" takes it away: it is kept as eventAccess, not shown to everybody.';
