-- The outbox has a refund tried at once, however long it waits behind others: the clock is for what that did not reach.
alter table app_public.refunds alter column next_attempt_at set default now() + interval '1 hour';
