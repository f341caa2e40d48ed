alter table app_public.refunds
  drop constraint refunds_reason_check,
  add constraint refunds_reason_check check (reason in
    ('paid_after_expiry', 'paid_twice', 'amount_mismatch', 'event_cancelled', 'requested', 'made_at_provider')) not valid;
