import { z } from 'zod/mini';

/** What can be had of an event at best, as the line in front of its sale tells it. */
export type SaleStock = 'on_sale' | 'held' | 'not_yet' | 'sold_out' | 'ended';

/** The line in front of an event's sale: the same for everybody who stands in it. */
export type Line = {
  isOpen: boolean;
  stock: SaleStock;
  /** The number of whoever joined last. */
  lastNumber: number;
  /** Whoever has this number or a lower one may order. */
  admittedThrough: number;
  admitPerMinute: number;
  opensAt: string | null;
  closesAt: string | null;
  requiresAccount: boolean;
};

/** GraphQL writes big integers as text and the live room as numbers; both say the stock in their own case. */
const count = z.pipe(
  z.union([z.number(), z.string()]),
  z.pipe(z.transform(Number), z.int().check(z.minimum(0))),
);
const moment = z.pipe(
  z.optional(z.nullable(z.string())),
  z.transform((value) => value ?? null),
);
const wire = z.object({
  isOpen: z.boolean(),
  stock: z.pipe(
    z.pipe(
      z.string(),
      z.transform((text) => text.toLowerCase()),
    ),
    z.enum(['on_sale', 'held', 'not_yet', 'sold_out', 'ended']),
  ),
  lastNumber: count,
  admittedThrough: count,
  admitPerMinute: count,
  opensAt: moment,
  closesAt: moment,
  requiresAccount: z.boolean(),
});

/** A line as GraphQL or the live room tells it; null for anything else. */
export function readLine(value: unknown): Line | null {
  const parsed = wire.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/**
 * Whether what a visitor can have is behind the line. Not the hidden tickets that their link unlocks while nothing
 * public is on sale: the line stands still then, and they are sold past it (`reserve_batch`).
 */
export function isLineFirst(
  line: Line | null,
  types: readonly { isHidden: boolean; availability: string | null }[],
): boolean {
  if (!line?.isOpen) return false;
  return (
    line.stock === 'on_sale' ||
    !types.some(({ isHidden, availability }) => isHidden && availability === 'on_sale')
  );
}

/** 1 is the next to be let in; 0 means that it is this number's turn. */
export function positionOf(number: number, line: Line): number {
  return Math.max(0, number - line.admittedThrough);
}

/** How many wait in all. */
export function waitingIn(line: Line): number {
  return Math.max(0, line.lastNumber - line.admittedThrough);
}

/**
 * Minutes until a position is let in, at the pace the room has now; null while nobody is let in,
 * because then there is no honest number.
 */
export function minutesUntil(position: number, line: Line): number | null {
  if (line.stock !== 'on_sale' || line.admitPerMinute <= 0) return null;
  return position / line.admitPerMinute;
}

export type Estimate =
  | { kind: 'moments' }
  | { kind: 'minutes'; count: number }
  | { kind: 'hours'; count: number };

/** As exact as an estimate deserves: single minutes first, then steps of five, then hours. */
export function estimateOf(minutes: number): Estimate {
  if (minutes < 1) return { kind: 'moments' };
  if (minutes <= 20) return { kind: 'minutes', count: Math.ceil(minutes) };
  if (minutes <= 87.5) return { kind: 'minutes', count: Math.round(minutes / 5) * 5 };
  const hours = minutes / 60;
  return { kind: 'hours', count: hours < 3 ? Math.round(hours * 2) / 2 : Math.round(hours) };
}
