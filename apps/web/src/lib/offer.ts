import { minorUnits } from './format/money.ts';

/** One ticket type as lists of events know it. */
export type OfferedType = {
  priceMinor: string;
  currency: string;
  availability: string | null;
  remaining: number | null;
  saleStartsAt: string | null;
};

export type Offer = {
  state: 'on_sale' | 'few_left' | 'held' | 'not_yet' | 'sold_out' | 'ended' | 'none';
  /** The lowest price of what can be bought, now or later; null when there is nothing. */
  fromMinor: number | null;
  isSinglePrice: boolean;
  currency: string | null;
  onSaleAt: string | null;
};

/** At or below this many, "few left" is said: enough warning, no pressure while there are plenty. */
export const fewLeft = 10;

/** What an event has to offer as a whole, from its ticket types. */
export function offerOf(types: readonly OfferedType[]): Offer {
  const having = (state: string) => types.filter(({ availability }) => availability === state);
  const onSale = having('on_sale');
  const held = having('held');
  const notYet = having('not_yet');
  const soldOut = having('sold_out');

  const priced = [onSale, held, notYet, soldOut].find((group) => group.length > 0) ?? [];
  const prices = priced.map(({ priceMinor }) => minorUnits(priceMinor));
  const isFew =
    onSale.length > 0 &&
    onSale.every(({ remaining }) => remaining !== null && remaining <= fewLeft);
  const state =
    types.length === 0
      ? 'none'
      : isFew
        ? 'few_left'
        : onSale.length > 0
          ? 'on_sale'
          : held.length > 0
            ? 'held'
            : notYet.length > 0
              ? 'not_yet'
              : soldOut.length > 0
                ? 'sold_out'
                : 'ended';
  const starts = notYet.map(({ saleStartsAt }) => saleStartsAt).filter((at) => at !== null);
  return {
    state,
    fromMinor: prices.length > 0 ? Math.min(...prices) : null,
    isSinglePrice: new Set(prices).size <= 1,
    currency: priced[0]?.currency ?? null,
    onSaleAt: starts.sort()[0] ?? null,
  };
}
