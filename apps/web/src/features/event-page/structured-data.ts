import { minorDigits } from '@foyer/types';
import { placeLine, readPlace } from '../../lib/format/place.ts';
import type { LoadedEvent, TicketType } from './types.ts';

const availability: Record<string, string> = {
  on_sale: 'https://schema.org/InStock',
  held: 'https://schema.org/LimitedAvailability',
  not_yet: 'https://schema.org/PreOrder',
  sold_out: 'https://schema.org/SoldOut',
  ended: 'https://schema.org/Discontinued',
};

const attendance = {
  in_person: 'https://schema.org/OfflineEventAttendanceMode',
  online: 'https://schema.org/OnlineEventAttendanceMode',
  hybrid: 'https://schema.org/MixedEventAttendanceMode',
} as const;

/** The event as search engines read it (schema.org/Event). */
export function structuredData(event: LoadedEvent, webUrl: string) {
  const url = `${webUrl}/e/${event.organization.slug}/${event.slug}`;
  const place = readPlace(event.location, 'en');
  const physical = {
    '@type': 'Place',
    name: place.venue ?? place.city ?? event.title,
    address: placeLine(place) || undefined,
    ...(place.latitude !== null && place.longitude !== null
      ? {
          geo: {
            '@type': 'GeoCoordinates',
            latitude: place.latitude,
            longitude: place.longitude,
          },
        }
      : {}),
  };
  const online = { '@type': 'VirtualLocation', url };
  return {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: event.title,
    description: event.summary || undefined,
    startDate: event.startsAt,
    endDate: event.endsAt,
    eventStatus:
      event.status === 'cancelled'
        ? 'https://schema.org/EventCancelled'
        : 'https://schema.org/EventScheduled',
    eventAttendanceMode: attendance[event.eventType],
    location:
      event.eventType === 'online'
        ? online
        : event.eventType === 'hybrid'
          ? [physical, online]
          : physical,
    image: event.coverImageUrl ? [new URL(event.coverImageUrl, webUrl).href] : undefined,
    url,
    organizer: {
      '@type': 'Organization',
      name: event.organization.name,
      url: `${webUrl}/o/${event.organization.slug}`,
    },
    offers: event.ticketTypes.filter(({ isHidden }) => !isHidden).map((type) => offer(type, url)),
  };
}

function offer(type: TicketType, url: string) {
  return {
    '@type': 'Offer',
    name: type.name,
    price: (Number(type.priceMinor) / 10 ** minorDigits(type.currency)).toFixed(
      minorDigits(type.currency),
    ),
    priceCurrency: type.currency,
    availability: availability[type.availability ?? 'ended'],
    validFrom: type.saleStartsAt ?? undefined,
    validThrough: type.saleEndsAt ?? undefined,
    url,
  };
}

/** JSON for inside a `<script>`: nothing an organizer writes can end the element. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028|\u2029/g, ' ');
}
