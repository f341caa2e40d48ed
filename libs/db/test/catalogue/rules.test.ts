import { createTestDatabase, type TestDatabase } from '@foyer/testing';

/** Rules that hold for every object of the schema, so that a new table cannot forget one. */
let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

const ours = `('app_public', 'app_hidden', 'app_private')`;
const list = async (sql: string): Promise<string[]> =>
  (await db.pools.admin.query<{ name: string }>(sql)).rows.map((row) => row.name);

test('every table has row-level security, enabled and forced', async () => {
  expect(
    await list(`select oid::regclass::text as name from pg_class
      where relkind in ('r', 'p') and relnamespace::regnamespace::text in ${ours}
        and not (relrowsecurity and relforcerowsecurity)`),
  ).toEqual([]);
});

test('every table is owned by foyer_owner, which cannot log in nor bypass row-level security', async () => {
  expect(
    await list(`select oid::regclass::text as name from pg_class
      where relkind in ('r', 'p', 'v', 'm') and relnamespace::regnamespace::text in ${ours}
        and relowner::regrole::text <> 'foyer_owner'`),
  ).toEqual([]);
  expect(
    await list(`select rolname as name from pg_roles
      where rolname like 'foyer\\_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`),
  ).toEqual([]);
  expect(
    await list(`select rolname as name from pg_roles
      where rolname in ('foyer_owner', 'foyer_anonymous', 'foyer_user') and rolcanlogin`),
  ).toEqual([]);
});

test('no login role of a service owns the objects or becomes their owner', async () => {
  expect(
    await list(`select r.rolname as name from pg_roles r
      where r.rolname in ('foyer_authenticator', 'foyer_worker', 'foyer_checkin')
        and pg_has_role(r.oid, 'foyer_owner', 'member')`),
  ).toEqual([]);
});

test('the login of the API has no table rights of its own', async () => {
  expect(
    await list(`select distinct table_schema || '.' || table_name || ' ' || grantee as name
      from information_schema.role_table_grants
      where grantee in ('foyer_authenticator', 'foyer_worker', 'foyer_checkin', 'PUBLIC')
        and table_schema in ${ours}`),
  ).toEqual([]);
});

test('every foreign key has an index that leads with its columns, or with the id of the row it points at', async () => {
  expect(
    await list(`select c.conrelid::regclass || ' ' || c.conname as name from pg_constraint c
      where c.contype = 'f' and c.connamespace::regnamespace::text in ${ours}
        and not exists (
          select from pg_index i
          where i.indrelid = c.conrelid
            and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) like '%IS NOT NULL%')
            and (i.indkey[0] = c.conkey[cardinality(c.conkey)]
              or ((i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey
                and c.conkey @> (i.indkey::int2[])[0:cardinality(c.conkey) - 1])))`),
  ).toEqual([]);
});

test('every foreign key says what happens on delete', async () => {
  expect(
    await list(`select conrelid::regclass || ' ' || conname as name from pg_constraint
      where contype = 'f' and connamespace::regnamespace::text in ${ours} and confdeltype = 'a'`),
  ).toEqual([]);
});

test('every foreign key between tenant tables carries the tenant on both sides', async () => {
  // A ticket's registration, event and type are reached through composite keys; what is listed here
  // points at rows that a composite key of the same table already ties to the tenant.
  const allowed = [
    'app_public.check_ins check_ins_scan_id_fkey',
    'app_public.ledger_entries ledger_entries_registration_id_fkey',
    'app_public.refunds refunds_registration_id_fkey',
  ];
  const found = await list(`
    with tenant as (
      select attrelid, attnum from pg_attribute
      where attname = 'org_id' and not attisdropped and attrelid::regclass::text like 'app_public.%')
    select c.conrelid::regclass || ' ' || c.conname as name
    from pg_constraint c
    join tenant child on child.attrelid = c.conrelid
    join tenant parent on parent.attrelid = c.confrelid
    where c.contype = 'f' and not (child.attnum = any (c.conkey) and parent.attnum = any (c.confkey))
    order by 1`);
  expect(found).toEqual(allowed);
});

test('every unique index of a tenant table leads with org_id, but for primary keys and what names one of its rows', async () => {
  // These hold the tenant, or the id of a row that is one tenant's. Led by the tenant, they would be
  // compared three times where they are compared once, and a planner would take them for the way to what they are not.
  const allowed = [
    'app_public.check_ins_one_per_checkpoint',
    'app_public.check_ins_scan_id_org_id_key',
    'app_public.payments_of_organization',
    'app_public.refunds_by_provider_id',
    'app_public.registration_items_registration_id_ticket_type_id_key',
    'app_public.registrations_confirmation_number_org_id_key',
    'app_public.registrations_idempotency_key_event_id_key',
    'app_public.registrations_of_event',
    'app_public.tickets_code_event_id_org_id_key',
    'app_public.tickets_of_organization',
  ];
  expect(
    await list(`select i.indexrelid::regclass::text as name from pg_index i
      join pg_attribute a on a.attrelid = i.indrelid and a.attname = 'org_id'
      where i.indisunique and not i.indisprimary
        and i.indrelid::regclass::text like 'app_public.%' and i.indkey[0] <> a.attnum
      order by 1`),
  ).toEqual(allowed);
});

