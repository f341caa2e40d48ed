import { SearchX, Sparkles, TicketPlus } from 'lucide-react';
import Link from 'next/link';
import { DiscoverEventsDocument } from '@/gql/graphql';
import { graphqlServer } from '@/lib/graphql/server';
import { getT } from '@/lib/i18n/server';
import { LinkButton } from '@/ui/button';
import { EmptyState } from '@/ui/states';
import { CategoryChips } from './category-chips';
import { EventGrid } from './event-grid';
import { Hero } from './hero';
import { type Listing, listingPath, longer } from './listing';
import { ListingFailed } from './listing-failed';
import { ShowMore } from './show-more';

export async function DiscoveryPage({ listing }: { listing: Listing }) {
  const t = await getT('discovery');
  const result = await graphqlServer(DiscoverEventsDocument, {
    search: listing.search || null,
    category: listing.category,
    first: listing.shown,
  });
  const found = result.ok ? result.data.discoverEvents : null;
  const events = found?.nodes.filter((event) => event !== null) ?? [];
  const isFiltered = listing.search !== '' || listing.category !== null;
  const next = found?.pageInfo.hasNextPage ? longer(listing) : null;
  return (
    <>
      <Hero
        listing={listing}
        posters={events.map(({ id, coverImageUrl }) => ({ id, coverUrl: coverImageUrl }))}
      />
      <div className="page-width flex flex-col gap-6 py-8 sm:py-10">
        <CategoryChips listing={listing} />
        <section aria-labelledby="coming-up" className="flex flex-col gap-5">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
            <h2 id="coming-up" className="font-display text-headline font-bold">
              {listing.category
                ? t(`categories.${listing.category}`)
                : isFiltered
                  ? t('title')
                  : t('results.upcoming')}
            </h2>
            {found ? (
              <p role="status" className="text-sm text-muted">
                {countOf(t, listing, events.length, found.pageInfo.hasNextPage)}
                {isFiltered ? (
                  <>
                    {' · '}
                    <Link
                      href="/"
                      scroll={false}
                      className="inline-flex min-h-11 items-center font-semibold text-brand underline underline-offset-4"
                    >
                      {t('results.clear')}
                    </Link>
                  </>
                ) : null}
              </p>
            ) : null}
          </div>
          {!result.ok ? (
            <ListingFailed failure={result.error} title={t('error.title')} />
          ) : events.length > 0 ? (
            <EventGrid events={events} />
          ) : isFiltered ? (
            <EmptyState
              level={3}
              icon={<SearchX aria-hidden="true" />}
              title={t('empty.filteredTitle')}
              text={t('empty.filteredText')}
              action={<LinkButton href="/">{t('empty.filteredAction')}</LinkButton>}
            />
          ) : (
            <EmptyState
              level={3}
              icon={<Sparkles aria-hidden="true" />}
              title={t('empty.title')}
              text={t('empty.text')}
              action={
                <LinkButton href="/organize" variant="primary">
                  {t('empty.action')}
                </LinkButton>
              }
            />
          )}
          {next ? (
            <div className="flex justify-center pt-2">
              <ShowMore href={listingPath(next)} />
            </div>
          ) : null}
        </section>
        <aside className="mt-4 flex flex-col items-start justify-between gap-4 rounded-card border border-brand-line bg-brand-soft p-6 sm:flex-row sm:items-center sm:p-8">
          <div className="max-w-prose">
            <h2 className="text-title font-semibold">{t('organizer.title')}</h2>
            <p className="mt-1 text-sm text-muted">{t('organizer.text')}</p>
          </div>
          <LinkButton href="/organize" variant="primary" size="lg">
            <TicketPlus aria-hidden="true" />
            {t('organizer.action')}
          </LinkButton>
        </aside>
      </div>
    </>
  );
}

/** How many there are, as far as they were read: counting all would read all of the installation's. */
function countOf(
  t: Awaited<ReturnType<typeof getT<'discovery'>>>,
  { search }: Listing,
  count: number,
  isMore: boolean,
): string {
  if (search) return t(isMore ? 'results.foundMore' : 'results.found', { count, search });
  return t(isMore ? 'results.countMore' : 'results.count', { count });
}
