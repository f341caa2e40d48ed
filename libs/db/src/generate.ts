import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/**
 * Writes `schema.sql`: what a migrated database holds, in a fixed order, so that a reviewer sees what
 * a change does to tables, constraints, policies and rights. It is read, never executed.
 *
 * @param databaseUrl a migrated database, as administrator
 */
export async function generateSchema(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // Everything is printed with its schema.
    await client.query(`set search_path = ''`);
    const sections = [
      '-- Generated from a migrated database by `npm run generate`; read it, do not run it.',
    ];
    for (const { title, sql } of parts) {
      const { rows } = await client.query<{ line: string }>(sql);
      sections.push(`\n-- ${title}\n`, ...rows.map((row) => row.line));
    }
    await writeFile(join(import.meta.dirname, '..', 'schema.sql'), `${sections.join('\n')}\n`);
  } finally {
    await client.end();
  }
}

const ours = `('app_public', 'app_hidden', 'app_private')`;

const parts = [
  {
    title: 'Types',
    sql: `select 'type ' || t.oid::regtype || ' as ' || case t.typtype
        when 'e' then 'enum (' || (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_catalog.pg_enum where enumtypid = t.oid) || ')'
        else '(' || (select string_agg(attname || ' ' || pg_catalog.format_type(atttypid, atttypmod), ', ' order by attnum)
          from pg_catalog.pg_attribute where attrelid = t.typrelid and attnum > 0) || ')'
      end || ';' as line
      from pg_catalog.pg_type t
      left join pg_catalog.pg_class c on c.oid = t.typrelid
      where t.typnamespace::pg_catalog.regnamespace::text in ${ours}
        and (t.typtype = 'e' or (t.typtype = 'c' and c.relkind = 'c'))
      order by t.oid::regtype::text`,
  },
  {
    title: 'Tables',
    sql: `select E'\\ntable ' || c.oid::regclass || E' (\\n' || (
        select string_agg('  ' || a.attname || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
          || case when a.attnotnull then ' not null' else '' end
          || case when a.attidentity <> '' then ' generated always as identity' else '' end
          || coalesce(' default ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid), ''), E',\\n' order by a.attnum)
        from pg_catalog.pg_attribute a
        left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)
      || coalesce((
        -- PostgreSQL 18 lists NOT NULL among the constraints, 15 does not.
        select E',\\n' || string_agg('  constraint ' || k.conname || ' ' || pg_catalog.pg_get_constraintdef(k.oid), E',\\n' order by k.conname)
        from pg_catalog.pg_constraint k where k.conrelid = c.oid and k.contype <> 'n'), '')
      || E'\\n);'
      || coalesce((
        select string_agg(E'\\n' || pg_catalog.pg_get_indexdef(i.indexrelid) || ';', '' order by i.indexrelid::regclass::text)
        from pg_catalog.pg_index i
        where i.indrelid = c.oid and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))), '')
      || coalesce((
        select string_agg(E'\\n' || pg_catalog.pg_get_triggerdef(g.oid) || ';', '' order by g.tgname)
        from pg_catalog.pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal), '') as line
      from pg_catalog.pg_class c
      where c.relkind = 'r' and c.relnamespace::pg_catalog.regnamespace::text in ${ours}
      order by c.oid::regclass::text`,
  },
  {
    title: 'Policies',
    sql: `select format('policy %s on %I.%I for %s to %s', policyname, schemaname, tablename, lower(cmd), array_to_string(roles, ', '))
        || coalesce(E'\\n  using ' || qual, '') || coalesce(E'\\n  with check ' || with_check, '') || ';' as line
      from pg_catalog.pg_policies
      where schemaname in ${ours} and policyname <> 'owner_all'
      order by schemaname, tablename, policyname`,
  },
  {
    title: 'Rights on tables and columns',
    sql: `select 'grant ' || privilege || ' on ' || relation || ' to ' || grantee || ';' as line from (
        select c.oid::regclass::text as relation, a.grantee::pg_catalog.regrole::text as grantee,
          string_agg(lower(a.privilege_type), ', ' order by a.privilege_type) as privilege
        from pg_catalog.pg_class c cross join lateral pg_catalog.aclexplode(c.relacl) a
        where c.relnamespace::pg_catalog.regnamespace::text in ${ours} and a.grantee <> c.relowner
        group by 1, 2
        union all
        select t.attrelid::regclass::text, a.grantee::pg_catalog.regrole::text,
          lower(a.privilege_type) || ' (' || string_agg(t.attname, ', ' order by t.attnum) || ')'
        from pg_catalog.pg_attribute t
        join pg_catalog.pg_class c on c.oid = t.attrelid
        cross join lateral pg_catalog.aclexplode(t.attacl) a
        where c.relnamespace::pg_catalog.regnamespace::text in ${ours}
        group by 1, 2, a.privilege_type) as granted
      order by relation, grantee, privilege`,
  },
  {
    title: 'Functions: who may call them (their text is in functions/)',
    sql: `select 'function ' || p.oid::regprocedure || ' returns ' || pg_catalog.pg_get_function_result(p.oid) || ' '
        || case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end
        || case when p.prosecdef then ' security definer' else '' end
        || coalesce(' to ' || (
          select string_agg(a.grantee::pg_catalog.regrole::text, ', ' order by a.grantee::pg_catalog.regrole::text)
          from pg_catalog.aclexplode(p.proacl) a where a.grantee <> p.proowner), '') || ';' as line
      from pg_catalog.pg_proc p
      where p.pronamespace::pg_catalog.regnamespace::text in ${ours}
      order by p.oid::regprocedure::text`,
  },
];
