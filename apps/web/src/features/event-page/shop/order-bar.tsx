'use client';

import { formatMoney, minorUnits } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';
import { buttonClass } from '@/ui/button';
import { Money } from '@/ui/money';
import { totalMinor } from './choice';
import { OrderFailure } from './order-failure';
import { OrderProgress } from './order-progress';
import { ContinueButton, OrderLimit, useLineFirst } from './order-summary';
import { useShop } from './shop-provider';

/** The order on a phone: always within reach of the thumb, at the lower edge of the page. */
export function OrderBar() {
  const t = useT('event-page');
  const { formatLocale } = useLocale();
  const { event, types, lines, count } = useShop();
  const isLineFirst = useLineFirst();
  const prices = types
    .filter(({ availability }) => availability === 'on_sale')
    .map(({ priceMinor }) => minorUnits(priceMinor));
  if (prices.length === 0 && count === 0) return null;
  const lowest = Math.min(...prices);
  return (
    <div className="forced-border sticky bottom-0 z-20 border-t border-line bg-raised shadow-float lg:hidden">
      <div className="page-width flex flex-col gap-3 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
        <OrderFailure />
        <OrderProgress />
        <OrderLimit />
        <div className="flex items-center justify-between gap-4">
          {count > 0 ? (
            <>
              <p className="leading-tight">
                <span className="block text-xs text-muted">{t('order.count', { count })}</span>
                <span className="font-semibold">
                  <Money amountMinor={totalMinor(lines)} currency={event.currency} free />
                </span>
              </p>
              <ContinueButton size="md" />
            </>
          ) : (
            <>
              <p className="font-semibold">
                {prices.every((price) => price === 0)
                  ? t('common:money.free')
                  : t('order.from', {
                      price: formatMoney(
                        { amountMinor: lowest, currency: event.currency },
                        formatLocale,
                      ),
                    })}
              </p>
              {isLineFirst ? (
                <ContinueButton size="md" />
              ) : (
                <a href="#tickets" className={buttonClass('primary', 'md')}>
                  {t('order.choose')}
                </a>
              )}
            </>
          )}
        </div>
      </div>
    </div>
  );
}
