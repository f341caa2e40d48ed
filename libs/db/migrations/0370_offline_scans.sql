-- What a phone without a network decided counts less than what the service decided, and says by which list.
alter table app_public.scans
  add column is_offline boolean not null default false,
  add column list_made_at timestamptz,
  add constraint scans_list_of_offline check (list_made_at is null or is_offline) not valid;
comment on column app_public.scans.is_offline is 'Decided by the phone itself, without a network, and told later.';
comment on column app_public.scans.list_made_at is 'How old the guest list was that the phone decided by; null when it had none, or was online.';
