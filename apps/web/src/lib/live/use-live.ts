'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import type { Socket } from 'socket.io-client';
import { useAuth } from '../auth/auth-provider.tsx';
import { useConfig } from '../config/client.tsx';

export type Watch =
  /** For members: counts of the event as they change, at most four times a second. */
  | { kind: 'totals'; eventId: string }
  /** For whoever may see the event page: what is left of each ticket type. */
  | { kind: 'availability'; eventId: string; eventLink?: string | null };

export type LiveState = 'connecting' | 'live' | 'offline' | 'refused';

const requests = { totals: 'watch:event', availability: 'watch:availability' } as const;
/** After a refused handshake the client does not come back by itself. */
const reconnectAfterMs = 3_000;

/**
 * Watches an event over Socket.IO while the component is mounted. The client library is loaded on
 * first use, so pages that do not watch do not pay for it. After a lost connection it watches again,
 * and every watch is answered with the current state first, so nothing is missed for long. The
 * payload is the API's; check it where its shape matters.
 */
export function useLive<T>(
  watch: Watch | null,
  onMessage: (payload: T) => void,
): { state: LiveState; connected: boolean } {
  const { apiUrl } = useConfig();
  const { status, getToken } = useAuth();
  const [state, setState] = useState<LiveState>('connecting');
  const receive = useEffectEvent(onMessage);
  const readToken = useEffectEvent(getToken);

  const kind = watch?.kind;
  const eventId = watch?.eventId;
  const eventLink = watch?.kind === 'availability' ? (watch.eventLink ?? undefined) : undefined;
  // Anyone may watch availability; only the totals depend on who watches.
  const identity = kind === 'totals' ? status : 'anyone';

  useEffect(() => {
    if (!kind || !eventId || identity === 'loading') return;
    let socket: Socket | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    void import('socket.io-client').then(({ io }) => {
      if (isGone) return;
      const connection = io(apiUrl, {
        path: '/live',
        transports: ['websocket', 'polling'],
        // A function: each reconnection presents a token that is fresh then.
        auth: (give) => {
          if (kind !== 'totals') return give({});
          void readToken().then((token) => give(token ? { token } : {}));
        },
      });
      socket = connection;
      connection.on('connect', () => {
        connection.emit(requests[kind], { eventId, eventLink }, (answer: { ok: boolean }) => {
          setState(answer.ok ? 'live' : 'refused');
        });
      });
      connection.on('connect_error', () => {
        setState('offline');
        if (!connection.active) retry = setTimeout(() => connection.connect(), reconnectAfterMs);
      });
      connection.on('disconnect', () => setState('offline'));
      connection.on(kind, (payload: T) => receive(payload));
    });
    return () => {
      isGone = true;
      clearTimeout(retry);
      socket?.disconnect();
      setState('connecting');
    };
  }, [apiUrl, kind, eventId, eventLink, identity]);

  return { state, connected: state === 'live' };
}
