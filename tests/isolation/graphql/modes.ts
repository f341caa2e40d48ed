import type { Side, World } from '../world/canaries.ts';
import type { Plant, Row } from '../world/plant.ts';
import { isPublicCell } from '../world/public-things.ts';
import type { Slot } from './schema.ts';

/** Whose ids a question is asked with: those of one of a tenant's events, or of nothing that exists. */
export type Mode = { name: string; world: World; pick: 'first' | 'last' };
export const modes: Mode[] = [
  { name: 'draft', world: 'draft', pick: 'first' },
  { name: 'unlisted', world: 'unlisted', pick: 'first' },
  { name: 'public', world: 'public', pick: 'first' },
  // The hidden ticket type, the guest's registration, the speaker who speaks nowhere.
  { name: 'public_last', world: 'public', pick: 'last' },
];

export function rowOf(plant: Plant, slot: Slot, side: Side, mode: Mode): Row {
  const rows = plant.rows.filter(({ place }) => place.table === slot.table && place.side === side);
  const near = rows.filter(({ place }) => place.world === mode.world || place.world === null);
  const row = near.at(mode.pick === 'first' ? 0 : -1) ?? rows[0];
  if (!row) throw new Error(`Nothing is planted in ${slot.table}.`);
  return row;
}

/** Whether a value is one that everybody may know, such as the id of an organization or of a public event. */
export function isPublicValue(plant: Plant, side: Side, value: unknown): boolean {
  let known = publicValues.get(plant);
  if (!known) {
    known = { a: new Set(), b: new Set() };
    for (const { place, values } of plant.rows)
      for (const [column, cell] of Object.entries(values))
        if (isPublicCell(place, column)) known[place.side].add(JSON.stringify(cell));
    publicValues.set(plant, known);
  }
  return known[side].has(JSON.stringify(value));
}

const publicValues = new WeakMap<Plant, Record<Side, Set<string>>>();

/** A value of the same kind that nothing has. */
export function valueOfNobody(value: unknown, type: string): unknown {
  if (/^UUID/.test(type)) return 'cccc0bad-0000-7000-8000-00000000dead';
  if (/^(BigInt|Int|Float)/.test(type)) return /^Int|^Float/.test(type) ? 987_654_321 : '987654321';
  if (/^Datetime|^Date/.test(type)) return '1999-01-01T00:00:00Z';
  if (/^JSON/.test(type)) return { canary: 'nobody' };
  if (/^\[/.test(type)) return ['nobody'];
  if (/^String/.test(type))
    return typeof value === 'string' && value.includes('@')
      ? 'nobody@people.example'
      : 'nobody-at-all';
  // Enums and flags are nobody's: the same value, the same answer.
  return value;
}
