create or replace function app_private.queue_refund(payment_id uuid, amount_minor bigint, reason text) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  payment app_public.payments;
  refund_id uuid;
begin
  select * into strict payment from app_public.payments where id = queue_refund.payment_id for update;
  if amount_minor > payment.amount_minor - (
    select coalesce(sum(r.amount_minor), 0) from app_public.refunds r
    where r.org_id = payment.org_id and r.payment_id = payment.id and r.status <> 'failed')
  then
    raise exception 'More than was paid cannot be refunded.' using errcode = 'FY008';
  end if;
  insert into app_public.refunds (org_id, payment_id, registration_id, amount_minor, currency, reason)
  values (payment.org_id, payment.id, payment.registration_id, queue_refund.amount_minor, payment.currency, queue_refund.reason)
  returning id into refund_id;
  perform app_private.enqueue('refund.queued', payment.org_id, jsonb_build_object('refundId', refund_id));
  return refund_id;
end
$$;
comment on function app_private.queue_refund(uuid, bigint, text) is 'Promises money back; the worker asks the provider. amount_minor in the payment''s currency.';
