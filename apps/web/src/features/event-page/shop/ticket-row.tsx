'use client';

import { CalendarClock, CircleSlash, EyeOff, Flame, Hourglass } from 'lucide-react';
import { formatDateTime } from '@/lib/format/dates';
import { formatNumber } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';
import { Badge } from '@/ui/badge';
import { cx } from '@/ui/cx';
import { Money } from '@/ui/money';
import { NumberStepper } from '@/ui/number-stepper';
import type { TicketType } from '../types';
import { mostBeside, stateOf, stepTo, type TypeState } from './choice';
import { SaleCountdown } from './sale-countdown';
import { type ShopEvent, useShop } from './shop-provider';

/** One ticket type: what it is, what it costs, how many are left, how many are wanted. */
export function TicketRow({ type }: { type: TicketType }) {
  const t = useT('event-page');
  const { event, lines, choose, pending } = useShop();
  const state = stateOf(type);
  const line = lines.find((chosen) => chosen.type.id === type.id);
  const quantity = line?.quantity ?? 0;
  const most = mostBeside(type, lines, event);
  const canChoose = event.isOpen && state.kind === 'on_sale';
  const isOff = state.kind === 'sold_out' || state.kind === 'ended' || !event.isOpen;
  return (
    <li
      className={cx(
        'forced-border grid grid-cols-[minmax(0,1fr)_auto] items-end gap-x-4 rounded-card border bg-surface p-4 sm:gap-x-6 sm:p-5',
        quantity > 0 ? 'border-brand shadow-[inset_0_0_0_1px_var(--brand)]' : 'border-line',
      )}
    >
      <div className="col-span-2 sm:col-span-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h3 className={cx('font-semibold', isOff && 'text-muted')}>{type.name}</h3>
          {type.isHidden ? (
            <Badge tone="brand" icon={<EyeOff aria-hidden="true" />}>
              {t('tickets.hidden')}
            </Badge>
          ) : null}
        </div>
        {type.description ? (
          <p className="mt-1 max-w-prose text-sm whitespace-pre-line text-muted">
            {type.description}
          </p>
        ) : null}
      </div>
      <div className="col-start-1 mt-2 self-center">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          <span className={cx('text-base font-semibold', isOff && 'text-muted')}>
            <Money amountMinor={type.priceMinor} currency={type.currency} free />
          </span>
          <Availability state={state} zone={event.zone} isOpen={event.isOpen} />
        </p>
        {canChoose ? <Limits type={type} event={event} /> : null}
      </div>
      {canChoose ? (
        <NumberStepper
          label={type.name}
          value={quantity}
          max={most}
          disabled={pending || (most === 0 && quantity === 0)}
          onChange={(wanted) => choose(type.id, stepTo(type, quantity, wanted, most))}
          className="col-start-2 mt-2 sm:row-span-2 sm:row-start-1 sm:mt-0 sm:self-center"
        />
      ) : state.kind === 'not_yet' && state.startsAt && event.isOpen ? (
        <SaleCountdown
          startsAt={state.startsAt}
          className="col-span-2 mt-2 sm:col-start-2 sm:col-end-3 sm:row-span-2 sm:row-start-1 sm:mt-0 sm:self-center"
        />
      ) : null}
      {line && line.quantity < line.wanted ? (
        <p role="status" className="col-span-2 mt-2 text-sm font-medium text-caution">
          {line.quantity === 0 ? t('tickets.gone') : t('tickets.reduced', { count: line.quantity })}
        </p>
      ) : null}
    </li>
  );
}

/** How many there are, or why there are none, in words, icon and colour. */
function Availability({
  state,
  zone,
  isOpen,
}: {
  state: TypeState;
  zone: string;
  isOpen: boolean;
}) {
  const t = useT('event-page');
  const { formatLocale } = useLocale();
  if (!isOpen && state.kind !== 'sold_out') return null;
  switch (state.kind) {
    case 'on_sale':
      if (state.left === null) return null;
      return state.isFew ? (
        <Badge tone="caution" icon={<Flame aria-hidden="true" />}>
          {t('tickets.fewLeft', { count: state.left })}
        </Badge>
      ) : (
        <span className="tabular text-muted">
          {t('tickets.left', { count: state.left, n: formatNumber(state.left, formatLocale) })}
        </span>
      );
    case 'held':
      return (
        <span className="flex items-start gap-1.5 text-caution">
          <Hourglass aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          {t('tickets.held')}
        </span>
      );
    case 'sold_out':
      return (
        <Badge tone="critical" icon={<CircleSlash aria-hidden="true" />}>
          {t('tickets.soldOut')}
        </Badge>
      );
    case 'not_yet':
      return (
        <Badge tone="info" icon={<CalendarClock aria-hidden="true" />}>
          {t('tickets.notYet', {
            date: state.startsAt ? formatDateTime(state.startsAt, zone, formatLocale) : '…',
          })}
        </Badge>
      );
    case 'ended':
      return <Badge>{t('tickets.ended')}</Badge>;
  }
}

/** What one order has to take and may take, and until when, where it is worth a word. */
function Limits({ type, event }: { type: TicketType; event: ShopEvent }) {
  const t = useT('event-page');
  const { formatLocale } = useLocale();
  const facts = [
    type.minPerOrder > 1 ? t('tickets.minimum', { count: type.minPerOrder }) : null,
    type.maxPerOrder < event.maxPerOrder ? t('tickets.maximum', { count: type.maxPerOrder }) : null,
    type.saleEndsAt
      ? t('tickets.until', { date: formatDateTime(type.saleEndsAt, event.zone, formatLocale) })
      : null,
  ].filter((fact) => fact !== null);
  return facts.length > 0 ? <p className="mt-1 text-xs text-muted">{facts.join(' · ')}</p> : null;
}
