import { createHash } from 'node:crypto';

export type Side = 'a' | 'b';
export const sides: Side[] = ['a', 'b'];
export const otherSide = (side: Side): Side => (side === 'a' ? 'b' : 'a');

/** The events each tenant has: on sale for everybody, behind a private link, not yet shown to anybody. */
export type World = 'public' | 'unlisted' | 'draft';
export const worlds: World[] = ['public', 'unlisted', 'draft'];

/** Where a value was planted. `world` is null for what belongs to the tenant as a whole. */
export type Place = { side: Side; world: World | null; table: string; variant: string };

const words: Record<Side, { secret: string; open: string }> = {
  a: { secret: 'kestrel', open: 'lark' },
  b: { secret: 'bittern', open: 'wren' },
};

/** Text that stands nowhere else: starts with the tenant's word for secrets, or for what is public. */
export function canaryText(place: Place, column: string, isPublic: boolean): string {
  const word = words[place.side][isPublic ? 'open' : 'secret'];
  const at = [
    place.table.replace(/^app_(public|private)\./, ''),
    column,
    place.world,
    place.variant,
  ];
  return [word, ...at].filter(Boolean).join('-').replaceAll('_', '-');
}

/** Whether a value tells whose it is: by a tenant's word or number, or by bytes or a hash that only one place makes. */
export function isMarked(side: Side, value: unknown): boolean {
  if (typeof value === 'number') return countsWith(side, value) || value === markedRate[side];
  if (typeof value === 'string')
    return (
      Object.values(words[side]).some((word) => value.includes(word)) ||
      /^(\\x|\$argon2id\$).{32}/.test(value)
    );
  return value !== null && typeof value === 'object'
    ? Object.values(value).some((inner) => isMarked(side, inner))
    : false;
}

/** A UUIDv7 whose first digits tell whose it is and whether it is a secret. */
export function canaryId(place: Place, column: string, isPublic: boolean): string {
  const d = digestOf(place, column).toString('hex');
  const head = (place.side === 'a' ? 'aaaa' : 'bbbb') + (isPublic ? '0900' : '05ec');
  return `${head}-${d.slice(0, 4)}-7${d.slice(4, 7)}-8${d.slice(7, 10)}-${d.slice(10, 22)}`;
}

export const digestOf = (place: Place, column: string): Buffer =>
  createHash('sha256')
    .update([place.side, place.world, place.table, place.variant, column].join('/'))
    .digest();

/** A number whose sums say how many of each tenant's are in it: 3_002_001 is two of a's and one of b's. */
export const markedNumber: Record<Side, number> = { a: 1_001_000, b: 1_000_001 };

/** For columns in which seven digits are too many. */
export const markedRate: Record<Side, number> = { a: 417_041, b: 417_081 };

/** Whether a number is a marked one of this tenant's, or a sum with some. */
export function countsWith(side: Side, number: number): boolean {
  const [all, ofA, ofB] = [number / 1_000_000, (number / 1000) % 1000, number % 1000].map(
    Math.floor,
  ) as [number, number, number];
  return all < 100 && all === ofA + ofB && (side === 'a' ? ofA : ofB) > 0;
}

/** What no answer to the other tenant's people may contain. */
export const secretMarks: Record<Side, RegExp> = {
  a: /kestrel[-\w]*|aaaa05ec-[-0-9a-f]*/gi,
  b: /bittern[-\w]*|bbbb05ec-[-0-9a-f]*/gi,
};
