'use client';

import { formatMoney, minorUnits } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';

/** An amount in the reader's format; `free` says "Free" for nothing. Takes GraphQL's text or a number. */
export function Money({
  amountMinor,
  currency,
  free = false,
}: {
  amountMinor: string | number;
  currency: string;
  free?: boolean;
}) {
  const t = useT();
  const { formatLocale } = useLocale();
  const amount = minorUnits(amountMinor);
  return (
    <span className="tabular whitespace-nowrap" suppressHydrationWarning>
      {free && amount === 0
        ? t('money.free')
        : formatMoney({ amountMinor: amount, currency }, formatLocale)}
    </span>
  );
}
