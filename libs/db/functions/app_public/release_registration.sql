create or replace function app_public.release_registration(registration_id uuid) returns app_public.registrations
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  registration app_public.registrations;
begin
  select * into registration from app_hidden.lock_my_pending_registration(release_registration.registration_id);
  perform app_private.release_holds(array[registration.id], 'cancelled');
  select * into strict registration from app_public.registrations r where r.id = registration.id;
  return registration;
end
$$;
comment on function app_public.release_registration(uuid) is 'Gives held tickets back before their time is over.';
grant execute on function app_public.release_registration(uuid) to foyer_anonymous, foyer_user;
