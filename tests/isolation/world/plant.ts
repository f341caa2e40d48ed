import { loadEventKey } from '@foyer/db';
import type pg from 'pg';
import {
  canaryId,
  canaryText,
  digestOf,
  isMarked,
  type Place,
  type Side,
  sides,
  type World,
  worlds,
} from './canaries.ts';
import { type Column, readTables, type Table } from './catalogue.ts';
import { type Given, plantings, tablesOfNobody, tablesWithoutMark } from './plantings.ts';
import { isPublicCell, unknownPublicColumns } from './public-things.ts';

export type Row = { place: Place; values: Record<string, unknown> };
export type Plant = {
  tables: Table[];
  rows: Row[];
  /** A planted row; without a variant the first one. @throws when there is none */
  find(side: Side, table: string, world?: World | null, variant?: string): Row;
  /** One more row like a planted one, that is in no table: what somebody could try to insert. */
  fresh(like: Place, columns: string[]): Record<string, unknown>;
};

export const foyerSecret = 'a-secret-of-the-tests-that-is-long-enough';

/**
 * Two tenants, each with three events and at least one row in every table, canaries wherever a column
 * can hold one. The tables come from the catalogue: one that is new is planted too, or the test says what
 * it needs to know.
 */
export async function plantTenants(admin: pg.Pool, api: pg.Pool): Promise<Plant> {
  const client = await admin.connect();
  const rows: Row[] = [];
  const all = await readTables(client);
  const tables = all.filter(({ name }) => !tablesOfNobody[name]);
  const find: Plant['find'] = (side, table, world = null, variant) => {
    const there = rows.filter(({ place }) => place.side === side && place.table === table);
    const near = there.filter(({ place }) => place.world === world || place.world === null);
    const row =
      near.find(({ place }) => place.variant === variant) ??
      (variant === undefined ? (near[0] ?? there[0]) : undefined);
    if (!row) throw new Error(`Nothing is planted in ${table} (${side}, ${world}, ${variant}).`);
    return row;
  };
  const valuesOf = (table: Table, place: Place) => valuesOfRow(table, place, rows);
  try {
    await client.query('begin');
    // Nothing but what is planted: no audit rows, no notifications. Foreign keys are checked all the same.
    for (const { name } of tables) await client.query(`alter table ${name} disable trigger user`);
    for (const table of tables) {
      if (table.name === 'app_private.event_keys') continue;
      for (const place of placesOf(table, tables)) {
        const given = valuesOf(table, place);
        const columns = Object.keys(given);
        const { rows: inserted } = await client
          .query<{ row: Record<string, unknown> }>(
            `insert into ${table.name} as t (${columns.map((c) => `"${c}"`).join(', ')}) overriding system value
             values (${columns.map((_, i) => `$${i + 1}`).join(', ')}) returning to_jsonb(t) as row`,
            columns.map((column) => encode(given[column])),
          )
          .catch((error: Error) => {
            throw new Error(
              `${table.name} (${place.world ?? 'tenant'}, ${place.variant}) could not be planted; ` +
                `say in plantings.ts what its rows hold: ${error.message}`,
            );
          });
        rows.push({ place, values: inserted[0]?.row ?? {} });
      }
    }
    // A table with checks to come cannot be altered.
    await client.query('set constraints all immediate');
    for (const { name } of tables) await client.query(`alter table ${name} enable trigger user`);
    for (const table of all.filter(({ name }) => tablesOfNobody[name])) {
      const given = Object.entries(
        valuesOf(table, { side: 'a', world: null, table: table.name, variant: 'nobody' }),
      );
      await client.query(
        `insert into ${table.name} (${given.map(([column]) => `"${column}"`)})
         values (${given.map((_, i) => `$${i + 1}`)}) on conflict do nothing`,
        given.map(([, value]) => encode(value)),
      );
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  // As if the door were running: nobody waits for it.
  await admin.query(
    'update app_private.door_watermarks set watermark = pg_snapshot_xmin(pg_current_snapshot())',
  );
  // Real keys, so that the tickets' holders can be shown their codes.
  for (const { place, values } of rows.filter(({ place }) => place.table === 'app_public.events')) {
    await loadEventKey(api, foyerSecret, values.id as string);
    const { rows: keys } = await admin.query(
      'select to_jsonb(k) as row from app_private.event_keys k where event_id = $1',
      [values.id],
    );
    rows.push({
      place: { ...place, table: 'app_private.event_keys' },
      values: keys[0].row,
    });
  }
  return {
    tables,
    rows,
    find,
    fresh(like, columns) {
      const table = tables.find(({ name }) => name === like.table);
      if (!table) throw new Error(`There is no table ${like.table}.`);
      const values = valuesOf(table, { ...like, variant: 'fresh' });
      return Object.fromEntries(columns.map((c) => [c, encode(values[c])]));
    },
  };
}

/** What the plant is missing: a row or a mark of either side in a table, or a public thing that is not there. */
export function gapsOf(plant: Plant): string[] {
  const empty = plant.tables.flatMap(({ name }) =>
    sides
      .filter((side) => !plant.rows.some((r) => r.place.table === name && r.place.side === side))
      .map((side) => `${name} has no row of tenant ${side}`),
  );
  const unmarked = plant.tables
    .filter(({ name }) => !tablesWithoutMark[name])
    .flatMap(({ name }) =>
      sides
        .filter((side) => !hasMark(plant, name, side))
        .map((side) => `${name} has no mark of tenant ${side}`),
    );
  const marked = Object.keys(tablesWithoutMark)
    .filter(
      (name) =>
        sides.some((side) => hasMark(plant, name, side)) ||
        !plant.tables.some((t) => t.name === name),
    )
    .map((name) => `${name} is listed as one without a mark`);
  const unknown = unknownPublicColumns(plant.tables).map(
    (c) => `${c} is listed as public and not there`,
  );
  return [...empty, ...unmarked, ...marked, ...unknown];
}

/** Whether a row says whose it is by more than ids, which sums and lists of names do not show. */
function hasMark({ tables, rows }: Plant, name: string, side: Side): boolean {
  const columns = tables.find((table) => table.name === name)?.columns ?? [];
  const telling = columns.filter(({ type }) => type !== 'uuid');
  return rows
    .filter(({ place }) => place.table === name && place.side === side)
    .some(({ values }) => telling.some((column) => isMarked(side, values[column.name])));
}

function placesOf(table: Table, tables: Table[]): Place[] {
  const planting = plantings[table.name] ?? {};
  const per = planting.per ?? (refersToEvent(table, tables) ? 'event' : 'tenant');
  const variants = Object.keys(planting.variants ?? { main: {} });
  return sides.flatMap((side) =>
    (per === 'event' ? worlds : [null]).flatMap((world) =>
      variants.map((variant) => ({ side, world, table: table.name, variant })),
    ),
  );
}

function refersToEvent(table: Table, tables: Table[], seen: string[] = []): boolean {
  if (seen.includes(table.name)) return false;
  return table.foreignKeys.some(({ parent }) => {
    if (parent === 'app_public.events' || plantings[parent]?.per === 'event') return true;
    const next = tables.find(({ name }) => name === parent);
    return next ? refersToEvent(next, tables, [...seen, table.name]) : false;
  });
}

function valuesOfRow(table: Table, place: Place, rows: Row[]): Record<string, unknown> {
  const planting = plantings[place.table] ?? {};
  const said = { ...planting.values, ...planting.variants?.[place.variant] };
  const parentOf = (parent: string, variant = place.variant): Row => {
    const there = rows.filter((r) => r.place.side === place.side && r.place.table === parent);
    const near = there.filter((r) => r.place.world === place.world || r.place.world === null);
    const row = near.find((r) => r.place.variant === variant) ?? near[0] ?? there[0];
    if (!row) throw new Error(`${place.table} refers to ${parent}, of which nothing is planted.`);
    return row;
  };
  const given: Given = {
    place,
    canary: (column = '') => canaryText(place, column, isPublicCell(place, column)),
    ref: (parent, variant, column) => parentOf(parent, variant).values[column],
  };
  const values: Record<string, unknown> = {};
  for (const column of table.columns) {
    if (column.name in said) {
      const value = said[column.name];
      if (value === undefined) continue;
      values[column.name] = typeof value === 'function' ? value(given) : value;
      continue;
    }
    // The longest key says most: (org_id, event_id, ticket_id) rather than a lone org_id.
    const key = table.foreignKeys
      .filter(({ columns }) => columns.includes(column.name))
      .sort((x, y) => y.columns.length - x.columns.length)[0];
    const value = key
      ? parentOf(key.parent).values[key.parentColumns[key.columns.indexOf(column.name)] ?? '']
      : column.name === 'org_id'
        ? parentOf('app_public.organizations').values.id
        : madeUp(column, place);
    if (value !== undefined) values[column.name] = value;
  }
  return values;
}

/** @returns undefined where the default does, or nothing has to be there */
function madeUp(column: Column, place: Place): unknown {
  const isPublic = isPublicCell(place, column.name);
  const text = canaryText(place, column.name, isPublic);
  switch (column.type) {
    case 'text':
      return text;
    case 'text[]':
      return [text];
    case 'jsonb':
      return { canary: text };
    case 'uuid':
      return canaryId(place, column.name, isPublic);
    case 'bytea':
      return digestOf(place, column.name);
    default:
  }
  if (column.isIdentity) return digestOf(place, column.name).readUInt32BE() + 4_000_000_000;
  if (column.hasDefault || column.isNullable) return undefined;
  if (column.label !== null) return column.label;
  if (/^timestamp|^date/.test(column.type)) return new Date();
  if (column.type === 'bigint') return digestOf(place, column.name).readUInt32BE() + 4_000_000_000;
  if (/int|numeric|double/.test(column.type)) return 1;
  if (column.type === 'boolean') return false;
  if (column.type === 'character') return 'EUR';
  return undefined;
}

function encode(value: unknown): unknown {
  const isJson =
    value !== null &&
    typeof value === 'object' &&
    !(value instanceof Date) &&
    !Buffer.isBuffer(value) &&
    !(Array.isArray(value) && value.every((v) => typeof v === 'string'));
  return isJson ? JSON.stringify(value) : value;
}
