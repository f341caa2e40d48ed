create or replace function app_private.refuse(refusal jsonb) returns void
language plpgsql volatile set search_path = pg_catalog
as $$
begin
  if refusal ? 'hint' then
    raise exception using errcode = refusal ->> 'sqlState', message = refusal ->> 'message', hint = refusal ->> 'hint';
  elsif refusal is not null then
    raise exception using errcode = refusal ->> 'sqlState', message = refusal ->> 'message';
  end if;
end
$$;
comment on function app_private.refuse(jsonb) is
  'Raises what one of a batch was refused with, {sqlState, message, hint}, where it came alone; null is no refusal.';
