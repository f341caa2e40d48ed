-- Most organizations have one event and a handful of speakers. From that average the planner would conclude that a
-- row is found among its organization's as quickly as by its id, and read all 500 speakers of a congress for each of
-- them. It is told to expect many: then what belongs to an organization is looked up by its id.
do $$
declare
  tenant_table record;
begin
  for tenant_table in
    select c.oid::regclass as name, c.reltuples > 0 as is_counted
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace in ('app_public'::regnamespace, 'app_private'::regnamespace)
    where a.attname = 'org_id' and not a.attisdropped
    order by 1
  loop
    execute format('alter table %s alter column org_id set (n_distinct = -0.01)', tenant_table.name);
    -- One that was found empty would be planned for as if it stayed so.
    if tenant_table.is_counted then
      execute format('analyze %s', tenant_table.name);
    end if;
  end loop;
end
$$;
