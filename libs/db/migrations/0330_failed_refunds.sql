-- Counted every few seconds for a metric with an alert; almost all refunds succeed.
create index refunds_failed on app_public.refunds (updated_at) where status = 'failed';
