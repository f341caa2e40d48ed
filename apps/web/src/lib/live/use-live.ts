'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import type { Socket } from 'socket.io-client';
import { useAuth } from '../auth/auth-provider.tsx';
import { useConfig } from '../config/client.tsx';

type Watch =
  /** For members: counts of the event as they change, at most four times a second. */
  | { kind: 'totals'; eventId: string }
  /** For anyone: what is left of each ticket type. */
  | { kind: 'availability'; eventId: string };

const requests = { totals: 'watch:event', availability: 'watch:availability' } as const;

/**
 * Watches an event over Socket.IO while the component is mounted. The client library is loaded on
 * first use, so pages that do not watch do not pay for it. After a lost connection it watches again,
 * and the server answers a watch with the current state, so nothing is missed for long.
 */
export function useLive<T>(
  watch: Watch | null,
  onMessage: (payload: T) => void,
): { connected: boolean } {
  const { apiUrl } = useConfig();
  const { status, getToken } = useAuth();
  const [connected, setConnected] = useState(false);
  const receive = useEffectEvent(onMessage);
  const readToken = useEffectEvent(getToken);

  const kind = watch?.kind;
  const eventId = watch?.eventId;
  // Anyone may watch availability; only the totals depend on who watches.
  const identity = kind === 'totals' ? status : 'anyone';

  useEffect(() => {
    if (!kind || !eventId || identity === 'loading') return;
    let socket: Socket | undefined;
    let isGone = false;
    void import('socket.io-client').then(({ io }) => {
      if (isGone) return;
      socket = io(apiUrl, {
        path: '/live',
        // A function: each reconnection presents a token that is fresh then.
        auth: (give) => {
          if (kind !== 'totals') return give({});
          void readToken().then((token) => give(token ? { token } : {}));
        },
      });
      socket.on('connect', () => {
        setConnected(true);
        socket?.emit(requests[kind], { eventId });
      });
      socket.on('disconnect', () => setConnected(false));
      socket.on(kind, (payload: T) => receive(payload));
    });
    return () => {
      isGone = true;
      socket?.disconnect();
      setConnected(false);
    };
  }, [apiUrl, kind, eventId, identity]);

  return { connected };
}
