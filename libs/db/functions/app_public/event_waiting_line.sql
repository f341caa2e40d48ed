create or replace function app_public.event_waiting_line(event_id uuid)
returns table (is_open boolean, stock app_public.sale_stock, joined_count bigint, waiting_count bigint, inside_count bigint,
  ordered_count bigint, demand_per_second double precision, admit_per_minute int, opened_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog
as $$
begin
  perform app_hidden.require_org_role((select e.org_id from app_public.events e where e.id = event_waiting_line.event_id), 'staff');
  return query
    select g.is_open, app_private.sale_stock(event_waiting_line.event_id), g.last_number, g.last_number - g.admitted_through,
      (select count(*) from app_private.waiting_places p
        where p.event_id = event_waiting_line.event_id and p.admitted_until > clock_timestamp() and p.registration_id is null),
      (select count(*) from app_private.waiting_places p
        join app_public.registrations r on r.id = p.registration_id and r.status in ('pending', 'confirmed')
        where p.event_id = event_waiting_line.event_id and p.admitted_until is not null),
      round(g.demand_per_second::numeric, 1)::double precision, g.admit_per_minute, g.opened_at
    from app_private.sale_gate(event_waiting_line.event_id) g;
end
$$;
comment on function app_public.event_waiting_line(uuid) is
  'The line of an event in numbers, for its organization. inside: admitted, and still choosing.';
grant execute on function app_public.event_waiting_line(uuid) to foyer_user;
