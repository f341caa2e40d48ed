'use client';

import { useEffect, useState } from 'react';
import { SaleLineDocument } from '../../gql/graphql.ts';
import { useGraphQuery } from '../graphql/hooks.ts';
import { useLive } from '../live/use-live.ts';
import { type Line, readLine } from './line.ts';

/** An open line of an event that is not over tells of itself once a second; after this long it has gone silent. */
const silentAfterMs = 12_000;
/** Asked instead of listened to: never all at once. */
const pollMs = { open: 5_000, closed: 30_000 } as const;

/**
 * The line in front of an event's sale as it moves: live, and asked for every few seconds where the
 * live connection is cut or silent. `isCutOff` while neither way leads to the server.
 */
export function useLine({
  eventId,
  eventLink,
  initial,
  isWatched = true,
}: {
  eventId: string;
  eventLink: string | null;
  initial: Line | null;
  isWatched?: boolean;
}): { line: Line | null; isCutOff: boolean; ask: () => void } {
  const [heard, setHeard] = useState<{ line: Line; at: number } | null>(null);
  const [isSilent, setSilent] = useState(false);
  const { state } = useLive<unknown>(
    isWatched ? { kind: 'waiting-room', eventId, eventLink } : null,
    (payload) => {
      const line = readLine(payload);
      if (!line) return;
      setHeard({ line, at: Date.now() });
      setSilent(false);
    },
  );
  const line = heard?.line ?? initial;
  const isOpen = line?.isOpen === true && line.stock !== 'ended';
  // biome-ignore lint/correctness/useExhaustiveDependencies: each message starts the wait anew
  useEffect(() => {
    if (!isOpen) return;
    const timer = setTimeout(() => setSilent(true), silentAfterMs);
    return () => clearTimeout(timer);
  }, [isOpen, heard]);

  const isPolling = isWatched && (state === 'offline' || state === 'refused' || isSilent);
  const query = useGraphQuery(
    SaleLineDocument,
    { eventId },
    {
      eventLink,
      enabled: isPolling,
      // With jitter: who was cut off together shall not ask together.
      // Also for whoever is called while they look at something else.
      refetchIntervalInBackground: true,
      refetchInterval: () => pollMs[isOpen ? 'open' : 'closed'] * (1 + Math.random()),
      retry: false,
      staleTime: 0,
    },
  );
  const { data, dataUpdatedAt } = query;
  useEffect(() => {
    const asked = readLine(data?.event?.waitingLine);
    if (asked)
      setHeard((before) =>
        before && before.at > dataUpdatedAt ? before : { line: asked, at: dataUpdatedAt },
      );
  }, [data, dataUpdatedAt]);

  return {
    line,
    isCutOff: isPolling && query.isError,
    ask: () => void query.refetch(),
  };
}
