create type app_public.org_role as enum ('staff', 'admin', 'owner');
comment on type app_public.org_role is
  'What a member may do, in rising order: staff see and admit, admins edit and refund, owners also manage the team.';

create table app_public.users (
  id uuid primary key default app_hidden.uuid_v7(),
  email text not null unique check (email = lower(email) and email ~ '^[^@\s]+@[^@\s]+$' and length(email) <= 254),
  name text not null check (length(trim(name)) between 1 and 120),
  avatar_url text check (length(avatar_url) <= 2000),
  phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  locale text not null default 'en' check (locale in ('en', 'de')),
  preferences jsonb not null default '{}' check (jsonb_typeof(preferences) = 'object'),
  email_verified_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table app_public.users is 'A person with an account. Passwords and sign-ins live in app_private.';

create table app_public.organizations (
  id uuid primary key default app_hidden.uuid_v7(),
  name text not null check (length(trim(name)) between 1 and 120),
  slug text not null unique check (slug ~ '^[a-z0-9](-?[a-z0-9]){1,59}$'),
  description text not null default '' check (length(description) <= 5000),
  website_url text check (website_url ~ '^https?://' and length(website_url) <= 2000),
  settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  is_verified boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table app_public.organizations is 'A tenant: who holds the events.';

create table app_public.org_members (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null references app_public.organizations on delete cascade,
  user_id uuid not null references app_public.users on delete cascade,
  role app_public.org_role not null,
  joined_at timestamptz not null default now(),
  unique (org_id, user_id)
);
create index on app_public.org_members (user_id);
comment on table app_public.org_members is 'Who works for an organization, and in which role.';

create table app_public.org_branding (
  id uuid primary key default app_hidden.uuid_v7(),
  org_id uuid not null unique references app_public.organizations on delete cascade,
  tagline text check (length(tagline) <= 200),
  logo_url text check (length(logo_url) <= 2000),
  cover_image_url text check (length(cover_image_url) <= 2000),
  colors jsonb not null default '{"primary": "#1d4ed8", "accent": "#f59e0b"}'
    check (colors ->> 'primary' ~ '^#[0-9a-fA-F]{6}$' and colors ->> 'accent' ~ '^#[0-9a-fA-F]{6}$'),
  templates jsonb not null default '{}' check (jsonb_typeof(templates) = 'object'),
  terms_of_service text check (length(terms_of_service) <= 100000),
  privacy_policy text check (length(privacy_policy) <= 100000),
  updated_at timestamptz not null default now()
);
comment on table app_public.org_branding is
  'How an organization looks: colors is {"primary": "#rrggbb", "accent": "#rrggbb"}.';
