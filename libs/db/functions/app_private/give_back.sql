create or replace function app_private.give_back(
  registration_id uuid, amount_minor bigint, idempotency_key uuid, includes_owed boolean, is_exact boolean
) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  payment record;
  owed bigint := amount_minor;
  refund_id uuid;
begin
  -- The caller has locked the order and its payments. A payment that was to go back whole (it came twice, or too late)
  -- and did not is owed beside whatever else is given back.
  for payment in
    select * from (
      select p.id, p.amount_minor - coalesce(sum(f.amount_minor) filter (where f.status <> 'failed'), 0)::bigint as kept,
        max(f.reason) filter (where f.status = 'failed' and f.reason <> 'requested') as owed_because
      from app_public.payments p
      join app_public.registrations r on r.id = p.registration_id and r.currency = p.currency
      left join app_public.refunds f on f.org_id = p.org_id and f.payment_id = p.id
      where r.id = give_back.registration_id and p.status = 'succeeded'
      group by p.id) as received
    where kept > 0 and (includes_owed or owed_because is null)
    order by owed_because is null, kept desc
  loop
    exit when owed <= 0;
    refund_id := app_private.queue_refund(payment.id, least(owed, payment.kept), coalesce(payment.owed_because, 'requested'));
    update app_public.refunds f set idempotency_key = give_back.idempotency_key where f.id = refund_id;
    owed := owed - least(owed, payment.kept);
  end loop;
  if is_exact and owed > 0 then
    raise exception 'More than was paid cannot be refunded.' using errcode = 'FY008',
      hint = 'Look at what was paid and refunded already, and enter a smaller amount.';
  end if;
  return amount_minor - owed;
end
$$;
comment on function app_private.give_back(uuid, bigint, uuid, boolean, boolean) is
  'Refunds of so much of what was paid for an order, in its currency''s minor units; says how much it was: where it need not be exact, what is left; else FY008.';
