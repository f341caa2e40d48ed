alter table app_private.waiting_lines enable row level security;
alter table app_private.waiting_lines force row level security;
drop policy if exists owner_all on app_private.waiting_lines;
create policy owner_all on app_private.waiting_lines to foyer_owner using (true) with check (true);
