'use client';

import { Mail, Send } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  OrderDocument,
  type OrderQuery,
  ResendConfirmationDocument,
  TransferTicketDocument,
} from '@/gql/graphql';
import { useOrganizerRole } from '@/lib/auth/use-organizer-role';
import { failureText } from '@/lib/errors';
import { formatDateTime } from '@/lib/format/dates';
import { minorUnits } from '@/lib/format/money';
import { formatCode } from '@/lib/format/ticket-code';
import { useGraphMutation, useGraphQuery } from '@/lib/graphql/hooks';
import { useLocale, useT } from '@/lib/i18n/client';
import { Breadcrumbs } from '@/ui/breadcrumbs';
import { Button } from '@/ui/button';
import { Card, CardHeader } from '@/ui/card';
import { GiveTicketDialog } from '@/ui/give-ticket-dialog';
import { Money } from '@/ui/money';
import { ErrorState, LoadingState } from '@/ui/states';
import { StatusBadge } from '@/ui/status-badge';
import { useToast } from '@/ui/toast';
import { CancelTickets } from './cancel-tickets';
import { OrderHistory } from './order-history';
import { kept } from './order-money';
import { RefundOrder } from './refund-order';

export type Order = NonNullable<OrderQuery['registration']>;

/** One registration for those who run the event: who, what, its money and everything that happened. */
export function OrderDetail({ orderId, basePath }: { orderId: string; basePath: string }) {
  const t = useT('attendees');
  const { formatLocale } = useLocale();
  const { data, error, isPending, refetch } = useGraphQuery(
    OrderDocument,
    { id: orderId },
    // The provider answers within seconds, as a rule.
    {
      refetchInterval: ({ state }) =>
        state.data?.registration?.payments.nodes.some(({ refunds }) =>
          refunds.nodes.some(({ status }) => status === 'queued'),
        )
          ? 3_000
          : false,
    },
  );
  if (isPending) return <LoadingState lines={6} />;
  if (!data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const order = data.registration;
  if (!order) return <ErrorState error={t('order.notFound')} />;
  const role = data.me?.orgMembers.nodes.find(({ orgId }) => orgId === order.orgId)?.role;
  // The database decides again.
  const mayChange = role === 'owner' || role === 'admin';
  const zone = order.event?.timezone ?? 'UTC';
  const when = (at: string) => formatDateTime(at, zone, formatLocale);

  return (
    <div className="flex flex-col gap-6">
      <Breadcrumbs
        items={[
          { label: t('order.back'), href: `${basePath}/registrations` },
          { label: order.confirmationNumber },
        ]}
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-6">
          <Card as="section">
            <CardHeader
              title={order.confirmationNumber}
              description={t('order.placed', { time: when(order.createdAt) })}
              actions={<StatusBadge status={order.status} />}
            />
            <Items order={order} />
            {order.status === 'pending' && order.expiresAt ? (
              <p className="mt-3 text-sm text-muted">
                {t('order.heldUntil', { time: when(order.expiresAt) })}
              </p>
            ) : null}
          </Card>
          <Card as="section">
            <CardHeader
              title={t('order.tickets')}
              actions={mayChange ? <CancelTickets order={order} /> : null}
            />
            <Tickets order={order} when={when} />
          </Card>
          <Card as="section">
            <CardHeader
              title={t('order.payments')}
              actions={mayChange && kept(order) > 0 ? <RefundOrder order={order} /> : null}
            />
            <Payments order={order} when={when} />
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <Buyer order={order} />
          <OrderHistory entries={order.history.nodes} buyerId={order.userId} when={when} />
        </div>
      </div>
    </div>
  );
}

function Buyer({ order }: { order: Order }) {
  const t = useT('attendees');
  const toast = useToast();
  const resend = useGraphMutation(ResendConfirmationDocument, { invalidate: [OrderDocument] });
  return (
    <Card as="section">
      <CardHeader title={t('order.buyer')} />
      {order.buyerEmail ? (
        <>
          <p className="font-semibold">
            <bdi>{order.buyerName}</bdi>
          </p>
          <p className="text-sm break-all text-muted">{order.buyerEmail}</p>
          <div className="mt-4 flex flex-wrap gap-2">
            <a
              href={`mailto:${encodeURIComponent(order.buyerEmail)}?subject=${encodeURIComponent(order.confirmationNumber)}`}
              className="inline-flex min-h-11 items-center gap-2 text-sm font-semibold underline underline-offset-4"
            >
              <Mail aria-hidden="true" className="size-4" />
              {t('order.write')}
            </a>
            {order.status === 'confirmed' ? (
              <Button
                pending={resend.pending}
                onClick={async () => {
                  const result = await resend.run({ id: order.id });
                  toast(
                    result.ok
                      ? { title: t('order.resent') }
                      : {
                          tone: 'critical',
                          title: failureText(result.error, t),
                          text: result.error.hint,
                        },
                  );
                }}
              >
                <Send aria-hidden="true" />
                {t('order.resend')}
              </Button>
            ) : null}
          </div>
        </>
      ) : (
        <p className="text-sm text-muted">{t('order.nobody')}</p>
      )}
    </Card>
  );
}

function Items({ order }: { order: Order }) {
  const t = useT('attendees');
  return (
    <dl className="flex flex-col gap-2 text-sm">
      {order.registrationItems.nodes.map((item) => (
        <div key={item.id} className="flex justify-between gap-4">
          <dt>
            {item.quantity} × {item.ticketType?.name}
            {item.cancelledQuantity > 0 ? (
              <span className="block text-xs text-muted">
                {t('order.itemsCancelled', { count: item.cancelledQuantity })}
              </span>
            ) : null}
          </dt>
          <dd className="tabular">
            <Money
              amountMinor={minorUnits(item.unitPriceMinor) * item.quantity}
              currency={order.currency}
              free
            />
          </dd>
        </div>
      ))}
      <div className="flex justify-between gap-4 border-t border-line pt-2 text-base font-semibold">
        <dt>{t('order.total')}</dt>
        <dd className="tabular">
          <Money amountMinor={order.totalMinor} currency={order.currency} free />
        </dd>
      </div>
    </dl>
  );
}

function Row({ children }: { children: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3 first:pt-0 last:pb-0">
      {children}
    </li>
  );
}

function Tickets({ order, when }: { order: Order; when: (at: string) => string }) {
  const t = useT('attendees');
  const { mayEdit } = useOrganizerRole(order.event?.organization?.slug ?? '');
  const transfer = useGraphMutation(TransferTicketDocument, { invalidate: [OrderDocument] });
  const isOn =
    order.status === 'confirmed' &&
    order.event?.status === 'published' &&
    Date.parse(order.event.endsAt) > Date.now();
  if (order.tickets.nodes.length === 0)
    return <p className="text-sm text-muted">{t('order.noTickets')}</p>;
  return (
    <ul className="divide-y divide-line">
      {order.tickets.nodes.map((ticket) => (
        <Row key={ticket.id}>
          <span className="min-w-0">
            <span className="block font-semibold">
              <bdi>{ticket.attendeeName}</bdi>
            </span>
            <span className="block text-xs text-muted">
              {ticket.ticketType?.name} · <code>{formatCode(ticket.code)}</code>
              {ticket.checkedInAt ? ` · ${when(ticket.checkedInAt)}` : null}
            </span>
            {ticket.handedOverAt ? (
              <span className="block text-xs break-all text-muted">
                {t('order.handedOver', {
                  email: ticket.attendeeEmail ?? '',
                  time: when(ticket.handedOverAt),
                })}
              </span>
            ) : null}
          </span>
          <span className="flex flex-wrap items-center gap-3">
            <StatusBadge status={ticket.checkedInAt ? 'checked_in' : ticket.status} />
            {mayEdit && isOn && ticket.status === 'valid' && !ticket.checkedInAt ? (
              <GiveTicketDialog
                attendeeName={ticket.attendeeName}
                isOrganizer
                onGive={(to) => transfer.run({ ticketId: ticket.id, ...to })}
              />
            ) : null}
          </span>
        </Row>
      ))}
    </ul>
  );
}

const refundReasons = [
  'paid_after_expiry',
  'paid_twice',
  'amount_mismatch',
  'event_cancelled',
  'requested',
] as const;

function Payments({ order, when }: { order: Order; when: (at: string) => string }) {
  const t = useT('attendees');
  if (order.payments.nodes.length === 0)
    return <p className="text-sm text-muted">{t('order.noPayments')}</p>;
  return (
    <ul className="divide-y divide-line">
      {order.payments.nodes.map((payment) => (
        <Row key={payment.id}>
          <span className="min-w-0">
            <span className="tabular block font-semibold">
              <Money amountMinor={payment.amountMinor} currency={payment.currency} />
            </span>
            <span className="block text-xs text-muted">
              {payment.provider} · {when(payment.createdAt)}
              {payment.failureCode
                ? ` · ${t('order.failure', { reason: payment.failureCode })}`
                : null}
            </span>
            {payment.providerPaymentId ? (
              <span className="block text-xs break-all text-muted">
                {t('order.paymentReference')}: <code>{payment.providerPaymentId}</code>
              </span>
            ) : null}
          </span>
          <StatusBadge status={payment.status} />
          {payment.refunds.nodes.map((refund) => {
            const reason = refundReasons.find((known) => known === refund.reason);
            return (
              <span
                key={refund.id}
                className="flex w-full flex-wrap items-center justify-between gap-2 text-sm"
              >
                <span>
                  {refund.madeAtProvider
                    ? t('order.refundAtProvider')
                    : t('order.refund', {
                        reason: reason ? t(`order.reasons.${reason}`) : refund.reason,
                      })}{' '}
                  · <Money amountMinor={refund.amountMinor} currency={refund.currency} />
                </span>
                <StatusBadge status={refund.status === 'succeeded' ? 'refunded' : refund.status} />
              </span>
            );
          })}
        </Row>
      ))}
    </ul>
  );
}
