'use client';

import { CalendarDays, ExternalLink, Mail, MapPin } from 'lucide-react';
import Link from 'next/link';
import { formatRange, zoneName } from '@/lib/format/dates';
import { minorUnits } from '@/lib/format/money';
import { addressLines, mapUrl, placeWords, readPlace, safeWebUrl } from '@/lib/format/place';
import { useLocale, useT } from '@/lib/i18n/client';
import { Card, CardHeader } from '@/ui/card';
import { Money } from '@/ui/money';
import { StatusBadge } from '@/ui/status-badge';
import type { Registration } from './registration-screen';

const linkClass =
  'inline-flex min-h-11 items-center gap-2 text-sm font-semibold underline underline-offset-4';

/** What the tickets are for, and what they cost. */
export function OrderSummary({
  registration,
  eventPath,
}: {
  registration: Registration;
  eventPath: string;
}) {
  const t = useT('registration');
  const tCommon = useT();
  const { formatLocale } = useLocale();
  const { event, currency } = registration;
  if (!event) return null;
  const place = readPlace(event.location, formatLocale);
  const onlineUrl = safeWebUrl(event.eventAccess?.onlineUrl);
  const map = mapUrl(place);
  const isPaid = registration.payments.nodes.some(({ status }) => status === 'succeeded');
  return (
    <aside className="flex min-w-0 flex-col gap-6 print:mt-8">
      <Card as="section" padding="none" className="overflow-hidden">
        {event.coverImageUrl ? (
          // biome-ignore lint/performance/noImgElement: organizers' pictures come from any address, at the size they have
          <img
            src={event.coverImageUrl}
            alt=""
            className="aspect-[16/9] w-full object-cover print:hidden"
          />
        ) : null}
        <div className="flex flex-col gap-4 p-5">
          <div>
            <h2 className="text-lg font-semibold">
              <Link href={eventPath} className="underline-offset-4 hover:underline">
                {event.title}
              </Link>
            </h2>
            <p className="text-sm text-muted">
              {t('organizer', { name: event.organization?.name ?? '' })}
            </p>
          </div>
          <dl className="flex flex-col gap-3 text-sm">
            <div className="flex gap-3">
              <dt>
                <CalendarDays aria-hidden="true" className="size-5 text-brand" />
                <span className="sr-only">{t('when')}</span>
              </dt>
              <dd>
                {formatRange(event.startsAt, event.endsAt, event.timezone, formatLocale)}
                <span className="block text-xs text-muted">
                  {zoneName(event.startsAt, event.timezone, formatLocale)}
                </span>
              </dd>
            </div>
            <div className="flex gap-3">
              <dt>
                <MapPin aria-hidden="true" className="size-5 text-brand" />
                <span className="sr-only">{t('where')}</span>
              </dt>
              <dd className="min-w-0">
                <span className="block font-semibold">
                  {place.venue ?? placeWords(place, event.eventType, tCommon)}
                </span>
                {addressLines(place).map((line) => (
                  <span key={line} className="block">
                    {line}
                  </span>
                ))}
              </dd>
            </div>
          </dl>
          <div className="flex flex-wrap gap-x-5 print:hidden">
            {map ? (
              <a href={map} target="_blank" rel="noopener noreferrer" className={linkClass}>
                <MapPin aria-hidden="true" className="size-4" />
                {t('map')}
              </a>
            ) : null}
            {onlineUrl ? (
              <a href={onlineUrl} target="_blank" rel="noopener noreferrer" className={linkClass}>
                <ExternalLink aria-hidden="true" className="size-4" />
                {t('online')}
              </a>
            ) : null}
            {event.contactEmail ? (
              <a
                href={`mailto:${event.contactEmail}?subject=${encodeURIComponent(registration.confirmationNumber)}`}
                className={linkClass}
              >
                <Mail aria-hidden="true" className="size-4" />
                {t('contact')}
              </a>
            ) : null}
          </div>
        </div>
      </Card>
      <Card as="section">
        <CardHeader
          title={t('order')}
          actions={isPaid ? <StatusBadge status="succeeded" /> : null}
        />
        <dl className="flex flex-col gap-2 text-sm">
          {registration.registrationItems.nodes.map((item) => (
            <div key={item.id} className="flex justify-between gap-4">
              <dt>
                {item.quantity} × {item.ticketType?.name}
                {item.cancelledQuantity > 0 ? (
                  <span className="block text-xs text-muted">
                    {t('cancelled', { count: item.cancelledQuantity })}
                  </span>
                ) : null}
              </dt>
              <dd className="tabular">
                <Money
                  amountMinor={minorUnits(item.unitPriceMinor) * item.quantity}
                  currency={currency}
                  free
                />
              </dd>
            </div>
          ))}
          <div className="flex justify-between gap-4 border-t border-line pt-2 text-base font-semibold">
            <dt>{t('total')}</dt>
            <dd className="tabular">
              <Money amountMinor={registration.totalMinor} currency={currency} free />
            </dd>
          </div>
        </dl>
      </Card>
    </aside>
  );
}
