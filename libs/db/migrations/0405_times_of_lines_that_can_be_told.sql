update app_public.waiting_rooms
set opens_at = case when opens_at between '1900-01-01' and '9999-01-01' then opens_at end,
  closes_at = case when closes_at between '1900-01-01' and '9999-01-01' then closes_at end
where not (opens_at between '1900-01-01' and '9999-01-01' and closes_at between '1900-01-01' and '9999-01-01');
alter table app_public.waiting_rooms
  add constraint waiting_rooms_times_can_be_told check (
    opens_at between '1900-01-01' and '9999-01-01' and closes_at between '1900-01-01' and '9999-01-01') not valid;
