drop index concurrently if exists app_public.refunds_by_provider_id;
create unique index concurrently refunds_by_provider_id on app_public.refunds (provider_refund_id, payment_id)
  where provider_refund_id is not null;
