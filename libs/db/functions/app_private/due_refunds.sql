create or replace function app_private.due_refunds(max_count int) returns setof uuid
language sql volatile security definer set search_path = pg_catalog
as $$
  select refund_id from app_private.hand_out_refunds(max_count)
$$;
comment on function app_private.due_refunds(int) is 'hand_out_refunds, as workers of the release before call it.';
grant execute on function app_private.due_refunds(int) to foyer_worker;
