create or replace function app_public.tickets_checked_in_at(t app_public.tickets) returns timestamptz
language sql stable set search_path = pg_catalog
as $$
  select c.checked_in_at from app_public.check_ins c
  where c.ticket_id = t.id and c.session_id is null and c.undone_at is null
$$;
comment on function app_public.tickets_checked_in_at(app_public.tickets) is 'When this ticket was let in at the event''s door; null when it was not.';
grant execute on function app_public.tickets_checked_in_at(app_public.tickets) to foyer_anonymous, foyer_user;
