'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { ReserveTicketsDocument } from '@/gql/graphql';
import {
  linkCredential,
  registrationPath,
  rememberRegistration,
} from '@/lib/auth/registration-access';
import { useGraphMutation } from '@/lib/graphql/hooks';
import { useLocale } from '@/lib/i18n/client';
import type { Failure } from '@/lib/result';
import type { TicketType } from '../types';
import { type Choice, type ChosenLine, chosenLines, fingerprint, ticketCount } from './choice';
import { attemptFor, closeAttempt, readChoice, writeChoice } from './stored-choice';
import { useTicketTypes } from './use-ticket-types';

export type ShopEvent = {
  id: string;
  zone: string;
  currency: string;
  holdSeconds: number;
  maxPerOrder: number;
  maxPerPerson: number | null;
  /** False for drafts, cancelled and past events: everything is shown, nothing can be taken. */
  isOpen: boolean;
};

type Shop = {
  event: ShopEvent;
  eventLink: string | null;
  types: readonly TicketType[];
  isLive: boolean;
  lines: readonly ChosenLine[];
  count: number;
  choose: (typeId: string, quantity: number) => void;
  reserve: () => Promise<void>;
  pending: boolean;
  failure: Failure | null;
  /** The request may have arrived or not: the next press sends the same one again. */
  isUnanswered: boolean;
};

const ShopContext = createContext<Shop | null>(null);

const unanswered = new Set(['NETWORK', 'TIMEOUT', 'INTERNAL', 'UNAVAILABLE']);

/** The choice of tickets: the list, the summary and the bar at the bottom all look at this one. */
export function ShopProvider({
  event,
  eventLink,
  initialTypes,
  children,
}: {
  event: ShopEvent;
  eventLink: string | null;
  initialTypes: readonly TicketType[];
  children: ReactNode;
}) {
  const router = useRouter();
  const { locale } = useLocale();
  const { types, isLive, reload } = useTicketTypes({
    eventId: event.id,
    eventLink,
    initial: initialTypes,
    isWatched: event.isOpen,
  });
  const [choice, setChoice] = useState<Choice>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  const mutation = useGraphMutation(ReserveTicketsDocument, { eventLink });

  // Only the browser knows what was chosen before the reload.
  useEffect(() => setChoice(readChoice(event.id)), [event.id]);

  const lines = useMemo(
    () => (event.isOpen ? chosenLines(types, choice, event) : []),
    [types, choice, event],
  );
  const count = ticketCount(lines);

  const choose = (typeId: string, quantity: number) => {
    const next = { ...choice, [typeId]: quantity };
    setChoice(next);
    writeChoice(event.id, next);
    setFailure(null);
  };

  const reserve = async () => {
    const wish = lines.filter(({ quantity }) => quantity > 0);
    if (wish.length === 0) return;
    setFailure(null);
    const result = await mutation.run({
      input: {
        eventId: event.id,
        idempotencyKey: attemptFor(event.id, fingerprint(wish)),
        locale,
        // The order of the lines is part of the request that the key stands for.
        lines: wish
          .map(({ type, quantity }) => ({ ticketTypeId: type.id, quantity }))
          .sort((a, b) => a.ticketTypeId.localeCompare(b.ticketTypeId)),
      },
    });
    if (!result.ok) {
      setFailure(result.error);
      if (unanswered.has(result.error.code)) return;
      closeAttempt(event.id);
      await reload();
      return;
    }
    closeAttempt(event.id);
    const held = result.data.reserveTickets;
    if (!held) return setFailure({ code: 'INTERNAL', message: 'No reservation was answered.' });
    writeChoice(event.id, {});
    const credential = linkCredential(held.registrationId, held.registrationToken);
    if (credential) {
      rememberRegistration({
        registrationId: held.registrationId,
        credential,
        eventId: event.id,
        eventLink,
        expiresAt: held.expiresAt,
      });
    }
    setLeaving(true);
    router.push(registrationPath('checkout', held.registrationId, credential));
  };

  const value: Shop = {
    event,
    eventLink,
    types,
    isLive,
    lines,
    count,
    choose,
    reserve,
    pending: mutation.pending || isLeaving,
    failure,
    isUnanswered: failure !== null && unanswered.has(failure.code),
  };
  return <ShopContext value={value}>{children}</ShopContext>;
}

export function useShop(): Shop {
  const shop = useContext(ShopContext);
  if (!shop) throw new Error('useShop needs the ShopProvider of the event page.');
  return shop;
}
