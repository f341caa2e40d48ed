create or replace function app_public.ticket_types_availability(t app_public.ticket_types) returns app_public.ticket_availability
language sql stable security definer set search_path = pg_catalog
as $$
  -- Instead of RLS: the caller could read this ticket type; only a state leaves, never a quota.
  select case
    when e.status = 'cancelled' or e.ends_at <= clock_timestamp() then 'ended'
    when t.sale_starts_at > clock_timestamp() then 'not_yet'
    when t.sale_ends_at <= clock_timestamp() or e.status <> 'published' then 'ended'
    when q.unsold <= 0 then 'sold_out'
    when q.free <= 0 then 'held'
    else 'on_sale'
  end::app_public.ticket_availability
  from app_public.events e
  left join lateral (
    select min(q.capacity - q.sold_count) as unsold, min(q.capacity - q.held_count - q.sold_count) as free
    from app_public.ticket_type_quotas tq join app_public.quotas q on q.id = tq.quota_id
    where tq.ticket_type_id = t.id) as q on true
  where e.id = t.event_id
$$;
comment on function app_public.ticket_types_availability(app_public.ticket_types) is 'Can it be bought now, and if not, why.';
grant execute on function app_public.ticket_types_availability(app_public.ticket_types) to foyer_anonymous, foyer_user;
