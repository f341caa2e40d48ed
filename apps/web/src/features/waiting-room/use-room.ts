'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import {
  SaveWaitingRoomDocument,
  WaitingRoomNowDocument,
  type WaitingRoomNowQuery,
  WaitingRoomSettingsDocument,
} from '@/gql/graphql';
import { graphKey, useGraphMutation, useGraphQuery } from '@/lib/graphql/hooks';
import { useLive } from '@/lib/live/use-live';
import type { Result } from '@/lib/result';
import { readLine } from '@/lib/sale/line';
import { type RoomSettings, toSettings } from './room-settings';

export type RoomNow = NonNullable<WaitingRoomNowQuery['eventWaitingLine']>['nodes'][number];

/** While it is open the numbers move; a closed one may be opened by demand at any time. */
const askEveryMs = { open: 3_000, closed: 20_000 } as const;

/** The waiting room of an event for its organization: settings, numbers of now, and who may change it. */
export function useRoom(eventId: string) {
  const queryClient = useQueryClient();
  const [isHeardOpen, setHeardOpen] = useState<boolean | null>(null);
  const settings = useGraphQuery(WaitingRoomSettingsDocument, { eventId });
  const now = useGraphQuery(
    WaitingRoomNowDocument,
    { eventId },
    {
      staleTime: 0,
      refetchInterval: ({ state }) =>
        askEveryMs[state.data?.eventWaitingLine?.nodes[0]?.isOpen ? 'open' : 'closed'],
    },
  );
  // The live room tells at once that it opened or closed; the numbers are asked for.
  useLive<unknown>({ kind: 'waiting-room', eventId }, (payload) => {
    const line = readLine(payload);
    if (!line || line.isOpen === isHeardOpen) return;
    setHeardOpen(line.isOpen);
    void queryClient.invalidateQueries({
      queryKey: graphKey(WaitingRoomNowDocument, { eventId }),
    });
  });
  const saving = useGraphMutation(SaveWaitingRoomDocument, {
    invalidate: [WaitingRoomSettingsDocument, WaitingRoomNowDocument],
  });
  const event = settings.data?.event ?? null;
  const stored = event?.waitingRoom;
  const current = useMemo(() => toSettings(stored), [stored]);
  const role = settings.data?.me?.orgMembers.nodes.find(
    (member) => member?.orgId === event?.orgId,
  )?.role;
  return {
    event,
    settings: current,
    mayEdit: role === 'owner' || role === 'admin',
    isPending: settings.isPending || now.isPending,
    error: settings.data && now.data ? null : (settings.error ?? now.error),
    retry: () => void Promise.all([settings.refetch(), now.refetch()]),
    now: now.data?.eventWaitingLine?.nodes[0] ?? null,
    askedAt: now.dataUpdatedAt,
    /** Changes what is stored now, which a colleague may have changed since this page was loaded. */
    save: async (change: (latest: RoomSettings) => RoomSettings): Promise<Result<RoomSettings>> => {
      const { data, error } = await settings.refetch();
      if (error) return { ok: false, error: error.failure };
      const wanted = change(toSettings(data?.event?.waitingRoom));
      const saved = await saving.run({ input: { eventId, ...wanted } });
      return saved.ok ? { ok: true, data: wanted } : saved;
    },
  };
}
export type Room = ReturnType<typeof useRoom>;
