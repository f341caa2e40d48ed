create or replace function app_private.begin_payment(
  registration_id uuid, user_id uuid, link_registration_id uuid, provider text
) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  registration app_public.registrations;
  payment app_public.payments;
begin
  -- Instead of RLS: the caller owns the registration or holds its link (both verified by the API).
  select * into registration from app_public.registrations r
  where r.id = begin_payment.registration_id
    and (r.user_id = begin_payment.user_id or r.id = link_registration_id)
  for update;
  if not found then
    raise exception 'There is no such registration.' using errcode = 'FY006';
  end if;
  if registration.status = 'expired' or (registration.status = 'pending' and registration.expires_at <= clock_timestamp()) then
    raise exception 'The time for this order is over and its tickets went back on sale.' using errcode = 'FY009',
      hint = 'Choose your tickets again; nothing was charged.';
  end if;
  if registration.status <> 'pending' then
    raise exception 'This registration is already %.', registration.status using errcode = 'FY010';
  end if;
  if registration.total_minor = 0 then
    raise exception 'There is nothing to pay.' using errcode = 'FY010', hint = 'Confirm the registration instead.';
  end if;
  if registration.buyer_email is null or (
    select sum(quantity) from app_public.registration_items i where i.registration_id = registration.id)
    <> jsonb_array_length(registration.attendee_info)
  then
    raise exception 'Some attendees are missing.' using errcode = 'FY018', hint = 'Enter a name for each ticket.';
  end if;

  select * into payment from app_public.payments p
  where p.registration_id = registration.id and p.status in ('created', 'pending');
  if not found then
    insert into app_public.payments (org_id, event_id, registration_id, provider, amount_minor, currency)
    values (registration.org_id, registration.event_id, registration.id, begin_payment.provider,
      registration.total_minor, registration.currency)
    returning * into payment;
  end if;

  return (
    select jsonb_build_object(
      'paymentId', payment.id, 'registrationId', registration.id, 'status', payment.status,
      'provider', payment.provider,
      'providerPaymentId', payment.provider_payment_id, 'redirectUrl', payment.redirect_url,
      'amountMinor', payment.amount_minor, 'currency', payment.currency,
      'buyerEmail', registration.buyer_email, 'locale', registration.locale,
      'expiresAt', registration.expires_at,
      'organizationName', o.name, 'description', e.title || ' · ' || registration.confirmation_number)
    from app_public.events e join app_public.organizations o on o.id = e.org_id
    where e.id = registration.event_id);
end
$$;
comment on function app_private.begin_payment(uuid, uuid, uuid, text) is
  'Opens a payment for a held registration, or returns the one that is open: a second tab gets the same page.';
grant execute on function app_private.begin_payment(uuid, uuid, uuid, text) to foyer_authenticator;
