'use client';

import { CircleCheck } from 'lucide-react';
import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';
import { formatDateTime, formatRange } from '@/lib/format/dates';
import { formatCode } from '@/lib/format/ticket-code';
import { useLocale, useT } from '@/lib/i18n/client';
import { Card } from '@/ui/card';
import { Skeleton } from '@/ui/skeleton';
import { StatusBadge } from '@/ui/status-badge';
import type { Registration } from './registration-screen';

const QrCode = dynamic(() => import('@/ui/qr-code').then(({ QrCode }) => QrCode), {
  ssr: false,
  loading: () => <Skeleton className="aspect-square w-full" />,
});

type Ticket = Registration['tickets']['nodes'][number];

/** One admission: whose it is and the code that lets them in. Prints as a page of its own. */
export function TicketCard({
  ticket,
  event,
  number,
  count,
  action,
}: {
  ticket: Ticket;
  event: NonNullable<Registration['event']>;
  number: number;
  count: number;
  /** What its holder can do with it. */
  action?: ReactNode;
}) {
  const t = useT('registration');
  const { formatLocale } = useLocale();
  const code = formatCode(ticket.code);
  return (
    <Card
      as="li"
      padding="none"
      className="overflow-hidden print:break-inside-avoid print:shadow-none"
      data-testid="ticket"
    >
      <div className="h-1.5 bg-brand" />
      <div className="flex flex-col gap-5 p-5 sm:flex-row sm:items-center sm:p-6">
        <div className="mx-auto w-full max-w-64 shrink-0 sm:mx-0 sm:w-48">
          {ticket.qrToken ? (
            <QrCode
              value={ticket.qrToken}
              label={t('qr', { code, name: ticket.attendeeName })}
              className="rounded-card"
            />
          ) : (
            <div className="flex aspect-square items-center justify-center rounded-card bg-sunken p-4 text-center text-sm text-muted">
              {t('void')}
            </div>
          )}
        </div>
        <div className="flex min-w-0 flex-1 flex-col gap-2 max-sm:text-center">
          <p className="text-xs font-semibold text-muted">{t('ticketOf', { number, count })}</p>
          <h2 className="font-display text-title font-bold break-words">
            <bdi>{ticket.attendeeName}</bdi>
          </h2>
          <p className="font-semibold text-brand">{ticket.ticketType?.name}</p>
          <p className="hidden text-sm print:block">
            {event.title} ·{' '}
            {formatRange(event.startsAt, event.endsAt, event.timezone, formatLocale)}
          </p>
          <p className="text-sm">
            <span className="text-muted">{t('code')} </span>
            <code className="tabular font-semibold tracking-wider">{code}</code>
          </p>
          {ticket.checkedInAt ? (
            <p className="flex items-center gap-2 text-sm font-semibold text-positive max-sm:justify-center">
              <CircleCheck aria-hidden="true" className="size-4" />
              {t('used', {
                time: formatDateTime(ticket.checkedInAt, event.timezone, formatLocale),
              })}
            </p>
          ) : ticket.status === 'valid' ? (
            <p className="text-xs text-muted">{t('showAtDoor')}</p>
          ) : (
            <span>
              <StatusBadge status={ticket.status} />
            </span>
          )}
          {action ? <div className="pt-2 print:hidden">{action}</div> : null}
        </div>
      </div>
    </Card>
  );
}
