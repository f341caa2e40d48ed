'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { formatNumber } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';
import { Button } from './button';

/** Pages by cursor: there is a next and a previous one, and perhaps a count; there are no numbers. */
export function Pagination({
  onPrevious,
  onNext,
  pending = false,
  shown,
}: {
  /** Left out when there is no such page. */
  onPrevious?: () => void;
  onNext?: () => void;
  pending?: boolean;
  shown?: { from: number; to: number; total: number };
}) {
  const t = useT();
  const { formatLocale } = useLocale();
  const n = (value: number) => formatNumber(value, formatLocale);
  if (!onPrevious && !onNext && !shown) return null;
  return (
    <nav
      aria-label={t('pagination.label')}
      className="flex flex-wrap items-center justify-between gap-3 py-4"
    >
      <p className="tabular text-sm text-muted" role="status">
        {shown
          ? t('pagination.shown', { from: n(shown.from), to: n(shown.to), total: n(shown.total) })
          : null}
      </p>
      <div className="flex gap-2">
        <Button disabled={!onPrevious} pending={pending && !!onPrevious} onClick={onPrevious}>
          <ChevronLeft aria-hidden="true" />
          {t('pagination.previous')}
        </Button>
        <Button disabled={!onNext} pending={pending && !!onNext} onClick={onNext}>
          {t('pagination.next')}
          <ChevronRight aria-hidden="true" />
        </Button>
      </div>
    </nav>
  );
}
