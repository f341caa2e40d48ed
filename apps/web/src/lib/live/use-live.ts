'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import type { Socket } from 'socket.io-client';
import { useAuth } from '../auth/auth-provider.tsx';
import { useConfig } from '../config/client.tsx';
import { textOf } from '../request.ts';
import { leaseConnection } from './connection.ts';

export type Watch =
  /** For members: counts of the event as they change, at most four times a second. */
  | { kind: 'totals'; eventId: string }
  /** For whoever may see the event page: what is left of each ticket type. */
  | { kind: 'availability'; eventId: string; eventLink?: string | null }
  /** For the same: the line in front of its sale, about once a second while it is open and the event not over. */
  | { kind: 'waiting-room'; eventId: string; eventLink?: string | null };

export type LiveState = 'connecting' | 'live' | 'offline' | 'refused';

/** What takes longer is not waited for any more; it is live as soon as it connects after all. */
const connectsWithinMs = 10_000;

const requests = {
  totals: 'watch:event',
  availability: 'watch:availability',
  'waiting-room': 'watch:waiting-room',
} as const;

/**
 * Watches an event over Socket.IO while the component is mounted. All that a page watches shares a
 * connection, and the client library is loaded on first use, so pages that do not watch do not pay for
 * it. After a lost connection it watches again, and every watch is answered with the current state
 * first, so nothing is missed for long. The payload is the API's; check it where its shape matters.
 */
export function useLive<T>(
  watch: Watch | null,
  onMessage: (payload: T) => void,
): { state: LiveState; connected: boolean } {
  const { apiUrl } = useConfig();
  const { status, getToken } = useAuth();
  const [state, setState] = useState<LiveState>('connecting');
  const receive = useEffectEvent(onMessage);
  const readToken = useEffectEvent(async () => {
    const token = await getToken();
    // Nobody's token is refused, and asked for again: who cannot prove themselves at the moment is no stranger.
    return token.ok ? token.data : '';
  });

  const kind = watch?.kind;
  const eventId = watch?.eventId;
  const eventLink = watch && 'eventLink' in watch ? (watch.eventLink ?? undefined) : undefined;
  // Anyone may watch availability and lines; only the totals depend on who watches.
  const identity = kind === 'totals' ? status : 'anyone';

  useEffect(() => {
    if (!kind || !eventId || identity === 'loading') return;
    let isGone = false;
    let stopListening = () => {};
    const { socket, release } = leaseConnection(
      apiUrl,
      identity,
      identity === 'anyone' ? null : () => readToken(),
    );
    // The client library may not load, or no answer may ever come.
    const patience = setTimeout(
      () => setState((before) => (before === 'connecting' ? 'offline' : before)),
      connectsWithinMs,
    );
    void socket.then((connection) => {
      if (isGone) return;
      const ask = () =>
        connection.emit(requests[kind], { eventId, eventLink }, (answer: { ok: boolean }) => {
          if (!isGone) setState(answer.ok ? 'live' : 'refused');
        });
      stopListening = listen(connection, {
        connect: ask,
        connect_error: () => setState('offline'),
        disconnect: () => setState('offline'),
        // Others of the page may watch other events over the same connection.
        [kind]: (payload: T) => {
          if (textOf(payload, 'eventId')?.toLowerCase() === eventId.toLowerCase()) receive(payload);
        },
      });
      if (connection.connected) ask();
    });
    return () => {
      isGone = true;
      clearTimeout(patience);
      stopListening();
      release();
      setState('connecting');
    };
  }, [apiUrl, kind, eventId, eventLink, identity]);

  return { state, connected: state === 'live' };
}

function listen(
  socket: Socket,
  // biome-ignore lint/suspicious/noExplicitAny: Socket.IO's listeners take whatever was sent
  listeners: Record<string, (...args: any[]) => void>,
): () => void {
  for (const [name, listener] of Object.entries(listeners)) socket.on(name, listener);
  return () => {
    for (const [name, listener] of Object.entries(listeners)) socket.off(name, listener);
  };
}
