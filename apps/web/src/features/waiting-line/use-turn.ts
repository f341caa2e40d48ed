'use client';

import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { ClaimAdmissionDocument, JoinWaitingRoomDocument } from '@/gql/graphql';
import { useAuth } from '@/lib/auth/auth-provider';
import { useGraphFetch } from '@/lib/graphql/hooks';
import type { Failure, Result } from '@/lib/result';
import { type Line, positionOf } from '@/lib/sale/line';
import { sendPatiently, type Waiting } from '@/lib/sale/patiently';
import { solveProof } from '@/lib/sale/proof/solve';
import { alone, noPlace, readPlace, writePlace } from '@/lib/sale/stored-place';
import { useAdmission } from '@/lib/sale/use-admission';
import { usePageVisible } from './use-page-visible';

export type Turn =
  /** Not in line yet; a proof of work may be on its way. */
  | { kind: 'joining'; waiting: Waiting | null }
  | { kind: 'waiting'; number: number; firstPosition: number }
  /** It is this person's turn, but nobody looks at the page: their minutes begin when they do. */
  | { kind: 'called' }
  | { kind: 'admitted'; until: string }
  /** The time to order has run out. */
  | { kind: 'over' }
  /** No line is open: everybody may order. */
  | { kind: 'open' }
  | { kind: 'failed'; failure: Failure };

/** Looking at the place again is for coming back, not for every flicker of the network. */
const askAtMostEveryMs = 3_000;
const askAgainMs = 5_000;

/**
 * One person's way through the line: joins it once, looks at the place again whenever the page comes
 * back, and claims the admission when the turn has come and somebody is there to use it. One tab acts,
 * the others learn of it through storage.
 */
export function useTurn({
  eventId,
  eventLink,
  line,
  canJoin,
}: {
  eventId: string;
  eventLink: string | null;
  line: Line | null;
  /** False when there is nothing to wait for. */
  canJoin: boolean;
}): { turn: Turn; retry: () => void; rejoin: () => void } {
  const fetchGraph = useGraphFetch();
  const { status } = useAuth();
  const { place, state } = useAdmission(eventId);
  const isVisible = usePageVisible();
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isOpen, setOpen] = useState(false);
  const controller = useRef<AbortController | null>(null);
  const askedAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const own = new AbortController();
    controller.current = own;
    return () => own.abort();
  }, []);

  const patiently = async <T>(
    send: (proof: string | null, signal: AbortSignal) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const signal = controller.current?.signal ?? new AbortController().signal;
    return sendPatiently({ send, solve: solveProof, signal, onWaiting: setWaiting });
  };

  const join = async (): Promise<void> => {
    const { visitorKey } = writePlace(eventId, {});
    const result = await patiently((proof, signal) =>
      fetchGraph(
        JoinWaitingRoomDocument,
        { input: { eventId, visitorKey, proof } },
        { eventLink, signal },
      ),
    );
    if (!result.ok) return setFailure(result.error);
    const joined = result.data.joinWaitingRoom;
    if (!joined?.isNeeded) return setOpen(true);
    const number = joined.number ?? 0;
    writePlace(eventId, {
      ...noPlace,
      place: joined.place,
      number,
      firstPosition: line ? positionOf(number, line) : null,
    });
  };

  const claim = async (id: string): Promise<void> => {
    const result = await patiently((_proof, signal) =>
      fetchGraph(ClaimAdmissionDocument, { input: { eventId, place: id } }, { signal }),
    );
    if (!result.ok) {
      if (result.error.code !== 'NOT_FOUND') return setFailure(result.error);
      // The server knows no such place (any more): what is stored here leads nowhere.
      writePlace(eventId, noPlace);
      return join();
    }
    const claimed = result.data.claimAdmission;
    switch (claimed?.outcome) {
      case 'admitted':
        writePlace(eventId, {
          number: claimed.number,
          admission: claimed.admission,
          until: claimed.until,
        });
        return;
      case 'waiting':
        writePlace(eventId, { number: claimed.number, admission: null, until: null });
        return;
      case 'expired':
        writePlace(eventId, { admission: null, until: readPlace(eventId)?.until ?? longAgo });
        return;
      default:
        setOpen(true);
    }
  };

  const act = useEffectEvent(async (isForced: boolean) => {
    if (!isForced && performance.now() - askedAt.current < askAtMostEveryMs) return;
    askedAt.current = performance.now();
    setFailure(null);
    try {
      await alone(
        eventId,
        async () => {
          const id = readPlace(eventId)?.place;
          await (id ? claim(id) : join());
        },
        // A place that is there can be left to the tab that is at it; joining waits for its outcome.
        { ifFree: readPlace(eventId)?.place != null },
      );
    } catch (error) {
      if (!controller.current?.signal.aborted) throw error;
    } finally {
      setWaiting(null);
    }
  });

  const isKnown = status !== 'loading';
  const isTurn =
    place?.place != null &&
    place.number !== null &&
    line !== null &&
    positionOf(place.number, line) === 0;
  const isAdmitted = state === 'admitted';
  const hasPlace = place?.place != null;

  // On arriving, and whenever somebody comes back to the page: is the place still what we think it is?
  useEffect(() => {
    if (isKnown && isVisible && canJoin && !isAdmitted) void act(!hasPlace);
  }, [isKnown, isVisible, canJoin, isAdmitted, hasPlace]);
  useEffect(() => {
    if (!isKnown || !isVisible || !isTurn || isAdmitted || state === 'over') return;
    void act(true);
    // Another tab was at it, or the answer was a moment older than what the page was told.
    const timer = setInterval(() => void act(true), askAgainMs);
    return () => clearInterval(timer);
  }, [isKnown, isVisible, isTurn, isAdmitted, state]);
  // The line closed while one stood in it: the server says whether that is so.
  const isClosed = line !== null && !line.isOpen;
  useEffect(() => {
    if (isKnown && isVisible && isClosed && hasPlace && !isAdmitted) void act(true);
  }, [isKnown, isVisible, isClosed, hasPlace, isAdmitted]);
  useEffect(() => {
    const back = () => void act(false);
    globalThis.addEventListener('online', back);
    return () => globalThis.removeEventListener('online', back);
  }, []);

  const retry = useCallback(() => void act(true), []);
  const rejoin = useCallback(() => {
    writePlace(eventId, noPlace);
    setOpen(false);
    void act(true);
  }, [eventId]);

  const turn = ((): Turn => {
    if (isAdmitted && place?.until) return { kind: 'admitted', until: place.until };
    if (isOpen) return { kind: 'open' };
    if (failure) return { kind: 'failed', failure };
    if (!hasPlace || place.number === null) return { kind: 'joining', waiting };
    if (state === 'over') return { kind: 'over' };
    if (isTurn && !isVisible) return { kind: 'called' };
    return {
      kind: 'waiting',
      number: place.number,
      firstPosition: place.firstPosition ?? place.number,
    };
  })();
  return { turn, retry, rejoin };
}

/** For an admission that ran out at a moment nobody here knows. */
const longAgo = new Date(0).toISOString();
