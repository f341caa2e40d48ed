'use client';

import { ArrowRight } from 'lucide-react';
import { formatDateTime } from '@/lib/format/dates';
import { useLocale, useT } from '@/lib/i18n/client';
import { offerOf } from '@/lib/offer';
import { isLineFirst } from '@/lib/sale/line';
import { useAdmission } from '@/lib/sale/use-admission';
import { Button, buttonClass } from '@/ui/button';
import { Card } from '@/ui/card';
import { cx } from '@/ui/cx';
import { Money } from '@/ui/money';
import { totalMinor } from './choice';
import { JoinLink } from './join-link';
import { useOpensSoon } from './line-notice';
import { OrderFailure } from './order-failure';
import { OrderProgress } from './order-progress';
import { useShop } from './shop-provider';

/** What was chosen and what it costs; stands beside the page on wide screens. */
export function OrderSummary() {
  const t = useT('event-page');
  const { event, types, lines, count, line } = useShop();
  const opensSoon = useOpensSoon(line);
  const hasOffer = types.some(({ availability }) => availability === 'on_sale');
  const shown = lines.filter(({ quantity }) => quantity > 0);
  const isBehindLine = useLineFirst();
  return (
    <Card as="section" aria-labelledby="order" className="flex flex-col gap-4">
      <h2 id="order" className="text-lg font-semibold tracking-tight">
        {t('order.title')}
      </h2>
      {shown.length === 0 ? (
        <p className="text-sm text-muted">
          {isBehindLine && hasOffer ? (
            t('line.short')
          ) : hasOffer ? (
            t('order.empty')
          ) : (
            <WhyNothing />
          )}
        </p>
      ) : (
        <>
          <ul className="flex flex-col gap-2 text-sm">
            {shown.map(({ type, quantity }) => (
              <li key={type.id} className="flex items-baseline justify-between gap-4">
                <span className="min-w-0">
                  <span className="tabular font-semibold">{quantity} ×</span> {type.name}
                </span>
                <Money
                  amountMinor={quantity * Number(type.priceMinor)}
                  currency={type.currency}
                  free
                />
              </li>
            ))}
          </ul>
          <p className="flex items-baseline justify-between gap-4 border-t border-line pt-3 font-semibold">
            <span>{t('order.total')}</span>
            <span className="text-xl">
              <Money amountMinor={totalMinor(shown)} currency={event.currency} free />
            </span>
          </p>
        </>
      )}
      <OrderLimit />
      <OrderFailure />
      <OrderProgress />
      {shown.length === 0 && !hasOffer ? null : shown.length === 0 && !isBehindLine ? (
        <a href="#tickets" className={buttonClass('primary', 'lg')}>
          {t('order.choose')}
        </a>
      ) : (
        <ContinueButton size="lg" />
      )}
      <p className={cx('text-xs text-muted', !hasOffer && shown.length === 0 && 'hidden')}>
        {t('order.hold', { count: Math.round(event.holdSeconds / 60) })}{' '}
        {line?.requiresAccount && (line.isOpen || opensSoon)
          ? t('order.account')
          : t('order.noAccount')}
      </p>
      <p className="sr-only" role="status">
        {count > 0 ? t('order.count', { count }) : ''}
      </p>
    </Card>
  );
}

/** There is nothing to choose from at the moment: sold out, in other hands, or not yet. */
function WhyNothing() {
  const t = useT('event-page');
  const { formatLocale } = useLocale();
  const { event, types } = useShop();
  const { state, onSaleAt } = offerOf(types);
  switch (state) {
    case 'held':
      return t('tickets.held');
    case 'not_yet':
      return onSaleAt
        ? t('tickets.notYet', { date: formatDateTime(onSaleAt, event.zone, formatLocale) })
        : t('tickets.none');
    case 'sold_out':
      return t('order.soldOut');
    case 'ended':
      return t('tickets.ended');
    default:
      return t('tickets.none');
  }
}

/** Why the plus does nothing any more. */
export function OrderLimit() {
  const t = useT('event-page');
  const { event, count } = useShop();
  return (
    <p role="status" className="text-xs text-muted empty:hidden">
      {count >= event.maxPerOrder ? t('tickets.orderLimit', { count: event.maxPerOrder }) : null}
    </p>
  );
}

/** Whether the way to tickets leads through the line at the moment. */
export function useLineFirst(): boolean {
  const { event, line, types } = useShop();
  const { state } = useAdmission(event.id);
  return isLineFirst(line, types) && state !== 'admitted';
}

/** Holds the tickets; after a request without an answer it sends the same one again. */
export function ContinueButton({ size }: { size: 'md' | 'lg' }) {
  const t = useT('event-page');
  const { count, pending, reserve, isUnanswered } = useShop();
  const isBehindLine = useLineFirst();
  if (isBehindLine && !pending) return <JoinLink size={size} />;
  return (
    <Button
      variant="primary"
      size={size}
      disabled={count === 0}
      pending={pending}
      onClick={() => void reserve()}
    >
      {isUnanswered ? t('failed.retry') : t('order.continue')}
      {pending ? null : <ArrowRight aria-hidden="true" />}
    </Button>
  );
}
