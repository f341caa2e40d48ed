create or replace function app_private.sale_stock(event_id uuid) returns app_public.sale_stock
language sql stable security definer set search_path = pg_catalog
as $$
  select coalesce((
    select (array['on_sale', 'held', 'not_yet', 'sold_out', 'ended'])[min(case app_public.ticket_types_availability(t)
      when 'on_sale' then 1 when 'held' then 2 when 'not_yet' then 3 when 'sold_out' then 4 else 5 end)]::app_public.sale_stock
    from app_public.ticket_types t
    where t.event_id = sale_stock.event_id and t.is_active and not t.is_hidden), 'ended')
$$;
comment on function app_private.sale_stock(uuid) is 'The best that can be had of an event''s public ticket types.';
