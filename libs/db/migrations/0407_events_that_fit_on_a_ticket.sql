-- A ticket's code tells when it admits in seconds since 1970, in 32 bits (libs/ticket-token): beyond, neither its PDF
-- nor its mail can be made. An event that lies there already can still be called off.
update app_public.events set check_in_opens_at = null, check_in_closes_at = null
where not (check_in_opens_at between '1970-01-01' and '2106-01-01' and check_in_closes_at between '1970-01-01' and '2106-01-01');

alter table app_public.events
  add constraint events_fit_on_a_ticket check (status = 'cancelled'
    or coalesce(check_in_opens_at, starts_at - interval '6 hours') >= '1970-01-01'
      and coalesce(check_in_closes_at, ends_at + interval '6 hours') <= '2106-01-01') not valid;
