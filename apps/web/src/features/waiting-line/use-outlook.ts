'use client';

import { useEffect, useState } from 'react';
import { formatMoment, formatRelative } from '@/lib/format/dates';
import { formatNumber } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';
import { estimateOf, type Line, minutesUntil } from '@/lib/sale/line';
import { useClockSkew } from '@/lib/server-clock';

/** What somebody in line may expect, in words: as much as is known and no more. */
export function useOutlook({
  line,
  position,
  onSaleAt,
  zone,
}: {
  line: Line | null;
  position: number | null;
  onSaleAt: string | null;
  zone: string;
}): { state: string; title: string | null; text: string } {
  const t = useT('waiting-line');
  const { formatLocale } = useLocale();
  const skew = useClockSkew();
  const [now, setNow] = useState<Date | null>(null);
  const isAhead = line?.stock === 'not_yet';
  useEffect(() => {
    if (!isAhead || skew === null) return;
    const tick = () => setNow(new Date(Date.now() + skew));
    tick();
    const timer = setInterval(tick, 15_000);
    return () => clearInterval(timer);
  }, [isAhead, skew]);

  const told = (minutes: number, since: 'estimate' | 'afterStart' = 'estimate'): string => {
    const estimate = estimateOf(minutes);
    return estimate.kind === 'moments'
      ? t(`${since}.moments`)
      : t(`${since}.${estimate.kind}`, {
          count: estimate.count,
          n: formatNumber(estimate.count, formatLocale),
        });
  };

  if (!line || position === null)
    return { state: 'unknown', title: null, text: t('estimate.unknown') };
  const minutes = position / Math.max(1, line.admitPerMinute);
  switch (line.stock) {
    case 'on_sale': {
      if (position === 0) return { state: 'turn', title: null, text: t('estimate.now') };
      return { state: 'on_sale', title: null, text: told(minutesUntil(position, line) ?? minutes) };
    }
    case 'held':
      return { state: 'held', title: t('held.title'), text: t('held.text') };
    case 'not_yet':
      return onSaleAt
        ? {
            state: 'not_yet',
            title: t('notYet.title', {
              date: formatMoment(onSaleAt, zone, formatLocale),
            }),
            text: `${
              now && Date.parse(onSaleAt) > now.getTime()
                ? t('notYet.in', { when: formatRelative(onSaleAt, now, formatLocale) })
                : ''
            } ${t('notYet.after')} ${told(minutes, 'afterStart')}`.trim(),
          }
        : { state: 'not_yet', title: t('notYet.unknown'), text: t('notYet.after') };
    // Sold out and ended are screens of their own.
    default:
      return { state: 'unknown', title: null, text: t('estimate.unknown') };
  }
}