test('a policy looks into another table row by row, never by reading it for all tenants', async () => {
  // Without `offset 0` the planner may turn an `exists` into a hash of every row that the caller may see.
  const occurrences = (text: string) =>
    `regexp_count(coalesce(qual, with_check), '${text}', 1, 'i')`;
  expect(
    await list(`select tablename || ' ' || policyname as name from pg_policies
      where schemaname in ${ours} and ${occurrences('exists')} <> ${occurrences('offset 0')}`),
  ).toEqual([]);
});

test('the planner is told of every table that an event is one organization’s', async () => {
  // Told as independent, conditions on both are expected to leave next to nothing.
  expect(
    await list(`select c.oid::regclass::text as name from pg_class c
      join pg_attribute o on o.attrelid = c.oid and o.attname = 'org_id' and not o.attisdropped
      join pg_attribute e on e.attrelid = c.oid and e.attname = 'event_id' and not e.attisdropped
      where c.relkind = 'r' and c.relnamespace = 'app_public'::regnamespace
        and not exists (
          select from pg_statistic_ext s
          where s.stxrelid = c.oid and 'f' = any (s.stxkind) and s.stxkeys::int2[] @> array[o.attnum, e.attnum])`),
  ).toEqual([]);
});

test('the planner is told that an organization may have many rows of every table', async () => {
  // Of the average organization's one event it would look through all, where another has 500, instead of at an id.
  expect(
    await list(`select c.oid::regclass::text as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped
      where c.relkind = 'r' and c.relnamespace::regnamespace::text in ${ours}
        and 'n_distinct=-0.01' <> all (coalesce(a.attoptions, '{}'))`),
  ).toEqual([]);
});

test('every function pins its search_path, but for those that are written into the query that calls them', async () => {
  // With a setting of its own a function is called as a whole: each page of a list would read all of the list, and each
  // row that is inserted would start another query for its id.
  const allowed = [
    'app_hidden.crockford(bytea,integer)',
    'app_hidden.is_email_address(text)',
    'app_hidden.random_bytes_16()',
    'app_hidden.uuid_v7()',
    'app_public.discover_events(text,app_public.event_category,uuid,boolean)',
    'app_public.search_attendees(uuid,text,uuid,boolean)',
    'app_public.search_registrations(uuid,text,app_public.registration_status)',
  ];
  expect(
    await list(`select p.oid::regprocedure::text as name from pg_proc p
      where p.pronamespace::regnamespace::text in ${ours}
        and not exists (select from unnest(p.proconfig) c where c like 'search_path=%')
      order by 1`),
  ).toEqual(allowed);
});

test('no function may be executed by PUBLIC', async () => {
  expect(
    await list(`select p.oid::regprocedure::text as name from pg_proc p
      cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
      where p.pronamespace::regnamespace::text in ${ours} and a.grantee = 0`),
  ).toEqual([]);
});

test('a definer function that people can call says in a comment what it checks instead of RLS', async () => {
  expect(
    await list(`select p.oid::regprocedure::text as name from pg_proc p
      cross join lateral aclexplode(p.proacl) a
      where p.prosecdef and p.pronamespace::regnamespace::text in ('app_public', 'app_hidden')
        and a.grantee in ('foyer_anonymous'::regrole, 'foyer_user'::regrole)
        and p.prosrc !~* '(Instead of RLS|require_org_role|lock_my_pending_registration|The same answer)'
        and p.proname <> 'new_confirmation_number'`),
  ).toEqual([]);
});

test('every table and every function of the public schema is documented', async () => {
  expect(
    await list(`select oid::regclass::text as name from pg_class
      where relkind in ('r', 'v') and relnamespace = 'app_public'::regnamespace
        and obj_description(oid, 'pg_class') is null`),
  ).toEqual([]);
  expect(
    await list(`select oid::regprocedure::text as name from pg_proc
      where pronamespace = 'app_public'::regnamespace and obj_description(oid, 'pg_proc') is null`),
  ).toEqual([]);
});

test('views run with the rights of the caller, and no materialized view is granted', async () => {
  expect(
    await list(`select oid::regclass::text as name from pg_class
      where relkind = 'v' and relnamespace::regnamespace::text in ${ours}
        and not coalesce('security_invoker=true' = any (reloptions), false)`),
  ).toEqual([]);
  expect(
    await list(`select c.oid::regclass::text as name from pg_class c, aclexplode(c.relacl) a
      where c.relkind = 'm' and a.grantee <> c.relowner`),
  ).toEqual([]);
});

test('nobody but the owner may truncate, and people may write only columns that are named', async () => {
  expect(
    await list(`select table_name || ' ' || grantee || ' ' || privilege_type as name
      from information_schema.role_table_grants
      where table_schema in ${ours} and grantee in ('foyer_anonymous', 'foyer_user')
        and privilege_type in ('INSERT', 'UPDATE', 'TRUNCATE', 'REFERENCES', 'TRIGGER')`),
  ).toEqual([]);
  expect(
    await list(`select distinct table_name as name from information_schema.role_column_grants
      where table_schema in ${ours} and grantee = 'foyer_anonymous' and privilege_type <> 'SELECT'`),
  ).toEqual([]);
});
