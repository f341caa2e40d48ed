'use client';

import { useEffect, useState } from 'react';
import { useClockSkew } from '../server-clock.ts';
import { isAdmitted, type StoredPlace } from './stored-place.ts';
import { usePlace } from './use-place.ts';

/** Browsers count timers in 32 bits; no admission is that long. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * This browser's admission to an event's sale, by the server's clock: `admitted` while it may be used,
 * `over` when it was given and has run out, `none` otherwise and until the clock is known.
 */
export function useAdmission(eventId: string): {
  place: StoredPlace;
  state: 'none' | 'admitted' | 'over';
  until: string | null;
  /** Milliseconds the server's clock is ahead; null until it is known. */
  skew: number | null;
} {
  const place = usePlace(eventId);
  const skew = useClockSkew();
  const [, setTick] = useState(0);
  const until = place?.until ?? null;
  const leftMs = until === null || skew === null ? null : Date.parse(until) - (Date.now() + skew);
  const isRunning = leftMs !== null && leftMs > 0;

  useEffect(() => {
    if (!isRunning || until === null || skew === null) return;
    const wait = Date.parse(until) - (Date.now() + skew);
    const timer = setTimeout(
      () => setTick((tick) => tick + 1),
      Math.min(Math.max(wait, 0) + 50, longestTimerMs),
    );
    return () => clearTimeout(timer);
  }, [isRunning, until, skew]);

  if (skew === null || until === null) return { place, state: 'none', until, skew };
  const state = isAdmitted(place, Date.now() + skew) ? 'admitted' : isRunning ? 'none' : 'over';
  return { place, state, until, skew };
}
