'use client';

import { useEffect, useState } from 'react';

/** Asked once per page load: the difference between two clocks hardly moves. */
let known: Promise<number | null> | undefined;

/**
 * Milliseconds that the server's clock is ahead of this one. The Date header has whole seconds, so
 * half a second is added; with the way there and back it is right to about a second.
 */
async function measureSkew(): Promise<number | null> {
  try {
    const sentAt = Date.now();
    const response = await fetch('/health/live', {
      cache: 'no-store',
      signal: AbortSignal.timeout(5000),
    });
    const receivedAt = Date.now();
    const serverTime = Date.parse(response.headers.get('date') ?? '');
    if (Number.isNaN(serverTime)) return null;
    const skew = serverTime + 500 - (sentAt + receivedAt) / 2;
    // Below what the header can tell apart, this clock is as good.
    return Math.abs(skew) < 1500 ? 0 : skew;
  } catch {
    return null;
  }
}

/**
 * The skew of this device's clock, null until it is known; 0 when it cannot be found out, because a
 * wrong countdown is better than none: the server decides anyway.
 */
export function useClockSkew(): number | null {
  const [skew, setSkew] = useState<number | null>(null);
  useEffect(() => {
    let isGone = false;
    known ??= measureSkew();
    void known.then((found) => {
      if (found === null) known = undefined;
      if (!isGone) setSkew(found ?? 0);
    });
    return () => {
      isGone = true;
    };
  }, []);
  return skew;
}

/** The server's time, now, as ISO text. */
export function serverNow(skew: number): string {
  return new Date(Date.now() + skew).toISOString();
}
