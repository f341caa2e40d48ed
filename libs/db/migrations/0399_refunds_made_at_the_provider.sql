alter table app_public.refunds add column made_at_provider boolean not null default false;
comment on column app_public.refunds.made_at_provider is
  'Somebody made it there, past us; or a database that was restored had forgotten it. Its reason is why we owed it, or ''requested''.';
