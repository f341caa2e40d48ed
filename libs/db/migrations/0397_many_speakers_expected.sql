-- Most organizations have a handful of speakers, so the planner would read all of an organization's for each
-- speaker on an event page: at a congress, 500 times 500. Told to expect many, it looks each one up by its id.
alter table app_public.speakers alter column org_id set (n_distinct = -0.01);
analyze app_public.speakers;
