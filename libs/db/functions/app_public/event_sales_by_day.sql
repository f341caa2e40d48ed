create or replace function app_public.event_sales_by_day(event_id uuid)
returns table (day date, ticket_count bigint, revenue_minor bigint)
language sql stable set search_path = pg_catalog
as $$
  with sales as (
    select (r.confirmed_at at time zone e.timezone)::date as day, sum(i.quantity) as ticket_count,
      sum(i.quantity * i.unit_price_minor)::bigint as revenue_minor
    from app_public.events e
    join app_public.registrations r on r.org_id = e.org_id and r.event_id = e.id and r.status = 'confirmed'
    -- Looked up one by one: joined, the planner may read every organization's.
    cross join lateral (
      select i.quantity - i.cancelled_quantity as quantity, i.unit_price_minor from app_public.registration_items i
      where i.registration_id = r.id offset 0) as i
    where e.id = event_sales_by_day.event_id
    -- Asked once: of somebody else's event nothing is read.
    and (select mine.org_id from app_public.events mine where mine.id = event_sales_by_day.event_id) = any (array(select app_hidden.my_org_ids('staff')))
    group by 1)
  -- Days without a sale belong into the picture too.
  select d::date, coalesce(s.ticket_count, 0)::bigint, coalesce(s.revenue_minor, 0)::bigint
  from (select greatest(min(day), max(day) - 89) as first, max(day) as last from sales) as span,
    generate_series(span.first, span.last, interval '1 day') as d
  left join sales s on s.day = d::date
  order by 1
$$;
comment on function app_public.event_sales_by_day(uuid) is 'Confirmed tickets and revenue per day of the event''s own time zone, the last 90 days of sales. For its organization.';
grant execute on function app_public.event_sales_by_day(uuid) to foyer_user;
