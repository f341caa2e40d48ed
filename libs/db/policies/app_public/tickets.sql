alter table app_public.tickets enable row level security;
alter table app_public.tickets force row level security;
drop policy if exists owner_all on app_public.tickets;
create policy owner_all on app_public.tickets to foyer_owner using (true) with check (true);

drop policy if exists select_holder on app_public.tickets;
create policy select_holder on app_public.tickets for select to foyer_anonymous, foyer_user
  -- Its code admits: who gave a ticket away sees it no more. By id, which the lists' index holds.
  using (registration_id in (select app_hidden.my_registration_ids())
    and id <> all (array(select app_hidden.my_handed_over_ticket_ids())));
drop policy if exists select_member on app_public.tickets;
create policy select_member on app_public.tickets for select to foyer_user
  -- Compared with a few, not looked up in a set: a list that counts thousands of tickets takes a fifth less time.
  -- Within coalesce, of which the planner expects half the rows, as of a set; of a bare comparison it expects
  -- next to none, and then reads whole tables.
  using (coalesce(org_id = any (array(select app_hidden.my_org_ids('staff'))), false));

grant select on app_public.tickets to foyer_anonymous, foyer_user;
comment on column app_public.tickets.changed_xact is
  E'@behavior -*\nThe transaction that changed it last: the check-in service asks for what changed since.';
