'use client';

import { useEffect, useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { useClockSkew } from '@/lib/server-clock';
import { cx } from '@/ui/cx';

/** Counting seconds is for the last day; before that the date says enough. */
const shownFromMs = 24 * 3_600_000;

/** The time until a sale starts. The list itself opens when the server says so. */
export function SaleCountdown({ startsAt, className }: { startsAt: string; className?: string }) {
  const t = useT('event-page');
  const skew = useClockSkew();
  const [leftMs, setLeftMs] = useState<number | null>(null);
  useEffect(() => {
    if (skew === null) return;
    const tick = () => setLeftMs(Date.parse(startsAt) - (Date.now() + skew));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [startsAt, skew]);
  if (leftMs === null || leftMs <= 0 || leftMs > shownFromMs) return null;
  return (
    <p role="timer" className={cx('tabular text-sm font-semibold text-info', className)}>
      {t('tickets.startsIn', { time: clock(leftMs) })}
    </p>
  );
}

function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
