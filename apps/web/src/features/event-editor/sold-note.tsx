'use client';

import { formatNumber } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';
import { Badge } from '@/ui/badge';
import { type QuotaCounts, taken } from './tickets-model';

/** What is gone of something already; silent while nothing is. */
export function SoldNote({ counts }: { counts: QuotaCounts | undefined }) {
  const t = useT('event-editor');
  const { formatLocale } = useLocale();
  if (!counts || taken(counts) === 0) return null;
  return (
    <>
      <Badge tone="positive">
        {t('tickets.sold', { number: formatNumber(counts.sold, formatLocale) })}
      </Badge>
      {counts.held > 0 ? (
        <Badge tone="caution">
          {t('tickets.held', { number: formatNumber(counts.held, formatLocale) })}
        </Badge>
      ) : null}
    </>
  );
}
