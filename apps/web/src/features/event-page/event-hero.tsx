import { Lock } from 'lucide-react';
import { placeWords, readPlace } from '@/lib/format/place';
import { getLocale, getT } from '@/lib/i18n/server';
import { Cover } from '@/ui/cover';
import { DateRange } from '@/ui/date-range';
import { StatusBadge } from '@/ui/status-badge';
import type { LoadedEvent } from './types';

/** The event on the organization's stage: its picture, its name, when and where in one line each. */
export async function EventHero({ event }: { event: LoadedEvent }) {
  const [t, { formatLocale }] = await Promise.all([getT('event-page'), getLocale()]);
  const place = readPlace(event.location, formatLocale);
  return (
    <header className="bg-stage text-on-stage">
      <div className="mx-auto grid w-full max-w-[76rem] items-center lg:grid-cols-[minmax(0,1fr)_minmax(0,1.05fr)] lg:gap-10 lg:px-10 lg:py-12">
        <Cover
          src={event.coverImageUrl}
          priority
          className="aspect-[16/9] w-full lg:order-2 lg:rounded-float lg:shadow-float"
        />
        <div className="flex flex-col items-start gap-4 px-[clamp(1rem,0.4rem+2.4vw,2.5rem)] py-7 lg:px-0 lg:py-0">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm font-semibold text-stage-accent">
            {t(`category.${event.category}`)}
            {event.visibility === 'unlisted' ? (
              <span className="flex items-center gap-1.5 font-normal">
                <Lock aria-hidden="true" className="size-4" />
                {t('notice.unlistedTitle')}
              </span>
            ) : null}
            {event.status === 'published' ? null : <StatusBadge status={event.status} />}
          </p>
          <h1 className="font-display text-headline font-extrabold">{event.title}</h1>
          {event.summary ? <p className="max-w-prose text-lg opacity-90">{event.summary}</p> : null}
          <p className="flex flex-col gap-0.5 text-sm font-semibold [&_.text-muted]:text-current [&_.text-muted]:opacity-80">
            <DateRange
              start={event.startsAt}
              end={event.endsAt}
              zone={event.timezone}
              showYours={false}
            />
            <span>{placeWords(place, event.eventType, t)}</span>
          </p>
        </div>
      </div>
    </header>
  );
}
