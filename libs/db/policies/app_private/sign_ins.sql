alter table app_private.sign_ins enable row level security;
alter table app_private.sign_ins force row level security;
drop policy if exists owner_all on app_private.sign_ins;
create policy owner_all on app_private.sign_ins to foyer_owner using (true) with check (true);
