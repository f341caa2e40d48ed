create or replace function app_public.ticket_types_remaining(t app_public.ticket_types) returns int
language sql stable security definer set search_path = pg_catalog
as $$
  -- Instead of RLS: the caller could read this ticket type; only a number leaves, never a quota.
  select min(greatest(q.capacity - q.held_count - q.sold_count, 0))
  from app_public.ticket_type_quotas tq join app_public.quotas q on q.id = tq.quota_id
  where tq.ticket_type_id = t.id
$$;
comment on function app_public.ticket_types_remaining(app_public.ticket_types) is 'Tickets of this type free right now; null when there is no limit.';
grant execute on function app_public.ticket_types_remaining(app_public.ticket_types) to foyer_anonymous, foyer_user;
