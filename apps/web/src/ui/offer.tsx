'use client';

import { CalendarClock, Flame, Radio } from 'lucide-react';
import { formatShortDate } from '@/lib/format/dates';
import { formatMoney } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';
import type { Offer } from '@/lib/offer';
import { Badge } from './badge';
import { StatusBadge } from './status-badge';

/** How an event's tickets stand, where that is worth a word: nothing while they are simply on sale. */
export function OfferBadge({
  offer,
  zone,
  isOnNow = false,
}: {
  offer: Offer;
  zone: string;
  /** The event has begun and not ended. */
  isOnNow?: boolean;
}) {
  const t = useT();
  const { formatLocale } = useLocale();
  switch (offer.state) {
    case 'on_sale':
    case 'none':
      return isOnNow ? (
        <Badge tone="positive" icon={<Radio aria-hidden="true" />}>
          {t('offer.onNow')}
        </Badge>
      ) : null;
    case 'few_left':
      return (
        <Badge tone="caution" icon={<Flame aria-hidden="true" />}>
          {t('offer.fewLeft')}
        </Badge>
      );
    case 'not_yet':
      return offer.onSaleAt ? (
        <Badge tone="info" icon={<CalendarClock aria-hidden="true" />}>
          {t('offer.onSaleFrom', { date: formatShortDate(offer.onSaleAt, zone, formatLocale) })}
        </Badge>
      ) : (
        <StatusBadge status="not_yet" />
      );
    default:
      return <StatusBadge status={offer.state} />;
  }
}

/** `from €25.00`, `Free`, or what to say when there is no price. */
export function OfferPrice({ offer }: { offer: Offer }) {
  const t = useT();
  const { formatLocale } = useLocale();
  if (offer.fromMinor === null || offer.currency === null) {
    return offer.state === 'none' ? (
      <span className="font-normal text-muted">{t('offer.noTickets')}</span>
    ) : null;
  }
  const price = formatMoney(
    { amountMinor: offer.fromMinor, currency: offer.currency },
    formatLocale,
  );
  const only = offer.fromMinor === 0 ? t('money.free') : price;
  return (
    <span className="tabular whitespace-nowrap">
      {offer.isSinglePrice ? only : t('offer.from', { price })}
    </span>
  );
}
