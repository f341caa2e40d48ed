import { fewLeft } from '../../../lib/offer.ts';
import type { Choice, OrderLine } from '../../../lib/sale/stored-choice.ts';
import type { TicketType } from '../types.ts';

export type OrderLimits = { maxPerOrder: number };

export type TypeState =
  | { kind: 'on_sale'; isFew: boolean; left: number | null }
  | { kind: 'held' | 'sold_out' | 'ended' }
  | { kind: 'not_yet'; startsAt: string | null };

export function stateOf(type: TicketType): TypeState {
  switch (type.availability) {
    case 'on_sale': {
      const left = type.remaining;
      return { kind: 'on_sale', left, isFew: left !== null && left <= fewLeft };
    }
    case 'held':
    case 'sold_out':
      return { kind: type.availability };
    case 'not_yet':
      return { kind: 'not_yet', startsAt: type.saleStartsAt };
    default:
      return { kind: 'ended' };
  }
}

/** The most of a type that one order can have now, whatever else is in it; 0 when not even the least. */
export function mostOf(type: TicketType, { maxPerOrder }: OrderLimits): number {
  if (type.availability !== 'on_sale') return 0;
  const most = Math.min(type.maxPerOrder, maxPerOrder, type.remaining ?? Number.POSITIVE_INFINITY);
  return most < type.minPerOrder ? 0 : most;
}

/**
 * The next quantity when somebody asks for `wanted`: below the least one order takes there is only
 * none, so the step up from nothing is to the least and the step below it is to nothing.
 */
export function stepTo(type: TicketType, current: number, wanted: number, most: number): number {
  if (wanted <= 0 || most === 0) return 0;
  if (wanted < type.minPerOrder) return wanted > current ? Math.min(type.minPerOrder, most) : 0;
  return Math.min(wanted, most);
}

export type ChosenLine = {
  type: TicketType;
  /** What the order can have. */
  quantity: number;
  /** What was asked for; more than `quantity` when others were faster. */
  wanted: number;
};

/** What of the choice can be had now, in the order of the list. The wish is kept: tickets come back. */
export function chosenLines(
  types: readonly TicketType[],
  choice: Choice,
  limits: OrderLimits,
): ChosenLine[] {
  return types.flatMap((type) => {
    const wanted = choice[type.id] ?? 0;
    if (wanted <= 0) return [];
    const most = mostOf(type, limits);
    const quantity = wanted < type.minPerOrder ? 0 : Math.min(wanted, most);
    return [{ type, wanted, quantity }];
  });
}

export const ticketCount = (lines: readonly ChosenLine[]): number =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0);

export const totalMinor = (lines: readonly ChosenLine[]): number =>
  lines.reduce((sum, { type, quantity }) => sum + quantity * Number(type.priceMinor), 0);

/** How many more an order may take beside what it has of the others. */
export function mostBeside(
  type: TicketType,
  lines: readonly ChosenLine[],
  limits: OrderLimits,
): number {
  const others = ticketCount(lines.filter((line) => line.type.id !== type.id));
  const most = Math.min(mostOf(type, limits), limits.maxPerOrder - others);
  return most < type.minPerOrder ? 0 : most;
}

/** The wish as an order takes it: what can be had now, without what is gone. */
export function orderLines(lines: readonly ChosenLine[]): OrderLine[] {
  return lines
    .filter(({ quantity }) => quantity > 0)
    .map(({ type, quantity }) => ({ ticketTypeId: type.id, quantity }));
}

/** Whether all of a wish could be had now: worth telling somebody who was too late for it before. */
export function canHave(
  wish: readonly OrderLine[],
  types: readonly TicketType[],
  limits: OrderLimits,
): boolean {
  return wish.every(({ ticketTypeId, quantity }) => {
    const type = types.find(({ id }) => id === ticketTypeId);
    return type !== undefined && mostOf(type, limits) >= quantity;
  });
}
