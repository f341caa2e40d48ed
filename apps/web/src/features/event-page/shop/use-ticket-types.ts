'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { z } from 'zod/mini';
import { TicketTypesOfEventDocument } from '@/gql/graphql';
import { useGraphQuery } from '@/lib/graphql/hooks';
import { useLive } from '@/lib/live/use-live';
import { useClockSkew } from '@/lib/server-clock';
import { usePaced } from '@/lib/use-paced';
import type { TicketType } from '../types';

const message = z.object({
  ticketTypes: z.array(
    z.object({
      ticketTypeId: z.string(),
      remaining: z.nullable(z.number()),
      availability: z.nullable(z.enum(['on_sale', 'held', 'sold_out', 'not_yet', 'ended'])),
    }),
  ),
});

type Change = Pick<TicketType, 'remaining' | 'availability'>;

/** Without a live connection the list is asked for this often: late news, not none. */
const pollMs = 30_000;
/** Who sees hidden types asks after each change, but not four times a second, and not with all others. */
const hiddenEveryMs = 4_000;
/** After the moment a sale starts, by when all who wait for it have asked; then how long until one without an answer asks again. */
const togetherMs = 3_000;
const askAgainMs = 5_000;

/** Browsers count timers in 32 bits; a sale that starts later than that is not waited for here. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * The ticket types of an event as they are now: what the server rendered, then what the live room
 * says. Without a live connection the page asks now and then. Hidden types are not in the
 * room, so for whoever sees them the list is asked for again after each change.
 */
export function useTicketTypes({
  eventId,
  eventLink,
  initial,
  isWatched,
}: {
  eventId: string;
  eventLink: string | null;
  initial: readonly TicketType[];
  /** Not for drafts, and not when everything is over. */
  isWatched: boolean;
}) {
  const [changes, setChanges] = useState<ReadonlyMap<string, Change>>(new Map());
  const { state, connected } = useLive<unknown>(
    isWatched ? { kind: 'availability', eventId, eventLink } : null,
    (payload) => {
      const parsed = message.safeParse(payload);
      if (!parsed.success) return;
      setChanges(
        new Map(parsed.data.ticketTypes.map(({ ticketTypeId, ...c }) => [ticketTypeId, c])),
      );
      if (types.some(({ isHidden }) => isHidden)) askForHidden();
    },
  );
  const query = useGraphQuery(
    TicketTypesOfEventDocument,
    { eventId },
    { eventLink, enabled: false },
  );
  const [hiddenPaceMs] = useState(() => hiddenEveryMs * (1 + Math.random()));
  const askForHidden = usePaced(() => query.refetch({ cancelRefetch: false }), hiddenPaceMs);
  // The page took a while from the server to here.
  const [renderedAt] = useState(() => Date.now() - 10_000);
  const fetched = query.data?.ticketTypes?.nodes.filter((type) => type !== null);
  const base = fetched ?? initial;
  const types = base.map((type) => {
    const change = changes.get(type.id);
    return change ? { ...type, ...change } : type;
  });

  const reload = async () => {
    const result = await query.refetch({ cancelRefetch: false });
    // What was asked for just now is newer than what the room said before.
    if (result.isSuccess) setChanges(new Map());
  };

  const ask = useEffectEvent(reload);

  const isCutOff = isWatched && (state === 'offline' || state === 'refused');
  useEffect(() => {
    if (!isCutOff) return;
    const timer = setInterval(() => void ask(), pollMs);
    return () => clearInterval(timer);
  }, [isCutOff]);

  // When a sale starts or ends nothing changes in the database: only the clock moves. It is the next one until a list is
  // here that is newer.
  const skew = useClockSkew();
  const nextMoment =
    skew === null ? null : nextChange(base, Math.max(renderedAt, query.dataUpdatedAt) + skew);
  useEffect(() => {
    if (!isWatched || nextMoment === null || skew === null) return;
    const wait = nextMoment - (Date.now() + skew) + 1_500;
    if (wait > longestTimerMs) return;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    const askIn = (ms: number) => {
      timer = setTimeout(async () => {
        await ask();
        if (!isOver) askIn(askAgainMs * (1 + Math.random()));
      }, ms);
    };
    askIn(Math.max(wait, 1_000) + togetherMs * Math.random());
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [isWatched, nextMoment, skew]);

  return { types, isLive: connected, reload };
}

/** The first moment after this one, by the server's clock, at which a sale starts or ends. */
function nextChange(types: readonly TicketType[], after: number): number | null {
  const moments = types
    .flatMap(({ saleStartsAt, saleEndsAt }) => [saleStartsAt, saleEndsAt])
    .filter((at) => at !== null)
    .map((at) => Date.parse(at))
    .filter((at) => at > after);
  return moments.length > 0 ? Math.min(...moments) : null;
}
