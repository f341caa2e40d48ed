'use client';

import { Clock } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { cx } from './cx';

/**
 * How long something is still held. Shown every second; spoken when a full minute begins and at the
 * end, because a voice that counts seconds is no help. `serverNow` corrects a wrong clock here.
 */
export function Countdown({
  until,
  serverNow,
  onOver,
  className,
}: {
  until: string;
  serverNow?: string;
  onOver?: () => void;
  className?: string;
}) {
  const t = useT();
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null);
  const over = useEffectEvent(() => onOver?.());

  useEffect(() => {
    const skew = serverNow ? Date.parse(serverNow) - Date.now() : 0;
    const end = Date.parse(until);
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const leftMs = Math.max(0, end - (Date.now() + skew));
      setSecondsLeft(Math.ceil(leftMs / 1000));
      if (leftMs === 0) over();
      else timer = setTimeout(tick, leftMs % 1000 || 1000);
    };
    tick();
    return () => clearTimeout(timer);
  }, [until, serverNow]);

  const minutes = secondsLeft === null ? 0 : Math.ceil(secondsLeft / 60);
  const isShort = secondsLeft !== null && secondsLeft <= 60;
  const text =
    secondsLeft === null
      ? '–:––'
      : `${Math.floor(secondsLeft / 60)}:${String(secondsLeft % 60).padStart(2, '0')}`;
  return (
    <div
      className={cx(
        'inline-flex min-h-9 items-center gap-2 rounded-full border px-3 text-sm font-semibold',
        isShort
          ? 'border-critical-line bg-critical-soft text-critical'
          : 'border-caution-line bg-caution-soft text-caution',
        className,
      )}
    >
      <Clock aria-hidden="true" className="size-4" />
      <span className="font-normal">{t('time.remaining')}</span>
      <span role="timer" aria-live="off" className="tabular">
        {text}
      </span>
      <span className="sr-only" aria-live="polite">
        {secondsLeft === null
          ? ''
          : secondsLeft === 0
            ? t('time.over')
            : t('time.remainingSpoken', { count: minutes })}
      </span>
    </div>
  );
}
