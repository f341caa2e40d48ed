import type { DiscoverEventsQuery } from '@/gql/graphql';
import type { BrandColors } from '@/lib/brand';
import { placeWords, readPlace } from '@/lib/format/place';
import { getLocale, getT } from '@/lib/i18n/server';
import { offerOf } from '@/lib/offer';
import { EventCard } from '@/ui/event-card';
import { OfferBadge, OfferPrice } from '@/ui/offer';
import { Skeleton } from '@/ui/skeleton';

type DiscoveredEvent = NonNullable<DiscoverEventsQuery['discoverEvents']>['nodes'][number];

export async function EventGrid({ events }: { events: readonly DiscoveredEvent[] }) {
  const [t, { formatLocale }] = await Promise.all([getT(), getLocale()]);
  const now = new Date();
  return (
    <ul className="grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
      {events.map((event, index) => {
        if (!event) return null;
        const offer = offerOf(event.ticketTypes.nodes.filter((type) => type !== null));
        return (
          <li key={event.id}>
            <EventCard
              href={`/e/${event.organization?.slug}/${event.slug}`}
              title={event.title}
              organizer={event.organization?.name}
              colors={event.organization?.orgBranding?.colors as BrandColors | undefined}
              coverUrl={event.coverImageUrl}
              startsAt={event.startsAt}
              endsAt={event.endsAt}
              zone={event.timezone}
              locale={formatLocale}
              place={placeWords(readPlace(event.location, formatLocale), event.eventType, t)}
              isOnline={event.eventType === 'online'}
              price={<OfferPrice offer={offer} />}
              badge={
                <OfferBadge
                  offer={offer}
                  zone={event.timezone}
                  isOnNow={new Date(event.startsAt) <= now && now < new Date(event.endsAt)}
                />
              }
              priority={index < 3}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** The same grid while the events are on their way; cards of the same size, so nothing jumps. */
export function EventGridSkeleton({ count = 6 }: { count?: number }) {
  return (
    <div className="grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the outlines are all alike
        <CardSkeleton key={index} />
      ))}
    </div>
  );
}

function CardSkeleton() {
  return (
    <div className="overflow-hidden rounded-card border border-line bg-surface">
      <Skeleton className="aspect-[16/9] w-full rounded-none!" />
      <div className="flex flex-col gap-3 p-4">
        <Skeleton className="h-4 w-1/3" />
        <Skeleton className="h-6 w-4/5" />
        <Skeleton className="h-4 w-3/5" />
        <Skeleton className="mt-2 h-4 w-full" />
      </div>
    </div>
  );
}
