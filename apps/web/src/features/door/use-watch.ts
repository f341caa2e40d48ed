'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { DoorApi, Held, Watch } from './door-api.ts';

export type Connection = 'connecting' | 'connected' | 'slow' | 'offline' | 'notReady' | 'revoked';

const POLL_MS = 3_000;
const SLOW_MS = 1_200;

/** Who we are, what event, how many are inside, and how the connection is: asked every 3 seconds, which also tells what the phone holds. */
export function useWatch(api: DoorApi, heldOf: () => Held) {
  const [watch, setWatch] = useState<Watch | null>(null);
  const [connection, setConnection] = useState<Connection>('connecting');
  const refreshNow = useRef<() => void>(() => {});

  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isRunning = false;

    async function ask() {
      if (isRunning) return;
      clearTimeout(timer);
      isRunning = true;
      const began = performance.now();
      try {
        const result = await api.watch(heldOf(), abort.signal);
        if (result.ok) {
          setWatch(result.data);
          setConnection(performance.now() - began > SLOW_MS ? 'slow' : 'connected');
        } else if (result.error.code === 'NOT_SIGNED_IN') {
          setConnection('revoked');
          return;
        } else {
          setConnection(result.error.code === 'NOT_READY' ? 'notReady' : 'offline');
        }
      } catch {
        // Aborted: the screen is gone.
        return;
      } finally {
        isRunning = false;
      }
      if (!abort.signal.aborted) timer = setTimeout(ask, POLL_MS);
    }

    const wentOffline = () => setConnection((now) => (now === 'revoked' ? now : 'offline'));
    const becameVisible = () => {
      if (document.visibilityState === 'visible') ask();
    };
    refreshNow.current = ask;
    window.addEventListener('online', ask);
    window.addEventListener('offline', wentOffline);
    document.addEventListener('visibilitychange', becameVisible);
    ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
      window.removeEventListener('online', ask);
      window.removeEventListener('offline', wentOffline);
      document.removeEventListener('visibilitychange', becameVisible);
    };
  }, [api, heldOf]);

  return {
    watch,
    connection,
    refresh: useCallback(() => refreshNow.current(), []),
    markRevoked: useCallback(() => setConnection('revoked'), []),
  };
}
