create or replace function app_private.registration_ids_of_event(event_id uuid, after_id uuid, max_count int) returns setof uuid
language sql stable security definer set search_path = pg_catalog
as $$
  select id from app_public.registrations r
  where r.event_id = registration_ids_of_event.event_id and r.confirmed_at is not null
    and (r.cancelled_at is null or r.cancelled_at >= (select e.cancelled_at from app_public.events e where e.id = registration_ids_of_event.event_id))
    and (after_id is null or r.id > after_id)
  -- As the event's own index has it.
  order by id nulls first
  limit max_count
$$;
comment on function app_private.registration_ids_of_event(uuid, uuid, int) is 'Registrations that were good until their event was called off, page by page, for mails to all of them.';
grant execute on function app_private.registration_ids_of_event(uuid, uuid, int) to foyer_worker;
