import type { TicketType } from '../types.ts';
import {
  canHave,
  chosenLines,
  mostBeside,
  mostOf,
  orderLines,
  stateOf,
  stepTo,
  ticketCount,
  totalMinor,
} from './choice.ts';

const type = (change: Partial<TicketType> = {}): TicketType => ({
  id: 'a',
  name: 'Standard',
  description: '',
  priceMinor: '2500',
  currency: 'EUR',
  availability: 'on_sale',
  remaining: 50,
  saleStartsAt: null,
  saleEndsAt: null,
  minPerOrder: 1,
  maxPerOrder: 10,
  isHidden: false,
  isActive: true,
  ...change,
});
const limits = { maxPerOrder: 6 };

describe('choosing tickets', () => {
  it('never offers more than the type, the order and the pool allow', () => {
    expect(mostOf(type(), limits)).toBe(6);
    expect(mostOf(type({ maxPerOrder: 4 }), limits)).toBe(4);
    expect(mostOf(type({ remaining: 2 }), limits)).toBe(2);
    expect(mostOf(type({ remaining: null }), limits)).toBe(6);
    expect(mostOf(type({ availability: 'held' }), limits)).toBe(0);
  });

  it('offers nothing when fewer are left than one order has to take', () => {
    expect(mostOf(type({ minPerOrder: 3, remaining: 2 }), limits)).toBe(0);
  });

  it('steps over the quantities that no order may have', () => {
    const team = type({ minPerOrder: 3 });
    expect(stepTo(team, 0, 1, 6)).toBe(3);
    expect(stepTo(team, 3, 2, 6)).toBe(0);
    expect(stepTo(team, 3, 4, 6)).toBe(4);
    expect(stepTo(team, 4, 99, 6)).toBe(6);
    expect(stepTo(type(), 1, -5, 6)).toBe(0);
  });

  it('counts the other types against the limit of the order', () => {
    const [a, b] = [type(), type({ id: 'b' })];
    const lines = chosenLines([a, b], { a: 4 }, limits);
    expect(mostBeside(b, lines, limits)).toBe(2);
    expect(mostBeside(a, lines, limits)).toBe(6);
    expect(mostBeside(type({ id: 'c', minPerOrder: 3 }), lines, limits)).toBe(0);
  });

  it('reduces what can no longer be had and gives it back when it returns', () => {
    const choice = { a: 5 };
    const short = chosenLines([type({ remaining: 2 })], choice, limits);
    expect(short).toMatchObject([{ wanted: 5, quantity: 2 }]);
    const gone = chosenLines([type({ availability: 'sold_out', remaining: 0 })], choice, limits);
    expect(gone).toMatchObject([{ wanted: 5, quantity: 0 }]);
    expect(ticketCount(chosenLines([type()], choice, limits))).toBe(5);
  });

  it('sums in minor units', () => {
    const types = [type(), type({ id: 'b', priceMinor: '99' })];
    expect(totalMinor(chosenLines(types, { a: 2, b: 3 }, limits))).toBe(5297);
  });

  it('orders what can be had and leaves out what is gone', () => {
    const types = [type(), type({ id: 'b', availability: 'sold_out' }), type({ id: 'c' })];
    const lines = chosenLines(types, { a: 1, b: 2, c: 3, unknown: 4 }, limits);
    expect(orderLines(lines)).toEqual([
      { ticketTypeId: 'a', quantity: 1 },
      { ticketTypeId: 'c', quantity: 3 },
    ]);
  });

  it('says that a wish can be had again only when all of it can', () => {
    const wish = [
      { ticketTypeId: 'a', quantity: 2 },
      { ticketTypeId: 'b', quantity: 1 },
    ];
    const b = type({ id: 'b' });
    expect(canHave(wish, [type({ remaining: 2 }), b], limits)).toBe(true);
    expect(canHave(wish, [type({ remaining: 1 }), b], limits)).toBe(false);
    expect(canHave(wish, [type({ availability: 'held', remaining: 0 }), b], limits)).toBe(false);
    expect(canHave(wish, [type()], limits)).toBe(false);
  });

  it('knows few from many, and unlimited is many', () => {
    expect(stateOf(type({ remaining: 10 }))).toMatchObject({ kind: 'on_sale', isFew: true });
    expect(stateOf(type({ remaining: 11 }))).toMatchObject({ isFew: false });
    expect(stateOf(type({ remaining: null }))).toMatchObject({ isFew: false, left: null });
    expect(stateOf(type({ availability: null }))).toEqual({ kind: 'ended' });
  });
});
