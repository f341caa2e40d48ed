create or replace function app_private.event_totals(event_id uuid)
returns table (capacity int, sold_count bigint, held_count bigint, checked_in_count bigint, registration_count bigint,
  revenue_minor bigint, refunded_minor bigint, currency char(3))
language sql stable security definer set search_path = pg_catalog
as $$
  select
    (select q.capacity from app_public.quotas q where q.event_id = e.id and q.kind = 'event'),
    (select count(*) from app_public.tickets t where t.event_id = e.id and t.status = 'valid'),
    (select coalesce(sum(i.quantity), 0) from app_public.registrations r
      join app_public.registration_items i on i.registration_id = r.id
      where r.event_id = e.id and r.status = 'pending'),
    (select count(*) from app_public.check_ins c where c.event_id = e.id and c.session_id is null and c.undone_at is null),
    (select count(*) from app_public.registrations r where r.event_id = e.id and r.status = 'confirmed'),
    (select coalesce(sum(p.amount_minor), 0)::bigint from app_public.payments p where p.org_id = e.org_id and p.event_id = e.id and p.status = 'succeeded'),
    (select coalesce(sum(f.amount_minor), 0)::bigint from app_public.refunds f
      join app_public.payments p on p.org_id = f.org_id and p.id = f.payment_id
      where p.org_id = e.org_id and p.event_id = e.id and p.status = 'succeeded' and f.status <> 'failed'),
    e.currency
  from app_public.events e where e.id = event_totals.event_id
$$;
comment on function app_private.event_totals(uuid) is 'One event in numbers; revenue before refunds, in minor units.';
