create or replace function app_private.begin_payments(requests jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog
-- Tables grow from nothing while this runs: one plan per connection, which looks up each row by its id.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
declare
  -- One element per request.
  registration_ids uuid[]; user_ids uuid[]; link_ids uuid[]; providers text[]; details jsonb[];
  refusals jsonb[];
  told int[]; told_refusals jsonb[];   -- those that also tell who buys and who comes
begin
  select array_agg(a."registrationId" order by a.i), array_agg(a."userId" order by a.i),
    array_agg(a."linkRegistrationId" order by a.i), array_agg(a.provider order by a.i),
    array_agg(a.details order by a.i)
  into registration_ids, user_ids, link_ids, providers, details
  from rows from (
    jsonb_to_recordset(requests) as ("registrationId" uuid, "userId" uuid, "linkRegistrationId" uuid, provider text, details jsonb))
    with ordinality as a("registrationId", "userId", "linkRegistrationId", provider, details, i);
  if registration_ids is null then
    return '[]';
  end if;

  -- Instead of RLS: the caller owns the registration or holds its link (both verified by the API).
  perform r.id
  from app_public.registrations r
  where r.id in (
    select mine.id from unnest(registration_ids, user_ids, link_ids) as a(id, user_id, link_id)
    join app_public.registrations mine on mine.id = a.id and (mine.user_id = a.user_id or mine.id = a.link_id))
  order by r.id
  for update;

  select array_agg(case
      when r.id is null then
        jsonb_build_object('sqlState', 'FY006', 'message', 'There is no such registration.')
      when r.status = 'expired' or (r.status = 'pending' and r.expires_at <= clock_timestamp()) then
        jsonb_build_object('sqlState', 'FY009', 'message', 'The time for this order is over and its tickets went back on sale.',
          'hint', 'Choose your tickets again; nothing was charged.')
      when r.status <> 'pending' then
        jsonb_build_object('sqlState', 'FY010', 'message', format('This registration is already %s.', r.status))
      when r.total_minor = 0 then
        jsonb_build_object('sqlState', 'FY010', 'message', 'There is nothing to pay.', 'hint', 'Confirm the registration instead.')
    end order by a.i)
  into refusals
  from unnest(registration_ids, user_ids, link_ids) with ordinality as a(id, user_id, link_id, i)
  left join app_public.registrations r on r.id = a.id and (r.user_id = a.user_id or r.id = a.link_id);

  select array_agg(a.i order by a.i), app_private.note_attendees(
      jsonb_agg(a.details || jsonb_build_object('registrationId', a.id) order by a.i))
  into told, told_refusals
  from unnest(registration_ids, details, refusals) with ordinality as a(id, details, refusal, i)
  where a.refusal is null and a.details is not null
  having count(*) > 0;

  select array_agg(coalesce(a.refusal, t.refusal, case
      when r.buyer_email is null or jsonb_array_length(r.attendee_info) is distinct from (
          select sum(item.quantity) from app_public.registration_items item where item.registration_id = r.id) then
        jsonb_build_object('sqlState', 'FY018', 'message', 'Some attendees are missing.', 'hint', 'Enter a name for each ticket.')
    end) order by a.i)
  into refusals
  from unnest(registration_ids, refusals) with ordinality as a(id, refusal, i)
  left join unnest(told, told_refusals) as t(i, refusal) on t.i = a.i
  left join app_public.registrations r on r.id = a.id;

  insert into app_public.payments (org_id, event_id, registration_id, provider, amount_minor, currency)
  select distinct on (r.id) r.org_id, r.event_id, r.id, a.provider, r.total_minor, r.currency
  from unnest(registration_ids, providers, refusals) with ordinality as a(id, provider, refusal, i)
  join app_public.registrations r on r.id = a.id
  where a.refusal is null and not exists (
    select from app_public.payments p where p.registration_id = r.id and p.status in ('created', 'pending'))
  order by r.id, a.i;

  return (
    select jsonb_agg(case when a.refusal is not null then jsonb_build_object('refusal', a.refusal)
      else (
        select jsonb_build_object(
          'paymentId', p.id, 'registrationId', r.id, 'status', p.status,
          'provider', p.provider,
          'providerPaymentId', p.provider_payment_id, 'redirectUrl', p.redirect_url,
          'amountMinor', p.amount_minor, 'currency', p.currency,
          'buyerEmail', r.buyer_email, 'locale', r.locale,
          'expiresAt', r.expires_at,
          'organizationName', o.name, 'description', e.title || ' · ' || r.confirmation_number)
        from app_public.registrations r
        join app_public.payments p on p.registration_id = r.id and p.status in ('created', 'pending')
        join app_public.events e on e.id = r.event_id
        join app_public.organizations o on o.id = r.org_id
        where r.id = a.id) end order by a.i)
    from unnest(registration_ids, refusals) with ordinality as a(id, refusal, i));
end
$$;
comment on function app_private.begin_payments(jsonb) is
  'Opens payments for held registrations, or finds those that are open: a second tab gets the same page.
In: [{registrationId, userId, linkRegistrationId, provider, details}], details as in note_attendees, if it is to note them first. Out, in the same order: the payment, or {"refusal": {sqlState, message, hint}}.';
grant execute on function app_private.begin_payments(jsonb) to foyer_authenticator;
