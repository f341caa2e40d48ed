create or replace function app_private.orders_to_call_off(event_id uuid, most int) returns uuid[]
language sql stable security definer set search_path = pg_catalog
as $$
  select coalesce(array_agg(id order by id), '{}') from (
    select r.id, sum(o.tickets) over (order by r.id) - o.tickets as tickets_before
    from (
      select id from app_public.registrations r
      where r.event_id = orders_to_call_off.event_id and r.status in ('pending', 'confirmed')
      order by id nulls first limit most) as r
    cross join lateral (
      select sum(i.quantity) as tickets from app_public.registration_items i where i.registration_id = r.id) as o
    ) as counted
  where tickets_before < most
$$;
comment on function app_private.orders_to_call_off(uuid, int) is
  'The next orders of an event, held or confirmed, that have about so many tickets together.';
