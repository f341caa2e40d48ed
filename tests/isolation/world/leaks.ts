import { otherSide, type Side, secretMarks } from './canaries.ts';
import type { Plant } from './plant.ts';
import { isPublicCell } from './public-things.ts';

/** @returns what an answer holds of a tenant's secrets besides what was sent */
export type FindLeaks = (side: Side, answer: string, sent?: unknown) => string[];

export function createLeakFinder(plant: Plant): FindLeaks {
  const unmarked = { a: unmarkedSecrets(plant, 'a'), b: unmarkedSecrets(plant, 'b') };
  return (side, answer, sent) => {
    const text = withDecoded(answer);
    const given = (typeof sent === 'string' ? sent : JSON.stringify(sent ?? '')).toLowerCase();
    const marks = text.match(secretMarks[side]) ?? [];
    const values = unmarked[side].filter((value) => text.includes(value));
    return [...new Set([...marks, ...values])].filter(
      (found) => !given.includes(found.toLowerCase()),
    );
  };
}

/** Values of secret cells that carry no mark: codes, hashes, phone numbers; bytes in each way they are written. */
function unmarkedSecrets(plant: Plant, side: Side): string[] {
  const theirs = new Set(stringsOf(plant, otherSide(side), () => true));
  const open = new Set(stringsOf(plant, side, isPublicCell));
  const secret = stringsOf(plant, side, (place, column) => !isPublicCell(place, column));
  return [...new Set(secret)]
    .filter((value) => value.length >= 8 && !theirs.has(value) && !open.has(value))
    .filter((value) => value.search(secretMarks[side]) < 0 && !/^\d{4}-\d\d-\d\dT/.test(value))
    .flatMap((value) => {
      if (!value.startsWith('\\x')) return [value];
      const bytes = Buffer.from(value.slice(2), 'hex');
      return [value.slice(2), bytes.toString('base64'), bytes.toString('base64url')];
    });
}

function stringsOf(
  plant: Plant,
  side: Side,
  includes: (place: Plant['rows'][number]['place'], column: string) => boolean,
): string[] {
  return plant.rows
    .filter(({ place }) => place.side === side)
    .flatMap(({ place, values }) =>
      Object.entries(values)
        .filter(([column]) => includes(place, column))
        .flatMap(([, value]) => stringsIn(value)),
    );
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(stringsIn);
}

/** The text with its percent- and base64-encoded parts decoded beside: cursors hold values, links hold names. */
function withDecoded(text: string): string {
  const base64 = (text.match(/[A-Za-z0-9+/_-]{16,}={0,2}/g) ?? [])
    .map((part) => Buffer.from(part, 'base64').toString('latin1'))
    .join('\n');
  const percent = text.includes('%') ? text.replaceAll(/%[0-9a-f]{2}/gi, decodeByte) : '';
  return `${text}\n${base64}\n${percent}`;
}

const decodeByte = (code: string): string =>
  String.fromCharCode(Number.parseInt(code.slice(1), 16));
