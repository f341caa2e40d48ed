drop index concurrently if exists app_public.refunds_asked_for_once;
create unique index concurrently refunds_asked_for_once on app_public.refunds (org_id, idempotency_key, payment_id);
