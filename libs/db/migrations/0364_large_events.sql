-- Most events are small. Where one was large, the planner expected as much of it as of the others: the door's page
-- read all of its scans and all of its tickets to show the latest few. Told to expect a hundred, whoever counts, it
-- walks scans in their order until the page is full, and looks tickets up by their ids.
alter table app_public.scans
  alter column org_id set (n_distinct = -0.01), alter column event_id set (n_distinct = -0.01);
alter table app_public.tickets
  alter column org_id set (n_distinct = -0.01), alter column event_id set (n_distinct = -0.01);

-- From here on, where there is something to count: of a table that was counted while it was empty nothing is expected.
do $$
begin
  if exists (select from app_public.tickets) then
    analyze app_public.scans (org_id, event_id);
    analyze app_public.tickets (org_id, event_id);
  end if;
end
$$;
