create or replace function app_public.confirm_free_registration(registration_id uuid) returns app_public.registrations
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  registration app_public.registrations;
begin
  -- Asked twice, answered the same, also at once: a copy of this call that is under way is waited for.
  perform r.id from app_public.registrations r
  where r.id = confirm_free_registration.registration_id
    and (r.user_id = app_hidden.current_user_id() or r.id = app_hidden.current_registration_id())
  for update;
  select * into registration from app_public.registrations r
  where r.id = confirm_free_registration.registration_id and r.status = 'confirmed' and r.total_minor = 0
    and (r.user_id = app_hidden.current_user_id() or r.id = app_hidden.current_registration_id());
  if found then
    return registration;
  end if;
  select * into registration from app_hidden.lock_my_pending_registration(confirm_free_registration.registration_id);
  if registration.total_minor > 0 then
    raise exception 'This registration has to be paid.' using errcode = 'FY010';
  end if;
  if registration.buyer_email is null then
    raise exception 'Some attendees are missing.' using errcode = 'FY018', hint = 'Enter your e-mail address and a name for each ticket.';
  end if;
  if not app_private.confirm_registration(registration.id) then
    raise exception 'This event was called off.' using errcode = 'FY003';
  end if;
  select * into strict registration from app_public.registrations r where r.id = registration.id;
  return registration;
end
$$;
comment on function app_public.confirm_free_registration(uuid) is 'Confirms a registration that costs nothing and issues its tickets.';
grant execute on function app_public.confirm_free_registration(uuid) to foyer_anonymous, foyer_user;
