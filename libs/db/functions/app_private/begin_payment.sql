create or replace function app_private.begin_payment(
  registration_id uuid, user_id uuid, link_registration_id uuid, provider text
) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog
as $$
declare
  answer jsonb := app_private.begin_payments(jsonb_build_array(jsonb_build_object('registrationId', registration_id,
    'userId', user_id, 'linkRegistrationId', link_registration_id, 'provider', provider))) -> 0;
begin
  perform app_private.refuse(answer -> 'refusal');
  return answer;
end
$$;
comment on function app_private.begin_payment(uuid, uuid, uuid, text) is 'begin_payments for one, which raises what it is refused with.';
grant execute on function app_private.begin_payment(uuid, uuid, uuid, text) to foyer_authenticator;
