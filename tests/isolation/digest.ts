import type pg from 'pg';
import type { Side } from './world/canaries.ts';
import type { Plant } from './world/plant.ts';
import { movedByTheClock } from './world/public-things.ts';

/** A digest per table of everything that is not the other tenant's, to see that nobody changed it. */
export async function digestOfTenant(
  admin: pg.Pool,
  plant: Plant,
  side: Side,
): Promise<Record<string, string>> {
  const theirs = plant.find(side, 'app_public.organizations').values.id;
  const { rows } = await admin.query<{ name: string; digest: string }>(
    plant.tables
      .filter(({ name }) => !movedByTheClock[name])
      .map(({ name, columns }) => {
        const ofTenant = columns.some((c) => c.name === 'org_id')
          ? `t.org_id = '${theirs}'`
          : `to_jsonb(t)::text like any (array[${knownRows(plant, name, side)}]::text[])`;
        return `select '${name}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest
          from ${name} t where ${ofTenant}`;
      })
      .join(' union all '),
  );
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

/** Rows without a tenant's id are known by the id of whatever they belong to. */
function knownRows(plant: Plant, name: string, side: Side): string {
  const head = side === 'a' ? 'aaaa' : 'bbbb';
  const ids = plant.rows
    .filter(({ place }) => place.table === name && place.side === side)
    .flatMap(({ values }) => Object.values(values))
    .filter((value): value is string => typeof value === 'string' && value.length >= 8)
    .filter((value) => value.startsWith(head) || value.startsWith('\\x') || value.includes('-'))
    .filter((value) => !/^\d{4}-/.test(value));
  return ids.map((id) => `'%${id.replaceAll('\\', '\\\\').replaceAll("'", "''")}%'`).join(', ');
}

export function changedTables(
  before: Record<string, string>,
  after: Record<string, string>,
): string[] {
  return Object.keys(before).filter((name) => before[name] !== after[name]);
}
