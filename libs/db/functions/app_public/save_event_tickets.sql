create or replace function app_public.save_event_tickets(
  event_id uuid, quotas app_public.quota_input[], ticket_types app_public.ticket_type_input[]
) returns app_public.events
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  event app_public.events;
begin
  -- No stronger: buyers hold a quota while they insert rows that refer to the event, and we want their quota next.
  select * into event from app_public.events e where e.id = save_event_tickets.event_id for no key update;
  perform app_hidden.require_org_role(event.org_id, 'admin');
  if event.status = 'cancelled' then
    raise exception 'A cancelled event cannot be changed.' using errcode = 'FY010';
  end if;
  if cardinality(quotas) > 200 or cardinality(ticket_types) > 200 then
    raise exception 'An event has at most 200 ticket types and 200 quotas.' using errcode = 'FY004';
  end if;
  if exists (select from unnest(ticket_types) t, unnest(t.quota_ids) q where q not in (select id from unnest(quotas) k)) then
    raise exception 'A ticket type draws from a quota that is not in the list.' using errcode = 'FY008';
  end if;
  if (select count(*) from unnest(quotas) where kind = 'event') > 1 then
    raise exception 'An event has one capacity at most.' using errcode = 'FY008';
  end if;
  -- Ids are the client's choice, so they could be another event's: those are refused as not there.
  if exists (select from app_public.quotas q join unnest(save_event_tickets.quotas) n on n.id = q.id where q.event_id <> event.id)
    or exists (select from app_public.ticket_types t join unnest(save_event_tickets.ticket_types) n on n.id = t.id where t.event_id <> event.id)
  then
    raise exception 'There is nothing here that you may see.' using errcode = 'FY006';
  end if;

  -- Orders of types without a quota hold the type instead.
  perform id from app_public.ticket_types t where t.event_id = event.id order by id for no key update;
  perform id from app_public.quotas q where q.event_id = event.id order by id for update;
  if exists (
    select from app_public.quotas q join unnest(save_event_tickets.quotas) n on n.id = q.id
    where n.capacity < q.held_count + q.sold_count)
  then
    raise exception 'A quota cannot be smaller than what is sold and held already.' using errcode = 'FY019',
      hint = (select string_agg(format('%s: at least %s', q.name, q.held_count + q.sold_count), ', ')
        from app_public.quotas q join unnest(save_event_tickets.quotas) n on n.id = q.id
        where n.capacity < q.held_count + q.sold_count);
  end if;
  if exists (
    select from app_public.ticket_types t
    join app_public.registration_items i on i.org_id = t.org_id and i.event_id = t.event_id and i.ticket_type_id = t.id
    where t.event_id = event.id and t.id not in (select id from unnest(save_event_tickets.ticket_types) n))
  then
    raise exception 'A ticket type that was ordered cannot be removed.' using errcode = 'FY010', hint = 'Switch it off instead.';
  end if;
  -- What is sold counts in a quota for good: a type that was ordered keeps drawing from the same ones.
  if exists (
    select from unnest(save_event_tickets.ticket_types) n
    join app_public.registration_items i on i.org_id = event.org_id and i.event_id = event.id and i.ticket_type_id = n.id
    where (select coalesce(array_agg(q order by q), '{}') from unnest(n.quota_ids) q)
      <> (select coalesce(array_agg(tq.quota_id order by tq.quota_id), '{}')
        from app_public.ticket_type_quotas tq where tq.ticket_type_id = n.id))
  then
    raise exception 'The quotas of a ticket type that was ordered cannot be exchanged.' using errcode = 'FY010',
      hint = 'Change the capacity of its quotas, or add a new ticket type.';
  end if;

  begin
    delete from app_public.ticket_types t
    where t.event_id = event.id and t.id not in (select id from unnest(save_event_tickets.ticket_types) n);
    delete from app_public.quotas q
    where q.event_id = event.id and q.id not in (select id from unnest(save_event_tickets.quotas) n);

    insert into app_public.quotas as q (id, org_id, event_id, name, kind, capacity)
    select n.id, event.org_id, event.id, trim(n.name), coalesce(n.kind, 'pool'), n.capacity from unnest(save_event_tickets.quotas) n
    on conflict (id) do update set name = excluded.name, kind = excluded.kind, capacity = excluded.capacity
      where (q.name, q.kind, q.capacity) is distinct from (excluded.name, excluded.kind, excluded.capacity);

    insert into app_public.ticket_types as t (id, org_id, event_id, name, description, price_minor, currency, position,
      sale_starts_at, sale_ends_at, min_per_order, max_per_order, is_hidden, is_active)
    select n.id, event.org_id, event.id, trim(n.name), coalesce(n.description, ''), coalesce(n.price_minor, 0), event.currency, n.ord,
      n.sale_starts_at, n.sale_ends_at, coalesce(n.min_per_order, 1), coalesce(n.max_per_order, 10),
      coalesce(n.is_hidden, false), coalesce(n.is_active, true)
    from unnest(save_event_tickets.ticket_types) with ordinality as n (id, name, description, price_minor, sale_starts_at, sale_ends_at,
      min_per_order, max_per_order, is_hidden, is_active, quota_ids, ord)
    on conflict (id) do update set name = excluded.name, description = excluded.description,
      price_minor = excluded.price_minor, currency = excluded.currency, position = excluded.position,
      sale_starts_at = excluded.sale_starts_at, sale_ends_at = excluded.sale_ends_at,
      min_per_order = excluded.min_per_order, max_per_order = excluded.max_per_order,
      is_hidden = excluded.is_hidden, is_active = excluded.is_active;

    delete from app_public.ticket_type_quotas tq
    where tq.org_id = event.org_id and tq.event_id = event.id and not exists (
      select from unnest(save_event_tickets.ticket_types) n where n.id = tq.ticket_type_id and tq.quota_id = any (n.quota_ids));
    insert into app_public.ticket_type_quotas (org_id, event_id, ticket_type_id, quota_id)
    select event.org_id, event.id, n.id, q from unnest(save_event_tickets.ticket_types) n, unnest(n.quota_ids) q
    on conflict do nothing;
  exception when check_violation or not_null_violation or unique_violation or cardinality_violation then
    raise exception 'A ticket type or quota is not valid.' using errcode = 'FY008',
      hint = 'Each needs a name and an id of its own, prices and capacities from 0, and a sale that ends after it starts.';
  end;
  return event;
end
$$;
comment on function app_public.save_event_tickets(uuid, app_public.quota_input[], app_public.ticket_type_input[]) is
  'Replaces an event''s ticket types and quotas as a whole, or changes nothing. Prices are in the event''s currency.';
grant execute on function app_public.save_event_tickets(uuid, app_public.quota_input[], app_public.ticket_type_input[]) to foyer_user;
