'use client';

import { useEffect, useRef, useState } from 'react';
import { ReserveTicketsDocument } from '../../gql/graphql.ts';
import { linkCredential, rememberRegistration } from '../auth/registration-access.ts';
import { useGraphFetch } from '../graphql/hooks.ts';
import { useLocale } from '../i18n/client.tsx';
import type { Result } from '../result.ts';
import { isUnanswered, sendPatiently, type Waiting } from './patiently.ts';
import { solveProof } from './proof/solve.ts';
import { attemptFor, closeAttempt, type OrderLine } from './stored-choice.ts';
import { readPlace, writePlace } from './stored-place.ts';

export type Held = { registrationId: string; credential: string | null };

/** Until then a spinner says enough; afterwards people want to know what is going on. */
const slowAfterMs = 6_000;

/**
 * Holds tickets, however crowded it is: the same request under the same key until there is an answer,
 * with the admission of this browser's place in line and a proof of work if one is asked for. The key
 * outlives a reload; whoever stops and presses again gets the same hold.
 */
export function useReserve({ eventId, eventLink }: { eventId: string; eventLink: string | null }) {
  const fetchGraph = useGraphFetch();
  const { locale } = useLocale();
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const [isSlow, setSlow] = useState(false);
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);

  /** Null when it was stopped: nothing is known then, and nothing is lost. */
  const run = async (wish: readonly OrderLine[]): Promise<Result<Held> | null> => {
    controller.current?.abort();
    const own = new AbortController();
    controller.current = own;
    const { key, lines } = attemptFor(eventId, wish);
    const admission = readPlace(eventId)?.admission ?? null;
    const slow = setTimeout(() => setSlow(true), slowAfterMs);
    try {
      const result = await sendPatiently({
        send: (proof, signal) =>
          fetchGraph(
            ReserveTicketsDocument,
            { input: { eventId, idempotencyKey: key, locale, lines, admission, proof } },
            { eventLink, signal },
          ),
        solve: solveProof,
        signal: own.signal,
        onWaiting: setWaiting,
      });
      if (!result.ok) {
        if (!isUnanswered(result.error)) closeAttempt(eventId);
        // What is not taken any more is not worth showing again; the place decides about a new one.
        if (result.error.code === 'WAITING_ROOM' && admission)
          writePlace(eventId, { admission: null });
        return result;
      }
      const held = result.data.reserveTickets;
      if (!held)
        return { ok: false, error: { code: 'INTERNAL', message: 'No reservation was answered.' } };
      closeAttempt(eventId);
      const { registrationId, registrationToken, expiresAt } = held;
      const credential = linkCredential(registrationId, registrationToken);
      if (credential)
        rememberRegistration({ registrationId, credential, eventId, eventLink, expiresAt });
      return { ok: true, data: { registrationId, credential } };
    } catch (error) {
      if (own.signal.aborted) return null;
      throw error;
    } finally {
      clearTimeout(slow);
      if (controller.current === own) {
        controller.current = null;
        setWaiting(null);
        setSlow(false);
      }
    }
  };

  return { run, waiting, isSlow, stop: () => controller.current?.abort() };
}
