alter table app_public.tickets add column handed_over_at timestamptz;
comment on column app_public.tickets.handed_over_at is
  'Since when it belongs to somebody else than the buyer, who sees neither its QR code nor its typed code any more.';
