import { claimSettings } from '@foyer/db';
import type pg from 'pg';
import type { Place } from './world/canaries.ts';
import { type Right, readRights, type Table } from './world/catalogue.ts';
import type { Plant, Row } from './world/plant.ts';
import { tablesOfNobody } from './world/plantings.ts';
import { type Viewer, viewersOf } from './world/viewers.ts';
import { maySee, mayWrite } from './world/visibility.ts';

export type Probes = {
  /** What is not as it should be, in words; empty when the tenants are isolated and see their own. */
  run(client: pg.PoolClient, only?: { written: string }): Promise<string[]>;
};

const callerRoles = ['foyer_anonymous', 'foyer_user'];

/**
 * The isolation of the tenants asked of the database itself, as every kind of viewer: which rows of every
 * table they see, and which they can insert, change and delete. Works inside the transaction it is
 * given, so that whoever tears down a policy first can ask again.
 */
export async function createProbes(admin: pg.Pool | pg.PoolClient, plant: Plant): Promise<Probes> {
  const rights = await readRights(admin, callerRoles);
  const viewers = viewersOf(plant);
  const keyed = plant.tables.map((table) => ({ table, key: keyOf(table) }));
  const rowsOf = (table: string) => plant.rows.filter(({ place }) => place.table === table);

  return {
    async run(client, only) {
      const findings: string[] = await unprotected(client);
      await client.query('savepoint probes');
      await client.query(attemptsFunction);
      for (const viewer of viewers) {
        await become(client, viewer);
        findings.push(...(await reads(client, viewer)), ...(await writes(client, viewer, only)));
        await client.query('reset role');
        // One finding is enough to know that a torn down policy is missed.
        if (only && findings.length > 0) break;
      }
      await client.query('rollback to savepoint probes');
      findings.push(...(await ownersView(client)));
      return findings;
    },
  };

  /** The functions of the product run as the owner, and have to find every row. */
  async function ownersView(client: pg.PoolClient): Promise<string[]> {
    await client.query('set local role foyer_owner');
    const { rows } = await client.query<{ name: string; count: string }>(
      [...plant.tables.map(({ name }) => name), ...Object.keys(tablesOfNobody)]
        .map((name) => `select '${name}' as name, count(*) from ${name}`)
        .join(' union all '),
    );
    await client.query('reset role');
    return rows
      .filter(({ name, count }) => Number(count) < Math.max(1, rowsOf(name).length))
      .map(({ name, count }) => `the product's functions find only ${count} rows of ${name}`);
  }

  async function reads(client: pg.PoolClient, viewer: Viewer): Promise<string[]> {
    const role = roleOf(viewer);
    const readable = keyed.filter(({ table }) => rightOf(rights, role, table.name, 'select'));
    const { rows } = await client.query<{ name: string; keys: string[] }>(
      readable
        .map(
          ({ table, key }) =>
            `select '${table.name}' as name, coalesce(array_agg(${key.sql}), '{}') as keys from ${table.name}`,
        )
        .join(' union all '),
    );
    return readable.flatMap(({ table, key }) => {
      const seen = new Set(rows.find(({ name }) => name === table.name)?.keys);
      return rowsOf(table.name).flatMap((row) => {
        const sees = seen.has(key.of(row));
        if (sees === maySee(viewer, row.place)) return [];
        return [`${viewer.name} ${sees ? 'sees' : 'does not see'} ${placeName(row.place)}`];
      });
    });
  }

  async function writes(
    client: pg.PoolClient,
    viewer: Viewer,
    only?: { written: string },
  ): Promise<string[]> {
    const attempts = rights
      .filter(({ role, command }) => role === roleOf(viewer) && command !== 'select')
      .filter(({ table }) => only === undefined || only.written === table)
      .flatMap((right) => attemptsOf(right, viewer));
    if (attempts.length === 0) return [];
    const { rows } = await client.query<{ results: string[] }>(
      'select probes.attempts($1) as results',
      [attempts.map(({ sql }) => sql)],
    );
    return attempts.flatMap(({ what, expected }, i) => {
      // A key that is taken is found out after the policies have let the row through.
      const result = rows[0]?.results[i]?.replace('23505', '1');
      return result === expected
        ? []
        : [`${viewer.name}: ${what} gives ${result} instead of ${expected}`];
    });
  }

  /** Without a condition, so that only the policies say which rows are reached. */
  function attemptsOf(right: Right, viewer: Viewer) {
    const rows = rowsOf(right.table);
    const own = rows.filter(({ place }) => mayWrite(viewer, place));
    if (right.command === 'delete')
      return [
        {
          what: `delete from ${right.table}`,
          sql: `delete from ${right.table}`,
          expected: String(own.length),
        },
      ];
    if (right.command === 'update') {
      return [
        {
          what: `update of every ${right.table}`,
          sql: `update ${right.table} set "${writableText(right)}" = 'Changed ' || gen_random_uuid()`,
          expected: String(own.length),
        },
        {
          what: `giving away ${right.table}`,
          sql: `update ${right.table} set ${giveAway(right.table)}`,
          expected: own.length > 0 ? '42501' : '0',
        },
      ];
    }
    return rows.map(({ place }) => {
      const values = plant.fresh(place, right.columns);
      const columns = right.columns.filter((column) => values[column] !== undefined);
      return {
        what: `insert into ${right.table} for ${place.side}, ${place.world}`,
        sql: `insert into ${right.table} (${columns.map((c) => `"${c}"`)}) values (${columns.map((c) => literal(values[c]))})`,
        expected: mayWrite(viewer, place) ? '1' : '42501',
      };
    });
  }

  /** Makes each row somebody's who is not its owner; needs the right to that column, see `liftRights`. */
  function giveAway(name: string): string {
    const column = tenantColumn(plant, name);
    return `"${column}" = app_hidden.uuid_v7()`;
  }

  /** A column that takes any short text and has to be unique nowhere. */
  function writableText(right: Right): string {
    const table = plant.tables.find(({ name }) => name === right.table);
    const texts = right.columns.filter(
      (name) => table?.columns.find((c) => c.name === name)?.type === 'text' && name !== 'slug',
    );
    const column = texts[0];
    if (!column) throw new Error(`Say how ${right.table} is updated in a probe.`);
    return column;
  }
}

