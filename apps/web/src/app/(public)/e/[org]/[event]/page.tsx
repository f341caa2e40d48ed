import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { EventPage } from '@/features/event-page/event-page';
import { loadEvent } from '@/features/event-page/load-event';
import { scriptJson, structuredData } from '@/features/event-page/structured-data';
import { publicConfig } from '@/lib/config/server';
import { formatRange } from '@/lib/format/dates';
import { placeWords, readPlace } from '@/lib/format/place';
import { getLocale, getT } from '@/lib/i18n/server';
import { unwrap } from '@/lib/result';
import { readEventLink } from '@/lib/sale/paths';

type Props = PageProps<'/e/[org]/[event]'>;

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const [{ org, event: slug }, query] = await Promise.all([params, searchParams]);
  const eventLink = readEventLink(query.k);
  const [t, { formatLocale }, result] = await Promise.all([
    getT('event-page'),
    getLocale(),
    loadEvent(org, slug, eventLink),
  ]);
  const event = result.ok ? result.data : null;
  if (!event) return { title: t('notFound.title'), robots: { index: false } };
  const description =
    event.summary ||
    t('description', {
      title: event.title,
      date: formatRange(event.startsAt, event.endsAt, event.timezone, formatLocale),
      place: placeWords(readPlace(event.location, formatLocale), event.eventType, t),
      name: event.organization.name,
    });
  const path = `/e/${event.organization.slug}/${event.slug}`;
  // Social networks do not draw SVG; without a picture of our own the site's is shown.
  const cover = event.coverImageUrl?.endsWith('.svg') ? null : event.coverImageUrl;
  return {
    title: event.title,
    description,
    alternates: { canonical: path },
    openGraph: {
      title: event.title,
      description,
      url: path,
      ...(cover ? { images: [{ url: cover }] } : {}),
    },
    // A private link stays between those who have it.
    ...(event.visibility === 'public' && !eventLink
      ? {}
      : { robots: { index: false, follow: false }, referrer: 'no-referrer' }),
  };
}

export default async function Page({ params, searchParams }: Props) {
  const [{ org, event: slug }, query] = await Promise.all([params, searchParams]);
  const eventLink = readEventLink(query.k);
  const event = unwrap(await loadEvent(org, slug, eventLink));
  if (!event) notFound();
  return (
    <>
      {event.visibility === 'public' ? (
        <script
          type="application/ld+json"
          // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON without any "<"
          dangerouslySetInnerHTML={{
            __html: scriptJson(structuredData(event, publicConfig().webUrl)),
          }}
        />
      ) : null}
      <EventPage event={event} eventLink={eventLink} />
    </>
  );
}
