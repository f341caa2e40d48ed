'use client';

import { useCallback, useEffect, useRef } from 'react';

/**
 * Paces work that many messages ask for: at once, then no sooner than `everyMs` after it ended, never
 * twice at a time, and once more after the last message.
 */
export function usePaced(work: () => Promise<unknown>, everyMs: number): () => void {
  const latest = useRef(work);
  const pace = useRef<{
    isBusy: boolean;
    isWanted: boolean;
    timer?: ReturnType<typeof setTimeout>;
  }>({ isBusy: false, isWanted: false });
  useEffect(() => {
    latest.current = work;
  });
  useEffect(() => () => clearTimeout(pace.current.timer), []);
  return useCallback(() => {
    const { current } = pace;
    const run = () => {
      current.isBusy = true;
      current.isWanted = false;
      void latest.current().finally(() => {
        current.timer = setTimeout(() => {
          current.isBusy = false;
          if (current.isWanted) run();
        }, everyMs);
      });
    };
    if (current.isBusy) current.isWanted = true;
    else run();
  }, [everyMs]);
}
