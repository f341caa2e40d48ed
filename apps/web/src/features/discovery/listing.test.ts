import { listingPath, longer, readListing } from './listing.ts';

describe('the listing in the address', () => {
  it('survives the way into the address and back', () => {
    const listing = { search: 'jazz & more', category: 'concert', shown: 24 } as const;
    const query = Object.fromEntries(new URL(`http://x${listingPath(listing)}`).searchParams);
    expect(readListing(query)).toEqual(listing);
  });

  it('ignores what it does not know and never asks for more than the API gives', () => {
    expect(readListing({ category: 'circus', show: 'NaN' })).toEqual({
      search: '',
      category: null,
      shown: 12,
    });
    expect(readListing({ show: '1e9' }).shown).toBe(96);
    expect(readListing({ show: '-5', q: 'x'.repeat(500) })).toMatchObject({ shown: 12 });
    expect(readListing({ q: 'x'.repeat(500) }).search).toHaveLength(100);
  });

  it('grows by a page and ends', () => {
    expect(longer({ search: '', category: null, shown: 12 })?.shown).toBe(24);
    expect(longer({ search: '', category: null, shown: 96 })).toBeNull();
  });
});
