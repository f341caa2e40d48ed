import type { EventCategory } from '@/gql/graphql';

export const categories = [
  'concert',
  'conference',
  'festival',
  'workshop',
  'webinar',
  'meetup',
  'other',
] as const satisfies readonly EventCategory[];

/** One screen of cards; divides by two and three columns. */
const pageSize = 12;
/** The API gives at most a hundred of a list at once. */
const maxShown = 96;

export type Listing = { search: string; category: EventCategory | null; shown: number };

type Given = { [key: string]: string | string[] | undefined };

/** What the address asks for; anything else in it is ignored rather than an error. */
export function readListing(given: Given): Listing {
  const one = (key: string) => {
    const value = given[key];
    return (Array.isArray(value) ? value[0] : value) ?? '';
  };
  const shown = Math.ceil(Number(one('show')) / pageSize) * pageSize;
  return {
    search: one('q').trim().slice(0, 100),
    category: categories.find((known) => known === one('category')) ?? null,
    shown: Math.min(maxShown, Math.max(pageSize, Number.isFinite(shown) ? shown : pageSize)),
  };
}

/** The address of a listing; what is usual is left out. */
export function listingPath({ search, category, shown }: Partial<Listing>): string {
  const query = new URLSearchParams();
  if (search) query.set('q', search);
  if (category) query.set('category', category);
  if (shown && shown > pageSize) query.set('show', String(shown));
  const text = query.toString();
  return text ? `/?${text}` : '/';
}

/** The same listing with one page more, or null when the list is as long as it gets. */
export function longer(listing: Listing): Listing | null {
  return listing.shown >= maxShown ? null : { ...listing, shown: listing.shown + pageSize };
}
