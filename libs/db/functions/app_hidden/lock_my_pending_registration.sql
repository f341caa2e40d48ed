create or replace function app_hidden.lock_my_pending_registration(registration_id uuid) returns app_public.registrations
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  registration app_public.registrations;
begin
  -- Instead of RLS: the caller's own registration, or the one whose link they hold.
  select * into registration from app_public.registrations r
  where r.id = lock_my_pending_registration.registration_id
    and (r.user_id = app_hidden.current_user_id() or r.id = app_hidden.current_registration_id())
  for update;
  if not found then
    raise exception 'There is no such registration.' using errcode = 'FY006', hint = 'Check the link you were given.';
  end if;
  if registration.status = 'expired' or (registration.status = 'pending' and registration.expires_at <= clock_timestamp()) then
    raise exception 'The time for this order is over and its tickets went back on sale.' using errcode = 'FY009',
      hint = 'Choose your tickets again; nothing was charged.';
  end if;
  if registration.status <> 'pending' then
    raise exception 'This registration is already %.', registration.status using errcode = 'FY010';
  end if;
  return registration;
end
$$;
comment on function app_hidden.lock_my_pending_registration(uuid) is 'The caller''s held registration, locked, or an error that says why not.';
