alter table app_public.refunds add column idempotency_key uuid;
create unique index refunds_asked_for_once on app_public.refunds (org_id, idempotency_key, payment_id);
comment on column app_public.refunds.idempotency_key is 'Of whoever asked for it: asked again, it is the same refund.';
