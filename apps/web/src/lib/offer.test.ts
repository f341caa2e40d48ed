import { type OfferedType, offerOf } from './offer.ts';

const type = (change: Partial<OfferedType>): OfferedType => ({
  priceMinor: '1000',
  currency: 'EUR',
  availability: 'on_sale',
  remaining: 50,
  saleStartsAt: null,
  ...change,
});

describe('what an event offers as a whole', () => {
  it('begins at the lowest price that can be bought, not at a sold out one', () => {
    const offer = offerOf([
      type({ priceMinor: '500', availability: 'sold_out' }),
      type({ priceMinor: '2000' }),
      type({ priceMinor: '1500' }),
    ]);
    expect(offer).toMatchObject({ state: 'on_sale', fromMinor: 1500, isSinglePrice: false });
  });

  it('says few left only when every type on sale is short', () => {
    expect(offerOf([type({ remaining: 3 }), type({ remaining: 200 })]).state).toBe('on_sale');
    expect(offerOf([type({ remaining: 3 }), type({ remaining: 10 })]).state).toBe('few_left');
    expect(offerOf([type({ remaining: 3 }), type({ remaining: null })]).state).toBe('on_sale');
  });

  it('is not sold out while held tickets may come back', () => {
    expect(
      offerOf([type({ availability: 'sold_out' }), type({ availability: 'held' })]).state,
    ).toBe('held');
    expect(offerOf([type({ availability: 'sold_out' })]).state).toBe('sold_out');
  });

  it('names the first moment anything goes on sale', () => {
    const offer = offerOf([
      type({ availability: 'not_yet', saleStartsAt: '2026-12-02T10:00:00Z' }),
      type({ availability: 'not_yet', saleStartsAt: '2026-12-01T10:00:00Z' }),
      type({ availability: 'ended' }),
    ]);
    expect(offer).toMatchObject({ state: 'not_yet', onSaleAt: '2026-12-01T10:00:00Z' });
  });

  it('has no price where there is no ticket type', () => {
    expect(offerOf([])).toMatchObject({ state: 'none', fromMinor: null });
  });
});
