import type pg from 'pg';

type Client = pg.Pool | pg.PoolClient;

export type Column = {
  name: string;
  /** As `format_type` without its modifier: text, uuid, jsonb, … */
  type: string;
  /** First label, for enums. */
  label: string | null;
  isNullable: boolean;
  hasDefault: boolean;
  isIdentity: boolean;
};
export type ForeignKey = { columns: string[]; parent: string; parentColumns: string[] };
export type Table = { name: string; columns: Column[]; foreignKeys: ForeignKey[] };
export type Policy = {
  table: string;
  name: string;
  command: string;
  roles: string[];
  using: string | null;
  check: string | null;
};

/** Our schemas whose tables hold rows. `name` is always `schema.table`. */
const schemas = ['app_public', 'app_private', 'app_hidden'];

/** Every table, each after those it refers to. */
export async function readTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.oid::regclass::text as name,
       (select jsonb_agg(jsonb_build_object(
          'name', a.attname, 'type', format_type(a.atttypid, null),
          'label', (select enumlabel from pg_enum where enumtypid = a.atttypid order by enumsortorder limit 1),
          'isNullable', not a.attnotnull, 'hasDefault', a.atthasdef, 'isIdentity', a.attidentity <> '')
          order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
       coalesce((select jsonb_agg(jsonb_build_object(
          'parent', k.confrelid::regclass::text,
          'columns', (select jsonb_agg(a.attname order by i.n) from unnest(k.conkey) with ordinality i (at, n)
             join pg_attribute a on a.attrelid = k.conrelid and a.attnum = i.at),
          'parentColumns', (select jsonb_agg(a.attname order by i.n) from unnest(k.confkey) with ordinality i (at, n)
             join pg_attribute a on a.attrelid = k.confrelid and a.attnum = i.at)) order by k.conname)
        from pg_constraint k where k.conrelid = c.oid and k.contype = 'f'), '[]') as "foreignKeys"
     from pg_class c
     where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace::regnamespace::text = any ($1)
     order by c.oid::regclass::text`,
    [schemas],
  );
  return inOrderOfReference(rows);
}

function inOrderOfReference(tables: Table[]): Table[] {
  const ordered: Table[] = [];
  const add = (table: Table, path: string[]) => {
    if (ordered.includes(table)) return;
    if (path.includes(table.name))
      throw new Error(`Tables refer to each other: ${path.join(' > ')}`);
    for (const { parent } of table.foreignKeys) {
      const next = tables.find(({ name }) => name === parent);
      if (next && next !== table) add(next, [...path, table.name]);
    }
    ordered.push(table);
  };
  for (const table of tables) add(table, []);
  return ordered;
}

export async function readPolicies(client: Client): Promise<Policy[]> {
  const { rows } = await client.query<Policy>(
    `select format('%I.%I', schemaname, tablename) as table, policyname as name, lower(cmd) as command,
       roles::text[] as roles, qual as using, with_check as check
     from pg_policies where schemaname = any ($1) order by 1, 2`,
    [schemas],
  );
  return rows;
}

export type Right = { role: string; table: string; command: string; columns: string[] };

/** What the roles of callers may do at all with tables, or with some of their columns. */
export async function readRights(client: Client, roles: string[]): Promise<Right[]> {
  const { rows } = await client.query<Right>(
    `select r.role, c.oid::regclass::text as table, p.command,
       case when p.command = 'delete'
         then case when has_table_privilege(r.role, c.oid, 'delete') then array['*'] else '{}' end
         else (select coalesce(array_agg(a.attname::text order by a.attnum), '{}') from pg_attribute a
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
             and has_column_privilege(r.role, c.oid, a.attnum, p.command)) end as columns
     from unnest($1::text[]) as r (role)
     cross join (values ('select'), ('insert'), ('update'), ('delete')) as p (command)
     join pg_class c on c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace::regnamespace::text = any ($2)
     order by 1, 2, 3`,
    [roles, schemas],
  );
  return rows.filter(({ columns }) => columns.length > 0);
}
