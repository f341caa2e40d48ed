-- PostgreSQL knows abbreviations (CEST), rules (UTC+3) and times (infinity, the year 12026) that no browser and no
-- mail can tell: one such event on a page took the page down.
create or replace function app_hidden.is_time_zone(name text) returns boolean
language sql immutable set search_path = pg_catalog
as $$
  select (timestamptz '2000-01-01' at time zone name) is not null
    and name ~ '^(UTC|GMT|Etc/GMT(\+([0-9]|1[0-2])|-([0-9]|1[0-4]))|[A-Z][A-Za-z_]+(/[A-Z][A-Za-z_-]+){1,2})$'
$$;
comment on function app_hidden.is_time_zone(text) is
  'True for an IANA zone of the form Area/Place, Etc/GMT±h, UTC or GMT; raises invalid_parameter_value for what is no zone at all.';

-- What cannot be told keeps its hours on the clock, at the offset it has when the event begins.
with wrong as (
  select id, extract(epoch from (starts_at at time zone timezone) - (starts_at at time zone 'UTC')) / 3600 as ahead
  from app_public.events where not app_hidden.is_time_zone(timezone))
update app_public.events e
set timezone = case when w.ahead = 0 or w.ahead <> trunc(w.ahead) or w.ahead not between -12 and 14 then 'UTC'
  else 'Etc/GMT' || case when w.ahead > 0 then '-' else '+' end || abs(w.ahead)::int end
from wrong w where w.id = e.id;

update app_public.events
set check_in_opens_at = case when check_in_opens_at between '1900-01-01' and '9999-01-01' then check_in_opens_at end,
  check_in_closes_at = case when check_in_closes_at between '1900-01-01' and '9999-01-01' then check_in_closes_at end,
  cancellable_until = case when cancellable_until between '1900-01-01' and '9999-01-01' then cancellable_until end,
  transfers_close_at = case when transfers_close_at between '1900-01-01' and '9999-01-01' then transfers_close_at end
where not (check_in_opens_at between '1900-01-01' and '9999-01-01' and check_in_closes_at between '1900-01-01' and '9999-01-01'
  and cancellable_until between '1900-01-01' and '9999-01-01' and transfers_close_at between '1900-01-01' and '9999-01-01');
-- The door of all events is asked in one statement, which one that closes before it opens made fail.
update app_public.events set check_in_opens_at = null, check_in_closes_at = null
where coalesce(check_in_closes_at, ends_at + interval '6 hours') <= coalesce(check_in_opens_at, starts_at - interval '6 hours');

alter table app_public.events
  add constraint events_times_can_be_told check (
    starts_at >= '1900-01-01' and ends_at < '9999-01-01'
    and check_in_opens_at between '1900-01-01' and '9999-01-01' and check_in_closes_at between '1900-01-01' and '9999-01-01'
    and cancellable_until between '1900-01-01' and '9999-01-01' and transfers_close_at between '1900-01-01' and '9999-01-01') not valid,
  add constraint events_door_closes_after_it_opens check (
    coalesce(check_in_closes_at, ends_at + interval '6 hours') > coalesce(check_in_opens_at, starts_at - interval '6 hours')) not valid;
