create or replace function app_private.claim_admission(event_id uuid, place_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog
as $$
-- Instead of RLS: the id of a place is random and known to its owner alone.
declare
  gate record; place app_private.waiting_places; until_epoch text;
begin
  select * into place from app_private.waiting_places p
  where p.id = claim_admission.place_id and p.event_id = claim_admission.event_id
  for update;
  select * into gate from app_private.sale_gate(claim_admission.event_id);
  if place.id is null then
    raise exception 'There is no such place in line.' using errcode = 'FY006', hint = 'Join the line again.';
  end if;
  if not gate.is_open then
    return jsonb_build_object('outcome', 'not_needed');
  end if;
  if place.number > gate.admitted_through then
    return jsonb_build_object('outcome', 'waiting', 'number', place.number);
  end if;
  if place.admitted_at is null then
    update app_private.waiting_places p
    set admitted_at = clock_timestamp(), admitted_until = clock_timestamp() + make_interval(mins => gate.admission_minutes)
    where p.id = place.id
    returning * into place;
  elsif place.admitted_until <= clock_timestamp() then
    return jsonb_build_object('outcome', 'expired', 'number', place.number);
  end if;
  until_epoch := floor(extract(epoch from place.admitted_until))::bigint::text;
  return jsonb_build_object('outcome', 'admitted', 'number', place.number, 'until', to_timestamp(until_epoch::bigint),
    'admission', place.id || '.' || until_epoch || '.'
      || app_private.admission_signature(gate.signing_key, claim_admission.event_id, place.id::text, until_epoch));
end
$$;
comment on function app_private.claim_admission(uuid, uuid) is
  'The admission of a place whose turn has come, as often as it is asked for: {"outcome": "admitted", admission, until},
or "waiting", "expired" (join again) or "not_needed" (the room is closed). An admission starts with its first claim, so
who comes back late has lost nothing.';
grant execute on function app_private.claim_admission(uuid, uuid) to foyer_authenticator;
