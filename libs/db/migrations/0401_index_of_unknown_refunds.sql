drop index concurrently if exists app_private.payment_events_unknown_refunds;
create index concurrently payment_events_unknown_refunds on app_private.payment_events (received_at)
  where outcome = 'unknown' and payload ? 'refund';
