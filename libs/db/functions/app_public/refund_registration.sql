create or replace function app_public.refund_registration(
  registration_id uuid, amount_minor bigint, idempotency_key uuid
) returns app_public.registrations
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  registration app_public.registrations;
  asked bigint;
begin
  perform app_hidden.require_org_role(
    (select r.org_id from app_public.registrations r where r.id = refund_registration.registration_id), 'admin');
  if amount_minor is null or amount_minor <= 0 or idempotency_key is null then
    raise exception 'Say how much is to be refunded, more than nothing.' using errcode = 'FY008';
  end if;
  perform app_private.lock_order(refund_registration.registration_id);
  select * into strict registration from app_public.registrations r where r.id = refund_registration.registration_id;
  perform id from app_public.payments p where p.registration_id = registration.id order by id for update;
  select sum(f.amount_minor) into asked from app_public.refunds f
  where f.org_id = registration.org_id and f.idempotency_key = refund_registration.idempotency_key
    and f.registration_id = registration.id;
  if asked is null then
    perform app_private.give_back(registration.id, refund_registration.amount_minor, refund_registration.idempotency_key, true, true);
  elsif asked <> refund_registration.amount_minor then
    raise exception 'This idempotency key was used for another refund.' using errcode = 'FY005',
      hint = 'Send a new idempotencyKey for a new refund, or the same amount for the same key.';
  end if;
  return registration;
end
$$;
comment on function app_public.refund_registration(uuid, bigint, uuid) is
  'Gives back some of what was paid for an order, or all, in its currency''s minor units; its tickets stay as they are. Asked again with the same key, it is the same refund.';
grant execute on function app_public.refund_registration(uuid, bigint, uuid) to foyer_user;
