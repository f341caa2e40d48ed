'use client';

import { useSyncExternalStore } from 'react';
import { formatRange, isOneDay, zoneName } from '@/lib/format/dates';
import { readerZone, showsDifferentClock } from '@/lib/format/zone';
import { useLocale, useT } from '@/lib/i18n/client';

const never = () => () => {};

/** The reader's zone, known only in the browser; null while the server's HTML is on screen. */
export function useReaderZone(): string | null {
  return useSyncExternalStore(never, readerZone, () => null);
}

/** When an event takes place, on its own clock with the zone said, and on the reader's if that differs. */
export function DateRange({
  start,
  end,
  zone,
  showYours = true,
}: {
  start: string;
  end: string;
  zone: string;
  showYours?: boolean;
}) {
  const t = useT();
  const { formatLocale } = useLocale();
  const mine = useReaderZone();
  // A festival of days is the same days for everyone near enough; hours are what people miss.
  const hasHours = isOneDay(start, end, zone);
  const differs = hasHours && mine !== null && showYours && showsDifferentClock(start, zone, mine);
  return (
    <span className="inline-flex flex-col">
      <span>
        {/* Browsers of other years abbreviate months otherwise; the server's text then stays. */}
        <time dateTime={start} suppressHydrationWarning>
          {formatRange(start, end, zone, formatLocale)}
        </time>
        {hasHours ? (
          <span className="whitespace-nowrap text-muted" suppressHydrationWarning>
            {` ${zoneName(start, zone, formatLocale)}`}
          </span>
        ) : null}
      </span>
      {differs ? (
        <span className="text-sm text-muted">
          {t('time.yours', {
            range: `${formatRange(start, end, mine, formatLocale)} ${zoneName(start, mine, formatLocale)}`,
          })}
        </span>
      ) : null}
    </span>
  );
}
