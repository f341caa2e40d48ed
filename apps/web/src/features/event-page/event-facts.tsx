import { BadgeCheck, CalendarDays, MapPin, MonitorPlay } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { calendarLeaf, formatTime, isOneDay, zoneName } from '@/lib/format/dates';
import { addressLines, mapUrl, readPlace } from '@/lib/format/place';
import { getLocale, getT } from '@/lib/i18n/server';
import { DateRange } from '@/ui/date-range';
import { OrganizerLogo } from '@/ui/organizer-logo';
import type { LoadedEvent } from './types';

export async function EventFacts({ event }: { event: LoadedEvent }) {
  const [t, { formatLocale }] = await Promise.all([getT('event-page'), getLocale()]);
  const { organization, eventType } = event;
  const place = readPlace(event.location, formatLocale);
  const map = eventType === 'online' ? null : mapUrl(place);
  const lines = addressLines(place);
  return (
    <dl className="grid gap-6 sm:grid-cols-2">
      <Fact icon={<CalendarDays aria-hidden="true" />} term={t('when')}>
        <DateRange start={event.startsAt} end={event.endsAt} zone={event.timezone} />
        {isOneDay(event.startsAt, event.endsAt, event.timezone) ? null : (
          <span className="block text-sm text-muted">
            {t('hours', {
              from: `${calendarLeaf(event.startsAt, event.timezone, formatLocale).weekday} ${formatTime(event.startsAt, event.timezone, formatLocale)}`,
              to: `${calendarLeaf(event.endsAt, event.timezone, formatLocale).weekday} ${formatTime(event.endsAt, event.timezone, formatLocale)}`,
              zone: zoneName(event.startsAt, event.timezone, formatLocale),
            })}
          </span>
        )}
      </Fact>
      {eventType === 'online' ? null : (
        <Fact icon={<MapPin aria-hidden="true" />} term={t('where')}>
          {place.venue ? <span className="block font-semibold">{place.venue}</span> : null}
          {place.room ? <span className="block">{t('room', { room: place.room })}</span> : null}
          {lines.map((line) => (
            <span key={line} className="block">
              {line}
            </span>
          ))}
          {!place.venue && lines.length === 0 ? t('common:place.toBeAnnounced') : null}
          {map ? (
            <a
              href={map}
              target="_blank"
              rel="noopener noreferrer"
              className="inline-flex min-h-11 items-center text-sm font-semibold text-brand underline underline-offset-4 hover:no-underline"
            >
              {t('map')}
              <span className="sr-only"> ({t('mapHint')})</span>
            </a>
          ) : null}
        </Fact>
      )}
      {eventType === 'in_person' ? null : (
        <Fact
          icon={<MonitorPlay aria-hidden="true" />}
          term={eventType === 'online' ? t('where') : t('common:place.online')}
        >
          {eventType === 'online' ? (
            <span className="block font-semibold">{t('common:place.online')}</span>
          ) : null}
          <span className="text-sm text-muted">{t('onlineHint')}</span>
        </Fact>
      )}
      <Fact
        icon={
          <OrganizerLogo
            name={organization.name}
            src={organization.orgBranding?.logoUrl}
            size="sm"
          />
        }
        term={t('presentedBy')}
      >
        <Link
          href={`/o/${organization.slug}`}
          className="inline-flex min-h-11 items-center gap-1.5 font-semibold text-brand underline underline-offset-4 hover:no-underline sm:-mt-2"
        >
          {organization.name}
          {organization.isVerified ? (
            <BadgeCheck aria-hidden="true" className="size-4 shrink-0" />
          ) : null}
        </Link>
        {event.contactEmail ? (
          <a
            href={`mailto:${event.contactEmail}`}
            className="flex min-h-11 items-center text-sm text-muted underline underline-offset-4 [overflow-wrap:anywhere] hover:text-ink"
          >
            {t('contact', { email: event.contactEmail })}
          </a>
        ) : null}
      </Fact>
    </dl>
  );
}

function Fact({ icon, term, children }: { icon: ReactNode; term: string; children: ReactNode }) {
  return (
    <div className="relative min-w-0 pl-13">
      <dt className="text-sm text-muted">
        <span className="absolute top-0 left-0 flex size-9 items-center justify-center text-brand [&>svg]:size-6">
          {icon}
        </span>
        {term}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
