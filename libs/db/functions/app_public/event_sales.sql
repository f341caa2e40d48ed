create or replace function app_public.event_sales(event_id uuid)
returns table (ticket_type_id uuid, name text, price_minor bigint, currency char(3), sold_count bigint, held_count bigint,
  remaining int, revenue_minor bigint, checked_in_count bigint)
language sql stable set search_path = pg_catalog
as $$
  -- Security invoker: the caller's own policies decide what is counted; strangers count nothing.
  select t.id, t.name, t.price_minor, t.currency,
    coalesce(s.sold, 0), coalesce(s.held, 0), app_public.ticket_types_remaining(t), coalesce(s.revenue, 0)::bigint, coalesce(c.checked_in, 0)
  from app_public.ticket_types t
  left join (
    select i.ticket_type_id, sum(i.quantity) filter (where r.status = 'confirmed') as sold,
      sum(i.quantity) filter (where r.status = 'pending') as held,
      sum(i.quantity * i.unit_price_minor) filter (where r.status = 'confirmed') as revenue
    from app_public.registrations r
    -- Looked up one by one, as the door's are below: joined, the planner may read every organization's.
    cross join lateral (
      select i.ticket_type_id, i.quantity - i.cancelled_quantity as quantity, i.unit_price_minor from app_public.registration_items i
      where i.registration_id = r.id offset 0) as i
    where r.event_id = event_sales.event_id
    group by 1) as s on s.ticket_type_id = t.id
  left join (
    select k.ticket_type_id, count(*) as checked_in
    from app_public.check_ins c
    cross join lateral (select k.ticket_type_id from app_public.tickets k where k.id = c.ticket_id offset 0) as k
    where c.event_id = event_sales.event_id and c.undone_at is null and c.session_id is null
    group by 1) as c on c.ticket_type_id = t.id
  where t.event_id = event_sales.event_id
    and t.org_id = any (array(select app_hidden.my_org_ids('staff')))
  order by t.position, t.id
$$;
comment on function app_public.event_sales(uuid) is 'Sold, held, left, revenue (minor units) and admissions by ticket type. For its organization.';
grant execute on function app_public.event_sales(uuid) to foyer_user;
