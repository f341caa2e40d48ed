create or replace function app_private.reserve_batch(requests jsonb) returns json
language plpgsql volatile security definer set search_path = pg_catalog
-- This runs thousands of times a minute while tables grow from nothing: one plan per connection, which
-- goes by index even if it was made when a sequential scan seemed as good.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set jit = off
-- A sale whose quota stays locked keeps a connection that the others' sales want too.
set lock_timeout = '2s'
as $$
-- Instead of RLS this checks, for each request: the event is published and public or its link was
-- given; the ticket type belongs to it and is active, not hidden or unlocked; the window is open; where a
-- waiting room is open, its buyer was admitted.
-- The user id is the API's word: only its login role may call this.
declare
  moment timestamptz;
  overdue uuid[];
  -- One element per request, in the order of arrival. What was asked:
  new_ids uuid[]; event_ids uuid[]; user_ids uuid[]; link_tokens text[]; locales text[]; line_counts int[];
  admissions text[];
  digests uuid[];         -- of the idempotency key: enough to tell keys apart, not enough to replay one
  fingerprints bytea[];   -- of the order: the same key must mean the same order
  -- What was answered to the same key before, and the request before this one with the same key.
  earlier_ids uuid[]; earlier_fingerprints bytea[]; twins int[];
  -- What is answered: an id is given, or a refusal. A total marks those that are new.
  ids uuid[]; totals bigint[]; refusals jsonb[]; replays boolean[]; statuses text[];
  org_ids uuid[]; currencies text[]; ends timestamptz[]; numbers text[];
  places uuid[];          -- in the waiting room, of those who are admitted
  -- One element per line of all requests, in their order.
  line_requests int[]; line_types uuid[]; line_quantities int[];
  locked_types uuid[];    -- of the lines, and of what overdue holds give back
  -- One element per locked quota, in id order.
  quota_ids uuid[]; free int[]; unsold int[]; taken int[];
  type_ids uuid[]; types app_public.ticket_types[];
  draws boolean[];        -- [type][quota]: whether it takes from it
  persons text[] := '{}'; person_tickets int[] := '{}';
  event app_public.events; type app_public.ticket_types;
  is_linked boolean; is_unlocked boolean;
  gate_is_open boolean; needs_admission boolean; public_stock app_public.sale_stock; signing_key bytea; admission text[]; place_id uuid; place_is_used boolean;
  confirmation_numbers text[];
  -- The API puts a signature of its own behind, by which it knows what it gave.
  admission_pattern constant text := '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[0-9]{1,12}\.[0-9a-f]{64}(\.[0-9a-f]{32})?$';
  -- The lines of a batch are made in one moment: their ids share the time of a UUIDv7 and its version.
  uuid_prefix text := left(app_hidden.uuid_v7()::text, 15);
  refusal jsonb; person text; first_line int; last_line int := 0;
  t int; p int; quantity int; already int; order_count int; total bigint; new_count int := 0;
  applied_quotas int[]; applied_quantities int[];
