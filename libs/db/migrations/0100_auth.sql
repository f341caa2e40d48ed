create table app_private.user_secrets (
  user_id uuid primary key references app_public.users on delete cascade,
  -- PHC string ($argon2id$…). Null for an account that signs in by other means only.
  password_hash text check (password_hash ~ '^\$argon2id\$'),
  password_changed_at timestamptz not null default now()
);
comment on table app_private.user_secrets is 'What a user proves themselves with. One row per user who has set a password.';

create table app_private.sign_ins (
  id uuid primary key default app_hidden.uuid_v7(),
  user_id uuid not null references app_public.users on delete cascade,
  user_agent text check (length(user_agent) <= 300),
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_reason text check (revoked_reason in ('signed_out', 'token_reused', 'password_reset')),
  check ((revoked_at is null) = (revoked_reason is null))
);
create index on app_private.sign_ins (user_id, last_used_at desc);
comment on table app_private.sign_ins is
  'An authenticated device of a user: the family of the refresh tokens that it got one after the other.';

create table app_private.refresh_tokens (
  token_hash bytea primary key check (length(token_hash) = 32),
  sign_in_id uuid not null references app_private.sign_ins on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index on app_private.refresh_tokens (sign_in_id, expires_at);
comment on table app_private.refresh_tokens is
  'SHA-256 of every refresh token that has not run out. One that comes a second time, later than a lost reply explains, was stolen.';

create table app_private.email_tokens (
  token_hash bytea primary key check (length(token_hash) = 32),
  user_id uuid not null references app_public.users on delete cascade,
  purpose text not null check (purpose in ('verify_email', 'reset_password')),
  -- The password chosen in the sign-up that this link was mailed for: it becomes the account's only
  -- through its own link, so nobody can prepare an account for somebody else's address.
  password_hash text check (password_hash ~ '^\$argon2id\$'),
  name text check (length(trim(name)) between 1 and 120),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((purpose = 'verify_email') = (password_hash is not null and name is not null))
);
create index on app_private.email_tokens (user_id, purpose, created_at);
create index on app_private.email_tokens (expires_at);
comment on table app_private.email_tokens is 'SHA-256 of the one-use links that prove an e-mail address.';

create table app_private.sign_in_throttles (
  -- SHA-256 of kind and e-mail or network address: whether an account exists makes no difference.
  subject_hash bytea primary key,
  failure_count int not null check (failure_count > 0),
  last_failed_at timestamptz not null,
  locked_until timestamptz not null
);
create index on app_private.sign_in_throttles (last_failed_at);
comment on table app_private.sign_in_throttles is 'Failed sign-ins by account and by address; each failure past the free ones doubles the wait.';
