alter table app_public.ledger_entries enable row level security;
alter table app_public.ledger_entries force row level security;
drop policy if exists owner_all on app_public.ledger_entries;
create policy owner_all on app_public.ledger_entries to foyer_owner using (true) with check (true);

drop policy if exists select_member on app_public.ledger_entries;
create policy select_member on app_public.ledger_entries for select to foyer_user
  using (org_id in (select app_hidden.my_org_ids('admin')));

grant select on app_public.ledger_entries to foyer_user;
