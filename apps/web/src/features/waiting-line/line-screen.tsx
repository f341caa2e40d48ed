'use client';

import { WifiOff } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { signInPath } from '@/lib/auth/return-path';
import { useT } from '@/lib/i18n/client';
import { isLineFirst, type Line, positionOf } from '@/lib/sale/line';
import { linePath, ticketsPath } from '@/lib/sale/paths';
import { useAdmission } from '@/lib/sale/use-admission';
import { useLine } from '@/lib/sale/use-line';
import { useToast } from '@/ui/toast';
import { call } from './calling';
import { LineEnd } from './line-end';
import { LineFailure } from './line-failure';
import { useLineTitle } from './use-line-title';
import { usePageVisible } from './use-page-visible';
import { useTurn } from './use-turn';
import { WaitingCard } from './waiting-card';
import { YourTurn } from './your-turn';

export type LineScreenEvent = {
  id: string;
  title: string;
  /** `/e/<organization>/<event>` */
  path: string;
  zone: string;
  /** When the first tickets go on sale, if none are yet. */
  onSaleAt: string | null;
  /** What this visitor may see of it, and can have. */
  ticketTypes: readonly { isHidden: boolean; availability: string | null }[];
  /** False for cancelled and past events. */
  isOpen: boolean;
};

/** Long enough to read that it is one's turn, short enough to lose nothing of it. */
const goOnAfterMs = 1_500;

/** The place in line, from joining to being let in. All that counts is kept by the server. */
export function LineScreen({
  event,
  eventLink,
  initialLine,
}: {
  event: LineScreenEvent;
  eventLink: string | null;
  initialLine: Line | null;
}) {
  const t = useT('waiting-line');
  const router = useRouter();
  const toast = useToast();
  const { line, isCutOff } = useLine({
    eventId: event.id,
    eventLink,
    initial: initialLine,
    isWatched: event.isOpen,
  });
  const end =
    !event.isOpen || line?.stock === 'ended'
      ? 'ended'
      : line?.stock === 'sold_out'
        ? 'soldOut'
        : null;
  const { place } = useAdmission(event.id);
  // Whoever has a place stands for what is public, and keeps it while that is held for a moment.
  const isPassed =
    event.isOpen &&
    line?.isOpen === true &&
    place?.place == null &&
    !isLineFirst(line, event.ticketTypes);
  const { turn, retry, rejoin } = useTurn({
    eventId: event.id,
    eventLink,
    line,
    canJoin: end === null && !isPassed,
  });
  const isVisible = usePageVisible();
  const [isCallWanted, setCallWanted] = useState(false);
  const onCallChange = useCallback((isWanted: boolean) => setCallWanted(isWanted), []);
  const tickets = ticketsPath(event.path, eventLink);
  const position = turn.kind === 'waiting' && line ? positionOf(turn.number, line) : null;
  useLineTitle({ title: event.title, turn: turn.kind, position });

  // The line closed while one stood in it, or there was none, or none for these tickets: straight on to them.
  const isOpen = turn.kind === 'open' || isPassed;
  useEffect(() => {
    if (!isOpen) return;
    toast({ tone: 'info', title: t('notNeeded') });
    router.replace(tickets);
  }, [isOpen, toast, t, router, tickets]);

  const isTurn = turn.kind === 'admitted' || turn.kind === 'called';
  useEffect(() => {
    if (isTurn && isCallWanted)
      call({ title: t('turn.title'), text: event.title, tag: `line-${event.id}` });
  }, [isTurn, isCallWanted, t, event.title, event.id]);

  const goesOn = turn.kind === 'admitted' && isVisible;
  useEffect(() => {
    if (!goesOn) return;
    const timer = setTimeout(() => router.replace(tickets), goOnAfterMs);
    return () => clearTimeout(timer);
  }, [goesOn, router, tickets]);

  if (end && turn.kind !== 'admitted' && !isPassed)
    return <LineEnd kind={end} event={event} eventLink={eventLink} />;
  if (turn.kind === 'failed')
    return (
      <LineFailure
        failure={turn.failure}
        signInHref={signInPath(linePath(event.path, eventLink))}
        eventHref={tickets}
        onRetry={retry}
      />
    );
  if (turn.kind === 'admitted' || turn.kind === 'called')
    return <YourTurn until={turn.kind === 'admitted' ? turn.until : null} href={tickets} />;
  if (turn.kind === 'over')
    return <LineEnd kind="over" event={event} eventLink={eventLink} onRejoin={rejoin} />;
  return (
    <div className="flex flex-col gap-6">
      {isCutOff ? (
        <p
          role="status"
          className="flex items-center gap-2 rounded-card border border-caution-line bg-caution-soft p-4 text-sm"
        >
          <WifiOff aria-hidden="true" className="size-5 shrink-0 text-caution" />
          {t('cutOff')}
        </p>
      ) : null}
      <WaitingCard
        event={event}
        eventLink={eventLink}
        line={line}
        turn={
          turn.kind === 'waiting' || turn.kind === 'joining'
            ? turn
            : { kind: 'joining', waiting: null }
        }
        onCallChange={onCallChange}
      />
    </div>
  );
}
