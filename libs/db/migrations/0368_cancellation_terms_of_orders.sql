alter table app_public.registrations
  add column cancellable_until timestamptz,
  add column cancellation_refund_percent int;
comment on column app_public.registrations.cancellable_until is
  'Its event''s when it was confirmed: what was promised then holds, whatever the organizer promises later buyers.';
comment on column app_public.registrations.cancellation_refund_percent is 'Its event''s when it was confirmed.';
