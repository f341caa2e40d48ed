import type pg from 'pg';
import { type Row, seededTables, type WorldRows } from './rows.ts';

/** One statement carries at most this many rows, so that its JSON stays a few megabytes. */
const CHUNK = 2000;

/** Columns whose value the database works out from the row rather than takes from it. */
const computed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'app_public.registrations': {
    // The product's own number, with the day of the order in place of today.
    confirmation_number: `'REG-' || to_char(r.created_at at time zone 'UTC', 'YYYYMMDD') || substr(app_hidden.new_confirmation_number(), 13)`,
  },
};

/** Inserts all rows, table by table; every constraint is checked as for anyone else. */
export async function insertRows(client: pg.ClientBase, rows: WorldRows): Promise<void> {
  for (const table of seededTables) {
    for (let start = 0; start < rows[table].length; start += CHUNK) {
      await insertChunk(client, table, rows[table].slice(start, start + CHUNK));
    }
  }
}

async function insertChunk(client: pg.ClientBase, table: string, rows: Row[]): Promise<void> {
  const extra = computed[table] ?? {};
  // Rows of a table have the same columns; what is left out gets the column's default.
  const columns = Object.keys(rows[0] ?? {});
  const names = [...columns, ...Object.keys(extra)].map((name) => client.escapeIdentifier(name));
  const values = [
    ...columns.map((name) => `r.${client.escapeIdentifier(name)}`),
    ...Object.values(extra),
  ];
  await client.query(
    `insert into ${table} (${names.join(', ')})
     select ${values.join(', ')}
     from jsonb_populate_recordset(null::${table}, $1::jsonb) as r`,
    [JSON.stringify(rows.map(toJson))],
  );
}

function toJson(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Buffer ? `\\x${value.toString('hex')}` : value,
    ]),
  );
}