const roleOf = (viewer: Viewer): string =>
  viewer.claims.userId ? 'foyer_user' : 'foyer_anonymous';
const rightOf = (rights: Right[], role: string, table: string, command: string) =>
  rights.find((r) => r.role === role && r.table === table && r.command === command);
const placeName = ({ table, side, world, variant }: Place): string =>
  `${table} of tenant ${side} (${[world, variant].filter(Boolean).join(', ')})`;

async function become(client: pg.PoolClient, viewer: Viewer): Promise<void> {
  const settings = Object.entries(claimSettings(viewer.claims));
  await client.query(
    `select ${settings.map((_, i) => `set_config($${2 * i + 1}, $${2 * i + 2}, true)`).join(', ')}`,
    settings.flat(),
  );
}

/** Tables that row-level security does not hold for, and those of services that a caller has any right on. */
async function unprotected(client: pg.PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ finding: string }>(
    `select format('%s: row-level security is not enabled and forced', oid::regclass) as finding from pg_class
     where relkind in ('r', 'p') and relnamespace::regnamespace::text in ('app_public', 'app_private', 'app_hidden')
       and not (relrowsecurity and relforcerowsecurity)
     union all
     select format('%s may %s %s', r, p, c.oid::regclass) from pg_class c,
       unnest(array['foyer_anonymous', 'foyer_user', 'foyer_authenticator', 'foyer_worker', 'foyer_checkin']) r,
       unnest(array['select', 'insert', 'update', 'references']) p
     where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace::regnamespace::text in ('app_private', 'app_hidden')
       and has_any_column_privilege(r, c.oid, p)`,
  );
  return rows.map(({ finding }) => finding);
}

const tenantColumn = (plant: Plant, name: string): string =>
  plant.tables.find((t) => t.name === name)?.columns.some((c) => c.name === 'org_id')
    ? 'org_id'
    : 'id';

/** Lets callers write the columns that say whose a row is, so that nothing but policies stands in their way. */
export async function liftRights(client: pg.PoolClient, plant: Plant): Promise<void> {
  for (const { role, table, command } of await readRights(client, callerRoles))
    if (command === 'update')
      await client.query(`grant update ("${tenantColumn(plant, table)}") on ${table} to ${role}`);
}

/** How a row is recognized: by its primary key's first column that tells rows apart. */
function keyOf(table: Table): { sql: string; of: (row: Row) => string } {
  const has = (name: string) => table.columns.some((c) => c.name === name);
  const columns = has('id') ? ['id'] : table.columns.slice(0, 4).map(({ name }) => name);
  return {
    sql: columns.map((c) => `"${c}"::text`).join(" || '/' || "),
    of: (row) => columns.map((c) => String(row.values[c])).join('/'),
  };
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Buffer.isBuffer(value)) return `'\\x${value.toString('hex')}'`;
  if (value instanceof Date) return `'${value.toISOString()}'`;
  if (Array.isArray(value)) return `array[${value.map(literal)}]::text[]`;
  return `'${String(value).replaceAll("'", "''")}'`;
}

/** Tries each statement, undoes it, and says how many rows it reached or with what error it ended. */
const attemptsFunction = `
  create schema probes;
  create function probes.attempts(statements text[]) returns text[] language plpgsql as $probe$
  declare
    statement text;
    reached bigint;
    results text[] := '{}';
  begin
    foreach statement in array statements loop
      begin
        execute statement;
        get diagnostics reached = row_count;
        raise exception using errcode = 'UNDO0', message = reached::text;
      exception when others then
        results := results || case sqlstate when 'UNDO0' then sqlerrm else sqlstate end;
      end;
    end loop;
    return results;
  end $probe$;
  grant usage on schema probes to public`;
