import { countsWith, otherSide, type Side, secretMarks } from './canaries.ts';
import type { Plant } from './plant.ts';
import { isPublicCell } from './public-things.ts';

/** @returns what an answer holds of a tenant's secrets besides what was sent */
export type FindLeaks = (side: Side, answer: string, sent?: unknown) => string[];

export function createLeakFinder(plant: Plant): FindLeaks {
  const numbers = { a: secretNumbers(plant, 'a'), b: secretNumbers(plant, 'b') };
  const unmarked = { a: unmarkedSecrets(plant, 'a'), b: unmarkedSecrets(plant, 'b') };
  return (side, answer, sent) => {
    const text = withDecoded(answer);
    const given = (typeof sent === 'string' ? sent : JSON.stringify(sent ?? '')).toLowerCase();
    const marks = text.match(secretMarks[side]) ?? [];
    const values = unmarked[side].filter((value) => text.includes(value));
    const counted = numbersIn(answer).filter((number) => {
      const digits = Number(number.replaceAll(/\D/g, ''));
      return numbers[side].has(digits) || countsWith(side, digits);
    });
    return [...new Set([...marks, ...values, ...counted])].filter(
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

/** Numbers as they are sent, and amounts as people write them: 2002000, 20020.00, 20,020.00. */
const numbersIn = (text: string): string[] =>
  text.match(
    /(?<![\w-]|\d\.)(\d{6,10}|\d{5,6}[.,]\d\d|\d{1,3}([.,]\d{3})+([.,]\d\d)?)(?![\w-]|\.\d)/g,
  ) ?? [];

/** Numbers of secret cells that are long enough to stand nowhere else by chance. */
function secretNumbers(plant: Plant, side: Side): Set<number> {
  const numbersOf = (of: Side) =>
    plant.rows
      .filter(({ place }) => place.side === of)
      .flatMap(({ place, values }) =>
        Object.entries(values)
          .filter(([column, value]) => typeof value === 'number' && !isPublicCell(place, column))
          .map(([, value]) => value as number)
          .filter((number) => number >= 100_000),
      );
  const theirs = new Set(numbersOf(otherSide(side)));
  return new Set(numbersOf(side).filter((number) => !theirs.has(number)));
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
