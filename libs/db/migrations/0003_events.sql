create type app_public.event_category as enum
  ('conference', 'concert', 'workshop', 'webinar', 'meetup', 'festival', 'other');
create type app_public.event_type as enum ('in_person', 'online', 'hybrid');
create type app_public.event_visibility as enum ('public', 'unlisted');
comment on type app_public.event_visibility is
  'public: listed and open to anyone. unlisted: only with a private link, see event_links.';
create type app_public.event_status as enum ('draft', 'published', 'cancelled');

create function app_hidden.is_time_zone(name text) returns boolean
language sql immutable set search_path = pg_catalog
as $$ select (timestamptz '2000-01-01' at time zone name) is not null $$;
comment on function app_hidden.is_time_zone(text) is
  'True for an IANA zone; raises invalid_parameter_value for anything else. Immutable enough: names do not vanish.';
grant execute on function app_hidden.is_time_zone(text) to foyer_anonymous, foyer_user;

create table app_public.events (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null references app_public.organizations on delete restrict,
  slug text not null check (slug ~ '^[a-z0-9](-?[a-z0-9]){1,79}$'),
  title text not null check (length(trim(title)) between 1 and 200),
  summary text not null default '' check (length(summary) <= 300),
  description text not null default '' check (length(description) <= 20000),
  category app_public.event_category not null default 'other',
  event_type app_public.event_type not null default 'in_person',
  visibility app_public.event_visibility not null default 'public',
  status app_public.event_status not null default 'draft',
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  timezone text not null check (app_hidden.is_time_zone(timezone)),
  location jsonb not null default '{}' check (jsonb_typeof(location) = 'object' and length(location::text) <= 4000),
  cover_image_url text check (length(cover_image_url) <= 2000),
  currency char(3) not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  custom_fields jsonb not null default '[]',
  contact_email text check (contact_email ~ '^[^@\s]+@[^@\s]+$' and length(contact_email) <= 254),
  hold_seconds int not null default 900 check (hold_seconds between 60 and 7200),
  max_tickets_per_order int not null default 10 check (max_tickets_per_order between 1 and 1000),
  max_tickets_per_person int check (max_tickets_per_person between 1 and 1000),
  check_in_opens_at timestamptz,
  check_in_closes_at timestamptz,
  published_at timestamptz,
  cancelled_at timestamptz,
  cancellation_reason text check (length(cancellation_reason) <= 2000),
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id),
  unique (org_id, slug),
  check (ends_at > starts_at),
  check (ends_at < starts_at + interval '2 years'),
  check (check_in_closes_at > check_in_opens_at),
  check ((status = 'published') <= (published_at is not null)),
  check ((status = 'cancelled') = (cancelled_at is not null))
);
create index on app_public.events (starts_at) where status = 'published' and visibility = 'public';
create index on app_public.events (org_id, starts_at desc);
comment on table app_public.events is 'Something people register for. Its sessions are agenda items.';
comment on column app_public.events.timezone is 'IANA name; times are shown in it.';
comment on column app_public.events.location is
  '{"venue", "address", "city", "country" (ISO 3166 alpha-2), "latitude", "longitude", "onlineUrl"}, each optional.';
comment on column app_public.events.hold_seconds is 'How long chosen tickets stay held while the buyer fills in and pays.';
comment on column app_public.events.check_in_opens_at is 'When tickets start to admit; by default 6 hours before the start.';
comment on column app_public.events.check_in_closes_at is 'When tickets stop admitting; by default 6 hours after the end.';

create table app_public.event_links (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  token text not null default lower(app_hidden.crockford(app_hidden.random_bytes_16(), 16)) check (length(token) between 12 and 64),
  label text not null default '' check (length(label) <= 120),
  unlocks_hidden boolean not null default false,
  created_at timestamptz not null default now(),
  foreign key (org_id, event_id) references app_public.events (org_id, id) on delete cascade,
  unique (org_id, event_id, token)
);
create index on app_public.event_links (event_id);
create index on app_public.event_links using hash (token);
comment on table app_public.event_links is
  'Private links (?k=token): open an unlisted event, and hidden ticket types where unlocks_hidden.';

create table app_public.sessions (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  event_id uuid not null,
  title text not null check (length(trim(title)) between 1 and 200),
  description text not null default '' check (length(description) <= 10000),
  room text check (length(room) <= 120),
  track text check (length(track) <= 120),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  capacity int check (capacity >= 0),
  tags text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  foreign key (org_id, event_id) references app_public.events (org_id, id) on delete cascade,
  unique (org_id, id),
  check (ends_at > starts_at)
);
create index on app_public.sessions (org_id, event_id, starts_at);
create index on app_public.sessions (event_id, starts_at);
comment on table app_public.sessions is 'An agenda item of an event.';

create table app_public.speakers (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null references app_public.organizations on delete cascade,
  name text not null check (length(trim(name)) between 1 and 120),
  title text not null default '' check (length(title) <= 200),
  bio text not null default '' check (length(bio) <= 5000),
  photo_url text check (length(photo_url) <= 2000),
  social_links jsonb not null default '{}' check (jsonb_typeof(social_links) = 'object'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (org_id, id)
);
comment on table app_public.speakers is 'Someone who speaks or performs at sessions.';

create table app_public.session_speakers (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null,
  session_id uuid not null,
  speaker_id uuid not null,
  role text not null default 'speaker' check (length(role) between 1 and 60),
  foreign key (org_id, session_id) references app_public.sessions (org_id, id) on delete cascade,
  foreign key (org_id, speaker_id) references app_public.speakers (org_id, id) on delete cascade,
  unique (org_id, session_id, speaker_id)
);
create index on app_public.session_speakers (session_id);
create index on app_public.session_speakers (speaker_id);
comment on table app_public.session_speakers is 'Who speaks in which session, and as what (speaker, moderator, …).';
