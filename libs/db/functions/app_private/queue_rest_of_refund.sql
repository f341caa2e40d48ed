create or replace function app_private.queue_rest_of_refund(payment_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  payment app_public.payments;
  refused app_public.refunds;
  rest bigint;
begin
  select p.* into strict payment from app_public.payments p where p.id = queue_rest_of_refund.payment_id;
  -- Lock order everywhere: registration, then its payments.
  perform from app_public.registrations r where r.id = payment.registration_id for no key update;
  perform from app_public.payments p where p.id = payment.id for update;
  select f.* into refused from app_public.refunds f
  where f.org_id = payment.org_id and f.payment_id = payment.id
    and f.status = 'failed' and f.failure_code = 'exceeds_captured' and f.reason <> 'requested'
  order by f.amount_minor
  limit 1;
  if not found then
    return;
  end if;
  select payment.amount_minor - coalesce(sum(f.amount_minor), 0) into rest from app_public.refunds f
  where f.org_id = payment.org_id and f.payment_id = payment.id and f.status <> 'failed';
  -- Less each time, so it comes to an end.
  if rest > 0 and rest < refused.amount_minor then
    perform app_private.queue_refund(payment.id, rest, refused.reason);
  end if;
end
$$;
comment on function app_private.queue_rest_of_refund(uuid) is
  'A payment that has to go back, of which somebody has given back a part at the provider: ours was refused because it is more than is left, so what is left goes back.';
