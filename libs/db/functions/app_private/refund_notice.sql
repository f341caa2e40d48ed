create or replace function app_private.refund_notice(refund_id uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog
as $$
  select jsonb_build_object('reason', r.reason, 'amountMinor', r.amount_minor, 'currency', r.currency)
  from app_public.refunds r where r.id = refund_notice.refund_id
$$;
comment on function app_private.refund_notice(uuid) is 'What a mail tells a buyer about money that goes back.';
grant execute on function app_private.refund_notice(uuid) to foyer_worker;
