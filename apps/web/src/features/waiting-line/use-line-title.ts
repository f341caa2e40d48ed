'use client';

import { useEffect } from 'react';
import { formatNumber } from '@/lib/format/money';
import { useLocale, useT } from '@/lib/i18n/client';
import type { Turn } from './use-turn';

/** The tab says how far one is, for whoever looks at another one. */
export function useLineTitle({
  title,
  turn,
  position,
}: {
  title: string;
  turn: Turn['kind'];
  position: number | null;
}): void {
  const t = useT('waiting-line');
  const { formatLocale } = useLocale();
  const text =
    turn === 'admitted' || turn === 'called'
      ? t('tab.turn', { title })
      : position !== null && position > 0
        ? t('tab.position', { position: formatNumber(position, formatLocale), title })
        : t('tab.line', { title });
  useEffect(() => {
    document.title = text;
  }, [text]);
}
