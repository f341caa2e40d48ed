alter table app_public.sessions
  add constraint sessions_times_can_be_told check (starts_at >= '1900-01-01' and ends_at < '9999-01-01') not valid;
