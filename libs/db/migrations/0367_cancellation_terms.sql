alter table app_public.events
  add column cancellable_until timestamptz,
  add column cancellation_refund_percent int not null default 100 check (cancellation_refund_percent between 0 and 100);
comment on column app_public.events.cancellable_until is
  'Until then guests may cancel their own tickets; null: only the organizer cancels. An order keeps what it was bought under.';
comment on column app_public.events.cancellation_refund_percent is 'How much of a ticket''s price goes back to a guest who cancels it.';
