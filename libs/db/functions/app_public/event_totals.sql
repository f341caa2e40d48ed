create or replace function app_public.event_totals(event_id uuid)
returns table (capacity int, sold_count bigint, held_count bigint, checked_in_count bigint, registration_count bigint,
  revenue_minor bigint, refunded_minor bigint, currency char(3))
language plpgsql stable security definer set search_path = pg_catalog
as $$
begin
  perform app_hidden.require_org_role((select e.org_id from app_public.events e where e.id = event_totals.event_id), 'staff');
  return query select * from app_private.event_totals(event_totals.event_id);
end
$$;
comment on function app_public.event_totals(uuid) is 'One event in numbers; revenue before refunds, in minor units. For its organization.';
grant execute on function app_public.event_totals(uuid) to foyer_user;
