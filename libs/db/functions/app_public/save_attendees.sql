create or replace function app_public.save_attendees(
  registration_id uuid, buyer_name text, buyer_email text, attendees app_public.attendee_input[], locale text default 'en'
) returns app_public.registrations
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  registration app_public.registrations := app_hidden.lock_my_pending_registration(registration_id);
begin
  perform app_private.refuse((app_private.note_attendees(jsonb_build_array(jsonb_build_object(
    'registrationId', registration.id, 'buyerName', buyer_name, 'buyerEmail', buyer_email, 'locale', locale,
    'attendees', (
      select jsonb_agg(jsonb_build_object('ticketTypeId', a.ticket_type_id, 'name', a.name, 'email', a.email))
      from unnest(attendees) a)))))[1]);
  select * into strict registration from app_public.registrations r where r.id = registration.id;
  return registration;
end
$$;
comment on function app_public.save_attendees(uuid, text, text, app_public.attendee_input[], text) is
  'Notes who buys and who comes, one attendee per ticket, while the tickets are held.';
grant execute on function app_public.save_attendees(uuid, text, text, app_public.attendee_input[], text) to foyer_anonymous, foyer_user;
