create or replace function app_private.search_guests(event_id uuid, search text, row_limit int default 20)
returns table (ticket_id uuid, code text, status app_public.ticket_status, attendee_name text, email_hint text,
  ticket_type_name text, confirmation_number text, checked_in_at timestamptz)
language sql stable security definer set search_path = pg_catalog, extensions
as $$
  -- For the check-in service, which serves a device only its own event.
  with words as (
    select trim(search) as word, replace(replace(replace(trim(search), '\', '\\'), '%', '\%'), '_', '\_') as pattern,
      translate(regexp_replace(upper(trim(search)), '[\s-]', '', 'g'), 'OIL', '011') as code)
  select t.id, t.code, t.status, t.attendee_name,
    -- Enough to tell two people of one name apart, too little to write down.
    regexp_replace(t.attendee_email, '^(.).*@', '\1…@'),
    y.name, r.confirmation_number, c.checked_in_at
  from words w
  join app_public.tickets t on t.event_id = search_guests.event_id
  join app_public.ticket_types y on y.id = t.ticket_type_id
  join app_public.registrations r on r.id = t.registration_id
  left join app_public.check_ins c
    on c.org_id = t.org_id and c.ticket_id = t.id and c.session_id is null and c.undone_at is null
  where length(w.word) >= 2 and (
    t.attendee_name ilike '%' || w.pattern || '%'
    or t.attendee_name % w.word
    or w.word <% t.attendee_name
    or (length(w.code) >= 4 and t.code like replace(replace(replace(w.code, '\', '\\'), '%', '\%'), '_', '\_') || '%')
    or t.attendee_email like lower(w.pattern) || '%'
    or r.confirmation_number = upper(w.word)
    or r.buyer_email = lower(w.word))
  order by (t.code = w.code or r.confirmation_number = upper(w.word)) desc, (t.status = 'valid') desc,
    (t.attendee_name ilike w.pattern || '%') desc, (t.attendee_name ilike '% ' || w.pattern || '%') desc,
    word_similarity(w.word, t.attendee_name) desc, t.attendee_name, t.id
  limit least(row_limit, 20)
$$;
comment on function app_private.search_guests(uuid, text, int) is
  'Guests of one event by name (also misspelt), e-mail, code or confirmation number, the likeliest first, 20 at most.';
grant execute on function app_private.search_guests(uuid, text, int) to foyer_checkin;
