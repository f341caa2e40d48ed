create or replace function app_private.apply_refund_state(provider text, state jsonb) returns text
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  refund app_public.refunds;
  adopted_id uuid;
  new_status app_public.refund_status := (state ->> 'status')::app_public.refund_status;
begin
  select r.* into refund
  from app_public.refunds r where r.id = app_private.refund_of_event(apply_refund_state.provider, apply_refund_state.state) for update;
  if not found then
    adopted_id := app_private.adopt_refund(provider, state);
    if adopted_id is null then
      return 'unknown';
    end if;
    select r.* into strict refund from app_public.refunds r where r.id = adopted_id for update;
  end if;
  -- A bank may send money back after days: failed is the only thing that follows succeeded.
  if refund.status = 'failed' or (refund.status = 'succeeded' and new_status <> 'failed')
    or (refund.status = new_status and refund.provider_refund_id is not null)
  then
    return 'unchanged';
  end if;
  update app_public.refunds
  set status = new_status, provider_refund_id = coalesce(state ->> 'providerRefundId', provider_refund_id),
    failure_code = state ->> 'failureCode'
  where id = refund.id;
  if new_status = 'succeeded' then
    insert into app_public.ledger_entries
      (org_id, registration_id, payment_id, refund_id, debit_account, credit_account, amount_minor, currency)
    select refund.org_id, refund.registration_id, refund.payment_id, refund.id,
      -- Back out of the account that the capture went into.
      capture.credit_account, 'provider', refund.amount_minor, refund.currency
    from app_public.ledger_entries capture
    where capture.org_id = refund.org_id and capture.payment_id = refund.payment_id
      and capture.debit_account = 'provider' and capture.refund_id is null;
  elsif new_status = 'failed' and refund.status = 'succeeded' then
    insert into app_public.ledger_entries
      (org_id, registration_id, payment_id, refund_id, debit_account, credit_account, amount_minor, currency)
    select org_id, registration_id, payment_id, refund_id, 'provider', debit_account, amount_minor, currency
    from app_public.ledger_entries booked
    where booked.org_id = refund.org_id and booked.refund_id = refund.id and booked.credit_account = 'provider';
  end if;
  return case when adopted_id is null then 'updated' else 'adopted' end;
end
$$;
comment on function app_private.apply_refund_state(text, jsonb) is 'Follows a refund at the provider, also one that we did not ask for; books it once, when it has succeeded.';
grant execute on function app_private.apply_refund_state(text, jsonb) to foyer_worker;