begin
  select array_agg(r."registrationId"), array_agg(r."eventId"), array_agg(r."userId"::uuid),
    array_agg(r."eventLink"), array_agg(coalesce(r.locale, 'en')), array_agg(jsonb_array_length(r.lines)),
    array_agg(r.admission),
    array_agg(encode(substring(sha256(convert_to(lower(r."idempotencyKey"), 'UTF8')) from 1 for 16), 'hex')::uuid),
    array_agg(sha256(convert_to(r.lines::text || coalesce(r."userId", ''), 'UTF8')))
  into new_ids, event_ids, user_ids, link_tokens, locales, line_counts, admissions, digests, fingerprints
  from jsonb_to_recordset(requests) as r("registrationId" uuid, "eventId" uuid, "userId" text, "eventLink" text,
    locale text, lines jsonb, admission text, "idempotencyKey" text);

  select array_agg(r.i::int), array_agg(l."ticketTypeId"), array_agg(l.quantity)
  into line_requests, line_types, line_quantities
  from jsonb_array_elements(requests) with ordinality as r(request, i)
  cross join jsonb_to_recordset(r.request -> 'lines') as l("ticketTypeId" uuid, quantity int);

  -- A hold that is overdue goes back before anybody is refused because of it. The time is a value here (a
  -- volatile function cannot bound an index scan) and the events are no index condition: what is overdue is
  -- read, never every hold of an event.
  moment := clock_timestamp();
  select array_agg(id) into overdue from (
    select r.id from app_public.registrations r
    where r.status = 'pending' and r.expires_at <= moment
      and array_position(event_ids, r.event_id) is not null
    order by r.expires_at
    limit 1000
    for update skip locked) as locked;

  -- Limits per person are counted under a lock of that person and event, in one order for everybody.
  perform pg_advisory_xact_lock(k) from (
    select distinct hashtextextended('person:' || r.event_id || r.user_id, 0) as k
    from unnest(event_ids, user_ids) as r(event_id, user_id)
    join app_public.events e on e.id = r.event_id and e.max_tickets_per_person is not null
    where r.user_id is not null
    order by 1) as people;

  -- A type that draws from no quota yet may be given one (save_event_tickets): before this order or after it, not meanwhile.
  perform ty.id from app_public.ticket_types ty
  where ty.id = any (line_types)
    and not exists (select from app_public.ticket_type_quotas tq where tq.ticket_type_id = ty.id)
  order by ty.id
  for share;

  locked_types := line_types;
  if overdue is not null then
    select line_types || array_agg(i.ticket_type_id) into locked_types
    from app_public.registration_items i
    where i.registration_id = any (overdue);
  end if;
  perform id from app_public.quotas
  where id in (select tq.quota_id from app_public.ticket_type_quotas tq where tq.ticket_type_id = any (locked_types))
  order by id
  for update;

  -- An admission is good for one order at a time; two requests with the same one come one after the other.
  if array_remove(admissions, null) <> '{}' then
    perform id from app_private.waiting_places
    where id in (select split_part(a, '.', 1)::uuid from unnest(admissions) as a where a ~ admission_pattern)
    order by id
    for update;
  end if;

  if overdue is not null then
    perform app_private.release_holds(overdue, 'expired');
  end if;

  -- now() is when the transaction began; it may have waited for the locks since.
  moment := clock_timestamp();

  select array_agg(id order by id), array_agg(capacity - held_count - sold_count order by id),
    array_agg(capacity - sold_count order by id), array_agg(0)
  into quota_ids, free, unsold, taken
  from app_public.quotas
  where id in (select tq.quota_id from app_public.ticket_type_quotas tq where tq.ticket_type_id = any (line_types));

  select array_agg(ty.id order by ty.id), array_agg(ty order by ty.id),
    array_agg(array(
      select exists (
        select from app_public.ticket_type_quotas tq where tq.ticket_type_id = ty.id and tq.quota_id = q.id)
      from unnest(quota_ids) with ordinality as q(id, i) order by q.i) order by ty.id)
      filter (where quota_ids is not null)
  into type_ids, types, draws
  from app_public.ticket_types ty
  where ty.id = any (line_types);

  -- Answers given before under the same keys, read after the locks.
  select array_agg(g.id order by a.i), array_agg(g.request_fingerprint order by a.i), array_agg(a.twin order by a.i)
  into earlier_ids, earlier_fingerprints, twins
  from (
    select r.*, lag(r.i::int) over (partition by r.event_id, r.digest order by r.i) as twin
    from unnest(event_ids, digests) with ordinality as r(event_id, digest, i)) as a
  -- By the key alone: by the event, also a way for the planner, it would be all that the event ever sold.
  left join lateral (
    select r.id, r.event_id, r.request_fingerprint from app_public.registrations r where r.idempotency_key = a.digest offset 0) as g
    on g.event_id = a.event_id;

  ids := array_fill(null::uuid, array[cardinality(new_ids)]);
  totals := array_fill(null::bigint, array[cardinality(new_ids)]);
  refusals := array_fill(null::jsonb, array[cardinality(new_ids)]);
  org_ids := ids;
  places := ids;
  currencies := array_fill(null::text, array[cardinality(new_ids)]);
  numbers := currencies;
  statuses := currencies;
  replays := array_fill(false, array[cardinality(new_ids)]);
  ends := array_fill(null::timestamptz, array[cardinality(new_ids)]);

  for i in 1 .. cardinality(new_ids) loop
    first_line := last_line + 1;
    last_line := last_line + line_counts[i];

    -- The answer to a key that came before in this batch is the answer to this one.
    if earlier_ids[i] is null and twins[i] is not null then
      earlier_ids[i] := earlier_ids[twins[i]];
      earlier_fingerprints[i] := earlier_fingerprints[twins[i]];
    end if;
    if earlier_ids[i] is not null then
      if earlier_fingerprints[i] = fingerprints[i] then
        ids[i] := earlier_ids[i];
        replays[i] := true;
      else
        refusals[i] := jsonb_build_object('sqlState', 'FY005',
          'message', 'This idempotency key was used for another order.',
          'hint', 'Send a new idempotencyKey for a new order, or the same order for the same key.');
      end if;
      continue;
    end if;

    if event.id is distinct from event_ids[i] then
      select * into event from app_public.events where id = event_ids[i];
      select g.is_open, g.signing_key into gate_is_open, signing_key from app_private.sale_gate(event_ids[i]) g;
      public_stock := null;
    end if;
    is_linked := false;
    is_unlocked := false;
    if link_tokens[i] is not null then
      select count(*) > 0, coalesce(bool_or(unlocks_hidden), false) into is_linked, is_unlocked
      from app_public.event_links where event_id = event.id and token = link_tokens[i];
    end if;

    -- A draft is nobody's business yet: it answers like an event that is not there.
    if event.id is null or event.status = 'draft' or (event.visibility = 'unlisted' and not is_linked) then
      refusals[i] := jsonb_build_object('sqlState', 'FY006', 'message', 'There is no such event.',
        'hint', 'Check the link you were given.');
      continue;
    end if;
    if event.status <> 'published' or event.archived_at is not null or event.ends_at <= moment then
      refusals[i] := jsonb_build_object('sqlState', 'FY003', 'message', 'This event is not on sale.', 'hint', null);
      continue;
    end if;

    needs_admission := gate_is_open;
    if gate_is_open and is_unlocked then
      -- The line stands still while nothing public is on sale: hidden tickets are then sold past it to who has their link.
      public_stock := coalesce(public_stock, app_private.sale_stock(event.id));
      needs_admission := public_stock = 'on_sale' or exists (
        select from unnest(line_types[first_line:last_line]) as line(id)
        where not coalesce((types[array_position(type_ids, line.id)]).is_hidden, false));
    end if;
    if needs_admission then
      admission := case when admissions[i] ~ admission_pattern then string_to_array(admissions[i], '.') end;
      place_id := null;
      if admission[3] = app_private.admission_signature(signing_key, event.id, admission[1], admission[2])
        and to_timestamp(admission[2]::bigint) > moment
      then
        select w.id, w.id = any (places) or coalesce(g.status in ('pending', 'confirmed'), false) into place_id, place_is_used
        from app_private.waiting_places w
        left join app_public.registrations g on g.id = w.registration_id
        where w.id = admission[1]::uuid;
      end if;
      if place_id is null or place_is_used then
        refusals[i] := case when place_is_used and place_id is not null
          then jsonb_build_object('sqlState', 'FY025', 'message', 'You have an order with this place in line already.',
            'hint', 'Finish or give up that order, or join the line again.')
          else jsonb_build_object('sqlState', 'FY024', 'message', 'There is a line for this event at the moment.',
            'hint', 'Join the waiting room; everybody is admitted in the order of arrival.') end;
        continue;
      end if;
      places[i] := place_id;
    end if;

    refusal := null;
    applied_quotas := '{}';
    applied_quantities := '{}';
    order_count := 0;
    total := 0;
    for l in first_line .. last_line loop
      t := array_position(type_ids, line_types[l]);
      if type.id is distinct from type_ids[t] then
        type := types[t];
      end if;
      quantity := line_quantities[l];
      if t is null or type.event_id <> event.id or (type.is_hidden and not is_unlocked) then
        refusal := jsonb_build_object('sqlState', 'FY006', 'message', 'There is no such ticket type.', 'hint', 'Reload the event page.');
      elsif quantity is null or quantity < 1 or (l > first_line and line_types[l] = any (line_types[first_line : l - 1])) then
        refusal := jsonb_build_object('sqlState', 'FY008', 'message', 'Each ticket type may be named once, with a quantity of at least 1.', 'hint', null);
      elsif not type.is_active or type.sale_starts_at > moment or type.sale_ends_at <= moment then
        refusal := jsonb_build_object('sqlState', 'FY003',
          'message', format('"%s" is %s.', type.name, case when type.sale_starts_at > moment then 'not on sale yet' else 'no longer on sale' end), 'hint', null);
      elsif quantity < type.min_per_order or quantity > type.max_per_order then
        refusal := jsonb_build_object('sqlState', 'FY004',
          'message', format('"%s" is sold in quantities from %s to %s per order.', type.name, type.min_per_order, type.max_per_order), 'hint', null);
      else
        for q in 1 .. coalesce(cardinality(quota_ids), 0) loop
          continue when not draws[t][q];
          if free[q] < quantity then
            refusal := case
              when unsold[q] <= 0 then jsonb_build_object('sqlState', 'FY001',
                'message', format('"%s" is sold out.', type.name), 'hint', null)
              when unsold[q] < quantity then jsonb_build_object('sqlState', 'FY001',
                'message', format('Not enough tickets are left of "%s".', type.name),
                'hint', format('At most %s are left.', unsold[q]))
              else jsonb_build_object('sqlState', 'FY002',
                'message', format('The last tickets of "%s" are held by other buyers at the moment.', type.name),
                'hint', 'Holds that are not paid come back within minutes; try again.')
            end;
            exit;
          end if;
          free[q] := free[q] - quantity;
          taken[q] := taken[q] + quantity;
          applied_quotas := applied_quotas || q;
          applied_quantities := applied_quantities || quantity;
        end loop;
      end if;
      exit when refusal is not null;
      order_count := order_count + quantity;
      total := total + quantity * type.price_minor;
    end loop;

    if refusal is null and order_count > event.max_tickets_per_order then
      refusal := jsonb_build_object('sqlState', 'FY004',
        'message', format('At most %s tickets can be bought in one order.', event.max_tickets_per_order), 'hint', null);
    end if;
    if refusal is null and event.max_tickets_per_person is not null and user_ids[i] is not null then
      person := event.id || ':' || user_ids[i];
      p := array_position(persons, person);
      if p is not null then
        already := person_tickets[p];
      else
        -- "is not distinct from" keeps this on the person's index, away from the event's.
        select coalesce(sum(it.quantity - it.cancelled_quantity), 0) into already
        from app_public.registrations g
        join app_public.registration_items it on it.registration_id = g.id
        where g.user_id = user_ids[i] and g.event_id is not distinct from event.id and g.status in ('pending', 'confirmed');
      end if;
      if already + order_count > event.max_tickets_per_person then
        refusal := jsonb_build_object('sqlState', 'FY004',
          'message', format('At most %s tickets per person.', event.max_tickets_per_person),
          'hint', format('You already have or hold %s.', already));
      else
        already := already + order_count;
      end if;
      -- Also of who was refused: it is read once, however often they ask.
      p := coalesce(p, cardinality(persons) + 1);
      persons[p] := person;
      person_tickets[p] := already;
    end if;

    if refusal is null then
      ids[i] := new_ids[i];
      statuses[i] := 'pending';
      totals[i] := total;
      org_ids[i] := event.org_id;
      currencies[i] := event.currency;
      ends[i] := moment + make_interval(secs => event.hold_seconds);
      new_count := new_count + 1;
      earlier_ids[i] := new_ids[i];
      earlier_fingerprints[i] := fingerprints[i];
    else
      refusals[i] := refusal;
      places[i] := null;
      for a in 1 .. cardinality(applied_quotas) loop
        free[applied_quotas[a]] := free[applied_quotas[a]] + applied_quantities[a];
        taken[applied_quotas[a]] := taken[applied_quotas[a]] - applied_quantities[a];
      end loop;
    end if;
  end loop;

  if new_count > 0 then
    confirmation_numbers := app_hidden.confirmation_numbers(new_count);
    new_count := 0;
    for i in 1 .. cardinality(new_ids) loop
      continue when totals[i] is null;
      new_count := new_count + 1;
      numbers[i] := confirmation_numbers[new_count];
    end loop;

    insert into app_public.registrations
      (id, org_id, event_id, user_id, confirmation_number, locale, total_minor, currency, idempotency_key, request_fingerprint, expires_at)
    select r.id, r.org_id, r.event_id, r.user_id, r.number, r.locale, r.total, r.currency, r.digest, r.fingerprint, r.ends_at
    from unnest(ids, org_ids, event_ids, user_ids, numbers, locales, totals, currencies, digests, fingerprints, ends)
      as r(id, org_id, event_id, user_id, number, locale, total, currency, digest, fingerprint, ends_at)
    where r.total is not null;

    insert into app_public.registration_items
      (id, org_id, event_id, registration_id, ticket_type_id, quantity, unit_price_minor)
    select overlay(gen_random_uuid()::text placing uuid_prefix from 1 for length(uuid_prefix))::uuid,
      ty.org_id, ty.event_id, ids[l.request], ty.id, l.quantity, ty.price_minor
    from unnest(line_requests, line_types, line_quantities) as l(request, type_id, quantity)
    join app_public.ticket_types ty on ty.id = l.type_id
    where totals[l.request] is not null;

    if array_remove(places, null) <> '{}' then
      update app_private.waiting_places w
      set registration_id = a.id
      from unnest(ids, places) as a(id, place)
      where w.id = a.place;
    end if;

    update app_public.quotas quota
    set held_count = held_count + t.quantity
    from unnest(quota_ids, taken) as t (id, quantity)
    where quota.id = t.id and t.quantity > 0;
  end if;

  if true = any (replays) then
    select array_agg(coalesce(g.confirmation_number, a.number) order by a.i), array_agg(coalesce(g.status::text, a.status) order by a.i),
      array_agg(coalesce(g.expires_at, a.ends_at) order by a.i), array_agg(coalesce(g.total_minor, a.total) order by a.i),
      array_agg(coalesce(g.currency, a.currency) order by a.i)
    into numbers, statuses, ends, totals, currencies
    from unnest(ids, replays, numbers, statuses, ends, totals, currencies) with ordinality
      as a(id, is_replay, number, status, ends_at, total, currency, i)
    left join app_public.registrations g on a.is_replay and g.id = a.id;
  end if;

  -- By columns: as an object for each request it took a tenth of the time of the batch.
  return json_build_object('registrationId', ids, 'isReplay', replays, 'confirmationNumber', numbers, 'status', statuses,
    'expiresAt', ends, 'totalMinor', totals, 'currency', currencies, 'refusal', refusals);
end
$$;
comment on function app_private.reserve_batch(jsonb) is
  'Admits many buyers in one transaction, in the order given. In: array of @foyer/types ReservationRequest.
Out: @foyer/types ReservationColumns: each an array in the order of the requests; where a refusal {sqlState, message, hint}
is given, nothing else is. The only way to hold tickets; one buyer is a batch of one.';
grant execute on function app_private.reserve_batch(jsonb) to foyer_authenticator;
