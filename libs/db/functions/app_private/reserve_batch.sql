create or replace function app_private.reserve_batch(requests jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog
as $$
-- Instead of RLS this checks, for each request: the event is published and public or its link was
-- given; the ticket type belongs to it and is active, not hidden or unlocked; the window is open.
-- The user id is the API's word: only its login role may call this.
declare
  n int := jsonb_array_length(requests);
  moment timestamptz;
  overdue uuid[];
  events jsonb;
  types jsonb;
  known jsonb;
  -- One element per locked quota, in id order.
  quota_ids uuid[]; free int[]; unsold int[]; taken int[];
  -- One element per request, in the order of arrival.
  ids uuid[] := array_fill(null::uuid, array[greatest(n, 1)]);
  is_replay boolean[] := array_fill(false, array[greatest(n, 1)]);
  refusals jsonb[] := array_fill(null::jsonb, array[greatest(n, 1)]);
  totals bigint[] := array_fill(null::bigint, array[greatest(n, 1)]);
  person_count jsonb := '{}';
  request jsonb; line jsonb; event jsonb; type jsonb; earlier jsonb;
  refusal jsonb; key text; person text; fingerprint text; seen_types text;
  quantity int; order_count int; already int; total bigint; q int;
  applied_quota int[]; applied_quantity int[];
begin
  if n = 0 then
    return '[]';
  end if;

  -- A hold that is overdue goes back before anybody is refused because of it. The time is a value here:
  -- a volatile function cannot bound an index scan, and every hold of the event would be read.
  moment := clock_timestamp();
  select array_agg(id) into overdue from (
    select r.id from app_public.registrations r
    where r.status = 'pending' and r.expires_at <= moment
      and r.event_id in (select (e ->> 'eventId')::uuid from jsonb_array_elements(requests) e)
    order by r.id
    limit 1000
    for update skip locked) as locked;

  -- Limits per person are counted under a lock of that person and event, in one order for everybody.
  perform pg_advisory_xact_lock(k) from (
    select distinct hashtextextended('person:' || (r ->> 'eventId') || (r ->> 'userId'), 0) as k
    from jsonb_array_elements(requests) r
    join app_public.events e on e.id = (r ->> 'eventId')::uuid and e.max_tickets_per_person is not null
    where r ->> 'userId' is not null
    order by 1) as people;

  perform id from app_public.quotas
  where id in (
    select tq.quota_id
    from jsonb_array_elements(requests) r, jsonb_array_elements(r -> 'lines') l
    join app_public.ticket_type_quotas tq on tq.ticket_type_id = (l ->> 'ticketTypeId')::uuid
    union
    select tq.quota_id
    from app_public.registration_items i
    join app_public.ticket_type_quotas tq using (org_id, event_id, ticket_type_id)
    where i.registration_id = any (overdue))
  order by id
  for update;

  if overdue is not null then
    perform app_private.release_holds(overdue, 'expired');
  end if;

  -- now() is when the transaction began; it may have waited for the locks since.
  moment := clock_timestamp();

  select array_agg(id order by id), array_agg(capacity - held_count - sold_count order by id),
    array_agg(capacity - sold_count order by id), array_agg(0)
  into quota_ids, free, unsold, taken
  from app_public.quotas
  where id in (
    select tq.quota_id
    from jsonb_array_elements(requests) r, jsonb_array_elements(r -> 'lines') l
    join app_public.ticket_type_quotas tq on tq.ticket_type_id = (l ->> 'ticketTypeId')::uuid);

  select jsonb_object_agg(e.id, jsonb_build_object(
    'open', e.status = 'published' and e.archived_at is null and e.ends_at > moment,
    'unlisted', e.visibility = 'unlisted',
    'maxPerOrder', e.max_tickets_per_order,
    'maxPerPerson', e.max_tickets_per_person))
  into events
  from app_public.events e
  where e.id in (select (r ->> 'eventId')::uuid from jsonb_array_elements(requests) r);

  select jsonb_object_agg(t.id, jsonb_build_object(
    'eventId', t.event_id, 'name', t.name, 'price', t.price_minor, 'hidden', t.is_hidden,
    'open', t.is_active and coalesce(t.sale_starts_at <= moment, true) and coalesce(t.sale_ends_at > moment, true),
    'early', coalesce(t.sale_starts_at > moment, false),
    'min', t.min_per_order, 'max', t.max_per_order,
    'quotas', (
      select coalesce(jsonb_agg(array_position(quota_ids, tq.quota_id)), '[]')
      from app_public.ticket_type_quotas tq where tq.ticket_type_id = t.id)))
  into types
  from app_public.ticket_types t
  where t.id in (
    select (l ->> 'ticketTypeId')::uuid
    from jsonb_array_elements(requests) r, jsonb_array_elements(r -> 'lines') l);

  -- Answers given before under the same keys, read after the locks.
  select coalesce(jsonb_object_agg((r ->> 'eventId') || ':' || (r ->> 'idempotencyKey'),
    jsonb_build_object('id', g.id, 'fingerprint', encode(g.request_fingerprint, 'hex'))), '{}')
  into known
  from jsonb_array_elements(requests) r
  join app_public.events e on e.id = (r ->> 'eventId')::uuid
  join app_public.registrations g on g.org_id = e.org_id and g.event_id = e.id
    and g.idempotency_key = app_private.idempotency_digest(r ->> 'idempotencyKey');

  for i in 1 .. n loop
    request := requests -> (i - 1);
    refusal := null;
    applied_quota := '{}';
    applied_quantity := '{}';
    event := events -> (request ->> 'eventId');
    key := (request ->> 'eventId') || ':' || (request ->> 'idempotencyKey');
    fingerprint := encode(sha256(convert_to(
      (request -> 'lines')::text || coalesce(request ->> 'userId', ''), 'UTF8')), 'hex');

    earlier := known -> key;
    if earlier is not null then
      if earlier ->> 'fingerprint' = fingerprint then
        ids[i] := (earlier ->> 'id')::uuid;
        is_replay[i] := true;
      else
        refusals[i] := jsonb_build_object('sqlState', 'FY005',
          'message', 'This idempotency key was used for another order.',
          'hint', 'Send a new idempotencyKey for a new order, or the same order for the same key.');
      end if;
      continue;
    end if;

    if event is null or (
      (event ->> 'unlisted')::boolean and not exists (
        select from app_public.event_links
        where event_id = (request ->> 'eventId')::uuid and token = request ->> 'eventLink'))
    then
      refusals[i] := jsonb_build_object('sqlState', 'FY006', 'message', 'There is no such event.',
        'hint', 'Check the link you were given.');
      continue;
    end if;
    if not (event ->> 'open')::boolean then
      refusals[i] := jsonb_build_object('sqlState', 'FY003', 'message', 'This event is not on sale.', 'hint', null);
      continue;
    end if;

    order_count := 0;
    total := 0;
    seen_types := '';
    for line in select value from jsonb_array_elements(request -> 'lines') loop
      type := types -> (line ->> 'ticketTypeId');
      quantity := (line ->> 'quantity')::int;
      if type is null or type ->> 'eventId' <> request ->> 'eventId' or (
        (type ->> 'hidden')::boolean and not exists (
          select from app_public.event_links
          where event_id = (request ->> 'eventId')::uuid and token = request ->> 'eventLink' and unlocks_hidden))
      then
        refusal := jsonb_build_object('sqlState', 'FY006', 'message', 'There is no such ticket type.', 'hint', 'Reload the event page.');
      elsif quantity is null or quantity < 1 or position(line ->> 'ticketTypeId' in seen_types) > 0 then
        refusal := jsonb_build_object('sqlState', 'FY008', 'message', 'Each ticket type may be named once, with a quantity of at least 1.', 'hint', null);
      elsif not (type ->> 'open')::boolean then
        refusal := jsonb_build_object('sqlState', 'FY003',
          'message', format('"%s" is %s.', type ->> 'name', case when (type ->> 'early')::boolean then 'not on sale yet' else 'no longer on sale' end), 'hint', null);
      elsif quantity < (type ->> 'min')::int or quantity > (type ->> 'max')::int then
        refusal := jsonb_build_object('sqlState', 'FY004',
          'message', format('"%s" is sold in quantities from %s to %s per order.', type ->> 'name', type ->> 'min', type ->> 'max'), 'hint', null);
      else
        for q in select value::int from jsonb_array_elements_text(type -> 'quotas') loop
          if free[q] < quantity then
            refusal := case
              when unsold[q] <= 0 then jsonb_build_object('sqlState', 'FY001',
                'message', format('"%s" is sold out.', type ->> 'name'), 'hint', null)
              when unsold[q] < quantity then jsonb_build_object('sqlState', 'FY001',
                'message', format('Not enough tickets are left of "%s".', type ->> 'name'),
                'hint', format('At most %s can be had.', greatest(free[q], 0)))
              else jsonb_build_object('sqlState', 'FY002',
                'message', format('The last tickets of "%s" are held by other buyers at the moment.', type ->> 'name'),
                'hint', 'Holds that are not paid come back within minutes; try again.')
            end;
            exit;
          end if;
          free[q] := free[q] - quantity;
          taken[q] := taken[q] + quantity;
          applied_quota := applied_quota || q;
          applied_quantity := applied_quantity || quantity;
        end loop;
      end if;
      exit when refusal is not null;
      seen_types := seen_types || ' ' || (line ->> 'ticketTypeId');
      order_count := order_count + quantity;
      total := total + quantity * (type ->> 'price')::bigint;
    end loop;

    if refusal is null and order_count > (event ->> 'maxPerOrder')::int then
      refusal := jsonb_build_object('sqlState', 'FY004',
        'message', format('At most %s tickets can be bought in one order.', event ->> 'maxPerOrder'), 'hint', null);
    end if;
    if refusal is null and event ->> 'maxPerPerson' is not null and request ->> 'userId' is not null then
      person := (request ->> 'eventId') || ':' || (request ->> 'userId');
      if person_count ? person then
        already := (person_count ->> person)::int;
      else
        select coalesce(sum(it.quantity), 0) into already
        from app_public.registrations g
        join app_public.registration_items it on it.registration_id = g.id
        where g.user_id = (request ->> 'userId')::uuid and g.event_id = (request ->> 'eventId')::uuid
          and g.status in ('pending', 'confirmed');
      end if;
      if already + order_count > (event ->> 'maxPerPerson')::int then
        refusal := jsonb_build_object('sqlState', 'FY004',
          'message', format('At most %s tickets per person.', event ->> 'maxPerPerson'),
          'hint', format('You already have or hold %s.', already));
      else
        person_count := person_count || jsonb_build_object(person, already + order_count);
      end if;
    end if;

    if refusal is null then
      ids[i] := (request ->> 'registrationId')::uuid;
      totals[i] := total;
      known := known || jsonb_build_object(key, jsonb_build_object('id', ids[i], 'fingerprint', fingerprint));
    else
      refusals[i] := refusal;
      for a in 1 .. cardinality(applied_quota) loop
        free[applied_quota[a]] := free[applied_quota[a]] + applied_quantity[a];
        taken[applied_quota[a]] := taken[applied_quota[a]] - applied_quantity[a];
      end loop;
    end if;
  end loop;

  insert into app_public.registrations
    (id, org_id, event_id, user_id, locale, total_minor, currency, idempotency_key, request_fingerprint, expires_at)
  select a.id, e.org_id, e.id, (r ->> 'userId')::uuid, coalesce(r ->> 'locale', 'en'), a.total, e.currency,
    app_private.idempotency_digest(r ->> 'idempotencyKey'),
    sha256(convert_to((r -> 'lines')::text || coalesce(r ->> 'userId', ''), 'UTF8')),
    moment + make_interval(secs => e.hold_seconds)
  from unnest(ids, totals) with ordinality as a (id, total, ord)
  cross join lateral (select requests -> (a.ord - 1)::int as r) as request_of
  join app_public.events e on e.id = (r ->> 'eventId')::uuid
  where a.total is not null;

  insert into app_public.registration_items
    (org_id, event_id, registration_id, ticket_type_id, quantity, unit_price_minor)
  select t.org_id, t.event_id, a.id, t.id, (l ->> 'quantity')::int, t.price_minor
  from unnest(ids, totals) with ordinality as a (id, total, ord)
  cross join lateral jsonb_array_elements(requests -> (a.ord - 1)::int -> 'lines') as l
  join app_public.ticket_types t on t.id = (l ->> 'ticketTypeId')::uuid
  where a.total is not null;

  update app_public.quotas quota
  set held_count = held_count + t.quantity
  from unnest(quota_ids, taken) as t (id, quantity)
  where quota.id = t.id and t.quantity > 0;

  return (
    select jsonb_agg(case
        when a.refusal is not null then a.refusal || '{"outcome": "refused"}'
        else jsonb_build_object('outcome', 'held', 'isReplay', a.replay, 'registrationId', g.id,
          'confirmationNumber', g.confirmation_number, 'status', g.status, 'expiresAt', g.expires_at,
          'totalMinor', g.total_minor, 'currency', g.currency)
      end order by a.ord)
    from unnest(ids, is_replay, refusals) with ordinality as a (id, replay, refusal, ord)
    left join app_public.registrations g on g.id = a.id);
end
$$;
comment on function app_private.reserve_batch(jsonb) is
  'Admits many buyers in one transaction, in the order given. In: array of @foyer/types ReservationRequest.
Out: array, same order: {"outcome": "held", registrationId, isReplay, expiresAt, totalMinor, currency, …} or
{"outcome": "refused", sqlState, message, hint}. The only way to hold tickets; one buyer is a batch of one.';
grant execute on function app_private.reserve_batch(jsonb) to foyer_authenticator;
