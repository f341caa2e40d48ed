alter table app_public.refunds add column idempotency_key uuid;
comment on column app_public.refunds.idempotency_key is 'Of whoever asked for it: asked again, it is the same refund.';
